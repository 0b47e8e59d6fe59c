"""How predikats of people are to be spread in an organisation (pola distribusi): guidance, told and never refused.

What the organisation reached shapes the curve of its people: not everybody can be very good in one that did poorly.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from kinerja_es.domain.rules import PREDIKAT, Rule, in_force

ORG_PREDIKAT = {1: "Istimewa", 2: "Baik", 3: "Butuh Perbaikan", 4: "Kurang", 5: "Sangat Kurang"}
"""The predikat of an organisation."""


class Share(NamedTuple):
    """How large a part of the people has one of these predikats, in percent."""

    predikat: tuple[int, ...]
    least: int | None = None
    most: int | None = None
    some: bool = False
    """At least one of them."""

    @property
    def label(self) -> str:
        return " / ".join(PREDIKAT[each] for each in self.predikat)

    def is_met(self, number: int, total: int) -> bool:
        """Whether so many of so many keep to it."""
        if self.some and number == 0:
            return False
        if self.least is not None and 100 * number < self.least * total:
            return False
        return self.most is None or 100 * number <= self.most * total

    @property
    def asked(self) -> str:
        """What is asked, in the words of the guidance."""
        if self.some:
            return "harus ada"
        return f"paling sedikit {self.least} %" if self.least is not None else f"paling banyak {self.most} %"


CURVE: tuple[Rule[dict[int, tuple[Share, ...]]], ...] = (
    Rule(
        value={
            1: (Share((1,), most=70),),
            2: (Share((2,), most=70), Share((3, 4), some=True)),
            3: (Share((3,), least=60), Share((1,), most=10)),
            4: (Share((4,), least=60), Share((3,), least=10), Share((1,), most=10)),
            5: (Share((5,), least=60), Share((3, 4), least=10), Share((1,), most=0)),
        },
        since=date(2022, 2, 1),
        basis="SE MenPANRB, pola distribusi predikat kinerja pegawai",
        tag="V",
    ),
)
"""What is asked of the people's predikats, by the organisation's. It judges no fact: it is no part of a rule set."""


def curve(org_predikat: int | None, day: date) -> tuple[Share, ...]:
    """What is asked in an organisation of that predikat; nothing where it has none."""
    return () if org_predikat is None else in_force(CURVE, day).value[org_predikat]


def deviations(org_predikat: int | None, counts: Mapping[int, int], day: date) -> Iterator[str]:
    """Where the predikats of people deviate from what is asked: in words, with the part that there is."""
    total = sum(counts.values())
    for share in curve(org_predikat, day) if total else ():
        number = sum(counts.get(each, 0) for each in share.predikat)
        if not share.is_met(number, total):
            yield f"{share.label}: {100 * number / total:.2f} %, {share.asked}"
