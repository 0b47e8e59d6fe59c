"""Recording commands: gather what deciding needs, judge, append in one transaction, answer."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson

from kinerja_es.domain.appointment import held_key
from kinerja_es.domain.catalogue import BY_NAME, SUBJECT_FIELD, Command, SkRef, corrections, generated, short_name
from kinerja_es.domain.decision import CONTENT, DecisionIssued, sk_key
from kinerja_es.domain.envelope import (
    Actor,
    Category,
    DecisionRef,
    Event,
    Key,
    Source,
    Warned,
    new_id,
    stream_name,
    subject_of,
)
from kinerja_es.domain.given import Given
from kinerja_es.domain.history import EMPTY, History
from kinerja_es.domain.instansi import policies_in
from kinerja_es.domain.policy import NO_POLICIES, Policies
from kinerja_es.domain.unit import within_key
from kinerja_es.domain.values import Nip
from kinerja_es.errors import (
    AlreadyRecorded,
    AlreadySuspended,
    ConcurrencyConflict,
    DecisionUnknown,
    DuplicateSk,
    EmployeeUnknown,
    EngagementOverlap,
    LaterFactImpossible,
    NipInvalid,
    Problem,
    Problems,
    ValueMissing,
)
from kinerja_es.errors.correction import StreamClosed
from kinerja_es.log.application import Command as LogCommand
from kinerja_es.log.application import Log, Unchanged, Write, topics_of
from kinerja_es.recording.judge import judge
from kinerja_es.recording.reach import reached

T = TypeVar("T")

SHARED = frozenset({"post", "within", "cites"})
"""Kinds of key that many streams claim alike."""

CORRECTING = topics_of(corrections(Category.PEGAWAI))
"""The kinds of event by which an employee may no longer have a number."""

_AT_ONCE = datetime.min.replace(tzinfo=UTC)

ATTEMPTS = 10
"""How often a command is decided again when something it was decided on has moved meanwhile."""


@dataclass(frozen=True)
class Request:
    """Who asks, under which identity, by which way in."""

    command_id: UUID
    actor: Actor
    source: Source = Source.API
    body: bytes = b""
    """What was asked, in bytes: the same command_id with other bytes is refused."""
    keep: bool = True
    """Whether the answer is kept, so that the same request is answered as before."""


@dataclass
class Reading:
    """What deciding has read so far, at one head of the log."""

    log: Log
    today: date
    head: int
    instansi: "Instansi"
    others: dict[str, History] = field(default_factory=dict[str, History])
    unchanged: Unchanged = field(init=False)

    def __post_init__(self) -> None:
        self.unchanged = Unchanged(self.head)
        # What the government has set for itself is read with everything: its policy judges every fact.
        self.unchanged.streams[self.instansi.stream] = len(self.instansi.history)
        if self.instansi.history:
            self.others[self.instansi.stream] = self.instansi.history

    @property
    def policies(self) -> Policies:
        return self.instansi.policies

    def history(self, stream: str) -> History:
        """A stream's facts, read once."""
        if stream not in self.others:
            facts = self.log.read(stream, up_to=self.head)
            self.unchanged.streams[stream] = len(facts)
            if not facts:
                return EMPTY
            self.others[stream] = History(r.event for r in facts)
        return self.others[stream]

    def read(self, streams: Iterable[str]) -> None:
        """Read many streams at once."""
        new = [stream for stream in dict.fromkeys(streams) if stream not in self.unchanged.streams]
        facts = self.log.facts_of(new, up_to=self.head)
        for stream in new:
            self.unchanged.streams[stream] = len(facts.get(stream, ()))
            if found := facts.get(stream):
                self.others[stream] = History(found)

    def owners(self, keys: Sequence[Key]) -> dict[Key, tuple[str, ...]]:
        """Which streams hold these natural keys."""
        found = self.log.owners(keys, up_to=self.head)
        self.unchanged.keys.update(dict.fromkeys(keys, 0))
        self.unchanged.keys.update({key: claims[-1][0] for key, claims in found.items() if claims})
        return {key: tuple(stream for _, stream in claims) for key, claims in found.items()}

    def given(self, event: Event, stream: str, history: History) -> Given:
        """All that the rules of one fact may look at."""
        for other in event.refers_to(history):
            self.history(other)
        posts = (*event.posts(history), *self.posts_in(event.empties()))
        holders = {post: self.holders(post, but=stream) for post in posts}
        unique = [key for key in event.keys(history) if key.kind not in SHARED]
        given = Given(
            stream=stream,
            today=self.today,
            history=history,
            others=self.others,
            owners=self.held(unique) if unique else {},
            holders=holders,
            policies=self.policies,
        )
        for other in event.refers_further(given):
            self.history(other)
        return given

    def posts_in(self, units: Sequence[UUID]) -> Iterable[UUID]:
        """The posts that were ever in these units."""
        streams = (
            sorted({s for found in self.owners([*map(within_key, units)]).values() for s in found}) if units else []
        )
        self.read(streams)
        return map(subject_of, streams)

    def holders(self, jabatan_id: UUID, *, but: str) -> dict[str, History]:
        """The careers of everybody else who was ever placed in a post."""
        key = held_key(jabatan_id)
        streams = {s for s in self.owners([key]).get(key, ()) if s != but}
        return {s: self.history(s) for s in sorted(streams)}

    def held(self, keys: Sequence[Key]) -> dict[Key, tuple[str, ...]]:
        """Which streams hold these natural keys now: a claim that was corrected or voided meanwhile holds no more."""
        found = self.owners(keys)
        return {
            key: tuple(stream for stream in dict.fromkeys(streams) if _claims(self.history(stream), key))
            for key, streams in found.items()
        }

    def holder(self, key: Key) -> str | None:
        """The stream that is meant by a natural key: whose it is now, or else whose it was before a correction."""
        streams = self.held([key]).get(key) or self.owners([key]).get(key)
        return streams[0] if streams else None


