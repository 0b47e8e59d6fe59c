"""Every error and warning a user can meet: of values, appointments, contracts, files, stores; the rest by subject."""

from kinerja_es.errors import correction, discipline, entry, instansi, performance, person, sealing
from kinerja_es.errors.problem import Caution, Problem, Problems, catalogue

__all__ = [
    "Caution",
    "Problem",
    "Problems",
    "catalogue",
    "correction",
    "discipline",
    "entry",
    "instansi",
    "performance",
    "person",
    "sealing",
]

# -- values ------------------------------------------------------------------------------


class NipInvalid(Problem):
    """The NIP does not read as 18 digits of birth date, appointment, sex and serial number.

    Copy it from the SK or from SIASN. A PNS number has month 01-12 in digits 13-14, an NI PPPK has 21-29.
    """

    code = "NIP_INVALID"
    label = "NIP tidak sah"
    pesan = "NIP tidak terbaca sebagai 18 digit: tanggal lahir, pengangkatan, jenis kelamin, dan nomor urut."
    tindakan = "Salin dari SK atau SIASN. Pada digit 13-14, NIP PNS memuat bulan 01-12 dan NI PPPK memuat 21-29."


class NikInvalid(Problem):
    """The NIK does not read as 16 digits with a real birth date in digits 7-12.

    Copy it from the KTP or from Dukcapil; leave it empty where it is not known.
    """

    code = "NIK_INVALID"
    label = "NIK tidak sah"
    pesan = "NIK tidak terbaca sebagai 16 digit dengan tanggal lahir yang benar pada digit 7-12."
    tindakan = "Salin dari KTP atau Dukcapil; kosongkan bila belum diketahui."


class SkNumberInvalid(Problem):
    """The SK number is empty, too long or holds characters that no SK number has.

    Copy the number as it stands on the SK, for example 800.1.2.5/1234/BKPSDM/2025.
    """

    code = "SK_NUMBER_INVALID"
    label = "Nomor SK tidak sah"
    pesan = "Nomor SK kosong, terlalu panjang, atau memuat karakter yang tidak ada pada nomor SK."
    tindakan = "Salin nomor sebagaimana tertulis pada SK, misalnya 800.1.2.5/1234/BKPSDM/2025."


class GradeInvalid(Problem):
    """The golongan is none that exists: I/a to IV/e for PNS, I to XVII for PPPK.

    Write it as the SK does, for example III/a or IX.
    """

    code = "GRADE_INVALID"
    label = "Golongan tidak dikenal"
    pesan = "Golongan tidak ada: I/a sampai IV/e bagi PNS, I sampai XVII bagi PPPK."
    tindakan = "Tulis seperti pada SK, misalnya III/a atau IX."


class DateInvalid(Problem):
    """There is no such date, or it is not written as it should be.

    Write 2025-12-31, or day-month-year as SIASN does (31-12-2025); in JSON only 2025-12-31.
    """

    code = "DATE_INVALID"
    label = "Tanggal tidak sah"
    pesan = "Tanggal tidak ada, atau tidak ditulis sebagaimana mestinya."
    tindakan = "Tulis 2025-12-31, atau hari-bulan-tahun seperti SIASN (31-12-2025); dalam JSON hanya 2025-12-31."


class TimeInvalid(Problem):
    """This is neither a time nor a position of the log.

    Write a time with its zone, such as 2026-01-31T08:00:00+07:00, or a position, such as 4711.
    """

    code = "TIME_INVALID"
    label = "Waktu tidak sah"
    pesan = "Ini bukan waktu dan bukan posisi log."
    tindakan = "Tulis waktu dengan zonanya, misalnya 2026-01-31T08:00:00+07:00, atau posisi, misalnya 4711."


class ValueMissing(Problem):
    """A value that is needed here is empty.

    Fill it in from the SK or from SIASN.
    """

    code = "VALUE_MISSING"
    label = "Wajib diisi"
    pesan = "Isian yang wajib ada masih kosong."
    tindakan = "Isi menurut SK atau SIASN."


class ValueInvalid(Problem):
    """The value is not one that this field takes.

    Correct it as the message says.
    """

    code = "VALUE_INVALID"
    label = "Nilai tidak sah"
    pesan = "Nilai tidak diterima pada isian ini."
    tindakan = "Perbaiki sesuai keterangannya."


class KindUnknown(Problem):
    """The columns do not say, or do not agree, whether this is a CPNS, PNS, PPPK or PPPK paruh waktu.

    Correct JENIS PEGAWAI NAMA, KEDUDUKAN HUKUM NAMA and STATUS CPNS PNS, or name one kind for the file with --kind.
    """

    code = "KIND_UNKNOWN"
    label = "Jenis pegawai tidak diketahui"
    pesan = "Kolom-kolomnya tidak menyebutkan, atau tidak sepakat, apakah ini CPNS, PNS, PPPK, atau PPPK paruh waktu."
    tindakan = (
        "Perbaiki JENIS PEGAWAI NAMA, KEDUDUKAN HUKUM NAMA, dan STATUS CPNS PNS, atau sebut satu jenis untuk "
        "seluruh berkas dengan --kind."
    )


# -- identity ----------------------------------------------------------------------------


class DuplicateNik(Problem):
    """This NIK already belongs to another employee.

    Find that employee first; record further events there instead of registering the person again.
    """

    code = "DUPLICATE_NIK"
    label = "NIK sudah terdaftar"
    pesan = "NIK ini sudah milik pegawai lain."
    tindakan = "Cari dahulu pegawai itu; catat peristiwa selanjutnya di sana, jangan mendaftarkan orangnya lagi."
    status = 409


class DuplicateExternalId(Problem):
    """This PNS ID or participant's number already belongs to another employee, or stands twice in the file.

    Find that employee first; one id belongs to one person for ever.
    """

    code = "DUPLICATE_EXTERNAL_ID"
    label = "PNS ID atau nomor peserta ganda"
    pesan = "PNS ID atau nomor peserta ini sudah milik pegawai lain, atau tertulis dua kali dalam berkas."
    tindakan = "Cari dahulu pegawai itu; satu ID milik satu orang untuk selamanya."
    status = 409


class DuplicateNip(Problem):
    """This NIP already belongs to another employee, or stands twice in the file.

    Check the number against the SK; one number belongs to one person for ever.
    """

    code = "DUPLICATE_NIP"
    label = "NIP ganda"
    pesan = "NIP ini sudah milik pegawai lain, atau tertulis dua kali dalam berkas."
    tindakan = "Cocokkan nomornya dengan SK; satu nomor milik satu orang untuk selamanya."
    status = 409


class NipKindMismatch(Problem):
    """The form of the NIP is not that of the employee's kind.

    PNS and CPNS have month 01-12 in digits 13-14; PPPK of both kinds have 21-29. Correct the number or the kind.
    """

    code = "NIP_KIND_MISMATCH"
    label = "NIP tidak sesuai jenis pegawai"
    pesan = "Bentuk NIP tidak sesuai dengan jenis pegawai."
    tindakan = (
        "Pada digit 13-14, PNS dan CPNS memuat bulan 01-12; PPPK dan PPPK paruh waktu memuat 21-29. Perbaiki "
        "nomor atau jenisnya."
    )


class NipPersonMismatch(Caution):
    """The NIP says another birth date or sex than the record.

    Compare both with the KTP. A number stays as it was given even after a birth date was corrected.
    """

    code = "NIP_PERSON_MISMATCH"
    label = "NIP berbeda dengan tanggal lahir atau jenis kelamin"
    pesan = "Tanggal lahir atau jenis kelamin dalam NIP berbeda dengan yang tercatat."
    tindakan = "Cocokkan keduanya dengan KTP. NIP tetap seperti saat diberikan, juga setelah tanggal lahir dibetulkan."


class NikPersonMismatch(Caution):
    """The NIK says another birth date or sex than the record.

    Compare both with the KTP. A NIK stays as it was given even after a birth date was corrected.
    """

    code = "NIK_PERSON_MISMATCH"
    label = "NIK berbeda dengan tanggal lahir atau jenis kelamin"
    pesan = "Tanggal lahir atau jenis kelamin dalam NIK berbeda dengan yang tercatat."
    tindakan = "Cocokkan keduanya dengan KTP. NIK tetap seperti saat diberikan, juga setelah tanggal lahir dibetulkan."


