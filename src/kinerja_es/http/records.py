"""The route that records a file of records of one kind: the twin of `kinerja record`."""

import hashlib
from dataclasses import fields
from typing import Any

import orjson
from fastapi import Request, Response
from pydantic import TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute

from kinerja_es.domain.envelope import Event, Source
from kinerja_es.errors import Problems
from kinerja_es.http import openapi
from kinerja_es.http.asking import asked, only
from kinerja_es.http.desk import REPLAYED, Desk
from kinerja_es.http.reply import json
from kinerja_es.http.uploads import Upload, uploaded
from kinerja_es.log.application import Command
from kinerja_es.recording.batch import first_answer
from kinerja_es.recording.formats.all import format_named
from kinerja_es.recording.formats.form import Format
from kinerja_es.recording.judge import problems_of
from kinerja_es.recording.kinds import kind_named
from kinerja_es.recording.recordfile import FileOptions, name_of, read_record_sk, record_file
from kinerja_es.wiring import Service

_options = TypeAdapter(FileOptions)
_OPTIONS = frozenset(field.name for field in fields(FileOptions))


def routes(desk: Desk) -> list[BaseRoute]:
    router = openapi.group("/v1/records", "Berkas")
    service = desk.service

    @router.post("/{type}", status_code=201, openapi_extra=openapi.recording_files())
    async def record_records(request: Request, type: openapi.RecordType) -> Response:  # noqa: A002 - its name in the address
        """Catat satu berkas: satu jenis catatan, banyak pegawai.

        Records a file of one type of record (CSV or XLSX; `kinerja record TYPE --example` prints its columns), whole
        or not at all, judged by its end state. A format of SIASN (`siasn-jabatan`) is a type too, and its file may be
        JSON as SIASN answers it. All errors of the file are told at once. The same file again records
        nothing and says so.
        """
        kind = format_named(type) or kind_named(type)
        asked(request, b"")
        limit = service.settings.max_upload_bytes
        async with uploaded(request, limit, "file", needs_sk=False) as upload, desk.one_file:
            answer, replayed = await run_in_threadpool(_recorded, service, request, kind, upload)
        desk.projector.wake()
        status = 200 if answer["position"] is None else 201  # no position: nothing was recorded
        return json(answer, status, REPLAYED if replayed else {})

    return router.routes


def _recorded(
    service: Service, request: Request, kind: type[Event] | Format, upload: Upload
) -> tuple[dict[str, Any], bool]:
    """Record an uploaded file; the same request under the same key is answered as before."""
    options = _options_of(request, upload)
    sk = read_record_sk(upload.sk) if upload.sk else None
    with upload.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    told = None if sk is None else sk.model_dump(mode="json")
    what = {"type": name_of(kind), "file": digest, "sk": told, "options": options}
    address = f"/v1/records/{name_of(kind)}"
    source = Source.IMPORT_SIASN if isinstance(kind, Format) else Source.IMPORT_CSV
    ask = asked(request, orjson.dumps(what), source, address)
    if ask.keep and (kept := service.log.answered(Command(ask.command_id, ask.body))) is not None:
        return first_answer(kept), True
    return record_file(service.recorder, kind, upload.path, ask, sk=sk, options=options).as_dict(), False


def _options_of(request: Request, upload: Upload) -> FileOptions:
    """How to record, from the address and the form; an empty field says nothing."""
    given = {name: text for name, text in {**request.query_params, **upload.fields}.items() if text}
    only(given, _OPTIONS)
    try:
        return _options.validate_python(given)
    except ValidationError as error:
        raise Problems(problems_of(error)) from error
