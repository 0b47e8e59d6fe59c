"""Routes that explain: why somebody stands where they stand, and what differs between two moments."""

from typing import Annotated

from fastapi import Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute

from kinerja_es.audit.explain import Moment, diff, why
from kinerja_es.errors import Problem, Problems, ValueInvalid
from kinerja_es.http import openapi
from kinerja_es.http.answers import Difference, Explanation
from kinerja_es.http.asking import as_of, day, moment_or_position, only
from kinerja_es.http.desk import Desk
from kinerja_es.http.direct import Direct
from kinerja_es.http.reply import json

MOMENT = "Hari, lalu saat atau posisi, dipisah koma; boleh kosong · A day, then a time or a position"


def routes(desk: Desk) -> list[BaseRoute]:
    router = openapi.group("/v1", "Pegawai")
    direct = openapi.group("/v1", "Pegawai", Direct)
    service = desk.service

    @direct.get("/employees/{employee}/why", openapi_extra=openapi.AS_OF | openapi.answered(Explanation))
    async def explain_standing(request: Request, employee: openapi.Employee) -> Response:
        """Mengapa kedudukan pegawai ini demikian?

        Why an employee stands where they stand on a day: for each part which fact, which SK, which rule; what that
        fact itself cites (an assessment, an evaluation) is told with it.
        """
        asked = as_of(request)
        await desk.come_to(asked.at_least)
        found = await run_in_threadpool(why, service, employee, valid_at=asked.valid_at, known_at=asked.known_at)
        return json(found)

    @router.get("/employees/{employee}/diff", openapi_extra=openapi.answered(Difference))
    def compare_moments(
        request: Request,
        employee: openapi.Employee,
        *,
        before: Annotated[str, Query(alias="from", description=MOMENT, examples=["2026-01-01,4711"])] = "",
        after: Annotated[str, Query(alias="to", description=MOMENT, examples=["2026-01-01"])] = "",
    ) -> Response:
        """Apa bedanya antara dua saat?

        What differs in a standing between two moments on either axis, and by which recorded fact. A moment is a day
        and, after a comma, what was known: a time or a position. What is left out is today, or now.
        """
        only(request.query_params, {"from", "to"})
        return json(diff(service, employee, moment(before, "from"), moment(after, "to")))

    return [*direct.routes, *router.routes]


def moment(text: str, field: str) -> Moment:
    """A moment as an address says it: `2026-01-01,4711`."""
    on, _, known = (part.strip() for part in text.partition(","))
    try:
        return Moment(day(on) if on else None, moment_or_position(known) if known else None)
    except Problem as problem:
        problem.field = field
        raise
    except Problems as problems:
        raise Problems([ValueInvalid(field=field, value=text)]) from problems