class AlreadyRegistered(Problem):
    """This employee is registered already.

    Record further events for the employee; a person is registered once for life.
    """

    code = "ALREADY_REGISTERED"
    label = "Pegawai sudah terdaftar"
    pesan = "Pegawai ini sudah terdaftar."
    tindakan = "Catat peristiwa selanjutnya bagi pegawai ini; seseorang didaftarkan satu kali seumur hidup."
    status = 409


class AlreadyRecorded(Problem):
    """The same fact is recorded already.

    Nothing needs to be done; correct the record if a detail is wrong.
    """

    code = "ALREADY_RECORDED"
    label = "Sudah tercatat"
    pesan = "Fakta yang sama sudah tercatat."
    tindakan = "Tidak ada yang perlu dilakukan; perbaiki catatannya bila ada rincian yang keliru."
    status = 409


class EmployeeUnknown(Problem):
    """No employee has this id or NIP.

    Find the employee by a part of the name, NIP or NIK first; register the person where there is none.
    """

    code = "EMPLOYEE_UNKNOWN"
    label = "Pegawai tidak ditemukan"
    pesan = "Tidak ada pegawai dengan ID atau NIP ini."
    tindakan = "Cari dahulu pegawai dengan sebagian nama, NIP, atau NIK; daftarkan orangnya bila memang belum ada."
    status = 404


class NotRecordedThen(Problem):
    """Nothing was recorded of this employee by then.

    Ask as known at a later time, or leave out `known_at`: then it is told as known now.
    """

    code = "NOT_RECORDED_THEN"
    label = "Waktu itu belum ada catatan"
    pesan = "Sampai waktu itu belum ada yang tercatat tentang pegawai ini."
    tindakan = (
        "Tanyakan menurut waktu yang lebih kemudian, atau tanpa `known_at`: jawabannya menurut yang diketahui sekarang."
    )
    status = 404


# -- decisions ---------------------------------------------------------------------------


class DuplicateSk(Problem):
    """An SK with this number, date and official is recorded with other content.

    Compare it with the SK that is recorded; an error in an SK is corrected by a ralat, not by recording it again.
    """

    code = "DUPLICATE_SK"
    label = "SK yang sama dengan isi berbeda"
    pesan = "SK dengan nomor, tanggal, dan pejabat ini sudah tercatat dengan isi yang lain."
    tindakan = (
        "Bandingkan dengan SK yang tercatat; kekeliruan dalam SK dibetulkan dengan ralat, bukan dengan "
        "mencatatnya lagi."
    )
    status = 409


class SkDateInFuture(Problem):
    """The SK is dated after today.

    Correct the date; a decision can be recorded from the day it was signed. A TMT may lie ahead.
    """

    code = "SK_DATE_IN_FUTURE"
    label = "Tanggal SK di masa depan"
    pesan = "Tanggal SK sesudah hari ini."
    tindakan = "Perbaiki tanggalnya; keputusan dapat dicatat sejak hari ditandatangani. TMT boleh di masa depan."


class DecisionRequired(Problem):
    """This takes effect by an SK, and none was named.

    Record the SK (DecisionIssued) and cite it by its id or by number, date and official.
    """

    code = "DECISION_REQUIRED"
    label = "SK wajib disebut"
    pesan = "Ini berlaku berdasarkan SK, dan tidak ada SK yang disebut."
    tindakan = "Catat SK-nya (DecisionIssued), lalu sebut dengan ID-nya atau dengan nomor, tanggal, dan pejabat."


class DecisionUnknown(Problem):
    """No such SK is recorded.

    Record the SK first, then cite it by its id or by number, date and official.
    """

    code = "DECISION_UNKNOWN"
    label = "SK tidak ditemukan"
    pesan = "SK itu tidak tercatat."
    tindakan = "Catat dahulu SK-nya, lalu sebut dengan ID-nya atau dengan nomor, tanggal, dan pejabat."
    status = 404


class SignatoryCapacity(Caution):
    """An acting official (Plt or Plh) signed what a definitive official decides.

    Check the official's capacity on the SK and keep the mandate beside it.
    """

    code = "SIGNATORY_CAPACITY"
    label = "Ditandatangani Plt atau Plh"
    pesan = "Pejabat Plt atau Plh menandatangani yang menjadi wewenang pejabat definitif."
    tindakan = "Periksa kapasitas pejabat pada SK dan simpan surat mandatnya bersama SK."


class CountsDiffer(Problem):
    """The expected counts per kind do not add up to the SK's number of employees.

    Correct `expected` or `jumlah_pegawai`; for example 15 + 3,794 = 3,809.
    """

    code = "COUNTS_DIFFER"
    label = "Jumlah per jenis tidak sama dengan jumlah di SK"
    pesan = "Jumlah per jenis tidak sama dengan jumlah pegawai pada SK."
    tindakan = "Perbaiki `expected` atau `jumlah_pegawai`; misalnya 15 + 3.794 = 3.809."


# -- appointment, position ---------------------------------------------------------------


class EngagementOverlap(Problem):
    """The employee is engaged already on that TMT.

    End the present engagement first, or correct the TMT.
    """

    code = "ENGAGEMENT_OVERLAP"
    label = "Masih dalam ikatan kerja lain"
    pesan = "Pegawai sudah dalam ikatan kerja pada TMT itu."
    tindakan = "Akhiri dahulu ikatan kerja yang sekarang, atau perbaiki TMT."
    status = 409


class EmployeeDeceased(Problem):
    """The employee has died before that TMT.

    Nobody who has died is appointed. Check whose SK it is, and the day of death.
    """

    code = "EMPLOYEE_DECEASED"
    label = "Pegawai sudah meninggal"
    pesan = "Pegawai sudah meninggal sebelum TMT itu."
    tindakan = "Orang yang sudah meninggal tidak diangkat. Periksa SK siapa ini, dan tanggal meninggalnya."


class GradeKindMismatch(Problem):
    """The golongan is not one of the employee's kind.

    PNS have I/a to IV/e, PPPK have I to XVII. Correct the golongan or the kind.
    """

    code = "GRADE_KIND_MISMATCH"
    label = "Golongan tidak sesuai jenis pegawai"
    pesan = "Golongan tidak termasuk golongan bagi jenis pegawai ini."
    tindakan = "PNS memiliki I/a sampai IV/e, PPPK memiliki I sampai XVII. Perbaiki golongan atau jenisnya."


class UnitUnknown(Problem):
    """No such unor is recorded.

    Record the unor first (OrgUnitEstablished), or import without --known-units-only.
    """

    code = "UNIT_UNKNOWN"
    label = "Unor tidak ditemukan"
    pesan = "Unor itu tidak tercatat."
    tindakan = "Catat dahulu unornya (OrgUnitEstablished), atau impor tanpa --known-units-only."
    status = 404


class UnitNotActive(Problem):
    """The unor does not exist on that TMT: not yet, or no longer.

    Correct the TMT or the unor; or the day from which the unor exists.
    """

    code = "UNIT_NOT_ACTIVE"
    label = "Unor tidak aktif"
    pesan = "Unor itu belum atau tidak lagi ada pada TMT tersebut."
    tindakan = "Perbaiki TMT atau unornya; atau tanggal mulai unor itu."


class DuplicateUnit(Problem):
    """A unor of this name or id under the same parent is recorded already.

    Use the unor that exists.
    """

    code = "DUPLICATE_UNIT"
    label = "Unor sudah ada"
    pesan = "Unor dengan nama atau ID ini sudah tercatat di bawah induk yang sama."
    tindakan = "Gunakan unor yang sudah ada."
    status = 409


class PositionUnknown(Problem):
    """No such post is recorded.

    Record the post first (PositionEstablished).
    """

    code = "POSITION_UNKNOWN"
    label = "Jabatan tidak ditemukan"
    pesan = "Jabatan itu tidak tercatat."
    tindakan = "Catat dahulu jabatannya (PositionEstablished)."
    status = 404


