"""Why somebody stands where they stand, and what changed between two moments: which fact, which SK, which rule.

A part of a standing (status, post, pay) is explained by the last fact in fold order that changed it for the day asked
about; what an explanation itself cites (an assessment, an evaluation, a case) is told with it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, reduce
from itertools import accumulate, pairwise
from typing import Any, NamedTuple, cast
from uuid import UUID

from kinerja_es.audit.career import Answer, Career
from kinerja_es.audit.replay import KnownAt, Sources, position_of, standing
from kinerja_es.domain.envelope import Category, Event, stream_name, subject_of
from kinerja_es.domain.fold import NEEDS, step
from kinerja_es.domain.history import History
from kinerja_es.domain.identity import numbered
from kinerja_es.domain.standing import Standing, Status, Tanda, marked_until, stretches
from kinerja_es.errors import NotRecordedThen, Problems, catalogue

PARTS: Mapping[str, str] = {
    "status": "Status",
    "nip": "NIP",
    "kind": "Jenis / Kind",
    "golongan": "Golongan / Grade",
    "jabatan": "Jabatan / Post",
    "unor": "Unor / Unit",
    "merangkap": "Merangkap / Acting",
    "contract": "Kontrak / Contract",
    "gaji_persen": "Gaji % / Salary %",
    "tpp_persen": "TPP % / Allowance %",
    "tanda": "Tanda / Marks",
}
"""The parts of a standing, as they are named for people."""

STATUS_RULES: Mapping[Status, str] = {
    Status.TERDAFTAR: "Terdaftar sampai SK pengangkatan ditetapkan. / Registered until an SK appoints.",
    Status.DIANGKAT: (
        "Diangkat sejak tanggal SK; aktif setelah TMT tiba dan SPMT terbit. / "
        "Appointed from the SK's date; active once the TMT has come and duty has started."
    ),
    Status.AKTIF: "TMT sudah tiba dan tugas sudah dilaksanakan (SPMT). / The TMT has come and duty has started.",
    Status.NONAKTIF_SEMENTARA: (
        "Pemberhentian sementara berlaku sampai berakhir atau diaktifkan kembali (UU 20/2023 ps 53). / "
        "A suspension runs until it ends or is lifted."
    ),
    Status.KONTRAK_HABIS: (
        "Masa perjanjian kerja lewat tanpa perpanjangan; berakhir karena tanggalnya. / "
        "The contract's last day has passed without renewal: by date alone."
    ),
    Status.BATAL: (
        "SK pengangkatan dibatalkan, berlaku sejak keputusan pembatalan (UU 30/2014 ps 66). / "
        "The appointing SK was annulled, from the annulling decision on."
    ),
    Status.PENSIUN: "Batas usia pensiun tercapai (UU 20/2023 ps 55). / The retirement age was reached.",
    Status.MENINGGAL: "Berakhir karena meninggal (UU 20/2023 ps 52). / Ended by death.",
    Status.PINDAH: "Pindah ke instansi lain dengan SK. / Moved to another agency by an SK.",
    Status.BERHENTI_HORMAT: "Diberhentikan dengan SK. / Ended by an SK, with honour.",
    Status.BERHENTI_HORMAT_TAPS: "Diberhentikan dengan SK. / Ended by an SK, with honour, not at own request.",
    Status.BERHENTI_TIDAK_HORMAT: "Diberhentikan dengan SK. / Ended by an SK, without honour.",
}
"""By which rule of the state machine a status holds."""

RULES: Mapping[str, str] = {
    "nip": "Nomor berlaku sejak TMT-nya sampai diganti. / A number holds from its TMT until the next one.",
    "kind": "Jenis mengikuti pengangkatan. / The kind is that of the appointment.",
    "golongan": "Golongan terakhir menurut TMT. / The latest grade by TMT.",
    "jabatan": "Penempatan definitif terakhir menurut TMT. / The latest definitive assignment by TMT.",
    "unor": "Unor dari jabatan definitif. / The unit of the definitive post.",
    "merangkap": "Penugasan Plt, Plh, Pj di samping jabatan definitif. / Acting beside the definitive post.",
    "contract": "Perjanjian kerja yang masanya memuat hari itu. / The contract whose term holds the day.",
    "gaji_persen": "Mengikuti status, pemberhentian sementara, dan hukuman. / By status, suspension and sanction.",
    "tpp_persen": "Mengikuti status, pemberhentian sementara, dan hukuman. / By status, suspension and sanction.",
    "tanda": "Perkara, pembinaan, atau hukuman yang berjalan. / A case, coaching or sanction that runs.",
}


def why(sources: Sources, employee: str, *, valid_at: date | None = None, known_at: KnownAt = None) -> Answer:
    """For each part of an employee's standing on a day: which fact, which SK, which rule.

    `employee` is a UUID or a NIP. Raises EMPLOYEE_UNKNOWN, or NOT_RECORDED_THEN.
    """
    found = standing(sources, employee, valid_at=valid_at, known_at=known_at)
    career, day = _career(sources, found), date.fromisoformat(found["valid_at"])
    because = Folded(career.history).causes(day)
    return {
        **{name: found[name] for name in ("pegawai_id", "nip", "nama", "valid_at", "known_at", "version")},
        "parts": [
            {
                "part": part,
                "label": label,
                "value": found[part],
                "rule": _rule(part, found),
                "because": _told(career, because.get(part)),
            }
            for part, label in PARTS.items()
            if found[part] not in (None, [])
        ],
        "flags": [*_flags(career, day)],
    }


def _rule(part: str, found: Mapping[str, Any]) -> str:
    return STATUS_RULES[Status(found["status"])] if part == "status" else RULES[part]


def _told(career: Career, fact: Event | None) -> Answer | None:
    """A fact with its place in the log, and the facts that it cites."""
    if fact is None:
        return None
    return {**career.told(fact), "evidence": [career.told(other) for other in _cited(career.history, fact)]}


def _cited(history: History, fact: Event) -> Iterator[Event]:
    """The facts of this employee that a fact names by an id of theirs: an assessment, an evaluation, a case."""
    named = set(_ids(fact))
    for other in history if named else ():
        if other is not fact and not named.isdisjoint(_own_ids(other)):
            yield other


def _ids(fact: Event) -> Iterator[UUID]:
    """The ids that a fact's payload names."""
    for name, value in fact.__dict__.items():
        if name in Event.model_fields or name in _PLACES:
            continue
        named = cast("tuple[Any, ...]", value) if isinstance(value, tuple) else (value,)
        yield from (one for one in named if isinstance(one, UUID))


