"""What is known of a person beside the identity: changed data, schooling, training, leave, dependants, awards."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, NamedTuple
from uuid import UUID

from pydantic import Field

from kinerja_es.domain.envelope import Event, Generated, LongText, Personal, ShortText
from kinerja_es.domain.identity import EmployeeRegistered, Number, Numbered, numbered
from kinerja_es.domain.reference import AGAMA, JENIS_DIKLAT, KOMPETENSI, PENGHARGAAN, Coded
from kinerja_es.domain.rules import Rule, in_force, years_after
from kinerja_es.domain.values import Day, Rupiah
from kinerja_es.errors import AlreadyRecorded, EmployeeUnknown, Problem, ValueInvalid
from kinerja_es.errors.correction import EventUnknown
from kinerja_es.errors.person import (
    BusinessWithoutPermit,
    LeaveOverlap,
    PaidNotEngaged,
    PersonalDataStale,
    RejectionReasonMissing,
    StillEngaged,
    TrainingCeiling,
)

if TYPE_CHECKING:
    from kinerja_es.domain.given import Given
    from kinerja_es.domain.history import History


def check_known(given: "Given") -> Iterator[Problem]:
    """The person must be registered."""
    if not len(given.history):
        yield EmployeeUnknown("The person must be registered first.")


class PersonalField(StrEnum):
    """What may change of a person; the NIK never does."""

    NAMA = "nama"
    GELAR_DEPAN = "gelar_depan"
    GELAR_BELAKANG = "gelar_belakang"
    TEMPAT_LAHIR = "tempat_lahir"
    TANGGAL_LAHIR = "tanggal_lahir"
    JENIS_KELAMIN = "jenis_kelamin"
    ALAMAT = "alamat"
    NOMOR_HP = "nomor_hp"
    EMAIL = "email"
    AGAMA = "agama"
    STATUS_KAWIN = "status_kawin"
    NPWP = "npwp"


class PersonalDataChanged(Event):
    """Something about the person is otherwise from a day on: a new name, title, address."""

    TOPIC: ClassVar[str] = "kinerja:PersonalDataChanged"
    PRECEDENCE: ClassVar[int] = 130
    LABEL: ClassVar[str] = "Data pribadi diubah"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "tmt": "2026-02-01",
        "field": "gelar_belakang",
        "new": "S.Pd.",
        "evidence": "Ijazah S1",
    }

    field: PersonalField
    old: Annotated[ShortText | None, Personal()] = None
    new: Annotated[ShortText, Personal()]
    evidence: Annotated[ShortText, Personal()]

    def check(self, given: "Given") -> Iterator[Problem]:
        yield from check_known(given)
        now = personal(given.history, self.field, self.tmt)
        if self.field in EmployeeRegistered.model_fields and now != self.old:
            yield PersonalDataStale(field="old")
        if self._said() == now:
            yield AlreadyRecorded(field="new")
        if self.field is PersonalField.TANGGAL_LAHIR and not _is_birth(self.new, given.today):
            yield ValueInvalid("A birth date is written 1990-12-31 and lies in the past.", field="new")
        if self.field is PersonalField.JENIS_KELAMIN and self.new not in ("L", "P"):
            yield ValueInvalid("L or P.", field="new")

    def derived(self, given: "Given") -> dict[str, Any]:
        return {"new": self._said()}

    def _said(self) -> str:
        """The new value; a religion by SIASN's name, if it has one: a KTP may say another belief."""
        code = AGAMA.find(self.new) if self.field is PersonalField.AGAMA else None
        return self.new if code is None else code.nama


def _is_birth(text: str, today: date) -> bool:
    born = birth(text)
    return born is not None and born < today


