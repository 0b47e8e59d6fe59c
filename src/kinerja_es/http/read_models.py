"""Routes to the read models: made from each query's own parameters, so that a new query needs no code here."""

import inspect
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from hashlib import blake2b
from typing import IO, Annotated, Any, get_origin

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute

from kinerja_es.audit.replay import position_of
from kinerja_es.errors import NotAcceptable, NothingFound, Problem, Problems, ValueInvalid
from kinerja_es.http.answers import PageFound, ReadModelsListed, RowFound, RowsFound
from kinerja_es.http.asking import collect, moment_or_position, only, position
from kinerja_es.http.desk import WAIT, Desk
from kinerja_es.http.direct import Direct
from kinerja_es.http.negotiating import Held, preferred, tag
from kinerja_es.http.openapi import AtLeast, FormatTaken, KnownAt, answered, group, in_forms
from kinerja_es.http.reply import json, told
from kinerja_es.readmodels.answers import LARGEST
from kinerja_es.readmodels.asking import Question as Asking
from kinerja_es.readmodels.asking import check_whole, is_today, kinds_of, made_of, read_parameters
from kinerja_es.readmodels.cursors import Known, digest
from kinerja_es.readmodels.discovery import Projection
from kinerja_es.readmodels.formats import MEDIA_TYPES, Format, file_of, json_of
from kinerja_es.readmodels.kit import REQUIRED, Page, Parameter
from kinerja_es.readmodels.kit import Query as Question

CACHED = {"Vary": "Accept", "Cache-Control": "private, no-cache"}
"""An answer may be kept, and is asked for again each time: whether it holds today is known here."""
CHUNK = 64 * 1024
"""Bytes of a file that are handed over at once."""


def routes(desk: Desk) -> list[BaseRoute]:
    router = group("/v1/read-models", "Model baca")

    @router.get("", openapi_extra=answered(ReadModelsListed))
    def list_read_models(request: Request) -> Response:
        """Semua model baca.

        Every read model: its question, and how far it has read the log.
        """
        only(request.query_params, frozenset())
        return json({"items": [asdict(status) for status in desk.service.read_models.status()]})

    for projection in desk.service.read_models.projections.values():
        for question in projection.queries.values():
            _add(router, desk, projection, question)

    @router.get("/{name}/{query}", include_in_schema=False)
    def ask_what_is_not_there(name: str, query: str) -> Response:
        return told(desk.service.read_models.query(name, query))

    return router.routes


def _add(router: APIRouter, desk: Desk, projection: Projection, question: Question) -> None:
    async def answer(request: Request, **_: Any) -> Response:
        return await run_in_threadpool(_answer, desk, projection.name, question, request)

    vars(answer)["__signature__"] = _signature(question)
    router.add_api_route(
        f"/{projection.name}/{question.name}",
        answer,
        methods=["GET"],
        name=f"{projection.name}_{question.name}",
        summary=f"{projection.name}: {question.name}",
        description=_description(projection, question),
        openapi_extra=in_forms(_form_of(question)),
        route_class_override=Direct,
    )


def _description(projection: Projection, question: Question) -> str:
    told = f"{projection.question}\n\n{question.help}"
    if question.plot is None:
        return told
    return f"{told}\n\nGambar / Picture: `/v1/read-models/{projection.name}/{question.name}.svg`, `.png`."


def _answer(desk: Desk, model: str, query: Question, request: Request) -> Response:
    """The answer in the form that is wanted, or that it is still the one that the asker has."""
    form, params, known = _asked(desk, query, request)
    held, models = Held(request.headers.get("if-none-match")), desk.service.read_models
    with models.opened(model, query.name, params, known, wait=WAIT) as question:
        made = made_of(question, form)
        if same := held.tag_of_same(made):
            return Response(status_code=304, headers=CACHED | {"ETag": same})
        if form is not Format.JSON:
            file = file_of(question, form, models.path.parent)
            return _file(file, form, held, made, _file_name(question, form))
        answer = question.answer()
    if (found := json_of(answer)) is None:
        raise NothingFound
    content = digest(found | {"position": None})
    headers = CACHED | {"ETag": tag(made, content)}
    return Response(status_code=304, headers=headers) if held.has(content) else json(found, headers=headers)