class PositionNotActive(Problem):
    """The post does not exist yet on that TMT, or belongs to another unor.

    Correct the TMT, the post or the unor.
    """

    code = "POSITION_NOT_ACTIVE"
    label = "Jabatan belum aktif atau di unor lain"
    pesan = "Jabatan itu belum ada pada TMT tersebut, atau termasuk unor lain."
    tindakan = "Perbaiki TMT, jabatan, atau unornya."


class FoundingDayUncertain(Caution):
    """The unor or the post is recorded only from a later day on, which was taken from a roster.

    An import takes the earliest TMT of its file for the founding day. Check the place and the TMT.
    """

    code = "FOUNDING_DAY_UNCERTAIN"
    label = "Hari pembentukan diambil dari berkas"
    pesan = "Unor atau jabatan tercatat baru sejak hari sesudahnya, yang diambil dari daftar pegawai."
    tindakan = "Impor memakai TMT paling awal dalam berkasnya sebagai hari pembentukan. Periksa tempat dan TMT-nya."


class DuplicatePosition(Problem):
    """A post with this title is recorded in the unor already.

    Use the post that exists.
    """

    code = "DUPLICATE_POSITION"
    label = "Jabatan sudah ada"
    pesan = "Jabatan dengan nama ini sudah tercatat di unor itu."
    tindakan = "Gunakan jabatan yang sudah ada."
    status = 409


class PositionOccupied(Problem):
    """All seats (formasi) of the post are taken on that TMT.

    Record first that a holder leaves, choose another post, or have the formasi widened.
    """

    code = "POSITION_OCCUPIED"
    label = "Formasi jabatan penuh"
    pesan = "Seluruh formasi jabatan itu sudah terisi pada TMT tersebut."
    tindakan = "Catat dahulu bahwa pemangkunya keluar, pilih jabatan lain, atau usulkan penambahan formasi."
    status = 409
    excepted = True


class FormasiExceeded(Caution):
    """More people hold the post than it has seats (formasi).

    Check who leaves it, and when; a formasi that was counted from a roster may be too small.
    """

    code = "FORMASI_EXCEEDED"
    label = "Melebihi formasi"
    pesan = "Pemangku jabatan lebih banyak daripada formasinya."
    tindakan = "Periksa siapa yang keluar, dan kapan; formasi yang dihitung dari daftar pegawai mungkin terlalu kecil."


class PostOfNoDay(Caution):
    """Two definitive posts begin on the same day: the one whose SK comes first is held on no day.

    Check both SKs; if one of them is wrong, correct its TMT, or annul it.
    """

    code = "POST_OF_NO_DAY"
    label = "Dua jabatan pada satu TMT"
    pesan = "Dua jabatan definitif mulai pada hari yang sama: yang SK-nya lebih dahulu tidak dipangku sehari pun."
    tindakan = "Periksa kedua SK; bila salah satunya keliru, koreksi TMT-nya atau batalkan."


class DefinitivePostEnds(Caution):
    """A definitive post ends on a fixed day, and no other one is recorded from then on.

    Record the post that follows; until then the employee has neither post nor unor from that day on.
    """

    code = "DEFINITIVE_POST_ENDS"
    label = "Jabatan definitif berakhir tanpa pengganti"
    pesan = "Jabatan definitif berakhir pada hari tertentu, dan jabatan sesudahnya belum tercatat."
    tindakan = (
        "Catat jabatan berikutnya; sampai saat itu pegawai tidak mempunyai jabatan maupun unor sejak hari tersebut."
    )


class DoubleDefinitive(Problem):
    """The employee would hold two definitive posts at once.

    Name the post that this one replaces, or record the assignment as PLT or PLH; only a rangkap post may double.
    """

    code = "DOUBLE_DEFINITIVE"
    label = "Dua jabatan definitif"
    pesan = "Pegawai akan memangku dua jabatan definitif sekaligus."
    tindakan = (
        "Sebut jabatan yang digantikan oleh jabatan ini, atau catat penugasannya sebagai PLT atau PLH; hanya "
        "jabatan rangkap yang boleh ganda."
    )
    status = 409
    excepted = True


class MutasiTooEarly(Caution):
    """A PNS was moved before two years in the post.

    PP 11/2017 art 190 asks for two years; keep the reason beside the SK.
    """

    code = "MUTASI_TOO_EARLY"
    label = "Mutasi sebelum dua tahun"
    pesan = "PNS dipindahkan sebelum dua tahun dalam jabatannya."
    tindakan = "PP 11/2017 pasal 190 mensyaratkan dua tahun; simpan alasannya bersama SK."


class AssignmentUnknown(Problem):
    """No such appointment or assignment of this employee is recorded.

    Record the appointment or the assignment first, or correct its id.
    """

    code = "ASSIGNMENT_UNKNOWN"
    label = "Pengangkatan atau penempatan tidak ditemukan"
    pesan = "Pengangkatan atau penempatan pegawai ini tidak tercatat."
    tindakan = "Catat dahulu pengangkatan atau penempatannya, atau perbaiki ID-nya."


class NotInPosition(Problem):
    """The employee does not hold that post on those days.

    Correct the dates, or name the appointment or assignment of that time.
    """

    code = "NOT_IN_POSITION"
    label = "Tidak menduduki jabatan itu"
    pesan = "Pegawai tidak menduduki jabatan itu pada hari-hari tersebut."
    tindakan = "Perbaiki tanggalnya, atau sebut pengangkatan atau penempatan pada waktu itu."


class OathBeforeDecision(Problem):
    """The oath is dated before the SK that it belongs to.

    Correct the date of the oath, or name the SK it belongs to.
    """

    code = "OATH_BEFORE_DECISION"
    label = "Sumpah sebelum SK"
    pesan = "Tanggal sumpah mendahului SK-nya."
    tindakan = "Perbaiki tanggal sumpah, atau sebut SK yang benar."


class OathLate(Caution):
    """The oath was taken more working days after the SK than are allowed.

    PerBKN 7/2017 asks for 30 working days, unless a policy names others; keep the reason in the berita acara.
    """

    code = "OATH_LATE"
    label = "Sumpah terlambat"
    pesan = "Sumpah diambil setelah lewat jumlah hari kerja yang diperbolehkan sejak SK."
    tindakan = (
        "PerBKN 7/2017 mensyaratkan paling lambat 30 hari kerja, kecuali kebijakan pemerintah daerah menyebut lain; "
        "simpan alasannya dalam berita acara."
    )


class ExcerptWithoutFact(Caution):
    """The SK decides nothing of what is recorded for this employee.

    Check whether the petikan is this employee's; if it is, record what the SK decides.
    """

    code = "EXCERPT_WITHOUT_FACT"
    label = "Petikan tanpa fakta"
    pesan = "SK ini tidak menetapkan apa pun yang tercatat bagi pegawai ini."
    tindakan = "Periksa apakah petikan itu milik pegawai ini; bila benar, catat apa yang ditetapkan SK."


class ExcerptBeforeDecision(Problem):
    """The petikan is dated before its SK.

    Correct the date of delivery or the SK.
    """

    code = "EXCERPT_BEFORE_DECISION"
    label = "Petikan sebelum SK"
    pesan = "Tanggal petikan mendahului SK-nya."
    tindakan = "Perbaiki tanggal penyerahan atau SK-nya."


class NotEngaged(Problem):
    """The employee has no engagement on that day.

    Record the appointment first, or correct the day or the engagement.
    """

    code = "NOT_ENGAGED"
    label = "Tidak dalam ikatan kerja"
    pesan = "Pegawai tidak dalam ikatan kerja pada hari itu."
    tindakan = "Catat dahulu pengangkatannya, atau perbaiki tanggal atau ikatan kerjanya."


class NotActive(Problem):
    """The employee is not active on that day.

    Record what makes the employee active first (start of duty, reinstatement), or correct the day.
    """

    code = "NOT_ACTIVE"
    label = "Tidak aktif"
    pesan = "Pegawai tidak aktif pada hari itu."
    tindakan = "Catat dahulu yang membuat pegawai aktif (SPMT, pengaktifan kembali), atau perbaiki tanggalnya."
    excepted = True


