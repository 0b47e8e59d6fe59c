"""The form of every answer, for the description at /openapi.json; what answers is made elsewhere, as plain names.

Where a class of the record has the form already, it is that class which is described.
"""

from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, create_model

from kinerja_es.audit.career import State
from kinerja_es.domain.batch import PerKind
from kinerja_es.domain.catalogue import EVENTS, generated
from kinerja_es.domain.competence import TeamMember
from kinerja_es.domain.envelope import Actor, Capacity, DecisionRef, Document, Excepted, Source, Warned
from kinerja_es.domain.standing import Status, Tanda
from kinerja_es.domain.values import Kind, Sex
from kinerja_es.readmodels.runner import Status as ReadModelStatus


class ProblemTold(BaseModel):
    """One thing that is wrong or unusual."""

    code: str
    label: str
    pesan: str
    tindakan: str
    message: str
    remedy: str
    row: int | None
    field: str | None
    value: str | None


class CodeTold(BaseModel):
    """A code of a reference table, and its name."""

    code: str
    nama: str


# -- recorded ----------------------------------------------------------------------------


class _Told(BaseModel):
    """One event that was recorded, with the ids that it gave."""

    event_id: UUID
    type: str
    tmt: date


IDS = tuple(sorted({name for event in EVENTS.values() for name in generated(event)}))
"""Every id that the server gives to something: to whatever kind of event it belongs."""

EventRecorded: type[BaseModel] = create_model(
    "EventRecorded", __base__=_Told, __doc__=_Told.__doc__, **cast("Any", dict.fromkeys(IDS, (UUID | None, None)))
)


class _Recorded(BaseModel):
    stream: str
    version: int
    events: list[EventRecorded]  # pyright: ignore[reportInvalidTypeForm] - made from the catalogue
    warnings: list[ProblemTold]
    position: int


class EmployeeRecorded(_Recorded):
    """What was recorded of an employee."""

    pegawai_id: UUID


class DecisionRecorded(_Recorded):
    """The SK that was recorded."""

    sk_id: UUID


class DecisionChanged(DecisionRecorded):
    """What happened to an SK, and how many employees it reached."""

    employees: int


class UnitRecorded(_Recorded):
    """The unor that was recorded."""

    unor_id: UUID


class PostRecorded(_Recorded):
    """The post that was recorded."""

    jabatan_id: UUID


class BatchRecorded(_Recorded):
    """What was recorded of a batch."""

    batch_id: UUID


class InstansiRecorded(_Recorded):
    """What the government has set for itself."""

    instansi_id: UUID


class Imported(BaseModel):
    """What an import did, or would do."""

    batch_id: UUID
    sk_id: UUID | None
    sha256: str
    layout: str
    dry_run: bool
    repeated: bool
    position: int | None
    rows: int
    expected: PerKind
    recorded: PerKind
    total: PerKind
    present: int
    rejected: int
    new_units: list[str]
    new_posts: list[str]
    unknown_columns: list[str]
    missing_columns: list[str]
    problems: list[ProblemTold]


class FileRecorded(BaseModel):
    """What a file of records did, or would do."""

    type: str
    label: str
    sha256: str
    sk_id: UUID | None
    dry_run: bool
    position: int | None
    rows: int
    employees: int
    recorded: int
    repeated: int
    rejected: int
    left_out: int
    columns: list[str]
    problems: list[ProblemTold]


# -- employees ---------------------------------------------------------------------------


class Named(BaseModel):
    """A post or a unor by id and name."""

    id: UUID
    nama: str | None


class UnitNamed(Named):
    """A unor with the one above it."""

    induk_nama: str | None


class ContractNamed(BaseModel):
    """A contract, its last day, and the wage of the day that is asked about."""

    id: UUID
    akhir: date
    upah_rp: int | None


class DecisionNamed(BaseModel):
    """An SK as it is cited."""

    id: UUID
    nomor: str | None
    tanggal: date | None


class Marked(BaseModel):
    """A mark beside the status, and its last day; null while nothing says when it ends."""

    code: Tanda
    label: str
    sampai: date | None


class Pending(BaseModel):
    """A standing that begins later."""

    valid_from: date
    status: Status
    jabatan: Named | None
    unor: Named | None


