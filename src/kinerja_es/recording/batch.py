"""Importing a roster: a whole file under one SK, in one transaction or not at all.

Rows are read, judged and staged in chunks, outside the log's lock and outside memory; then the SK, the batch, new
units and posts and all employees are appended at once. The same file again records nothing; a later file under the
same SK adds the missing people and tells which rows differ from what is recorded.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from uuid import UUID

import orjson
from pydantic import Field, ValidationError

from kinerja_es.domain.batch import Batch, BatchFileRecorded, BatchOpened, PerKind, Rejected, fold_batch
from kinerja_es.domain.decision import Bentuk, DecisionIssued, JenisSk
from kinerja_es.domain.envelope import (
    Capacity,
    Category,
    Event,
    Key,
    ShortText,
    Value,
    new_id,
    stream_name,
)
from kinerja_es.domain.given import Given
from kinerja_es.domain.history import EMPTY, History
from kinerja_es.domain.values import Day, Kind, SkNumber
from kinerja_es.errors import (
    CountBelowExpected,
    FileTooLarge,
    LogDamaged,
    Problem,
    Problems,
    SkFileUnreadable,
    TooManyMistakes,
)
from kinerja_es.log.application import Answered, Log, Stage, Write
from kinerja_es.log.application import Command as LogCommand
from kinerja_es.recording import aside
from kinerja_es.recording.findings import in_order, issued_before, other_sk
from kinerja_es.recording.judge import judge, problems_of
from kinerja_es.recording.plain import Plain, Told
from kinerja_es.recording.reach import reached
from kinerja_es.recording.record import Recorder, Request, retried
from kinerja_es.recording.rows import COLUMN_OF, PlaceName, Places, RowEvents, differences, place_of
from kinerja_es.recording.siasn import PLACE, Roster, RosterRow, UnreadRow, read_roster
from kinerja_es.recording.table import Row as Cells

if TYPE_CHECKING:
    from datetime import date

E = TypeVar("E", bound=Event)
V = TypeVar("V", bound=Value)
CHUNK = 100
WORTHWHILE = 1_000
"""Rows from which on a second process helps: a few hundred are done before it has begun."""
MOST_ROWS = 1_000_000
"""Of one file; an SK names no more employees than that."""
MOST_MISTAKES = 100_000
"""They are all kept until the file is refused: a file of nothing else would fill the memory long before its end."""
LARGEST_SK = 1024 * 1024
"""The largest SK file, in bytes."""
Progress = Callable[[int], None]


class SkFile(Value):
    """SK.json: the SK, the TMT of those it names, and how many of each kind it names."""

    nomor: SkNumber
    tanggal: Day
    jenis: JenisSk = JenisSk.PENGANGKATAN
    bentuk: Bentuk = Bentuk.KOLEKTIF
    pejabat_nama: ShortText
    pejabat_jabatan: ShortText
    kapasitas: Capacity
    jumlah_pegawai: Annotated[int, Field(ge=1, le=1_000_000)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    tmt: Day
    expected: PerKind
    selection_stage: ShortText | None = None


EXAMPLE_SK: dict[str, Any] = {
    "nomor": "800.1.2.5/1234/BKPSDM/2025",
    "tanggal": "2025-09-26",
    "jenis": "PENGANGKATAN",
    "bentuk": "KOLEKTIF",
    "pejabat_nama": "Nama Pejabat",
    "pejabat_jabatan": "Wali Kota Serang",
    "kapasitas": "D",
    "jumlah_pegawai": 3809,
    "tmt": "2025-10-01",
    "expected": {"PPPK": 15, "PPPK_PARUH_WAKTU": 3794},
}
"""An SK file to start from (`kinerja import --example-sk`)."""


def read_sk(content: bytes, name: str = "sk") -> SkFile:
    """The SK file, or everything that is wrong with it."""
    return sk_in(SkFile, content, name)


def sk_in(form: type[V], content: bytes, name: str) -> V:
    """An SK file of this form, or everything that is wrong with it.

    Also as editors on Windows save it: with a byte order mark, or as UTF-16.
    """
    try:
        return form.model_validate_json(content.decode(json.detect_encoding(content)))
    except UnicodeDecodeError as error:
        raise Problems([SkFileUnreadable(f"{name}: it is not UTF-8.", field="sk")]) from error
    except ValidationError as error:
        raise Problems(problems_of(error, root=("sk",))) from error


def read_sk_file(path: Path) -> SkFile:
    """The SK file on disk."""
    return read_sk(sk_content(path), str(path))


def sk_content(path: Path) -> bytes:
    """What an SK file on disk holds, unless it is too long to be one."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_SK + 1)
    except OSError as error:
        raise Problems([SkFileUnreadable(f"{path}: {error.strerror}.", field="sk")]) from error
    if len(content) > LARGEST_SK:
        raise Problems([FileTooLarge(f"At most {LARGEST_SK // 1024} kB are taken.", field="sk", value=path)])
    return content


