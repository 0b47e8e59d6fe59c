"""Taking over existing staff: a roster under no SK of its own, each row with the SKs and TMTs of its own history.

A row becomes what its columns tell, each fact with its own TMT: the appointment (TMT CPNS), the confirmation as PNS
(TMT PNS), the grade (TMT GOLONGAN) and the post (TMT JABATAN). The roster names the SKs of the first two by number and
date, and none of the others: what a rule misses of days before the opening is a warning (`OLDER_THAN_RECORD`), now and
for whatever is recorded of these employees later.

Which post somebody held before the present one no roster tells: until TMT JABATAN it is a post that says so.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

from kinerja_es.domain.appointment import EmployeeAppointed, JenisPerpindahan, PositionAssigned
from kinerja_es.domain.batch import Batch, BatchOpened, PerKind, fold_batch, opening_key
from kinerja_es.domain.envelope import Category, DecisionRef, Event, Key, changed, maker, new_id, stream_name
from kinerja_es.domain.grade import GradeChanged, ProbationConfirmed
from kinerja_es.domain.history import EMPTY, History
from kinerja_es.domain.identity import EmployeeRegistered
from kinerja_es.domain.policy import judged_on
from kinerja_es.domain.values import Golongan, Kind
from kinerja_es.errors import Problem, RowDiffers, ValueInvalid, ValueMissing
from kinerja_es.errors.opening import AfterOpening, HeldFromAppointment, LegalPositionNotTaken, OlderThanRecord
from kinerja_es.log.application import Stage, Write
from kinerja_es.recording.batch import Import, ImportReport, Options, Progress, required
from kinerja_es.recording.ownsk import OwnSks
from kinerja_es.recording.record import Recorder, Request, retried
from kinerja_es.recording.rows import Place, Places, RowEvents, differences
from kinerja_es.recording.siasn import Own, Roster, RosterRow, read_roster

FORMER_POST = "Jabatan dan unor sebelumnya tidak tercatat"
"""The post until TMT JABATAN: it stands in the present unit, and says that neither is known."""


def import_opening(
    recorder: Recorder,
    path: Path,
    day: date,
    request: Request,
    *,
    options: Options,
    progress: Progress | None = None,
) -> ImportReport:
    """Take over existing staff as of a day. Raises Problems with every error, and then nothing is recorded."""

    def attempt() -> ImportReport:
        roster = read_roster(path, kind=options.kind, own=True)
        with Stage() as stage:
            return _Opening(recorder, request, options, roster=roster, day=day, stage=stage).run(progress)

    return retried(attempt)


class _Opening(Import):
    """One attempt at taking over the staff of one file."""

    alike = False

    def __init__(
        self, recorder: Recorder, request: Request, options: Options, *, roster: Roster, day: date, stage: Stage
    ) -> None:
        self.start(recorder, request, options, roster, stage)
        self.day = day
        self.rule_set = self.reading.policies.rule_set(day)
        self.batch = self._open()
        self.places = Places(self.reading, request, day, self.rule_set, known_only=options.known_units_only)
        self.events = self.own = _OwnEvents(request, self.batch.batch_id, day, self.rule_set)
        self.sks = OwnSks(self.reading, request)
        self.older: Counter[str] = Counter()
        self.report = self.begun(expected=self.batch.expected)

    def _open(self) -> Batch:
        """The batch of this opening day: as it stands, or newly opened."""
        key = opening_key(self.day)
        if owners := self.reading.owners([key]).get(key):
            batch: Batch | None = None
            for fact in self.reading.history(owners[0]):
                batch = fold_batch(batch, fact)
            return required(batch)
        batch_id = new_id(self.request.command_id, "batch")
        asked: dict[str, Any] = {"tmt": self.day, "batch_id": batch_id, "expected": PerKind(), "opening": self.day}
        opened = self.event(BatchOpened, "batch", **asked)
        return required(fold_batch(None, self.judged(stream_name(Category.BATCH, batch_id), EMPTY, opened)))

    # -- the rows ------------------------------------------------------------------------

    def look_up(self, rows: Sequence[RosterRow]) -> None:
        super().look_up(rows)
        self.places.look_up([former(row) for row in rows if is_moved(row)])
        self.sks.look_up(rows)

    def row(
        self, row: RosterRow, keys: Sequence[Key], owners: dict[Key, tuple[str, ...]], problems: list[Problem]
    ) -> list[Write]:
        """The events of one row; none for an employee whom this opening has taken over already."""
        problems += self.own.check_row(row, keys, self.seen)
        place = self.places.of(row, problems)
        first = self.places.of(former(row), []) if is_moved(row) else place
        cited = self.sks.of(row, problems)
        if place is None or first is None or any(not p.warning for p in problems):
            return []
        holders = owners.get(keys[0]) or self.own.registered_only(keys, owners, self.reading)
        stream, history = "", EMPTY
        if holders is not None:
            stream, history = holders[0], self.reading.history(holders[0])
            if clash := self.own.other_person(row, stream, history):
                problems.append(clash)
                return []
            if (member := self.own.membership(history)) is not None:
                self.report.present += 1
                told = row._replace(golongan=member.golongan, kind=member.kind, aktif=False)
                problems += differences(told, history, member, first, self.places)
                problems += self._differing_at_opening(row, history, place)
                return []
        ids = self.own.ids(row)
        asked = map(self._by_its_policy, self.own.facts(row, ids, (first, place), cited, history))
        writes = self.judged_all(asked, stream or stream_name(Category.PEGAWAI, ids[0]), history, owners, problems)
        if writes:
            self._count(row, first, place)
            # Each SK once, and only one that a fact of the row is by.
            self.sks.count({ref.sk_id: ref for write in writes if (ref := write.event.decision)}.values())
            if self.sks.changed(cited):
                self.reach(writes, stream, history)
            problems += _held_from_appointment(row)
            if not row.aktif:
                problems.append(LegalPositionNotTaken(field="KEDUDUKAN HUKUM NAMA", value=row.kedudukan))
        return writes

    def _by_its_policy(self, event: Event) -> Event:
        """Each fact names the policy of its own day, or of its SK's: the rows have no day in common."""
        rule_set = self.reading.policies.rule_set(judged_on(event))
        return event if rule_set == event.rule_set else changed(event, {"rule_set": rule_set})

    def judged_all(
        self,
        events: Iterable[Event],
        stream: str,
        history: History,
        owners: dict[Key, tuple[str, ...]],
        problems: list[Problem],
    ) -> list[Write]:
        """As for every roster; what is only older than the record is said once for the whole file."""
        found: list[Problem] = []
        writes = super().judged_all(events, stream, history, owners, found)
        self.older.update(p.detail for p in found if isinstance(p, OlderThanRecord))
        problems += [p for p in found if not isinstance(p, OlderThanRecord)]
        return writes

    def _differing_at_opening(self, row: RosterRow, history: History, place: Place) -> Iterator[Problem]:
        """What a row says otherwise of the last day before the opening; an empty cell says nothing."""
        day = self.day - timedelta(days=1)
        engagement = history.standing.engagement_on(day)
        if engagement is None:
            yield RowDiffers("Recorded: no engagement on the day before the opening.", field="NIP BARU", value=row.nip)
            return
        kind, golongan, post = engagement.kind_on(day), engagement.golongan_on(day), engagement.definitive(day)
        if row.kind is not kind:
            yield RowDiffers(f"Recorded: {kind}.", field="JENIS PEGAWAI NAMA", value=row.kind)
        if row.golongan not in (None, golongan):
            yield RowDiffers(f"Recorded: {golongan or 'nothing'}.", field="GOL AKHIR NAMA", value=row.golongan)
        if post is not None and post.jabatan_id != place.jabatan_id:
            name = f"{self.places.post_name(post.jabatan_id)}, {self.places.unit_name(post.unor_id)}"
            yield RowDiffers(f"Recorded: {name}.", field="JABATAN NAMA", value=row.jabatan_nama)
        elif post is not None and is_moved(row) and row.tmt_jabatan != post.tmt:
            yield RowDiffers(f"Recorded: {post.tmt}.", field="TMT JABATAN", value=row.tmt_jabatan)

    def _count(self, row: RosterRow, first: Place, place: Place) -> None:
        """A seat in each post, from the day on which the employee held it."""
        self.places.count(first, row)
        if place is not first:
            self.places.count(place, row._replace(tmt=row.tmt_jabatan))

    # -- the end -------------------------------------------------------------------------

    def finish(self) -> ImportReport:
        for detail, times in self.older.items():
            self.problems.append(OlderThanRecord(f"{detail} {times:,} times.", field="opening", value=self.day))
        self.sks.stage(self.log, self.stage)
        report = self.report
        rejected = {r.row: r.kind for r in self.rejected}.values()
        left_out = Counter(kind.value for kind in rejected if kind is not None)
        expected = {kind.value: report.total.of(kind) + left_out[kind.value] for kind in Kind}
        report.expected = PerKind(**expected)
        return super().finish()


