"""Apa kedudukan pegawai ini pada suatu hari: status, jabatan, unor, golongan, kontrak, dan atas dasar SK mana?

Where does this employee stand on a day: status, post, unit, grade, contract, and by which SK? And who stands where?
"""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import takewhile
from typing import Annotated, Any, Literal, NamedTuple
from uuid import UUID

import orjson

from kinerja_es.domain import fold
from kinerja_es.domain.standing import STATUS_LABEL, TANDA_LABEL, Standing, Status, Tanda, marked_until
from kinerja_es.domain.values import Golongan, Kind
from kinerja_es.readmodels.kit import WITHIN, OfStanding, Page, Row, Tables, narrowed, on_day, place_of, read_model

VERSION = 3


class Flag(NamedTuple):
    """One row for each exception and anomaly: it holds from its day on."""

    valid_from: date
    code: str


@read_model.per_employee(Flag, needs=fold.NEEDS)
class Flags(OfStanding):
    """What holds against the record of an employee."""

    def rows(self, state: Standing) -> list[Flag]:
        return [Flag(flag.tmt, flag.code) for flag in state.flags]


# -- queries -----------------------------------------------------------------------------

Sort = Literal["nama", "-nama", "nip", "-nip", "unor_nama", "-unor_nama"]

PERSON = f"""SELECT person.*, (SELECT json_group_array(code)
                                FROM (SELECT code
                                        FROM current_standing_flag
                                       WHERE subject = :pegawai AND valid_from <= :on
                                       ORDER BY n)) AS flags
              FROM dated_person person
             WHERE subject = :pegawai AND {on_day("person")}"""  # noqa: S608 - our own text


STRETCHES = f"""SELECT held.*, post.nama AS jabatan_nama, unit.nama AS unor_nama, unit.induk_nama
                 FROM dated_stretch held
                 {place_of("held")}
                WHERE held.subject = :pegawai AND (held.valid_to IS NULL OR :on < held.valid_to)
                ORDER BY held.n"""  # noqa: S608 - our own text


@read_model.query_of_employee
def of(
    tables: Tables,
    *,
    employee: Annotated[UUID, "The employee's id"],
    valid_at: Annotated[date, "The day asked about"],
) -> Row | None:
    """The standing of one employee on a day, and what is known to follow; all names are those of that day."""
    person = tables.row(PERSON, pegawai=employee, on=valid_at)
    if person is None:
        return None
    held = tables.rows(STRETCHES, pegawai=employee, on=valid_at)
    on = valid_at.isoformat()
    now = held[0] if held and held[0]["valid_from"] <= on else None
    later = held if now is None else held[1:]
    return {
        **_person(person),
        "valid_at": on,
        **_standing(tables, now or _NOTHING, valid_at),
        "tanda": [] if now is None or now["tanda"] == "[]" else _marks(held),
        "flags": orjson.loads(person["flags"]),
        "pending": [_pending(stretch) for stretch in later],
    }


_NOTHING: Row = dict.fromkeys(
    (
        *("status", "ground", "kind", "golongan", "jabatan_id", "unor_id", "contract_id", "sk_id"),
        *("valid_from", "valid_to"),
    )
) | {"gaji_persen": 0, "tpp_persen": 0, "acting": "[]"}
"""The day lies before the employee was known."""


def _person(person: Row) -> Row:
    return {
        "pegawai_id": person["subject"],
        "nip": person["nip"],
        "nip_lama": orjson.loads(person["nip_lama"]),
        "nama": person["nama"],
        "gelar_depan": person["gelar_depan"],
        "gelar_belakang": person["gelar_belakang"],
        "tanggal_lahir": person["tanggal_lahir"],
        "jenis_kelamin": person["jenis_kelamin"],
    }


def _standing(tables: Tables, now: Row, on: date) -> Row:
    return {
        "status": now["status"],
        "status_label": None if now["status"] is None else STATUS_LABEL[Status(now["status"])],
        "ground": now["ground"],
        "kind": now["kind"],
        "golongan": now["golongan"],
        "jabatan": _named(now, "jabatan"),
        "unor": None if now["unor_id"] is None else {**_named(now, "unor"), "induk_nama": now["induk_nama"]},
        "merangkap": [] if now["acting"] == "[]" else _acting(tables, now["acting"], on),
        "contract": None
        if now["contract_id"] is None
        else {"id": now["contract_id"], "akhir": now["contract_akhir"], "upah_rp": now["contract_upah_rp"]},
        "gaji_persen": now["gaji_persen"],
        "tpp_persen": now["tpp_persen"],
        "sk": None
        if now["sk_id"] is None
        else {"id": now["sk_id"], "nomor": now["sk_nomor"], "tanggal": now["sk_tanggal"]},
        "valid_from": now["valid_from"],
        "valid_to": now["valid_to"],
    }


def _marks(held: list[Row]) -> list[Row]:
    """What is marked beside the status, each with its last day if one is known."""
    following = [(stretch["valid_to"], orjson.loads(stretch["tanda"])) for stretch in held]
    return [_mark(Tanda(tanda), marked_until(following, tanda)) for tanda in following[0][1]]


def _mark(tanda: Tanda, until: str | None) -> Row:
    last = None if until is None else date.fromisoformat(until) - timedelta(days=1)
    return {"code": tanda.value, "label": TANDA_LABEL[tanda], "sampai": last and last.isoformat()}


def _pending(stretch: Row) -> Row:
    return {
        "valid_from": stretch["valid_from"],
        "status": stretch["status"],
        "jabatan": _named(stretch, "jabatan"),
        "unor": _named(stretch, "unor"),
    }


def _named(stretch: Mapping[str, Any], what: str) -> Any:
    found = stretch[f"{what}_id"]
    return None if found is None else {"id": found, "nama": stretch[f"{what}_nama"]}


