"""What a government sets for itself, with sensible synthetic values."""

from datetime import date
from typing import Any
from uuid import UUID

from kinerja_es.domain.envelope import Capacity
from kinerja_es.domain.instansi import (
    BudgetCeilingSet,
    OfficialTermEnded,
    OfficialTermStarted,
    PolicyAdopted,
    StaffingNeedSet,
)
from kinerja_es.domain.policy import Policy
from tests.examples import JABATAN, UNOR, fact

MASA_JABATAN = UUID("00000000-0000-4000-8000-000000000030")


def policy_adopted(**over: Any) -> PolicyAdopted:
    return fact(PolicyAdopted, over, tmt=date(2026, 1, 1), policy_version=1, content=Policy())


def term_started(**over: Any) -> OfficialTermStarted:
    return fact(
        OfficialTermStarted,
        over,
        term_id=MASA_JABATAN,
        nama="Pejabat Contoh",
        jabatan="Wali Kota Serang",
        kapasitas=Capacity.D,
        dari=date(2025, 2, 20),
        sampai=date(2030, 2, 19),
    )


def term_ended(**over: Any) -> OfficialTermEnded:
    return fact(OfficialTermEnded, over, tmt=date(2029, 6, 1), term_id=MASA_JABATAN)


def need_set(**over: Any) -> StaffingNeedSet:
    return fact(
        StaffingNeedSet,
        over,
        tmt=date(2026, 1, 5),
        unor_id=UNOR,
        sektor="PENDIDIKAN",
        tahun=2026,
        jumlah=40,
        sumber="Analisis beban kerja 2026",
    )


def ceiling_set(**over: Any) -> BudgetCeilingSet:
    return fact(
        BudgetCeilingSet,
        over,
        tmt=date(2026, 1, 5),
        unor_id=UNOR,
        program="2.18.03",
        jabatan_id=JABATAN,
        tahun=2026,
        pagu_rp=400_000_000,
        sumber="APBD 2026",
    )
