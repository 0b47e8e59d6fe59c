"""Riwayat jabatan, kinerja, dan hukuman disiplin apa yang harus dikirim ke SIASN, dalam bentuk field BKN? Jawabannya?

What is to be sent to SIASN, in BKN's own field names: moves to a post, evaluations and sanctions, one row each; what
SIASN has answered, and what was changed here after it had accepted it.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, NamedTuple
from uuid import UUID

import orjson

from kinerja_es.domain.annulment import DecisionAnnulledForEmployee, DecisionReinstatedForEmployee
from kinerja_es.domain.appointment import OathTaken, PositionAssigned
from kinerja_es.domain.catalogue import corrections
from kinerja_es.domain.discipline import DisciplinarySanctionImposed
from kinerja_es.domain.envelope import Category, Event, Source
from kinerja_es.domain.identity import EmployeeRegistered
from kinerja_es.domain.kedudukan import kedudukan_hukum
from kinerja_es.domain.performance import PerformanceEvaluated
from kinerja_es.domain.period import Scope
from kinerja_es.domain.person import SubmissionAnswered
from kinerja_es.domain.reference import GOLONGAN_PNS, JENIS_JABATAN, KOEFISIEN, KUADRAN, PERIODIK
from kinerja_es.domain.standing import Status as Kedudukan
from kinerja_es.domain.values import Kind
from kinerja_es.readmodels.kit import WITHIN, Page, Recorded, Row, Tables, on_day, read_model

VERSION = 1


class Service(StrEnum):
    """Which of BKN's services takes it."""

    JABATAN = "JABATAN"
    KINERJA_PERIODIK = "KINERJA_PERIODIK"
    SKP22 = "SKP22"
    HUKDIS = "HUKDIS"


class Outgoing(StrEnum):
    """Where it stands: to be sent, taken over by SIASN, or refused there."""

    PENDING = "PENDING"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"


NEEDED = {
    Service.JABATAN: ("pnsId", "unorId", "nomorSk"),
    Service.KINERJA_PERIODIK: (
        *("pnsDinilaiId", "periodikId", "tahun", "tahunMulaiPenilaian", "tahunSelesaiPenilaian"),
        *("bulanMulaiPenilaian", "bulanSelesaiPenilaian", "hasilKinerjaNilai", "perilakuKerjaNilai"),
        *("kuadranKinerjaNilai", "koefisienId"),
    ),
    Service.SKP22: ("pnsDinilaiOrang", "tahun", "hasilKinerjaNilai", "perilakuKerjaNilai", "kuadranKinerjaNilai"),
    Service.HUKDIS: (
        *("pnsOrangId", "jenisHukumanId", "jenisTingkatHukumanId", "alasanHukumanDisiplinId", "kedudukanHukumId"),
        "skNomor",
    ),
}
"""What BKN asks for, without instansiId and satuanKerjaId, which are the sender's own."""

ABOUT = {
    Service.JABATAN: "tmt decision penugasan jenis_mutasi jabatan_id unor_id eselon_id",
    Service.KINERJA_PERIODIK: "scope dari sampai hasil perilaku predikat penilai assignment_id",
    Service.SKP22: "scope dari sampai hasil perilaku predikat penilai assignment_id",
    Service.HUKDIS: "tmt decision jenis_hukuman_id tingkat alasan_id nomor_pp mulai akhir masa_tahun masa_bulan",
}
"""The fields of a fact that are sent: a correction of another one is no matter of SIASN's."""

FACTS = (PositionAssigned, PerformanceEvaluated, DisciplinarySanctionImposed)


def _service(fact: Event) -> Service | None:
    match fact:
        case PositionAssigned():
            return Service.JABATAN
        case DisciplinarySanctionImposed():
            return Service.HUKDIS
        case PerformanceEvaluated() if None in (fact.hasil, fact.perilaku, fact.predikat):
            return None  # by number, from before the matrix
        case PerformanceEvaluated():
            return Service.SKP22 if fact.scope is Scope.TAHUNAN else Service.KINERJA_PERIODIK
        case _:
            return None


# -- what is to be sent --------------------------------------------------------------------