def _asked(desk: Desk, query: Question, request: Request) -> tuple[Format, dict[str, Any], Known | None]:
    """What is asked for, in which form; all that is wrong with it at once. Waits for `at_least`."""
    given = dict(request.query_params)
    at_least, known_at, name = (given.pop(own, None) for own in ("at_least", "known_at", "format"))
    problems: list[Problem] = []
    form = collect(problems, lambda: form_wanted(request, name))
    params = collect(problems, lambda: read_parameters(query, given, desk.today))
    known = None if known_at is None else collect(problems, lambda: known_of(desk, known_at))
    least = None if at_least is None else collect(problems, lambda: position(at_least, "at_least"))
    if form not in (None, Format.JSON):
        collect(problems, lambda: check_whole(query, given))
    if problems or form is None or params is None:
        raise Problems(problems)
    if least is not None:
        desk.wait_for(least)
    return form, params, known


def known_of(desk: Desk, text: str) -> Known:
    """As known when, and the position that this is now."""
    return Known(text, position_of(desk.service.log, moment_or_position(text)) or 0)


def form_wanted(request: Request, name: str | None) -> Format:
    """The form that the address names, or else the header Accept."""
    if name is not None:
        if name not in set(Format):
            raise ValueInvalid(f"There are {', '.join(Format)}.", field="format", value=name)
        return Format(name)
    accept = request.headers.get("accept")
    wanted = preferred(accept, tuple(MEDIA_TYPES.values()))
    if wanted is None:
        raise NotAcceptable(field="Accept", value=accept)
    return next(form for form, media_type in MEDIA_TYPES.items() if media_type == wanted)


def _file(file: IO[bytes], form: Format, held: Held, made: str, name: str) -> Response:
    """A file to download, as fast as the asker takes it."""
    content = blake2b(form.encode(), digest_size=9)
    while chunk := file.read(CHUNK):
        content.update(chunk)
    headers = CACHED | {"ETag": tag(made, content.hexdigest())}
    if held.has(content.hexdigest()):
        file.close()
        return Response(status_code=304, headers=headers)
    described = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Length": str(file.tell())}
    file.seek(0)
    return StreamingResponse(chunks(file), 200, headers | described, MEDIA_TYPES[form])


def _file_name(question: Asking, form: Format) -> str:
    """The question, and the day that it is about."""
    day = question.params.get("valid_at")
    parts = [*question.name.split("."), *([day.isoformat()] if isinstance(day, date) else [])]
    parts += [] if question.known is None else [f"known-{question.known.position}"]
    return f"{'-'.join(parts)}.{form}"


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    """A file's bytes, some at a time; it is closed behind them."""
    with file:
        while chunk := file.read(CHUNK):
            yield chunk


def _form_of(question: Question) -> type[BaseModel]:
    """The form of a query's answer, by what its function says that it returns."""
    returned = inspect.signature(question.function, eval_str=True).return_annotation
    if returned is Page:
        return PageFound
    return RowsFound if get_origin(returned) is list else RowFound


def _signature(question: Question) -> inspect.Signature:
    """What FastAPI describes the parameters by; they are read by rules that the command line has too."""
    return inspect.Signature(
        [
            _taken("request", Request, REQUIRED),
            _taken("known_at", KnownAt, None),
            _taken("at_least", AtLeast, None),
            _taken("format", FormatTaken, None),
            *(_taken(p.name, _edge_type(p), _default(p)) for p in question.parameters),
        ]
    )


def _taken(name: str, annotation: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _edge_type(parameter: Parameter) -> Any:
    """A parameter's type as it comes in an address: numbers that a database can hold."""
    described: dict[str, Any] = {"description": parameter.help}
    if int in (kinds := kinds_of(parameter.type)) and datetime not in kinds:
        described |= {"ge": -LARGEST, "le": LARGEST}
    kind = parameter.type | None if is_today(parameter) else parameter.type
    return Annotated[kind, Query(**described)]


def _default(parameter: Parameter) -> Any:
    return None if is_today(parameter) else parameter.default
