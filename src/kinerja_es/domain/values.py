"""The values that facts are made of: parsed once at the edge, trusted afterwards.

Each text value is a `str` that can only be made by parsing, so that nothing inside the domain is
a string that might be a NIP. Money is whole rupiah (`int`), days are civil dates (`datetime.date`).
"""

import re
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any, Self

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from kinerja_es.errors import DateInvalid, GradeInvalid, NikInvalid, NipInvalid, Problem, SkNumberInvalid

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)

Day = Annotated[date, Field(ge=EARLIEST, le=LATEST)]
"""A civil date that a fact may name. Folding counts on from it, and after the year 9999 there is no day left."""

Rupiah = Annotated[int, Field(ge=0, le=10**12)]
"""Money, in whole rupiah."""

Amount = Annotated[str, Field(pattern=r"^-?[0-9]{1,15}(\.[0-9]{1,6})?$")]
"""A number that may have decimals, as text: a target, what was reached of it, a score. Never a float."""


Percent = Annotated[int, Field(ge=0, le=100)]
"""What remains payable, of a hundred."""


class Kind(StrEnum):
    """Jenis pegawai: the four kinds of employment that one record holds."""

    CPNS = "CPNS"
    PNS = "PNS"
    PPPK = "PPPK"
    PPPK_PARUH_WAKTU = "PPPK_PARUH_WAKTU"

    @property
    def by_contract(self) -> bool:
        """PPPK of both kinds work by employment contract; CPNS and PNS do not."""
        return self in _BY_CONTRACT


# Members are looked up once: until Python 3.12 each look-up of one through its class is a call.
_BY_CONTRACT = (Kind.PPPK, Kind.PPPK_PARUH_WAKTU)


class Sex(StrEnum):
    """Jenis kelamin as the KTP has it: L (laki-laki) or P (perempuan)."""

    L = "L"
    P = "P"


class Scheme(StrEnum):
    """Which of the two forms an 18-digit employee number has."""

    PNS = "PNS"
    PPPK = "PPPK"


_PNS, _PPPK, _L, _P = Scheme.PNS, Scheme.PPPK, Sex.L, Sex.P


STORED = object()
"""The context in which the log's own bytes are read: what was checked when it was written is taken as it is, also
where a later version would not take it any more."""


class Text(str):
    """A text value that is checked when it is made and needs no check afterwards."""

    __slots__ = ()
    problem: type[Problem] = Problem
    pattern: str = ""
    example: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        raise cls.problem(value=text)

    @classmethod
    def _validated(cls, value: Any, info: core_schema.ValidationInfo[Any]) -> Self:
        if info.context is STORED:
            return cls(value)
        if type(value) is cls:
            return value
        if not isinstance(value, str):
            raise ValueError(cls.problem.code)  # noqa: TRY004 - pydantic turns a ValueError into its own report
        try:
            return cls.parse(value)
        except Problem as problem:
            raise ValueError(f"{problem.code}: {problem.message}") from problem

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(cls._validated)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "pattern": cls.pattern, "examples": [cls.example], "title": cls.__name__}


def is_digits(text: str) -> bool:
    """Only 0-9: `str.isdigit` alone also takes '²' and Arabic digits."""
    return text.isascii() and text.isdigit()


