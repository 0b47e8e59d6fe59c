"""Why somebody stands where they stand, and what changed between two moments: which fact, which SK, which rule.

A part of a standing (status, post, pay) is explained by the last fact in fold order that changed it for the day asked
about; what an explanation itself cites (an assessment, an evaluation, a case) is told with it.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from kinerja_es.audit.replay import KnownAt, Sources, position_of, standing, state, told
from kinerja_es.domain.envelope import Event, Recorded, subject_of
from kinerja_es.domain.fold import step
from kinerja_es.domain.history import History
from kinerja_es.domain.identity import numbered
from kinerja_es.domain.standing import Standing, Status, marked_until, stretches
from kinerja_es.errors import NotRecordedThen, Problems, catalogue

Answer = dict[str, Any]

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
    "tanda": "Kasus, pembinaan, atau hukuman yang berjalan. / A case, coaching or sanction that runs.",
}


def why(sources: Sources, employee: str, *, valid_at: date | None = None, known_at: KnownAt = None) -> Answer:
    """For each part of an employee's standing on a day: which fact, which SK, which rule.

    `employee` is a UUID or a NIP. Raises EMPLOYEE_UNKNOWN, or NOT_RECORDED_THEN.
    """
    found = standing(sources, employee, valid_at=valid_at, known_at=known_at)
    stream, day = f"pegawai-{found['pegawai_id']}", date.fromisoformat(found["valid_at"])
    career = _career(sources, stream, known_at)
    because = causes(career.history, day)
    return {
        **{name: found[name] for name in ("pegawai_id", "nip", "nama", "valid_at", "known_at", "version")},
        "parts": [
            {
                "part": part,
                "label": label,
                "value": found[part],
                "rule": _rule(part, found),
                "because": career.told(because.get(part)),
            }
            for part, label in PARTS.items()
            if found[part] not in (None, [])
        ],
        "flags": [*_flags(career, day)],
    }


def _rule(part: str, found: Mapping[str, Any]) -> str:
    if part == "status":
        return STATUS_RULES.get(Status(found["status"]), "")
    return RULES.get(part, "")


class Career(NamedTuple):
    """An employee's facts, with where and when each was recorded."""

    zone: ZoneInfo
    history: History
    recorded: Mapping[UUID, Recorded]

    def told(self, fact: Event | None) -> Answer | None:
        """A fact with its place in the log, and the facts that it cites."""
        if fact is None:
            return None
        return {**self._one(fact), "evidence": [self._one(other) for other in self._cited(fact)]}

    def _one(self, fact: Event) -> Answer:
        recorded = self.recorded[fact.event_id]
        return told(recorded._replace(event=fact), self.zone) | state(recorded.event, fact)

    def _cited(self, fact: Event) -> Iterator[Event]:
        """The facts of this employee that a fact names by an id of theirs: an assessment, an evaluation, a case."""
        named = set(_ids(fact))
        for other in self.history:
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


def _own_ids(fact: Event) -> Iterator[UUID]:
    """The ids by which others name a fact: its own, and that of what it began (an assessment, a case)."""
    yield fact.event_id
    for name in type(fact).model_fields:
        if name.endswith("_id") and name not in Event.model_fields and name not in _PLACES:
            value = getattr(fact, name)
            if isinstance(value, UUID):
                yield value
            return


def _career(sources: Sources, stream: str, known_at: KnownAt) -> Career:
    recorded = sources.log.read(stream, up_to=position_of(sources.log, known_at))
    return Career(sources.recorder.zone, History(r.event for r in recorded), {r.event.event_id: r for r in recorded})


def causes(history: History, day: date) -> dict[str, Event]:
    """For each part of the standing on a day, the last fact in fold order that changed it."""
    standing = Standing()
    held: dict[str, Any] = {}
    because: dict[str, Event] = {}
    for fact in history:
        standing = step(standing, fact)
        for part, value in parts(standing, day).items():
            if value != held.get(part):
                held[part], because[part] = value, fact
    return because


def parts(standing: Standing, day: date) -> Answer:
    """A standing on a day, part by part."""
    following = [s for s in stretches(standing) if s.valid_to is None or day < s.valid_to]
    on = following[0] if following and following[0].holds(day) else None
    number = next((n.nip for n in numbered(standing.numbers) if _holds(n, day)), None)
    if on is None:
        return {"nip": number}
    return {
        "nip": number,
        "status": (on.status, on.ground, on.engagement_id),
        "kind": on.kind,
        "golongan": on.golongan,
        "jabatan": on.assignment_id,
        "unor": on.unor_id,
        "merangkap": on.acting,
        "contract": on.contract_id,
        "gaji_persen": on.gaji_persen,
        "tpp_persen": on.tpp_persen,
        "tanda": tuple((t, marked_until([(s.valid_to, s.tanda) for s in following], t)) for t in on.tanda),
    }


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
            yield {"code": flag.code, "label": problem.label, "pesan": problem.pesan, "because": career.told(fact)}


# -- two moments -------------------------------------------------------------------------


class Moment(NamedTuple):
    """A day, as known at a time or a position."""

    valid_at: date | None = None
    known_at: KnownAt = None


def diff(sources: Sources, employee: str, before: Moment, after: Moment) -> Answer:
    """What differs in an employee's standing between two moments on either axis, and by which recorded fact."""
    stream = sources.recorder.employee(employee)
    first, second = _standing(sources, employee, before), _standing(sources, employee, after)
    former, career = _career(sources, stream, before.known_at), _career(sources, stream, after.known_at)
    today = sources.recorder.today
    return {
        "pegawai_id": str(subject_of(stream)),
        "from": _told_moment(first, former),
        "to": _told_moment(second, career),
        "changes": [
            {
                "part": part,
                "label": label,
                "before": first[part],
                "after": second[part],
                "because": career.told(
                    _changed(former, career, part, before.valid_at or today, after.valid_at or today)
                ),
            }
            for part, label in PARTS.items()
            if first[part] != second[part]
        ],
        "recorded": [career.told(fact) for fact in career.history.recorded if fact.event_id not in former.recorded],
    }


def _standing(sources: Sources, employee: str, moment: Moment) -> Answer:
    try:
        return standing(sources, employee, valid_at=moment.valid_at, known_at=moment.known_at)
    except Problems as problems:
        if not all(isinstance(problem, NotRecordedThen) for problem in problems.problems):
            raise
        # Nothing was known then: everything is new.
        day = (moment.valid_at or sources.recorder.today).isoformat()
        return {**dict.fromkeys(PARTS), "merangkap": [], "tanda": [], "valid_at": day, "known_at": None, "version": 0}


def _told_moment(found: Mapping[str, Any], career: Career) -> Answer:
    return {"valid_at": found["valid_at"], "known_at": found["known_at"], "version": len(career.recorded)}


def _changed(former: Career, career: Career, part: str, first: date, second: date) -> Event | None:
    """The fact without which the second moment would be as the first one; else the last that changed this part."""
    before = parts(former.history.standing, first).get(part)

    def without(fact: Event) -> Any:
        left = History(f for f in career.history.recorded if f.event_id != fact.event_id)
        return parts(left.standing, second).get(part)

    for fact in _candidates(former, career, first, second):
        if without(fact) == before:
            return fact
    return causes(career.history, second).get(part)


def _candidates(former: Career, career: Career, first: date, second: date) -> Iterable[Event]:
    """What was recorded in between, the latest first; then what took effect in between."""
    new = [f for f in career.history.recorded if f.event_id not in former.recorded]
    low, high = sorted((first, second))
    came = [f for f in career.history if low < f.tmt <= high]
    return [*reversed(new), *reversed(came)]
