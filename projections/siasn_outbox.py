"""Riwayat jabatan, kinerja, dan hukuman disiplin apa yang harus dikirim ke SIASN, dalam bentuk field BKN? Jawabannya?

What is to be sent to SIASN, in BKN's own field names: moves to a post, evaluations and sanctions, one row each; what
SIASN has answered, and what was changed here after it had accepted it.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, NamedTuple
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
from kinerja_es.readmodels.kit import WITHIN, Page, Recorded, Row, Tables, narrowed, on_day, read_model

VERSION = 2


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

SENT = frozenset(
    (
        "tmt decision tanggal penugasan jenis_mutasi jabatan_id unor_id eselon_id "
        "scope dari sampai hasil perilaku predikat penilai assignment_id "
        "jenis_hukuman_id tingkat alasan_id nomor_pp mulai akhir masa_tahun masa_bulan"
    ).split()
)
"""The fields of facts that are sent: a correction of another one is no matter of SIASN's."""

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
    assignment_id: UUID | None
    jabatan_id: UUID | None
    unor_id: UUID | None
    penilai_id: UUID | None
    """The evaluator, where it is an employee of this record."""
    from_siasn: bool
    isi: str
    """BKN's fields, as far as the fact alone says them, as JSON."""


@read_model.per_employee(Fact, needs=FACTS, indexes=("event_id",))
class Facts:
    """What of an employee SIASN is to have."""

    def rows(self, fact: Event) -> Iterator[Fact]:
        if (service := _service(fact)) is not None:
            yield _fact(fact, service)


class Known(NamedTuple):
    """One row for each employee whom SIASN knows by an id of its own."""

    pns_id: str


@read_model.per_employee(Known, needs=(EmployeeRegistered,))
class Ids:
    """SIASN's own id of an employee."""

    def rows(self, fact: EmployeeRegistered) -> Iterator[Known]:
        if fact.external_ids is not None and fact.external_ids.siasn_pns_id is not None:
            yield Known(fact.external_ids.siasn_pns_id)


class Oath(NamedTuple):
    """One row for each oath that was taken for a post."""

    assignment_id: UUID
    tanggal: date


@read_model.per_employee(Oath, needs=(OathTaken,))
class Oaths:
    """The day of the oath belongs to the move."""

    def rows(self, fact: OathTaken) -> Iterator[Oath]:
        if fact.assignment_id is not None:
            yield Oath(fact.assignment_id, fact.tanggal)


class Force(NamedTuple):
    """One row for each annulment of an SK, and for each one that was lifted again."""

    annulment_id: UUID
    sk_id: UUID
    nomor: str | None
    tanggal: date | None
    lifted: bool


@read_model.per_employee(Force, needs=(DecisionAnnulledForEmployee, DecisionReinstatedForEmployee))
class Forces:
    """Which SKs have no force any more, and by which SK."""

    def rows(self, fact: DecisionAnnulledForEmployee | DecisionReinstatedForEmployee) -> Iterator[Force]:
        by = (None, None) if fact.decision is None else (fact.decision.nomor, fact.decision.tanggal)
        yield Force(fact.annulment_id, fact.sk_id, *by, isinstance(fact, DecisionReinstatedForEmployee))


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
        assignment_id=posts and posts.assignment_id,
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

    def rows(self, fact: SubmissionAnswered) -> Iterator[Answered]:
        told = (fact.siasn_id, fact.alasan_tolak, fact.tanggal)
        yield Answered(fact.event_id, fact.about_event_id, Outgoing(fact.status), *told)


# -- in which order ------------------------------------------------------------------------


class Entry(NamedTuple):
    """One row for each event that says, changes or answers something that is sent: when that was recorded."""

    event_id: UUID
    about: UUID
    """Itself, or what it changes: a fact or a correction by its event_id, a move by its assignment, a sanction by its
    SK."""
    kind: Service | None
    position: int
    recorded_at: str
    answer: bool