# -- a row and its facts -----------------------------------------------------------------


def own_of(row: RosterRow) -> Own:
    """A row's own history; every row of an opening has one."""
    if row.own is None:
        raise ValueError("The roster was read without it.")
    return row.own


def is_moved(row: RosterRow) -> bool:
    """Whether the present post came after the appointment."""
    return row.tmt is not None and row.tmt_jabatan is not None and row.tmt < row.tmt_jabatan


def former(row: RosterRow) -> RosterRow:
    """The row as it names the post before the present one: nobody knows which it was."""
    return row._replace(
        jabatan_nama=FORMER_POST, jabatan_siasn_id=None, jenis_jabatan=None, eselon_id=None, eselon_nama=None
    )


class _OwnEvents(RowEvents):
    """The events of a row with its own SKs, in the order in which they follow from one another."""

    PLACES: ClassVar[int] = 8

    def __init__(self, request: Request, batch_id: UUID, day: date, rule_set: str) -> None:
        self.day = day
        shared = self.begin(request, rule_set, batch_id=batch_id, opening=day)
        self._confirmed = maker(ProbationConfirmed, **shared)
        self._graded = maker(GradeChanged, **shared)
        self._assigned = maker(PositionAssigned, **shared)

    def check_row(self, row: RosterRow, keys: Sequence[Key], seen: dict[Key, int]) -> Iterator[Problem]:
        yield from self.doubled(row, keys, seen)
        if row.tmt is None:
            yield ValueMissing(field="TMT CPNS")
        elif row.tmt >= self.day:
            yield AfterOpening(f"The opening is {self.day}.", field="TMT CPNS", value=row.tmt)
        days = {"TMT PNS": own_of(row).tmt_pns, "TMT GOLONGAN": row.tmt_golongan, "TMT JABATAN": row.tmt_jabatan}
        for column, day in days.items():
            if day is not None and day >= self.day:
                detail = f"It is not before the opening, {self.day}: record it by its own SK."
                yield ValueInvalid(detail, field=column, value=day)

    def facts(
        self,
        row: RosterRow,
        ids: Sequence[UUID],
        places: tuple[Place, Place],
        cited: tuple[DecisionRef | None, DecisionRef | None],
        history: History,
    ) -> Iterator[Event]:
        """The events that a row asks for: the appointment, and what came of it by the opening day."""
        own, tmt = own_of(row), row.tmt or self.day
        first, present = places
        by_cpns, by_pns = cited
        confirmed = own.tmt_pns if row.kind is Kind.PNS and own.tmt_pns is not None and tmt < own.tmt_pns else None
        golongan, graded = _grades(row, own, tmt)
        appointed = row._replace(kind=Kind.CPNS if confirmed else row.kind, golongan=golongan, tmt=tmt, aktif=True)
        for event in self.of(appointed, ids, first, history):
            if isinstance(event, EmployeeRegistered):
                yield event.model_copy(update={"kind": row.kind})
            elif isinstance(event, EmployeeAppointed):
                yield event.model_copy(update={"decision": by_cpns})
            else:
                yield event
        later: list[tuple[date, Event]] = []
        more = self._ids.several(f"{row.row}/own", 4)
        place = row.row * self.PLACES + 4
        if confirmed is not None:
            event = self._confirmed({"event_id": more[0], "place": place, "tmt": confirmed, "decision": by_pns})
            later.append((confirmed, event))
        if graded is not None:
            change = {"golongan_baru": row.golongan, "mk_tahun": own.mk_tahun, "mk_bulan": own.mk_bulan}
            later.append((graded, self._graded({"event_id": more[1], "place": place + 1, "tmt": graded, **change})))
        if row.tmt_jabatan is not None and is_moved(row):
            move = {"assignment_id": more[3], "jenis": JenisPerpindahan.ROTASI}
            there = {"jabatan_id": present.jabatan_id, "unor_id": present.unor_id}
            event = self._assigned({"event_id": more[2], "place": place + 2, "tmt": row.tmt_jabatan, **move, **there})
            later.append((row.tmt_jabatan, event))
        yield from (event for _, event in sorted(later, key=lambda pair: (pair[0], pair[1].PRECEDENCE)))


def _held_from_appointment(row: RosterRow) -> Iterator[Problem]:
    """What the row dates by no day, or by one before the appointment, and so is taken to hold from then on."""
    own = own_of(row)
    days = (
        ("TMT PNS", own.tmt_pns, row.kind is Kind.PNS),
        ("TMT GOLONGAN", row.tmt_golongan, row.golongan not in (None, own.golongan_awal)),
        ("TMT JABATAN", row.tmt_jabatan, True),
    )
    for column, day, told in days:
        if told and row.tmt is not None and (day is None or day < row.tmt):
            yield HeldFromAppointment(f"The appointment is of {row.tmt}.", field=column, value=day)


def _grades(row: RosterRow, own: Own, tmt: date) -> tuple[Golongan | None, date | None]:
    """The grade of the appointment, and the day from which the present one holds where it came later."""
    later = row.tmt_golongan is not None and tmt < row.tmt_golongan and row.golongan is not None
    if not later:
        return row.golongan, None
    return own.golongan_awal, None if own.golongan_awal == row.golongan else row.tmt_golongan