def _claims(history: History, key: Key) -> bool:
    """Whether a fact that stands claims it; what a correction claims, the corrected fact does itself."""
    return any(key in fact.claims() for fact in history if not fact.CORRECTS)


class Instansi(NamedTuple):
    """What the government has set for itself, as known at one version of its stream."""

    stream: str
    history: History
    policies: Policies


class Recorder:
    """Takes commands and records what they ask for, or says everything that speaks against it."""

    def __init__(self, log: Log, zone: ZoneInfo) -> None:
        self.log = log
        self._zone = zone
        self._instansi = Instansi(stream_name(Category.INSTANSI, UUID(log.log_id)), EMPTY, NO_POLICIES)
        self._look_again = _AT_ONCE

    @property
    def instansi(self) -> Instansi:
        """What the government has set for itself by now: read again only once it has moved."""
        known = self._instansi
        if self.log.version_of(known.stream) != len(known.history.recorded):
            history = History(r.event for r in self.log.read(known.stream))
            known = self._instansi = Instansi(known.stream, history, policies_in(history))
        return known

    @property
    def zone(self) -> ZoneInfo:
        """The government's time zone: its policy's, or as this process was told.

        Each question asks for it: whether another process has adopted a policy is looked up once a minute.
        """
        now = self.log.clock()
        known = self._instansi
        if now >= self._look_again:
            known, self._look_again = self.instansi, now + timedelta(minutes=1)
        name = known.policies.content(now.astimezone(self._zone).date()).zone_name()
        return self._zone if name is None else ZoneInfo(name)

    def look_again(self) -> None:
        """The next question looks up what the government has set for itself."""
        self._look_again = _AT_ONCE

    @property
    def today(self) -> date:
        """The civil date in the government's time zone."""
        return self.log.clock().astimezone(self.zone).date()

    # -- finding -------------------------------------------------------------------------

    def employee(self, named: str) -> str:
        """The stream of an employee named by UUID or by a NIP, also a former one."""
        text = named.strip()
        try:
            stream = stream_name(Category.PEGAWAI, UUID(text))
        except ValueError:
            return self._by_nip(text)
        if self.log.version_of(stream) == 0:
            raise Problems([EmployeeUnknown(field="employee", value=named)])
        return stream

    def _by_nip(self, text: str) -> str:
        nip_lama = len(text) == 9 and text.isascii() and text.isdigit()
        try:
            key = Key("nip", text if nip_lama else Nip.parse(text))
        except NipInvalid as error:
            raise Problems(
                [EmployeeUnknown("It is neither a UUID nor a NIP.", field="employee", value=text)]
            ) from error
        claims = self.log.owners([key]).get(key, [])
        streams = [*dict.fromkeys(stream for _, stream in claims)]
        if len(streams) == 1 and not self.log.having(streams, CORRECTING):
            return streams[0]
        # Recorded for somebody else by mistake, or of two records of one person: who holds it now is meant.
        reading = self.reading()
        if held := reading.held([key]).get(key):
            return held[0]
        # A number that was left behind in a merge still finds the record that ended, which says where it went.
        ended = [stream for stream in streams if reading.history(stream).closed]
        if not ended:
            raise Problems([EmployeeUnknown(field="employee", value=text)])
        return ended[0]

    def reading(self) -> Reading:
        """What deciding starts from: nothing read yet, at the log's present head."""
        # The head first: what is set after it was read moves the stream, and the append is decided again.
        head = self.log.head()
        instansi = self.instansi
        return Reading(self.log, self.today, head, instansi)

    # -- recording -----------------------------------------------------------------------

    def open_stream(self, ask: Command, request: Request) -> dict[str, Any]:
        """Record a command that opens a stream of its own: an SK, a unit, a post, an employee."""
        kind = BY_NAME[_type_of(ask)]
        subject = new_id(request.command_id, kind.STREAM.value)
        try:
            return self.record(stream_name(kind.STREAM, subject), [ask], request, expected_version=0)
        except Problems as refused:
            if any(isinstance(problem, DuplicateSk) for problem in refused.problems):
                before = self.issued_before(ask)
                if before is not None:
                    return self._remembered(before, request)
            raise

    def record(
        self,
        stream: str,
        asks: Sequence[Command],
        request: Request,
        *,
        expected_version: int | None = None,
    ) -> dict[str, Any]:
        """Record one command or several for one stream, in one transaction.

        Answers with the stream's version, the log's position, the events and the warnings. Raises Problems with all
        that was found.
        """

        def decided(reading: Reading) -> Decided:
            history = reading.history(stream)
            version = len(history)
            if expected_version is not None and version != expected_version:
                detail = f"The version is {version}, expected was {expected_version}."
                # Not retried: the caller has to look at what happened first.
                conflict = ConcurrencyConflict(detail, field="expected_version", value=expected_version)
                raise Problems([conflict])
            if history.closed:
                raise Problems([StreamClosed(field="employee")])
            events, warnings = self.decide(reading, stream, history, asks, request)
            writes = [Write(stream, version + n, event) for n, event in enumerate(events, 1)]
            return Decided(writes, told_of(stream, version + len(events), events, warnings))

        return self.once(request, decided)

    def once(self, request: Request, decide: Callable[[Reading], "Decided"]) -> dict[str, Any]:
        """Decide, record it in one transaction and answer; decide again while what was decided on moves.

        A request that was recorded before is answered as before.
        """

        def attempt() -> dict[str, Any]:
            reading = self.reading()
            command = LogCommand(request.command_id, request.body) if request.keep else None
            # After the head was read: whoever recorded this command first is either seen here or by the append.
            if command is not None and (known := self.log.answered(command)) is not None:
                return answer_of(known.answer, known.position)
            writes, answer = decide(reading)
            if command is not None:
                command = command._replace(answer=orjson.dumps(answer))
            done = self.log.append(writes, unchanged=reading.unchanged, command=command)
            if any(write.stream == reading.instansi.stream for write in writes):
                self.look_again()
            return answer | {"position": done.position} if command is None else answer_of(done.answer, done.position)

        return retried(attempt)

    def decide(
        self, reading: Reading, stream: str, history: History, asks: Sequence[Command], request: Request
    ) -> tuple[list[Event], list[Problem]]:
        """The events that commands for one stream come to, and the warnings. Raises Problems."""
        before = history
        judged: list[Judged] = []
        for place, ask in enumerate(asks):
            problems: list[Problem] = []
            event = self._event(reading, stream, ask, request, place=place, problems=problems)
            if event is not None:
                problems += _given_before(ask, type(event), history)
                event, found = judge(event, reading.given(event, stream, history))
                problems += found
                history = history.and_then(event)
            judged.append(Judged(event, problems))
        if len(asks) > 1:
            judged = by_end_state(judged, before, history)
            for place, (_, problems) in enumerate(judged):
                for problem in problems:
                    problem.field = f"{place}.{problem.field or ''}".rstrip(".")
        told = [problem for _, problems in judged for problem in problems]
        if any(not problem.warning for problem in told):
            raise Problems(told)
        events = [event for event, _ in judged if event is not None]
        more, found = reached(reading.history, reading.given, stream, before, events)
        if any(not problem.warning for problem in found):
            raise Problems([*told, *found])
        return [*events, *more], [*told, *found]

    def _event(
        self, reading: Reading, stream: str, ask: Command, request: Request, *, place: int, problems: list[Problem]
    ) -> Event | None:
        """The event that a command asks for, before it is judged; None where it cites an SK that is not there."""
        kind = BY_NAME[_type_of(ask)]
        fields = {name: getattr(ask, name) for name in type(ask).model_fields if name not in ("type", "sk")}
        if ask.sk is not None:
            ref = self._cited(reading, ask.sk, problems)
            if ref is None:
                return None
            fields["decision"] = ref
        for name in generated(kind):
            fields[name] = fields[name] or new_id(request.command_id, place, name)
        if kind.TMT is not None:
            # Where it is worked out from what is known, today stands for it until then.
            fields["tmt"] = fields[kind.TMT] if kind.TMT else self.today
        if kind.STREAM in SUBJECT_FIELD:
            fields[SUBJECT_FIELD[kind.STREAM]] = subject_of(stream)
        cited: DecisionRef | None = fields.get("decision")
        day: date = fields["tmt"] if cited is None else cited.tanggal
        return kind(
            event_id=new_id(request.command_id, place),
            place=place,
            actor=request.actor,
            command_id=request.command_id,
            rule_set=reading.policies.rule_set(day),
            source=request.source,
            **fields,
        )

    def _cited(self, reading: Reading, sk: SkRef, problems: list[Problem]) -> DecisionRef | None:
        """The SK that a command cites, by id or by number, date and official."""
        sk_id = sk.sk_id
        if sk_id is None:
            if sk.nomor is None or sk.tanggal is None or sk.pejabat_jabatan is None:
                problems.append(ValueMissing("Give sk_id, or nomor, tanggal and pejabat_jabatan.", field="sk"))
                return None
            key = sk_key(sk.nomor, sk.tanggal, sk.pejabat_jabatan)
            holder = reading.holder(key)
            sk_id = None if holder is None else subject_of(holder)
        issued = reading.history(stream_name(Category.SK, sk_id)).of(DecisionIssued) if sk_id else []
        if not issued:
            problems.append(DecisionUnknown(field="sk", value=sk.sk_id or sk.nomor))
            return None
        return issued[0].ref()

    def issued_before(self, ask: Any) -> dict[str, Any] | None:
        """The same SK with the same content is answered as before; with other content the rules refuse it."""
        key = sk_key(ask.nomor, ask.tanggal, ask.pejabat_jabatan)
        held = self.reading().held([key]).get(key)
        if not held:
            return None
        recorded = self.log.read(held[0])
        issued = History(r.event for r in recorded).first(DecisionIssued)
        asked = {name: getattr(ask, name) for name in CONTENT}
        if issued is None or any(getattr(issued, n) != v for n, v in asked.items()):
            return None
        return told_of(held[0], 1, [issued], []) | {"position": recorded[0].position}

    def _remembered(self, answer: dict[str, Any], request: Request) -> dict[str, Any]:
        """The answer to a command under which nothing was new; its id is this command's from now on."""
        if not request.keep:
            return answer
        command = LogCommand(request.command_id, request.body, orjson.dumps(answer))
        answered = self.log.append([], command=command)
        return answer_of(answered.answer, answered.position)