class Fact(NamedTuple):
    """One row for each fact that SIASN is to have, as it is known now."""

    event_id: UUID
    kind: Service
    tmt: date
    sk_id: UUID | None
    sk_nomor: str | None
    sk_tanggal: date | None
    pns_id: str | None
    """SIASN's own id of the employee."""
    jabatan_id: UUID | None
    unor_id: UUID | None
    penilai_id: UUID | None
    """The evaluator, where it is an employee of this record."""
    from_siasn: bool
    isi: str
    """BKN's fields, as far as the fact alone says them, as JSON."""


class Sent(NamedTuple):
    """The facts so far, and what belongs to them."""

    pns_id: str | None = None
    facts: tuple[tuple[UUID | None, Fact], ...] = ()
    """Each with the assignment that it is of."""
    oaths: tuple[tuple[UUID | None, date], ...] = ()
    annulled: tuple[tuple[UUID, UUID, str | None, date | None], ...] = ()
    """The annulment, the SK without force, and by which SK of which day."""


@read_model.per_employee(
    Fact,
    needs=(
        *(EmployeeRegistered, *FACTS, OathTaken),
        *(DecisionAnnulledForEmployee, DecisionReinstatedForEmployee),
    ),
    indexes=("event_id",),
)
class Facts:
    """What of an employee SIASN is to have."""

    def start(self) -> Sent:
        return Sent()

    def step(self, state: Sent, fact: Event) -> Sent:
        match fact:
            case EmployeeRegistered():
                return state._replace(pns_id=fact.external_ids.siasn_pns_id if fact.external_ids else None)
            case OathTaken():
                return state._replace(oaths=(*state.oaths, (fact.assignment_id, fact.tanggal)))
            case DecisionAnnulledForEmployee():
                by = (None, None) if fact.decision is None else (fact.decision.nomor, fact.decision.tanggal)
                return state._replace(annulled=(*state.annulled, (fact.annulment_id, fact.sk_id, *by)))
            case DecisionReinstatedForEmployee():
                return state._replace(annulled=tuple(a for a in state.annulled if a[0] != fact.annulment_id))
            case _ if (service := _service(fact)) is not None:
                return state._replace(facts=(*state.facts, (_assignment(fact), _fact(fact, service))))
            case _:
                return state

    def rows(self, state: Sent) -> Iterator[Fact]:
        oaths = dict(state.oaths)
        annulled = {sk_id: (nomor, tanggal) for _, sk_id, nomor, tanggal in state.annulled}
        for assignment_id, fact in state.facts:
            more: dict[str, Any] = {}
            if fact.kind is Service.JABATAN and assignment_id in oaths:
                more = {"tmtPelantikan": _day(oaths[assignment_id])}
            if fact.kind is Service.HUKDIS and fact.sk_id is not None and fact.sk_id in annulled:
                nomor, tanggal = annulled[fact.sk_id]
                more = {"skPembatalanNomor": nomor, "skPembatalanTanggal": _day(tanggal)}
            isi = orjson.dumps(orjson.loads(fact.isi) | more).decode() if more else fact.isi
            yield fact._replace(pns_id=state.pns_id, isi=isi)


def _assignment(fact: Event) -> UUID | None:
    return fact.assignment_id if isinstance(fact, PositionAssigned) else None


def _fact(fact: Event, service: Service) -> Fact:
    sk = fact.decision
    posts = fact if isinstance(fact, PositionAssigned) else None
    return Fact(
        event_id=fact.event_id,
        kind=service,
        tmt=fact.tmt,
        sk_id=sk and sk.sk_id,
        sk_nomor=sk and sk.nomor,
        sk_tanggal=sk and sk.tanggal,
        pns_id=None,
        jabatan_id=posts and posts.jabatan_id,
        unor_id=posts and posts.unor_id,
        penilai_id=fact.penilai.pegawai_id if isinstance(fact, PerformanceEvaluated) else None,
        from_siasn=fact.source is Source.IMPORT_SIASN,
        isi=orjson.dumps(_told(fact, service)).decode(),
    )


