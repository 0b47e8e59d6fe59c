"""What is personal is sealed with the key of whom it is about; whoever has the key reads it, nobody else."""

from typing import Any, TypeVar
from uuid import UUID

import orjson
import pytest

from kinerja_es.domain.catalogue import BY_NAME
from kinerja_es.domain.competence import AssessmentTeamFormed, CompetencyAssessed
from kinerja_es.domain.correction import RecordCorrected
from kinerja_es.domain.discipline import ViolationReported
from kinerja_es.domain.envelope import ERASED, Event, Patch
from kinerja_es.domain.history import History
from kinerja_es.domain.identity import EmployeeRegistered
from kinerja_es.domain.performance import Evaluator, PerformanceEvaluated
from kinerja_es.domain.ralat import DecisionCorrected, FactPatch
from kinerja_es.errors import Problem
from kinerja_es.errors.correction import StreamClosed
from kinerja_es.errors.sealing import DataKeyMissing, SealBroken
from kinerja_es.log.application import Log, Write
from kinerja_es.log.sealing import opened
from kinerja_es.log.transcoder import decode, topic_of
from tests import examples
from tests.examples import BUDI, SITI
from tests.log.stored import KEYS, SUBJECT, fixed, sealed

E = TypeVar("E", bound=Event)

BUDIS, SITIS = f"pegawai-{BUDI}", f"pegawai-{SITI}"


def key(subject: str) -> str:
    return str(KEYS.subject_of(subject))


def seals(state: bytes) -> set[str]:
    """Whose keys an event is sealed with."""
    return set(orjson.loads(state).get("sealed", {}))


def without(*subjects: str):
    """The keys, less those that were destroyed."""
    return lambda subject: None if subject in subjects else KEYS.key_for(subject)


def told(event: E, *destroyed: str) -> E:
    """The event as it is told once some keys were destroyed."""
    now = decode(topic_of(event), opened(topic_of(event), sealed(event), without(*destroyed)))
    assert type(now) is type(event)
    return now


# -- with whose key ----------------------------------------------------------------------


def test_an_employees_own_data_is_sealed_with_the_employees_key():
    assert seals(sealed(examples.employee_registered())) == {SUBJECT}


def test_an_event_that_says_nothing_personal_has_no_seal():
    assert seals(sealed(examples.appointed())) == set()


def evaluated(**penilai) -> PerformanceEvaluated:
    return examples.evaluated(penilai=Evaluator(**penilai), umpan_balik="Pertahankan")


@pytest.mark.parametrize(
    ("penilai", "whose"),
    [
        ({"pegawai_id": SITI, "nama": "Siti"}, str(SITI)),
        ({"nama": "Penilai Luar", "nip": examples.nip(7)}, key(examples.nip(7))),
        ({"nama": "Penilai Luar"}, key("Penilai Luar")),
    ],
)
def test_an_evaluators_name_is_sealed_with_the_evaluators_key_and_outlives_the_evaluated(penilai, whose):
    event = evaluated(**penilai)

    assert seals(sealed(event)) == {SUBJECT, whose}
    assert (told(event, SUBJECT).penilai, told(event, SUBJECT).umpan_balik) == (event.penilai, None)
    assert told(event, whose).umpan_balik == "Pertahankan"
    assert (told(event, whose).penilai.nama, told(event, whose).penilai.nip) == (None, None)


def test_each_witness_and_the_reporter_has_a_key_of_their_own():
    oath = examples.oath_taken(saksi=("Saksi Satu", "Saksi Dua"), rohaniwan="Rohaniwan")
    report = fixed("ViolationReported")
    assert isinstance(report, ViolationReported)

    assert seals(sealed(oath)) == {key("Saksi Satu"), key("Saksi Dua"), key("Rohaniwan")}
    assert told(oath, key("Saksi Satu")).saksi == (ERASED, "Saksi Dua")
    assert told(report, key("Pelapor Contoh")).pelapor is None
    assert told(report, SUBJECT).pelapor == "Pelapor Contoh"
    assert told(report, SUBJECT).uraian is None


