"""A government that does not exist: years of careers as the files a HR office gets, and a new log that they go into.

The files are written block by block, each of so many people, and recorded day by day: neither ever holds all of them
in memory. The same seed writes the same files, and the same files make the same events. The log's clock stands on the
day of each file, so that what comes in late is late, and `known_at` tells what was known then.
"""

import csv
import hashlib
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID, uuid5

import orjson

from kinerja_es.domain.annulment import DecisionAnnulled, DecisionReinstated
from kinerja_es.domain.appointment import EmployeeAppointed, JenisPerpindahan, PositionAssigned
from kinerja_es.domain.batch import BatchClosed
from kinerja_es.domain.catalogue import BY_NAME, Command, command_of, short_name
from kinerja_es.domain.correction import RecordCorrected, RecordVoided
from kinerja_es.domain.decision import DecisionIssued, JenisSk, sk_key
from kinerja_es.domain.envelope import Actor, Category, Event, Source, cited_key, stream_name, subject_of
from kinerja_es.domain.ralat import DecisionCorrected
from kinerja_es.domain.rules import years_after
from kinerja_es.domain.unit import PositionChanged, PositionEstablished
from kinerja_es.domain.values import Kind, SkNumber, parse_date
from kinerja_es.errors import Problems
from kinerja_es.log.application import topics_of
from kinerja_es.recording.batch import import_roster, read_sk
from kinerja_es.recording.careers import (
    NAMESPACE,
    OFFICIAL,
    STANDARD,
    Career,
    Decree,
    Desk,
    Mistake,
    Person,
    weekday,
)
from kinerja_es.recording.decisions import Decisions
from kinerja_es.recording.record import Recorder, Request
from kinerja_es.recording.recordfile import read_record_sk, record_file
from kinerja_es.recording.synthetic import NOTE, Births, People, Places, some_units, write_rows

LAST_DAY = date(2025, 12, 31)
"""The last day on which anything is recorded: the same for every seed, and past for everybody."""
MOST_YEARS = 10
BLOCK = 1000
"""So many people have one HR desk, and their rows are one file."""
PER_UNIT, LEAST_UNITS, MOST_UNITS = 40, 6, 250
"""People in a unit; how many units one cohort fills."""

BEFORE = 0.6
"""Of all people: those who serve already when the record begins, and whom an SK confirms."""
ROUNDS = ((Kind.CPNS, 3, 2016, 2), (Kind.PPPK, 7, 2019, 2), (Kind.PPPK_PARUH_WAKTU, 10, 2025, 3))
"""Who is appointed every year: the month, the first year (PP 49/2018, KepmenPANRB 16/2025), and how many to others."""
AGES = {Kind.PNS: (24, 57), Kind.CPNS: (19, 34), Kind.PPPK: (20, 44), Kind.PPPK_PARUH_WAKTU: (20, 44)}
"""At the appointment, or when the record begins."""

MOVED = 0.05
"""Of a block in a year, by one collective SK: people who change places."""
ANNULLED, LIFTED = 0.25, 0.3
"""Of these SKs: signed against procedure (Muratara 2024); and of those, given their force again by a court."""
RALAT = 400
"""One in so many, and one of each block at least, has a golongan in the SK that a ralat puts right."""

ACTOR = Actor(user_id="sintetis", role=NOTE)


class Asked(NamedTuple):
    """Which government is to be made up."""

    employees: int
    years: int
    seed: int

    @property
    def first_day(self) -> date:
        return date(LAST_DAY.year - self.years + 1, 1, 1)


