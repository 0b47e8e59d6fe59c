"""Long careers, to measure what a history costs: of so many facts, of several kinds, in the order of their days."""

import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

from kinerja_es.cli.commands import command
from kinerja_es.domain.catalogue import Command
from kinerja_es.domain.correction import RecordCorrected
from kinerja_es.domain.envelope import Actor
from kinerja_es.domain.person import (
    CommendationAwarded,
    EducationRecorded,
    PaymentReported,
    PersonalDataChanged,
)
from kinerja_es.recording.record import Recorder, Request

ACTOR = Actor(user_id="benchmark")
TOGETHER = 50
"""Facts in one request."""
DAYS = 3000
"""All of it happens within so many days of the appointment, before whatever is decided next."""
TODAY = date(2034, 12, 31)
"""A day after all of it."""


def request() -> Request:
    return Request(uuid4(), ACTOR, keep=False)


def lengthen(recorder: Recorder, stream: str, facts: int, since: date, *, corrected: int = 0) -> None:
    """Record what is left to so many facts, some of which correct others."""
    wanted = facts - corrected - recorder.log.version_of(stream)
    asks = [_ask(number, since + timedelta(days=number * DAYS // max(wanted, 1))) for number in range(wanted)]
    told: list[dict[str, Any]] = []
    for start in range(0, wanted, TOGETHER):
        told += recorder.record(stream, asks[start : start + TOGETHER], request())["events"]
    paid = [event["event_id"] for event in told if event["type"] == "PaymentReported"]
    for number, event_id in enumerate(paid[:corrected], 1):
        patch = {"path": "gaji_rp", "old": 2_500_000, "new": 2_500_000 + number}
        ask = command(RecordCorrected, target_event_id=event_id, patches=[patch], evidence="SIPD", approved_by="BKPSDM")
        recorder.record(stream, [ask], request())


def _ask(number: int, day: date) -> Command:
    match number % 4:
        case 0:
            paid = {"gaji_rp": 2_500_000, "tpp_rp": 0, "sumber": f"SIPD {number}"}
            return command(PaymentReported, bulan=day.replace(day=1), **paid)
        case 1:
            return command(CommendationAwarded, harga_id="101", nomor=f"KEP-{number}", tanggal=day, tahun=day.year)
        case 2:
            return command(PersonalDataChanged, tmt=day, field="alamat", new=f"Jalan Contoh {number}", evidence="KTP")
        case _:
            degree = {"tingkat_id": "40", "nama": f"Studi {number}", "sekolah": "Universitas Contoh"}
            return command(EducationRecorded, tmt=day, tahun_lulus=2012, **degree)


class Took(NamedTuple):
    """The median seconds of a piece of work: of the processor alone, and in all."""

    cpu: float
    wall: float


def in_turns(works: dict[str, Callable[[], object]], turns: int) -> dict[str, Took]:
    """What each work takes; all of them go once in each turn, so that the machine treats them alike.

    Work of some milliseconds on a shared machine is told by its own processor time: others' turns are not in it.
    """
    took: dict[str, list[Took]] = {name: [] for name in works}
    for _ in range(turns):
        for name, work in works.items():
            cpu, wall = time.process_time(), time.perf_counter()
            work()
            took[name].append(Took(time.process_time() - cpu, time.perf_counter() - wall))
    return {name: Took(*(statistics.median(each) for each in zip(*times, strict=True))) for name, times in took.items()}
