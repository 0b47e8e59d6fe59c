"""What clerks ask for, sensible or not: facts by SK, on few days and few posts, so that they meet."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from kinerja_es.domain.catalogue import Command
from kinerja_es.domain.corrected import value_at
from kinerja_es.domain.correction import RecordCorrected
from kinerja_es.domain.envelope import Event, subject_of
from kinerja_es.domain.history import History
from kinerja_es.domain.ralat import DecisionCorrected
from tests import examples
from tests.properties.agency import DAYS, PEOPLE, POSTS, SKS, UNOR
from tests.recording.recorder import plain

days = st.sampled_from(DAYS)
posts = st.sampled_from(POSTS)
sks = st.sampled_from(SKS[:3])
spans = st.tuples(days, st.integers(1, 12)).map(lambda span: (span[0], span[0] + timedelta(days=30 * span[1] - 1)))
nips = st.integers(1, 3).map(examples.nip)


def _by(sk_id: UUID, kind: str, /, **fields: Any) -> Command:
    return plain(kind, sk={"sk_id": sk_id}, **fields)


def appointment(day: date, post: UUID, sk_id: UUID, kind: str = "PPPK") -> Command:
    return _by(sk_id, "EmployeeAppointed", tmt=day, kind=kind, jabatan_id=post, unor_id=UNOR)


def duty(day: date) -> Command:
    return plain("DutyCommenced", tanggal=day)


def number(day: date, nip: str) -> Command:
    return plain("IdentityNumberAssigned", tmt=day, nip=nip)


def contract(span: tuple[date, date]) -> Command:
    return plain("EmploymentContractSigned", nomor=f"PK-{span[0]}", mulai=span[0], akhir=span[1])


def move(day: date, post: UUID, sk_id: UUID, penugasan: str = "D", until: date | None = None) -> Command:
    fields = {"jabatan_id": post, "unor_id": UNOR, "penugasan": penugasan, "tmt_akhir": until}
    return _by(sk_id, "PositionAssigned", tmt=day, jenis="ROTASI", **fields)


def relief(day: date, sk_id: UUID) -> Command:
    return _by(sk_id, "PositionRelieved", tmt=day, ground="Penataan")


def suspension(day: date, until: date | None, sk_id: UUID) -> Command:
    return _by(sk_id, "EmploymentSuspended", tmt=day, until=until, ground="SEMENTARA", gaji_persen=50, tpp_persen=0)


def reactivation(day: date, sk_id: UUID) -> Command:
    return _by(sk_id, "EmploymentReinstated", tmt=day)


def ending(day: date, sk_id: UUID, ground: str = "PERMINTAAN_SENDIRI") -> Command:
    return _by(sk_id, "EmploymentTerminated", tmt=day, ground=ground, honour="HORMAT")


facts = st.one_of(
    st.builds(appointment, days, st.just(POSTS[2]), sks, st.sampled_from(["PNS", "PPPK"])),
    st.builds(duty, days),
    st.builds(number, days, nips),
    st.builds(contract, spans),
    st.builds(move, days, posts, sks, st.sampled_from(["D", "D", "PLT"]), st.none() | days),
    st.builds(relief, days, sks),
    st.builds(suspension, days, st.none() | days, sks),
    st.builds(reactivation, days, sks),
    st.builds(ending, days, sks, st.sampled_from(["PERMINTAAN_SENDIRI", "BUP"])),
)
"""One fact about one employee."""


# -- what was wrong ----------------------------------------------------------------------

WHY = {"evidence": "SK asli", "approved_by": "Kepala BKPSDM", "reason": "Salah catat"}

changes = st.one_of(
    st.tuples(st.just("day"), days),
    st.tuples(st.just("end"), st.none() | days),
    st.tuples(st.just("jabatan_id"), posts),
    st.tuples(st.just("nip"), nips),
    st.tuples(st.just("nik"), st.integers(1, 2).map(examples.nik)),
)
"""What of a fact is to be another: its day, its end, its post, its number."""


def patch(target: Event, known: History, change: tuple[str, Any]) -> dict[str, Any]:
    """A field of a fact with the value now known and the new one; of a correction, what it says itself."""
    what, new = change
    names = {"day": type(target).TMT or "tmt", "end": _end(target)}
    path = "patches.0.new" if isinstance(target, RecordCorrected | DecisionCorrected) else names.get(what, what)
    now = known.by_id(target.event_id)
    try:
        old = None if now is None else value_at(now, path)
    except LookupError:
        old = None
    return {"path": path, "old": old, "new": new}


def _end(target: Event) -> str:
    return next((name for name in ("until", "akhir") if name in type(target).model_fields), "tmt_akhir")


def correction(target: Event, patched: dict[str, Any]) -> Command:
    return plain("RecordCorrected", target_event_id=target.event_id, patches=[patched], **WHY)


def back(target: Event, patched: dict[str, Any]) -> Command:
    """The correction that takes another one back."""
    return correction(target, {"path": patched["path"], "old": patched["new"], "new": patched["old"]})


def void(target: Event) -> Command:
    return plain("RecordVoided", target_event_id=target.event_id, **WHY)


# -- what becomes of an SK ---------------------------------------------------------------


def annulment(by: UUID, day: date, kind: str = "DIBATALKAN", whom: Sequence[UUID] = (), **more: Any) -> Command:
    given = {"effect_from": day, "defect": "PROSEDUR", "by": "PEJABAT", "diktum": "Kesatu"}
    return _by(by, "DecisionAnnulled", kind=kind, pegawai_ids=whom, **given | more)


def from_the_start(by: UUID, whom: Sequence[UUID]) -> Command:
    return annulment(by, DAYS[0], whom=whom, effect="EX_TUNC", effect_from=None)


some = st.lists(st.sampled_from([subject_of(stream) for stream in PEOPLE]), max_size=2, unique=True)
"""For whom: nobody is everybody."""
kinds = st.sampled_from(["DIBATALKAN", "DITUNDA"])
annulling = st.sampled_from(SKS[3:])
annulments = st.builds(annulment, annulling, days, kinds, some) | st.builds(from_the_start, annulling, some)


def restoration(lifts: UUID, day: date, whom: Sequence[UUID] = ()) -> Command:
    return plain("DecisionReinstated", lifts=lifts, mulai=day, court_ref="12/G/2026", pegawai_ids=whom)


def ralat(patches: list[dict[str, Any]]) -> Command:
    return plain("DecisionCorrected", patches=patches, reason="Salah ketik")