class EngagementClosed(Problem):
    """The engagement has ended before that day, or its end is recorded already.

    Correct the day so that it lies inside the engagement; annul the SK of an end that is not to come; record a new
    appointment as another engagement.
    """

    code = "ENGAGEMENT_CLOSED"
    label = "Ikatan kerja sudah berakhir"
    pesan = "Ikatan kerja itu sudah berakhir sebelum hari tersebut, atau akhirnya sudah dicatat."
    tindakan = (
        "Perbaiki tanggalnya agar berada dalam masa ikatan kerja itu; batalkan SK akhir yang tidak jadi; untuk "
        "pengangkatan baru, catat ikatan kerja baru."
    )
    status = 409


class EndingMoot(Caution):
    """A later ending of the engagement is recorded; it takes no effect, for the employee died before it.

    Compare the day of death with its evidence; annul the SK of the later ending if it is withdrawn.
    """

    code = "ENDING_MOOT"
    label = "Pemberhentian kemudian tidak berlaku"
    pesan = "Pemberhentian yang lebih kemudian sudah tercatat; tidak berlaku, karena pegawai meninggal sebelumnya."
    tindakan = "Cocokkan hari meninggal dengan buktinya; catat pembatalan SK pemberhentian itu bila ditarik."


class LaterFactImpossible(Caution):
    """A fact that is recorded already, with a later TMT, no longer fits.

    It takes no effect, or breaks a rule; the standing names it as an anomaly. Check which of the two is right, and
    correct the other.
    """

    code = "LATER_FACT_IMPOSSIBLE"
    label = "Catatan yang lebih kemudian tidak berlaku lagi"
    pesan = "Fakta yang sudah tercatat dengan TMT yang lebih kemudian tidak cocok lagi."
    tindakan = (
        "Fakta itu tidak berlaku, atau melanggar aturan; kedudukan menyebutnya sebagai anomali. Periksa mana yang "
        "benar, dan perbaiki yang lain."
    )


# -- contract ----------------------------------------------------------------------------


class NotContractKind(Problem):
    """Only PPPK work by employment contract.

    Check the employee; a PNS has no employment contract.
    """

    code = "NOT_CONTRACT_KIND"
    label = "Bukan PPPK"
    pesan = "Hanya PPPK yang bekerja dengan perjanjian kerja."
    tindakan = "Periksa pegawainya; PNS tidak memiliki perjanjian kerja."


class ContractOverlap(Problem):
    """The contract starts before the present one ends.

    Correct its dates, or record the ending of the present one first.
    """

    code = "CONTRACT_OVERLAP"
    label = "Perjanjian kerja tumpang tindih"
    pesan = "Perjanjian kerja mulai sebelum yang sekarang berakhir."
    tindakan = "Perbaiki tanggalnya, atau catat dahulu berakhirnya perjanjian yang sekarang."
    status = 409


class ContractTermInvalid(Problem):
    """The contract ends before it starts.

    `mulai` is its first day and `akhir` its last; correct them.
    """

    code = "CONTRACT_TERM_INVALID"
    label = "Jangka perjanjian kerja tidak sah"
    pesan = "Perjanjian kerja berakhir sebelum mulai."
    tindakan = "`mulai` adalah hari pertama dan `akhir` hari terakhir; perbaiki keduanya."


class ContractTermUnusual(Caution):
    """The contract's term is not the one that the regulation or the policy names.

    KepmenPANRB 16/2025 names one year for part-time, PP 49/2018 art 37 at least one year; keep the reason.
    """

    code = "CONTRACT_TERM_UNUSUAL"
    label = "Jangka perjanjian kerja tidak lazim"
    pesan = "Jangka perjanjian kerja bukan yang disebut peraturan atau kebijakan."
    tindakan = (
        "KepmenPANRB 16/2025 menyebut satu tahun bagi paruh waktu, PP 49/2018 pasal 37 paling singkat satu tahun; "
        "simpan alasannya."
    )
    excepted = True
    """A policy may refuse it."""


class RenewalWithoutEvaluation(Problem):
    """A contract is renewed without an evaluation in the ending term.

    Record the evaluation (PerformanceEvaluated) first and name it in `evaluation_ids`.
    """

    code = "RENEWAL_WITHOUT_EVALUATION"
    label = "Perpanjangan tanpa evaluasi"
    pesan = "Perjanjian kerja diperpanjang tanpa evaluasi dalam jangka yang berakhir."
    tindakan = "Catat dahulu evaluasinya (PerformanceEvaluated) dan sebut dalam `evaluation_ids`."
    excepted = True


class WageBelowFloor(Problem):
    """The wage is below the floor that the contract itself names.

    KepmenPANRB 16/2025 dictum 19: at least the last non-ASN wage or the regional minimum.
    Correct the wage or the floor.
    """

    code = "WAGE_BELOW_FLOOR"
    label = "Upah di bawah batas"
    pesan = "Upah di bawah batas yang disebut perjanjian itu sendiri."
    tindakan = (
        "KepmenPANRB 16/2025 diktum 19: paling sedikit upah terakhir sebagai non-ASN atau upah minimum wilayah. "
        "Perbaiki upah atau batasnya."
    )
    excepted = True


class BeyondRetirement(Problem):
    """The contract ends after the retirement age of the post.

    Let it end by then; UU 20/2023 art 55 gives the ages.
    """

    code = "BEYOND_RETIREMENT"
    label = "Melewati batas usia pensiun"
    pesan = "Perjanjian kerja berakhir setelah batas usia pensiun jabatan itu."
    tindakan = "Akhiri paling lambat pada batas itu; UU 20/2023 pasal 55 menetapkan usianya."
    excepted = True


# -- evaluation --------------------------------------------------------------------------


class SelfEvaluation(Problem):
    """The evaluator is the evaluated employee.

    Name the superior who evaluated.
    """

    code = "SELF_EVALUATION"
    label = "Menilai diri sendiri"
    pesan = "Penilai adalah pegawai yang dinilai."
    tindakan = "Sebut atasan yang menilai."


class PeriodDuplicate(Problem):
    """This period is evaluated already for the same assignment.

    Correct the period, or the recorded evaluation.
    """

    code = "PERIOD_DUPLICATE"
    label = "Periode sudah dievaluasi"
    pesan = "Periode ini sudah dievaluasi untuk penempatan yang sama."
    tindakan = "Perbaiki periodenya, atau evaluasi yang tercatat."
    status = 409


class PeriodInvalid(Problem):
    """The period is not one of its scope, is not over yet, or lies outside the engagement.

    A TRIWULAN is a calendar quarter, a BULANAN a month, a TAHUNAN a year, all complete on the day of evaluation.
    """

    code = "PERIOD_INVALID"
    label = "Periode evaluasi tidak sah"
    pesan = "Periode bukan periode lingkupnya, belum berakhir, atau di luar ikatan kerja."
    tindakan = (
        "TRIWULAN adalah triwulan kalender, BULANAN satu bulan, TAHUNAN satu tahun, dan sudah berakhir pada hari "
        "evaluasi; perbaiki periodenya."
    )


class EvaluationWithoutResults(Problem):
    """The evaluation states no result (hasil kerja) or no behaviour (perilaku kerja).

    Give both as 1 (di atas), 2 (sesuai) or 3 (di bawah ekspektasi); hours or attendance are no result.
    """

    code = "EVALUATION_WITHOUT_RESULTS"
    label = "Evaluasi tanpa hasil kerja"
    pesan = "Evaluasi tidak menyebut hasil kerja atau perilaku kerja."
    tindakan = (
        "Isi keduanya dengan 1 (di atas), 2 (sesuai), atau 3 (di bawah ekspektasi); jam kerja atau kehadiran "
        "bukan hasil kerja."
    )


class PredicateMismatch(Caution):
    """The stated predikat is not the one that the matrix gives; the matrix holds.

    Check hasil kerja and perilaku kerja against the signed evaluation (PermenPANRB 6/2022).
    """

    code = "PREDICATE_MISMATCH"
    label = "Predikat berbeda dengan matriks"
    pesan = "Predikat yang disebut bukan yang diberikan matriks; matriks yang berlaku."
    tindakan = "Cocokkan hasil kerja dan perilaku kerja dengan evaluasi yang ditandatangani (PermenPANRB 6/2022)."


# -- status ------------------------------------------------------------------------------


