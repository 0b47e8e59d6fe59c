"""One measurement each, in a process of its own: prints one JSON object. See run.py."""

import csv
import json
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import careers
import orjson
import stock

from kinerja_es import wiring
from kinerja_es.audit.explain import Moment, diff, why
from kinerja_es.cli.commands import command
from kinerja_es.config import Settings
from kinerja_es.domain.appointment import EmployeeAppointed, JenisPerpindahan, PositionAssigned
from kinerja_es.domain.catalogue import Command
from kinerja_es.domain.envelope import Actor, Category, Event, Source, subject_of
from kinerja_es.domain.history import History
from kinerja_es.domain.performance import PerformanceEvaluated
from kinerja_es.domain.period import Scope
from kinerja_es.domain.person import PersonalDataChanged
from kinerja_es.domain.superior import Evaluator
from kinerja_es.domain.values import Kind
from kinerja_es.log.application import Log, Stores, Write
from kinerja_es.readmodels.rebuild import rebuild
from kinerja_es.recording.batch import EXAMPLE_SK, import_roster, read_sk
from kinerja_es.recording.generating import Asked, SyntheticClock, files_of, record_files, write_files
from kinerja_es.recording.record import Request
from kinerja_es.recording.recordfile import record_file
from kinerja_es.recording.synthetic import write_roster

FULL_TIME = 15
ACTOR = Actor(user_id="benchmark")


def roster(folder: Path, rows: int, suffix: str) -> Path:
    """A synthetic roster, written once."""
    path = folder / f"roster-{rows}{suffix}"
    if not path.exists():
        employees = {Kind.PPPK: FULL_TIME, Kind.PPPK_PARUH_WAKTU: rows - FULL_TIME}
        write_roster(
            path,
            employees=employees,
            seed=1,
            sk_nomor=EXAMPLE_SK["nomor"],
            sk_tanggal=date.fromisoformat(EXAMPLE_SK["tanggal"]),
            tmt=date.fromisoformat(EXAMPLE_SK["tmt"]),
        )
    return path


def sk_of(rows: int) -> bytes:
    expected = {"PPPK": FULL_TIME, "PPPK_PARUH_WAKTU": rows - FULL_TIME}
    return orjson.dumps({**EXAMPLE_SK, "jumlah_pegawai": rows, "expected": expected})


def fresh(folder: Path) -> Settings:
    settings = Settings(log_url=f"sqlite:///{folder / 'kinerja.db'}")
    wiring.create(settings)
    return settings


def imported(service: wiring.Service, path: Path, rows: int) -> None:
    request = Request(uuid4(), ACTOR, Source.IMPORT_SIASN, keep=False)
    import_roster(service.recorder, path, read_sk(sk_of(rows)), request)


class NoKeys:
    """Seals nothing."""

    new: Mapping[str, bytes] = {}

    def look_up(self, subjects: object) -> None: ...

    def adopt(self, new: object) -> bool:
        return True

    def keep(self) -> None: ...


def unsealed(log: Log) -> None:
    """From now on this log stores personal fields as they are: what sealing is measured against."""
    encode = log._encoder.encode
    log._encoder.encode = lambda event, *_: encode(event)  # pyright: ignore[reportAttributeAccessIssue]
    log._sealer = lambda _: NoKeys()  # pyright: ignore[reportAttributeAccessIssue]
    log._new_keys = NoKeys  # pyright: ignore[reportAttributeAccessIssue]


def import_(data: Path, folder: Path, rows: int, suffix: str, how: str = "sealed") -> dict[str, Any]:
    """Roster to durable events, then until every read model shows them."""
    path = roster(data, rows, suffix)
    with wiring.opened(fresh(folder)) as service:
        if how == "unsealed":
            unsealed(service.log)
        wiring.tune()
        started = time.perf_counter()
        imported(service, path, rows)
        durable = time.perf_counter()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        service.read_models.catch_up()
        visible = time.perf_counter()
        events = service.log.head()
        mean = sum(len(row.state) for row in service.log.rows_after(0, 5000)) / min(events, 5000)
    return {
        "events": events,
        "bytes": mean,
        "durable": durable - started,
        "visible": visible - started,
        "resident": peak * 1024,
    }


def record(data: Path, folder: Path, rows: int) -> dict[str, Any]:
    """A roster to durable events, then a file with an evaluation of each of its people, in one process."""
    path = roster(data, rows, ".csv")
    evaluations = data / f"evaluations-{rows}.csv"
    if not evaluations.exists():
        write_evaluations(path, evaluations)
    with wiring.opened(fresh(folder)) as service:
        wiring.tune()
        started = time.perf_counter()
        imported(service, path, rows)
        brought = time.perf_counter()
        events = service.log.head()
        asked = Request(uuid4(), ACTOR, Source.IMPORT_CSV, keep=False)
        report = record_file(service.recorder, PerformanceEvaluated, evaluations, asked)
        recorded = time.perf_counter()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "imported": events / (brought - started),
        "recorded": report.recorded / (recorded - brought),
        "resident": peak * 1024,
    }


