"""Routes that record an SK, a unit or a post, and how a unit did: one command each."""

from uuid import UUID

from fastapi import Request, Response
from starlette.routing import BaseRoute

from kinerja_es.domain.decision import DecisionIssued
from kinerja_es.domain.envelope import Category, Event, stream_name
from kinerja_es.domain.performance import UnitPerformanceRated
from kinerja_es.domain.unit import OrgUnitEstablished, PositionEstablished
from kinerja_es.errors import Problems, UnitUnknown
from kinerja_es.http.answers import DecisionRecorded, PostRecorded, UnitRecorded
from kinerja_es.http.asking import asked, body_of
from kinerja_es.http.bodies import command_in
from kinerja_es.http.desk import Desk
from kinerja_es.http.openapi import group, recording


def routes(desk: Desk) -> list[BaseRoute]:
    sk, organisation = group("/v1", "SK"), group("/v1", "Organisasi")

    async def opened(request: Request, event: type[Event]) -> Response:
        body = await body_of(request)
        ask = asked(request, body)
        command = command_in(body, event)
        return await desk.record(ask, lambda settled: desk.service.recorder.open_stream(command, settled))

    @sk.post("/decisions", status_code=201, openapi_extra=recording(DecisionIssued, DecisionRecorded))
    async def record_decision(request: Request) -> Response:
        """Catat SK.

        Records an SK. The same SK with the same content is answered as before, with other content it is refused.
        """
        return await opened(request, DecisionIssued)

    @organisation.post("/units", status_code=201, openapi_extra=recording(OrgUnitEstablished, UnitRecorded))
    async def record_unit(request: Request) -> Response:
        """Catat unor.

        Records an organisation unit.
        """
        return await opened(request, OrgUnitEstablished)

    @organisation.post(
        "/units/{unor}/performance", status_code=201, openapi_extra=recording(UnitPerformanceRated, UnitRecorded)
    )
    async def rate_unit(request: Request, unor: str) -> Response:
        """Catat predikat organisasi.

        Records how a unit did in a period, and by which method and weights that was worked out.
        """
        body = await body_of(request)
        ask = asked(request, body)
        command = command_in(body, UnitPerformanceRated)
        stream = stream_name(Category.UNOR, _unor_id(unor))
        return await desk.record(ask, lambda settled: desk.service.recorder.record(stream, [command], settled))

    @organisation.post("/posts", status_code=201, openapi_extra=recording(PositionEstablished, PostRecorded))
    async def record_post(request: Request) -> Response:
        """Catat jabatan.

        Records a post: a title in a unit, with so many seats.
        """
        return await opened(request, PositionEstablished)

    return [*sk.routes, *organisation.routes]


def _unor_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Problems([UnitUnknown(field="unor", value=text)]) from error
