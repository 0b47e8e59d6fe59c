"""What every file tells alike: its problems in the order of its rows, and an SK that is recorded already."""

from collections.abc import Mapping, Sequence
from typing import Any

from kinerja_es.domain.decision import DecisionIssued, sk_key
from kinerja_es.errors import DuplicateSk, Problem, Problems
from kinerja_es.recording.record import Reading


def in_order(problems: Sequence[Problem]) -> list[Problem]:
    """Row by row, errors before warnings; what is about the whole file last."""
    return sorted(problems, key=lambda p: (p.row is None, p.row or 0, p.warning))


def issued_before(reading: Reading, names: Mapping[str, Any]) -> DecisionIssued | None:
    """The SK with this content, if it is recorded. Raises Problems where it is recorded with another content."""
    holder = reading.holder(sk_key(names["nomor"], names["tanggal"], names["pejabat_jabatan"]))
    if holder is None:
        return None
    issued = reading.history(holder).of(DecisionIssued)[0]
    asked = issued.model_copy(update={name: value for name, value in names.items() if name != "tmt"})
    if differing := issued.differences(asked):
        raise Problems(other_sk(name, getattr(issued, name), getattr(asked, name)) for name in differing)
    return issued


def other_sk(name: str, recorded: object, asked: object) -> DuplicateSk:
    return DuplicateSk(f"Recorded: {recorded}.", field=f"sk.{name}", value=asked)
