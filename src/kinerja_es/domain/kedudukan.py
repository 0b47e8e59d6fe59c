"""Kedudukan hukum: which of SIASN's codes a status has."""

from collections.abc import Mapping

from kinerja_es.domain.reference import KEDUDUKAN_HUKUM, Code
from kinerja_es.domain.standing import Status
from kinerja_es.domain.status import SuspensionGround
from kinerja_es.domain.values import Kind

CODES: Mapping[tuple[Status, str | None], str] = {
    (Status.AKTIF, None): "01",
    (Status.NONAKTIF_SEMENTARA, SuspensionGround.CLTN): "02",
    (Status.NONAKTIF_SEMENTARA, SuspensionGround.TUGAS_BELAJAR): "03",
    (Status.NONAKTIF_SEMENTARA, SuspensionGround.SEMENTARA): "04",
    (Status.NONAKTIF_SEMENTARA, SuspensionGround.PEJABAT_NEGARA): "07",
    # Relieved of the work alone while a case is examined: SIASN has no code of its own for it [U].
    (Status.NONAKTIF_SEMENTARA, SuspensionGround.PEMBEBASAN_TUGAS): "01",
    (Status.BATAL, None): "70",
    (Status.PENSIUN, None): "99",
}
"""By status and ground. What SIASN's table has no code for is missing: not yet on duty, contract over, moved away."""

ENDED = (Status.BERHENTI_HORMAT, Status.BERHENTI_HORMAT_TAPS, Status.BERHENTI_TIDAK_HORMAT, Status.MENINGGAL)
"""How an engagement ends for good: the code says with which right."""
_BY_PENSION = {None: "66", False: "77", True: "88"}


def kedudukan_hukum(
    status: Status,
    ground: str | None = None,
    *,
    kind: Kind | None = None,
    pension_right: bool | None = None,
    punished: bool = False,
    appealing: bool = False,
) -> Code | None:
    """SIASN's code for a status: whoever ended, by the right to a pension where the SK says it.

    A PPPK has no pension: at the retirement age it is "Mencapai BUP" [U]. Only a PNS is "kena hukuman disiplin".
    """
    if status in ENDED:
        code = _BY_PENSION[pension_right]
    elif status is Status.PENSIUN and kind is not None and kind.by_contract:
        code = "98"
    elif status is Status.AKTIF and appealing:
        code = "09"
    elif status is Status.AKTIF and punished and not (kind is not None and kind.by_contract):
        code = "15"
    else:
        code = CODES.get((status, ground)) or CODES.get((status, None), "")
    return KEDUDUKAN_HUKUM.find(code)
