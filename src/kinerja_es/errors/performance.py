"""Errors and warnings of agreements, plans, realisations, assessments and upgrades."""

from kinerja_es.errors.problem import Caution, Problem

# -- what a fact refers to ---------------------------------------------------------------


class ReferenceUnknown(Problem):
    """What it refers to is not recorded.

    Record that first, or correct the id.
    """

    code = "REFERENCE_UNKNOWN"
    label = "Rujukan tidak ditemukan"
    pesan = "Yang dirujuk belum tercatat."
    tindakan = "Catat dahulu yang dirujuk, atau perbaiki id-nya."


class OutOfOrder(Problem):
    """It is dated before what it follows from.

    Correct the date.
    """

    code = "OUT_OF_ORDER"
    label = "Tanggal mendahului"
    pesan = "Tanggalnya mendahului hal yang mendasarinya."
    tindakan = "Perbaiki tanggalnya."


# -- superiors ---------------------------------------------------------------------------


class NotEvaluator(Problem):
    """Who is named was not the superior of this employee then.

    Name the leader of the unit, or of the one above it, of those days; for another evaluator cite the order as an
    exception.
    """

    code = "NOT_EVALUATOR"
    label = "Bukan atasan"
    pesan = "Yang disebut bukan atasan pegawai ini pada waktu itu."
    tindakan = (
        "Sebut pimpinan unor, atau pimpinan unor di atasnya, pada hari-hari itu; penilai lain dicatat dengan "
        "pengecualian yang menyebut penugasannya, jadi pastikan penugasan itu ada."
    )
    excepted = True


class EvaluatorUncertain(Caution):
    """The record cannot tell whether who is named was the superior then.

    Check it; record which post leads a unit (`pimpinan`) and the unit above it (`diatasan_id`).
    """

    code = "EVALUATOR_UNCERTAIN"
    label = "Atasan belum dapat dipastikan"
    pesan = "Catatan belum dapat memastikan bahwa yang disebut adalah atasan pada waktu itu."
    tindakan = "Periksa; catat jabatan mana yang memimpin unor (`pimpinan`) dan unor di atasnya (`diatasan_id`)."


# -- agreements --------------------------------------------------------------------------


class AgreementBeforeOath(Caution):
    """The agreement is signed before the official is sworn in for the post.

    Record the oath (OathTaken), or correct the day of signing.
    """

    code = "AGREEMENT_BEFORE_OATH"
    label = "Perjanjian sebelum pelantikan"
    pesan = "Perjanjian kinerja ditandatangani sebelum pejabat dilantik dalam jabatan itu."
    tindakan = "Catat pelantikannya (OathTaken), atau perbaiki tanggal penandatanganan."


class AgreementNotStructural(Problem):
    """The post is not one of eselon II, III or IV, whose officials sign performance agreements.

    Record a plan (PerformancePlanSet) for other posts.
    """

    code = "AGREEMENT_NOT_STRUCTURAL"
    label = "Bukan jabatan eselon II-IV"
    pesan = "Jabatan bukan eselon II, III, atau IV, yang pejabatnya menandatangani perjanjian kinerja."
    tindakan = "Bagi jabatan lain catat SKP (PerformancePlanSet)."
    excepted = True


class AgreementNotOwn(Caution):
    """Somebody else wrote the targets; they are the official's own to write.

    Check who wrote them.
    """

    code = "AGREEMENT_NOT_OWN"
    label = "Target ditulis orang lain"
    pesan = "Target ditulis orang lain; seharusnya dibuat sendiri oleh pejabatnya."
    tindakan = "Periksa siapa yang menulisnya."


class TargetNotMeasurable(Problem):
    """A target does not say by what it is measured.

    Give indikator, satuan and target: a result that can be counted, not an activity.
    """

    code = "TARGET_NOT_MEASURABLE"
    label = "Target tidak terukur"
    pesan = "Target tidak menyebut dengan apa ia diukur."
    tindakan = "Isi indikator, satuan, dan target: hasil yang dapat dihitung, bukan kegiatan."


