"""SKs of which a file tells number and date, and not who signed them."""

from collections.abc import Iterable

from kinerja_es.domain.decision import DecisionIssued
from kinerja_es.errors import DecisionUnknown

UNNAMED = "Tidak disebut dalam data SIASN"
"""Stands for the official, and for whatever else SIASN leaves out that a record must have."""
REASON = "Nomor dan tanggal menurut data SIASN; pejabat yang menetapkan tidak disebut di dalamnya."


def of_number(issued: Iterable[DecisionIssued]) -> DecisionIssued | None:
    """Which of the SKs of one number and date is meant: the one that names its official, where there is one."""
    found = [*issued]
    found = [each for each in found if each.pejabat_jabatan != UNNAMED] or found
    if len(found) > 1:
        raise DecisionUnknown("Several SKs have this number and date.", field="nomor", value=found[0].nomor)
    return found[0] if found else None