_PLACES = frozenset({"jabatan_id", "unor_id", "sk_id", "batch_id", "engagement_id", "assignment_id"})


def _own_ids(fact: Event) -> tuple[UUID, ...]:
    """The ids by which others name a fact: its own, and that of what it began (an assessment, a case)."""
    name = _own_id(type(fact))
    began = None if name is None else fact.__dict__[name]
    return (fact.event_id, began) if isinstance(began, UUID) else (fact.event_id,)


@cache
def _own_id(kind: type[Event]) -> str | None:
    names = (name for name in kind.model_fields if name not in Event.model_fields and name not in _PLACES)
    return next((name for name in names if name.endswith("_id")), None)


class Folded:
    """A history with the standing before each of its facts."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._before = [*accumulate(history, step, initial=Standing())]
        self._places = {fact.event_id: place for place, fact in enumerate(history)}

    @property
    def standing(self) -> Standing:
        return self._before[-1]

    def causes(self, day: date) -> dict[str, Event]:
        """For each part of the standing on a day, the last fact in fold order that changed it."""
        held: dict[str, Any] = {}
        because: dict[str, Event] = {}
        for fact, (before, after) in zip(self._history, pairwise(self._before), strict=True):
            if after is before:
                continue
            for part, value in parts(after, day).items():
                if value != held.get(part):
                    held[part], because[part] = value, fact
        return because

    def last(self, before: date, day: date) -> dict[str, Event]:
        """The causes of a day; what has ended by its date since the day before it is told by the fact that set it."""
        found, after = self.causes(day), parts(self.standing, day)
        for part, fact in self.causes(before).items():
            later = part not in found or self._places[found[part].event_id] < self._places[fact.event_id]
            if later and parts(self.without(fact), before).get(part) == after.get(part):
                found[part] = fact
        return found

    def without(self, fact: Event) -> Standing:
        """What the standing would be without one fact: folded again from there on, or all of it where it corrects."""
        if fact.CORRECTS:
            return History(other for other in self._history.recorded if other.event_id != fact.event_id).standing
        place = self._places[fact.event_id]
        return reduce(step, self._history.facts[place + 1 :], self._before[place])


def parts(standing: Standing, day: date) -> Answer:
    """A standing on a day, part by part, each with the engagement or the post that it comes from.

    What is as before in another engagement or post is so by the fact that began that one.
    """
    on = standing.at(day)
    number = next((n.nip for n in numbered(standing.numbers) if _holds(n, day)), None)
    if on is None:
        return {"nip": number}
    return {
        "nip": number,
        "status": (on.status, on.ground, on.engagement_id),
        "kind": (on.engagement_id, on.kind),
        "golongan": (on.engagement_id, on.golongan),
        "jabatan": on.assignment_id,
        "unor": (on.assignment_id, on.unor_id),
        "merangkap": on.acting,
        "contract": (on.contract_id, on.contract_akhir, on.contract_upah_rp),
        "gaji_persen": (on.engagement_id, on.gaji_persen),
        "tpp_persen": (on.engagement_id, on.tpp_persen),
        "tanda": tuple((tanda, _marked_until(standing, day, tanda)) for tanda in on.tanda),
    }


def _marked_until(standing: Standing, day: date, tanda: Tanda) -> date | None:
    return marked_until(((s.valid_to, s.tanda) for s in stretches(standing, day)), tanda)


def _holds(number: Any, day: date) -> bool:
    started = number.valid_from is None or number.valid_from <= day
    return started and (number.valid_to is None or day < number.valid_to)


def _flags(career: Career, day: date) -> Iterator[Answer]:
    """Exceptions and anomalies that hold on a day, each with its fact."""
    known = catalogue()
    for flag in career.history.standing.flags:
        if flag.tmt <= day:
            problem = known[flag.code]
            fact = career.history.by_id(flag.event_id)
            yield {"code": flag.code, "label": problem.label, "pesan": problem.pesan, "because": _told(career, fact)}


# -- two moments -------------------------------------------------------------------------


class Moment(NamedTuple):
    """A day, as known at a time or a position."""

    valid_at: date | None = None
    known_at: KnownAt = None


def diff(sources: Sources, employee: str, before: Moment, after: Moment) -> Answer:
    """What differs in an employee's standing between two moments on either axis, and by which recorded fact.

    A cause is proven where without that fact alone the second moment would be as the first one. Of many facts that
    may be it only the likeliest are tried (`TRIED`); where none of them is it, the last one that changed the part is
    told, or what corrected that one last, unproven. There is none where nothing of the employee changed: the unor got
    another name.
    """
    first, second = _known(sources, employee, before), _known(sources, employee, after)
    changed = [part for part in PARTS if first.standing[part] != second.standing[part]]
    because = _causes_between(first, second, changed)
    return {
        "pegawai_id": second.standing["pegawai_id"],
        "from": _told_moment(first),
        "to": _told_moment(second),
        "changes": [
            {
                "part": part,
                "label": PARTS[part],
                "before": first.standing[part],
                "after": second.standing[part],
                "because": _told(second.career, because[part].fact),
                "proven": because[part].proven,
            }
            for part in changed
        ],
        "recorded": [_told(second.career, fact) for fact in _recorded_between(first, second)],
    }


class Known(NamedTuple):
    """What was known at one of two moments."""

    day: date
    position: int | None
    """None is now."""
    standing: Answer
    career: Career


class Cause(NamedTuple):
    """The fact by which a part differs."""

    fact: Event | None
    proven: bool = False


TRIED = 100
"""How many facts are tried as the cause of a difference: each takes a part of the history, folded again."""


def _known(sources: Sources, employee: str, moment: Moment) -> Known:
    day = moment.valid_at or sources.recorder.today
    position = position_of(sources.log, moment.known_at)
    try:
        found = standing(sources, employee, valid_at=day, known_at=moment.known_at)
    except Problems as problems:
        if not all(isinstance(problem, NotRecordedThen) for problem in problems.problems):
            raise
        # Nothing was known then: everything is new.
        nobody = str(subject_of(sources.recorder.employee(employee)))
        found = _NOTHING | {"pegawai_id": nobody, "known_at": position}
    return Known(day, position, found, _career(sources, found))


_NOTHING: Answer = {**dict.fromkeys(PARTS), "merangkap": [], "tanda": []}


def _career(sources: Sources, found: Answer) -> Career:
    """The facts of whoever answered: of a record that was merged away by then, the one that goes on."""
    stream = stream_name(Category.PEGAWAI, UUID(found["pegawai_id"]))
    return Career(sources.log.read(stream, up_to=found["known_at"]), sources.recorder.zone)


def _told_moment(known: Known) -> Answer:
    return {
        "pegawai_id": known.standing["pegawai_id"],
        "valid_at": known.day.isoformat(),
        "known_at": known.position,
        "version": len(known.career.recorded),
    }


def _causes_between(first: Known, second: Known, changed: Sequence[str]) -> Mapping[str, Cause]:
    """For each part that changed, the fact without which the second moment would be as the first one."""
    then, now = parts(first.career.history.standing, first.day), Folded(second.career.history)
    after, last = parts(now.standing, second.day), now.last(first.day, second.day)
    amended = _amended_between(first, second)
    likely = {part: amended.get(fact.event_id, fact) for part, fact in last.items()}
    found = {part: Cause(likely.get(part) if _differs(part, then, after) else None) for part in changed}
    untold = [part for part, cause in found.items() if cause.fact is not None]
    for fact in _candidates(first, second, [likely[part] for part in untold])[:TRIED]:
        if not untold:
            break
        left = parts(now.without(fact), second.day)
        shown = [part for part in untold if left.get(part) == then.get(part)]
        found |= dict.fromkeys(shown, Cause(fact, proven=True))
        untold = [part for part in untold if part not in shown]
    return found


def _differs(part: str, then: Answer, after: Answer) -> bool:
    """Whether a part is otherwise by a fact of the employee: a unor may have another name only, whatever the post."""
    if part == "unor":
        return _unor(then) != _unor(after)
    return then.get(part) != after.get(part)


def _unor(told: Answer) -> UUID | None:
    return told["unor"][1] if told.get("unor") else None


def _amended_between(first: Known, second: Known) -> Mapping[UUID, Event]:
    """The facts that were known at both moments and corrected in between, with what corrected each last."""
    new = _recorded_between(first, second)
    own = {fact.event_id for fact in new}
    return {
        target: fact
        for fact in new
        if fact.CORRECTS and second.career.stands(fact)
        for target in fact.amends()
        if target not in own
    }


def _candidates(first: Known, second: Known, likely: Sequence[Event]) -> list[Event]:
    """What was recorded in between, the latest first; then what took effect in between; of all these the likely first.

    What neither changes a standing nor what is known of other facts is left out.
    """
    low, high = sorted((first.day, second.day))
    new = _recorded_between(first, second)
    came = [fact for fact in second.career.history if low < fact.tmt <= high]
    found = {
        fact.event_id: fact
        for fact in (*reversed(new), *reversed(came))
        if (type(fact) in NEEDS or fact.CORRECTS) and second.career.stands(fact)
    }
    first_of_all = {fact.event_id: found[fact.event_id] for fact in likely if fact.event_id in found}
    return [*(first_of_all | found).values()]


def _recorded_between(first: Known, second: Known) -> list[Event]:
    """What was known at the second moment and not yet at the first one, in the order of recording."""
    if first.position is None:
        return []
    return [r.event for r in second.career.recorded.values() if r.position > first.position]