@read_model.on(
    *(*FACTS, SubmissionAnswered, OathTaken, DecisionAnnulledForEmployee, DecisionReinstatedForEmployee),
    *corrections(Category.PEGAWAI),
    row=Entry,
    indexes=("about", "event_id", "position", "recorded_at"),
)
class Entries:
    """The order of recording: only what was answered after its last change is settled."""

    def rows(self, recorded: Recorded) -> Iterator[Entry]:
        fact = recorded.event
        moment = recorded.recorded_at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        kind, is_answer = _service(fact), isinstance(fact, SubmissionAnswered)
        for about in _about(fact):
            yield Entry(fact.event_id, about, kind, recorded.position, moment, is_answer)


def _about(fact: Event) -> list[UUID]:
    """What an event is about; a correction only where it changes what is sent."""
    match fact:
        case SubmissionAnswered():
            return [fact.about_event_id]
        case OathTaken():
            return [fact.event_id, *([] if fact.assignment_id is None else [fact.assignment_id])]
        case DecisionAnnulledForEmployee() | DecisionReinstatedForEmployee():
            return [fact.event_id, fact.sk_id]
        case _ if fact.CORRECTS:
            amended = [t for t, patches in fact.amends().items() if any(_name(p.path) in SENT for p in patches)]
            return [*dict.fromkeys((*amended, *fact.voids()))]
        case _:
            return [] if _service(fact) is None else [fact.event_id]


def _name(path: str) -> str:
    return path.partition(".")[0]


# -- queries -----------------------------------------------------------------------------

LAST_ANSWER = """(SELECT answer.event_id
                    FROM siasn_outbox_answered answer
                    JOIN siasn_outbox_entry known ON known.event_id = answer.event_id
                   WHERE answer.about = fact.event_id {more}
                   ORDER BY known.position DESC
                   LIMIT 1)"""

CHANGED = """(WITH RECURSIVE touched(event_id, position) AS (
                  SELECT event_id, position
                    FROM siasn_outbox_entry
                   WHERE NOT answer AND subject = fact.subject
                         AND about IN (fact.event_id, fact.assignment_id,
                                       CASE WHEN fact.kind = 'HUKDIS' THEN fact.sk_id END)
                   UNION
                  SELECT later.event_id, later.position
                    FROM touched
                    JOIN siasn_outbox_entry later ON later.about = touched.event_id
                   WHERE NOT later.answer AND later.subject = fact.subject)
              SELECT max(position) FROM touched)"""
"""When a fact was recorded or changed last: by a correction of it, its oath or its annulment, or by voiding one."""

SETTLED = """CASE WHEN answered.event_id IS NOT NULL AND replied.position > fact.position THEN answered.status
                  WHEN answered.event_id IS NULL AND fact.from_siasn AND said.position = fact.position THEN 'ACCEPTED'
                  ELSE 'PENDING' END"""

VOIDING = """(SELECT {column}
                FROM siasn_outbox_force gone
               WHERE fact.kind = 'HUKDIS' AND gone.subject = fact.subject AND gone.sk_id = fact.sk_id
                     AND NOT gone.lifted
                     AND NOT EXISTS (SELECT 1
                                       FROM siasn_outbox_force back
                                      WHERE back.subject = gone.subject AND back.annulment_id = gone.annulment_id
                                            AND back.lifted)
               LIMIT 1)"""

