"""What may be wrong when existing staff is taken over."""

from kinerja_es.errors.problem import Caution, Problem


class OlderThanRecord(Caution):
    """What this rule asks for may be older than the record of this employee, who was taken over as existing staff.

    Record it from the file where it is needed; the detail names the rule.
    """

    code = "OLDER_THAN_RECORD"
    label = "Lebih tua daripada catatan"
    pesan = "Yang diminta aturan ini mungkin lebih tua daripada catatan pegawai ini, yang diambil alih saat pembukaan."
    tindakan = "Catat dari berkasnya bila diperlukan; keterangannya menyebut aturannya."


class AfterOpening(Problem):
    """The employee was appointed on the opening day or after it, and is no existing staff of that day.

    Import the row under its own SK, or name a later opening day.
    """

    code = "AFTER_OPENING"
    label = "Diangkat setelah pembukaan"
    pesan = "Pegawai diangkat pada atau setelah hari pembukaan, jadi bukan pegawai lama pada hari itu."
    tindakan = "Impor barisnya di bawah SK-nya sendiri, atau sebut hari pembukaan yang lebih kemudian."


class HeldFromAppointment(Caution):
    """The TMT is empty or before the appointment; what it dates is taken to hold from the appointment on.

    Look the TMT up in the employee's file, and correct what was recorded.
    """

    code = "HELD_FROM_APPOINTMENT"
    label = "Dianggap berlaku sejak pengangkatan"
    pesan = "TMT kosong atau sebelum pengangkatan; yang bersangkutan dianggap berlaku sejak pengangkatan."
    tindakan = "Cari TMT-nya dalam berkas pegawai, lalu betulkan yang tercatat."


class LegalPositionNotTaken(Caution):
    """The legal position in the row is not aktif; the employee was taken over as active all the same.

    Record the leave, study or suspension by its SK, or the end of the employment.
    """

    code = "LEGAL_POSITION_NOT_TAKEN"
    label = "Kedudukan hukum belum diambil alih"
    pesan = "Kedudukan hukum pada baris bukan aktif; pegawai tetap diambil alih sebagai pegawai aktif."
    tindakan = "Catat cuti, tugas belajar, atau pemberhentian sementaranya menurut SK-nya, atau pemberhentiannya."