def _told(fact: Event, service: Service) -> dict[str, Any]:
    """BKN's fields that the fact itself says."""
    sk = fact.decision
    nomor, tanggal = (None, None) if sk is None else (sk.nomor, _day(sk.tanggal))
    match fact:
        case PositionAssigned():
            return {
                "jenisMutasiId": fact.jenis_mutasi,
                "jenisPenugasanId": fact.penugasan.value,
                "eselonId": fact.eselon_id,
                "nomorSk": nomor,
                "tanggalSk": tanggal,
                "tmtJabatan": _day(fact.tmt),
                "tmtMutasi": _day(fact.tmt),
            }
        case DisciplinarySanctionImposed():
            return {
                "jenisHukumanId": fact.jenis_hukuman_id,
                "jenisTingkatHukumanId": fact.tingkat.value,
                "alasanHukumanDisiplinId": fact.alasan_id,
                "nomorPp": fact.nomor_pp,
                "hukumanTanggal": _day(fact.mulai),
                "akhirHukumanTanggal": _day(fact.akhir),
                "masaTahun": fact.masa_tahun,
                "masaBulan": fact.masa_bulan,
                "skNomor": nomor,
                "skTanggal": tanggal,
            }
        case PerformanceEvaluated():
            return _evaluation(fact, service)
        case _:
            return {}


def _evaluation(fact: PerformanceEvaluated, service: Service) -> dict[str, Any]:
    rated = {
        "tahun": fact.sampai.year,
        "hasilKinerjaNilai": fact.hasil,
        "perilakuKerjaNilai": fact.perilaku,
        "kuadranKinerjaNilai": fact.predikat,
        "penilaiNama": fact.penilai.nama,
        "penilaiNipNrp": fact.penilai.nip,
        _TITLE[service]: fact.penilai.jabatan,
        "statusPenilai": fact.penilai.status.value.replace("_", " "),
    }
    if service is Service.SKP22:
        return rated
    found = PERIODIK.find(fact.scope)
    return rated | {
        "periodikId": None if found is None else found.code,
        "tahunMulaiPenilaian": fact.dari.year,
        "bulanMulaiPenilaian": fact.dari.month,
        "tahunSelesaiPenilaian": fact.sampai.year,
        "bulanSelesaiPenilaian": fact.sampai.month,
    }


_TITLE = {Service.SKP22: "penilaiJabatan", Service.KINERJA_PERIODIK: "penilaiJabatanNama"}


def _day(day: date | None) -> str | None:
    return None if day is None else f"{day:%d-%m-%Y}"


# -- what SIASN answered -------------------------------------------------------------------


class Answered(NamedTuple):
    """One row for each answer of SIASN's."""

    event_id: UUID
    about: UUID
    status: Outgoing
    siasn_id: str
    alasan_tolak: str | None
    tanggal: date


@read_model.per_employee(Answered, needs=(SubmissionAnswered,), indexes=("about",))
class Answers:
    """What SIASN answered to what was sent."""

    def start(self) -> tuple[Answered, ...]:
        return ()

    def step(self, state: tuple[Answered, ...], fact: Event) -> tuple[Answered, ...]:
        if not isinstance(fact, SubmissionAnswered):
            return state
        told = (fact.siasn_id, fact.alasan_tolak, fact.tanggal)
        return (*state, Answered(fact.event_id, fact.about_event_id, Outgoing(fact.status), *told))

    def rows(self, state: tuple[Answered, ...]) -> tuple[Answered, ...]:
        return state


# -- in which order ------------------------------------------------------------------------


class Entry(NamedTuple):
    """One row for each event that changed something sent, or answered it: when that was recorded."""

    event_id: UUID
    about: UUID
    """The fact that is sent."""
    kind: Service
    position: int
    recorded_at: str
    answer: bool


class Seen(NamedTuple):
    """What was recorded so far, and the assignments and SKs that later events may speak of."""

    entries: tuple[Entry, ...] = ()
    assignments: tuple[tuple[UUID, UUID], ...] = ()
    sanctions: tuple[tuple[UUID, UUID], ...] = ()
    """The SKs that imposed them."""


@read_model.on(
    *(*FACTS, SubmissionAnswered, OathTaken, DecisionAnnulledForEmployee, DecisionReinstatedForEmployee),
    *corrections(Category.PEGAWAI),
    row=Entry,
    indexes=("about, position", "event_id"),
)
class Entries:
    """The order of recording: only what was answered after its last change is settled."""

    def start(self) -> Seen:
        return Seen()

    def step(self, state: Seen, recorded: Recorded) -> Seen:
        fact = recorded.event
        service = _service(fact)
        if service is not None:
            state = _with_fact(state, fact)
            return _noted(state, recorded, [(fact.event_id, service)])
        if isinstance(fact, SubmissionAnswered):
            return _noted(state, recorded, _of(state, {fact.about_event_id}), answer=True)
        return _noted(state, recorded, _of(state, _changed(state, fact)))

    def rows(self, state: Seen) -> tuple[Entry, ...]:
        return state.entries


