"""Routes that hold another system's file against the record: a payroll, a SIASN export. Nothing is recorded."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute

from kinerja_es.audit.comparing import Compared
from kinerja_es.audit.payroll import compare_payroll
from kinerja_es.audit.payrollfile import month_named
from kinerja_es.audit.roster import compare_roster
from kinerja_es.domain.values import Kind, parse_date
from kinerja_es.errors import Problem, Problems, ValueInvalid, ValueMissing
from kinerja_es.http import openapi
from kinerja_es.http.asking import collect, only, position
from kinerja_es.http.desk import Desk
from kinerja_es.http.read_models import chunks, form_wanted
from kinerja_es.http.uploads import uploaded
from kinerja_es.readmodels.formats import MEDIA_TYPES

Compare = Callable[[Path, dict[str, Any]], Compared]
Read = Callable[[str | None, str], Any]
WHOSE = frozenset({"unor", "kind", "format", "at_least"})


def routes(desk: Desk) -> list[BaseRoute]:
    router = openapi.group("/v1/compare", "Pembanding")
    service = desk.service

    @router.post("/payroll", openapi_extra=openapi.comparing(openapi.MONTH))
    async def compare_a_payroll(request: Request) -> Response:
        """Bandingkan daftar gaji atau TPP satu bulan dengan catatan.

        Holds a payroll of a month (CSV or XLSX) against the record: paid and not payable, payable and not paid, paid
        with another amount; how many rupiah, and which recorded fact is the cause. Its columns are found by name: nip,
        and basic_tpp, upah or dibayar. `unor` and `kind` say whose payroll it is. Nothing is recorded.
        """

        def compare(path: Path, given: dict[str, Any]) -> Compared:
            return compare_payroll(service, path, given.pop("month"), **given)

        return await _compared(desk, request, ("month", _month), compare)

    @router.post("/siasn", openapi_extra=openapi.comparing(openapi.VALID_AT))
    async def compare_a_roster(request: Request) -> Response:
        """Bandingkan ekspor SIASN dengan catatan, kolom demi kolom.

        Holds SIASN's "Export Data ASN" against the record as it holds on a day: what differs, since when the record
        says otherwise, and who is only in one of them. Nothing is recorded.
        """

        def compare(path: Path, given: dict[str, Any]) -> Compared:
            return compare_roster(service, path, given.pop("valid_at") or desk.today, **given)

        return await _compared(desk, request, ("valid_at", _day), compare)

    return router.routes


async def _compared(desk: Desk, request: Request, about: tuple[str, Read], compare: Compare) -> Response:
    """The differences of an uploaded file, in the form that is wanted."""
    name, read = about
    only(request.query_params, WHOSE | {name})
    query, problems = request.query_params, list[Problem]()
    form = collect(problems, lambda: form_wanted(request, query.get("format")))
    given = {
        name: collect(problems, lambda: read(query.get(name), name)),
        "unor": collect(problems, lambda: _unor(query.get("unor"))),
        "kind": collect(problems, lambda: _kind(query.get("kind"))),
    }
    at_least = query.get("at_least")
    least = None if at_least is None else collect(problems, lambda: position(at_least, "at_least"))
    if problems or form is None:
        raise Problems(problems)
    await desk.come_to(least)
    folder = desk.service.read_models.path.parent
    async with uploaded(request, desk.service.settings.max_upload_bytes, "file", needs_sk=False) as up, desk.one_file:
        file = await run_in_threadpool(lambda: compare(up.path, given).file(form, folder))
    named = {"Content-Disposition": f'attachment; filename="perbandingan.{form}"'}
    return StreamingResponse(chunks(file), 200, named, MEDIA_TYPES[form])


def _month(text: str | None, field: str) -> Any:
    if text is None:
        raise ValueMissing(field=field)
    return month_named(text, field)


def _day(text: str | None, field: str) -> date | None:
    try:
        return None if text is None else parse_date(text)
    except Problem as problem:
        problem.field = field
        raise


def _unor(text: str | None) -> UUID | None:
    try:
        return None if text is None else UUID(text)
    except ValueError as error:
        raise ValueInvalid("It is no UUID.", field="unor", value=text) from error


def _kind(text: str | None) -> Kind | None:
    if text is not None and text not in set(Kind):
        raise ValueInvalid(f"There are {', '.join(Kind)}.", field="kind", value=text)
    return None if text is None else Kind(text)
