"""Errors and warnings of violations, sanctions, coaching, and of changes of units and posts."""

from kinerja_es.errors.problem import Caution, Problem


class CaseUnknown(Problem):
    """There is no such case in this employee's record.

    Record the report of the violation first; take its case_id from the answer.
    """

    code = "CASE_UNKNOWN"
    label = "Perkara tidak ada"
    pesan = "Perkara ini tidak ada dalam catatan pegawai."
    tindakan = "Catat dahulu laporan dugaan pelanggarannya; ambil case_id dari jawabannya."


class NoExamination(Problem):
    """Nobody has examined the case and found it proven.

    Record the examination (BAP) with its finding first.
    """

    code = "NO_EXAMINATION"
    label = "Belum diperiksa"
    pesan = "Perkara ini belum diperiksa, atau tidak terbukti."
    tindakan = "Catat dahulu pemeriksaan (BAP) beserta hasilnya."
    excepted = True


class LevelMismatch(Problem):
    """The level is not that of this kind of sanction.

    Take the level from SIASN's table of sanctions: R ringan, S sedang, B berat.
    """

    code = "LEVEL_MISMATCH"
    label = "Tingkat hukuman tidak cocok"
    pesan = "Tingkat ini bukan tingkat jenis hukuman tersebut."
    tindakan = "Ambil tingkatnya dari tabel hukuman SIASN: R ringan, S sedang, B berat."


class SanctionKindUnknown(Problem):
    """There is no sanction of this code.

    Take the code from SIASN's table of sanctions (jenis hukuman).
    """

    code = "SANCTION_KIND_UNKNOWN"
    label = "Jenis hukuman tidak dikenal"
    pesan = "Tidak ada jenis hukuman dengan kode ini."
    tindakan = "Ambil kodenya dari tabel jenis hukuman SIASN."


class SanctionNotApplicable(Problem):
    """This sanction does not exist for this kind of employee on that day.

    Choose one that the regulation of that day knows for this kind of employee, or name the exception.
    """

    code = "SANCTION_NOT_APPLICABLE"
    label = "Hukuman tidak berlaku baginya"
    pesan = "Hukuman ini tidak ada bagi jenis pegawai tersebut pada hari itu."
    tindakan = "Pilih hukuman menurut peraturan hari itu bagi jenis pegawai tersebut, atau sebutkan pengecualiannya."
    excepted = True


class DoubleJeopardy(Problem):
    """The case has been sanctioned already.

    Change that sanction by an appeal or a ralat; another violation is another case.
    """

    code = "DOUBLE_JEOPARDY"
    label = "Perkara sudah dihukum"
    pesan = "Perkara ini sudah dijatuhi hukuman."
    tindakan = "Ubah hukuman itu lewat keberatan atau ralat; catat pelanggaran lain sebagai perkara lain."
    status = 409


class SanctionUnknown(Problem):
    """There is no such sanction in this employee's record.

    Take its sanction_id from the history.
    """

    code = "SANCTION_UNKNOWN"
    label = "Hukuman tidak ada"
    pesan = "Hukuman ini tidak ada dalam catatan pegawai."
    tindakan = "Ambil sanction_id dari riwayat."


class AppealUnknown(Problem):
    """Nobody has appealed to this body against the sanction.

    Record the appeal (keberatan, banding) first.
    """

    code = "APPEAL_UNKNOWN"
    label = "Belum ada keberatan"
    pesan = "Belum ada keberatan atau banding pada lembaga ini atas hukuman tersebut."
    tindakan = "Catat dahulu keberatan atau bandingnya."


class AbsenceLevel(Caution):
    """The number of days absent does not lead to this sanction (PP 94/2021).

    Check days and sanction; correct the one that is wrong.
    """

    code = "ABSENCE_LEVEL"
    label = "Tidak sesuai jumlah hari"
    pesan = "Jumlah hari tidak masuk kerja tidak mengarah ke hukuman ini."
    tindakan = "Periksa jumlah hari dan hukumannya; perbaiki yang keliru."


class SanctionWithoutCase(Caution):
    """The sanction names no case and no examination: SIASN tells neither.

    Record the case from its file where the sanction may still be appealed against or corrected.
    """

    code = "SANCTION_WITHOUT_CASE"
    label = "Hukuman tanpa perkara"
    pesan = "Hukuman tidak menyebut perkara dan pemeriksaannya; data SIASN tidak memuatnya."
    tindakan = "Catat perkaranya dari berkasnya bila hukuman masih dapat dibanding atau dikoreksi."