def write_evaluations(people: Path, path: Path) -> None:
    """The last quarter of the year of the TMT, for everybody of a roster."""
    tmt = date.fromisoformat(EXAMPLE_SK["tmt"])
    quarter = ("Triwulan", f"{tmt:%d-%m-%Y}", f"31-12-{tmt.year}", f"12-01-{tmt.year + 1}")
    with people.open(encoding="utf-8", newline="") as read, path.open("w", encoding="utf-8", newline="") as written:
        writer = csv.writer(written)
        columns = ("nip", "scope", "dari", "sampai", "tmt", "penilai.nama", "penilai.jabatan", "hasil", "perilaku")
        writer.writerow(columns)
        for row in csv.DictReader(read):
            writer.writerow((row["NIP BARU"], *quarter, "Atasan Contoh", f"Kepala {row['UNOR NAMA']}", 2, 1))


EXPLAINED = 500
"""Facts in a career that is explained: more than anybody has."""


def explain_(data: Path, folder: Path, rows: int) -> dict[str, Any]:
    """Why somebody with a long career stands where they stand, and what differs from half of it ago."""
    with wiring.opened(fresh(folder)) as service:
        imported(service, roster(data, rows, ".csv"), rows)
        first = next(row for row in service.log.rows_after(0, 100) if "EmployeeAppointed" in row.topic)
        appointed = service.log.decode(first.topic, first.state)
        assert isinstance(appointed, EmployeeAppointed)
        version = service.log.version_of(first.stream)
        moves = [_move(appointed, appointed.tmt + timedelta(days=14 * n)) for n in range(1, EXPLAINED - version + 1)]
        writes = [Write(first.stream, version + n, move) for n, move in enumerate(moves, 1)]
        half = len(writes) // 2
        known = service.log.append(writes[:half]).position
        service.log.append(writes[half:])
        service.read_models.catch_up()
        employee, last = str(subject_of(first.stream)), moves[-1].tmt
        started = time.perf_counter()
        why(service, employee, valid_at=last)
        explained = time.perf_counter()
        diff(service, employee, Moment(moves[half].tmt, known), Moment(last))
        return {"why": explained - started, "diff": time.perf_counter() - explained}


def _move(appointed: EmployeeAppointed, day: date) -> PositionAssigned:
    """A move of somebody to another post, on a day."""
    return PositionAssigned(
        event_id=uuid4(),
        place=0,
        tmt=day,
        decision=appointed.decision,
        actor=ACTOR,
        command_id=uuid4(),
        rule_set=appointed.rule_set,
        source=Source.API,
        assignment_id=uuid4(),
        jenis=JenisPerpindahan.ROTASI,
        jabatan_id=uuid4(),
        unor_id=appointed.unor_id,
    )


LENGTHS = (10, 100, 1000)


def decide(data: Path, folder: Path, rows: int) -> dict[str, Any]:
    """Deciding on one evaluation after so many facts: on its day, or as a fact that comes late; and the append."""
    with _careers(data, folder, rows) as (service, streams):
        tmt = date.fromisoformat(EXAMPLE_SK["tmt"])
        for stream, length in zip(streams, LENGTHS, strict=False):
            careers.lengthen(service.recorder, stream, length, tmt)
        wiring.tune()
        quarter = {"scope": "TRIWULAN", "dari": date(2034, 1, 1), "sampai": date(2034, 3, 31)}
        penilai = {"nama": "Atasan Contoh", "jabatan": "Kepala Dinas Contoh"}
        seen = {"tmt": date(2034, 4, 12), "penilai": penilai, "hasil": 2, "perilaku": 1}
        asks = {
            "next": command(PerformanceEvaluated, **quarter, **seen),
            "late": command(PersonalDataChanged, tmt=tmt, field="email", new="a@contoh.id", evidence="KTP"),
        }
        works: dict[str, Callable[[], object]] = {
            f"{name} {length}": partial(_decide, service, stream, ask)
            for stream, length in zip(streams, LENGTHS, strict=False)
            for name, ask in asks.items()
        }
        works |= {
            f"read {length}": partial(service.log.read, stream)
            for stream, length in zip(streams, LENGTHS, strict=False)
        }
        spare = iter(streams[len(LENGTHS) :])
        return careers.in_turns(works | {"append": lambda: _append(service, next(spare))}, DECISIONS)


DECISIONS = 41


