"""Facts about nobody's work: agreements, plans, realisations, assessments, upgrades, with sensible synthetic values."""

from datetime import date
from typing import Any
from uuid import UUID

from kinerja_es.domain.agreement import (
    Cadence,
    ClarificationAnswered,
    ClarificationRequested,
    PerformanceAgreementClosed,
    PerformanceAgreementRevised,
    PerformanceAgreementSigned,
    RealisationReported,
    RealisedItem,
    Target,
)
from kinerja_es.domain.competence import AssessmentTeamFormed, Assessor, CompetenceItem, CompetencyAssessed
from kinerja_es.domain.envelope import Event
from kinerja_es.domain.follow_up import EvaluationFollowUpConcluded, EvaluationFollowUpOpened, Outcome
from kinerja_es.domain.performance import EvaluationObjectionDecided, UnitPerformanceRated
from kinerja_es.domain.period import Scope
from kinerja_es.domain.plan import Pendekatan, PerformancePlanSet, Rhk
from kinerja_es.domain.rules import JenisJabatan
from kinerja_es.domain.superior import Evaluator
from kinerja_es.domain.unit import Duty, PositionEstablished, Standard, Title
from kinerja_es.domain.upgrade import (
    EmploymentStatusUpgraded,
    StatusUpgradeApproved,
    StatusUpgradeDeclined,
    StatusUpgradeProposed,
)
from kinerja_es.domain.values import Golongan, Kind
from tests import examples
from tests.examples import PENEMPATAN, fact

PERJANJIAN = UUID("00000000-0000-4000-8000-000000000020")
SKP = UUID("00000000-0000-4000-8000-000000000021")
REALISASI = UUID("00000000-0000-4000-8000-000000000022")
KLARIFIKASI = UUID("00000000-0000-4000-8000-000000000023")
EVALUASI = UUID("00000000-0000-4000-8000-000000000024")
ASESMEN = UUID("00000000-0000-4000-8000-000000000025")
TIM = UUID("00000000-0000-4000-8000-000000000026")
TINDAK_LANJUT = UUID("00000000-0000-4000-8000-000000000027")
USUL = UUID("00000000-0000-4000-8000-000000000028")
DINAS_INDUK = UUID("00000000-0000-4000-8000-000000000029")
PIMPINAN = UUID("00000000-0000-4000-8000-00000000002a")


def managerial(**over: Any) -> PositionEstablished:
    """A managerial post of eselon III, with its duties and its standard."""
    fields: dict[str, Any] = {
        "title": Title(nama="Kepala Bidang"),
        "jenis_jabatan": JenisJabatan.STRUKTURAL,
        "eselon_id": "31",
        "tupoksi": (Duty(id="a", uraian="Memimpin bidang"), Duty(id="b", uraian="Melayani pengaduan")),
        "standar": (Standard(kompetensi_id="integritas", level=3), Standard(kompetensi_id="kerja-sama", level=2)),
    }
    return examples.post_established(**fields | over)


def organisation(**over: Any) -> tuple[Event, ...]:
    """A unit, a managerial post in it, and the SK."""
    return examples.unit_established(), managerial(**over), examples.decision_issued()


def target(**over: Any) -> Target:
    fields: dict[str, Any] = {
        "id": "1",
        "sasaran": "Layanan lebih cepat",
        "tupoksi_ref": "a",
        "indikator": "Izin terbit dalam tiga hari",
        "satuan": "persen",
        "target": "80",
        "bobot": "100",
    }
    return Target(**fields | over)


def agreement_signed(**over: Any) -> PerformanceAgreementSigned:
    return fact(
        PerformanceAgreementSigned,
        over,
        agreement_id=PERJANJIAN,
        assignment_id=PENEMPATAN,
        tanggal=date(2025, 11, 3),
        dari=date(2025, 11, 1),
        sampai=date(2026, 10, 31),
        cadence=Cadence.TRIWULAN,
        pihak_kedua=Evaluator(nama="Atasan Contoh"),
        items=(target(),),
    )


def agreement_revised(**over: Any) -> PerformanceAgreementRevised:
    return fact(
        PerformanceAgreementRevised,
        over,
        agreement_id=PERJANJIAN,
        tanggal=date(2026, 3, 2),
        ground="ANGGARAN",
        items=(target(target="60"),),
    )


def agreement_closed(**over: Any) -> PerformanceAgreementClosed:
    return fact(PerformanceAgreementClosed, over, agreement_id=PERJANJIAN, ground="SELESAI", tanggal=date(2026, 5, 1))


def planned(**over: Any) -> Rhk:
    fields: dict[str, Any] = {
        "id": "1",
        "rencana": "Berkas selesai tepat waktu",
        "indikator": "Berkas selesai",
        "satuan": "berkas",
        "target": "120",
        "program": "1.01.02",
        "peran": "Pengelola berkas",
    }
    return Rhk(**fields | over)


def plan_set(**over: Any) -> PerformancePlanSet:
    return fact(
        PerformancePlanSet,
        over,
        tmt=date(2025, 10, 15),
        plan_id=SKP,
        assignment_id=PENEMPATAN,
        dari=date(2025, 10, 1),
        sampai=date(2025, 12, 31),
        pendekatan=Pendekatan.KUANTITATIF,
        rhk=(planned(),),
    )