class NotSuspended(Problem):
    """The employee is not suspended on that day.

    Check the suspension and its dates.
    """

    code = "NOT_SUSPENDED"
    label = "Tidak sedang diberhentikan sementara"
    pesan = "Pegawai tidak sedang diberhentikan sementara pada hari itu."
    tindakan = "Periksa pemberhentian sementara dan tanggalnya."


class AlreadySuspended(Problem):
    """The employee is suspended on that day already.

    Record the reinstatement first, or correct the dates.
    """

    code = "ALREADY_SUSPENDED"
    label = "Sudah diberhentikan sementara"
    pesan = "Pegawai sudah diberhentikan sementara pada hari itu."
    tindakan = "Catat dahulu pengaktifan kembali, atau perbaiki tanggalnya."
    status = 409


class GroundNotAllowed(Problem):
    """This ground does not exist for the employee's kind.

    See UU 20/2023 art 52 for PNS, PP 49/2018 art 53 for PPPK, KepmenPANRB 16/2025 dictum 24 for part-time.
    """

    code = "GROUND_NOT_ALLOWED"
    label = "Alasan tidak berlaku bagi jenis pegawai ini"
    pesan = "Alasan ini tidak ada bagi jenis pegawai tersebut."
    tindakan = (
        "Lihat UU 20/2023 pasal 52 bagi PNS, PP 49/2018 pasal 53 bagi PPPK, KepmenPANRB 16/2025 diktum 24 bagi "
        "paruh waktu."
    )
    excepted = True


class HonourMismatch(Problem):
    """The honour of the dismissal does not follow from its ground under the named legal basis.

    UU 20/2023 art 52(4) and PP 49/2018 art 53 tell which ground is with and which without honour.
    """

    code = "HONOUR_MISMATCH"
    label = "Dengan atau tanpa hormat tidak sesuai alasan"
    pesan = "Pemberhentian dengan atau tanpa hormat tidak sesuai dengan alasannya menurut dasar hukum yang disebut."
    tindakan = (
        "Lihat UU 20/2023 pasal 52 ayat (4) dan PP 49/2018 pasal 53: alasan mana dengan hormat dan mana tanpa hormat."
    )
    excepted = True


class CoachingNotTried(Problem):
    """A dismissal for poor work needs a concluded coaching before it.

    Record the coaching and its conclusion first.
    """

    code = "COACHING_NOT_TRIED"
    label = "Pembinaan belum dilakukan"
    pesan = "Pemberhentian karena tidak berkinerja memerlukan pembinaan yang sudah selesai sebelumnya."
    tindakan = "Catat dahulu pembinaan dan simpulannya."
    excepted = True


class JudgmentRequired(Problem):
    """A dismissal for a crime needs a final judgment.

    Name the judgment in `court_ref`.
    """

    code = "JUDGMENT_REQUIRED"
    label = "Putusan pengadilan wajib disebut"
    pesan = "Pemberhentian karena tindak pidana memerlukan putusan yang berkekuatan hukum tetap."
    tindakan = "Sebut putusannya dalam `court_ref`."
    excepted = True


# -- batches -----------------------------------------------------------------------------


class BatchUnknown(Problem):
    """No such batch is recorded.

    See the batches with `kinerja batch list`.
    """

    code = "BATCH_UNKNOWN"
    label = "Batch tidak ditemukan"
    pesan = "Batch itu tidak tercatat."
    tindakan = "Lihat batch yang ada dengan `kinerja batch list`."
    status = 404


class BatchIsClosed(Problem):
    """The batch is closed; no file can be added to it.

    Record late additions under the SK that names them.
    """

    code = "BATCH_CLOSED"
    label = "Batch sudah ditutup"
    pesan = "Batch sudah ditutup; tidak ada berkas yang dapat ditambahkan."
    tindakan = "Catat susulan di bawah SK yang menyebutnya."
    status = 409


class BatchCountsDiffer(Problem):
    """Expected and recorded counts differ and no explanation was given.

    Add the missing rows, or close with an explanation (--explain TEXT).
    """

    code = "BATCH_COUNTS_DIFFER"
    label = "Jumlah diharapkan dan tercatat berbeda"
    pesan = "Jumlah yang diharapkan dan yang tercatat berbeda, dan tidak ada penjelasan."
    tindakan = "Tambahkan baris yang kurang, atau tutup dengan penjelasan (--explain TEXT)."
    status = 409


class KindNotExpected(Problem):
    """The SK does not expect an employee of this kind.

    Correct the kind of the row, or `expected` in the SK file.
    """

    code = "KIND_NOT_EXPECTED"
    label = "Jenis pegawai tidak ada di SK"
    pesan = "SK tidak memuat pegawai dengan jenis ini."
    tindakan = "Perbaiki jenis pada baris itu, atau `expected` dalam berkas SK."


class CountAboveExpected(Problem):
    """The file brings more employees of a kind than the SK names.

    Take out the rows that the SK does not name, or correct `expected`.
    """

    code = "COUNT_ABOVE_EXPECTED"
    label = "Lebih banyak dari yang ditetapkan SK"
    pesan = "Berkas memuat lebih banyak pegawai suatu jenis daripada yang disebut SK."
    tindakan = "Keluarkan baris yang tidak disebut SK, atau perbaiki `expected`."


class CountBelowExpected(Caution):
    """Fewer employees of a kind are recorded than the SK names.

    Bring the missing ones in a later file under the same SK; the batch stays open until then.
    """

    code = "COUNT_BELOW_EXPECTED"
    label = "Kurang dari yang ditetapkan SK"
    pesan = "Pegawai suatu jenis yang tercatat lebih sedikit daripada yang disebut SK."
    tindakan = "Susulkan yang kurang dalam berkas lain di bawah SK yang sama; batch tetap terbuka sampai saat itu."


class SkNotOfBatch(Problem):
    """The row names another SK than the one it is imported under.

    Take the row out, or import it under its own SK.
    """

    code = "SK_NOT_OF_BATCH"
    label = "SK pada baris berbeda dengan SK batch"
    pesan = "Baris ini menyebut SK lain daripada SK yang dipakai mengimpor."
    tindakan = "Keluarkan baris itu, atau impor berdasarkan SK-nya sendiri."


class TmtDiffers(Caution):
    """The row's TMT is not the SK's; the row's own was recorded.

    Compare it with the SK's list.
    """

    code = "TMT_DIFFERS"
    label = "TMT pada baris berbeda dengan SK"
    pesan = "TMT pada baris bukan TMT SK; yang dicatat adalah TMT pada baris."
    tindakan = "Cocokkan dengan lampiran SK."


class RowDiffers(Caution):
    """The row says something else than what is recorded for this employee; nothing was changed.

    Compare it with the SK; what is recorded is changed by a correction, not by importing again.
    """

    code = "ROW_DIFFERS"
    label = "Berbeda dengan yang tercatat"
    pesan = "Baris ini berbeda dengan yang tercatat bagi pegawai tersebut; tidak ada yang diubah."
    tindakan = "Cocokkan dengan SK; yang tercatat diubah dengan pembetulan, bukan dengan mengimpor lagi."


# -- commands and concurrency ------------------------------------------------------------


class ConcurrencyConflict(Problem):
    """Something that this was decided on has changed in the meantime.

    Read again, look whether it still holds, and send it again.
    """

    code = "CONCURRENCY_CONFLICT"
    label = "Data berubah sementara itu"
    pesan = "Yang menjadi dasar keputusan ini sudah berubah sementara itu."
    tindakan = "Baca lagi, periksa apakah masih berlaku, lalu kirim lagi."
    status = 409


class CommandReused(Problem):
    """This Idempotency-Key (command id) was used before for something else.

    Use a new key for a new request; repeat a request only with its own, unchanged body.
    """

    code = "COMMAND_REUSED"
    label = "Idempotency-Key sudah dipakai untuk isi lain"
    pesan = "Idempotency-Key (command id) ini sudah dipakai untuk hal lain."
    tindakan = (
        "Gunakan kunci baru untuk permintaan baru; ulangi permintaan hanya dengan isinya sendiri yang tidak diubah."
    )
    status = 409


class BodyInvalid(Problem):
    """The request has not the form that is described for it.

    Compare it with the example: at /docs over HTTP, with `kinerja import --example-sk` for an SK file.
    """

    code = "BODY_INVALID"
    label = "Bentuk isian tidak sesuai"
    pesan = "Permintaan tidak berbentuk seperti yang diuraikan untuknya."
    tindakan = "Bandingkan dengan contohnya: di /docs lewat HTTP, dengan `kinerja import --example-sk` untuk berkas SK."