def _with_fact(state: Seen, fact: Event) -> Seen:
    if isinstance(fact, PositionAssigned):
        return state._replace(assignments=(*state.assignments, (fact.assignment_id, fact.event_id)))
    if isinstance(fact, DisciplinarySanctionImposed) and fact.decision is not None:
        return state._replace(sanctions=(*state.sanctions, (fact.decision.sk_id, fact.event_id)))
    return state


def _changed(state: Seen, fact: Event) -> set[UUID]:
    """The facts, and what was recorded of them, that an event changes."""
    if isinstance(fact, OathTaken):
        return {sent for assignment_id, sent in state.assignments if assignment_id == fact.assignment_id}
    if isinstance(fact, DecisionAnnulledForEmployee | DecisionReinstatedForEmployee):
        return {sent for sk_id, sent in state.sanctions if sk_id == fact.sk_id}
    kinds = {entry.about: entry.kind for entry in state.entries}
    amended = {
        target
        for target, patches in fact.amends().items()
        if target not in kinds or any(_name(patch.path) in ABOUT[kinds[target]].split() for patch in patches)
    }
    return amended | {*fact.voids()}


def _name(path: str) -> str:
    return path.partition(".")[0]


def _of(state: Seen, targets: set[UUID]) -> list[tuple[UUID, Service]]:
    """The facts that are meant: by themselves, or by what was recorded of them (an oath, a correction)."""
    return [*{e.about: (e.about, e.kind) for e in state.entries if {e.about, e.event_id} & targets}.values()]


def _noted(state: Seen, recorded: Recorded, about: list[tuple[UUID, Service]], *, answer: bool = False) -> Seen:
    moment = recorded.recorded_at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    new = [Entry(recorded.event.event_id, sent, kind, recorded.position, moment, answer) for sent, kind in about]
    return state._replace(entries=(*state.entries, *new))


# -- queries -----------------------------------------------------------------------------

LAST_ANSWER = """(SELECT answer.event_id
                    FROM siasn_outbox_answered answer
                    JOIN siasn_outbox_entry known ON known.event_id = answer.event_id
                   WHERE answer.about = fact.event_id {more}
                   ORDER BY known.position DESC
                   LIMIT 1)"""

SETTLED = """CASE WHEN answered.event_id IS NOT NULL AND replied.position > changed.position THEN answered.status
                  WHEN answered.event_id IS NULL AND fact.from_siasn AND changed.times = 1 THEN 'ACCEPTED'
                  ELSE 'PENDING' END"""

SENT = f"""SELECT fact.subject AS pegawai_id, person.nip, person.nama, fact.kind, fact.event_id,
                  coalesce(fact.unor_id, held.unor_id) AS unor_id, unit.nama AS unor_nama,
                  fact.tmt, fact.sk_id, fact.sk_nomor, fact.sk_tanggal,
                  {SETTLED} AS status,
                  CASE WHEN accepted.siasn_id IS NULL AND NOT fact.from_siasn THEN 'TAMBAH' ELSE 'UBAH' END AS tindakan,
                  answered.alasan_tolak, answered.tanggal AS dijawab,
                  changed.position, changed.recorded_at, accepted.siasn_id, fact.isi, fact.pns_id,
                  unit.siasn_id AS unor_siasn, post.siasn_id AS post_siasn, post.jenis_jabatan, own.nama AS own_nama,
                  held.kind AS employed, held.golongan, leader.nama AS leader_nama, leader.nip AS leader_nip,
                  leads.golongan AS leader_golongan, leads_post.nama AS leader_jabatan, leads_unit.nama AS leader_unor
             FROM siasn_outbox_fact fact
             JOIN dated_person person ON person.subject = fact.subject AND {on_day("person")}
             JOIN (SELECT about, max(position) AS position, max(recorded_at) AS recorded_at, count(*) AS times
                     FROM siasn_outbox_entry
                    WHERE NOT answer
                    GROUP BY about) changed ON changed.about = fact.event_id
             LEFT JOIN siasn_outbox_answered answered
               ON answered.subject = fact.subject AND answered.event_id = {LAST_ANSWER.format(more="")}
             LEFT JOIN siasn_outbox_entry replied ON replied.event_id = answered.event_id
             LEFT JOIN siasn_outbox_answered accepted
               ON accepted.subject = fact.subject
                  AND accepted.event_id = {LAST_ANSWER.format(more="AND answer.status = 'ACCEPTED'")}
             LEFT JOIN dated_stretch held ON held.subject = fact.subject AND held.valid_from <= fact.tmt
                                             AND (held.valid_to IS NULL OR fact.tmt < held.valid_to)
             LEFT JOIN dated_unit unit ON unit.subject = coalesce(fact.unor_id, held.unor_id) AND {on_day("unit")}
             LEFT JOIN dated_post post ON post.subject = fact.jabatan_id AND {on_day("post")}
             LEFT JOIN dated_post own ON own.subject = held.jabatan_id AND {on_day("own")}
             LEFT JOIN dated_person leader ON leader.subject = fact.penilai_id AND {on_day("leader")}
             LEFT JOIN dated_stretch leads ON leads.subject = fact.penilai_id AND leads.valid_from <= fact.tmt
                                              AND (leads.valid_to IS NULL OR fact.tmt < leads.valid_to)
             LEFT JOIN dated_post leads_post ON leads_post.subject = leads.jabatan_id AND {on_day("leads_post")}
             LEFT JOIN dated_unit leads_unit ON leads_unit.subject = leads.unor_id AND {on_day("leads_unit")}"""  # noqa: S608 - our own text

