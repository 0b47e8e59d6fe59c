"""How one cell of a roster is read: an empty one, a name, a number, a sex."""

from collections.abc import Callable
from typing import Any

from kinerja_es.domain.values import Nik, Nip, Sex, is_digits
from kinerja_es.errors import NikInvalid, NipInvalid, ValueInvalid, ValueMissing

SEXES = {
    "M": Sex.L,
    "L": Sex.L,
    "PRIA": Sex.L,
    "LAKILAKI": Sex.L,
    "F": Sex.P,
    "P": Sex.P,
    "WANITA": Sex.P,
    "PEREMPUAN": Sex.P,
}

EMPTY = ("", "-")
LONGEST = 300
ROUNDED = "A spreadsheet kept it as a number and rounded it; export it again as text."

Read = Callable[[str], Any]


class Memo(dict[Any, Any]):
    """Reads a text once: a roster says the same dates, grades and names over and over."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, key: Any) -> Any:
        value = self[key] = self._read(key)
        return value


def squeezed(cell: str) -> str:
    return "".join(cell.upper().replace("-", "").split())


def optional(read: Read) -> Read:
    return lambda cell: None if cell in EMPTY else read(cell)


def needed(read: Read) -> Read:
    def needed(cell: str) -> Any:
        value = None if cell in EMPTY else read(cell)
        if value is None:
            raise ValueMissing
        return value

    return needed


def text(cell: str) -> str | None:
    if cell in EMPTY:
        return None
    if len(cell) > LONGEST:
        raise ValueInvalid(f"It is longer than {LONGEST} characters.", value=cell)
    tidy = " ".join(cell.split())
    if not tidy:
        return None
    if not tidy.isprintable():
        raise ValueInvalid("It holds control characters.", value=tidy)
    return tidy


def nip(cell: str) -> Nip:
    if cell in EMPTY:
        raise ValueMissing
    try:
        return Nip.parse(cell)
    except NipInvalid as problem:
        raise (NipInvalid(ROUNDED, value=cell) if _is_rounded(cell) else problem) from None


def nik(cell: str) -> Nik:
    try:
        return Nik.parse(cell)
    except NikInvalid as problem:
        raise (NikInvalid(ROUNDED, value=cell) if _is_rounded(cell) else problem) from None


def _is_rounded(cell: str) -> bool:
    return "E+" in cell.upper()


def nip_lama(cell: str) -> str:
    digits = cell.replace(" ", "")
    if len(digits) != 9 or not is_digits(digits):
        raise ValueInvalid("An old NIP has 9 digits.", value=cell)
    return digits


def sex(cell: str) -> Sex:
    sex = SEXES.get(squeezed(cell))
    if sex is None:
        raise ValueInvalid("Take M or F, L or P, Laki-laki or Perempuan.", value=cell)
    return sex