class SanctionNotLighter(Problem):
    """A reduced sanction is lighter: no higher level, no later end, and no less that remains payable.

    Name the new terms as they were decided; where the sanction stayed as it was, the outcome is UPHELD.
    """

    code = "SANCTION_NOT_LIGHTER"
    label = "Hukuman tidak lebih ringan"
    pesan = "Hukuman yang diringankan tidak boleh lebih tinggi tingkatnya, lebih lama, atau lebih besar potongannya."
    tindakan = "Isi ketentuan baru sesuai putusan; bila hukuman tetap, hasilnya UPHELD."


class SanctionTermsUnusual(Caution):
    """Percent or term is not that of this kind of sanction (PP 94/2021).

    Check the kind of sanction against the SK; correct what is wrong.
    """

    code = "SANCTION_TERMS_UNUSUAL"
    label = "Persen atau masa hukuman tidak lazim"
    pesan = "Persen atau masa ini bukan persen atau masa jenis hukuman tersebut."
    tindakan = "Cocokkan jenis hukuman dengan SK; perbaiki yang keliru."


class SeriousOffenceNotCoachable(Problem):
    """A serious offence is examined and sanctioned, not coached.

    Record the examination; coaching is for poor work and minor breaches.
    """

    code = "SERIOUS_OFFENCE_NOT_COACHABLE"
    label = "Pelanggaran berat tidak dibina"
    pesan = "Pelanggaran berat diperiksa dan dihukum, tidak dibina."
    tindakan = "Catat pemeriksaannya; pembinaan hanya bagi kinerja kurang dan pelanggaran ringan."


class CoachingTriggerUnknown(Problem):
    """What the coaching follows from is not recorded, or is an evaluation that was set aside.

    Name an evaluation or a case that the record holds: evaluation_id or case_id.
    """

    code = "COACHING_TRIGGER_UNKNOWN"
    label = "Pemicu pembinaan tidak ada"
    pesan = "Dasar pembinaan tidak tercatat, atau evaluasinya sudah dikesampingkan karena keberatan."
    tindakan = "Sebutkan evaluasi atau perkara yang ada dalam catatan: evaluation_id atau case_id."


class CoachingUnknown(Problem):
    """There is no such coaching in this employee's record.

    Take its coaching_id from the history.
    """

    code = "COACHING_UNKNOWN"
    label = "Pembinaan tidak ada"
    pesan = "Pembinaan ini tidak ada dalam catatan pegawai."
    tindakan = "Ambil coaching_id dari riwayat."


class SuccessorMissing(Problem):
    """The unit was merged, and the unit that takes over is not named.

    Name it in successor_ids.
    """

    code = "SUCCESSOR_MISSING"
    label = "Unor penerus belum disebut"
    pesan = "Unor digabung, tetapi unor penerusnya belum disebut."
    tindakan = "Sebutkan pada successor_ids."


class LaterChangeRecorded(Problem):
    """A change of this unit or post is recorded for a day after its end.

    Correct the TMT of the end, or the later change.
    """

    code = "LATER_CHANGE_RECORDED"
    label = "Ada perubahan setelahnya"
    pesan = "Unor atau jabatan ini mempunyai perubahan dengan TMT setelah berakhirnya."
    tindakan = "Perbaiki TMT pengakhirannya, atau perubahan yang lebih kemudian itu."
    status = 409


class UnitStillHeld(Caution):
    """Somebody still holds a post in the unit on the day on which it ends.

    Record the moves of those who hold one, or move the posts to another unit.
    """

    code = "UNIT_STILL_HELD"
    label = "Unor masih berisi pegawai"
    pesan = "Masih ada yang memangku jabatan dalam unor ini pada hari unor itu berakhir."
    tindakan = "Catat mutasi para pemangkunya, atau pindahkan jabatannya ke unor lain."


class PositionStillHeld(Caution):
    """Somebody still holds the post on that day.

    Record the moves of those who hold it.
    """

    code = "POSITION_STILL_HELD"
    label = "Jabatan masih terisi"
    pesan = "Masih ada yang memangku jabatan ini pada hari itu."
    tindakan = "Catat mutasi pemangkunya."