class ActorRequired(Problem):
    """Nobody is named who records this.

    Name the person who records with --actor, KINERJA_ACTOR or the header X-Actor.
    """

    code = "ACTOR_REQUIRED"
    label = "Pencatat wajib disebut"
    pesan = "Tidak disebut siapa yang mencatat."
    tindakan = "Sebut nama pencatat dengan --actor, KINERJA_ACTOR, atau header X-Actor."
    status = 400


class ExceptionNotAllowed(Problem):
    """There is no rule of this code that a signed SK may be recorded against.

    Correct what the rule refuses; identity, arithmetic and references are never excepted.
    """

    code = "EXCEPTION_NOT_ALLOWED"
    label = "Aturan ini tanpa pengecualian"
    pesan = "Tidak ada aturan dengan kode ini yang boleh dikecualikan oleh SK yang ditandatangani."
    tindakan = "Perbaiki yang ditolak aturannya; identitas, hitungan, dan rujukan tidak pernah dikecualikan."


# -- questions ---------------------------------------------------------------------------


class ReadModelUnknown(Problem):
    """There is no such read model or query.

    See the list with `kinerja projections` or at /v1/read-models.
    """

    code = "READ_MODEL_UNKNOWN"
    label = "Model baca tidak ditemukan"
    pesan = "Model baca atau pertanyaan itu tidak ada."
    tindakan = "Lihat daftarnya dengan `kinerja projections` atau di /v1/read-models."
    status = 404


class CursorInvalid(Problem):
    """The cursor is damaged or belongs to another query.

    Start again from the first page, without a cursor.
    """

    code = "CURSOR_INVALID"
    label = "Kursor tidak sah"
    pesan = "Kursor rusak atau milik pertanyaan lain."
    tindakan = "Mulai lagi dari halaman pertama, tanpa kursor."
    status = 400


class SheetFull(Problem):
    """The answer does not fit into a spreadsheet.

    Ask for CSV, or for fewer rows.
    """

    code = "SHEET_FULL"
    label = "Tidak muat dalam lembar kerja"
    pesan = "Jawabannya tidak muat dalam satu lembar kerja."
    tindakan = "Minta CSV, atau baris yang lebih sedikit."


class NotYetRead(Problem):
    """The read model has not come as far as the position you asked for.

    Ask again in a moment, or without `at_least`.
    """

    code = "NOT_YET_READ"
    label = "Model baca belum sampai posisi itu"
    pesan = "Model baca belum sampai pada posisi yang Anda minta."
    tindakan = "Tanyakan lagi sebentar kemudian, atau tanpa `at_least`."
    status = 503


class SubjectParked(Problem):
    """The read model cannot tell of this subject: it stumbles over one of its facts.

    What is recorded is safe. See `kinerja projections` for the reason; once it is mended, run
    `kinerja projections retry`.
    """

    code = "SUBJECT_PARKED"
    label = "Subjek diparkir"
    pesan = "Model baca tidak dapat menceritakan subjek ini: ia tersandung pada salah satu faktanya."
    tindakan = (
        "Yang tercatat aman. Lihat sebabnya dengan `kinerja projections`; setelah diperbaiki, jalankan "
        "`kinerja projections retry`."
    )
    status = 503


class RebuildDiffers(Problem):
    """The rebuilt read model differs from the live one; nothing was swapped.

    Look at the differences; take the rebuilt one with --accept-differences once they are understood.
    """

    code = "REBUILD_DIFFERS"
    label = "Hasil bangun ulang berbeda"
    pesan = "Model baca yang dibangun ulang berbeda dengan yang dipakai; tidak ada yang diganti."
    tindakan = (
        "Periksa perbedaannya; terima hasil bangun ulang dengan --accept-differences setelah penyebabnya dipahami."
    )
    status = 409


class ReadModelsOtherLog(Problem):
    """The read models were made from another log, or from a log that was since restored to an earlier state.

    Check that this is the right log; then run `kinerja rebuild --discard` to make them anew.
    """

    code = "READ_MODELS_OTHER_LOG"
    label = "Model baca berasal dari log lain"
    pesan = "Model baca dibuat dari log lain, atau dari log yang sejak itu dipulihkan ke keadaan sebelumnya."
    tindakan = "Pastikan lognya benar; lalu jalankan `kinerja rebuild --discard` untuk membuatnya baru."
    status = 503


class ReadModelsBusy(Problem):
    """Another process is bringing the read models up to date and does not finish.

    Wait for it, or stop it.
    """

    code = "READ_MODELS_BUSY"
    label = "Model baca sedang dipakai proses lain"
    pesan = "Proses lain sedang memperbarui model baca dan belum selesai."
    tindakan = "Tunggu sampai selesai, atau hentikan proses itu."
    status = 503


class BuildInterrupted(Problem):
    """A process that helped to build the read models was ended from outside; they are as they were.

    See whether the machine ran out of memory, then try again.
    """

    code = "BUILD_INTERRUPTED"
    label = "Pembangunan model baca terhenti"
    pesan = "Proses yang membantu membangun model baca dihentikan dari luar; model baca tetap seperti semula."
    tindakan = "Periksa apakah mesin kehabisan memori, lalu coba lagi."
    status = 503


class ReadModelsDamaged(Problem):
    """The read models' file is damaged, or is not one of ours.

    It holds nothing that the log does not: run `kinerja rebuild --discard` to make it anew.
    """

    code = "READ_MODELS_DAMAGED"
    label = "Berkas model baca rusak"
    pesan = "Berkas model baca rusak, atau bukan milik kinerja_es."
    tindakan = "Isinya hanya yang juga ada di log: jalankan `kinerja rebuild --discard` untuk membuatnya baru."
    status = 503


class ProjectionInvalid(Problem):
    """A projection file has a mistake in it.

    Correct the file; `projections/_template.py` shows the form.
    """

    code = "PROJECTION_INVALID"
    label = "Berkas proyeksi keliru"
    pesan = "Ada kekeliruan dalam berkas proyeksi."
    tindakan = "Perbaiki berkasnya; bentuknya ada di `projections/_template.py`."
    status = 500


class PictureMissing(Problem):
    """No picture is drawn of this query.

    `kinerja plot` lists those that there are.
    """

    code = "PICTURE_MISSING"
    label = "Tidak ada gambarnya"
    pesan = "Pertanyaan itu tidak digambar."
    tindakan = "Lihat gambar yang ada dengan `kinerja plot`."
    status = 404


class PictureKindUnknown(Problem):
    """Pictures are drawn as SVG and PNG.

    Let the name end in .svg or .png.
    """

    code = "PICTURE_KIND_UNKNOWN"
    label = "Jenis gambar tidak dikenal"
    pesan = "Gambar dibuat sebagai SVG dan PNG."
    tindakan = "Tulis nama yang berakhir dengan .svg atau .png."
    status = 404


class ProjectionsMissing(Problem):
    """The folder of the government's own read models cannot be read.

    Name a folder that exists with --projections or KINERJA_PROJECTIONS, or leave it out.
    """

    code = "PROJECTIONS_MISSING"
    label = "Folder proyeksi tidak ada"
    pesan = "Folder model baca milik pemerintah daerah tidak dapat dibaca."
    tindakan = "Sebut folder yang ada dengan --projections atau KINERJA_PROJECTIONS, atau jangan sebut sama sekali."
    status = 503


# -- files -------------------------------------------------------------------------------


class FileUnreadable(Problem):
    """The file is missing, or is no CSV, XLSX or JSON that can be read.

    Save or export it again and try again.
    """

    code = "FILE_UNREADABLE"
    label = "Berkas tidak dapat dibaca"
    pesan = "Berkas tidak ada, atau bukan CSV, XLSX, atau JSON yang dapat dibaca."
    tindakan = "Simpan atau ekspor berkasnya lagi, lalu coba lagi."
    status = 400


