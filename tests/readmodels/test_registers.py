"""A register takes each event as it was recorded, in that order; the shared tables know units and posts day by day."""

from datetime import date
from uuid import UUID

import pytest

from kinerja_es.domain.correction import RecordVoided
from kinerja_es.domain.unit import OrgUnitChanged, PerubahanUnor, PositionAbolished, PositionChanged
from kinerja_es.readmodels import folding
from kinerja_es.readmodels.discovery import discover
from kinerja_es.readmodels.kit import WITHIN
from kinerja_es.readmodels.rebuild import rebuild
from kinerja_es.readmodels.tables import FoldTable
from tests import examples
from tests.reading import Office

ENTRIES = '''
"""Apa yang dicatat, dan kapan?"""
from collections.abc import Iterator
from dataclasses import dataclass
from kinerja_es.domain.appointment import DutyCommenced, EmployeeAppointed
from kinerja_es.readmodels.kit import Recorded, Row, Tables, read_model

@dataclass(frozen=True, slots=True)
class Entry:
    position: int
    recorded_on: str
    told: str

@read_model.on(EmployeeAppointed, DutyCommenced, row=Entry)
class Entries:
    def start(self) -> tuple[Entry, ...]:
        return ()

    def step(self, state: tuple[Entry, ...], recorded: Recorded) -> tuple[Entry, ...]:
        day = recorded.recorded_at.date().isoformat()
        return (*state, Entry(recorded.position, day, f"{type(recorded.event).__name__} {recorded.event.tmt}"))

    def rows(self, state: tuple[Entry, ...]) -> Iterator[Entry]:
        yield from state

@dataclass(frozen=True, slots=True)
class Start:
    tmt: str
    told: str

@read_model.per_employee(Start, needs=(EmployeeAppointed, DutyCommenced))
class Starts:
    def rows(self, fact: EmployeeAppointed | DutyCommenced) -> Iterator[Start]:
        for told in ("first", "second"):
            yield Start(fact.tmt.isoformat(), f"{type(fact).__name__} {told}")

@dataclass(frozen=True, slots=True)
class Line:
    position: int

@read_model.on(EmployeeAppointed, DutyCommenced, row=Line)
class Lines:
    def rows(self, recorded: Recorded) -> Iterator[Line]:
        yield Line(recorded.position)

@read_model.query
def all_(tables: Tables) -> list[Row]:
    """All of it."""
    return tables.rows("SELECT position, told FROM entries_entry ORDER BY position")
'''


