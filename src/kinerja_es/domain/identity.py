"""Who a person is: registration, and the numbers that the person is known by."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, NamedTuple

from pydantic import Field

from kinerja_es.domain.envelope import Derived, Event, Key, Personal, ShortText, Value, subject_of
from kinerja_es.domain.values import Day, Kind, Nik, Nip, Scheme, Sex
from kinerja_es.errors import (
    AlreadyRecorded,
    AlreadyRegistered,
    DuplicateExternalId,
    DuplicateNik,
    DuplicateNip,
    EmployeeUnknown,
    NikPersonMismatch,
    NipKindMismatch,
    NipPersonMismatch,
    Problem,
    ValueInvalid,
)

if TYPE_CHECKING:
    from kinerja_es.domain.given import Given


class PriorService(Value):
    """Service before the appointment, without a status (honorer, non-ASN)."""

    unor: ShortText
    jabatan: ShortText | None = None
    dari: Day
    sampai: Day | None = None


class ExternalIds(Value):
    """The ids by which others know this person."""

    siasn_pns_id: ShortText | None = None
    orang_id: ShortText | None = None
    no_peserta: ShortText | None = None


class EmployeeRegistered(Event):
    """A person was entered into the record, once for life."""

    TOPIC: ClassVar[str] = "kinerja:EmployeeRegistered"
    PRECEDENCE: ClassVar[int] = 110
    LABEL: ClassVar[str] = "Pegawai didaftarkan"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {
        "tmt": "2025-10-01",
        "nama": "Contoh Sintetis",
        "tempat_lahir": "Serang",
        "tanggal_lahir": "1990-01-01",
        "jenis_kelamin": "L",
        "nik": "3604010101900001",
        "kind": "PPPK_PARUH_WAKTU",
    }

    nama: Annotated[ShortText, Personal()]
    gelar_depan: Annotated[ShortText | None, Personal()] = None
    gelar_belakang: Annotated[ShortText | None, Personal()] = None
    tempat_lahir: Annotated[ShortText | None, Personal()] = None
    tanggal_lahir: Annotated[Day, Personal(erased="1900-01-01")]
    jenis_kelamin: Sex
    nik: Annotated[Nik | None, Personal()] = None
    kind: Kind
    prior_service: tuple[PriorService, ...] = ()
    external_ids: Annotated[ExternalIds | None, Personal()] = None

    def claims(self) -> tuple[Key, ...]:
        nik, others = self.nik, self.external_ids
        keys = [] if nik is None else [Key("nik", nik)]
        if others is not None:
            if others.siasn_pns_id is not None:
                keys.append(Key("siasn", others.siasn_pns_id))
            if others.no_peserta is not None:
                keys.append(Key("peserta", others.no_peserta))
        return tuple(keys)

    def check(self, given: "Given") -> Iterator[Problem]:
        if given.history.of(EmployeeRegistered):
            yield AlreadyRegistered()
        for key in self.claims():
            if owner := given.owned_by_another(key):
                found = DuplicateNik if key.kind == "nik" else DuplicateExternalId
                yield found(f"The employee is {subject_of(owner)}.", field=_FIELDS[key.kind], value=key.text)
        born, nik = self.tanggal_lahir, self.nik
        if born >= given.today:
            yield ValueInvalid("A birth date lies in the past.", field="tanggal_lahir", value=born)
        if nik is not None and (nik.sex is not self.jenis_kelamin or not nik.agrees_with_birth(born)):
            yield NikPersonMismatch(field="nik", value=nik)


_FIELDS = {"nik": "nik", "siasn": "external_ids.siasn_pns_id", "peserta": "external_ids.no_peserta"}


class IdentityNumberAssigned(Event):
    """An employee got a NIP (PNS) or NI PPPK; the number may change, the person stays."""

    TOPIC: ClassVar[str] = "kinerja:IdentityNumberAssigned"
    PRECEDENCE: ClassVar[int] = 120
    LABEL: ClassVar[str] = "NIP/NI PPPK ditetapkan"
    EXAMPLE: ClassVar[Mapping[str, Any]] = {"tmt": "2025-10-01", "nip": "199001012025211001"}

    nip: Annotated[Nip, Personal()]
    scheme: Annotated[Scheme | None, Derived()] = None
    nip_lama: Annotated[Annotated[str, Field(pattern=r"^[0-9]{9}$")] | None, Personal()] = None
    pertek_nomor: ShortText | None = None
    pertek_tanggal: Day | None = None
    instansi_id: ShortText | None = None
    replaces_nip: Annotated[Nip | None, Personal()] = None

    def claims(self) -> tuple[Key, ...]:
        if self.nip_lama is None:
            return (Key("nip", self.nip),)
        return (Key("nip", self.nip), Key("nip", self.nip_lama))

    def check(self, given: "Given") -> Iterator[Problem]:
        persons = given.history.of(EmployeeRegistered)
        if not persons:
            yield EmployeeUnknown("The person must be registered first.")
            return
        person, nip = persons[0], self.nip
        for key in self.claims():
            if owner := given.owned_by_another(key):
                yield DuplicateNip(f"The employee is {subject_of(owner)}.", field="nip", value=key.text)
        numbers = given.history.of(IdentityNumberAssigned)
        if any(number.nip == nip for number in numbers):
            yield AlreadyRecorded(field="nip", value=nip)
        if self.replaces_nip is not None and all(number.nip != self.replaces_nip for number in numbers):
            yield ValueInvalid("It replaces no NIP of this employee.", field="replaces_nip", value=self.replaces_nip)
        kind = self._kind(given, person)
        if kind is not None and (nip.scheme is Scheme.PPPK) != kind.by_contract:
            yield NipKindMismatch(f"The employee's kind is {kind}.", field="nip", value=nip)
        if nip.born != person.tanggal_lahir or nip.sex is not person.jenis_kelamin:
            yield NipPersonMismatch(field="nip", value=nip)

    def _kind(self, given: "Given", person: EmployeeRegistered) -> Kind | None:
        """The kind that the number is for; once every engagement has ended, nobody knows the next one's yet."""
        engagements = given.history.standing.engagements
        if not engagements:
            return person.kind
        return next(
            (e.kind for e in engagements if (e.ended is None or self.tmt < e.ended) and not e.broken(self.tmt)), None
        )

    def derived(self, given: "Given") -> dict[str, Any]:
        return {"scheme": self.nip.scheme}


