"""Answers in JSON, written by orjson."""

from collections.abc import Mapping
from typing import Any

import orjson
from fastapi import Response

from kinerja_es.errors import NothingFound, Problem
from kinerja_es.readmodels.asking import Answer
from kinerja_es.readmodels.formats import json_of


def json(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """An answer in JSON."""
    return Response(orjson.dumps(body), status, headers, "application/json")


def told(answer: Answer, missing: type[Problem] = NothingFound) -> Response:
    """What a query found, with the position at which it holds."""
    found = json_of(answer)
    if found is None:
        raise missing
    return json(found)
