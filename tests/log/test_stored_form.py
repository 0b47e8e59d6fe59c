"""What lies in the log: the same event always gives the same bytes, and bytes of every version are read for ever."""

from decimal import Decimal
from uuid import UUID

import orjson
import pytest
from pydantic import TypeAdapter, ValidationError

from kinerja_es.domain.catalogue import (
    BY_NAME,
    EMPLOYEE_COMMANDS,
    EVENTS,
    any_of,
    command_of,
    short_name,
)
from kinerja_es.domain.envelope import Actor, Derived, Event
from kinerja_es.domain.identity import EmployeeRegistered
from kinerja_es.errors import LogVersion
from kinerja_es.log import transcoder, upcasts
from kinerja_es.log.transcoder import Encoder, decode, stored_topic, topic_of, topics_of
from tests import examples
from tests.log.stored import GOLDEN, example_command, fixed, read, sealed

NAMES = sorted(BY_NAME)


def encode(event: Event) -> bytes:
    return Encoder().encode(event)


# -- every event -------------------------------------------------------------------------


def test_the_catalogue_holds_what_the_golden_files_hold_and_nothing_else():
    """A kind of event that was ever stored stays: its golden file is the proof."""
    assert sorted({file.name.partition(".")[0] for file in GOLDEN.glob("*.json")}) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_an_event_is_stored_byte_for_byte_as_its_golden_file_says(name):
    """A stored shape changes only by a new schema version: then the old file stays and a new one is added."""
    event = fixed(name)

    golden = (GOLDEN / f"{name}.v{BY_NAME[name].SCHEMA_VERSION}.json").read_bytes()

    assert sealed(event) == golden.rstrip(b"\n")


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.json")), ids=lambda file: file.stem)
def test_bytes_of_every_version_that_ever_was_are_read(file):
    event = read(f"kinerja:{file.stem}", file.read_bytes().rstrip(b"\n"))

    assert f"kinerja:{file.stem.partition('.')[0]}" == event.TOPIC


@pytest.mark.parametrize("name", NAMES)
def test_an_event_is_read_back_as_it_was_stored(name):
    event = fixed(name)

    assert read(topic_of(event), sealed(event)) == event
    assert decode(topic_of(event), encode(event)) == event


@pytest.mark.parametrize("name", NAMES)
def test_there_is_one_golden_file_for_each_version_of_an_event(name):
    versions = [f"{name}.v{version}.json" for version in range(1, BY_NAME[name].SCHEMA_VERSION + 1)]

    assert sorted(file.name for file in GOLDEN.glob(f"{name}.v*.json")) == versions


@pytest.mark.parametrize("name", NAMES)
def test_the_stored_name_is_the_events_own_and_needs_no_module(name):
    event = BY_NAME[name]

    assert stored_topic(event) == f"kinerja:{name}.v1"
    assert EVENTS[f"kinerja:{name}"] is event


@pytest.mark.parametrize("name", NAMES)
def test_an_event_has_a_label_in_indonesian_and_a_docstring(name):
    assert BY_NAME[name].LABEL
    assert (BY_NAME[name].__doc__ or "").strip()


# -- the bytes ---------------------------------------------------------------------------


def test_fields_stand_in_the_order_of_the_class_and_what_is_empty_is_left_out():
    person = examples.employee_registered(
        event_id=UUID(int=1, version=4), command_id=UUID(int=2, version=4), nik=None, tempat_lahir=None
    )

    assert list(orjson.loads(sealed(person))) == [
        "sealed",
        "event_id",
        "place",
        "tmt",
        "actor",
        "command_id",
        "rule_set",
        "source",
        "jenis_kelamin",
        "kind",
    ]


def test_position_version_and_recording_time_are_not_in_the_bytes():
    stored = orjson.loads(encode(examples.appointed()))

    assert not {"position", "version", "recorded_at", "stream", "hash"} & set(stored)


def test_values_that_many_events_share_are_written_alike_every_time():
    encoder, actor = Encoder(), Actor(user_id="penguji")
    first, second = examples.employee_registered(actor=actor), examples.number_assigned(actor=actor)

    assert orjson.loads(encoder.encode(first))["actor"] == {"user_id": "penguji"}
    assert orjson.loads(encoder.encode(second))["actor"] == {"user_id": "penguji"}


def test_an_encoder_that_has_seen_thousands_of_values_still_writes_the_right_ones():
    encoder = Encoder()

    written = [
        orjson.loads(encoder.encode(examples.employee_registered(actor=Actor(user_id=f"penguji-{n}"))))["actor"]
        for n in range(2500)
    ]

    assert written == [{"user_id": f"penguji-{n}"} for n in range(2500)]


def test_what_has_no_stored_form_is_refused():
    with pytest.raises(TypeError):
        orjson.dumps({1, 2}, default=transcoder._value)
    assert orjson.dumps(Decimal("1.50"), default=transcoder._value) == b'"1.50"'


# -- versions ----------------------------------------------------------------------------


def test_a_log_of_a_newer_version_is_refused_by_name():
    with pytest.raises(LogVersion, match=r"kinerja:EmployeeAppointed\.v2"):
        decode("kinerja:EmployeeAppointed.v2", b"{}")


