"""The SK: a signed decision, perorangan or kolektif, and the petikan that each person gets."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from kinerja_es.domain.envelope import Capacity, Category, DecisionRef, Event, Key, Personal, ShortText, stream_name
from kinerja_es.domain.values import Day, SkNumber
from kinerja_es.errors import (
    AlreadyRecorded,
    DecisionUnknown,
    DuplicateSk,
    ExcerptBeforeDecision,
    ExcerptWithoutFact,
    Problem,
    SignatoryCapacity,
    SkDateInFuture,
    ValueInvalid,
)

if TYPE_CHECKING:
    from kinerja_es.domain.given import Given
    from kinerja_es.domain.history import History


class JenisSk(StrEnum):
    """What an SK decides."""

    PENGANGKATAN = "PENGANGKATAN"
    MUTASI = "MUTASI"
    KENAIKAN_PANGKAT = "KENAIKAN_PANGKAT"
    PEMBERHENTIAN_SEMENTARA = "PEMBERHENTIAN_SEMENTARA"
    PENGAKTIFAN_KEMBALI = "PENGAKTIFAN_KEMBALI"
    PEMBERHENTIAN = "PEMBERHENTIAN"
    HUKUMAN_DISIPLIN = "HUKUMAN_DISIPLIN"
    LAINNYA = "LAINNYA"


class Bentuk(StrEnum):
    """For one person, or for many with a list."""

    PERORANGAN = "PERORANGAN"
    KOLEKTIF = "KOLEKTIF"


def sk_key(nomor: SkNumber, tanggal: date, pejabat_jabatan: str) -> Key:
    """What makes an SK this SK: number, date and the official who signed it."""
    return Key("sk", f"{nomor.upper()}|{tanggal.isoformat()}|{' '.join(pejabat_jabatan.upper().split())}")


def sk_number_key(nomor: SkNumber, tanggal: date) -> Key:
    """By what an SK is looked for whose official is not told. More than one SK may have it."""
    return Key("sk", f"{nomor.upper()}|{tanggal.isoformat()}|")


class DecisionIssued(Event):
    """An SK was signed. It takes effect for a person by that person's own events, from their own TMT."""

    TOPIC: ClassVar[str] = "kinerja:DecisionIssued"
    STREAM: ClassVar[Category] = Category.SK
    PRECEDENCE: ClassVar[int] = 30
    LABEL: ClassVar[str] = "SK ditetapkan"
    TMT: ClassVar[str | None] = "tanggal"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "nomor": "800.1.2.5/1234/BKPSDM/2025",
        "tanggal": "2025-09-26",
        "jenis": "PENGANGKATAN",
        "bentuk": "KOLEKTIF",
        "pejabat_nama": "Pejabat Contoh",
        "pejabat_jabatan": "Wali Kota Serang",
        "kapasitas": "D",
        "jumlah_pegawai": 3809,
    }

    sk_id: UUID
    nomor: SkNumber
    tanggal: Day
    jenis: JenisSk
    bentuk: Bentuk
    pejabat_nama: ShortText
    pejabat_jabatan: ShortText
    kapasitas: Capacity
    jumlah_pegawai: Annotated[int, Field(ge=0, le=1_000_000)]
    """How many it names: nobody, where it adopts a policy."""
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None

    def claims(self) -> tuple[Key, ...]:
        number = sk_number_key(self.nomor, self.tanggal)
        return (sk_key(self.nomor, self.tanggal, self.pejabat_jabatan), number)

    def refers_to(self, history: "History") -> tuple[str, ...]:
        return ()

    def check(self, given: "Given") -> Iterator[Problem]:
        if self.tanggal > given.today:
            yield SkDateInFuture(field="tanggal", value=self.tanggal)
        if given.owned_by_another(self.claims()[0]) is not None:
            yield DuplicateSk(field="nomor", value=self.nomor)
        if self.kapasitas in (Capacity.PLT, Capacity.PLH):
            yield SignatoryCapacity(field="kapasitas", value=self.kapasitas)

    def differences(self, other: "DecisionIssued") -> list[str]:
        """What another recording of this SK says otherwise; the key's own parts agree."""
        return [name for name in CONTENT if getattr(self, name) != getattr(other, name)]

    def ref(self) -> DecisionRef:
        """How a fact cites this SK."""
        return DecisionRef(
            sk_id=self.sk_id,
            nomor=self.nomor,
            tanggal=self.tanggal,
            pejabat_nama=self.pejabat_nama,
            pejabat_jabatan=self.pejabat_jabatan,
            kapasitas=self.kapasitas,
        )


CONTENT = ("jenis", "bentuk", "pejabat_nama", "kapasitas", "jumlah_pegawai", "sha256")
"""What an SK says beside what makes it this SK."""


def itself(cited: DecisionRef | None, sk_id: UUID) -> Iterator[Problem]:
    """An SK that decides on itself would hold only as long as it does not."""
    if cited is not None and cited.sk_id == sk_id:
        yield ValueInvalid("An SK does not correct, annul or reinstate itself.", field="sk", value=cited.nomor)


class DecisionExcerptDelivered(Event):
    """The petikan of an SK was handed to one employee, on that employee's own day."""

    TOPIC: ClassVar[str] = "kinerja:DecisionExcerptDelivered"
    PRECEDENCE: ClassVar[int] = 320
    LABEL: ClassVar[str] = "Petikan SK diserahkan"
    TMT: ClassVar[str | None] = "tanggal"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "sk_id": "00000000-0000-4000-8000-000000000001",
        "tanggal": "2025-10-23",
        "tempat": "Alun-Alun Barat",
        "cara": "LANGSUNG",
    }

    sk_id: UUID
    tanggal: Day
    tempat: ShortText | None = None
    cara: ShortText | None = None
    acknowledgement: Annotated[ShortText | None, Personal()] = None

    def refers_to(self, history: "History") -> tuple[str, ...]:
        return (stream_name(Category.SK, self.sk_id), *super().refers_to(history))

    def check(self, given: "Given") -> Iterator[Problem]:
        sk = given.sk(self.sk_id)
        if sk is None:
            yield DecisionUnknown(field="sk_id", value=self.sk_id)
            return
        if self.tanggal < sk.tanggal:
            yield ExcerptBeforeDecision(field="tanggal", value=self.tanggal)
        if any(petikan.sk_id == self.sk_id for petikan in given.history.of(DecisionExcerptDelivered)):
            yield AlreadyRecorded(field="sk_id", value=sk.nomor)
        # What an SK decides may be recorded after its petikan: whom it names is known only by then.
        if not any(fact.decision is not None and fact.decision.sk_id == self.sk_id for fact in given.history):
            yield ExcerptWithoutFact(field="sk_id", value=sk.nomor)