def _acting(tables: Tables, posts: str, on: date) -> list[Row]:
    return tables.rows(
        f"""SELECT value AS id, post.nama
             FROM json_each(:posts)
             LEFT JOIN dated_post post ON post.subject = value AND {on_day("post")}
            ORDER BY key""",  # noqa: S608 - our own text
        posts=posts,
        on=on,
    )


@read_model.query
def list_(
    tables: Tables,
    *,
    valid_at: Annotated[date, "The day asked about"],
    status: Annotated[Status | None, "Only this status"] = None,
    kind: Annotated[Kind | None, "Only this kind of employee"] = None,
    golongan: Annotated[Golongan | None, "Only this grade"] = None,
    unor: Annotated[UUID | None, "Only this unit and those below it on that day"] = None,
    sort: Annotated[Sort, "By which column; with a minus descending"] = "nama",
    limit: Annotated[int, "How many on a page"] = 50,
    cursor: Annotated[str | None, "Where the page before ended"] = None,
) -> Page:
    """Employees with their standing on a day, by name."""
    asked = {
        "held.status = :status": status,
        "held.kind = :kind": kind,
        "held.golongan = :golongan": golongan,
        f"held.unor_id IN {WITHIN}": unor,
    }
    return tables.page(
        f"""SELECT person.subject AS pegawai_id, person.nip, person.nama, held.status, held.kind, held.golongan,
                   held.jabatan_id, post.nama AS jabatan_nama, held.unor_id, unit.nama AS unor_nama,
                   held.valid_from, held.valid_to
              FROM dated_stretch held
              JOIN dated_person person
                ON person.subject = held.subject AND {on_day("person")}
              {place_of("held")}
             WHERE held.valid_from <= :on AND (held.valid_to IS NULL OR :on < held.valid_to){narrowed(asked)}""",  # noqa: S608 - our own names
        order=(sort, "nama", "pegawai_id"),
        limit=limit,
        cursor=cursor,
        on=valid_at,
        status=status,
        kind=kind,
        golongan=golongan,
        unor=unor,
    )


OF_A_PERSON = ("nip", "nama", "gelar_depan", "gelar_belakang", "tanggal_lahir", "jenis_kelamin")
OF_A_STRETCH = ("status", "ground", "kind", "engagement_id", "golongan", "jabatan_id", "unor_id", "tanda")

ASKED = """SELECT subject, json_group_array(DISTINCT nip) AS nip_asked
             FROM dated_person
            WHERE nip IN (SELECT value FROM json_each(:nips))
            GROUP BY subject"""

WHO_SO_FAR = f"""SELECT subject, valid_from, {", ".join(OF_A_PERSON)}
                   FROM dated_person
                  WHERE subject IN (SELECT value FROM json_each(:who)) AND (valid_from IS NULL OR valid_from <= :on)
                  ORDER BY subject, n DESC"""  # noqa: S608 - our own text

WHERE_SO_FAR = f"""SELECT held.subject, held.valid_from, {", ".join(f"held.{name}" for name in OF_A_STRETCH)},
                          post.nama AS jabatan_nama, post.siasn_id AS jabatan_siasn_id, post.eselon_id,
                          unit.nama AS unor_nama, unit.siasn_id AS unor_siasn_id
                     FROM dated_stretch held
                     {place_of("held")}
                    WHERE held.subject IN (SELECT value FROM json_each(:who)) AND held.valid_from <= :on
                    ORDER BY held.subject, held.n DESC"""  # noqa: S608 - our own text


@read_model.query
def several(
    tables: Tables,
    *,
    nip: Annotated[str, "NIPs, also former ones, with commas between them"],
    valid_at: Annotated[date, "The day asked about"],
) -> list[Row]:
    """Several employees by their numbers: what holds on a day, and since when each of it has held (`_sejak`).

    `nip_asked` are the numbers of those asked for by which somebody was found. What has no first day always held.
    """
    asked = tables.rows(ASKED, nips=orjson.dumps([one.strip() for one in nip.split(",")]).decode())
    given = {"who": orjson.dumps([row["subject"] for row in asked]).decode(), "on": valid_at}
    who, where = (_by_subject(tables.rows(sql, **given)) for sql in (WHO_SO_FAR, WHERE_SO_FAR))
    return [
        {
            "pegawai_id": row["subject"],
            "nip_asked": orjson.loads(row["nip_asked"]),
            **_since(who[row["subject"]], OF_A_PERSON),
            **_since([_begun(held) for held in where.get(row["subject"], [])], OF_A_STRETCH),
            **{name: held[0][name] for held in [where.get(row["subject"], [])] if held for name in _NAMED},
        }
        for row in asked
        if row["subject"] in who
    ]


_NAMED = ("jabatan_nama", "jabatan_siasn_id", "eselon_id", "unor_nama", "unor_siasn_id")


def _by_subject(rows: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["subject"], []).append(row)
    return found


def _begun(held: Row) -> Row:
    """Before the TMT, from the SK's day on, somebody is appointed, and has no grade yet."""
    held = held | {"tanda": orjson.loads(held["tanda"])}
    ahead = held["status"] == Status.DIANGKAT and held["jabatan_id"] is None
    return held | {"golongan": None, "kind": None, "engagement_id": None} if ahead else held


def _since(rows: list[Row], names: tuple[str, ...]) -> Row:
    """The values of the last of some stretches, which come first, and since when each of them has held."""
    found: Row = {}
    for name in names:
        value = rows[0][name] if rows else None
        same = [*takewhile(lambda row, name=name, value=value: row[name] == value, rows)]
        found |= {name: value, f"{name}_sejak": same[-1]["valid_from"] if same else None}
    return found