class FileUnwritable(Problem):
    """The file cannot be written here.

    Name a place that you may write to and that has room.
    """

    code = "FILE_UNWRITABLE"
    label = "Berkas tidak dapat ditulis"
    pesan = "Berkas tidak dapat ditulis di sini."
    tindakan = "Sebut tempat yang boleh Anda tulisi dan masih ada ruangnya."
    status = 400


class FolderNotOurs(Problem):
    """The folder holds files that this command did not make; nothing was changed in it.

    Name another folder, or move the files away.
    """

    code = "FOLDER_NOT_OURS"
    label = "Folder berisi berkas lain"
    pesan = "Folder berisi berkas yang tidak dibuat perintah ini; tidak ada yang diubah di dalamnya."
    tindakan = "Sebut folder lain, atau pindahkan berkas-berkas itu."
    status = 409


class PackageMissing(Problem):
    """Synthetic data needs a package that is not installed.

    Install it with: pip install 'kinerja-es[demo]'
    """

    code = "PACKAGE_MISSING"
    label = "Paket belum terpasang"
    pesan = "Data sintetis memerlukan paket yang belum terpasang."
    tindakan = "Pasang dengan: pip install 'kinerja-es[demo]'"
    status = 400


class SkFileUnreadable(Problem):
    """The SK file is missing or cannot be read.

    Make one with `kinerja import --example-sk > SK.json` and fill it in.
    """

    code = "SK_FILE_UNREADABLE"
    label = "Berkas SK tidak dapat dibaca"
    pesan = "Berkas SK tidak ada atau tidak dapat dibaca."
    tindakan = "Buat dengan `kinerja import --example-sk > SK.json`, lalu isi."
    status = 400


class TooManyMistakes(Problem):
    """The file has more mistakes than can be told at once; it was not read to its end.

    Correct what the first ones have in common, most often one column, and import the file again.
    """

    code = "TOO_MANY_MISTAKES"
    label = "Kesalahan dalam berkas terlalu banyak"
    pesan = (
        "Kesalahan dalam berkas lebih banyak daripada yang dapat disebut sekaligus; berkas tidak dibaca sampai akhir."
    )
    tindakan = "Perbaiki penyebab yang sama dari kesalahan-kesalahan pertama, biasanya satu kolom, lalu impor lagi."


class FileTooLarge(Problem):
    """The file is larger than this service takes, packed or unpacked.

    Split it, or take out sheets and columns that are not needed.
    """

    code = "FILE_TOO_LARGE"
    label = "Berkas terlalu besar"
    pesan = "Berkas lebih besar daripada yang diterima layanan ini, dimampatkan atau tidak."
    tindakan = "Bagi berkasnya, atau keluarkan lembar dan kolom yang tidak diperlukan."
    status = 413


class FileEncoding(Problem):
    """The file is not UTF-8 text.

    Save it as "CSV UTF-8"; JSON as UTF-8.
    """

    code = "FILE_ENCODING"
    label = "Berkas bukan UTF-8"
    pesan = "Berkas bukan teks UTF-8."
    tindakan = 'Simpan sebagai "CSV UTF-8"; JSON sebagai UTF-8.'
    status = 400


class FileEmpty(Problem):
    """The file has no rows.

    Check that the right file and sheet were exported.
    """

    code = "FILE_EMPTY"
    label = "Berkas kosong"
    pesan = "Berkas tidak memiliki baris."
    tindakan = "Pastikan berkas dan lembar yang benar yang diekspor."
    status = 400


class ColumnMissing(Problem):
    """A column that is needed is missing.

    Take the names that `kinerja record TYPE --example` prints, or for a roster SIASN's "Export Data ASN" layout;
    columns are matched by name, their order is free.
    """

    code = "COLUMN_MISSING"
    label = "Kolom tidak ada"
    pesan = "Kolom yang diperlukan tidak ada."
    tindakan = (
        "Salin nama kolom dari `kinerja record TYPE --example`, atau bagi daftar pegawai gunakan susunan "
        '"Export Data ASN" SIASN; kolom dicocokkan menurut nama, urutannya bebas.'
    )
    status = 400


class ColumnDoubled(Problem):
    """A column stands twice in the file.

    Take one of them out.
    """

    code = "COLUMN_DOUBLED"
    label = "Kolom ganda"
    pesan = "Satu kolom tertulis dua kali dalam berkas."
    tindakan = "Keluarkan salah satunya."
    status = 400


class RowMalformed(Problem):
    """The row has more cells than the header, or the record of a JSON file is none.

    Look for a separator or a quotation mark inside a cell; of JSON, take the records as SIASN gives them out.
    """

    code = "ROW_MALFORMED"
    label = "Baris rusak"
    pesan = "Baris memiliki lebih banyak sel daripada judul kolom, atau data dalam JSON bukan data yang benar."
    tindakan = "Cari pemisah atau tanda kutip di dalam sel; untuk JSON, ambil data sebagaimana diberikan SIASN."


class SheetsUnread(Caution):
    """The workbook has other sheets with rows, and only the first one was read.

    If they hold employees too, save each as a file of its own and import one after another under the same SK.
    """

    code = "SHEETS_UNREAD"
    label = "Lembar lain tidak dibaca"
    pesan = "Buku kerja memiliki lembar lain yang berisi baris, dan hanya lembar pertama yang dibaca."
    tindakan = (
        "Bila lembar itu juga memuat pegawai, simpan masing-masing sebagai berkas sendiri dan impor satu per satu "
        "di bawah SK yang sama."
    )


# -- stores ------------------------------------------------------------------------------


class LogMissing(Problem):
    """There is no database at this place.

    Create it with `kinerja init`, or name the right one with --log or KINERJA_LOG.
    """

    code = "LOG_MISSING"
    label = "Basis data belum ada"
    pesan = "Tidak ada basis data di tempat ini."
    tindakan = "Buat dengan `kinerja init`, atau sebut yang benar dengan --log atau KINERJA_LOG."
    status = 503


class FolderMissing(Problem):
    """The folder in which the database is to lie does not exist.

    Make the folder first, or name another place with --log or KINERJA_LOG.
    """

    code = "FOLDER_MISSING"
    label = "Folder belum ada"
    pesan = "Folder tempat basis data itu tidak ada."
    tindakan = "Buat dahulu foldernya, atau sebut tempat lain dengan --log atau KINERJA_LOG."
    status = 503


class LogNotOurs(Problem):
    """The file at this place is not a database of kinerja_es, or is damaged.

    Name the right one with --log or KINERJA_LOG; nothing was changed in the file.
    """

    code = "LOG_NOT_OURS"
    label = "Bukan basis data kinerja_es"
    pesan = "Berkas di tempat ini bukan basis data kinerja_es, atau rusak."
    tindakan = "Sebut yang benar dengan --log atau KINERJA_LOG; tidak ada yang diubah dalam berkas itu."
    status = 503


class LogVersion(Problem):
    """The database was made by another version of kinerja_es.

    Use the version that made it, or a newer one that can migrate it.
    """

    code = "LOG_VERSION"
    label = "Versi basis data berbeda"
    pesan = "Basis data dibuat oleh versi lain kinerja_es."
    tindakan = "Gunakan versi yang membuatnya, atau versi lebih baru yang dapat memutakhirkannya."
    status = 503


class LogExists(Problem):
    """There is a database at this place already, and its keys are missing.

    Restore its key file from the backup; a new key would not find anybody who is recorded.
    """

    code = "LOG_EXISTS"
    label = "Basis data sudah ada"
    pesan = "Di tempat ini sudah ada basis data, dan kuncinya tidak ada."
    tindakan = (
        "Pulihkan berkas kuncinya dari cadangan; dengan kunci baru tidak seorang pun yang tercatat dapat ditemukan."
    )
    status = 409


class LogNotNew(Problem):
    """There is a database at this place already, and people who do not exist go into a new one only.

    Name another place with --log, or move the database, its keys and its read models away.
    """

    code = "LOG_NOT_NEW"
    label = "Bukan basis data baru"
    pesan = "Di tempat ini sudah ada basis data, dan data sintetis hanya masuk ke basis data baru."
    tindakan = "Sebut tempat lain dengan --log, atau pindahkan basis data itu beserta kunci dan model bacanya."
    status = 409


