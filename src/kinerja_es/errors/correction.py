"""Errors and warnings of corrections, voids, annulments, reinstatements and merges."""

from kinerja_es.errors.problem import Caution, Problem


class EventUnknown(Problem):
    """The fact that is to be corrected is not part of this history.

    Take its event_id from the history; a fact that was voided cannot be corrected any more.
    """

    code = "EVENT_UNKNOWN"
    label = "Peristiwa tidak ada"
    pesan = "Peristiwa yang hendak dikoreksi tidak ada dalam riwayat ini."
    tindakan = "Ambil event_id dari riwayat; peristiwa yang sudah dinyatakan tidak pernah ada tidak dapat dikoreksi."


class StaleCorrection(Problem):
    """The correction names a former value that is not the one now known.

    Read the fact again, as it is now known, and state its present value as the old one.
    """

    code = "STALE_CORRECTION"
    label = "Nilai lama tidak cocok"
    pesan = "Koreksi menyebut nilai lama yang bukan nilai yang kini diketahui."
    tindakan = "Baca lagi peristiwanya, lalu sebutkan nilainya yang sekarang sebagai nilai lama."
    status = 409


class CorrectionTooWide(Problem):
    """A correction cannot change this field, or a fact of this kind.

    Correct what the fact says. What should never have been recorded is voided and recorded anew; what an SK decided
    wrongly is annulled; two records of one person are merged.
    """

    code = "CORRECTION_TOO_WIDE"
    label = "Koreksi terlalu luas"
    pesan = "Kolom ini, atau peristiwa jenis ini, tidak dapat diubah dengan koreksi."
    tindakan = (
        "Koreksi isi peristiwanya. Yang seharusnya tidak dicatat dinyatakan tidak pernah ada, lalu dicatat ulang; SK "
        "yang keliru dibatalkan; data ganda digabung."
    )


class CorrectionEmpty(Problem):
    """The correction changes nothing.

    State at least one field with an old value and another, new one.
    """

    code = "CORRECTION_EMPTY"
    label = "Koreksi tanpa perubahan"
    pesan = "Koreksi ini tidak mengubah apa pun."
    tindakan = "Sebutkan sekurangnya satu kolom dengan nilai lama dan nilai baru yang berbeda."


class SkAnnulled(Problem):
    """The SK has no force on that day: it was annulled, revoked or postponed.

    Cite another SK, or record its reinstatement first.
    """

    code = "SK_ANNULLED"
    label = "SK tidak berlaku pada hari itu"
    pesan = "SK tidak berlaku pada hari itu: dibatalkan, dicabut, atau ditunda."
    tindakan = "Kutip SK lain, atau catat dahulu pemulihannya."


class AlreadyAnnulled(Problem):
    """The SK is annulled already: for everybody, or for one of these employees at least.

    Name only those for whom it still holds, or reinstate the SK first.
    """

    code = "ALREADY_ANNULLED"
    label = "Sudah dibatalkan"
    pesan = "SK sudah dibatalkan: bagi semua, atau sekurangnya bagi salah satu pegawai ini."
    tindakan = "Sebutkan hanya pegawai yang SK-nya masih berlaku, atau pulihkan dahulu SK-nya."
    status = 409


class NotAnnulled(Problem):
    """There is no such annulment, or it has been lifted.

    Take the event_id of the annulment from the SK's history.
    """

    code = "NOT_ANNULLED"
    label = "Tidak sedang dibatalkan"
    pesan = "Pembatalan itu tidak ada, atau sudah dicabut."
    tindakan = "Ambil event_id pembatalan dari riwayat SK."


class NoAuthority(Problem):
    """Whoever annuls is not the official who issued the SK, a superior, or a court.

    State by whom (PEJABAT, ATASAN, PENGADILAN); a court is named by its judgment (court_ref).
    """

    code = "NO_AUTHORITY"
    label = "Tidak berwenang"
    pesan = "Yang membatalkan bukan pejabat yang menetapkan SK, atasannya, atau pengadilan."
    tindakan = "Sebutkan oleh siapa (PEJABAT, ATASAN, PENGADILAN); pengadilan disebut dengan putusannya (court_ref)."
    excepted = True


