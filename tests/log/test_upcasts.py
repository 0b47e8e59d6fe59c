"""A kind of event in three versions, of which only the tests know: what was stored by the first is read by the third.

No event of the catalogue has a second version yet. This is what the first one that gets it can rely on.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Annotated, ClassVar

import pytest
from pydantic import Field

from kinerja_es.domain.catalogue import EVENTS
from kinerja_es.domain.correction import RecordCorrected, RecordVoided
from kinerja_es.domain.envelope import Event, Patch
from kinerja_es.domain.history import History
from kinerja_es.domain.values import STORED, Nip
from kinerja_es.errors import LogVersion
from kinerja_es.log import transcoder, upcasts
from kinerja_es.log.application import Write
from kinerja_es.log.personal import fields_of, marks_of
from kinerja_es.log.transcoder import decode, stored_topic
from kinerja_es.readmodels.discovery import Projection
from kinerja_es.readmodels.kit import Fold, read_model
from kinerja_es.readmodels.rebuild import rebuild
from tests import examples
from tests.examples import BUDI, fact
from tests.reading import Office

STREAM = f"pegawai-{BUDI}"


class UniformIssued(Event):
    """Employees get uniforms: at first the size and the number stood in one text."""

    TOPIC: ClassVar[str] = "kinerja:UniformIssued"
    PRECEDENCE: ClassVar[int] = 399
    LABEL: ClassVar[str] = "Seragam diserahkan"

    seragam: str
    oleh: Nip | None = None


class UniformIssued2(Event):
    """Then each had a field of its own."""

    TOPIC: ClassVar[str] = UniformIssued.TOPIC
    SCHEMA_VERSION: ClassVar[int] = 2
    PRECEDENCE: ClassVar[int] = UniformIssued.PRECEDENCE
    LABEL: ClassVar[str] = UniformIssued.LABEL

    ukuran: str
    jumlah: Annotated[int, Field(ge=1)]
    oleh: Nip | None = None


class UniformIssued3(Event):
    """And at last the year of the budget was told, which had always been that of the TMT."""

    TOPIC: ClassVar[str] = UniformIssued.TOPIC
    SCHEMA_VERSION: ClassVar[int] = 3
    PRECEDENCE: ClassVar[int] = UniformIssued.PRECEDENCE
    LABEL: ClassVar[str] = UniformIssued.LABEL

    ukuran: str
    jumlah: Annotated[int, Field(ge=1)]
    tahun: int
    oleh: Nip | None = None


def split(old):
    ukuran, jumlah = old.pop("seragam").split("/")
    return old | {"ukuran": ukuran, "jumlah": int(jumlah)}


def with_year(old):
    return old | {"tahun": int(old["tmt"][:4])}


@pytest.fixture
def program(monkeypatch):
    """Makes this program know the uniforms as of one version."""
    monkeypatch.setitem(upcasts.UPCASTS, (UniformIssued.TOPIC, 1), split)
    monkeypatch.setitem(upcasts.UPCASTS, (UniformIssued.TOPIC, 2), with_year)

    catalogue = dict(transcoder._READ)

    def knows(event):
        read = partial(event.__pydantic_validator__.validate_json, context=STORED)
        own = tuple(name for name in event.model_fields if name not in Event.model_fields)
        of_all = fields_of(event)
        monkeypatch.setitem(EVENTS, event.TOPIC, event)
        monkeypatch.setitem(transcoder._TOPICS, event, stored_topic(event))
        monkeypatch.setitem(transcoder._OWN, event, own)
        monkeypatch.setitem(transcoder._WHOLE, event, of_all.whole)
        monkeypatch.setitem(transcoder._WITHIN, event, of_all.within)
        monkeypatch.setitem(transcoder._MARKS, event, marks_of(event))
        monkeypatch.setattr(transcoder, "_READ", catalogue | {stored_topic(event): read})

    return knows


def issued(version: int, **over) -> Event:
    """The same uniforms as each version says it."""
    told = {
        1: (UniformIssued, {"seragam": "L/2"}),
        2: (UniformIssued2, {"ukuran": "L", "jumlah": 2}),
        3: (UniformIssued3, {"ukuran": "L", "jumlah": 2, "tahun": 2026}),
    }
    event, fields = told[version]
    return fact(event, {"tmt": date(2026, 1, 5), **fields, **over})


def held(log):
    """All that lies in the log's own file, byte for byte."""
    with closing(sqlite3.connect(log.stores.log)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall()  # noqa: S608 - its own names
            for name in sorted(tables)
        }


# -- reading -----------------------------------------------------------------------------


def test_what_the_first_version_stored_the_third_one_reads_by_way_of_the_second(log, program):
    program(UniformIssued)
    first = issued(1, legal_basis=("Perwal 2/2026",), reason="Seragam dinas")
    log.append([Write(STREAM, 1, first)])
    program(UniformIssued3)

    (read,) = [r.event for r in log.read(STREAM)]

    assert type(read) is UniformIssued3
    assert (read.ukuran, read.jumlah, read.tahun) == ("L", 2, 2026)
    assert {name: getattr(read, name) for name in Event.model_fields} == {
        name: getattr(first, name) for name in Event.model_fields
    }


def test_facts_of_every_version_stand_beside_one_another_in_one_stream(log, program):
    for version, event in enumerate((UniformIssued, UniformIssued2, UniformIssued3), 1):
        program(event)
        log.append([Write(STREAM, version, issued(version))])

    topics = [row.topic for row in log.rows_after(0, 10)]
    read = [(e.ukuran, e.jumlah, e.tahun) for e in (r.event for r in log.read(STREAM)) if type(e) is UniformIssued3]

    assert topics == ["kinerja:UniformIssued.v1", "kinerja:UniformIssued.v2", "kinerja:UniformIssued.v3"]
    assert read == [("L", 2, 2026)] * 3