def test_assessors_and_members_of_a_team_too():
    assessed, team = fixed("CompetencyAssessed"), fixed("AssessmentTeamFormed")
    assert isinstance(assessed, CompetencyAssessed)
    assert isinstance(team, AssessmentTeamFormed)

    assert key("Asesor Contoh") in seals(sealed(assessed)) & seals(sealed(team))
    assert told(assessed, key("Asesor Contoh")).asesor[0].sertifikat is None
    assert [m.nama for m in told(team, key("Asesor Contoh")).anggota] == [ERASED, "Pejabat Contoh"]


# -- corrections -------------------------------------------------------------------------


def corrected(*patches: tuple[str, Any, Any]) -> RecordCorrected:
    return examples.fact(
        RecordCorrected,
        {},
        target_event_id=UUID(int=7, version=4),
        patches=tuple(Patch(path=path, old=old, new=new) for path, old, new in patches),
        evidence="Akta",
        approved_by="Kepala BKPSDM",
    )


def test_a_correction_is_sealed_as_what_it_corrects():
    event = corrected(
        ("nama", "Bud", "Budi Contoh"),
        ("golongan", "V", "VII"),
        ("external_ids.no_peserta", None, "24-9"),
        ("penilai.nama", "Salah", "Benar"),
        ("saksi.1", "Saksi Salah", "Saksi Benar"),
        ("items.0.narasi", None, "Uraian"),
        ("items.0.realisasi", "70", "80"),
    )
    state = sealed(event)

    assert decode(topic_of(event), opened(topic_of(event), state, KEYS.key_for)) == event
    named = {key(name) for name in ("Salah", "Benar", "Saksi Salah", "Saksi Benar")}
    assert seals(state) == {SUBJECT} | named
    for word in (b"Bud", b"24-9", b"Salah", b"Benar", b"Uraian"):
        assert word not in state
    assert b'"new":"VII"' in state
    assert b'"new":"80"' in state


def test_a_whole_value_in_a_correction_is_parted_as_in_the_fact_itself():
    old = {"pegawai_id": None, "nama": "Penilai Lama", "nip": None, "jabatan": "Camat", "status": "ASN"}
    new = {"pegawai_id": str(SITI), "nama": "Siti", "jabatan": "Kepala Dinas", "status": "ASN"}
    event = corrected(("penilai", old, new), ("goals", ["Sasaran lama"], ["Sasaran baru"]))
    state = sealed(event)

    assert decode(topic_of(event), opened(topic_of(event), state, KEYS.key_for)) == event
    assert seals(state) == {SUBJECT, key("Penilai Lama"), str(SITI)}
    assert b"Camat" in state
    assert b"Sasaran" not in state


def test_in_the_sk_own_stream_a_patch_is_sealed_with_the_key_of_whose_fact_it_changes():
    patches = (
        FactPatch(event_id=UUID(int=1, version=4), path="nama", old="A", new="Nama Satu", pegawai_id=BUDI),
        FactPatch(event_id=UUID(int=2, version=4), path="nik", old=None, new="Nik Dua", pegawai_id=SITI),
    )
    event = examples.fact(DecisionCorrected, {}, sk_id=examples.SK, patches=patches, reason="Salah ketik")

    assert seals(sealed(event)) == {SUBJECT, str(BUDI), str(SITI)}
    assert [p.new for p in told(event, str(BUDI)).patches] == [ERASED, "Nik Dua"]


def test_a_correction_of_what_was_destroyed_changes_nothing_else():
    person = examples.employee_registered(nama="Budi")
    patches = (
        ("nama", "Budi", "Budi Baru"),
        ("tanggal_lahir", "1990-01-01", "1990-02-02"),
        ("jenis_kelamin", "L", "P"),
    )
    correction = corrected(*patches).model_copy(update={"target_event_id": person.event_id})

    [now, _] = History([told(person, SUBJECT), told(correction, SUBJECT)])

    assert isinstance(now, EmployeeRegistered)
    assert (now.nama, str(now.tanggal_lahir), now.jenis_kelamin.value) == (ERASED, "1900-01-01", "P")


# -- bytes -------------------------------------------------------------------------------