GONE = f"""SELECT gone.subject AS pegawai_id, person.nip, person.nama, gone.kind, gone.about AS event_id,
                  NULL AS unor_id, NULL AS unor_nama, NULL AS tmt, NULL AS sk_id, NULL AS sk_nomor, NULL AS sk_tanggal,
                  'PENDING' AS status, 'HAPUS' AS tindakan, NULL AS alasan_tolak, accepted.tanggal AS dijawab,
                  max(gone.position) AS position, max(gone.recorded_at) AS recorded_at, accepted.siasn_id,
                  '{{}}' AS isi, NULL AS pns_id, NULL AS unor_siasn, NULL AS post_siasn, NULL AS jenis_jabatan,
                  NULL AS own_nama, NULL AS employed, NULL AS golongan, NULL AS leader_nama, NULL AS leader_nip,
                  NULL AS leader_golongan, NULL AS leader_jabatan, NULL AS leader_unor
             FROM siasn_outbox_entry gone
             JOIN siasn_outbox_answered accepted
               ON accepted.subject = gone.subject AND accepted.about = gone.about AND accepted.status = 'ACCEPTED'
             JOIN dated_person person ON person.subject = gone.subject AND {on_day("person")}
            WHERE NOT gone.answer
                  AND NOT EXISTS (SELECT 1 FROM siasn_outbox_fact fact WHERE fact.event_id = gone.about)
            GROUP BY gone.subject, gone.about"""  # noqa: S608 - our own text