@pytest.fixture
def office(tmp_path, monkeypatch):
    package = tmp_path / f"register_{tmp_path.name}".replace("-", "_")
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "entries.py").write_text(ENTRIES.lstrip(), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    found, problems = discover(package.name)
    assert problems == []
    office = Office(tmp_path, found)
    yield office
    office.close()


APPOINTED = {"position": 6, "told": "EmployeeAppointed 2025-10-01"}
ON_DUTY = {"position": 7, "told": "DutyCommenced 2025-11-03"}


@pytest.fixture
def recorded(office):
    office.organisation()
    appointed = examples.appointed()
    office.record(examples.BUDI, examples.employee_registered(), appointed, examples.duty_commenced())
    return office, appointed


@pytest.mark.parametrize("keep", [1, 2, folding.KEEP])
def test_a_register_keeps_the_order_of_recording_and_what_was_corrected(recorded, monkeypatch, keep):
    monkeypatch.setattr(folding, "KEEP", keep)
    office, appointed = recorded
    assert office.ask("entries", "all") == [APPOINTED, ON_DUTY]

    why = {"target_event_id": appointed.event_id, "reason": "Salah", "evidence": "Nota dinas", "approved_by": "Kepala"}
    office.record(examples.BUDI, examples.fact(RecordVoided, {"tmt": appointed.tmt, **why}))
    office.record(examples.BUDI, examples.duty_commenced(tanggal=date(2025, 9, 30)))

    earlier = {"position": 9, "told": "DutyCommenced 2025-09-30"}
    assert office.ask("entries", "all") == [APPOINTED, ON_DUTY, earlier]
    assert rebuild(office.models, "entries").differences == ()
    assert office.replay("entries_entry", examples.BUDI, 6) == office.rows_of("entries_entry", examples.BUDI)[:1]


def test_a_register_that_is_read_twice_has_everything_once(recorded, monkeypatch):
    monkeypatch.setattr(folding, "KEEP", 1)
    office, _ = recorded
    office.models.catch_up()
    with office.models.locked(timeout=5) as connection:
        connection.execute("UPDATE read_models SET position = 6, mark = ?", (office.models.mark_at(6),))

    assert office.ask("entries", "all") == [APPOINTED, ON_DUTY]


def starts(office):
    office.models.catch_up()
    return [(row["n"], row["tmt"], row["told"]) for row in office.rows_of("entries_start", examples.BUDI)]


FIRST = [(2000, "2025-10-01", "EmployeeAppointed first"), (2001, "2025-10-01", "EmployeeAppointed second")]
LATER = [(3000, "2025-11-03", "DutyCommenced first"), (3001, "2025-11-03", "DutyCommenced second")]


def test_each_fact_by_itself_makes_rows_that_know_which_fact_it_was(recorded):
    office, appointed = recorded
    assert starts(office) == [*FIRST, *LATER]

    why = {"target_event_id": appointed.event_id, "reason": "Salah", "evidence": "Nota dinas", "approved_by": "Kepala"}
    office.record(examples.BUDI, examples.fact(RecordVoided, {"tmt": appointed.tmt, **why}))
    office.record(examples.BUDI, examples.duty_commenced(tanggal=date(2025, 9, 30)))

    late = [(5000, "2025-09-30", "DutyCommenced first"), (5001, "2025-09-30", "DutyCommenced second")]
    assert starts(office) == [*LATER, *late]
    assert [row["position"] for row in office.rows_of("entries_line", examples.BUDI)] == [6, 7, 9]
    assert rebuild(office.models, "entries").differences == ()
    assert [row["n"] for row in office.replay("entries_start", examples.BUDI, 7)] == [2000, 2001, 3000, 3001]


def test_a_fact_that_makes_too_many_rows_parks_its_subject_instead_of_taking_the_places_of_another(
    recorded, monkeypatch
):
    office, _ = recorded
    monkeypatch.setattr(folding, "EACH", 1)

    assert starts(office) == []
    (parked,) = office.models.parked()
    assert (parked.model, parked.error, parked.position) == ("entries", "OverflowError", 6)


def test_each_fact_by_itself_reads_no_former_row(recorded, monkeypatch):
    office, _ = recorded
    office.models.catch_up()
    asked = []
    present = FoldTable.present

    def seen(table, connection, subjects):
        asked.append(table.name)
        return present(table, connection, subjects)

    monkeypatch.setattr(FoldTable, "present", seen)
    office.record(examples.BUDI, examples.duty_commenced(tanggal=date(2025, 11, 4)))
    office.models.catch_up()

    assert "entries_entry" in asked
    assert {"entries_start", "entries_line"}.isdisjoint(asked)


# -- units and posts day by day ------------------------------------------------------------

BIDANG, SEKSI, SEKOLAH = (UUID(int=0xA200 + n) for n in range(3))
BEFORE, AFTER = date(2026, 2, 28), date(2026, 3, 1)


def within(office, unor, day):
    """The names of all units in one, as of a day."""
    office.models.catch_up()
    sql = f"SELECT DISTINCT nama FROM dated_unit WHERE subject IN {WITHIN} ORDER BY nama"  # noqa: S608 - the kit's own
    with office.models.locked(timeout=5) as connection:
        return [nama for (nama,) in connection.execute(sql, {"unor": str(unor), "on": day.isoformat()})]


@pytest.fixture
def tree(office):
    office.organisation()
    for unit, nama, above, induk in (
        (BIDANG, "Bidang SD", examples.UNOR, None),
        (SEKSI, "Seksi Kurikulum", BIDANG, "Dinas Pendidikan"),
        (SEKOLAH, "SDN Contoh 1", None, "dinas pendidikan"),
    ):
        told = {"unor_id": unit, "nama": nama, "diatasan_id": above, "induk_nama": induk}
        office.record(unit, examples.unit_established(**told))
    return office


def test_a_unit_has_below_it_what_names_it_as_the_one_above_or_as_its_induk(tree):
    assert within(tree, examples.UNOR, BEFORE) == ["Bidang SD", "Dinas Pendidikan", "SDN Contoh 1", "Seksi Kurikulum"]
    assert within(tree, BIDANG, BEFORE) == ["Bidang SD", "Seksi Kurikulum"]
    assert within(tree, SEKOLAH, BEFORE) == ["SDN Contoh 1"]


def test_a_unit_that_moved_is_below_another_from_that_day_on(tree):
    moved = {"tmt": AFTER, "unor_id": SEKSI, "change": PerubahanUnor.MOVE, "diatasan_id": SEKOLAH}
    tree.record(SEKSI, examples.fact(OrgUnitChanged, moved))

    assert [within(tree, BIDANG, day) for day in (BEFORE, AFTER)] == [["Bidang SD", "Seksi Kurikulum"], ["Bidang SD"]]
    assert within(tree, SEKOLAH, AFTER) == ["SDN Contoh 1", "Seksi Kurikulum"]


def test_two_units_that_name_each_other_as_the_one_above_are_no_endless_tree(tree):
    tree.record(
        BIDANG,
        examples.fact(
            OrgUnitChanged,
            {"tmt": AFTER, "unor_id": BIDANG, "change": PerubahanUnor.MOVE, "diatasan_id": SEKSI},
        ),
    )

    assert within(tree, BIDANG, AFTER) == ["Bidang SD", "Seksi Kurikulum"]


def test_a_unit_that_was_dissolved_keeps_its_name_and_tells_its_end(tree):
    ended = {"tmt": AFTER, "unor_id": SEKSI, "change": PerubahanUnor.DISSOLVE}
    tree.record(SEKSI, examples.fact(OrgUnitChanged, ended))
    tree.models.catch_up()

    (row,) = tree.rows_of("dated_unit", SEKSI)

    assert (row["nama"], row["tmt"], row["berakhir"], row["valid_to"]) == (
        "Seksi Kurikulum",
        "2025-01-01",
        "2026-03-01",
        None,
    )


def test_a_post_is_told_day_by_day_with_its_seats_and_its_end(office):
    office.organisation()
    changed = {"tmt": AFTER, "jabatan_id": examples.JABATAN, "formasi": 20}
    office.record(examples.JABATAN, examples.fact(PositionChanged, changed))
    ended = {"tmt": date(2026, 7, 1), "jabatan_id": examples.JABATAN}
    office.record(examples.JABATAN, examples.fact(PositionAbolished, ended))
    office.models.catch_up()

    found = office.rows_of("dated_post", examples.JABATAN)

    assert [(row["valid_from"], row["valid_to"], row["formasi"], row["berakhir"]) for row in found] == [
        (None, "2026-03-01", None, "2026-07-01"),
        ("2026-03-01", None, 20, "2026-07-01"),
    ]