class EmployeeStanding(BaseModel):
    """Where an employee stands on a day."""

    pegawai_id: UUID
    nip: str | None
    nip_lama: list[str]
    nama: str
    gelar_depan: str | None
    gelar_belakang: str | None
    tanggal_lahir: date | None
    jenis_kelamin: Sex | None
    valid_at: date
    status: Status | None
    status_label: str | None
    kedudukan_hukum: CodeTold | None
    ground: str | None
    kind: Kind | None
    golongan: str | None
    jabatan: Named | None
    unor: UnitNamed | None
    merangkap: list[Named]
    contract: ContractNamed | None
    gaji_persen: int
    tpp_persen: int
    sk: DecisionNamed | None
    valid_from: date | None
    valid_to: date | None
    tanda: list[Marked]
    flags: list[str]
    pending: list[Pending]
    known_at: int | None
    version: int


class EventTold(BaseModel):
    """One recorded event; `details` are the values of its own kind."""

    position: int
    version: int
    recorded_at: datetime
    type: str
    label: str
    event_id: UUID
    tmt: date
    tmt_akhir: date | None
    decision: DecisionRef | None
    actor: Actor
    source: Source
    reason: str | None
    documents: list[Document] | None
    legal_basis: list[str] | None
    warnings: list[Warned] | None
    exception: Excepted | None
    rule_set: str
    command_id: UUID
    details: dict[str, Any]
    codes: dict[str, CodeTold]
    latency_days: int
    state: State
    now: dict[str, Any]


class FactTold(EventTold):
    """A fact with the facts that it cites."""

    evidence: list[EventTold]


class PartExplained(BaseModel):
    """One part of a standing: its value, the fact that made it so, and the rule."""

    part: str
    label: str
    value: Any
    rule: str
    because: FactTold | None


class FlagExplained(BaseModel):
    """Something that holds against the record, and the fact that it lies in."""

    code: str
    label: str
    pesan: str
    because: FactTold | None


class Explanation(BaseModel):
    """Why an employee stands where they stand."""

    pegawai_id: UUID
    nip: str | None
    nama: str
    valid_at: date
    known_at: int | None
    version: int
    parts: list[PartExplained]
    flags: list[FlagExplained]


class MomentTold(BaseModel):
    """A day as known at a position; without one as known now. Of a record that was merged, another one answers."""

    pegawai_id: UUID
    valid_at: date
    known_at: int | None
    version: int


class PartChanged(BaseModel):
    """One part of a standing that differs, and the fact by which it does.

    It is proven where without that fact alone the part would be as before.
    """

    part: str
    label: str
    before: Any
    after: Any
    because: FactTold | None
    proven: bool


class Difference(BaseModel):
    """What differs between two moments, and what was recorded in between."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    pegawai_id: UUID
    first: MomentTold = Field(alias="from")
    to: MomentTold
    changes: list[PartChanged]
    recorded: list[FactTold]


class EmployeeHistory(BaseModel):
    """What happened to an employee, in the order of meaning."""

    pegawai_id: UUID
    valid_at: date | None
    known_at: int | None
    version: int
    events: list[EventTold]


class EmployeeFound(BaseModel):
    """An employee whom a text fits."""

    pegawai_id: UUID
    nama: str
    nip: str | None


class EmployeesFound(BaseModel):
    """A page of employees."""

    items: list[EmployeeFound]
    next: str | None
    position: int


# -- batches -----------------------------------------------------------------------------


class BatchListed(BaseModel):
    """A batch with its counts."""

    batch_id: UUID
    tmt: date
    expected: int
    recorded: int
    closed: date | None


class BatchesListed(BaseModel):
    """A page of batches."""

    items: list[BatchListed]
    next: str | None
    position: int


class Evidence(BaseModel):
    """How many members have what each is to have."""

    ni: int
    petikan: int
    sumpah: int
    spmt: int
    kontrak: int
    wajib_kontrak: int
    """How many are to have one: CPNS and PNS sign none."""


class EvidenceOfMembers(Evidence):
    """The same beside the number of members."""

    anggota: int


class CountOfKind(BaseModel):
    """Expected beside recorded for one kind; null where a row's kind could not be read."""

    kind: Kind | None
    expected: int
    recorded: int
    rejected: int
    difference: int


class CountOfUnit(Evidence):
    """The same for one unor; its id is null where no unor of the name is recorded."""

    unor_id: UUID | None
    unor: str | None
    expected: int
    recorded: int
    rejected: int
    difference: int