class TargetOutsideTupoksi(Problem):
    """A target cites no duty of the post.

    Cite in `tupoksi_ref` one of the duties that the post is recorded with.
    """

    code = "TARGET_OUTSIDE_TUPOKSI"
    label = "Target di luar tupoksi"
    pesan = "Target tidak mengacu pada tupoksi jabatan."
    tindakan = "Sebut dalam `tupoksi_ref` salah satu tupoksi yang tercatat pada jabatan itu."
    excepted = True


class TupoksiUnknown(Caution):
    """The duties of the post are not recorded, so that its targets cannot be held against them.

    Record the duties of the post (`tupoksi`).
    """

    code = "TUPOKSI_UNKNOWN"
    label = "Tupoksi belum tercatat"
    pesan = "Tupoksi jabatan belum tercatat, sehingga target tidak dapat dicocokkan dengannya."
    tindakan = "Catat tupoksi jabatan itu (`tupoksi`)."


class WeightsNot100(Problem):
    """The weights do not come to 100 percent.

    Correct `bobot`.
    """

    code = "WEIGHTS_NOT_100"
    label = "Bobot bukan 100"
    pesan = "Jumlah bobot bukan 100 persen."
    tindakan = "Perbaiki `bobot`."


class AgreementExists(Problem):
    """An agreement for this post holds on these days already.

    Revise that one (PerformanceAgreementRevised), or close it first (PerformanceAgreementClosed).
    """

    code = "AGREEMENT_EXISTS"
    label = "Perjanjian kinerja sudah ada"
    pesan = "Pada hari-hari itu sudah berlaku perjanjian kinerja untuk jabatan ini."
    tindakan = "Catat revisinya (PerformanceAgreementRevised), atau tutup dahulu (PerformanceAgreementClosed)."
    status = 409


class AgreementClosed(Problem):
    """The agreement or plan does not hold then: it was closed, or its post was left.

    Correct the date, or name the agreement of the present post.
    """

    code = "AGREEMENT_CLOSED"
    label = "Perjanjian kinerja sudah berakhir"
    pesan = "Perjanjian kinerja atau SKP tidak berlaku waktu itu: sudah ditutup, atau jabatannya sudah ditinggalkan."
    tindakan = "Perbaiki tanggalnya, atau sebut perjanjian dari jabatan yang sekarang."
    status = 409


class RealisationCauseMissing(Problem):
    """A target was missed, and nothing says why.

    Give `penyebab` (PLANNING, EXECUTION, BUDGET or EXTERNAL) and tell it in `narasi`.
    """

    code = "REALISATION_CAUSE_MISSING"
    label = "Penyebab belum disebut"
    pesan = "Target tidak tercapai tanpa keterangan sebabnya."
    tindakan = "Isi `penyebab` (PLANNING, EXECUTION, BUDGET, atau EXTERNAL) dan uraikan dalam `narasi`."


# -- plans -------------------------------------------------------------------------------


class PlanExists(Problem):
    """A plan for this post covers these days already.

    Correct the days, or the recorded plan.
    """

    code = "PLAN_EXISTS"
    label = "SKP sudah ada"
    pesan = "Hari-hari itu sudah tercakup SKP untuk jabatan ini."
    tindakan = "Perbaiki harinya, atau SKP yang tercatat."
    status = 409


class PlanWithoutRole(Caution):
    """No planned result names a programme and the part played in it.

    Give `program` and `peran` (matriks peran hasil).
    """

    code = "PLAN_WITHOUT_ROLE"
    label = "SKP tanpa peran dalam program"
    pesan = "Tidak ada rencana hasil kerja yang menyebut program dan peran di dalamnya."
    tindakan = "Isi `program` dan `peran` (matriks peran hasil)."


# -- evaluation --------------------------------------------------------------------------


class ResultsNotCited(Caution):
    """The evaluation cites no result of some of the targets that were agreed on or planned.

    Record the realisation (RealisationReported), or ask for the results of each target.
    """

    code = "RESULTS_NOT_CITED"
    label = "Hasil per target belum disebut"
    pesan = "Evaluasi tidak menyebut hasil sebagian target yang diperjanjikan atau direncanakan."
    tindakan = "Catat realisasinya (RealisationReported), atau minta hasil setiap target."