def realised(**over: Any) -> RealisationReported:
    return fact(
        RealisationReported,
        over,
        realisation_id=REALISASI,
        agreement_id=PERJANJIAN,
        scope=Scope.TRIWULAN,
        dari=date(2026, 1, 1),
        sampai=date(2026, 3, 31),
        tanggal=date(2026, 4, 6),
        items=(RealisedItem(id="1", realisasi="72"),),
    )


def clarification_requested(**over: Any) -> ClarificationRequested:
    return fact(
        ClarificationRequested,
        over,
        clarification_id=KLARIFIKASI,
        realisation_id=REALISASI,
        tanggal=date(2026, 4, 10),
        pertanyaan="Mengapa tidak dilaksanakan?",
        oleh="Pj Bupati",
    )


def clarification_answered(**over: Any) -> ClarificationAnswered:
    return fact(
        ClarificationAnswered,
        over,
        clarification_id=KLARIFIKASI,
        tanggal=date(2026, 4, 17),
        jawaban="Lelang gagal dua kali.",
        oleh="Kepala Dinas",
    )


def objection_decided(**over: Any) -> EvaluationObjectionDecided:
    return fact(
        EvaluationObjectionDecided,
        over,
        evaluation_id=EVALUASI,
        filed_on=date(2026, 1, 19),
        tanggal=date(2026, 2, 2),
        putusan="DITERIMA",
        oleh="Atasan pejabat penilai",
    )


def unit_rated(**over: Any) -> UnitPerformanceRated:
    return fact(
        UnitPerformanceRated,
        over,
        tmt=date(2026, 1, 20),
        unor_id=examples.UNOR,
        scope=Scope.TAHUNAN,
        dari=date(2025, 1, 1),
        sampai=date(2025, 12, 31),
        predikat=2,
        metode="Rata-rata tertimbang",
    )


def follow_up_opened(**over: Any) -> EvaluationFollowUpOpened:
    return fact(
        EvaluationFollowUpOpened,
        over,
        follow_up_id=TINDAK_LANJUT,
        evaluation_id=EVALUASI,
        tanggal=date(2026, 1, 19),
    )


def follow_up_concluded(**over: Any) -> EvaluationFollowUpConcluded:
    return fact(
        EvaluationFollowUpConcluded,
        over,
        follow_up_id=TINDAK_LANJUT,
        tanggal=date(2026, 2, 16),
        outcome=Outcome.WAIVER,
        pejabat="Wali Kota Serang",
        decision=examples.DECISION,
        reason="Sakit sepanjang triwulan.",
    )


def assessed(**over: Any) -> CompetencyAssessed:
    return fact(
        CompetencyAssessed,
        over,
        assessment_id=ASESMEN,
        jabatan_id=examples.JABATAN,
        lembaga="Universitas Contoh",
        external=True,
        nomor_kontrak="SPK-7/2026",
        asesor=(Assessor(nama="Asesor Contoh", sertifikat="AS-1"),),
        metode="Assessment center",
        tanggal=date(2026, 2, 10),
        items=(
            CompetenceItem(kompetensi_id="integritas", standar=3, capaian=3),
            CompetenceItem(kompetensi_id="kerja-sama", standar=2, capaian=2),
        ),
    )


def team_formed(**over: Any) -> AssessmentTeamFormed:
    return fact(
        AssessmentTeamFormed,
        over,
        tim_id=TIM,
        anggota=({"nama": "Asesor Contoh"},),
        external=False,
        dari=date(2026, 1, 5),
    )


def upgrade_proposed(**over: Any) -> StatusUpgradeProposed:
    return fact(
        StatusUpgradeProposed,
        over,
        proposal_id=USUL,
        tanggal=date(2026, 4, 15),
        to_kind=Kind.PPPK,
        evaluation_ids=(EVALUASI,),
        budget_ref="DPA 1.01.02/2026",
        pengusul="Wali Kota Serang",
    )


def upgrade_approved(**over: Any) -> StatusUpgradeApproved:
    return fact(StatusUpgradeApproved, over, proposal_id=USUL, tanggal=date(2026, 5, 20), oleh="Menteri PANRB")


def upgrade_declined(**over: Any) -> StatusUpgradeDeclined:
    return fact(
        StatusUpgradeDeclined,
        over,
        proposal_id=USUL,
        tanggal=date(2026, 5, 20),
        oleh="Menteri PANRB",
        reason="Formasi belum tersedia.",
    )


def upgraded(**over: Any) -> EmploymentStatusUpgraded:
    return fact(
        EmploymentStatusUpgraded,
        over,
        tmt=date(2026, 6, 1),
        proposal_id=USUL,
        closes_engagement_id=examples.IKATAN,
        opens_engagement_id=UUID(int=0xA1, version=4),
        assignment_id=UUID(int=0xA2, version=4),
        from_kind=Kind.PPPK_PARUH_WAKTU,
        to_kind=Kind.PPPK,
        golongan=Golongan("V"),
        jabatan_id=examples.JABATAN,
        unor_id=examples.UNOR,
    )
