"""Facts about nobody: cases, sanctions and coachings."""

from datetime import date
from typing import Any

from kinerja_es.domain.coaching import CoachingConcluded, CoachingOutcome, CoachingStarted
from kinerja_es.domain.discipline import (
    AppealBody,
    DisciplinarySanctionImposed,
    JenisPelanggaran,
    SanctionAppealDecided,
    SanctionAppealFiled,
    SanctionEnded,
    Temuan,
    Tingkat,
    ViolationExamined,
    ViolationReported,
)
from tests.examples import fact, new_id


def reported(**over: Any) -> ViolationReported:
    return fact(
        ViolationReported,
        over,
        case_id=new_id(),
        tanggal=date(2026, 2, 2),
        jenis=JenisPelanggaran.ABSENSI,
        tanggal_kejadian=date(2026, 1, 30),
    )


def examined(**over: Any) -> ViolationExamined:
    return fact(
        ViolationExamined,
        over,
        case_id=new_id(),
        tanggal=date(2026, 2, 20),
        pemeriksa=("Pemeriksa Contoh",),
        bap_nomor="BAP-1/2026",
        finding=Temuan.TERBUKTI,
    )


def sanctioned(**over: Any) -> DisciplinarySanctionImposed:
    return fact(
        DisciplinarySanctionImposed,
        over,
        sanction_id=new_id(),
        case_id=new_id(),
        jenis_hukuman_id="23",
        tingkat=Tingkat.S,
        mulai=date(2026, 3, 1),
        akhir=date(2026, 8, 31),
        tpp_persen=75,
        diterima_tanggal=date(2026, 2, 25),
    )


def appealed(**over: Any) -> SanctionAppealFiled:
    return fact(SanctionAppealFiled, over, sanction_id=new_id(), body=AppealBody.KEBERATAN, filed_on=date(2026, 3, 5))


def decided(**over: Any) -> SanctionAppealDecided:
    return fact(
        SanctionAppealDecided,
        over,
        sanction_id=new_id(),
        body=AppealBody.KEBERATAN,
        tanggal=date(2026, 4, 1),
        outcome="UPHELD",
    )


def served(**over: Any) -> SanctionEnded:
    return fact(SanctionEnded, over, sanction_id=new_id(), tanggal=date(2026, 6, 1))


def coached(**over: Any) -> CoachingStarted:
    return fact(
        CoachingStarted,
        over,
        coaching_id=new_id(),
        evaluation_id=new_id(),
        pembina="Atasan Contoh",
        goals=("Laporan mingguan tepat waktu",),
        mulai=date(2026, 2, 1),
    )


def concluded(**over: Any) -> CoachingConcluded:
    return fact(
        CoachingConcluded,
        over,
        coaching_id=new_id(),
        tanggal=date(2026, 4, 30),
        outcome=CoachingOutcome.NOT_IMPROVED,
    )
