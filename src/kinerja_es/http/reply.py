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
    value: Any = answer.value
    if value is None:
        raise missing
    if isinstance(value, Page):
        return json({"items": value.items, "next": value.next, "position": answer.position})
    if isinstance(value, list):
        return json({"items": value, "position": answer.position})
    return json({**value, "position": answer.position})