class Number(NamedTuple):
    """A NIP and the day from which it is the employee's."""

    nip: Nip
    tmt: date
    nip_lama: str | None = None


class Numbered(NamedTuple):
    """The NIP of a stretch of time, and those that were the employee's before."""

    valid_from: date | None
    """None where it is the first number: it stands for the employee on every earlier day too."""
    valid_to: date | None
    nip: Nip | None
    nip_lama: tuple[str, ...]


def numbered(numbers: Sequence[Number]) -> Iterator[Numbered]:
    """Which number an employee has on which days, from numbers in the order of their TMT; without gaps.

    On the days before its TMT the first number is the employee's as well. Nobody has another one then: people are
    looked up by it from the day on which it is recorded, and a standing without a number would hide whose it is.
    """
    if not numbers:
        yield Numbered(None, None, None, ())
    former: tuple[str, ...] = ()
    since: date | None = None
    for place, number in enumerate(numbers):
        if number.nip_lama is not None:
            former = (*former, number.nip_lama)
        until = numbers[place + 1].tmt if place + 1 < len(numbers) else None
        # Of two numbers of one day the first one was never held on any, but people may still ask for it.
        if until is None or until != number.tmt:
            yield Numbered(since, until, number.nip, former)
            since = until
        former = (*former, number.nip)