@read_model.query
def list_(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day whose names and units are told"],
    kind: Annotated[Service | None, "Only what this service of BKN's takes"] = None,
    status: Annotated[Outgoing | None, "Only what is PENDING, ACCEPTED or REJECTED"] = None,
    unor: Annotated[UUID | None, "Only this unit and those below it"] = None,
    since: Annotated[int | datetime, "Only what was recorded or changed after this: a position, or a time (UTC)"] = 0,
    employee: Annotated[UUID | None, "Only this employee"] = None,
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """What SIASN is to have, in the order in which it was recorded or changed last.

    `isi` holds BKN's fields, `kurang` those that BKN asks for and the record does not know; instansiId and
    satuanKerjaId are the sender's own. What was changed after SIASN had accepted it is pending again (UBAH), what was
    voided then is to be deleted there (HAPUS). What came from SIASN is accepted.
    """
    narrowed = {
        "kind = :kind": ("kind", kind),
        "status = :status": ("status", status),
        f"unor_id IN {WITHIN}": ("unor", unor),
        "pegawai_id = :employee": ("employee", employee),
    }
    given = {text: pair for text, pair in narrowed.items() if pair[1] is not None}
    after = "recorded_at > :since" if isinstance(since, datetime) else "position > :since"
    found = tables.page(
        f"SELECT * FROM ({SENT} UNION ALL {GONE}) WHERE {' AND '.join([after, *given])}",  # noqa: S608 - our own text
        order=("position", "event_id"),
        limit=limit,
        cursor=cursor,
        on=valid_at,
        since=_moment(since) if isinstance(since, datetime) else since,
        **dict(given.values()),
    )
    return replace(found, items=[_row(row) for row in found.items])


def _moment(given: datetime) -> str:
    moment = given if given.tzinfo else given.replace(tzinfo=UTC)
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _row(row: Row) -> Row:
    """A row with BKN's fields, those of other subjects filled in."""
    service = Service(row["kind"])
    isi: dict[str, Any] = {"id": row["siasn_id"]}
    if row["tindakan"] == "HAPUS":
        return {name: row[name] for name in _SHOWN} | {"kurang": [], "isi": isi}
    isi |= orjson.loads(row["isi"]) | _FILLED[service](row)
    kurang = [name for name in NEEDED[service] if isi.get(name) is None]
    return {name: row[name] for name in _SHOWN} | {"kurang": kurang, "isi": isi}


_SHOWN = (
    *("pegawai_id", "nip", "nama", "kind", "event_id", "unor_id", "unor_nama", "tmt", "sk_id", "sk_nomor"),
    *("sk_tanggal", "status", "tindakan", "siasn_id", "alasan_tolak", "dijawab", "position", "recorded_at"),
)


def _post(row: Row) -> dict[str, Any]:
    """A structural post has no id of its own: it is the one that leads the unit."""
    jenis = None if row["jenis_jabatan"] is None else JENIS_JABATAN.find(row["jenis_jabatan"])
    names: dict[str | None, str] = {"FUNGSIONAL": "jabatanFungsionalId", "PELAKSANA": "jabatanFungsionalUmumId"}
    name = names.get(row["jenis_jabatan"])
    return {
        "pnsId": row["pns_id"],
        "unorId": row["unor_siasn"],
        "jenisJabatan": None if jenis is None else jenis.code,
        "jabatanFungsionalId": None,
        "jabatanFungsionalUmumId": None,
    } | ({} if name is None else {name: row["post_siasn"]})


def _rated(row: Row, *, whose: str, title: str) -> dict[str, Any]:
    told = orjson.loads(row["isi"])
    leader = {
        "penilaiNama": row["leader_nama"],
        "penilaiNipNrp": row["leader_nip"],
        title: row["leader_jabatan"],
        "penilaiUnorNama": row["leader_unor"],
        "penilaiGolongan": _golongan(row["leader_golongan"]),
    }
    return {whose: row["pns_id"]} | {name: told.get(name) or value for name, value in leader.items()}


def _periodic(row: Row) -> dict[str, Any]:
    told = orjson.loads(row["isi"])
    rated = _rated(row, whose="pnsDinilaiId", title="penilaiJabatanNama")
    return rated | {"koefisienId": _koefisien(row["own_nama"], told["kuadranKinerjaNilai"])}


def _koefisien(title: str | None, predikat: int) -> str | None:
    """The coefficient of a functional title by its level, for the predikat that SIASN's table has: `Guru Ahli Pertama`
    that is BAIK."""
    rated, level = KUADRAN.find(str(predikat)), (title or "").upper()
    for code in KOEFISIEN.codes:
        told = dict(code.rincian)["predikat"].upper()
        if level.endswith(code.nama.upper()) and rated is not None and rated.nama == told:
            return code.code
    return None


def _sanction(row: Row) -> dict[str, Any]:
    kind = None if row["employed"] is None else Kind(row["employed"])
    code = kedudukan_hukum(Kedudukan.AKTIF, kind=kind, punished=True)
    return {
        "pnsOrangId": row["pns_id"],
        "golonganId": _golongan(row["golongan"]),
        "kedudukanHukumId": None if code is None else code.code,
    }


def _golongan(golongan: str | None) -> str | None:
    found = None if golongan is None else GOLONGAN_PNS.find(golongan)
    return None if found is None else found.code


def _yearly(row: Row) -> dict[str, Any]:
    return _rated(row, whose="pnsDinilaiOrang", title="penilaiJabatan")


_FILLED: dict[Service, Callable[[Row], dict[str, Any]]] = {
    Service.JABATAN: _post,
    Service.KINERJA_PERIODIK: _periodic,
    Service.SKP22: _yearly,
    Service.HUKDIS: _sanction,
}