class Decided(NamedTuple):
    """What a request comes to: what is to be recorded, and what is answered."""

    writes: Sequence[Write]
    answer: dict[str, Any]


class Judged(NamedTuple):
    """One command of several: its event, if there is one, and what speaks against it."""

    event: Event | None
    problems: list[Problem]


ARTEFACTS = (EngagementOverlap, AlreadySuspended)
"""What may speak against a command in the middle of a list, and no longer at its end."""


def by_end_state(judged: Sequence[Judged], before: History, after: History) -> list[Judged]:
    """What is left of the problems of a list once all of it has taken effect.

    An engagement of former years, recorded with its end, overlaps the present one only until the next command; an
    open suspension runs into a later one only until it is lifted. At the end of the list the fold names, as an
    anomaly, whatever overlaps all the same, and which of the facts recorded before no longer fits.
    """
    known = set(before.standing.anomalies)
    odd = [anomaly for anomaly in after.standing.anomalies if anomaly not in known]
    codes, disturbed = {a.code for a in odd}, {a.event_id for a in odd}
    later = {f"{fact.LABEL}, TMT {fact.tmt}." for fact in after if fact.event_id in disturbed}
    told = {p.detail for _, problems in judged for p in problems if isinstance(p, LaterFactImpossible)}
    untold = [
        detail
        for fact in before
        if fact.event_id in disturbed and (detail := f"{fact.LABEL}, TMT {fact.tmt}.") not in told
    ]
    settled: list[Judged] = []
    for event, problems in judged:
        left = [p for p in problems if not _is_artefact(p, codes, later)]
        if event is not None and len(left) < len(problems):
            if any(isinstance(p, ARTEFACTS) for p in problems):
                # What was refused until the end of the list has not been held against later facts yet.
                left += [LaterFactImpossible(detail, field="tmt", value=event.tmt) for detail in untold]
                untold = []
            warnings = tuple(Warned(code=p.code, field=p.field) for p in left if p.warning)
            event = event.model_copy(update={"warnings": warnings})  # noqa: PLW2901 - the same command, settled
        settled.append(Judged(event, left))
    return settled


