"""Recording a file of records of one kind: petikan, oaths, contracts, evaluations, moves, for hundreds at once.

The whole file is one transaction or nothing. Several rows for one employee are one list of commands, and the file is
judged by its end state: a mutasi in which two people change places is one file. The same file again records nothing:
each row's event has an id that is made from the kind, the file's digest and the SK, and so is known again.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, NamedTuple, TypeVar
from uuid import UUID, uuid5

import orjson
from pydantic import Field, ValidationError

from kinerja_es.domain.batch import PerKind
from kinerja_es.domain.catalogue import SUBJECT_FIELD, command_of, generated, short_name
from kinerja_es.domain.decision import Bentuk, DecisionIssued, JenisSk, sk_key
from kinerja_es.domain.envelope import (
    Capacity,
    Category,
    Event,
    Ids,
    Key,
    ShortText,
    Value,
    changed,
    maker,
    new_id,
    stream_name,
    subject_of,
)
from kinerja_es.domain.history import EMPTY, History
from kinerja_es.domain.policy import judged_on
from kinerja_es.domain.rules import RULE_SET
from kinerja_es.domain.values import Day, SkNumber
from kinerja_es.errors import (
    EmployeeUnknown,
    FileTooLarge,
    Problem,
    Problems,
    SheetsUnread,
    TooManyMistakes,
    ValueMissing,
)
from kinerja_es.errors.correction import StreamClosed
from kinerja_es.errors.entry import RowDoubled
from kinerja_es.log.application import Command as LogCommand
from kinerja_es.log.application import Stage, Write
from kinerja_es.recording.batch import first_answer, sk_in
from kinerja_es.recording.books import Books
from kinerja_es.recording.columns import is_known_by_the_employee
from kinerja_es.recording.findings import in_order, issued_before
from kinerja_es.recording.formats.form import Format, Translation
from kinerja_es.recording.formats.naming import SiasnNames
from kinerja_es.recording.judge import judge, problems_of
from kinerja_es.recording.kinds import OPENING
from kinerja_es.recording.naming import Names
from kinerja_es.recording.reach import reached
from kinerja_es.recording.record import SHARED, Judged, Recorder, Request, by_end_state, retried
from kinerja_es.recording.sheet import RowReader, Said, Sheet, Unread
from kinerja_es.recording.table import Table, open_table

E = TypeVar("E", bound=Event)
Progress = Callable[[int, int], None]
"""Told how many rows are done, of about how many."""

FILES = UUID("0f6f5c0e-5d0b-5f4e-9d55-4b4e45532d46")
"""The namespace in which a file becomes the id of its command; never changed."""
TOGETHER = 100
"""How many employees are read and judged at once."""
MOST_ROWS = 100_000
MOST_OF_ONE = 1000
"""Rows about one employee."""
MOST_MISTAKES = 20_000


class RecordSk(Value):
    """SK.json: the SK that every row cites. The one of a roster import does as well."""

    nomor: SkNumber
    tanggal: Day
    jenis: JenisSk
    bentuk: Bentuk = Bentuk.KOLEKTIF
    pejabat_nama: ShortText
    pejabat_jabatan: ShortText
    kapasitas: Capacity
    jumlah_pegawai: Annotated[int, Field(ge=1, le=1_000_000)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    tmt: Day | None = None
    """The TMT of every row that names none."""
    expected: PerKind | None = None
    """Of a roster; says nothing here."""
    selection_stage: ShortText | None = None
    """Of a roster; says nothing here."""


def read_record_sk(content: bytes, name: str = "sk") -> RecordSk:
    """The SK file, or everything that is wrong with it."""
    return sk_in(RecordSk, content, name)


@dataclass(frozen=True)
class FileOptions:
    """How a file of records is recorded."""

    dry_run: bool = False
    skip_invalid: bool = False


@dataclass
class FileReport:
    """What a file of records did, or would do."""

    type: str
    label: str
    sha256: str
    sk_id: UUID | None = None
    dry_run: bool = False
    position: int | None = None
    rows: int = 0
    employees: int = 0
    """How many streams the rows are about."""
    recorded: int = 0
    repeated: int = 0
    """Rows that this same file brought before; in a format of others, all that is recorded already or stood in it
    before."""
    rejected: int = 0
    left_out: int = 0
    """Rows of a format of others that say nothing to be recorded; each with a warning."""
    columns: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list[Problem])
    """Errors of rejected rows, and warnings."""
    first_answer: dict[str, Any] | None = None
    """What this request was answered first, where answers are kept."""

    def as_dict(self) -> dict[str, Any]:
        """The answer, with the same names on the command line and over HTTP."""
        if self.first_answer is not None:
            return self.first_answer
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__ if name not in _APART}
        return plain | {"problems": [problem.as_dict() for problem in self.problems]}

    def answer(self) -> bytes:
        """The answer as the log keeps it: a value may be a NIK."""
        return orjson.dumps(self.as_dict() | {"problems": [problem.kept() for problem in self.problems]})


_APART = ("problems", "first_answer")


class FileRefused(Problems):
    """A file that was not recorded, with the report of what was found."""

    def __init__(self, report: FileReport) -> None:
        super().__init__(report.problems)
        self.report = report


def record_file(
    recorder: Recorder,
    kind: type[Event] | Format,
    path: Path,
    request: Request,
    *,
    sk: RecordSk | None = None,
    options: FileOptions = FileOptions(),
    progress: Progress | None = None,
) -> FileReport:
    """Record a file of records of one kind, under its own columns or in a format that others made.

    Raises Problems with every error, and then nothing is recorded.
    """

    def attempt() -> FileReport:
        opened = kind.open(path) if isinstance(kind, Format) else None
        table = open_table(path) if opened is None else opened.table
        event = kind.kind if isinstance(kind, Format) else kind
        with Stage() as stage:
            return _Recording(
                recorder, event, request, options, table=table, translation=opened, sk=sk, stage=stage
            ).run(progress)

    return retried(attempt)


def identity_of(name: str, sha256: str, sk: RecordSk | None) -> UUID:
    """The command that a file is: the same kind or format, the same bytes and the same SK are the same command."""
    cited = "" if sk is None else sk_key(sk.nomor, sk.tanggal, sk.pejabat_jabatan).text
    return uuid5(FILES, f"{name}\n{sha256}\n{cited}")


def name_of(kind: type[Event] | Format) -> str:
    """The name of a kind of record or of a format."""
    return kind.name if isinstance(kind, Format) else short_name(kind)


class _Recording:
    """One attempt at recording one file."""

    def __init__(
        self,
        recorder: Recorder,
        kind: type[Event],
        request: Request,
        options: FileOptions,
        *,
        table: Table,
        translation: Translation | None,
        sk: RecordSk | None,
        stage: Stage,
    ) -> None:
        self.log, self.kind, self.request, self.options, self.stage = recorder.log, kind, request, options, stage
        self.books = Books(self.log, recorder.today, self.log.head(), recorder.instansi)
        self.kept = LogCommand(request.command_id, request.body) if request.keep else None
        if self.kept is not None:
            # Refuses an id that was used for something else.
            self.log.answered(self.kept)
        self.translation = translation
        named = kind if translation is None else translation.format
        name = name_of(named)
        self.identity = identity_of(name, table.sha256, sk)
        self.ids = Ids(self.identity)
        self.first: list[Write] = []
        self.problems: list[Problem] = []
        self.rejected: set[int] = set()
        if table.unread_sheets:
            self.problems.append(SheetsUnread(field="file", value=", ".join(table.unread_sheets)))
        self.siasn = None if translation is None else SiasnNames(self.books, translation, self.identity, self._shared())
        self.names = self.siasn or Names(self.books)
        issued = None if sk is None else self._issue(sk)
        cited = None if issued is None else issued.ref()
        self.sheet = Sheet(kind, table, sk=cited, tmt=None if sk is None else sk.tmt)
        self.make = self._maker()
        self.gives, self.needs = generated(kind), tuple(_ids_needed(kind))
        self.opens, self.of_government = kind in OPENING, kind.STREAM is Category.INSTANSI
        # Where rows depend on one another's outcome, all of them are judged again once that is known.
        looks_at_others = kind.posts is not Event.posts or kind.empties is not Event.empties
        self.together = self.opens or looks_at_others
        self.claims = kind.claims is not Event.claims
        self.report = FileReport(
            type=name,
            label=named.label if isinstance(named, Format) else named.LABEL,
            sha256=table.sha256,
            sk_id=None if issued is None else issued.sk_id,
            dry_run=options.dry_run,
            columns=tuple(column.name for column in self.sheet.columns),
        )

    # -- the SK --------------------------------------------------------------------------

    def _issue(self, sk: RecordSk) -> DecisionIssued:
        """The SK: as recorded before, or new."""
        names = {n: getattr(sk, n) for n in RecordSk.model_fields if n in DecisionIssued.model_fields and n != "tmt"}
        if (issued := issued_before(self.books, names)) is not None:
            return issued
        # By its own key: two files under one new SK, sent at once, would otherwise give it two ids.
        sk_id = new_id(self.identity, "sk")
        stream = stream_name(Category.SK, sk_id)
        event = DecisionIssued(
            event_id=new_id(self.identity, "sk", "event"),
            place=0,
            tmt=sk.tanggal,
            sk_id=sk_id,
            **self._shared() | {"rule_set": self.books.policies.rule_set(sk.tanggal)},
            **names,
        )
        event, problems = judge(event, self.books.given(event, stream, EMPTY))
        for problem in problems:
            problem.field = f"sk.{problem.field}"
        if any(not problem.warning for problem in problems):
            raise Problems(problems)
        self.problems += problems
        self.first.append(Write(stream, 1, event))
        self.books.others[stream] = History([event])
        self.books.bring(event, stream, 0)
        return event

    # -- the rows ------------------------------------------------------------------------

    def run(self, progress: Progress | None) -> FileReport:
        groups = self._groups()
        self.report.employees = len(groups)
        streams = iter(groups.items())
        if self.together:
            self.books.read(groups)
            self._stage(self._judged_together(groups))
        else:
            while chunk := dict(islice(streams, TOGETHER)):
                self.books.read(chunk)
                self._stage({stream: self._settled(stream, rows) for stream, rows in chunk.items()})
                self.books.forget(chunk)
                if progress is not None:
                    progress(self.report.recorded + self.report.repeated, self.report.rows)
        self.report.rejected = len(self.rejected)
        return self._finish()

    def _groups(self) -> dict[str, list[Said]]:
        """The rows that can be read, by whom they are about, in the order of the file."""
        rows = self._rows()
        self.names.look_up(self.sheet.employees(rows))
        if self.siasn is not None:
            cited = ((self.sheet.cell(row, "sk.nomor"), self.sheet.cell(row, "sk.tanggal")) for _, row in rows)
            self.siasn.look_up_sks(cited)
        if self.opens and self.kind.STREAM is Category.UNOR:
            for number, row in rows:
                texts = [self.sheet.cell(row, name) for name in ("siasn_id", "nama", "induk_nama")]
                self.names.bring_unit(subject_of(self._opened(number)), *texts)
        groups: defaultdict[str, list[Said]] = defaultdict(list)
        reader = RowReader(self.sheet, self.names)
        for number, row in rows:
            said = reader.read(number, row)
            if isinstance(said, Unread):
                self._reject(said.problems)
            else:
                groups[said.stream or self._of_nobody(number)].append(said)
        if any(len(rows) > MOST_OF_ONE for rows in groups.values()):
            raise Problems([FileTooLarge(f"More than {MOST_OF_ONE:,} rows are about one and the same.")])
        return groups

    def _rows(self) -> list[tuple[int, Sequence[str]]]:
        """The rows' cells; a row that is none is told."""
        rows: list[tuple[int, Sequence[str]]] = []
        for entry in self.sheet.cells():
            if not isinstance(entry, Problem):
                rows.append(entry)
            elif entry.warning:
                self.problems.append(entry)
                self.report.left_out += 1
            else:
                self._reject([entry])
            self.report.rows += 1
            if self.report.rows > MOST_ROWS:
                raise Problems([FileTooLarge(f"It has more than {MOST_ROWS:,} rows.")])
        if self.translation is not None:
            self.problems += self.translation.cautions
        return rows

    def _of_nobody(self, number: int) -> str:
        """The stream of a row that names nobody: the government's own, or one that it begins."""
        return self.books.instansi.stream if self.of_government else self._opened(number)

    def _opened(self, number: int) -> str:
        """The stream that a row begins."""
        return stream_name(self.kind.STREAM, self.ids(f"{number}/{self.kind.STREAM.value}"))

    # -- judging -------------------------------------------------------------------------

    def _settled(self, stream: str, rows: list[Said]) -> "Settled":
        """The rows of one employee, judged; without those that are refused, where that is asked."""
        left = self._new(stream, rows)
        while True:
            settled = self._judge(stream, left)
            refused = [row for row, (_, problems) in zip(left, settled.judged, strict=True) if _is_refused(problems)]
            if not refused or not self.options.skip_invalid:
                return settled
            left = self._without(refused, left, settled)

    def _judged_together(self, groups: Mapping[str, list[Said]]) -> "dict[str, Settled]":
        """All rows, judged by what they come to together."""
        left = {stream: self._new(stream, rows) for stream, rows in groups.items()}
        if self.opens:
            self._bring(left)
        settled = {stream: self._judge(stream, rows) for stream, rows in left.items()}
        while True:
            self.books.comes_to(*self._end_of(settled))
            settled = {stream: self._judge(stream, rows) for stream, rows in left.items()}
            refused = [stream for stream, found in settled.items() if any(_is_refused(p) for _, p in found.judged)]
            if not refused or not self.options.skip_invalid:
                break
            for stream in refused:
                rows, found = left[stream], settled[stream]
                wrong = [row for row, (_, p) in zip(rows, found.judged, strict=True) if _is_refused(p)]
                left[stream] = self._without(wrong, rows, found)
                settled[stream] = self._judge(stream, left[stream])
        return settled

    def _end_of(self, settled: "Mapping[str, Settled]") -> tuple[dict[str, History], dict[Key, list[str]]]:
        """What the file comes to: each stream's history after it, and who is placed in which post."""
        placed: dict[Key, list[str]] = {}
        for stream, found in settled.items():
            for event, _ in found.judged:
                for key in () if event is None else event.claims():
                    if key.kind in SHARED:
                        placed.setdefault(key, []).append(stream)
        return {stream: found.after for stream, found in settled.items() if len(found.after)}, placed

    def _new(self, stream: str, rows: list[Said]) -> list[Said]:
        """The rows that this same file has not brought before."""
        facts = self.books.recorded.get(stream, ())
        mine = self.identity.int
        # By way of its fields, and by their numbers: each row asks each fact of its employee.
        for fact in facts:
            if fact.__dict__["command_id"].int == mine:
                break
        else:
            return rows
        known = {fact.event_id for fact in facts}
        new = [said for said in rows if self.ids.several(f"{said.row}", 1)[0] not in known]
        self.report.repeated += len(rows) - len(new)
        return new

    def _judge(self, stream: str, rows: Sequence[Said]) -> "Settled":
        """Each row judged on what stands before it, and at last all of them by where they end."""
        before = history = self.books.before(stream)
        many = len(rows) > 1
        judged: list[Judged] = []
        if not before and not (self.opens or self.of_government):
            return Settled(before, before, rows, [Judged(None, [self._nobody(said)]) for said in rows])
        if before.closed:
            return Settled(before, before, rows, [Judged(None, [StreamClosed(field="employee")]) for _ in rows])
        doubled = _doubled(rows) if many and self.translation is None else {}
        for said in rows:
            problems: list[Problem] = []
            event = self._event(stream, said, history, problems)
            if said.row in doubled:
                problems.append(RowDoubled(f"Row {doubled[said.row]} says the same.", field="employee"))
                event = None
            if event is not None and (told := self._already(event, history)) is not None:
                problems += told
                event = None
            if event is not None:
                if self.claims:
                    self.books.bring(event, stream, said.row, history)
                event, found = judge(event, self.books.given(event, stream, history))
                problems += found
                if many or self.together:
                    history = history.and_then(event)
            judged.append(Judged(event, problems))
        if many:
            judged = by_end_state(judged, before, history)
        return Settled(before, history, rows, judged)

    def _already(self, event: Event, history: History) -> Sequence[Problem] | None:
        """Of a format: how a row differs from what is recorded already; None for what is new."""
        return None if self.translation is None else self.translation.format.already(event, history, self.books)

    def _fitted(self, event: Event, history: History) -> Event:
        """Of a format: what its fields are too coarse to say is taken from what is recorded."""
        return event if self.translation is None else self.translation.format.fitted(event, history)

    def _nobody(self, said: Said) -> Problem:
        """Of a stream without facts only a UUID can have been given: a NIP is found or it is not."""
        field = "pegawai_id" if self.sheet.has("pegawai_id") else "employee"
        return EmployeeUnknown(field=field, value=subject_of(said.stream))

    def _without(self, refused: Sequence[Said], rows: Sequence[Said], settled: "Settled") -> list[Said]:
        """The rows without those that are refused; what is wrong with these is kept."""
        for said, (_, problems) in zip(rows, settled.judged, strict=True):
            if said in refused:
                self._reject(self._told(said, [p for p in problems if not p.warning]))
        wrong = {said.row for said in refused}
        return [said for said in rows if said.row not in wrong]

    def _bring(self, groups: Mapping[str, list[Said]]) -> None:
        """What a row begins is there for every other row, whichever comes first."""
        for stream, said in [(stream, said) for stream, rows in groups.items() for said in rows]:
            event = self._event(stream, said, EMPTY, [])
            if event is not None:
                self.books.bring(event, stream, said.row)
                self.books.others[stream] = History([event])

    # -- events --------------------------------------------------------------------------

    def _shared(self) -> dict[str, Any]:
        """What every event of the file says alike."""
        return {
            "actor": self.request.actor,
            "command_id": self.identity,
            "rule_set": RULE_SET,
            "source": self.request.source,
        }

    def _maker(self) -> Callable[[dict[str, Any]], Event]:
        """Makes an event from values that their readers have checked; a class with checks of its own checks again."""
        shared = self._shared()
        checks = self.kind.__pydantic_decorators__
        if checks.field_validators or checks.model_validators or checks.validators or checks.root_validators:
            return lambda fields: self.kind(**shared, **fields)
        return maker(self.kind, **shared)

    def _event(self, stream: str, said: Said, history: History, problems: list[Problem]) -> Event | None:
        """The event that a row asks for, before it is judged."""
        fields, number = said.values.copy(), f"{said.row}"
        event_id, *given = self.ids.several(number, len(self.gives) + 1)
        for name, subject in zip(self.gives, given, strict=True):
            if name not in fields:
                fields[name] = subject
        for name in self.needs:
            if name not in fields:
                self._known_id(name, fields, history, problems)
        if (dated := self.kind.TMT) is not None:
            fields["tmt"] = fields[dated] if dated else self.books.today
        if (repeated := SUBJECT_FIELD.get(self.kind.STREAM)) is not None:
            fields[repeated] = subject_of(stream)
        if problems:
            return None
        try:
            fields |= {"event_id": event_id, "place": said.row, "decision": said.decision}
            event = self._fitted(self.make(fields), history)
        except ValidationError as error:
            problems += problems_of(error)
            return None
        rule_set = self.books.policies.rule_set(judged_on(event))
        return event if rule_set == RULE_SET else changed(event, {"rule_set": rule_set})

    @staticmethod
    def _known_id(name: str, fields: dict[str, Any], history: History, problems: list[Problem]) -> None:
        """The one thing of its sort that the employee has, where a row names none."""
        found = {getattr(fact, name) for fact in history if name in generated(type(fact))}
        if len(found) == 1:
            fields[name] = found.pop()
        else:
            detail = f"The employee has {len(found)} of them; name one." if found else "The employee has none."
            problems.append(ValueMissing(detail, field=name))

    # -- the end -------------------------------------------------------------------------

    def _stage(self, settled: "Mapping[str, Settled]") -> None:
        """Put what is judged on the stage; what is refused is told."""
        writes: list[Write] = []
        rows = 0
        for stream, found in settled.items():
            version = len(found.before)
            for said, (event, problems) in zip(found.rows, found.judged, strict=True):
                if problems:
                    told = self._told(said, problems)
                    if _is_refused(problems):
                        self._reject([p for p in told if not p.warning])
                        continue
                    self.problems += told
                if event is None:
                    self.report.repeated += 1
                    continue
                version += 1
                rows += 1
                writes.append(Write(stream, version, event))
                if self.siasn is not None:
                    self.siasn.used(stream, event)
            for event in self._reached(stream, found):
                version += 1
                writes.append(Write(stream, version, event))
        self.report.recorded += rows
        self.log.stage(self.stage, writes)

    def _reached(self, stream: str, settled: "Settled") -> list[Event]:
        """What was decided on the SKs of these rows before they were recorded."""
        facts = [event for event, problems in settled.judged if event is not None and not _is_refused(problems)]
        events, problems = reached(self.books.history, self.books.given, stream, settled.before, facts)
        self.problems += problems
        return events

    def _told(self, said: Said, problems: Iterable[Problem]) -> list[Problem]:
        """Problems as the file knows them: by row and column."""
        told: list[Problem] = []
        for problem in problems:
            problem.field = self.sheet.column_of(problem.field)
            self.books.name_row(problem)
            told.append(problem.at_row(said.row))
        return told

    def _reject(self, problems: Sequence[Problem]) -> None:
        for problem in problems:
            problem.__traceback__ = problem.__context__ = problem.__cause__ = None
            self.problems.append(problem)
            self.rejected.add(problem.row or 0)
        if len(self.rejected) > MOST_MISTAKES:
            self.problems.append(TooManyMistakes(f"More than {MOST_MISTAKES:,} were found."))
            raise self._refused()

    def _in_order(self) -> list[Problem]:
        """All problems, under the names that the file itself has for its columns."""
        if self.translation is not None:
            for problem in self.problems:
                problem.field = self.translation.field_of(problem.field)
        return in_order(self.problems)

    def _refused(self) -> FileRefused:
        self.report.problems = self._in_order()
        self.report.rejected = len(self.rejected)
        self.report.recorded = 0
        return FileRefused(self.report)

    def _finish(self) -> FileReport:
        report = self.report
        report.problems = self._in_order()
        errors = [p for p in report.problems if not p.warning]
        if [p for p in errors if p.row is None] if self.options.skip_invalid else errors:
            raise self._refused()
        if report.dry_run:
            return report
        if not report.recorded:
            # Nothing is new: an SK alone is not recorded for its sake. From now on this id is this file's.
            if self.kept is not None:
                kept = self.log.append([], command=self.kept._replace(answer=report.answer()))
                report.first_answer = first_answer(kept)
            return report
        if self.siasn is not None:
            self.first += self.siasn.writes()
        report.position = 0  # until the log gives it
        command = None if self.kept is None else self.kept._replace(answer=report.answer())
        answered = self.log.append(self.first, unchanged=self.books.unchanged, command=command, staged=self.stage)
        report.position = answered.position
        if command is not None:
            # Perhaps of another request with this id, which was quicker: then nothing of this one was added.
            report.first_answer = first_answer(answered)
        return report


class Settled(NamedTuple):
    """The rows of one stream, judged."""

    before: History
    after: History
    rows: Sequence[Said]
    judged: Sequence[Judged]


def _is_refused(problems: Iterable[Problem]) -> bool:
    return any(not problem.warning for problem in problems)


def _doubled(rows: Sequence[Said]) -> dict[int, int]:
    """Rows that say exactly what one before them says, by their numbers."""
    seen: dict[str, int] = {}
    doubled: dict[int, int] = {}
    for said in rows:
        first = seen.setdefault(repr((said.decision, sorted(said.values.items()))), said.row)
        if first != said.row:
            doubled[said.row] = first
    return doubled


def _ids_needed(kind: type[Event]) -> Iterator[str]:
    """The fields by which a kind names one of the employee's own facts, and must."""
    for name, info in command_of(kind).model_fields.items():
        if info.is_required() and is_known_by_the_employee(name) and name not in generated(kind):
            yield name
