"""What happens in the demo: an SK about two months back, and what followed it, told by the days of today."""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from kinerja_es.audit import replay
from kinerja_es.cli.commands import command, request
from kinerja_es.domain.appointment import DutyCommenced, OathTaken, PositionAssigned
from kinerja_es.domain.catalogue import Command
from kinerja_es.domain.contract import EmploymentContractSigned
from kinerja_es.domain.decision import DecisionExcerptDelivered, DecisionIssued
from kinerja_es.domain.envelope import Actor
from kinerja_es.domain.performance import PerformanceEvaluated
from kinerja_es.domain.rules import years_after
from kinerja_es.domain.status import EmploymentTerminated
from kinerja_es.domain.values import Kind, parse_date
from kinerja_es.recording.siasn import is_aktif
from kinerja_es.wiring import Service

ACTOR = Actor(user_id="demo", role="operator kepegawaian")
PEJABAT = {"pejabat_nama": "Pejabat Contoh", "pejabat_jabatan": "Bupati Contoh Sintetis", "kapasitas": "D"}
PLACE = "Pendopo Kabupaten"
MEMBERS = 40
"""For how many of the roster the story goes on."""
BORN_FROM = date(1975, 1, 1)
"""Whoever is older might reach the retirement age within the contract."""


@dataclass(frozen=True)
class Days:
    """The days of the story; the quarter that is evaluated is the last one that is over."""

    sk: date
    tmt: date
    ceremony: date
    """Petikan and oath."""
    quarter_end: date
    evaluated: date
    leaving_sk: date
    leaving: date
    moving: date
    """Ahead of today."""

    @classmethod
    def before(cls, today: date) -> "Days":
        first_month = today.replace(day=1, month=(today.month - 1) // 3 * 3 + 1)
        quarter_end = first_month - timedelta(days=1)
        tmt = quarter_end.replace(day=1)
        return cls(
            sk=_weekday_before(tmt - timedelta(days=6)),
            tmt=tmt,
            ceremony=_weekday_before(tmt + timedelta(days=14)),
            quarter_end=quarter_end,
            evaluated=min(today, quarter_end + timedelta(days=12)),
            leaving_sk=_weekday_before(quarter_end),
            leaving=first_month,
            moving=(today.replace(day=28) + timedelta(days=4)).replace(day=1),
        )


def _weekday_before(day: date) -> date:
    """The day itself, or the Friday before it."""
    return day - timedelta(days=max(day.weekday() - 4, 0))


def sk_file(days: Days, employees: Mapping[Kind, int]) -> dict[str, Any]:
    """SK.json of the demo."""
    return {
        **_decree(days.sk, "800.1.2.5/0101/BKPSDM", "PENGANGKATAN", sum(employees.values())),
        "tmt": days.tmt,
        "expected": {kind.value: number for kind, number in employees.items()},
    }


def _decree(day: date, number: str, jenis: str, persons: int = 1) -> dict[str, Any]:
    bentuk = "KOLEKTIF" if persons > 1 else "PERORANGAN"
    sk = {"nomor": f"{number}/{day.year}", "tanggal": day, "jenis": jenis, "bentuk": bentuk}
    return {**sk, **PEJABAT, "jumlah_pegawai": persons}


@dataclass(frozen=True)
class Told:
    """Who the story is about."""

    moved: str
    """NIP of the one who moves to the seat that becomes free."""
    left: str
    """NIP of the one who leaves."""
    members: int


class Story:
    """Records what followed the SK, as an operator would: one request for each employee."""

    def __init__(self, service: Service, days: Days, sk_id: UUID) -> None:
        self.service, self.days, self.sk_id = service, days, sk_id

    def tell(self, roster: Path, progress: Callable[[int], None]) -> Told:
        rows = members_of(roster)
        for row in rows:
            self._begin(row)
            progress(1)
        leaver = next(row for row in reversed(rows) if any(_could_follow(other, row) for other in rows))
        mover = next(row for row in rows if _could_follow(row, leaver))
        self._leave(leaver["NIP BARU"])
        self._move(mover["NIP BARU"], leaver["NIP BARU"])
        return Told(mover["NIP BARU"], leaver["NIP BARU"], len(rows))

    def _begin(self, row: Mapping[str, str]) -> None:
        """Petikan, oath, start of duty where the roster does not say aktif, contract, and the first quarter."""
        days = self.days
        facts = [
            command(DecisionExcerptDelivered, sk_id=self.sk_id, tanggal=days.ceremony, tempat=PLACE, cara="LANGSUNG"),
            command(
                OathTaken,
                tanggal=days.ceremony,
                tempat=PLACE,
                pejabat_pelantik=PEJABAT["pejabat_jabatan"],
                kapasitas=PEJABAT["kapasitas"],
            ),
        ]
        if not is_aktif(row["KEDUDUKAN HUKUM NAMA"], row["KEDUDUKAN HUKUM ID"]):
            facts.append(command(DutyCommenced, tanggal=days.ceremony, nomor_spmt=f"SPMT-{row['NIP BARU'][-3:]}"))
        self._record(row["NIP BARU"], *facts, self._contract(row), self._evaluation(row))

    def _contract(self, row: Mapping[str, str]) -> Command:
        tmt = self.days.tmt
        return command(
            EmploymentContractSigned,
            nomor=f"PK-{row['NIP BARU'][-6:]}/{tmt.year}",
            mulai=tmt,
            akhir=years_after(tmt, 1) - timedelta(days=1),
            upah_rp=2_500_000,
            dasar_upah="NON_ASN",
            upah_minimum_rp=2_400_000,
            sumber_anggaran=f"APBD {tmt.year}",
        )

    def _evaluation(self, row: Mapping[str, str]) -> Command:
        return command(
            PerformanceEvaluated,
            tmt=self.days.evaluated,
            scope="TRIWULAN",
            dari=self.days.tmt,
            sampai=self.days.quarter_end,
            penilai={"nama": "Atasan Contoh", "jabatan": f"Kepala {row['UNOR NAMA']}"},
            hasil=2,
            perilaku=1,
        )

    def _leave(self, nip: str) -> None:
        """One resigns: an SK of its own, honourably."""
        sk = self._issue(self.days.leaving_sk, "800.1.6.4/0102/BKPSDM", "PEMBERHENTIAN")
        self._record(
            nip,
            command(EmploymentTerminated, sk=sk, tmt=self.days.leaving, ground="PERMINTAAN_SENDIRI", honour="HORMAT"),
        )

    def _move(self, nip: str, leaver: str) -> None:
        """Another one is moved to the seat that became free: by an SK of today or before, from a day ahead."""
        left = replay.standing(self.service, leaver, valid_at=self.days.leaving_sk)
        sk = self._issue(self.days.leaving, "800.1.3.1/0103/BKPSDM", "MUTASI")
        places = {"jabatan_id": left["jabatan"]["id"], "unor_id": left["unor"]["id"]}
        self._record(nip, command(PositionAssigned, sk=sk, tmt=self.days.moving, jenis="ROTASI", **places))

    def _issue(self, day: date, number: str, jenis: str) -> dict[str, Any]:
        issuing = command(DecisionIssued, **_decree(day, number, jenis))
        answer = self.service.recorder.open_stream(issuing, request(ACTOR))
        return {"sk_id": answer["sk_id"]}

    def _record(self, nip: str, *facts: Command) -> None:
        recorder = self.service.recorder
        recorder.record(recorder.employee(nip), facts, request(ACTOR))


def members_of(roster: Path) -> list[dict[str, str]]:
    """Those of the roster for whom the story goes on, in its order."""
    with roster.open(encoding="utf-8", newline="") as file:
        rows = ({name: cell.lstrip("'") for name, cell in row.items()} for row in csv.DictReader(file))
        young = [row for row in rows if parse_date(row["TANGGAL LAHIR"]) >= BORN_FROM]
    return young[:MEMBERS]


def _could_follow(row: Mapping[str, str], leaver: Mapping[str, str]) -> bool:
    """Whether somebody does the same work elsewhere."""
    same = all(row[column] == leaver[column] for column in ("JABATAN NAMA", "JENIS PEGAWAI NAMA"))
    return same and row["UNOR NAMA"] != leaver["UNOR NAMA"]