def _decide(service: wiring.Service, stream: str, ask: Command) -> None:
    """Rules and fold on facts that are read and decoded; nothing that an earlier decision worked out is there."""
    reading, request = service.recorder.reading(), careers.request()
    if stream not in _READ:
        _READ[stream] = reading.history(stream).recorded
    service.recorder.decide(reading, stream, History(_READ[stream]), [ask], request)


_READ: dict[str, tuple[Event, ...]] = {}


def _append(service: wiring.Service, stream: str) -> None:
    """One event that is ready, durable."""
    fact = service.log.read(stream)[-1].event
    fresh = fact.model_copy(update={"event_id": uuid4()})
    service.log.append([Write(stream, service.log.version_of(stream) + 1, fresh)])


def history(data: Path, folder: Path, rows: int) -> dict[str, Any]:
    """A long career with corrections: what had happened, and the standing, on two days as known at two moments."""
    with _careers(data, folder, rows) as (service, streams):
        careers.lengthen(
            service.recorder, streams[0], FACTS, date.fromisoformat(EXAMPLE_SK["tmt"]), corrected=CORRECTED
        )
        wiring.tune()
        found = service.log.rows_by_stream(Category.PEGAWAI, service.log.head())
        stored = [row for row in found if row.stream == streams[0]]
        known = (stored, stored[: FACTS - CORRECTED // 2])

        def decoded() -> None:
            for rows_then in known:
                [service.log.decode(row.topic, row.state) for row in rows_then]

        def asked() -> None:
            for rows_then in known:
                facts = History(service.log.decode(row.topic, row.state) for row in rows_then)
                for day in (date(2027, 1, 31), date(2032, 1, 31)):
                    [fact for fact in facts if fact.tmt <= day]
                    facts.standing.on(day)

        return careers.in_turns({"decode": decoded, "history": asked}, DECISIONS)


FACTS, CORRECTED = 500, 50


@contextmanager
def _careers(data: Path, folder: Path, rows: int) -> Generator[tuple[wiring.Service, list[str]]]:
    """A small record, and the streams of its employees."""
    with wiring.opened(fresh(folder), SyntheticClock(careers.TODAY)) as service:
        imported(service, roster(data, rows, ".csv"), rows)
        found = service.log.rows_by_stream(Category.PEGAWAI, service.log.head())
        yield service, [*dict.fromkeys(row.stream for row in found)]


def generate(data: Path, folder: Path, rows: int) -> dict[str, Any]:
    """A synthetic government of so many people over three years: its files, then each recorded on its day."""
    asked = Asked(rows, 3, 1)
    files, clock = folder / "files", SyntheticClock(asked.first_day)
    files.mkdir()
    write_files(files, asked, lambda _: None)
    paths = files_of(files)
    settings = Settings(log_url=f"sqlite:///{folder / 'kinerja.db'}")
    wiring.create(settings, clock)
    with wiring.opened(settings, clock) as service:
        wiring.tune()
        started = time.perf_counter()
        record_files(service.recorder, clock, paths, lambda: None)
        seconds = time.perf_counter() - started
        events = service.log.head()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"events": events, "files": len(paths), "seconds": seconds, "resident": peak * 1024}


def stock_save(data: Path, folder: Path, rows: int) -> dict[str, Any]:
    """The same events, ready-made, by the library as it comes."""
    log = _kept_log(data, rows)
    facts = stock.ready_made(log, log.rows_after(0, log.head()))
    log.close()
    seconds = stock.save_in_one_batch(folder / "stock.db", facts)
    with sqlite3.connect(folder / "stock.db") as connection:
        mean = connection.execute("SELECT avg(length(state)) FROM stored_events").fetchone()[0]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"events": len(facts), "seconds": seconds, "bytes": mean, "resident": peak * 1024}


def rebuild_(data: Path, folder: Path, rows: int) -> dict[str, Any]:
    """Rebuild of the tables that tell where people stand (`dated`), beside the live ones."""
    with wiring.opened(_kept(data, rows)) as service:
        service.read_models.catch_up()
        wiring.tune()
        started = time.perf_counter()
        rebuild(service.read_models, "dated")
        seconds = time.perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return {"events": service.log.head(), "seconds": seconds, "resident": peak * 1024}


def live(data: Path, folder: Path, rows: int, earlier: str) -> dict[str, Any]:
    """One evaluation more of each employee, after so many earlier ones, until every read model shows it."""
    with wiring.opened(fresh(folder)) as service:
        imported(service, roster(data, rows, ".csv"), rows)
        found = service.log.rows_by_stream(Category.PEGAWAI, service.log.head())
        streams = [*dict.fromkeys(row.stream for row in found)]
        for start in range(0, rows, 200):
            service.log.append(
                [
                    Write(stream, version + n, _evaluated(n))
                    for stream in streams[start : start + 200]
                    for version in [service.log.version_of(stream)]
                    for n in range(1, int(earlier) + 1)
                ]
            )
        service.read_models.catch_up()
        last = int(earlier) + 1
        service.log.append([Write(stream, service.log.version_of(stream) + 1, _evaluated(last)) for stream in streams])
        wiring.tune()
        started = time.process_time()
        service.read_models.catch_up()
        return {"rate": rows / (time.process_time() - started)}