class FollowUpDue(Caution):
    """An evaluation like this needs a follow-up.

    Open one (EvaluationFollowUpOpened); it ends in a coaching, a sanction or a waiver with its reason.
    """

    code = "FOLLOW_UP_DUE"
    label = "Perlu tindak lanjut"
    pesan = "Evaluasi seperti ini memerlukan tindak lanjut."
    tindakan = (
        "Catat pembukaannya (EvaluationFollowUpOpened); berakhir dengan pembinaan, sanksi, atau pembebasan yang "
        "disertai alasan."
    )


class FollowUpNotNeeded(Caution):
    """The evaluation is good: nothing has to follow from it.

    Check whether the right evaluation is named.
    """

    code = "FOLLOW_UP_NOT_NEEDED"
    label = "Tindak lanjut tidak diperlukan"
    pesan = "Evaluasinya baik: tidak ada yang harus ditindaklanjuti."
    tindakan = "Periksa apakah evaluasi yang disebut sudah benar."


class FollowUpOutcome(Problem):
    """A follow-up does not end like that.

    After a poor evaluation name the coaching, the sanction with its SK, or the waiver with its SK and its reason.
    """

    code = "FOLLOW_UP_OUTCOME"
    label = "Akhir tindak lanjut tidak sah"
    pesan = "Tindak lanjut tidak berakhir seperti itu."
    tindakan = (
        "Setelah evaluasi yang buruk sebut pembinaannya, sanksi dengan SK-nya, atau pembebasan dengan SK dan alasannya."
    )


class WaiverNotByHead(Caution):
    """The waiver is not signed by the head of region.

    Check who signed the SK.
    """

    code = "WAIVER_NOT_BY_HEAD"
    label = "Bukan oleh kepala daerah"
    pesan = "Pembebasan tidak ditandatangani kepala daerah."
    tindakan = "Periksa siapa yang menandatangani SK-nya."


# -- competence --------------------------------------------------------------------------


class AssessorConflict(Problem):
    """An assessor is the assessed employee, or a relative.

    Name assessors who have no such interest.
    """

    code = "ASSESSOR_CONFLICT"
    label = "Asesor berbenturan kepentingan"
    pesan = "Asesor adalah pegawai yang dinilai, atau kerabatnya."
    tindakan = "Sebut asesor yang tidak berkepentingan."


class AssessorNotRegistered(Caution):
    """Nothing says that the assessor is accredited.

    Give the number of the certificate or the registration.
    """

    code = "ASSESSOR_NOT_REGISTERED"
    label = "Asesor tanpa sertifikat"
    pesan = "Tidak ada keterangan bahwa asesor tersertifikasi."
    tindakan = "Isi nomor sertifikat atau pendaftarannya."


class StandardUnknown(Problem):
    """The post has no such competence standard on that day.

    Record the post's standard (`standar`) first, or correct the competence and its level.
    """

    code = "STANDARD_UNKNOWN"
    label = "Standar kompetensi tidak ada"
    pesan = "Jabatan tidak memiliki standar kompetensi itu pada hari tersebut."
    tindakan = "Catat dahulu standar jabatan itu (`standar`), atau perbaiki kompetensi dan tingkatnya."
    excepted = True


class FitMismatch(Caution):
    """The stated result is not the one that the percentage gives.

    Check it against the assessors' report.
    """

    code = "FIT_MISMATCH"
    label = "Hasil berbeda dengan persentase"
    pesan = "Hasil yang disebut bukan yang diberikan persentasenya."
    tindakan = "Cocokkan dengan laporan asesor."


class MutasiOfFitEmployee(Caution):
    """The latest assessment says that the employee fits the present post, and no reason is given for the move.

    Give the `reason`.
    """

    code = "MUTASI_OF_FIT_EMPLOYEE"
    label = "Mutasi pegawai yang sudah sesuai"
    pesan = "Asesmen terakhir menyatakan pegawai sesuai dengan jabatannya, dan mutasi ini tanpa alasan."
    tindakan = "Isi alasannya (`reason`)."