class RetroactiveNotAllowed(Problem):
    """An annulment holds from its own date, unless a court or the diktum says otherwise (UU 30/2014 art 66).

    State the court's judgment or the diktum, or let it hold from the date of the annulling decision.
    """

    code = "RETROACTIVE_NOT_ALLOWED"
    label = "Tidak boleh berlaku surut"
    pesan = "Pembatalan berlaku sejak tanggalnya, kecuali putusan pengadilan atau diktum menentukan lain."
    tindakan = "Sebutkan putusan pengadilan atau diktumnya, atau pakai tanggal keputusan pembatalan."


class RestoreConflict(Problem):
    """The former post is not free on that day.

    Free it first, or restore the employee to another post by a move of its own.
    """

    code = "RESTORE_CONFLICT"
    label = "Jabatan lama sudah terisi"
    pesan = "Jabatan lama tidak kosong pada hari itu."
    tindakan = "Kosongkan dahulu, atau tempatkan pegawai pada jabatan lain dengan mutasi tersendiri."
    status = 409


class EmployeeNotNamed(Problem):
    """The SK names no such employee.

    Take the employees from the SK's own list.
    """

    code = "EMPLOYEE_NOT_NAMED"
    label = "Pegawai tidak disebut dalam SK"
    pesan = "SK tidak memuat pegawai ini."
    tindakan = "Ambil pegawai dari daftar SK."


class StreamClosed(Problem):
    """Nothing can be recorded for this record any more: it was merged into another, or its personal data was destroyed.

    Record it for the employee that it was merged into; what was destroyed stays so.
    """

    code = "STREAM_CLOSED"
    label = "Catatan sudah ditutup"
    pesan = (
        "Tidak ada lagi yang dapat dicatat di sini: data ini sudah digabung ke data lain, "
        "atau data pribadinya sudah dimusnahkan."
    )
    tindakan = "Catat pada pegawai tujuan penggabungan; yang sudah dimusnahkan tetap demikian."
    status = 409


class MergeInvalid(Problem):
    """These two records cannot be merged.

    Name two different employees, neither of which was merged away before.
    """

    code = "MERGE_INVALID"
    label = "Tidak dapat digabung"
    pesan = "Kedua data ini tidak dapat digabung."
    tindakan = "Sebutkan dua pegawai yang berbeda; keduanya belum pernah digabung ke data lain."


class MergeDiffers(Caution):
    """The two records say different things of the person; what the one that goes on says is kept.

    Make sure that they are of one person, and correct the record that goes on where the other one was right.
    """

    code = "MERGE_DIFFERS"
    label = "Data kedua catatan berbeda"
    pesan = "Kedua catatan memuat keterangan yang berbeda tentang orangnya; yang dipakai adalah data yang dilanjutkan."
    tindakan = "Pastikan keduanya orang yang sama, dan koreksi data yang dilanjutkan bila catatan lain yang benar."


class AlsoInMergedRecord(Caution):
    """A record that was merged into this one told the same; after a merge a fact counts once, so both are taken back.

    Check the other record; where it was right, void this void.
    """

    code = "ALSO_IN_MERGED_RECORD"
    label = "Tercatat juga pada data yang digabung"
    pesan = "Data yang digabung ke sini memuat hal yang sama; sesudah digabung dihitung sekali, maka keduanya ditarik."
    tindakan = "Periksa data yang digabung itu; bila benar, nyatakan penarikan ini tidak pernah ada."


class NoPostLeft(Caution):
    """The annulment leaves the employee without a definitive post.

    Name in `restores` the post to which the employee returns, or record a move.
    """

    code = "NO_POST_LEFT"
    label = "Tanpa jabatan definitif"
    pesan = "Pembatalan ini membuat pegawai tanpa jabatan definitif."
    tindakan = "Sebutkan pada `restores` jabatan yang dipulihkan, atau catat mutasi."
