"""What every error and warning is: one class each, in one tree.

The first line of a docstring is the message, the paragraph after it is what to do next; `pesan` and `tindakan` say
both in Indonesian, `label` in a few words of it. A code never changes once it is released.

    Problem        one thing that is wrong: code, field, value, row, what to do
    └── Caution    a warning: recorded with the event, never a refusal
    Problems       all that is wrong with one request or file, raised at once
"""

from collections.abc import Iterable
from typing import ClassVar


class Problem(Exception):
    """Something is wrong that the user can put right.

    Read what the field and the code say, correct it and try again.
    """

    code: ClassVar[str] = "PROBLEM"
    label: ClassVar[str] = "Ada yang perlu diperbaiki"
    """What is wrong, in a few Indonesian words."""
    pesan: ClassVar[str] = "Ada yang keliru dan dapat diperbaiki."
    """The same as `title`, in Indonesian."""
    tindakan: ClassVar[str] = "Baca keterangan pada kolom dan kodenya, perbaiki, lalu coba lagi."
    """The same as `remedy`, in Indonesian."""
    status: ClassVar[int] = 422
    """What HTTP answers: 404 for what an address names and is not there, 409 for what conflicts with the record."""
    warning: bool = False
    """Whether it is recorded all the same; of one code a government's policy may say so, or not."""
    excepted: ClassVar[bool] = False
    """Whether a signed SK may be recorded against this rule with a named `exception`."""

    def __init__(
        self,
        detail: str = "",
        *,
        field: str | None = None,
        value: object = None,
        row: int | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field
        self.value = None if value is None else str(value)[:200]
        self.row = row

    @property
    def title(self) -> str:
        """What is wrong, in one sentence that is the same for every case."""
        return (type(self).__doc__ or "").strip().partition("\n")[0]

    @property
    def message(self) -> str:
        """What is wrong, with whom: the class's sentence and this case's detail."""
        return f"{self.title} {self.detail}".strip()

    @property
    def remedy(self) -> str:
        """What to do next."""
        text = (type(self).__doc__ or "").partition("\n\n")[2]
        return " ".join(text.split())

    def at_row(self, row: int) -> "Problem":
        self.row = row
        return self

    def as_dict(self) -> dict[str, object]:
        return {
            "code": self.code,
            "label": self.label,
            "pesan": self.pesan,
            "tindakan": self.tindakan,
            "message": self.message,
            "remedy": self.remedy,
            "row": self.row,
            "field": self.field,
            "value": self.value,
        }

    def kept(self) -> dict[str, object]:
        """The same as the log may keep it for ever: without what only this case says, which may name somebody."""
        return self.as_dict() | {"message": self.title, "value": None}

    def __str__(self) -> str:
        place = ", ".join(
            part
            for part in (
                f"row {self.row}" if self.row is not None else "",
                self.field or "",
                f"value {self.value!r}" if self.value is not None else "",
            )
            if part
        )
        return f"{self.code}: {self.message}" + (f" ({place})" if place else "")


class Caution(Problem):
    """Something looks unusual; it was recorded all the same.

    Check it; correct the record if it is wrong.
    """

    code = "CAUTION"
    label = "Perlu diperiksa"
    pesan = "Ada yang tidak lazim; tetap dicatat."
    tindakan = "Periksa; perbaiki catatannya bila keliru."
    warning = True


class Problems(Exception):
    """All that is wrong with one request or one file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(str(p) for p in self.problems[:5]))


def catalogue() -> dict[str, type[Problem]]:
    """Every code and its class, loaded by this package."""
    found: dict[str, type[Problem]] = {}
    todo = [Problem]
    while todo:
        cls = todo.pop(0)
        if cls not in (Problem, Caution):
            found[cls.code] = cls
        todo.extend(cls.__subclasses__())
    return found
