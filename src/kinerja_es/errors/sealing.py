"""Errors of keys and of what is sealed with them."""

from kinerja_es.errors.problem import Problem


class SealBroken(Problem):
    """Sealed personal data of an event was changed, or belongs to another event.

    Nothing of it can be trusted: restore the log's file from its backup, and find out who could write to it.
    """

    code = "SEAL_BROKEN"
    label = "Segel data pribadi rusak"
    pesan = "Data pribadi tersegel pada suatu peristiwa telah diubah, atau milik peristiwa lain."
    tindakan = (
        "Isinya tidak dapat dipercaya: pulihkan berkas log dari cadangannya, "
        "dan cari tahu siapa yang dapat menulisinya."
    )
    status = 503


class DataKeyMissing(Problem):
    """The key file lacks the key of somebody whose data the log holds.

    Restore the key file from its latest backup: it is older than the log.
    """

    code = "DATA_KEY_MISSING"
    label = "Kunci data pribadi tidak ada"
    pesan = "Berkas kunci tidak memuat kunci seseorang yang datanya ada di log."
    tindakan = "Pulihkan berkas kunci dari cadangannya yang terakhir: berkas ini lebih lama daripada log."
    status = 503


class MasterKeyMissing(Problem):
    """The master key is not where it is looked for.

    Name its file with `kinerja --master-key-file FILE` or KINERJA_MASTER_KEY_FILE, or put the key into
    KINERJA_MASTER_KEY; if it is lost, restore it from its own backup. Without it no personal data can be read.
    """

    code = "MASTER_KEY_MISSING"
    label = "Kunci induk tidak ada"
    pesan = "Kunci induk tidak ada di tempat yang dicari."
    tindakan = (
        "Sebut berkasnya dengan `kinerja --master-key-file FILE` atau KINERJA_MASTER_KEY_FILE, "
        "atau isikan kuncinya pada KINERJA_MASTER_KEY; bila hilang, pulihkan dari cadangannya sendiri. "
        "Tanpa kunci ini data pribadi tidak terbaca."
    )
    status = 503


class MasterKeyUnreadable(Problem):
    """The master key's file is there and cannot be read.

    Give it to the user whom kinerja runs as: `chown` to that user, then `chmod 600`.
    """

    code = "MASTER_KEY_UNREADABLE"
    label = "Berkas kunci induk tidak terbaca"
    pesan = "Berkas kunci induk ada, tetapi tidak dapat dibaca."
    tindakan = "Pastikan pemiliknya pengguna yang menjalankan kinerja: `chown` ke pengguna itu, lalu `chmod 600`."
    status = 503


class MasterKeyExposed(Problem):
    """Other users of this machine can read or change the master key's file.

    Take their rights away with `chmod 600`; if somebody may have read it, rotate: `kinerja keys rotate`.
    """

    code = "MASTER_KEY_EXPOSED"
    label = "Berkas kunci induk terbuka"
    pesan = "Pengguna lain pada mesin ini dapat membaca atau mengubah berkas kunci induk."
    tindakan = (
        "Perbaiki haknya dengan `chmod 600`; bila mungkin sudah terbaca orang lain, ganti: `kinerja keys rotate`."
    )
    status = 503


class MasterKeyWrong(Problem):
    """The master key is another one than the one that the key file was last locked with.

    Use the key that was made with this record, or the one that it was last rotated to: by its id, which
    `kinerja keys show` and `kinerja keys create` tell.
    """

    code = "MASTER_KEY_WRONG"
    label = "Kunci induk bukan yang benar"
    pesan = "Kunci induk ini bukan kunci yang terakhir dipakai mengunci berkas kunci."
    tindakan = (
        "Gunakan kunci yang dibuat bersama catatan ini, atau kunci hasil penggantian terakhir: menurut id-nya, "
        "yang disebut `kinerja keys show` dan `kinerja keys create`."
    )
    status = 503


class MasterKeyInvalid(Problem):
    """This is no master key: 32 random bytes in base64.

    Make one with `kinerja keys create FILE`.
    """

    code = "MASTER_KEY_INVALID"
    label = "Bukan kunci induk"
    pesan = "Ini bukan kunci induk: 32 bita acak dalam base64."
    tindakan = "Buat dengan `kinerja keys create FILE`."
    status = 503


class MasterKeyBesideLog(Problem):
    """The master key would lie in the folder of the database that it is to protect.

    Put it elsewhere: who gets a copy of the folder would have both. Only the demo keeps them together.
    """

    code = "MASTER_KEY_BESIDE_LOG"
    label = "Kunci induk di folder basis data"
    pesan = "Kunci induk akan terletak di folder basis data yang harus dilindunginya."
    tindakan = (
        "Pilih folder lain: siapa pun yang memperoleh salinan folder itu akan memiliki keduanya. "
        "Hanya demo yang menyimpan keduanya bersama."
    )


class MasterKeyExists(Problem):
    """There is a file at this place already; a key is never written over.

    Name a file that does not exist yet.
    """

    code = "MASTER_KEY_EXISTS"
    label = "Berkas kunci induk sudah ada"
    pesan = "Di tempat ini sudah ada berkas; kunci tidak pernah ditimpa."
    tindakan = "Sebut berkas yang belum ada."
    status = 409