@pytest.mark.parametrize("topic", ["kinerja:Unheard.v1", "kinerja:EmployeeAppointed", "kinerja:EmployeeAppointed.vx"])
def test_a_kind_of_event_that_nobody_knows_is_refused(topic):
    with pytest.raises(LogVersion):
        decode(topic, b"{}")


@pytest.fixture
def third_version(monkeypatch):
    """EmployeeRegistered as if it were at its third schema version."""
    monkeypatch.setattr(EmployeeRegistered, "SCHEMA_VERSION", 3)
    read = EmployeeRegistered.__pydantic_validator__.validate_json
    monkeypatch.setattr(transcoder, "_READ", {"kinerja:EmployeeRegistered.v3": read})
    monkeypatch.setitem(
        upcasts.UPCASTS, ("kinerja:EmployeeRegistered", 1), lambda old: {**old, "nama": old["nama"].title()}
    )
    monkeypatch.setitem(upcasts.UPCASTS, ("kinerja:EmployeeRegistered", 2), lambda old: {**old, "gelar_depan": "Dr."})


def test_an_older_shape_is_brought_to_the_present_one_step_by_step(third_version):
    stored = encode(examples.employee_registered(nama="budi contoh"))

    read = [decode(f"kinerja:EmployeeRegistered.v{version}", stored) for version in (1, 2, 3)]

    assert [(e.nama, e.gelar_depan) for e in read if isinstance(e, EmployeeRegistered)] == [
        ("Budi Contoh", "Dr."),
        ("budi contoh", "Dr."),
        ("budi contoh", None),
    ]


def test_a_reader_asks_for_every_version_of_an_event(third_version):
    assert topics_of((EmployeeRegistered,)) == (
        "kinerja:EmployeeRegistered.v1",
        "kinerja:EmployeeRegistered.v2",
        "kinerja:EmployeeRegistered.v3",
    )


# -- commands ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_example_of_a_command_is_one_that_is_taken(name):
    assert example_command(name).model_dump()["type"] == name


def test_every_example_but_what_an_import_counts_is_taken_as_it_stands():
    for name in set(NAMES) - {"BatchOpened", "BatchFileRecorded"}:
        body = orjson.dumps({"type": name, **BY_NAME[name].EXAMPLE})
        assert command_of(BY_NAME[name]).model_validate_json(body)


def derived(event: type[Event]) -> list[str]:
    return [n for n, info in event.model_fields.items() if any(isinstance(m, Derived) for m in info.metadata)]


def test_these_fields_are_the_servers_and_nobody_elses():
    found = {name: derived(BY_NAME[name]) for name in NAMES if derived(BY_NAME[name])}

    assert found == {
        "AgencyTransferredIn": ["batch_id", "opening"],
        "AgencyTransferredOut": ["engagement_id"],
        "DecisionAnnulledForEmployee": ["regains"],
        "DecisionCorrected": ["claimed"],
        "DecisionCorrectedForEmployee": ["claimed"],
        "DecisionReinstatedForEmployee": ["regains"],
        "DisciplinarySanctionImposed": ["jenis_hukuman_nama"],
        "EmployeeAppointed": ["batch_id", "opening"],
        "EmploymentStatusUpgraded": ["from_kind"],
        "GradeChanged": ["engagement_id"],
        "IdentityNumberAssigned": ["scheme"],
        "OrgUnitChanged": ["names"],
        "PerformanceEvaluated": ["predikat"],
        "PositionAssigned": ["rangkap"],
        "PositionChanged": ["names"],
        "ProbationConfirmed": ["engagement_id"],
        "RealisationReported": ["capaian"],
        "RecordCorrected": ["claimed"],
        "RecordVoided": ["claimed"],
        "UnitPerformanceRated": ["capaian_persen"],
    }


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("PerformanceEvaluated", "predikat", 1),
        ("IdentityNumberAssigned", "scheme", "PNS"),
        ("EmployeeAppointed", "batch_id", "00000000-0000-4000-8000-000000000004"),
        ("EmployeeAppointed", "opening", "2026-01-01"),
        ("DecisionIssued", "sk_id", "00000000-0000-4000-8000-000000000001"),
        ("DutyCommenced", "tmt", "2025-11-03"),
        ("EmployeeAppointed", "event_id", "00000000-0000-4000-8000-000000000001"),
        ("EmployeeAppointed", "recorded_at", "2025-10-01T00:00:00Z"),
        ("EmployeeAppointed", "warnings", []),
        ("EmployeeAppointed", "actor", {"user_id": "lain"}),
    ],
)
def test_a_command_cannot_state_what_the_server_gives(name, field, value):
    body = {"type": name, **BY_NAME[name].EXAMPLE, field: value}

    with pytest.raises(ValidationError) as refused:
        command_of(BY_NAME[name]).model_validate_json(orjson.dumps(body))

    assert [(e["type"], e["loc"]) for e in refused.value.errors()] == [("extra_forbidden", (field,))]


def test_what_can_be_recorded_for_an_employee_is_told_apart_by_its_type():
    ask = TypeAdapter(any_of(EMPLOYEE_COMMANDS)).validate_json(b'{"type": "DutyCommenced", "tanggal": "2025-11-03"}')

    assert (ask.type, ask.tanggal.isoformat()) == ("DutyCommenced", "2025-11-03")
    assert "EmployeeRegistered" not in {short_name(event) for event in EMPLOYEE_COMMANDS}
    assert not any(event.BY_SERVER for event in EMPLOYEE_COMMANDS)
