"""Every error leaves as a problem document (RFC 9457): what is wrong, in which field, and what to do about it.

The status is that of the problem's class, by one rule: 404 for what the address names and is not there, 409 for what
conflicts with what is recorded, 422 for everything else that is wrong with a body; also for what a body names and is
not there.
"""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, cast

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from kinerja_es.errors import (
    BodyInvalid,
    LogLocked,
    MethodNotAllowed,
    NotYetRead,
    Problem,
    Problems,
    ReadModelsBusy,
    RouteUnknown,
    ValueInvalid,
    ValueMissing,
    catalogue,
)

MEDIA_TYPE = "application/problem+json"
_BY_CODE = catalogue()
_SOON_OVER = (NotYetRead, LogLocked, ReadModelsBusy)


def document(problems: Sequence[Problem], status: int | None = None) -> dict[str, Any]:
    """The problem document: the gravest problem speaks for all, and all of them are listed."""
    chief = _chief(problems)
    return {
        "type": f"urn:kinerja:problem:{chief.code}",
        "title": chief.title,
        "status": status or chief.status,
        "detail": chief.message,
        "code": chief.code,
        "label": chief.label,
        "pesan": chief.pesan,
        "tindakan": chief.tindakan,
        "remedy": chief.remedy,
        "field": chief.field,
        "problems": [problem.as_dict() for problem in problems],
    }


def problem_response(problems: Sequence[Problem], status: int | None = None) -> Response:
    """An answer that says what is wrong; with the status of the gravest problem, unless another one is said."""
    body = document(problems, status)
    headers = {"Retry-After": "1"} if isinstance(_chief(problems), _SOON_OVER) else None
    return Response(orjson.dumps(body), body["status"], headers, MEDIA_TYPE)


def answer_problems(app: FastAPI) -> None:
    """Let every error of the app end as a problem document; what nobody expected is the guard's."""
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(Problems, _on_problems)
    app.add_exception_handler(RequestValidationError, _on_parameters)
    app.add_exception_handler(HTTPException, _on_http)


def _chief(problems: Sequence[Problem]) -> Problem:
    errors = [problem for problem in problems if not problem.warning]
    return max(errors or problems, key=lambda problem: problem.status)


async def _on_problem(request: Request, error: Exception) -> Response:
    return _answer(request, [cast("Problem", error)])


async def _on_problems(request: Request, error: Exception) -> Response:
    return _answer(request, cast("Problems", error).problems)


def _answer(request: Request, problems: Sequence[Problem]) -> Response:
    return problem_response(problems, status_of(_chief(problems), request))


def status_of(problem: Problem, request: Request) -> int:
    """The status that a problem of a request is answered with."""
    if problem.status != HTTPStatus.NOT_FOUND or request.method in ("GET", "HEAD"):
        return problem.status
    return problem.status if _named(problem.value) in map(_named, request.path_params.values()) else 422


def _named(value: Any) -> str:
    """An id or a number, however it is written."""
    return str(value).strip().casefold().replace("-", "")


async def _on_parameters(_: Request, error: Exception) -> Response:
    return problem_response([_of_parameter(found) for found in cast("RequestValidationError", error).errors()])


def _of_parameter(found: dict[str, Any]) -> Problem:
    """One parameter that FastAPI refused, in our codes."""
    field = ".".join(str(part) for part in found["loc"][1:])
    if found["type"] == "missing":
        return ValueMissing(field=field)
    message: str = found["msg"].removeprefix("Value error, ")
    code, _, rest = message.partition(": ")
    if code in _BY_CODE:
        return _BY_CODE[code](field=field, value=found.get("input"))
    return ValueInvalid(f"{rest or message}.", field=field, value=found.get("input"))


async def _on_http(_: Request, error: Exception) -> Response:
    """What the router itself refuses: an unknown address, a method that is not taken."""
    refused = cast("HTTPException", error)
    match refused.status_code:
        case HTTPStatus.NOT_FOUND:
            answer = problem_response([RouteUnknown()])
        case HTTPStatus.METHOD_NOT_ALLOWED:
            answer = problem_response([MethodNotAllowed()])
        case status:
            answer = problem_response([BodyInvalid(f"{refused.detail}.")], status)
    answer.headers.update(refused.headers or {})
    return answer