def test_a_program_refuses_by_name_what_a_later_one_stored(log, program):
    program(UniformIssued3)
    log.append([Write(STREAM, 1, issued(3))])
    program(UniformIssued2)

    with pytest.raises(LogVersion) as refused:
        log.read(STREAM)

    assert refused.value.code == "LOG_VERSION"
    assert "kinerja:UniformIssued.v3" in refused.value.detail


@pytest.mark.parametrize("version", ["v0", "v4", "v01", "v-1", "v²", "v1 ", "v", "v1.v1"])
def test_a_version_that_never_was_is_refused_by_name(program, version):
    program(UniformIssued3)

    with pytest.raises(LogVersion, match="which this version does not know"):
        decode(f"kinerja:UniformIssued.{version}", b"{}")


def test_a_value_that_is_no_longer_taken_is_still_read_from_an_older_version(log, program):
    """What was checked when it was written is taken as it is: in the present version, and in every older one."""
    program(UniformIssued)
    strange = Nip("000000000000000000")
    log.append([Write(STREAM, 1, issued(1, oleh=strange))])
    program(UniformIssued3)

    (read,) = [r.event for r in log.read(STREAM)]

    assert isinstance(read, UniformIssued3)
    assert read.oleh == strange


def test_every_version_that_ever_was_has_its_step_to_the_next_one():
    steps = {(topic, version) for topic, event in EVENTS.items() for version in range(1, event.SCHEMA_VERSION)}

    assert set(upcasts.UPCASTS) == steps


# -- the log is left as it is ------------------------------------------------------------


def test_reading_an_older_version_changes_nothing_in_the_log(tmp_path, program):
    program(UniformIssued)
    office = Office(tmp_path, [UNIFORMS[1]])
    office.record(BUDI, examples.employee_registered(), issued(1))
    office.models.catch_up()
    before, marks = held(office.log), [office.models.mark_at(n) for n in (1, 2)]
    office.close()

    program(UniformIssued3)
    later = Office(tmp_path, [UNIFORMS[3]])
    later.log.read(STREAM)
    later.models.catch_up()
    rebuild(later.models, "uniforms")

    assert held(later.log) == before
    assert [later.models.mark_at(n) for n in (1, 2)] == marks
    later.record(BUDI, issued(3))
    assert held(later.log)["stored_events"][:2] == before["stored_events"]
    later.close()


# -- what is seen of it ------------------------------------------------------------------


@dataclass(frozen=True)
class Pieces:
    ukuran: str
    jumlah: int
    tahun: int | None


class _Pieces:
    def start(self) -> list[Pieces]:
        return []

    def step(self, state: list[Pieces], fact: Event) -> list[Pieces]:
        match fact:
            case UniformIssued():
                return [*state, Pieces(fact.seragam, 0, None)]
            case UniformIssued2():
                return [*state, Pieces(fact.ukuran, fact.jumlah, None)]
            case UniformIssued3():
                return [*state, Pieces(fact.ukuran, fact.jumlah, fact.tahun)]
            case _:
                return state

    def rows(self, state: list[Pieces]) -> Iterator[Pieces]:
        yield from state


def uniforms(event: type[Event]) -> Projection:
    """The read model as a program of that version has it."""
    fold: Fold = read_model.per_employee(Pieces, needs=(event,))(_Pieces)
    return Projection("uniforms", "Seragam apa?", 1, (fold,), {})


UNIFORMS = {1: uniforms(UniformIssued), 2: uniforms(UniformIssued2), 3: uniforms(UniformIssued3)}


def test_a_read_model_is_made_anew_in_the_present_version_without_being_told(tmp_path, program):
    program(UniformIssued)
    office = Office(tmp_path, [UNIFORMS[1]])
    office.record(BUDI, issued(1))
    office.models.catch_up()
    assert [row["ukuran"] for row in office.rows_of("uniforms_pieces", BUDI)] == ["L/2"]
    office.close()

    program(UniformIssued3)
    later = Office(tmp_path, [UNIFORMS[3]])
    later.models.catch_up()

    row = {"subject": str(BUDI), "n": 0, "ukuran": "L", "jumlah": 2, "tahun": 2026}
    assert later.rows_of("uniforms_pieces", BUDI) == [row]
    assert later.replay("uniforms_pieces", BUDI, 1) == [row]
    later.close()


def test_a_fact_of_an_older_version_is_corrected_and_voided_like_any_other(log, program):
    program(UniformIssued)
    first, second = issued(1), issued(1)
    log.append([Write(STREAM, 1, first), Write(STREAM, 2, second)])
    program(UniformIssued3)
    why = {"evidence": "Tanda terima", "approved_by": "Kepala BKPSDM"}
    patch = Patch(path="jumlah", old=2, new=3)
    corrected = fact(RecordCorrected, {"target_event_id": first.event_id, "patches": (patch,), **why})
    voided = fact(RecordVoided, {"target_event_id": second.event_id, **why})
    log.append([Write(STREAM, 3, corrected), Write(STREAM, 4, voided)])

    history = History(r.event for r in log.read(STREAM))

    assert [(e.ukuran, e.jumlah, e.tahun) for e in history.of(UniformIssued3)] == [("L", 3, 2026)]
