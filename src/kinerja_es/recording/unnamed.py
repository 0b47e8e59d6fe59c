"""SKs of which a file tells number and date, and not who signed them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from kinerja_es.domain.decision import Bentuk, DecisionIssued, JenisSk, sk_number_key
from kinerja_es.domain.envelope import Capacity, changed, new_id
from kinerja_es.domain.values import SkNumber
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


def unnamed_sk(
    identity: UUID, shared: Mapping[str, Any], nomor: SkNumber, tanggal: date, jenis: JenisSk
) -> DecisionIssued:
    """An SK of one person by number and date alone, under an id that `identity` and these two make."""
    name = f"sk/{sk_number_key(nomor, tanggal).text}"
    return DecisionIssued(
        **shared,
        event_id=new_id(identity, name, "event"),
        place=0,
        tmt=tanggal,
        reason=REASON,
        sk_id=new_id(identity, name),
        nomor=nomor,
        tanggal=tanggal,
        jenis=jenis,
        bentuk=Bentuk.PERORANGAN,
        pejabat_nama=UNNAMED,
        pejabat_jabatan=UNNAMED,
        kapasitas=Capacity.D,
        jumlah_pegawai=1,
    )


def naming(issued: DecisionIssued, persons: int) -> DecisionIssued:
    """The same SK with how many it names."""
    bentuk = Bentuk.PERORANGAN if persons == 1 else Bentuk.KOLEKTIF
    return changed(issued, {"jumlah_pegawai": persons, "bentuk": bentuk})
