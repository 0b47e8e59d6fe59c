"""Routes to the read models: made from each query's own parameters, so that a new query needs no code here."""

import inspect
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any, get_args, get_origin

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, BeforeValidator
from starlette.routing import BaseRoute

from kinerja_es.domain.values import parse_date
from kinerja_es.errors import Problem
from kinerja_es.http.answers import PageFound, ReadModelsListed, RowFound, RowsFound
from kinerja_es.http.asking import only
from kinerja_es.http.desk import Desk
from kinerja_es.http.openapi import AtLeast, answered, group
from kinerja_es.http.reply import json, told
from kinerja_es.readmodels.discovery import Projection
from kinerja_es.readmodels.kit import REQUIRED, Page, Parameter
from kinerja_es.readmodels.kit import Query as Question

LARGEST = 2**63 - 1


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
    names = {parameter.name for parameter in question.parameters} | {"at_least"}

    def answer(request: Request, at_least: int | None, **given: Any) -> Response:
        only(request.query_params, names)
        if at_least is not None:
            desk.wait_for(at_least)
        params = _with_today(question.parameters, given, desk.today)
        return told(desk.service.read_models.query(projection.name, question.name, **params))

    vars(answer)["__signature__"] = _signature(question)
    router.add_api_route(
        f"/{projection.name}/{question.name}",
        answer,
        methods=["GET"],
        name=f"{projection.name}_{question.name}",
        summary=f"{projection.name}: {question.name}",
        description=f"{projection.question}\n\n{question.help}",
        openapi_extra=answered(_form_of(question)),
    )


def _form_of(question: Question) -> type[BaseModel]:
    """The form of a query's answer, by what its function says that it returns."""
    returned = inspect.signature(question.function, eval_str=True).return_annotation
    if returned is Page:
        return PageFound
    return RowsFound if get_origin(returned) is list else RowFound


def _signature(question: Question) -> inspect.Signature:
    """What FastAPI reads the parameters from."""
    return inspect.Signature(
        [
            _taken("request", Request, REQUIRED),
            _taken("at_least", AtLeast, None),
            *(_taken(p.name, _edge_type(p), _default(p)) for p in question.parameters),
        ]
    )


def _taken(name: str, annotation: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _edge_type(parameter: Parameter) -> Any:
    """A parameter's type as it comes in an address: days as people write them, numbers that a database can hold."""
    kinds = _kinds(parameter.type)
    described: dict[str, Any] = {"description": parameter.help}
    if int in kinds:
        described |= {"ge": -LARGEST, "le": LARGEST}
    if date in kinds:
        kind = parameter.type | None if _is_today(parameter) else parameter.type
        return Annotated[kind, BeforeValidator(_day), Query(**described)]
    return Annotated[parameter.type, Query(**described)]


def _kinds(annotation: Any) -> set[Any]:
    parts = get_args(annotation)
    return {annotation} if not parts else {kind for part in parts for kind in _kinds(part)}


def _is_today(parameter: Parameter) -> bool:
    """A day asked about that is not named is today; a fold knows no today, so its query asks for one."""
    return parameter.name == "valid_at" and parameter.default is REQUIRED


def _default(parameter: Parameter) -> Any:
    return None if _is_today(parameter) else parameter.default


def _with_today(parameters: tuple[Parameter, ...], given: Mapping[str, Any], today: date) -> dict[str, Any]:
    asked = {parameter.name for parameter in parameters if _is_today(parameter)}
    return {name: today if value is None and name in asked else value for name, value in given.items()}


def _day(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    try:
        return parse_date(text)
    except Problem as problem:
        raise ValueError(f"{problem.code}: {problem.message}") from problem