def birth(text: str) -> date | None:
    """A birth date as it is written down; None where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def personal(history: "History", field: PersonalField, day: date) -> str | None:
    """What is known of a person on a day, as text."""
    registered = history.first(EmployeeRegistered)
    held = getattr(registered, field, None)
    now = None if held is None else str(held)
    for change in history.of(PersonalDataChanged):
        if change.field is field and change.tmt <= day:
            now = change.new
    return now


class Change(NamedTuple):
    """A changed field of a person, from a day on."""

    tmt: date
    field: PersonalField
    new: str


def dated(numbers: Sequence[Number], changes: Sequence[Change]) -> Iterator[tuple[Numbered, Mapping[str, str]]]:
    """Which number an employee has on which days, with all that had changed by then; without gaps."""
    for stretch in numbered(numbers):
        if not changes:
            yield stretch, {}
            continue
        first, last = stretch.valid_from, stretch.valid_to
        days = {c.tmt for c in changes if (first is None or first < c.tmt) and (last is None or c.tmt < last)}
        for start, end in pairwise((first, *sorted(days), last)):
            now = {c.field.value: c.new for c in changes if start is not None and c.tmt <= start}
            yield stretch._replace(valid_from=start, valid_to=end), now


class EducationRecorded(Event):
    """A person completed a school or a study."""

    TOPIC: ClassVar[str] = "kinerja:EducationRecorded"
    PRECEDENCE: ClassVar[int] = 140
    LABEL: ClassVar[str] = "Pendidikan dicatat"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "tmt": "2012-07-01",
        "tingkat_id": "40",
        "nama": "S-1 Pendidikan",
        "sekolah": "Universitas Contoh",
        "nomor_ijazah": "IJZ-1",
        "tahun_lulus": 2012,
    }

    tingkat_id: ShortText
    nama: ShortText
    sekolah: ShortText
    nomor_ijazah: Annotated[ShortText | None, Personal()] = None
    tahun_lulus: Annotated[int, Field(ge=1940, le=2100)]

    def check(self, given: "Given") -> Iterator[Problem]:
        yield from check_known(given)
        registered = given.history.first(EmployeeRegistered)
        if self.tahun_lulus > given.today.year or (registered and self.tahun_lulus <= registered.tanggal_lahir.year):
            yield ValueInvalid(field="tahun_lulus", value=self.tahun_lulus)
        same = (self.tingkat_id, self.nama, self.tahun_lulus)
        if any((e.tingkat_id, e.nama, e.tahun_lulus) == same for e in given.history.of(EducationRecorded)):
            yield AlreadyRecorded(field="nama", value=self.nama)


TRAINING_HOURS = (Rule(24, date(2018, 11, 28), "PP 49/2018 art 40: paling banyak 24 JP dalam satu tahun", "R"),)
"""Hours of training (JP) in one contract year of a PPPK."""


class TrainingCompleted(Event):
    """An employee completed a training of so many hours (JP)."""

    TOPIC: ClassVar[str] = "kinerja:TrainingCompleted"
    PRECEDENCE: ClassVar[int] = 387
    LABEL: ClassVar[str] = "Pelatihan selesai"
    TMT: ClassVar[str | None] = "selesai"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "jenis_diklat_id": "3",
        "nama": "Pelayanan Prima",
        "penyelenggara": "BKPSDM",
        "nomor_sertifikat": "SERT-1/2026",
        "mulai": "2026-02-02",
        "selesai": "2026-02-04",
        "jumlah_jp": 20,
    }

    training_id: Annotated[UUID, Generated()]
    jenis_diklat_id: Annotated[ShortText, Coded(JENIS_DIKLAT)]
    """SIASN jenisDiklat."""
    nama: ShortText
    penyelenggara: ShortText
    nomor_sertifikat: Annotated[ShortText | None, Personal()] = None
    mulai: Day
    selesai: Day
    jumlah_jp: Annotated[int, Field(ge=1, le=2000)]
    kompetensi_id: Annotated[ShortText | None, Coded(KOMPETENSI, is_open=True)] = None
    """SIASN kompetensi: what the post asks for and this trains."""

    def check(self, given: "Given") -> Iterator[Problem]:
        if not self.mulai <= self.selesai <= given.today:
            yield ValueInvalid("It ends after it begins, and not ahead.", field="selesai", value=self.selesai)
        yield from given.engaged(self.selesai, "selesai")
        others = given.history.of(TrainingCompleted)
        same = (self.nama, self.penyelenggara, self.selesai)
        if any((t.nama, t.penyelenggara, t.selesai) == same for t in others):
            yield AlreadyRecorded(field="nama", value=self.nama)
        engagement = given.engagement(self.selesai)
        if engagement is None or not engagement.kind.by_contract:
            return
        contract = engagement.contract(self.selesai)
        start = contract.mulai if contract else engagement.tmt
        while years_after(start, 1) <= self.selesai:
            start = years_after(start, 1)
        hours = self.jumlah_jp + sum(t.jumlah_jp for t in others if start <= t.selesai < years_after(start, 1))
        if hours > in_force(TRAINING_HOURS, self.selesai).value:
            yield TrainingCeiling(f"{hours} JP since {start}.", field="jumlah_jp", value=self.jumlah_jp)


class CommendationAwarded(Event):
    """An employee was honoured (Satyalancana and others)."""

    TOPIC: ClassVar[str] = "kinerja:CommendationAwarded"
    PRECEDENCE: ClassVar[int] = 388
    LABEL: ClassVar[str] = "Penghargaan diberikan"
    TMT: ClassVar[str | None] = "tanggal"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "harga_id": "101",
        "nomor": "KEPPRES-1/2026",
        "tanggal": "2026-01-15",
        "tahun": 2026,
    }

    harga_id: Annotated[ShortText, Coded(PENGHARGAAN)]
    """SIASN penghargaan."""
    nomor: ShortText
    tanggal: Day
    tahun: Annotated[int, Field(ge=1945, le=2100)]

    def check(self, given: "Given") -> Iterator[Problem]:
        yield from check_known(given)
        if self.tanggal > given.today:
            yield ValueInvalid("It lies ahead.", field="tanggal", value=self.tanggal)
        same = (self.harga_id, self.nomor)
        if any((c.harga_id, c.nomor) == same for c in given.history.of(CommendationAwarded)):
            yield AlreadyRecorded(field="nomor", value=self.nomor)


class JenisCuti(StrEnum):
    """Kinds of leave; CLTN is a suspension of its own."""

    TAHUNAN = "TAHUNAN"
    BESAR = "BESAR"
    SAKIT = "SAKIT"
    MELAHIRKAN = "MELAHIRKAN"
    ALASAN_PENTING = "ALASAN_PENTING"
    BERSAMA = "BERSAMA"


class LeaveGranted(Event):
    """An employee is on leave; it changes neither status nor pay."""

    TOPIC: ClassVar[str] = "kinerja:LeaveGranted"
    PRECEDENCE: ClassVar[int] = 389
    LABEL: ClassVar[str] = "Cuti diberikan"
    TMT: ClassVar[str | None] = "dari"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "jenis_cuti": "TAHUNAN",
        "dari": "2026-03-02",
        "sampai": "2026-03-06",
        "hari_kerja": 5,
    }

    leave_id: Annotated[UUID, Generated()]
    jenis_cuti: Annotated[JenisCuti, Personal(erased="ALASAN_PENTING")]
    dari: Day
    sampai: Day
    hari_kerja: Annotated[int, Field(ge=1, le=366)]
    alasan: Annotated[LongText | None, Personal()] = None

    def check(self, given: "Given") -> Iterator[Problem]:
        if self.sampai < self.dari:
            yield ValueInvalid("It ends after it begins.", field="sampai", value=self.sampai)
            return
        yield from [*given.engaged(self.dari, "dari")] or given.engaged(self.sampai, "sampai")
        if self.hari_kerja > (self.sampai - self.dari).days + 1:
            yield ValueInvalid("More working days than days.", field="hari_kerja", value=self.hari_kerja)
        for other in given.history.of(LeaveGranted):
            if self.dari <= other.sampai and other.dari <= self.sampai:
                yield LeaveOverlap(f"{other.dari} to {other.sampai}.", field="dari", value=self.dari)


class DependantsChanged(Event):
    """The family that an allowance is paid for changed: numbers only, never names."""

    TOPIC: ClassVar[str] = "kinerja:DependantsChanged"
    PRECEDENCE: ClassVar[int] = 150
    LABEL: ClassVar[str] = "Tanggungan keluarga berubah"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {"tmt": "2026-02-01", "pasangan": 1, "anak": 2, "bukti": "KK-1"}

    pasangan: Annotated[int, Field(ge=0, le=1)]
    anak: Annotated[int, Field(ge=0, le=30)]
    bukti: Annotated[ShortText | None, Personal()] = None

    def check(self, given: "Given") -> Iterator[Problem]:
        yield from check_known(given)
        before = [d for d in given.history.of(DependantsChanged) if d.tmt <= self.tmt]
        if before and (before[-1].pasangan, before[-1].anak) == (self.pasangan, self.anak):
            yield AlreadyRecorded(field="anak", value=self.anak)


class BusinessInterestDeclared(Event):
    """An employee declared an interest in a business, with the permit where there is one."""

    TOPIC: ClassVar[str] = "kinerja:BusinessInterestDeclared"
    PRECEDENCE: ClassVar[int] = 160
    LABEL: ClassVar[str] = "Kepentingan usaha dinyatakan"
    TMT: ClassVar[str | None] = "mulai"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "jenis_usaha": "Warung",
        "peran": "Pemilik",
        "mulai": "2026-01-01",
        "izin_ref": "IZIN-1/2026",
    }

    jenis_usaha: Annotated[ShortText, Personal()]
    peran: Annotated[ShortText, Personal()]
    mulai: Day
    izin_ref: Annotated[ShortText | None, Personal()] = None

    def check(self, given: "Given") -> Iterator[Problem]:
        yield from check_known(given)
        if self.izin_ref is None:
            # PP 6/1974 bans or asks for a permit by grade; PP 94/2021 has no general ban: it is data, and warns.
            yield BusinessWithoutPermit(field="izin_ref")


class SubmissionStatus(StrEnum):
    """What SIASN says of a proposal."""

    PENDING = "PENDING"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"


class SubmissionAnswered(Event):
    """SIASN answered a proposal that was made of a fact of this employee."""

    TOPIC: ClassVar[str] = "kinerja:SubmissionAnswered"
    PRECEDENCE: ClassVar[int] = 385
    LABEL: ClassVar[str] = "Jawaban SIASN atas usulan"
    TMT: ClassVar[str | None] = "tanggal"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "about_event_id": "00000000-0000-4000-8000-000000000007",
        "siasn_id": "A1",
        "status": "REJECTED",
        "alasan_tolak": "Dokumen tidak terbaca",
        "tanggal": "2026-02-10",
    }

    about_event_id: UUID
    siasn_id: ShortText
    status: SubmissionStatus
    alasan_tolak: Annotated[LongText | None, Personal()] = None
    tanggal: Day

    def check(self, given: "Given") -> Iterator[Problem]:
        if given.history.by_id(self.about_event_id) is None:
            yield EventUnknown(field="about_event_id", value=self.about_event_id)
        if self.status is SubmissionStatus.REJECTED and self.alasan_tolak is None:
            yield RejectionReasonMissing(field="alasan_tolak")
        if self.tanggal > given.today:
            yield ValueInvalid("It lies ahead.", field="tanggal", value=self.tanggal)


class PaymentReported(Event):
    """What was paid to an employee for a month, as a payroll file says."""

    TOPIC: ClassVar[str] = "kinerja:PaymentReported"
    PRECEDENCE: ClassVar[int] = 386
    LABEL: ClassVar[str] = "Pembayaran dilaporkan"
    TMT: ClassVar[str | None] = "bulan"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "bulan": "2026-02-01",
        "gaji_rp": 2500000,
        "tpp_rp": 500000,
        "sumber": "SIPD",
        "sha256": "a" * 64,
    }

    bulan: Day
    """The first day of the month."""
    gaji_rp: Rupiah
    tpp_rp: Rupiah
    sumber: ShortText
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    """Of the file."""

    def check(self, given: "Given") -> Iterator[Problem]:
        yield from check_known(given)
        if self.bulan.day != 1:
            yield ValueInvalid("A month is named by its first day.", field="bulan", value=self.bulan)
        same = (self.bulan, self.sumber, self.sha256)
        if any((p.bulan, p.sumber, p.sha256) == same for p in given.history.of(PaymentReported)):
            yield AlreadyRecorded(field="bulan", value=self.bulan)
        if self.gaji_rp + self.tpp_rp > 0 and not _engaged_in(given, self.bulan):
            yield PaidNotEngaged(field="bulan", value=self.bulan)


def _engaged_in(given: "Given", month: date) -> bool:
    """Whether there was an engagement on any day of a month."""
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return any(e.tmt < following and (e.ended is None or month < e.ended) for e in given.history.standing.engagements)


class PersonalDataShredded(Event):
    """The key of a person's data was destroyed: what it sealed can never be read again, what happened stays.

    Recorded by `kinerja keys shred` in one step with the key's end, never by a command of its own.
    """

    TOPIC: ClassVar[str] = "kinerja:PersonalDataShredded"
    BY_SERVER: ClassVar[bool] = True
    PRECEDENCE: ClassVar[int] = 390
    LABEL: ClassVar[str] = "Kunci data pribadi dimusnahkan"
    TMT: ClassVar[str | None] = ""
    CORRECTS: ClassVar[bool] = True
    LAST: ClassVar[bool] = True
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "key_id": "00000000-0000-4000-8000-000000000010",
        "retention_basis": "JRA 800.1.2.5: musnah setelah 30 tahun",
        "approved_by": "Kepala BKPSDM",
    }

    key_id: UUID
    """Whose key, by the subject that it had in the key file."""
    retention_basis: ShortText
    """The retention schedule (JRA) by which it was due."""
    approved_by: ShortText

    def check(self, given: "Given") -> Iterator[Problem]:
        yield from check_known(given)
        if given.engagement(self.tmt) is not None:
            yield StillEngaged(field="employee")