def _evaluated(quarter: int) -> PerformanceEvaluated:
    day = date.fromisoformat(EXAMPLE_SK["tmt"]) + timedelta(days=91 * quarter)
    return PerformanceEvaluated(
        event_id=uuid4(),
        place=0,
        tmt=day,
        actor=ACTOR,
        command_id=uuid4(),
        rule_set="benchmark",
        source=Source.API,
        evaluation_id=uuid4(),
        scope=Scope.TRIWULAN,
        dari=day - timedelta(days=90),
        sampai=day - timedelta(days=1),
        penilai=Evaluator(nama="Atasan Contoh", jabatan="Kepala Dinas Contoh"),
        hasil=2,
        perilaku=2,
        predikat=2,
    )


PROJECTED = 3000
"""Events that the library's own ways are given: enough to tell a rate by."""


def stock_runner(data: Path, folder: Path, rows: int) -> dict[str, Any]:
    """The library's own projection runner, one transaction for each event."""
    log = _kept_log(data, rows)
    facts = stock.ready_made(log, log.rows_after(0, PROJECTED))
    log.close()
    return {"rate": stock.run_projection(facts, folder / "view.db")}


def stock_process(data: Path, folder: Path, rows: int) -> dict[str, Any]:
    """The library's process application, one transaction for each event too."""
    log = _kept_log(data, rows)
    stock.save_in_one_batch(folder / "stock.db", stock.ready_made(log, log.rows_after(0, PROJECTED)))
    log.close()
    return {"rate": stock.process(folder / "stock.db", folder / "view.db", PROJECTED)}


def bare(data: Path, folder: Path, rows: int) -> dict[str, Any]:
    """Bare decoding of every event, plus bulk upserts of the rows that these tables hold."""
    settings = _kept(data, rows)
    with wiring.opened(settings) as service:
        service.read_models.catch_up()
    wiring.tune()
    source = sqlite3.connect(Stores.beside(settings.log_path).read_models)
    names = source.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'dated%'")
    tables = {name: source.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in names.fetchall()}  # noqa: S608
    log = Log.open(Stores.beside(settings.log_path))
    target = sqlite3.connect(folder / "bare.db")
    target.execute("PRAGMA journal_mode=WAL")
    started = time.perf_counter()
    events, position = 0, 0
    while chunk := log.rows_after(position, 5000):
        log.look_up_keys(row.state for row in chunk)
        for row in chunk:
            log.decode(row.topic, row.state)
        position = chunk[-1].position
        events += len(chunk)
    for name, held in tables.items():
        marks = ",".join("?" * len(held[0])) if held else "?"
        columns = ",".join(f"c{n}" for n in range(len(held[0]) if held else 1))
        target.execute(f'CREATE TABLE "{name}" ({columns}, PRIMARY KEY (c0{", c1" if "," in columns else ""}))')
        target.executemany(f'INSERT OR REPLACE INTO "{name}" VALUES ({marks})', held)  # noqa: S608
    target.commit()
    return {"events": events, "seconds": time.perf_counter() - started}


def _kept(data: Path, rows: int) -> Settings:
    """A log with that roster, recorded once and used by several measurements."""
    folder = data / f"kept-{rows}"
    settings = Settings(log_url=f"sqlite:///{folder / 'kinerja.db'}")
    if not folder.exists():
        folder.mkdir()
        wiring.create(settings)
        with wiring.opened(settings) as service:
            imported(service, roster(data, rows, ".csv"), rows)
    return settings


def _kept_log(data: Path, rows: int) -> Log:
    return Log.open(Stores.beside(_kept(data, rows).log_path))


def keep(data: Path, folder: Path, rows: int) -> dict[str, Any]:
    """Make the log that the HTTP measurements use."""
    return {"log": str(_kept(data, rows).log_path)}


TASKS: dict[str, Callable[..., dict[str, Any]]] = {
    "import": import_,
    "record": record,
    "explain": explain_,
    "decide": decide,
    "history": history,
    "generate": generate,
    "stock_save": stock_save,
    "live": live,
    "rebuild": rebuild_,
    "stock_runner": stock_runner,
    "stock_process": stock_process,
    "bare": bare,
    "keep": keep,
}

if __name__ == "__main__":
    task, data, rows, *rest = sys.argv[1:]
    with tempfile.TemporaryDirectory(dir=data) as own:
        print(json.dumps(TASKS[task](Path(data), Path(own), int(rows), *rest)))