def _is_artefact(problem: Problem, codes: AbstractSet[str], later: AbstractSet[str]) -> bool:
    """Whether a problem lay in the order of the commands alone: at the end of the list nothing is left of it."""
    if isinstance(problem, ARTEFACTS):
        return problem.code not in codes
    return isinstance(problem, LaterFactImpossible) and problem.detail not in later


def _given_before(ask: Command, kind: type[Event], history: History) -> Iterator[Problem]:
    """An id that a command names must be new: a fold would take two facts with one id for the same."""
    for name in generated(kind):
        named = getattr(ask, name)
        if named and any(getattr(fact, name) == named for fact in history if name in generated(type(fact))):
            yield AlreadyRecorded(field=name, value=named)


def retried(attempt: Callable[[], T]) -> T:
    """Decide again while what was decided on moves; the last conflict is the caller's."""
    for _ in range(ATTEMPTS - 1):
        try:
            return attempt()
        except ConcurrencyConflict:
            continue
    return attempt()


def answer_of(answer: bytes, position: int) -> dict[str, Any]:
    """The first answer to a command again; one that recorded nothing names the position of what it found."""
    known: dict[str, Any] = orjson.loads(answer)
    return {**known, "position": known.get("position", position)}


def told_of(stream: str, version: int, events: Sequence[Event], warnings: Sequence[Problem]) -> dict[str, Any]:
    category, _, subject = stream.partition("-")
    return {
        f"{category}_id": subject,
        "stream": stream,
        "version": version,
        "events": [_told(event) for event in events],
        # Without their values: the log keeps this answer, and a value may be a NIK.
        "warnings": [{**warning.as_dict(), "value": None} for warning in warnings],
    }


def _told(event: Event) -> Mapping[str, Any]:
    """What the caller needs to know of a recorded event: its id and the ids it gave."""
    names = dict.fromkeys((*_GIVEN, *generated(type(event))))
    given = {name: str(getattr(event, name)) for name in names if getattr(event, name, None) is not None}
    return {"event_id": str(event.event_id), "type": short_name(type(event)), "tmt": event.tmt.isoformat(), **given}


_GIVEN = ("engagement_id", "assignment_id", "contract_id", "evaluation_id", "suspension_id")
"""Ids that are told also where the server has not made them: the engagement and the post that a fact is about."""


def _type_of(ask: Command) -> str:
    return str(getattr(ask, "type"))  # noqa: B009 - only the generated subclasses have it
