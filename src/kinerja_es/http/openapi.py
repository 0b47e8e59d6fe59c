"""What /openapi.json says that FastAPI cannot see: bodies that are read by their own rules, headers, problems."""

from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Path, Query
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from kinerja_es.domain.annulment import DecisionAnnulled, DecisionReinstated
from kinerja_es.domain.batch import BatchClosed
from kinerja_es.domain.catalogue import (
    EMPLOYEE_COMMANDS,
    INSTANSI_COMMANDS,
    POST_COMMANDS,
    UNIT_COMMANDS,
    command_of,
    short_name,
)
from kinerja_es.domain.decision import DecisionIssued
from kinerja_es.domain.envelope import Event
from kinerja_es.domain.identity import EmployeeRegistered
from kinerja_es.domain.merge import EmployeesMerged
from kinerja_es.domain.ralat import DecisionCorrected
from kinerja_es.domain.unit import OrgUnitEstablished, PositionEstablished
from kinerja_es.domain.values import Kind
from kinerja_es.errors import NipInvalid
from kinerja_es.http.answers import (
    ANSWERS,
    BatchRecorded,
    Compared,
    EmployeeRecorded,
    FileRecorded,
    Imported,
    ProblemTold,
)
from kinerja_es.http.bodies import MOST_COMMANDS
from kinerja_es.http.problems import MEDIA_TYPE, document
from kinerja_es.readmodels.formats import MEDIA_TYPES, Format
from kinerja_es.recording.batch import EXAMPLE_SK, SkFile
from kinerja_es.recording.formats.all import FORMATS
from kinerja_es.recording.kinds import kinds
from kinerja_es.recording.merging import Merge
from kinerja_es.recording.recordfile import RecordSk

REF = "#/components/schemas/{model}"
LAST_POSITION = 2**63 - 1

Extra = dict[str, Any]

Employee = Annotated[
    str, Path(description="UUID atau NIP, juga yang lama · or a former one", examples=["199001012025211001"])
]
RecordType = Annotated[
    str,
    Path(
        description="Nama jenis, atau sebutannya · The type's name, or its label: mutasi",
        examples=["OathTaken"],
        json_schema_extra={"x-types": [*(short_name(kind) for kind in kinds()), *(f.name for f in FORMATS)]},
    ),
]
Limit = Annotated[int, Query(description="Jumlah per halaman · How many on a page", ge=1, le=1000)]
Cursor = Annotated[str | None, Query(description="`next` dari halaman sebelumnya · `next` of the page before")]
AT_LEAST = "Tunggu sampai posisi ini terbaca · Wait until this position is read: a client reads its own writes"
AtLeast = Annotated[int | None, Query(description=AT_LEAST, ge=0, le=LAST_POSITION)]
KNOWN_AT = "Menurut yang tercatat sampai saat ini · As known at a time with its zone, or at a position of the log"
KnownAt = Annotated[str | None, Query(description=KNOWN_AT, examples=["2025-10-23T16:00:00+07:00"])]
FormatTaken = Annotated[
    Format | None,
    Query(description="Bentuk jawaban, mendahului Accept · The form of the answer, before Accept: for a browser"),
]


def _parameter(name: str, place: str, about: str, example: Any, *, required: bool = False, **schema: Any) -> Extra:
    return {
        "name": name,
        "in": place,
        "description": about,
        "required": required,
        "schema": {"type": "string", **schema},
        "example": example,
    }


_AS_OF = [
    _parameter(
        "valid_at", "query", "Pada tanggal ini; tanpa ini hari ini · The day asked about", "2025-12-31", format="date"
    ),
    _parameter(
        "known_at",
        "query",
        KNOWN_AT,
        "2025-10-23T16:00:00+07:00",
    ),
    _parameter("at_least", "query", AT_LEAST, 4711, type="integer"),
]
_WRITING = [
    _parameter("X-Actor", "header", "Siapa yang mencatat · Who records this", "budi.bkpsdm", required=True),
    _parameter("X-Actor-Role", "header", "Perannya · In which role", "Analis SDM"),
    _parameter(
        "Idempotency-Key",
        "header",
        "Kunci permintaan: yang sama dijawab sama · The same key and body get the first answer again, another body 409",
        "3f2b8c1e-8f5c-4a55-9a39-0d8c5a1f7b10",
        maxLength=200,
    ),
]
_VERSION = [
    _parameter(
        "expected_version", "query", "Tolak bila riwayat berubah · Refuse if the history moved on", 4, type="integer"
    ),
    _parameter("If-Match", "header", "Sama dengan expected_version · The same as a header", '"4"'),
]


AS_OF: Extra = {"parameters": _AS_OF}
"""The parameters of a route that answers for one day, as known on another."""