TOLD = f"""SELECT fact.subject AS pegawai_id, person.nip, person.nama, fact.kind, fact.event_id,
                  coalesce(fact.unor_id, held.unor_id) AS unor_id, unit.nama AS unor_nama,
                  fact.tmt, fact.sk_id, fact.sk_nomor, fact.sk_tanggal,
                  {SETTLED} AS status,
                  CASE WHEN accepted.siasn_id IS NULL AND NOT fact.from_siasn THEN 'TAMBAH' ELSE 'UBAH' END AS tindakan,
                  answered.alasan_tolak, answered.tanggal AS dijawab, fact.position,
                  (SELECT recorded_at FROM siasn_outbox_entry WHERE position = fact.position) AS recorded_at,
                  accepted.siasn_id, fact.isi, known.pns_id,
                  (SELECT max(tanggal) FROM siasn_outbox_oath oath
                    WHERE oath.subject = fact.subject AND oath.assignment_id = fact.assignment_id) AS sumpah,
                  {VOIDING.format(column="nomor")} AS batal_nomor, {VOIDING.format(column="tanggal")} AS batal_tanggal,
                  unit.siasn_id AS unor_siasn, post.siasn_id AS post_siasn, post.jenis_jabatan, own.nama AS own_nama,
                  held.kind AS employed, held.golongan, leader.nama AS leader_nama, leader.nip AS leader_nip,
                  leads.golongan AS leader_golongan, leads_post.nama AS leader_jabatan, leads_unit.nama AS leader_unor
             FROM (SELECT *, {CHANGED} AS position FROM siasn_outbox_fact fact) fact
             JOIN dated_person person ON person.subject = fact.subject AND {on_day("person")}
             LEFT JOIN siasn_outbox_known known ON known.subject = fact.subject
             LEFT JOIN siasn_outbox_entry said ON said.event_id = fact.event_id AND said.about = fact.event_id
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

GONE = f"""SELECT gone.subject AS pegawai_id, person.nip, person.nama, max(gone.kind) AS kind, gone.about AS event_id,
                  NULL AS unor_id, NULL AS unor_nama, NULL AS tmt, NULL AS sk_id, NULL AS sk_nomor, NULL AS sk_tanggal,
                  'PENDING' AS status, 'HAPUS' AS tindakan, NULL AS alasan_tolak, accepted.tanggal AS dijawab,
                  max(gone.position) AS position, max(gone.recorded_at) AS recorded_at, accepted.siasn_id,
                  '{{}}' AS isi, NULL AS pns_id, NULL AS sumpah,
                  NULL AS batal_nomor, NULL AS batal_tanggal, NULL AS unor_siasn, NULL AS post_siasn,
                  NULL AS jenis_jabatan,
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
    sort: Annotated[Literal["position", "-position", "nama", "tmt"], "As recorded, by name or by TMT"] = "position",
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """What SIASN is to have: by default in the order in which it was recorded or changed last.

    `isi` holds BKN's fields, `kurang` those that BKN asks for and the record does not know; instansiId and
    satuanKerjaId are the sender's own. What was changed after SIASN had accepted it is pending again (UBAH), what was
    voided then is to be deleted there (HAPUS). What came from SIASN is accepted.
    """
    asked = {
        "kind = :kind": kind,
        "status = :status": status,
        f"unor_id IN {WITHIN}": unor,
        "pegawai_id = :employee": employee,
    }
    after = "recorded_at > :since" if isinstance(since, datetime) else "position > :since"
    # Only of whom something was recorded since then is anything worked out.
    lately = f"WHERE fact.subject IN (SELECT subject FROM siasn_outbox_entry WHERE {after})" if since else ""  # noqa: S608 - the same
    found = tables.page(
        f"SELECT * FROM ({TOLD} {lately} UNION ALL {GONE}) WHERE {after}{narrowed(asked)}",  # noqa: S608 - our own text
        order=(sort, "position", "event_id"),
        limit=limit,
        cursor=cursor,
        on=valid_at,
        since=_moment(since) if isinstance(since, datetime) else since,
        kind=kind,
        status=status,
        unor=unor,
        employee=employee,
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


def _as_told(day: str | None) -> str | None:
    """A day of the tables, as BKN writes it."""
    return None if day is None else _day(date.fromisoformat(day))


def _post(row: Row) -> dict[str, Any]:
    """A structural post has no id of its own: it is the one that leads the unit."""
    jenis = None if row["jenis_jabatan"] is None else JENIS_JABATAN.find(row["jenis_jabatan"])
    names: dict[str | None, str] = {"FUNGSIONAL": "jabatanFungsionalId", "PELAKSANA": "jabatanFungsionalUmumId"}
    name = names.get(row["jenis_jabatan"])
    return {
        **({} if row["sumpah"] is None else {"tmtPelantikan": _as_told(row["sumpah"])}),
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
    gone = {"skPembatalanNomor": row["batal_nomor"], "skPembatalanTanggal": _as_told(row["batal_tanggal"])}
    return {
        **(gone if row["batal_tanggal"] is not None else {}),
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
