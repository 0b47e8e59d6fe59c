"""Facts about nobody: every event with sensible synthetic values; a test says only what matters to it."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any, TypeVar
from uuid import UUID

from kinerja_es.domain.appointment import (
    DutyCommenced,
    EmployeeAppointed,
    JenisPerpindahan,
    OathTaken,
    PositionAssigned,
)
from kinerja_es.domain.batch import BatchClosed, BatchFileRecorded, BatchOpened, PerKind
from kinerja_es.domain.contract import EmploymentContractSigned
from kinerja_es.domain.decision import Bentuk, DecisionExcerptDelivered, DecisionIssued, JenisSk
from kinerja_es.domain.envelope import Actor, Capacity, DecisionRef, Event, Source
from kinerja_es.domain.grade import GradeChanged, SalaryIncrementGranted
from kinerja_es.domain.identity import EmployeeRegistered, IdentityNumberAssigned
from kinerja_es.domain.performance import PerformanceEvaluated
from kinerja_es.domain.period import Scope
from kinerja_es.domain.rules import RULE_SET, Ground, Honour, JenisJabatan
from kinerja_es.domain.status import EmploymentReinstated, EmploymentSuspended, EmploymentTerminated, SuspensionGround
from kinerja_es.domain.superior import Evaluator
from kinerja_es.domain.unit import OrgUnitEstablished, PositionEstablished, Title
from kinerja_es.domain.values import Golongan, Kind, Nik, Nip, Sex, SkNumber
from kinerja_es.log.application import Log, Write

E = TypeVar("E", bound=Event)

SK = UUID("00000000-0000-4000-8000-000000000001")
JABATAN = UUID("00000000-0000-4000-8000-000000000002")
UNOR = UUID("00000000-0000-4000-8000-000000000003")
BATCH = UUID("00000000-0000-4000-8000-000000000004")
IKATAN = UUID("00000000-0000-4000-8000-000000000005")
PENEMPATAN = UUID("00000000-0000-4000-8000-000000000006")
BUDI = UUID("00000000-0000-4000-8000-000000000010")
SITI = UUID("00000000-0000-4000-8000-000000000011")

TMT = date(2025, 10, 1)
DECISION = DecisionRef(
    sk_id=SK,
    nomor=SkNumber("800.1.2.5/1234/BKPSDM/2025"),
    tanggal=date(2025, 9, 26),
    pejabat_nama="Pejabat Contoh",
    pejabat_jabatan="Wali Kota Serang",
    kapasitas=Capacity.D,
)

_ids = count(0x1000)


def new_id() -> UUID:
    """An id that no other example has."""
    return UUID(int=next(_ids), version=4)


def pegawai(number: int) -> UUID:
    """The id of one of many employees."""
    return UUID(int=0xE000_0000_0000_0000_0000 + number, version=4)


def nip(serial: int = 1, born: date = date(1990, 1, 1), sex: Sex = Sex.L) -> Nip:
    """A well-formed NI PPPK."""
    return Nip.parse(f"{born:%Y%m%d}202521{1 if sex is Sex.L else 2}{serial:03}")


def nik(serial: int = 1, born: date = date(1990, 1, 1), sex: Sex = Sex.L) -> Nik:
    """A well-formed NIK in a kecamatan that does not exist."""
    return Nik.parse(f"360400{born.day + (0 if sex is Sex.L else 40):02}{born:%m%y}{serial:04}")


def decision(**over: Any) -> DecisionRef:
    """An SK as a fact cites it."""
    return DECISION.model_copy(update=over)


def fact(event: type[E], over: dict[str, Any], /, **defaults: Any) -> E:
    """A fact with an envelope, and what a test says of it."""
    fields = defaults | over
    envelope: dict[str, Any] = {
        "event_id": new_id(),
        "place": 0,
        "tmt": fields.get(event.TMT or "", TMT),
        "actor": Actor(user_id="penguji"),
        "command_id": new_id(),
        "rule_set": RULE_SET,
        "source": Source.API,
    }
    if event.NEEDS_DECISION:
        envelope["decision"] = DECISION
    return event(**envelope | fields)


# -- organisation, SK, batch -------------------------------------------------------------


def unit_established(**over: Any) -> OrgUnitEstablished:
    return fact(
        OrgUnitEstablished,
        over,
        tmt=date(2025, 1, 1),
        unor_id=UNOR,
        nama="Dinas Pendidikan",
        induk_nama="Pemerintah Kota Contoh",
    )


def post_established(**over: Any) -> PositionEstablished:
    return fact(
        PositionEstablished,
        over,
        tmt=date(2025, 1, 1),
        jabatan_id=JABATAN,
        title=Title(nama="Operator Layanan Operasional"),
        jenis_jabatan=JenisJabatan.PELAKSANA,
        unor_id=UNOR,
    )


def decision_issued(**over: Any) -> DecisionIssued:
    return fact(
        DecisionIssued,
        over,
        sk_id=SK,
        nomor=DECISION.nomor,
        tanggal=DECISION.tanggal,
        jenis=JenisSk.PENGANGKATAN,
        bentuk=Bentuk.KOLEKTIF,
        pejabat_nama=DECISION.pejabat_nama,
        pejabat_jabatan=DECISION.pejabat_jabatan,
        kapasitas=Capacity.D,
        jumlah_pegawai=2,
    )


def batch_opened(**over: Any) -> BatchOpened:
    return fact(BatchOpened, over, batch_id=BATCH, sk_ids=(SK,), expected=PerKind(PPPK_PARUH_WAKTU=2))


def batch_file_recorded(**over: Any) -> BatchFileRecorded:
    return fact(
        BatchFileRecorded,
        over,
        tmt=date(2025, 10, 23),
        batch_id=BATCH,
        sha256="0" * 64,
        rows=2,
        recorded=PerKind(PPPK_PARUH_WAKTU=2),
    )


def batch_closed(**over: Any) -> BatchClosed:
    return fact(
        BatchClosed,
        over,
        tmt=date(2025, 12, 31),
        batch_id=BATCH,
        expected=PerKind(PPPK_PARUH_WAKTU=2),
        recorded=PerKind(PPPK_PARUH_WAKTU=2),
    )


# -- an employee -------------------------------------------------------------------------


def employee_registered(**over: Any) -> EmployeeRegistered:
    return fact(
        EmployeeRegistered,
        over,
        nama="Budi Contoh",
        tempat_lahir="Serang",
        tanggal_lahir=date(1990, 1, 1),
        jenis_kelamin=Sex.L,
        nik=nik(),
        kind=Kind.PPPK_PARUH_WAKTU,
    )


def number_assigned(**over: Any) -> IdentityNumberAssigned:
    return fact(IdentityNumberAssigned, over, nip=nip())


def appointed(**over: Any) -> EmployeeAppointed:
    return fact(
        EmployeeAppointed,
        over,
        engagement_id=IKATAN,
        assignment_id=PENEMPATAN,
        kind=Kind.PPPK_PARUH_WAKTU,
        golongan=Golongan("V"),
        jabatan_id=JABATAN,
        unor_id=UNOR,
    )


def excerpt_delivered(**over: Any) -> DecisionExcerptDelivered:
    return fact(DecisionExcerptDelivered, over, sk_id=SK, tanggal=date(2025, 10, 23), tempat="Alun-Alun Barat")


def oath_taken(**over: Any) -> OathTaken:
    return fact(
        OathTaken,
        over,
        tanggal=date(2025, 10, 23),
        tempat="Alun-Alun Barat",
        pejabat_pelantik="Wali Kota Serang",
        kapasitas=Capacity.D,
    )


def duty_commenced(**over: Any) -> DutyCommenced:
    return fact(DutyCommenced, over, tanggal=date(2025, 11, 3), nomor_spmt="SPMT-1/2025", engagement_id=IKATAN)


def contract_signed(**over: Any) -> EmploymentContractSigned:
    return fact(
        EmploymentContractSigned,
        over,
        contract_id=new_id(),
        nomor="PK-1/2025",
        urutan=1,
        mulai=date(2025, 10, 1),
        akhir=date(2026, 9, 30),
        upah_rp=2_500_000,
    )


def assigned(**over: Any) -> PositionAssigned:
    return fact(
        PositionAssigned,
        over,
        tmt=date(2026, 4, 1),
        assignment_id=new_id(),
        jenis=JenisPerpindahan.ROTASI,
        jabatan_id=JABATAN,
        unor_id=UNOR,
    )


def graded(**over: Any) -> GradeChanged:
    return fact(GradeChanged, over, tmt=date(2026, 4, 1), golongan_baru=Golongan("III/b"), jenis_kp="101")


def increment_granted(**over: Any) -> SalaryIncrementGranted:
    return fact(SalaryIncrementGranted, over, tmt=date(2026, 3, 1), mk_tahun=4, mk_bulan=0, gaji_rp=2_700_000)


def evaluated(**over: Any) -> PerformanceEvaluated:
    return fact(
        PerformanceEvaluated,
        over,
        tmt=date(2026, 1, 12),
        evaluation_id=new_id(),
        assignment_id=PENEMPATAN,
        scope=Scope.TRIWULAN,
        dari=date(2025, 10, 1),
        sampai=date(2025, 12, 31),
        penilai=Evaluator(nama="Atasan Contoh"),
        hasil=2,
        perilaku=1,
        predikat=2,
    )


def suspended(**over: Any) -> EmploymentSuspended:
    return fact(
        EmploymentSuspended,
        over,
        tmt=date(2026, 2, 1),
        suspension_id=new_id(),
        ground=SuspensionGround.SEMENTARA,
        until=date(2026, 7, 31),
        gaji_persen=50,
        tpp_persen=0,
    )


def reinstated(**over: Any) -> EmploymentReinstated:
    return fact(EmploymentReinstated, over, tmt=date(2026, 6, 1))


def terminated(**over: Any) -> EmploymentTerminated:
    return fact(
        EmploymentTerminated,
        over,
        tmt=date(2026, 5, 1),
        engagement_id=IKATAN,
        ground=Ground.PERMINTAAN_SENDIRI,
        honour=Honour.HORMAT,
    )


# -- recording ---------------------------------------------------------------------------


def clock() -> datetime:
    """A moment at which everything is recorded, for logs that must not depend on today."""
    return datetime(2026, 7, 1, 8, 0, tzinfo=UTC)


def record(log: Log, subject: UUID, *facts: Event) -> int:
    """Append facts to the stream of one subject, judging nothing; gives the position."""
    version = log.version_of(f"{facts[0].STREAM}-{subject}")
    stream = f"{facts[0].STREAM}-{subject}"
    return log.append([Write(stream, version + n, fact) for n, fact in enumerate(facts, 1)]).position


def record_many(log: Log, careers: dict[UUID, list[Event]]) -> int:
    """Append the facts of many new subjects in one transaction, as an import does."""
    writes = [
        Write(f"{fact.STREAM}-{subject}", version, fact)
        for subject, facts in careers.items()
        for version, fact in enumerate(facts, 1)
    ]
    return log.append(writes).position


def roster(number: int) -> dict[UUID, list[Event]]:
    """So many employees as an import brings them: registered, numbered, appointed, on duty."""
    careers: dict[UUID, list[Event]] = {}
    for n in range(number):
        born = date(1970 + n % 30, 1 + n // 30 % 12, 1 + n // 360 % 28)
        serial = 901 + n // 10_080 % 99
        careers[pegawai(n)] = [
            employee_registered(
                nama=f"Contoh {n}", tanggal_lahir=born, nik=nik(serial, born), kind=Kind.PPPK_PARUH_WAKTU
            ),
            number_assigned(nip=nip(serial, born)),
            appointed(engagement_id=new_id(), assignment_id=new_id(), batch_id=BATCH),
            duty_commenced(tanggal=TMT, nomor_spmt=None, engagement_id=None),
        ]
    return careers