_TEXT: Extra = {"type": "string"}
_TEXT_OR_NULL: Extra = {"type": ["string", "null"]}
_TOLD: Extra = {
    "code": _TEXT | {"description": "Tidak pernah berubah · Never changes"},
    "label": _TEXT | {"description": "Apa yang salah, singkat · What is wrong, in a few Indonesian words"},
    "pesan": _TEXT | {"description": "Apa yang salah · What is wrong, in Indonesian"},
    "tindakan": _TEXT | {"description": "Apa yang harus dilakukan · What to do next, in Indonesian"},
    "remedy": _TEXT | {"description": "Apa yang harus dilakukan, dalam bahasa Inggris · What to do next"},
    "field": _TEXT_OR_NULL,
}
PROBLEM: Extra = {
    "type": "object",
    "description": "RFC 9457. Yang terberat mewakili semua · The gravest problem speaks for all; all are listed.",
    "required": ["type", "title", "status", "detail", *_TOLD, "problems"],
    "properties": {
        **dict.fromkeys(("type", "title", "detail"), _TEXT),
        "status": {"type": "integer"},
        **_TOLD,
        "problems": {"type": "array", "items": {"$ref": REF.format(model=ProblemTold.__name__)}},
    },
}


def answered(model: type[BaseModel], status: int = 200, about: str = "Jawaban · The answer") -> Extra:
    """The form of a route's answer."""
    content = {"application/json": {"schema": {"$ref": REF.format(model=model.__name__)}}}
    return {"responses": {str(status): {"description": about, "content": content}}}


def in_forms(model: type[BaseModel]) -> Extra:
    """The answer of a read model: in JSON in a form, or as a file of all its rows."""
    found = answered(model)
    content = found["responses"]["200"]["content"]
    content |= {media_type: {"schema": _TEXT} for form, media_type in MEDIA_TYPES.items() if form is not Format.JSON}
    about = "Belum berubah sejak If-None-Match · Still the answer that If-None-Match names"
    found["responses"]["304"] = {"description": about}
    held = _parameter("If-None-Match", "header", "ETag jawaban sebelumnya · The ETag of the answer before", 'W/"5f0d"')
    return {"parameters": [held], **found}


def recorded(model: type[BaseModel]) -> Extra:
    """The form of the answer of a route that records."""
    return answered(model, 201, "Tercatat · Recorded")


def recording(event: type[Event], model: type[BaseModel]) -> Extra:
    """The body of a route that records one kind of event, and its answer."""
    schema = {"$ref": REF.format(model=command_of(event).__name__)}
    body = _body(schema, {short_name(event): _example(event)})
    return {"parameters": _WRITING, "requestBody": body, **recorded(model)}


def recording_events(*events: type[Event], model: type[BaseModel] = EmployeeRecorded) -> Extra:
    """The body of a route that records several kinds of event, one or a list."""
    names = {short_name(event): REF.format(model=command_of(event).__name__) for event in events}
    one = {
        "oneOf": [{"$ref": ref} for ref in names.values()],
        "discriminator": {"propertyName": "type", "mapping": names},
    }
    schema = {"anyOf": [one, {"type": "array", "items": one, "minItems": 1, "maxItems": MOST_COMMANDS}]}
    examples = {short_name(event): _example(event) for event in events}
    first, second = (list(examples.values()) * 2)[:2]
    examples["list"] = {"summary": "Beberapa sekaligus · Several at once", "value": [first["value"], second["value"]]}
    return {
        "parameters": [*_WRITING, *_VERSION],
        "requestBody": _body(schema, examples),
        **recorded(model),
    }


def merging(model: type[BaseModel]) -> Extra:
    """The body of merging two records of one person."""
    example = {"summary": EmployeesMerged.LABEL, "value": Merge.model_json_schema()["examples"][0]}
    body = _body({"$ref": REF.format(model="Merge")}, {"merge": example})
    return {"parameters": _WRITING, "requestBody": body, **recorded(model)}


def closing() -> Extra:
    """The body of closing a batch."""
    schema: Extra = {"type": "object", "additionalProperties": False, "properties": {"explain": {"type": "string"}}}
    example = {"summary": BatchClosed.LABEL, "value": {"explain": "Dua orang mengundurkan diri."}}
    body = _body(schema, {"explain": example}) | {"required": False}
    return {"parameters": _WRITING, "requestBody": body, **recorded(BatchRecorded)}


_NOTHING_NEW = "Tidak ada yang baru · Nothing new: a trial, or recorded before"


_TRIAL = [
    _parameter("dry_run", "query", "Hanya memeriksa · Check only", False, type="boolean"),
    _parameter("skip_invalid", "query", "Lewati baris yang salah · Record the good rows", False, type="boolean"),
]


def importing() -> Extra:
    """The form that takes a roster."""
    schema: Extra = {
        "type": "object",
        "required": ["roster"],
        "properties": {
            "roster": {"type": "string", "format": "binary", "description": "CSV atau XLSX · CSV or XLSX"},
            "sk": {"$ref": REF.format(model="SkFile")},
        },
    }
    options = [
        _parameter("kind", "query", "Jenis semua baris · One kind for every row", "PPPK", enum=list(Kind)),
        *_TRIAL,
        _parameter(
            "opening",
            "query",
            "Pegawai lama pada hari ini, tanpa sk · Existing staff as of a day, without sk",
            "2026-01-01",
            format="date",
        ),
        _parameter("known_units_only", "query", "Tolak unor baru · Refuse new units and posts", False, type="boolean"),
    ]
    content = {
        "schema": schema,
        "encoding": {"sk": {"contentType": "application/json"}},
        "example": {"roster": "(roster.csv)", "sk": EXAMPLE_SK},
    }
    return {
        "parameters": [*_WRITING, *options],
        "requestBody": {"required": True, "content": {"multipart/form-data": content}},
        "responses": recorded(Imported)["responses"] | answered(Imported, 200, _NOTHING_NEW)["responses"],
    }


