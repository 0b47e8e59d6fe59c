"""Routes that record an SK, a unit or a post: one command each."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Request, Response
from starlette.routing import BaseRoute

from kinerja_es.domain.catalogue import POST_COMMANDS, UNIT_COMMANDS
from kinerja_es.domain.decision import DecisionIssued
from kinerja_es.domain.envelope import Category, Event, stream_name, subject_of
from kinerja_es.domain.unit import OrgUnitEstablished, PositionEstablished
from kinerja_es.errors import PositionUnknown, Problem, Problems, UnitUnknown
from kinerja_es.http.answers import DecisionRecorded, PostRecorded, UnitRecorded
from kinerja_es.http.asking import asked, body_of, expected_version, only
from kinerja_es.http.bodies import command_in, commands_in
from kinerja_es.http.desk import Desk
from kinerja_es.http.openapi import group, recording, recording_events
from kinerja_es.recording.record import Request as Asked

Id = Annotated[UUID, Path(description="UUID · The id", examples=["00000000-0000-4000-8000-000000000003"])]


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

    @organisation.post("/posts", status_code=201, openapi_extra=recording(PositionEstablished, PostRecorded))
    async def record_post(request: Request) -> Response:
        """Catat jabatan.

        Records a post: a title in a unit, with so many seats.
        """
        return await opened(request, PositionEstablished)

    async def changed(
        request: Request, stream: str, events: tuple[type[Event], ...], unknown: type[Problem]
    ) -> Response:
        only(request.query_params, {"expected_version"})
        body = await body_of(request)
        ask, version = asked(request, body), expected_version(request)
        commands = commands_in(body, events)
        recorder = desk.service.recorder

        def work(settled: Asked) -> dict[str, object]:
            if desk.service.log.version_of(stream) == 0:
                raise Problems([unknown(field="id", value=subject_of(stream))])
            return recorder.record(stream, commands, settled, expected_version=version)

        return await desk.record(ask, work)

    @organisation.post(
        "/units/{unor}/events",
        status_code=201,
        openapi_extra=recording_events(*UNIT_COMMANDS, model=UnitRecorded),
    )
    async def change_unit(request: Request, unor: Id) -> Response:
        """Catat perubahan dan predikat unor.

        Renames, moves, merges or dissolves a unit from a day on, or says how it did: one command or a list.
        """
        return await changed(request, stream_name(Category.UNOR, unor), UNIT_COMMANDS, UnitUnknown)

    @organisation.post(
        "/posts/{jabatan}/events",
        status_code=201,
        openapi_extra=recording_events(*POST_COMMANDS, model=PostRecorded),
    )
    async def change_post(request: Request, jabatan: Id) -> Response:
        """Catat perubahan jabatan.

        Changes or abolishes a post from a day on: one command or a list.
        """
        return await changed(request, stream_name(Category.JABATAN, jabatan), POST_COMMANDS, PositionUnknown)

    return [*sk.routes, *organisation.routes]
