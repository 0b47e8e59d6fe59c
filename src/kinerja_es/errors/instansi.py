"""Errors and warnings of policy, of what a government sets for itself, and of reference codes."""

from kinerja_es.errors.problem import Caution, Problem

# -- policy ------------------------------------------------------------------------------


class PolicyFileUnreadable(Problem):
    """The policy file cannot be read as TOML.

    Correct the line that is named; `kinerja policy example` prints a file to start from.
    """

    code = "POLICY_FILE_UNREADABLE"
    label = "Berkas kebijakan tidak terbaca"
    pesan = "Berkas kebijakan tidak terbaca sebagai TOML."
    tindakan = "Perbaiki baris yang disebut; `kinerja policy example` mencetak berkas untuk memulai."
    status = 400


class PolicySettingUnknown(Problem):
    """There is no such setting in a policy.

    Correct its name or leave it out; `kinerja policy example` explains every setting.
    """

    code = "POLICY_SETTING_UNKNOWN"
    label = "Pengaturan tidak dikenal"
    pesan = "Tidak ada pengaturan dengan nama ini dalam kebijakan."
    tindakan = "Perbaiki namanya atau keluarkan; `kinerja policy example` menjelaskan setiap pengaturan."


class PolicySettingInvalid(Problem):
    """The setting contradicts itself or another one.

    Correct it as the message says; `kinerja policy example` explains every setting.
    """

    code = "POLICY_SETTING_INVALID"
    label = "Pengaturan tidak sah"
    pesan = "Pengaturan ini bertentangan dengan dirinya atau dengan pengaturan lain."
    tindakan = "Perbaiki sesuai keterangannya; `kinerja policy example` menjelaskan setiap pengaturan."


class PolicyVersionTaken(Problem):
    """A policy of this version or a later one is adopted already.

    Give the new policy the next version; what was adopted never changes.
    """

    code = "POLICY_VERSION_TAKEN"
    label = "Versi kebijakan sudah dipakai"
    pesan = "Kebijakan dengan versi ini atau yang lebih baru sudah ditetapkan."
    tindakan = "Tulis versi berikutnya pada kebijakan baru; yang sudah ditetapkan tidak pernah berubah."
    status = 409


class CadenceDiffers(Caution):
    """The evaluation is not of the periods that the government's policy names.

    Check its scope; an agreement may name a cadence of its own.
    """

    code = "CADENCE_DIFFERS"
    label = "Periode evaluasi berbeda dengan kebijakan"
    pesan = "Evaluasi ini bukan menurut periode yang disebut kebijakan pemerintah daerah."
    tindakan = "Periksa cakupannya; perjanjian kinerja dapat menyebut periodenya sendiri."


# -- terms of office ---------------------------------------------------------------------


class TermUnknown(Problem):
    """No such term of office is recorded.

    Name the `term_id` that was given when its start was recorded.
    """

    code = "TERM_UNKNOWN"
    label = "Masa jabatan tidak ditemukan"
    pesan = "Masa jabatan itu tidak tercatat."
    tindakan = "Sebut `term_id` yang diberikan ketika masa jabatan itu dicatat mulai."


class TermOverlap(Problem):
    """Another official holds this office on one of these days.

    Record the end of the other term first, or correct the days; a Plt or Plh may stand beside the holder.
    """

    code = "TERM_OVERLAP"
    label = "Masa jabatan tumpang tindih"
    pesan = "Jabatan ini dipegang pejabat lain pada salah satu hari itu."
    tindakan = (
        "Catat dahulu akhir masa jabatan yang lain, atau perbaiki tanggalnya; "
        "Plt atau Plh boleh mendampingi pemegangnya."
    )
    status = 409
    excepted = True


# -- reference codes ---------------------------------------------------------------------


class ReferenceCodeUnknown(Problem):
    """The reference table has no such code and no such name.

    See `kinerja reference`; what a signed SK says all the same is recorded with a named exception.
    """

    code = "REFERENCE_CODE_UNKNOWN"
    label = "Kode referensi tidak dikenal"
    pesan = "Tabel referensi tidak memuat kode atau nama ini."
    tindakan = (
        "Lihat `kinerja reference`; yang tetap disebut SK yang sudah ditandatangani dicatat dengan pengecualian yang "
        "dinamai."
    )
    excepted = True


class ReferenceTableUnknown(Problem):
    """There is no such reference table.

    Ask for the list of tables first: `kinerja reference`.
    """

    code = "REFERENCE_TABLE_UNKNOWN"
    label = "Tabel referensi tidak ada"
    pesan = "Tabel referensi ini tidak ada."
    tindakan = "Minta dahulu daftar tabelnya: `kinerja reference`."
    status = 404