def digits_date(year: int, month: int, day: int) -> date | None:
    """The date of these numbers, or None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=16384)
def _is_day(digits: str) -> bool:
    """Whether YYYYMMDD is a day; people share their birthdays."""
    return digits_date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])) is not None


@lru_cache(maxsize=16384)
def _is_birth(digits: str) -> bool:
    """Whether DDMMYY as a NIK has it is a day of this century or the last one."""
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    day -= 40 if day > 40 else 0
    return any(digits_date(century + year, month, day) is not None for century in (1900, 2000))


class Nip(Text):
    """Nomor induk pegawai: NIP of a PNS or NI PPPK, 18 digits.

    PNS: birth YYYYMMDD, TMT CPNS YYYYMM, sex 1 or 2, serial 001-999 (Perka BKN 22/2007).
    PPPK: birth YYYYMMDD, year YYYY, `2` and the contract's ordinal 1-9, sex, serial.
    The digits never tell a part-time PPPK from a full-time one.
    """

    __slots__ = ()
    problem = NipInvalid
    pattern = r"^\d{18}$"
    example = "199001012025211001"

    @classmethod
    def parse(cls, text: str) -> Self:
        digits = text if len(text) == 18 else text.strip().replace(" ", "")
        if len(digits) != 18 or not is_digits(digits):
            raise NipInvalid("It needs 18 digits.", value=text)
        if digits < "1900" or not _is_day(digits[:8]):
            raise NipInvalid("Digits 1-8 are no birth date.", value=text)
        if not "1940" <= digits[8:12] <= "2100":
            raise NipInvalid("Digits 9-12 are no year of appointment.", value=text)
        if not ("01" <= digits[12:14] <= "12" or "21" <= digits[12:14] <= "29"):
            raise NipInvalid("Digits 13-14 are neither a month nor 21-29.", value=text)
        if digits[14] not in "12":
            raise NipInvalid("Digit 15 is neither 1 nor 2.", value=text)
        if digits[15:] == "000":
            raise NipInvalid("The serial number 000 is never given.", value=text)
        return cls(digits)

    @property
    def scheme(self) -> Scheme:
        return _PPPK if self[12] == "2" else _PNS

    @property
    def born(self) -> date:
        return date(int(self[:4]), int(self[4:6]), int(self[6:8]))

    @property
    def sex(self) -> Sex:
        return _L if self[14] == "1" else _P


class Nik(Text):
    """Nomor induk kependudukan: the citizen's number, 16 digits.

    Province 2, kabupaten 2, kecamatan 2, DDMMYY (DD + 40 for women), serial from 0001. The century is not in it.
    """

    __slots__ = ()
    problem = NikInvalid
    pattern = r"^\d{16}$"
    example = "3604010101900001"

    @classmethod
    def parse(cls, text: str) -> Self:
        digits = text if len(text) == 16 else text.strip().replace(" ", "")
        if len(digits) != 16 or not is_digits(digits):
            raise NikInvalid("It needs 16 digits.", value=text)
        if not _is_birth(digits[6:12]):
            raise NikInvalid("Digits 7-12 are no birth date.", value=text)
        if digits[12:] == "0000":
            raise NikInvalid("The serial number 0000 is never given.", value=text)
        return cls(digits)

    @property
    def sex(self) -> Sex:
        return _P if self[6] > "3" else _L

    def agrees_with_birth(self, born: date) -> bool:
        return int(self[6:8]) % 40 == born.day and int(self[8:10]) == born.month and int(self[10:12]) == born.year % 100


class SkNumber(Text):
    """The number of an SK as it stands on the paper, for example 800.1.2.5/1234/BKPSDM/2025."""

    __slots__ = ()
    problem = SkNumberInvalid
    pattern = r"^[\w ./,&()\-–:]{1,100}$"
    example = "800.1.2.5/1234/BKPSDM/2025"

    @classmethod
    def parse(cls, text: str) -> Self:
        return cls(_sk_number(text))


_SK_NUMBER = re.compile(SkNumber.pattern, re.ASCII)


@lru_cache(maxsize=1024)
def _sk_number(text: str) -> str:
    """The number of an SK, read once for all whom it names."""
    number = " ".join(text.split())
    if not _SK_NUMBER.match(number):
        raise SkNumberInvalid(value=text)
    return number


_PNS_GRADES = tuple(f"{roman}/{letter}" for roman in ("I", "II", "III") for letter in "abcd") + tuple(
    f"IV/{letter}" for letter in "abcde"
)
_PPPK_GRADES = ("I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII").split()  # Perpres 11/2024
_GRADES = {grade.upper(): grade for grade in (*_PNS_GRADES, *_PPPK_GRADES)}


class Golongan(Text):
    """Golongan ruang: I/a to IV/e for PNS (17), I to XVII for PPPK (Perpres 98/2020 as amended by 11/2024)."""

    __slots__ = ()
    problem = GradeInvalid
    pattern = r"^(I{1,3}/[a-d]|IV/[a-e]|[IVX]{1,5})$"
    example = "IX"

    @classmethod
    def parse(cls, text: str) -> Self:
        grade = _GRADES.get(text.strip().upper().replace(" ", ""))
        if grade is None:
            raise GradeInvalid(value=text)
        return cls(grade)

    def fits(self, kind: Kind) -> bool:
        """PPPK grades are plain Roman numbers, PNS grades carry a letter."""
        return ("/" in self) != kind.by_contract


def parse_date(text: str) -> date:
    """A civil date, as SIASN writes it (31-12-2025) or as ISO 8601 does (2025-12-31).

    `fromisoformat` alone also takes week dates, and strptime takes 1-7-1997 and is seven times slower.
    """
    text = text.strip()
    mark = text[2:3]
    if mark in ("-", "/"):
        year, month, day, marks = text[6:], text[3:5], text[:2], mark + text[5:6]
    else:
        year, month, day, marks = text[:4], text[5:7], text[8:], text[4:5] + text[7:8]
    if len(text) != 10 or marks not in ("--", "//") or not is_digits(year + month + day):
        raise DateInvalid(value=text)
    found = digits_date(int(year), int(month), int(day))
    if found is None or not EARLIEST <= found <= LATEST:
        raise DateInvalid(value=text)
    return found