class LogReadOnly(Problem):
    """The database cannot be written to.

    Check the file's owner and permissions, and that the disk is not mounted read-only.
    """

    code = "LOG_READ_ONLY"
    label = "Basis data hanya dapat dibaca"
    pesan = "Basis data tidak dapat ditulisi."
    tindakan = "Periksa pemilik dan izin berkas, dan bahwa disk tidak dipasang hanya-baca."
    status = 503


class LogLocked(Problem):
    """Another process keeps the database locked.

    Wait for it to finish, or stop it; nothing was recorded.
    """

    code = "LOG_LOCKED"
    label = "Basis data sedang dikunci"
    pesan = "Proses lain sedang mengunci basis data."
    tindakan = "Tunggu sampai selesai, atau hentikan proses itu; tidak ada yang dicatat."
    status = 503


class LogFull(Problem):
    """The disk is full, or the database has reached its limit; nothing was recorded.

    Make room and try again.
    """

    code = "LOG_FULL"
    label = "Penyimpanan penuh"
    pesan = "Disk penuh, atau basis data mencapai batasnya; tidak ada yang dicatat."
    tindakan = "Kosongkan ruang, lalu coba lagi."
    status = 507


class LogDamaged(Problem):
    """The database failed while reading or writing.

    Nothing was recorded by half. Check the disk, then verify the database or restore the backup.
    """

    code = "LOG_DAMAGED"
    label = "Basis data rusak"
    pesan = "Basis data gagal saat dibaca atau ditulis."
    tindakan = "Tidak ada yang tercatat separuh. Periksa disknya, lalu verifikasi basis data atau pulihkan cadangan."
    status = 503


class LogUrlInvalid(Problem):
    """The address of the log is none that this service knows.

    Write for example sqlite:///kinerja.db.
    """

    code = "LOG_URL_INVALID"
    label = "Alamat basis data tidak sah"
    pesan = "Alamat log bukan alamat yang dikenal layanan ini."
    tindakan = "Tulis misalnya sqlite:///kinerja.db."
    status = 400


class KeyMissing(Problem):
    """The key file that belongs to this log is missing.

    Restore it from its own backup; without it nobody can be found by NIP or NIK.
    """

    code = "KEY_MISSING"
    label = "Berkas kunci tidak ada"
    pesan = "Berkas kunci milik log ini tidak ada."
    tindakan = (
        "Pulihkan dari cadangannya sendiri; tanpa berkas itu tidak seorang pun dapat ditemukan dengan NIP atau NIK."
    )
    status = 503


class KeyNotOurs(Problem):
    """The key file is not a key file of kinerja_es, or is damaged.

    Restore the file that is named from its own backup; nothing was changed in it.
    """

    code = "KEY_NOT_OURS"
    label = "Bukan berkas kunci kinerja_es"
    pesan = "Berkas kunci bukan berkas kunci kinerja_es, atau rusak."
    tindakan = "Pulihkan berkas yang disebut dari cadangannya sendiri; tidak ada yang diubah di dalamnya."
    status = 503


class KeyWrong(Problem):
    """The key file belongs to another log.

    Restore the key file that was made together with this log.
    """

    code = "KEY_WRONG"
    label = "Kunci bukan milik basis data ini"
    pesan = "Berkas kunci ini milik log lain."
    tindakan = "Pulihkan berkas kunci yang dibuat bersama log ini."
    status = 503


class LoopbackOnly(Problem):
    """Until access control exists the service listens on the loopback address only.

    Use 127.0.0.1 or ::1.
    """

    code = "LOOPBACK_ONLY"
    label = "Hanya alamat loopback"
    pesan = "Sebelum ada pengaturan akses, layanan hanya mendengarkan di alamat loopback."
    tindakan = "Gunakan 127.0.0.1 atau ::1."
    status = 400


# -- the way in --------------------------------------------------------------------------


class RouteUnknown(Problem):
    """There is no such address.

    See /docs for all that there are.
    """

    code = "ROUTE_UNKNOWN"
    label = "Alamat tidak ada"
    pesan = "Alamat itu tidak ada."
    tindakan = "Lihat /docs untuk semua alamat yang ada."
    status = 404


class MethodNotAllowed(Problem):
    """This address does not take this method.

    See /docs, or the header Allow of this answer, for what it takes.
    """

    code = "METHOD_NOT_ALLOWED"
    label = "Metode tidak diterima"
    pesan = "Alamat ini tidak menerima metode itu."
    tindakan = "Lihat /docs, atau header Allow pada jawaban ini, untuk metode yang diterima."
    status = 405


class NothingFound(Problem):
    """Nothing is recorded under what you asked for.

    Check the id; a read model may also be a moment behind: ask with `at_least`.
    """

    code = "NOTHING_FOUND"
    label = "Tidak ditemukan"
    pesan = "Tidak ada catatan untuk yang Anda tanyakan."
    tindakan = "Periksa ID-nya; model baca juga dapat tertinggal sebentar: tanyakan dengan `at_least`."
    status = 404


class BodyTooLarge(Problem):
    """The request is larger than this service takes.

    Send fewer commands at once; a roster goes to /v1/batches.
    """

    code = "BODY_TOO_LARGE"
    label = "Isian terlalu besar"
    pesan = "Permintaan lebih besar daripada yang diterima layanan ini."
    tindakan = "Kirim lebih sedikit perintah sekaligus; daftar pegawai dikirim ke /v1/batches."
    status = 413


class ContentTypeInvalid(Problem):
    """The request's content is of another type than this address takes.

    Send it with Content-Type: application/json; a roster is sent as multipart/form-data.
    """

    code = "CONTENT_TYPE_INVALID"
    label = "Jenis isi tidak diterima"
    pesan = "Isi permintaan berjenis lain daripada yang diterima alamat ini."
    tindakan = "Kirim dengan Content-Type: application/json; daftar pegawai dikirim sebagai multipart/form-data."
    status = 415


class NotAcceptable(Problem):
    """The answer is not given in any of the forms that `Accept` names.

    Ask for application/json, application/x-ndjson, text/csv or XLSX.
    """

    code = "NOT_ACCEPTABLE"
    label = "Bentuk jawaban tidak tersedia"
    pesan = "Jawaban tidak tersedia dalam bentuk mana pun yang disebut `Accept`."
    tindakan = "Minta application/json, application/x-ndjson, text/csv, atau XLSX."
    status = 406


class HostNotAllowed(Problem):
    """The service was called by a name that is not its own.

    Use http://127.0.0.1, http://localhost or http://[::1]; until access control exists no other name is answered.
    """

    code = "HOST_NOT_ALLOWED"
    label = "Nama host tidak diterima"
    pesan = "Layanan dipanggil dengan nama yang bukan namanya."
    tindakan = (
        "Gunakan http://127.0.0.1, http://localhost, atau http://[::1]; sebelum ada pengaturan akses tidak ada "
        "nama lain yang dijawab."
    )
    status = 421


class AddressUnavailable(Problem):
    """The service cannot listen at this address and port.

    Stop what listens there already, or choose another port with --port.
    """

    code = "ADDRESS_UNAVAILABLE"
    label = "Alamat atau port tidak dapat dipakai"
    pesan = "Layanan tidak dapat mendengarkan di alamat dan port ini."
    tindakan = "Hentikan yang sudah mendengarkan di sana, atau pilih port lain dengan --port."
    status = 503


class NotReady(Problem):
    """The service runs, but cannot do its whole work.

    Read what the detail says; what is recorded is safe.
    """

    code = "NOT_READY"
    label = "Layanan belum siap"
    pesan = "Layanan berjalan, tetapi tidak dapat mengerjakan seluruh tugasnya."
    tindakan = "Baca rinciannya; yang sudah tercatat aman."
    status = 503


class Internal(Problem):
    """Something went wrong inside the service; it is our mistake, not yours.

    Ask the operator to look into the service's output at this time. What was not acknowledged may be sent again
    with the same Idempotency-Key.
    """

    code = "INTERNAL"
    label = "Kesalahan di dalam layanan"
    pesan = "Ada yang salah di dalam layanan; ini kesalahan kami, bukan kesalahan Anda."
    tindakan = (
        "Minta operator memeriksa keluaran layanan pada waktu ini. Yang belum dijawab boleh dikirim lagi dengan "
        "Idempotency-Key yang sama."
    )
    status = 500