class RowRejected(BaseModel):
    """One thing that was wrong with a row that was left out."""

    row: int
    column: str | None
    code: str
    kind: Kind | None
    unor: str | None


class BatchReconciled(BaseModel):
    """What an SK expects beside what is recorded and rejected."""

    batch_id: UUID
    tmt: date
    sk: list[DecisionNamed]
    expected: int
    recorded: int
    rejected: int
    difference: int
    closed: date | None
    explained: str | None
    files: list[str]
    per_kind: list[CountOfKind]
    per_unor: list[CountOfUnit]
    evidence: EvidenceOfMembers
    rejections: list[RowRejected]
    position: int


# -- read models, health -----------------------------------------------------------------


class ReadModelsListed(BaseModel):
    """Every read model and where it stands."""

    items: list[ReadModelStatus]


class RowsFound(BaseModel):
    """The rows that answer a question; their names are the read model's."""

    items: list[dict[str, Any]]
    position: int


class PageFound(RowsFound):
    """A page of rows; `next` asks for the following one."""

    next: str | None


class RowFound(BaseModel, extra="allow"):
    """The one row that answers a question; its names are the read model's."""

    position: int


class Compared(BaseModel):
    """Another system's file beside the record: the differences, and what they come to."""

    items: list[dict[str, Any]]
    totals: dict[str, Any]


# -- the government ----------------------------------------------------------------------


class PolicyInForce(BaseModel):
    """The policy that holds on a day; without one, what holds by law. `stated` are the settings that it names."""

    valid_at: date
    policy_version: int | None
    tmt: date | None
    sk: DecisionRef | None
    rule_set: str
    stated: list[str]
    settings: dict[str, Any]


class OfficialInOffice(BaseModel):
    """Who holds an office, and until before which day."""

    term_id: UUID
    nama: str
    jabatan: str
    kapasitas: Capacity
    dari: date
    ended: date | None


class Need(BaseModel):
    """How many people a unit needs."""

    tmt: date
    unor_id: UUID
    jabatan_id: UUID | None
    sektor: CodeTold | None
    tahun: int
    jumlah: int
    sumber: str


class Ceiling(BaseModel):
    """How much a unit may spend, and whose holder answers for it."""

    tmt: date
    unor_id: UUID
    program: str | None
    jabatan_id: UUID | None
    tahun: int
    pagu_rp: int
    sumber: str


class Team(BaseModel):
    """An assessment team."""

    tim_id: UUID
    anggota: list[TeamMember]
    external: bool
    dari: date
    sampai: date | None


class InstansiTold(BaseModel):
    """What holds on a day of what the government has set for itself."""

    instansi_id: UUID
    valid_at: date
    version: int
    rule_set: str
    officials: list[OfficialInOffice]
    staffing_needs: list[Need]
    budget_ceilings: list[Ceiling]
    teams: list[Team]


class CodeRow(BaseModel):
    """One code of a reference table; `stored` is what events hold for it, `until` is exclusive."""

    code: str
    nama: str
    stored: str
    since: date | None
    until: date | None
    rincian: dict[str, str]


class TableTold(BaseModel):
    """A reference table, and where it is from."""

    table: str
    label: str
    basis: str
    count: int


class TablesListed(BaseModel):
    """Every reference table."""

    items: list[TableTold]


class TableFound(TableTold):
    """A reference table with its codes."""

    items: list[CodeRow]


class Alive(BaseModel):
    """The process lives."""

    status: str


class Ready(BaseModel):
    """The log opens, and the read models follow it."""

    status: str
    position: int
    read_models: int
    lag: int
    parked: int


ANSWERS: tuple[type[BaseModel], ...] = (
    EmployeeRecorded,
    DecisionRecorded,
    DecisionChanged,
    UnitRecorded,
    PostRecorded,
    BatchRecorded,
    InstansiRecorded,
    PolicyInForce,
    InstansiTold,
    TablesListed,
    TableFound,
    Imported,
    FileRecorded,
    EmployeeStanding,
    EmployeeHistory,
    Explanation,
    Difference,
    EmployeesFound,
    BatchesListed,
    BatchReconciled,
    ReadModelsListed,
    RowsFound,
    PageFound,
    RowFound,
    Compared,
    Alive,
    Ready,
)
