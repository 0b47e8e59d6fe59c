"""Answers in JSON, written by orjson."""

from collections.abc import Mapping
from typing import Any

import orjson
from fastapi import Response

from kinerja_es.errors import NothingFound, Problem
from kinerja_es.readmodels.answers import Page
from kinerja_es.readmodels.runner import Answer


def json(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """An answer in JSON."""
    return Response(orjson.dumps(body), status, headers, "application/json")


def told(answer: Answer, missing: type[Problem] = NothingFound) -> Response:
    """What a query found, with the position at which it holds."""
    match answer.value:
        case None:
            raise missing
        case Page(items=items, next=cursor):
            body = {"items": items, "next": cursor}
        case list() as items:
            body: dict[str, Any] = {"items": items}
        case found:
            body = {**found}
    return json(body | {"position": answer.position})