@dataclass
class ImportReport:
    """What a roster import did, or would do."""

    batch_id: UUID
    sk_id: UUID | None
    """None of an opening: each row has its own."""
    sha256: str
    layout: str
    dry_run: bool = False
    repeated: bool = False
    """Whether this file, or everything in it, was recorded before."""
    position: int | None = None
    rows: int = 0
    expected: PerKind = field(default_factory=PerKind)
    recorded: PerKind = field(default_factory=PerKind)
    """By this file."""
    total: PerKind = field(default_factory=PerKind)
    """By all files of the batch."""
    present: int = 0
    rejected: int = 0
    new_units: list[str] = field(default_factory=list[str])
    new_posts: list[str] = field(default_factory=list[str])
    unknown_columns: tuple[str, ...] = ()
    missing_columns: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list[Problem])
    """Errors of rejected rows, and warnings."""
    first_answer: dict[str, Any] | None = None
    """What this request was answered first, where answers are kept."""

    def as_dict(self) -> dict[str, Any]:
        """The answer, with the same names on the command line and over HTTP."""
        if self.first_answer is not None:
            return self.first_answer
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__ if name not in _APART}
        for name in ("expected", "recorded", "total"):
            plain[name] = plain[name].model_dump()
        return plain | {"problems": [problem.as_dict() for problem in self.problems]}

    def answer(self) -> bytes:
        """The answer as the log keeps it: a value may be a NIK, and what a row differs from a name."""
        return orjson.dumps(self.as_dict() | {"problems": [problem.kept() for problem in self.problems]})


_APART = ("problems", "first_answer")


def first_answer(kept: Answered) -> dict[str, Any]:
    """What the same request was answered first: with its position, if it recorded anything."""
    answer: dict[str, Any] = orjson.loads(kept.answer)
    return answer if answer["position"] is None else answer | {"position": kept.position}


@dataclass(frozen=True)
class Options:
    """How a roster is imported."""

    kind: Kind | None = None
    """Holds for every row, whatever its columns say."""
    dry_run: bool = False
    skip_invalid: bool = False
    known_units_only: bool = False


def import_roster(
    recorder: Recorder,
    path: Path,
    sk: SkFile,
    request: Request,
    *,
    options: Options = Options(),
    progress: Progress | None = None,
) -> ImportReport:
    """Record a roster under an SK. Raises Problems with every error of the file, and then nothing is recorded."""

    def attempt() -> ImportReport:
        roster = read_roster(path, kind=options.kind)
        with Stage() as stage:
            return Import(recorder, request, options, roster=roster, sk=sk, stage=stage).run(progress)

    return retried(attempt)


def _named(cells: Sequence[str]) -> tuple[str, ...]:
    """The cells that name a place, as they stand there."""
    return _place_cells(cells)


_place_cells: Callable[[Sequence[str]], tuple[str, ...]] = itemgetter(*PLACE)  # pyright: ignore[reportUnknownVariableType]


