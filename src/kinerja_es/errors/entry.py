"""What may be wrong with a file of records of one kind."""

from typing import ClassVar

from kinerja_es.errors.problem import Caution, Problem


class TypeUnknown(Problem):
    """There is no such type of record.

    Choose one that `kinerja record --list` shows.
    """

    code = "TYPE_UNKNOWN"
    label = "Jenis catatan tidak dikenal"
    pesan = "Jenis catatan ini tidak ada."
    tindakan = "Pilih salah satu dari `kinerja record --list`."
    status: ClassVar[int] = 404


class ColumnUnknown(Problem):
    """A column of the file has a name that this type of record does not know.

    Correct the name, or begin it with # if the column is only for yourself; --example prints every column.
    """

    code = "COLUMN_UNKNOWN"
    label = "Kolom tidak dikenal"
    pesan = "Nama kolom pada berkas tidak dikenal bagi jenis catatan ini."
    tindakan = (
        "Perbaiki namanya, atau awali dengan # bila kolom itu untuk Anda sendiri; lihat semua kolom dengan --example."
    )
    status: ClassVar[int] = 400


class RowDoubled(Problem):
    """Two rows of the file say exactly the same of the same employee.

    Take one of them out, or correct the one that is meant for somebody or something else.
    """

    code = "ROW_DOUBLED"
    label = "Baris ganda"
    pesan = "Dua baris berkas menyebut hal yang persis sama tentang pegawai yang sama."
    tindakan = "Keluarkan salah satunya, atau perbaiki baris yang dimaksudkan untuk hal lain."


class PersonsDiffer(Problem):
    """Two columns of the row name two different employees.

    Compare the row with its SK, and take out the number or the id that is somebody else's.
    """

    code = "PERSONS_DIFFER"
    label = "Dua pegawai dalam satu baris"
    pesan = "Dua kolom pada baris ini menyebut dua pegawai yang berbeda."
    tindakan = "Cocokkan baris dengan SK, lalu keluarkan nomor atau id milik pegawai lain."


class ReferenceCodeLeftOut(Caution):
    """The reference table has no such code; the row is recorded without it.

    Look it up in `kinerja reference`, and add the right one by a correction.
    """

    code = "REFERENCE_CODE_LEFT_OUT"
    label = "Kode referensi dilewati"
    pesan = "Tabel referensi tidak memuat kode ini; baris dicatat tanpa kode itu."
    tindakan = "Cari di `kinerja reference`, lalu tambahkan yang benar dengan koreksi."


class PostKindDiffers(Caution):
    """Records of the file name several kinds of one post; a post that the file brings along has the earliest one.

    Compare it with the SK of the post, and correct the post if another kind is right.
    """

    code = "POST_KIND_DIFFERS"
    label = "Jenis jabatan berbeda-beda"
    pesan = (
        "Data dalam berkas menyebut jenis yang berbeda bagi satu jabatan; jabatan yang dibawa memakai yang paling awal."
    )
    tindakan = "Cocokkan dengan SK jabatan, lalu koreksi jabatannya bila jenis lain yang benar."


class RowLeftOut(Caution):
    """The row was left out: it says nothing that this kind of record holds.

    Check the row; the rest of the file is recorded without it.
    """

    code = "ROW_LEFT_OUT"
    label = "Baris dilewati"
    pesan = "Baris dilewati: isinya tidak menyebut hal yang dicatat oleh jenis ini."
    tindakan = "Periksa baris itu; baris lain tetap dicatat."
