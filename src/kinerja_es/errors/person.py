"""Errors and warnings of personal data, grades, increments, transfers and leave."""

from kinerja_es.errors.problem import Caution, Problem


class PersonalDataStale(Problem):
    """The former value is not the one now known.

    Read the data again, and state the present value as the old one.
    """

    code = "PERSONAL_DATA_STALE"
    label = "Data lama tidak cocok"
    pesan = "Nilai lama bukan nilai yang kini diketahui."
    tindakan = "Baca lagi datanya, lalu sebutkan nilainya yang sekarang sebagai nilai lama."
    status = 409


class TrainingCeiling(Caution):
    """More than 24 hours of training in one contract year (PP 49/2018 art 40).

    Check the hours; further training is paid by other means.
    """

    code = "TRAINING_CEILING"
    label = "Jam pelatihan melebihi batas"
    pesan = "Pelatihan melebihi 24 JP dalam satu tahun perjanjian."
    tindakan = "Periksa jumlah jamnya; catat sumber biayanya pada alasan."


class LeaveOverlap(Problem):
    """The employee is on leave on these days already.

    Correct the days, or void the other leave (RecordVoided).
    """

    code = "LEAVE_OVERLAP"
    label = "Cuti tumpang tindih"
    pesan = "Pegawai sudah menjalani cuti lain pada hari-hari itu."
    tindakan = "Perbaiki harinya, atau nyatakan cuti yang lain itu tidak pernah ada (RecordVoided)."
    status = 409


class BusinessWithoutPermit(Caution):
    """A business interest without a permit of the superior (PP 6/1974, PP 94/2021).

    Record the permit, or examine the case.
    """

    code = "BUSINESS_WITHOUT_PERMIT"
    label = "Usaha tanpa izin"
    pesan = "Kepentingan usaha ini tanpa izin atasan."
    tindakan = "Catat izinnya, atau periksa perkaranya."


class RejectionReasonMissing(Problem):
    """The proposal was rejected, and no reason is given.

    State alasan_tolak as SIASN's answer says it.
    """

    code = "REJECTION_REASON_MISSING"
    label = "Alasan penolakan kosong"
    pesan = "Usulan ditolak, tetapi alasannya belum disebut."
    tindakan = "Isi alasan_tolak sesuai jawaban SIASN."


class PaidNotEngaged(Caution):
    """Somebody was paid for a month without an engagement.

    Compare with the payroll; the report names whom it concerns.
    """

    code = "PAID_NOT_ENGAGED"
    label = "Dibayar tanpa ikatan kerja"
    pesan = "Ada pembayaran untuk bulan tanpa ikatan kerja."
    tindakan = "Bandingkan dengan daftar gaji; periksa siapa yang bersangkutan."


class GradeNotHeld(Problem):
    """The former golongan is not the one that holds on that day.

    State the one that the standing shows.
    """

    code = "GRADE_NOT_HELD"
    label = "Golongan lama tidak cocok"
    pesan = "Golongan lama bukan golongan yang berlaku pada hari itu."
    tindakan = "Sebutkan golongan sebagaimana pada kedudukannya."
    status = 409


class IncrementTooEarly(Caution):
    """The increment comes less than two years after the last one.

    Check the TMT against that of the last increment.
    """

    code = "INCREMENT_TOO_EARLY"
    label = "KGB terlalu cepat"
    pesan = "Kenaikan gaji berkala ini kurang dari dua tahun setelah yang sebelumnya."
    tindakan = "Periksa TMT-nya terhadap KGB sebelumnya."


class NotOnProbation(Problem):
    """The employee is no CPNS on that day.

    Check TMT and kind; only a CPNS becomes PNS by this.
    """

    code = "NOT_ON_PROBATION"
    label = "Bukan CPNS"
    pesan = "Pegawai bukan CPNS pada hari itu."
    tindakan = "Periksa TMT dan jenisnya; hanya CPNS yang menjadi PNS dengan ini."


class ProbationTerm(Caution):
    """Probation lasts one year (UU 20/2023, PP 11/2017 art 34).

    Check the TMT.
    """

    code = "PROBATION_TERM"
    label = "Masa percobaan tidak lazim"
    pesan = "Masa percobaan berlangsung satu tahun."
    tindakan = "Periksa TMT-nya."


class ProbationWithoutOath(Caution):
    """Whoever becomes a PNS takes an oath (PP 11/2017 art 39); its minutes are not named.

    State the minutes in sumpah_ref, where they are at hand.
    """

    code = "PROBATION_WITHOUT_OATH"
    label = "Sumpah PNS belum disebut"
    pesan = "Yang diangkat menjadi PNS mengucapkan sumpah; berita acaranya belum disebut."
    tindakan = "Sebutkan berita acaranya pada sumpah_ref, bila tersedia."


class PppkCannotTransfer(Problem):
    """A PPPK does not move to another agency: moving means resigning.

    Record a termination at the own request; the other agency appoints anew.
    """

    code = "PPPK_CANNOT_TRANSFER"
    label = "PPPK tidak dapat pindah instansi"
    pesan = "PPPK tidak pindah instansi: pindah berarti mengundurkan diri."
    tindakan = "Catat pemberhentian atas permintaan sendiri; instansi lain mengangkat baru."
    excepted = True


class ApprovalMissing(Caution):
    """An acting head of region (Pj) moved an official, and the minister's written approval is not named.

    State the approval: instansi, nomor, tanggal.
    """

    code = "APPROVAL_MISSING"
    label = "Persetujuan belum disebut"
    pesan = "Mutasi oleh Pj kepala daerah memerlukan persetujuan tertulis Menteri, dan persetujuannya belum disebut."
    tindakan = "Sebutkan persetujuannya: instansi, nomor, tanggal."


class ContractUnknown(Problem):
    """There is no such contract in this employee's record.

    Take its contract_id from the history.
    """

    code = "CONTRACT_UNKNOWN"
    label = "Perjanjian tidak ada"
    pesan = "Perjanjian kerja ini tidak ada dalam catatan pegawai."
    tindakan = "Ambil contract_id dari riwayat."


class OutsideContract(Problem):
    """The day does not fit the contract's term.

    Correct the day: an addendum lies inside the term, a lapse after its last day.
    """

    code = "OUTSIDE_CONTRACT"
    label = "Di luar masa perjanjian"
    pesan = "Hari itu tidak sesuai dengan masa perjanjian kerja."
    tindakan = "Perbaiki harinya: addendum terletak di dalam masa perjanjian, berakhirnya sesudah hari terakhir."


class StillEngaged(Problem):
    """Personal data is kept as long as somebody is in service.

    Wait for the end of the service, and of the time that the retention schedule (JRA) names after it.
    """

    code = "STILL_ENGAGED"
    label = "Masih dalam masa kerja"
    pesan = "Data pribadi disimpan selama seseorang masih dalam masa kerja."
    tindakan = "Tunggu sampai masa kerjanya berakhir, dan masa simpan sesudahnya menurut JRA lewat."