class Import:
    """One attempt at recording one file."""

    alike = True
    """Whether all rows come under the same SK, so that most of them are plain."""

    def __init__(
        self, recorder: Recorder, request: Request, options: Options, *, roster: Roster, sk: SkFile, stage: Stage
    ) -> None:
        self.start(recorder, request, options, roster, stage)
        self.sk = sk
        # All that a file brings is judged by the policy of the day of its SK.
        self.rule_set = self.reading.policies.rule_set(sk.tanggal)
        self.decision = self._issue()
        self.changed = len(self.reading.history(stream_name(Category.SK, self.decision.sk_id))) > 1
        self.batch = self._open()
        self.places = Places(self.reading, request, sk.tmt, self.rule_set, known_only=options.known_units_only)
        self.events = RowEvents(
            request, self.decision, self.batch.batch_id, sk.tmt, self.rule_set, stage=sk.selection_stage
        )
        self.report = self.begun(sk_id=self.decision.sk_id, expected=sk.expected)

    def start(self, recorder: Recorder, request: Request, options: Options, roster: Roster, stage: Stage) -> None:
        """What every attempt begins with, whatever the file is recorded under."""
        self.log: Log = recorder.log
        self.roster, self.request, self.options, self.stage = roster, request, options, stage
        self.reading = recorder.reading()
        self.command = LogCommand(request.command_id, request.body) if request.keep else None
        if self.command is not None:
            # Refuses an id that was used for something else.
            self.log.answered(self.command)
        self.first: list[Write] = []
        self.problems: list[Problem] = [*roster.problems]
        self.rejected: list[Rejected] = []
        self.seen: dict[Key, int] = {}
        self.counts = dict.fromkeys(Kind, 0)
        self.named: set[tuple[str, ...]] = set()
        self.told = {*self.reading.others}

    def begun(self, *, sk_id: UUID | None = None, expected: PerKind) -> ImportReport:
        """The report before the first row."""
        return ImportReport(
            batch_id=self.batch.batch_id,
            sk_id=sk_id,
            sha256=self.roster.sha256,
            layout=self.roster.layout,
            dry_run=self.options.dry_run,
            expected=expected,
            unknown_columns=self.roster.unknown_columns,
            missing_columns=self.roster.missing_columns,
        )

    # -- the SK and the batch ------------------------------------------------------------

    def _issue(self) -> DecisionIssued:
        """The SK: as recorded before, or new."""
        names = {name: getattr(self.sk, name) for name in SkFile.model_fields if name in DecisionIssued.model_fields}
        if (issued := issued_before(self.reading, names)) is not None:
            return issued
        sk_id = new_id(self.request.command_id, "sk")
        stream = stream_name(Category.SK, sk_id)
        names["tmt"] = self.sk.tanggal
        return self.judged(stream, EMPTY, self.event(DecisionIssued, "sk", sk_id=sk_id, **names))

    def _open(self) -> Batch:
        """The batch of the SK: as it stands, or newly opened."""
        key = Key("batch", str(self.decision.sk_id))
        owners = self.reading.owners([key]).get(key)
        if not owners:
            batch_id = new_id(self.request.command_id, "batch")
            opened = self.event(
                BatchOpened,
                "batch",
                tmt=self.sk.tmt,
                batch_id=batch_id,
                sk_ids=(self.decision.sk_id,),
                expected=self.sk.expected,
            )
            # The SK may be one that this same file records.
            self.reading.others.setdefault(stream_name(Category.SK, self.decision.sk_id), History([self.decision]))
            opened = self.judged(stream_name(Category.BATCH, batch_id), EMPTY, opened)
            return required(fold_batch(None, opened))
        batch: Batch | None = None
        for fact in self.reading.history(owners[0]):
            batch = fold_batch(batch, fact)
        found = required(batch)
        compared = (("tmt", found.tmt, self.sk.tmt), ("expected", found.expected.told, self.sk.expected.told))
        if differing := [each for each in compared if each[1] != each[2]]:
            raise Problems(other_sk(*each) for each in differing)
        return found

    # -- the rows ------------------------------------------------------------------------

    def run(self, progress: Progress | None) -> ImportReport:
        for count in self._chunks():
            self.report.rows += count
            self._keep_within_bounds()
            if progress is not None:
                progress(count)
        self.first += self.places.writes()
        self.report.recorded = PerKind(**{kind.value: n for kind, n in self.counts.items()})
        self.report.new_units, self.report.new_posts = self.places.new_names()
        self.report.rejected = len({r.row for r in self.rejected})
        self._file()
        return self.finish()

    def _keep_within_bounds(self) -> None:
        """Stop at a file that no memory would hold."""
        if self.report.rows > MOST_ROWS:
            raise Problems([FileTooLarge(f"It has more than {MOST_ROWS:,} rows.")])
        if len(self.rejected) > MOST_MISTAKES:
            self.problems.append(TooManyMistakes(f"More than {MOST_MISTAKES:,} were found."))
            self.report.problems = in_order(self.problems)
            raise ImportRefused(self.report)

    def _chunks(self) -> Iterator[int]:
        """Every chunk of the file, judged and staged in order; gives the number of its rows."""
        cells = self.roster.cells()
        chunks = iter(lambda: list(islice(cells, CHUNK)), [])
        if not self.alike or self.changed or self.roster.size_hint < WORTHWHILE or not aside.possible():
            for chunk in chunks:
                self._chunk([*map(self.roster.read, chunk)])
                yield len(chunk)
            return
        portions = (aside.Portion[Plain](chunk) for chunk in chunks)
        with aside.Aside(self._prepare_there, Plain.back) as helper:
            for portion in aside.in_order(portions, helper, self._places_in, self._prepare):
                if portion.made is None or not self._take(portion.made):
                    self._chunk([*map(self.roster.read, portion.rows)])
                yield len(portion.rows)

    # Most rows are of people whom the log does not know, and nothing is to be said of them. Those are made into stored
    # bytes without a look into the log, by whoever has time for it; only then is looked whether it was right to.

    def _places_in(self, chunk: Sequence[Cells | Problem]) -> Told | None:
        """Look up the places that these rows name for the first time: what a second process must know of them."""
        new: dict[tuple[str, ...], RosterRow] = {}
        for cells in chunk:
            if isinstance(cells, Problem) or (named := _named(cells[1])) in self.named or named in new:
                continue
            if isinstance(row := self.roster.read(cells), RosterRow):
                new[named] = row
        if not new:
            return None
        self.look_up([*new.values()])
        self.named |= new.keys()
        streams = self.reading.others.keys() - self.told
        self.told |= streams
        return Told(self.places.named(new.values()), [(s, self.reading.others[s].recorded) for s in streams])

    def _prepare_there(self, told: Sequence[Told], chunk: Sequence[Cells]) -> Any:
        """The same in a second process, from what it was told."""
        for found in told:
            self.places.learn(found.places)
            self.reading.others.update((stream, History(facts)) for stream, facts in found.histories)
        plain = self._prepare(chunk)
        return None if plain is None else plain.away()

    def _prepare(self, chunk: Sequence[Cells | Problem]) -> Plain | None:
        """The stored bytes of these rows; None where anything is to be said of any of them."""
        keys: list[Key] = []
        counts: Counter[Kind] = Counter()
        seats: Counter[tuple[PlaceName, date | None]] = Counter()
        writes: list[Write] = []
        rows: list[int] = []
        for cells in chunk:
            row = self.roster.read(cells)
            if not isinstance(row, RosterRow) or (place := self.places.known(row)) is None:
                return None
            own = self.events.keys(row)
            problems = [*self.events.check_row(row, own, {})]
            ids = self.events.ids(row)
            stream = stream_name(Category.PEGAWAI, ids[0])
            writes += self.judged_all(self.events.of(row, ids, place, EMPTY), stream, EMPTY, {}, problems)
            if problems:
                return None
            keys += own
            rows += [row.row] * len(own)
            counts[row.kind] += 1
            seats[place_of(row), row.tmt] += 1
        return Plain(self.log.prepared(writes), keys, rows, counts, seats)

    def _take(self, plain: Plain) -> bool:
        """Stage what was prepared, if these people are new indeed: to the log, and to the rows before."""
        seen = self.seen
        if any(key in seen for key in plain.keys) or len({*plain.keys}) < len(plain.keys):
            return False
        if self.reading.owners(plain.keys) or not self.log.stage_prepared(self.stage, plain.prepared):
            return False
        seen.update(zip(plain.keys, plain.rows, strict=True))
        for kind, count in plain.counts.items():
            self.counts[kind] += count
        self.places.count_all(plain.seats)
        return True

    def _chunk(self, chunk: Sequence[RosterRow | UnreadRow]) -> None:
        good: list[RosterRow] = []
        for row in chunk:
            if isinstance(row, RosterRow):
                good.append(row)
            else:
                self.reject(row.problems, row)
        keys = [self.events.keys(row) for row in good]
        owners = self.reading.owners([*chain.from_iterable(keys)])
        if owners:
            # Of the numbers that the log knows, whose they are now.
            owners = self.reading.held([*owners])
        self.look_up(good)
        writes: list[Write] = []
        for row, own in zip(good, keys, strict=True):
            problems: list[Problem] = []
            found = self.row(row, own, owners, problems)
            if problems and any(not problem.warning for problem in problems):
                self.reject([p.at_row(row.row) for p in problems if not p.warning], row)
                continue
            self.problems += [p.at_row(row.row) for p in problems]
            if found:
                self.counts[row.kind] += 1
                writes += found
        self.log.stage(self.stage, writes)

    def look_up(self, rows: Sequence[RosterRow]) -> None:
        """Find what these rows name."""
        self.places.look_up(rows)

    def row(
        self, row: RosterRow, keys: Sequence[Key], owners: dict[Key, tuple[str, ...]], problems: list[Problem]
    ) -> list[Write]:
        """The events of one row; none for an employee who is in the batch already."""
        problems += self.events.check_row(row, keys, self.seen)
        place = self.places.of(row, problems)
        if place is None or (problems and any(not p.warning for p in problems)):
            return []
        holders = owners.get(keys[0]) or self.events.registered_only(keys, owners, self.reading)
        if not holders:
            ids = self.events.ids(row)
            stream, history = stream_name(Category.PEGAWAI, ids[0]), EMPTY
        else:
            stream, history = holders[0], self.reading.history(holders[0])
            if clash := self.events.other_person(row, stream, history):
                problems.append(clash)
                return []
            if (member := self.events.membership(history)) is not None:
                self.report.present += 1
                problems += differences(row, history, member, place, self.places)
                return []
            ids = self.events.ids(row)
        asked = self.events.of(row, ids, place, history)
        writes = self.judged_all(asked, stream, history, owners, problems)
        if writes:
            self.places.count(place, row)
            if self.changed:
                self.reach(writes, stream, history)
        return writes

    def reach(self, writes: list[Write], stream: str, history: History) -> None:
        """What was decided on the SKs of this row before it was recorded."""
        facts = [write.event for write in writes]
        events, problems = reached(self.reading.history, self.reading.given, stream, history, facts)
        self.problems += problems
        writes += [Write(stream, writes[-1].version + n, event) for n, event in enumerate(events, 1)]

    def judged_all(
        self,
        events: Iterable[Event],
        stream: str,
        history: History,
        owners: dict[Key, tuple[str, ...]],
        problems: list[Problem],
    ) -> list[Write]:
        """The events of one employee, each judged on those before it; none where one is refused."""
        writes: list[Write] = []
        today, others, policies = self.reading.today, self.reading.others, self.reading.policies
        for version, event in enumerate(events, len(history) + 1):
            if writes:
                history = history.and_then(writes[-1].event)
            given = _given((stream, today, history, others, owners, {}, policies))
            judged, found = judge(event, given)
            if found:
                for problem in found:
                    problem.field = COLUMN_OF.get(problem.field or "", problem.field)
                problems += found
                if any(not p.warning for p in found):
                    return []
            writes.append(_write((stream, version, judged)))
        return writes

    def reject(self, problems: Sequence[Problem], row: RosterRow | UnreadRow) -> None:
        for problem in problems:
            problem.__traceback__ = problem.__context__ = problem.__cause__ = None
            self.problems.append(problem)
            self.rejected.append(
                Rejected(
                    row=problem.row or 0,
                    column=problem.field,
                    code=problem.code,
                    kind=row.kind,
                    unor=row.unor_nama,
                )
            )

    # -- the end -------------------------------------------------------------------------

    def _file(self) -> None:
        """The file's own event, judged against the counts that the SK names."""
        batch_stream = stream_name(Category.BATCH, self.batch.batch_id)
        history = self.reading.history(batch_stream)
        opened = [write.event for write in self.first if write.stream == batch_stream]
        self.report.total = self.batch.recorded.plus(self.report.recorded)
        if not self.report.recorded.total and not opened:
            self.report.repeated = not self.rejected or self.roster.sha256 in self.batch.files
            return
        event = self.event(
            BatchFileRecorded,
            "file",
            # Files of one day come in the order in which they came: what the latest one left out is what is left.
            place=len(self.batch.files),
            tmt=self.reading.today,
            batch_id=self.batch.batch_id,
            sha256=self.roster.sha256,
            rows=self.report.rows,
            recorded=self.report.recorded,
            present=self.report.present,
            rejected=tuple(self.rejected),
        )
        self.judged(batch_stream, History((*history, *opened)), event, refuse=False)

    def finish(self) -> ImportReport:
        report = self.report
        for kind in Kind:
            missing = report.expected.of(kind) - report.total.of(kind)
            if missing > 0:
                self.problems.append(CountBelowExpected(f"{kind}: {missing} missing.", field="expected", value=kind))
        report.problems = in_order(self.problems)
        errors = [p for p in report.problems if not p.warning]
        fatal = [p for p in errors if p.row is None] if self.options.skip_invalid else errors
        if fatal:
            raise ImportRefused(report)
        if report.dry_run:
            return report
        if not self.first:
            if self.command is not None:
                # Nothing is new, but from now on this id is this import's.
                kept = self.log.append([], command=self.command._replace(answer=report.answer()))
                report.first_answer = first_answer(kept)
            return report
        report.position = 0  # until the log gives it
        command = None if self.command is None else self.command._replace(answer=report.answer())
        answered = self.log.append(self.first, unchanged=self.reading.unchanged, command=command, staged=self.stage)
        report.position = answered.position
        if command is not None:
            # Perhaps of another request with this id, which was quicker: then nothing of this one was added.
            report.first_answer = first_answer(answered)
        return report

    # -- events --------------------------------------------------------------------------

    def event(self, kind: type[E], name: str, place: int = 0, **fields: Any) -> E:
        return kind(
            event_id=new_id(self.request.command_id, name, "event"),
            place=place,
            actor=self.request.actor,
            command_id=self.request.command_id,
            rule_set=self.rule_set,
            source=self.request.source,
            **fields,
        )

    def judged(self, stream: str, history: History, event: E, *, refuse: bool = True) -> E:
        """Judge an event of the SK or the batch, and put it before the rows."""
        judged, problems = judge(event, self.reading.given(event, stream, history))
        if refuse and any(not p.warning for p in problems):
            raise Problems(problems)
        self.problems += problems
        self.first.append(Write(stream, len(history) + 1, judged))
        return judged


_given: Callable[[tuple[Any, ...]], Given] = partial(tuple.__new__, Given)  # pyright: ignore[reportUnknownMemberType]
_write: Callable[[tuple[Any, ...]], Write] = partial(tuple.__new__, Write)  # pyright: ignore[reportUnknownMemberType]
"""What each event of a roster is judged on and becomes, made without a call in Python."""


class ImportRefused(Problems):
    """A roster that was not recorded, with the report of what was found."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__(report.problems)
        self.report = report


def required(batch: Batch | None) -> Batch:
    """A batch stream begins with BatchOpened, so folding it gives a batch."""
    if batch is None:
        raise LogDamaged("A batch's stream does not begin with its opening.")
    return batch