class NotFitForPosition(Caution):
    """The latest assessment says that the employee does not fit the new post.

    Check the assessment, or give the `reason`.
    """

    code = "NOT_FIT_FOR_POSITION"
    label = "Tidak sesuai dengan jabatan baru"
    pesan = "Asesmen terakhir menyatakan pegawai tidak sesuai dengan jabatan barunya."
    tindakan = "Periksa asesmennya, atau isi alasannya (`reason`)."


class PromotionEvidenceMissing(Caution):
    """A promotion rests on an assessment of competence and on evaluations of performance: one is not recorded.

    Record the missing one (CompetencyAssessed, PerformanceEvaluated).
    """

    code = "PROMOTION_EVIDENCE_MISSING"
    label = "Bukti promosi belum lengkap"
    pesan = "Promosi berdasar pada asesmen kompetensi dan evaluasi kinerja: salah satunya belum tercatat."
    tindakan = "Catat yang belum ada (CompetencyAssessed, PerformanceEvaluated)."


# -- upgrade of status -------------------------------------------------------------------


class UpgradeRequiresDecision(Problem):
    """Nobody becomes full-time by a machine or without an SK.

    Cite in `sk` the decision of the PPK, and let a person record it.
    """

    code = "UPGRADE_REQUIRES_DECISION"
    label = "Naik status memerlukan SK"
    pesan = "Naik status ke penuh waktu ditetapkan dengan SK dan dicatat oleh orang, bukan oleh mesin."
    tindakan = "Sebut dalam `sk` keputusan PPK; pastikan yang mencatat adalah orang."


class UpgradeKindMismatch(Problem):
    """This kind of employee is not upgraded to that kind.

    A part-time PPPK becomes a full-time one; correct `to_kind` or the employee.
    """

    code = "UPGRADE_KIND_MISMATCH"
    label = "Jenis tidak dapat dinaikkan"
    pesan = "Jenis pegawai ini tidak dinaikkan ke jenis itu."
    tindakan = "PPPK paruh waktu menjadi penuh waktu; perbaiki `to_kind` atau pegawainya."


class UpgradeWithoutEvaluation(Problem):
    """The evaluations do not speak for an upgrade.

    Name in `evaluation_ids` recorded evaluations of this engagement that cover the asked months, the latest one Baik
    or better.
    """

    code = "UPGRADE_WITHOUT_EVALUATION"
    label = "Naik status tanpa evaluasi"
    pesan = "Evaluasi yang ada tidak mendukung naik status."
    tindakan = (
        "Sebut dalam `evaluation_ids` evaluasi ikatan kerja ini yang tercatat dan mencakup bulan yang diminta, yang "
        "terakhir Baik atau lebih."
    )


class UpgradeWithoutBudget(Problem):
    """The proposal names no budget.

    Give in `budget_ref` where the pay of a full-time employee is budgeted.
    """

    code = "UPGRADE_WITHOUT_BUDGET"
    label = "Naik status tanpa anggaran"
    pesan = "Usul tidak menyebut anggaran."
    tindakan = "Isi dalam `budget_ref` di mana gaji pegawai penuh waktu dianggarkan."


class UpgradeUnderSanction(Problem):
    """The employee serves a heavy disciplinary sanction then.

    Propose it when the sanction is over.
    """

    code = "UPGRADE_UNDER_SANCTION"
    label = "Sedang menjalani hukuman berat"
    pesan = "Pegawai sedang menjalani hukuman disiplin berat pada waktu itu."
    tindakan = "Tunggu sampai hukumannya selesai, lalu usulkan."


class ProposalNotOpen(Problem):
    """The proposal is not approved yet, or was decided already.

    Look at what became of the proposal in the employee's history.
    """

    code = "PROPOSAL_NOT_OPEN"
    label = "Usul tidak dapat diproses"
    pesan = "Usul itu belum disetujui, atau sudah diputus."
    tindakan = "Lihat dalam riwayat pegawai sejauh mana usul itu sudah diproses."
    status = 409