def recording_files() -> Extra:
    """The form that takes a file of records of one kind."""
    schema: Extra = {
        "type": "object",
        "required": ["file"],
        "properties": {
            "file": {"type": "string", "format": "binary", "description": "CSV atau XLSX · CSV or XLSX"},
            "sk": {"$ref": REF.format(model="RecordSk")},
        },
    }
    content = {
        "schema": schema,
        "encoding": {"sk": {"contentType": "application/json"}},
        "example": {"file": "(sumpah.csv)", "sk": EXAMPLE_SK},
    }
    return {
        "parameters": [*_WRITING, *_TRIAL],
        "requestBody": {"required": True, "content": {"multipart/form-data": content}},
        "responses": recorded(FileRecorded)["responses"] | answered(FileRecorded, 200, _NOTHING_NEW)["responses"],
    }


def comparing(*about: Extra) -> Extra:
    """The form that takes another system's file, and the differences."""
    schema: Extra = {
        "type": "object",
        "required": ["file"],
        "properties": {"file": {"type": "string", "format": "binary", "description": "CSV atau XLSX · CSV or XLSX"}},
    }
    whose = [
        _parameter("unor", "query", "Unor ini dan di bawahnya · This unit and those below it", _SOME_ID, format="uuid"),
        _parameter("kind", "query", "Jenis pegawai · Only this kind of employee", "PPPK", enum=list(Kind)),
        _parameter("format", "query", "Bentuk jawaban, mendahului Accept · Before Accept", "xlsx", enum=list(Format)),
        _parameter("at_least", "query", AT_LEAST, 4711, type="integer"),
    ]
    content = {"schema": schema, "example": {"file": "(gaji.csv)"}}
    answer = answered(Compared)
    content_of = answer["responses"]["200"]["content"]
    content_of |= {kind: {"schema": _TEXT} for form, kind in MEDIA_TYPES.items() if form is not Format.JSON}
    body = {"required": True, "content": {"multipart/form-data": content}}
    return {"parameters": [*about, *whose], "requestBody": body, **answer}


_SOME_ID = "00000000-0000-4000-8000-000000000003"
MONTH = _parameter("month", "query", "Bulan · The month", "2026-03", required=True, pattern="^[0-9]{4}-[0-9]{2}$")
VALID_AT = _AS_OF[0]


def group(prefix: str, tag: str, route_class: type[APIRoute] = APIRoute) -> APIRouter:
    """Routes under one heading; each may be answered with a problem."""
    return APIRouter(prefix=prefix, tags=[tag], route_class=route_class, responses=_problem_answers())


def _problem_answers() -> dict[int | str, dict[str, Any]]:
    # With a row: FastAPI leaves out of an example what is null.
    example = document([NipInvalid("It needs 18 digits.", field="NIP BARU", value="1990", row=2)])
    content = {MEDIA_TYPE: {"schema": {"$ref": REF.format(model="Problem")}, "example": example}}
    return {"default": {"description": "Yang perlu diperbaiki · What is wrong, and what to do", "content": content}}


def describe(app: FastAPI) -> None:
    """Let the app's description hold the schemas of all bodies."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
            held: Extra = made.setdefault("components", {}).setdefault("schemas", {})
            held.update(_schemas())
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = openapi


def _schemas() -> Extra:
    events = (
        DecisionIssued,
        DecisionCorrected,
        DecisionAnnulled,
        DecisionReinstated,
        OrgUnitEstablished,
        PositionEstablished,
        EmployeeRegistered,
        *UNIT_COMMANDS,
        *POST_COMMANDS,
        *INSTANSI_COMMANDS,
        *EMPLOYEE_COMMANDS,
    )
    asked: list[tuple[type[BaseModel], JsonSchemaMode]] = [(command_of(event), "validation") for event in events]
    told: list[tuple[type[BaseModel], JsonSchemaMode]] = [(model, "serialization") for model in ANSWERS]
    files: list[tuple[type[BaseModel], JsonSchemaMode]] = [
        (SkFile, "validation"),
        (Merge, "validation"),
        (RecordSk, "validation"),
    ]
    found = models_json_schema([*asked, *files, *told], ref_template=REF)[1]["$defs"]
    return {**found, "Problem": PROBLEM}


def _body(schema: Extra, examples: Extra) -> Extra:
    return {"required": True, "content": {"application/json": {"schema": schema, "examples": examples}}}


def _example(event: type[Event]) -> Extra:
    return {"summary": event.LABEL, "value": {"type": short_name(event), **event.EXAMPLE}}
