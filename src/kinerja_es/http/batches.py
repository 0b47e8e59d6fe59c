"""Routes about batches: import a roster under its SK, see how far it is, close it."""

import hashlib
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from fastapi import Request, Response
from pydantic import TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute

from kinerja_es.domain.batch import BatchClosed
from kinerja_es.domain.catalogue import command_of
from kinerja_es.domain.envelope import Category, LongText, Source, Value, stream_name
from kinerja_es.domain.values import parse_date
from kinerja_es.errors import BatchUnknown, DateInvalid, Problems, ValueInvalid
from kinerja_es.http import openapi
from kinerja_es.http.answers import BatchesListed, BatchReconciled
from kinerja_es.http.asking import asked, body_of, only
from kinerja_es.http.bodies import read
from kinerja_es.http.desk import REPLAYED, Desk
from kinerja_es.http.reply import json, told
from kinerja_es.http.uploads import Upload, uploaded
from kinerja_es.log.application import Command
from kinerja_es.recording.batch import Options, first_answer, import_roster, read_sk
from kinerja_es.recording.judge import problems_of
from kinerja_es.recording.opening import import_opening
from kinerja_es.recording.record import Request as Asked
from kinerja_es.wiring import Service

_options = TypeAdapter(Options)
_OPTIONS = frozenset(field.name for field in fields(Options))


class Closing(Value):
    """What closing a batch may say."""

    explain: LongText | None = None


_closing = TypeAdapter(Closing)


def routes(desk: Desk) -> list[BaseRoute]:
    router = openapi.group("/v1/batches", "Batch")
    service = desk.service

    @router.post("", status_code=201, openapi_extra=openapi.importing())
    async def import_batch(request: Request) -> Response:
        """Catat satu berkas pegawai di bawah SK-nya.

        Records a roster (CSV or XLSX in SIASN's layouts) under its SK, whole or not at all. All errors of the file
        are told at once. The same file again records nothing and says so. With `opening`, a day, and without an SK,
        the rows are existing staff, each with the SKs and TMTs of its own columns.
        """
        asked(request, b"")
        limit, opened = service.settings.max_upload_bytes, bool(request.query_params.get("opening"))
        async with uploaded(request, limit, "roster", needs_sk=not opened) as upload, desk.one_file:
            answer, replayed = await run_in_threadpool(_recorded, service, request, upload)
        desk.projector.wake()
        status = 200 if answer["position"] is None else 201  # no position: nothing was recorded
        headers = {"Location": f"/v1/batches/{answer['batch_id']}"} if status == 201 else {}
        return json(answer, status, headers | (REPLAYED if replayed else {}))

    @router.get("", openapi_extra=openapi.answered(BatchesListed))
    def list_batches(
        request: Request,
        limit: openapi.Limit = 50,
        cursor: openapi.Cursor = None,
        at_least: openapi.AtLeast = None,
    ) -> Response:
        """Semua batch.

        Every batch with its counts.
        """
        only(request.query_params, {"limit", "cursor", "at_least"})
        if at_least is not None:
            desk.wait_for(at_least)
        return told(service.read_models.query("batch_status", "list", limit=limit, cursor=cursor))

    @router.get("/{batch}", openapi_extra=openapi.answered(BatchReconciled))
    def reconcile_batch(request: Request, batch: str, at_least: openapi.AtLeast = None) -> Response:
        """Rekonsiliasi satu batch.

        What the SK expects beside what is recorded and rejected, per kind and per unit.
        """
        only(request.query_params, {"at_least"})
        if at_least is not None:
            desk.wait_for(at_least)
        return told(service.read_models.query("batch_status", "of", batch=_batch_id(batch)), BatchUnknown)

    @router.post("/{batch}/close", status_code=201, openapi_extra=openapi.closing())
    async def close_batch(request: Request, batch: str) -> Response:
        """Tutup batch.

        Closes a batch; refused while the counts differ and `explain` does not say why.
        """
        only(request.query_params, frozenset())
        body = await body_of(request)
        ask = asked(request, body)
        explained = read(_closing, body).explain if body else None
        command: Any = command_of(BatchClosed)
        closing = command(type="BatchClosed", tmt=desk.today, explained=explained)
        stream = stream_name(Category.BATCH, _batch_id(batch))

        def work(settled: Asked) -> dict[str, Any]:
            try:
                return service.recorder.record(stream, [closing], settled)
            except Problems as refused:
                for problem in refused.problems:
                    problem.field = "explain" if problem.field == "explained" else problem.field
                raise

        return await desk.record(ask, work, "/v1/batches/{batch_id}")

    return router.routes


def _recorded(service: Service, request: Request, upload: Upload) -> tuple[dict[str, Any], bool]:
    """Import an uploaded roster; the same request under the same key is answered as before."""
    given = {name: text for name, text in {**request.query_params, **upload.fields}.items() if text}
    opening = _opening(given.pop("opening", None), upload.sk)
    options = _options_of(given)
    under = read_sk(upload.sk) if opening is None else opening
    with upload.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    what = {"roster": digest, "options": options}
    what |= {"opening": under} if isinstance(under, date) else {"sk": under.model_dump(mode="json")}
    ask = asked(request, orjson.dumps(what), Source.IMPORT_SIASN)
    if ask.keep and (kept := service.log.answered(Command(ask.command_id, ask.body))) is not None:
        return first_answer(kept), True
    taken = (
        import_opening(service.recorder, upload.path, under, ask, options=options)
        if isinstance(under, date)
        else import_roster(service.recorder, upload.path, under, ask, options=options)
    )
    return taken.as_dict(), False


def _opening(text: str | None, sk: bytes) -> date | None:
    """The day on which existing staff is taken over; either that or an SK is given."""
    if text is None:
        return None
    if sk:
        raise Problems([ValueInvalid("Existing staff has no SK in common: leave out sk.", field="opening", value=text)])
    try:
        return parse_date(text)
    except DateInvalid as problem:
        problem.field = "opening"
        raise


def _options_of(given: dict[str, str]) -> Options:
    """How to import, from the address and the form; an empty field says nothing."""
    only(given, _OPTIONS)
    try:
        return _options.validate_python(given)
    except ValidationError as error:
        raise Problems(problems_of(error)) from error


def _batch_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise BatchUnknown(field="batch", value=text) from error