@dataclass(frozen=True)
class Cohort:
    """People whom one SK appoints."""

    number: int
    kind: Kind
    size: int
    tmt: date
    served_before: bool

    @property
    def sk(self) -> dict[str, Any]:
        signed = weekday(self.tmt - timedelta(days=25))
        return {**decreed(signed, JenisSk.PENGANGKATAN, f"{self.number:03}0000", self.size), "bentuk": "KOLEKTIF"}

    @property
    def births(self) -> Births:
        youngest, oldest = AGES[self.kind]
        return years_after(self.tmt, -oldest), years_after(self.tmt, -youngest)

    @property
    def places(self) -> int:
        return max(LEAST_UNITS, min(MOST_UNITS, self.size // PER_UNIT))


def cohorts(asked: Asked) -> Iterator[Cohort]:
    """Those who serve already, and each round of appointments."""
    first, before = asked.first_day, round(asked.employees * BEFORE)
    rounds = [
        (kind, date(year, month, 1), weight)
        for year in range(first.year, LAST_DAY.year + 1)
        for kind, month, since, weight in ROUNDS
        if year >= since
    ]
    if before:
        yield Cohort(1, Kind.PNS, before, first, served_before=True)
    new, weighed, done = asked.employees - before, 0, 0
    for number, (kind, tmt, weight) in enumerate(rounds, 2):
        weighed += weight
        upto = new * weighed // sum(weight for _, _, weight in rounds)
        if upto > done:
            yield Cohort(number, kind, upto - done, tmt, served_before=False)
        done = upto


def decreed(day: date, jenis: JenisSk, number: str, persons: int) -> dict[str, Any]:
    """An SK as its file says it."""
    return {
        "nomor": f"800.1/{number}/BKPSDM/{day.year}",
        "tanggal": day,
        "jenis": jenis,
        "bentuk": "KOLEKTIF" if persons > 1 else "PERORANGAN",
        "jumlah_pegawai": persons,
        **OFFICIAL,
    }


# -- the files -----------------------------------------------------------------------------


def write_files(folder: Path, asked: Asked, progress: Callable[[int], None]) -> None:
    """Write all that is to be recorded: its day, its place on that day, and what it is stand in a file's name."""
    first, units = 0, some_units(sum(cohort.places for cohort in cohorts(asked)))
    people = People(random.Random(asked.seed))  # noqa: S311 - repeatable on purpose
    for cohort in cohorts(asked):
        # Every round fills units of its own: whoever changes places finds a seat that the other one leaves.
        own = units[first : first + cohort.places]
        first += cohort.places
        _Cohort(folder, asked.seed, cohort).write(people, Places(people.rng, own), progress)


class _Cohort:
    """Writes the files of one cohort."""

    def __init__(self, folder: Path, seed: int, cohort: Cohort) -> None:
        self.folder, self.seed, self.cohort = folder, seed, cohort
        self.sk = cohort.sk
        self.written = self.issued = 0

    def write(self, people: People, places: Places, progress: Callable[[int], None]) -> None:
        sk, cohort = self.sk, self.cohort
        came = weekday(cohort.tmt if cohort.served_before else sk["tanggal"] + timedelta(days=5))
        roster = self._path(came, "roster.csv")
        expected = {"tmt": cohort.tmt, "expected": {cohort.kind.value: cohort.size}}
        roster.with_suffix(".json").write_bytes(orjson.dumps({**sk, **expected}))
        cited = {"sk_nomor": sk["nomor"], "sk_tanggal": sk["tanggal"]}
        write_rows(roster, self._drawn(people, places, progress), **cited)
        self._change(weekday(came + timedelta(days=60)), short_name(BatchClosed), {"nomor": sk["nomor"]})

    def _drawn(self, people: People, places: Places, progress: Callable[[int], None]) -> Iterator[dict[str, str]]:
        """The rows of the roster; as soon as a block of people is drawn, what happens to them is written."""
        block: list[Person] = []
        for number in range(1, self.cohort.size + 1):
            row = people.row(self.cohort.kind, self.cohort.tmt, places, self.cohort.births)
            if self.cohort.served_before:
                row |= {"KEDUDUKAN HUKUM ID": "01", "KEDUDUKAN HUKUM NAMA": "Aktif"}
            block.append(self._person(row))
            yield row
            if len(block) == BLOCK or number == self.cohort.size:
                self._block(block, (number - 1) // BLOCK)
                progress(len(block))
                block = []

    def _person(self, row: Mapping[str, str]) -> Person:
        return Person(
            nip=row["NIP BARU"].removeprefix("'"),
            kind=self.cohort.kind,
            born=parse_date(row["TANGGAL LAHIR"]),
            sk=(self.sk["nomor"], self.sk["tanggal"]),
            tmt=self.cohort.tmt,
            on_duty=row["KEDUDUKAN HUKUM ID"] == "01",
            unor=row["UNOR NAMA"],
            jabatan=row["JABATAN NAMA"],
            golongan=row["GOL AKHIR NAMA"],
            functional=row["JENIS JABATAN ID"] == "2",
            served_before=self.cohort.served_before,
        )

    def _block(self, people: Sequence[Person], number: int) -> None:
        desk = Desk(self.cohort.number * 7 + number)
        files: dict[tuple[date, type[Event], Decree | None], list[Mapping[str, Any]]] = {}
        mistakes: dict[date, list[Mistake]] = {}
        for person in people:
            chance = random.Random(f"{self.seed}/{person.nip}")  # noqa: S311 - repeatable on purpose
            career = Career(person, chance, desk, LAST_DAY)
            for entry in career.entries():
                files.setdefault((entry.recorded_on, entry.kind, entry.sk), []).append(entry.cells)
            for mistake in career.mistakes:
                mistakes.setdefault(mistake.recorded_on, []).append(mistake)
        for (day, kind, decree), rows in files.items():
            self._records(day, kind, rows, decree)
        for day, found in mistakes.items():
            self._change(day, "mistakes", [mistake._asdict() for mistake in found])
        self._ralat(people, desk)
        self._moves(people, random.Random(f"{self.seed}/{self.cohort.number}/{number}"))  # noqa: S311 - the same

    def _ralat(self, people: Sequence[Person], desk: Desk) -> None:
        """A golongan that the SK of the appointment has wrongly; of contracts, whose golongan nothing else rests on."""
        if not self.cohort.kind.by_contract:
            return
        day = desk.next(self.sk["tanggal"] + timedelta(days=90))
        patches = [
            {"nip": person.nip, "path": "golongan", "old": person.golongan, "new": "X"} for person in people[::RALAT]
        ]
        ralat = {"ralat_nomor": f"800.1/{self._number()}/BKPSDM/{day.year}", "ralat_tanggal": day - timedelta(days=3)}
        self._change(day, short_name(DecisionCorrected), {"of": self._cited(self.sk), **ralat, "patches": patches})

    def _moves(self, people: Sequence[Person], chance: random.Random) -> None:
        """Each year people of one title change places by a collective SK; some of these SKs are annulled."""
        for year in range(self.cohort.tmt.year + 1, LAST_DAY.year + 1):
            tmt = date(year, chance.randint(3, 9), 1)
            pairs = _pairs(people, tmt, chance)
            if not pairs:
                continue
            rows = [
                {
                    "nip": who.nip,
                    "tmt": tmt,
                    "jenis": JenisPerpindahan.ROTASI,
                    "jabatan": other.jabatan,
                    "unor": other.unor,
                    "reason": "Penyegaran organisasi",
                }
                for pair in pairs
                for who, other in (pair, pair[::-1])
            ]
            signed = weekday(tmt - timedelta(days=10))
            sk = self._records(weekday(tmt + timedelta(days=7)), PositionAssigned, rows, Decree(JenisSk.MUTASI, signed))
            placed = tmt
            exchanged = True
            if sk is not None and chance.random() < ANNULLED:
                placed, exchanged = self._annulled(sk, tmt, chance)
            for a, b in pairs:
                a.placed = b.placed = placed
                if exchanged:
                    a.unor, b.unor = b.unor, a.unor

    def _annulled(self, sk: dict[str, Any], tmt: date, chance: random.Random) -> tuple[date, bool]:
        """The SK loses its force from the day of another one, and may get it back by a court: when, and what holds."""
        by = decreed(weekday(tmt + timedelta(days=chance.randint(45, 75))), JenisSk.LAINNYA, self._number(), 0)
        change = {"kind": "DIBATALKAN", "defect": "PROSEDUR", "by": "PEJABAT"}
        known = weekday(by["tanggal"] + timedelta(days=5))
        self._change(known, short_name(DecisionAnnulled), {"of": self._cited(sk), "issued": by, **change})
        if chance.random() >= LIFTED:
            return by["tanggal"], False
        again = by["tanggal"] + timedelta(days=150)
        judgment = {"mulai": again, "court_ref": f"{chance.randint(1, 99)}/G/{again.year}/PTUN.SINTETIS"}
        told = weekday(again + timedelta(days=10))
        self._change(told, short_name(DecisionReinstated), {"of": self._cited(sk), **judgment})
        return again, told <= LAST_DAY

    # -- one file ----------------------------------------------------------------------------

    def _number(self) -> str:
        """A number that no other SK has."""
        self.issued += 1
        return f"{self.cohort.number:03}{self.issued:04}"

    def _path(self, day: date, name: str) -> Path:
        """The files of one day are in the order in which they were written."""
        self.written += 1
        return self.folder / f"{day}-{self.cohort.number:03}-{self.written:06}-{name}"

    def _records(
        self, day: date, kind: type[Event], rows: Sequence[Mapping[str, Any]], decree: Decree | None
    ) -> dict[str, Any] | None:
        """A file of records of one kind, and its SK; nothing where it comes in after the last day."""
        if day > LAST_DAY:
            return None
        path = self._path(day, f"{short_name(kind)}.csv")
        sk = None
        if decree is not None:
            sk = decreed(decree.tanggal, decree.jenis, self._number(), len(rows))
            path.with_suffix(".json").write_bytes(orjson.dumps(sk))
        columns = [*dict.fromkeys(name for row in rows for name in row)]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
        return sk

    def _change(self, day: date, name: str, what: Any) -> None:
        """What changes facts that are recorded."""
        if day <= LAST_DAY:
            self._path(day, f"{name}.json").write_bytes(orjson.dumps(what))

    @staticmethod
    def _cited(sk: Mapping[str, Any]) -> dict[str, Any]:
        return {name: sk[name] for name in ("nomor", "tanggal", "pejabat_jabatan")}


def _pairs(people: Sequence[Person], tmt: date, chance: random.Random) -> list[tuple[Person, Person]]:
    """Some who can change places: of one title, long enough in the post, and at work for another year."""
    waiting: dict[str, Person] = {}
    found: list[tuple[Person, Person]] = []
    for person in people:
        stays = person.serves_from_to(tmt - timedelta(days=60), years_after(tmt, 1))
        long_enough = years_after(person.placed, 1 if person.kind.by_contract else 2) <= tmt
        if not (stays and long_enough and chance.random() < MOVED):
            continue
        other = waiting.pop(person.jabatan, None)
        if other is not None and other.unor != person.unor:
            found.append((other, person))
        else:
            waiting[person.jabatan] = person
    return found


# -- recording them --------------------------------------------------------------------------


class SyntheticClock:
    """Stands on the day of what is being recorded. Only a new log of people who do not exist is given it."""

    def __init__(self, day: date) -> None:
        self._now = _morning(day)

    def turn(self, day: date) -> None:
        """On to a day, or on by a minute within it."""
        self._now = max(self._now + timedelta(minutes=1), _morning(day))

    def __call__(self) -> datetime:
        return self._now


def _morning(day: date) -> datetime:
    """Eight in Jakarta, ten in Jayapura."""
    return datetime(day.year, day.month, day.day, 1, tzinfo=UTC)


def files_of(folder: Path) -> list[Path]:
    """What was written, in the order in which it is recorded; an SK stands beside the file that cites it."""
    found = sorted(folder.iterdir())
    tables = {path.stem for path in found if path.suffix == ".csv"}
    return [path for path in found if path.suffix == ".csv" or path.stem not in tables]


def record_files(
    recorder: Recorder, clock: SyntheticClock, paths: Sequence[Path], progress: Callable[[], None]
) -> None:
    """Record them all, each on its day. What is refused is a mistake of this program."""
    player = _Player(recorder)
    for path in paths:
        clock.turn(date.fromisoformat(path.name[:10]))
        try:
            player.record(path)
        except Problems as refused:
            told = "; ".join(f"{p.code} {p.field}: {p}" for p in refused.problems[:5])
            raise RuntimeError(f"{path.name}: {told}") from refused
        progress()


class _Player:
    """Records files as an operator would."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder, self.log = recorder, recorder.log
        self.batches: dict[str, UUID] = {}

    def record(self, path: Path) -> None:
        name = path.stem.rpartition("-")[2]
        if name == "roster":
            self._roster(path)
        elif path.suffix == ".csv":
            beside = path.with_suffix(".json")
            sk = read_record_sk(beside.read_bytes()) if beside.exists() else None
            record_file(self.recorder, BY_NAME[name], path, self._request(path), sk=sk)
        else:
            told = orjson.loads(path.read_bytes())
            if name == "mistakes":
                for mistake in told:
                    self._mistake(path, mistake)
            elif name == short_name(BatchClosed):
                self._close(path, told["nomor"])
            else:
                self._sk_change(path, BY_NAME[name], told)

    def _request(self, path: Path, more: object = "", source: Source = Source.IMPORT_CSV) -> Request:
        return Request(uuid5(NAMESPACE, f"{path.name}/{_digest(path)}/{more}"), ACTOR, source, keep=False)

    def _roster(self, path: Path) -> None:
        """The cohort, and what its posts ask for."""
        sk, head = read_sk(path.with_suffix(".json").read_bytes()), self.log.head()
        report = import_roster(self.recorder, path, sk, self._request(path, source=Source.IMPORT_SIASN))
        self.batches[sk.nomor] = report.batch_id
        asked = [{"kompetensi_id": name, "level": level} for name, level in STANDARD]
        while posts := self.log.rows_after(head, BLOCK, topics_of((PositionEstablished,))):
            for post in posts:
                ask = _command(PositionChanged, tmt=sk.tmt, standar=asked)
                self.recorder.record(post.stream, [ask], self._request(path, post.stream))
            head = posts[-1].position

    def _close(self, path: Path, nomor: str) -> None:
        ask = _command(BatchClosed, tmt=self.recorder.today)
        stream = stream_name(Category.BATCH, self.batches.pop(nomor))
        self.recorder.record(stream, [ask], self._request(path))

    def _mistake(self, path: Path, told: dict[str, Any]) -> None:
        stream = self.recorder.employee(told["nip"])
        facts = (recorded.event for recorded in self.log.read(stream))
        target = next(fact for fact in facts if str(getattr(fact, told["name"], "")) == told["id"])
        shown = {
            "target_event_id": target.event_id,
            "evidence": "Berkas asli (sintetis)",
            "approved_by": "Kepala BKPSDM",
        }
        if told["path"]:
            patch = {name: told[name] for name in ("path", "old", "new")}
            ask = _command(RecordCorrected, **shown, patches=[patch])
        else:
            ask = _command(RecordVoided, **shown, reason="Dicatat pada pegawai yang salah")
        self.recorder.record(stream, [ask], self._request(path, told["id"]))

    def _sk_change(self, path: Path, kind: type[Event], told: dict[str, Any]) -> None:
        """A ralat, an annulment or a reinstatement, with what it has to name of the facts that are recorded."""
        stream = self._sk(**told.pop("of"))
        if kind is DecisionAnnulled:
            issued = told.pop("issued")
            self.recorder.open_stream(_command(DecisionIssued, **issued), self._request(path, "SK"))
            told["sk"] = {name: issued[name] for name in ("nomor", "tanggal", "pejabat_jabatan")}
            told["restores"] = [*self._former_posts(stream)]
        elif kind is DecisionReinstated:
            annulments = (r.event for r in self.log.read(stream) if isinstance(r.event, DecisionAnnulled))
            told["lifts"] = next(annulments).event_id
        else:
            told["patches"] = [self._patch(**patch) for patch in told["patches"]]
        Decisions(self.recorder).change(subject_of(stream), _command(kind, **told), self._request(path))

    def _sk(self, nomor: str, tanggal: str, pejabat_jabatan: str) -> str:
        key = sk_key(SkNumber(nomor), date.fromisoformat(tanggal), pejabat_jabatan)
        return self.log.owners([key])[key][0][1]

    def _former_posts(self, sk: str) -> Iterator[dict[str, Any]]:
        """The post that each of those whom an SK moved held before."""
        key = cited_key(subject_of(sk))
        for stream in dict.fromkeys(stream for _, stream in self.log.owners([key])[key]):
            for recorded in self.log.read(stream):
                fact = recorded.event
                if isinstance(fact, PositionAssigned) and fact.decision and fact.decision.sk_id == subject_of(sk):
                    yield {"pegawai_id": subject_of(stream), "assignment_id": fact.replaces_assignment_id}

    def _patch(self, nip: str, path: str, old: str, new: str) -> dict[str, Any]:
        facts = (recorded.event for recorded in self.log.read(self.recorder.employee(nip)))
        appointed = next(fact for fact in facts if isinstance(fact, EmployeeAppointed))
        return {"event_id": appointed.event_id, "path": path, "old": old, "new": new}


def _command(event: type[Event], **fields: Any) -> Command:
    return command_of(event).model_validate_json(orjson.dumps({"type": short_name(event), **fields}))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