def test_the_same_event_gives_the_same_bytes_and_another_text_another_nonce():
    event = examples.employee_registered(nama="Budi")
    other = event.model_copy(update={"nama": "Ani"})

    assert sealed(event) == sealed(event)
    assert nonce(sealed(event)) != nonce(sealed(other))
    assert nonce(sealed(event)) != nonce(sealed(event.model_copy(update={"event_id": examples.new_id()})))


def nonce(state: bytes) -> str:
    return orjson.loads(state)["sealed"][SUBJECT][:16]


def test_a_seal_opens_in_its_own_event_only():
    event, other = examples.employee_registered(nama="Budi"), examples.employee_registered(nama="Ani")
    state, topic = sealed(event), topic_of(event)

    moved = sealed(other).replace(seal(sealed(other)), seal(state))
    under_another = state.replace(SUBJECT.encode(), str(SITI).encode(), 1)
    changed = state.replace(seal(state), seal(state)[:-8] + b"AAAAAAA=")

    for spoilt in (moved, under_another, changed):
        with pytest.raises(SealBroken):
            opened(topic, spoilt, KEYS.key_for)
    with pytest.raises(SealBroken):
        opened("kinerja:IdentityNumberAssigned.v1", state, KEYS.key_for)


def seal(state: bytes) -> bytes:
    return orjson.loads(state)["sealed"][SUBJECT].encode()


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_every_kind_of_event_is_still_told_once_all_its_keys_were_destroyed(name):
    event = fixed(name)

    now = decode(topic_of(event), opened(topic_of(event), sealed(event), lambda _: None))

    assert (now.event_id, now.tmt, now.decision, now.reason) == (event.event_id, event.tmt, event.decision, None)
    assert now.exception is not None
    assert now.exception.reason == ERASED


# -- in the log --------------------------------------------------------------------------


@pytest.fixture
def known(log: Log) -> Log:
    """Two people."""
    log.append([Write(BUDIS, 1, examples.employee_registered(nama="Budi"))])
    log.append([Write(SITIS, 1, examples.employee_registered(nama="Siti"))])
    return log


def forget(log: Log, subject: str = str(BUDI)) -> int:
    with log.keys.forgetting([subject], examples.clock()) as count:
        return count


def names(log: Log) -> list[str]:
    return [fact.nama for facts in log.facts_of([BUDIS, SITIS], up_to=99).values() for fact in facts]  # pyright: ignore[reportAttributeAccessIssue]


def test_whose_key_was_destroyed_is_told_without_a_name_and_everybody_else_as_before(known):
    before = known.rows_after(0, 9)

    assert forget(known) == 1
    assert forget(known) == 0

    assert names(known) == [ERASED, "Siti"]
    assert known.rows_after(0, 9) == before


def test_another_process_that_has_the_log_open_forgets_as_well(known, stores):
    other = Log.open(stores)
    assert names(other) == ["Budi", "Siti"]

    forget(known)

    assert names(other) == [ERASED, "Siti"]
    other.close()


def test_of_somebody_whose_key_was_destroyed_nothing_personal_is_recorded_any_more(known):
    forget(known)

    with pytest.raises(StreamClosed):
        known.append([Write(BUDIS, 2, examples.number_assigned())])
    assert known.head() == 2


def test_a_key_that_never_was_is_an_older_key_file(known):
    known.keys._connection.execute("DELETE FROM keys WHERE subject = ?", (str(BUDI),))
    known.keys._cache.clear()

    with pytest.raises(DataKeyMissing, match=str(BUDI)):
        names(known)


def test_a_destroyed_key_is_nowhere_in_the_key_file(known, stores):
    wrapped = known.keys._connection.execute("SELECT wrapped FROM keys WHERE subject = ?", (str(BUDI),)).fetchone()[0]

    forget(known)

    files = b"".join(path.read_bytes() for path in stores.keys.parent.glob("kinerja.keys.db*"))
    assert wrapped not in files


def test_the_key_of_the_look_ups_cannot_be_destroyed(known):
    assert forget(known, "lookup") == 0


def test_an_error_about_keys_names_nobody(known):
    forget(known)

    with pytest.raises(Problem) as caught:
        known.append([Write(BUDIS, 2, examples.number_assigned(nip=examples.nip(3)))])
    assert examples.nip(3) not in f"{caught.value.message} {caught.value.value}"
