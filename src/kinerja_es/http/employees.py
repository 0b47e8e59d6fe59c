"""Routes about employees: register one, record what happened, and ask for standing and history."""

from functools import partial
from typing import Annotated

from fastapi import Query, Request, Response
from starlette.routing import BaseRoute

from kinerja_es.audit.replay import history, standing
from kinerja_es.domain.catalogue import EMPLOYEE_COMMANDS
from kinerja_es.domain.envelope import subject_of
from kinerja_es.domain.identity import EmployeeRegistered
from kinerja_es.http import openapi
from kinerja_es.http.answers import EmployeeHistory, EmployeeRecorded, EmployeesFound, EmployeeStanding
from kinerja_es.http.asking import AsOf, as_of, asked, body_of, day, expected_version, only
from kinerja_es.http.bodies import command_in, commands_in
from kinerja_es.http.desk import Desk
from kinerja_es.http.direct import Direct
from kinerja_es.http.reply import json, told
from kinerja_es.recording.record import Request as Asked

Text = Annotated[str, Query(description="Bagian nama, NIP atau NIK · Part of a name, a NIP or a NIK")]

ValidAt = Annotated[
    str | None,
    Query(
        description="Pada tanggal ini; tanpa ini hari ini · The day asked about", json_schema_extra={"format": "date"}
    ),
]

EMPLOYEE = "/employees/{employee}"


def routes(desk: Desk) -> list[BaseRoute]:
    router = openapi.group("/v1", "Pegawai")
    direct = openapi.group("/v1", "Pegawai", Direct)
    service = desk.service

    async def question(request: Request) -> AsOf:
        asked_for = as_of(request)
        await desk.come_to(asked_for.at_least)
        return asked_for

    @router.post("/employees", status_code=201, openapi_extra=openapi.recording(EmployeeRegistered, EmployeeRecorded))
    async def register_employee(request: Request) -> Response:
        """Daftarkan pegawai.

        Registers a person, once for life. What happens later is recorded at `/v1/employees/{employee}/events`.
        """
        body = await body_of(request)
        ask = asked(request, body)
        command = command_in(body, EmployeeRegistered)
        work = partial(service.recorder.open_stream, command)
        return await desk.record(ask, work, "/v1/employees/{pegawai_id}")

    @router.get("/employees", openapi_extra=openapi.answered(EmployeesFound))
    def find_employees(
        request: Request,
        *,
        text: Text,
        valid_at: ValidAt = None,
        limit: openapi.Limit = 50,
        cursor: openapi.Cursor = None,
        at_least: openapi.AtLeast = None,
    ) -> Response:
        """Cari pegawai.

        Finds employees by a part of the name, NIP (of any day) or NIK; answers with the NIP of the day (`valid_at`).
        """
        only(request.query_params, {"text", "valid_at", "limit", "cursor", "at_least"})
        # A page after the first one is of the day of the first one.
        on = day(valid_at) if valid_at else desk.today if cursor is None else None
        if at_least is not None:
            desk.wait_for(at_least)
        asked_for = {"text": text, "limit": limit, "cursor": cursor} | ({} if on is None else {"valid_at": on})
        return told(service.read_models.query("find", "find", **asked_for))

    @direct.post(f"{EMPLOYEE}/events", status_code=201, openapi_extra=openapi.recording_events(*EMPLOYEE_COMMANDS))
    async def record_events(request: Request, employee: openapi.Employee) -> Response:
        """Catat peristiwa pegawai.

        Records what happened to an employee: one command, or a list of up to 200 that is recorded whole or not at
        all. An SK is cited in `sk` by its id, or by number, date and official.
        """
        only(request.query_params, {"expected_version"})
        body = await body_of(request)
        ask = asked(request, body)
        version = expected_version(request)
        commands = commands_in(body)
        recorder = service.recorder

        def settle(_: Asked) -> Asked:
            """An employee has an address by UUID and one by each NIP: the one by UUID stands for all of them."""
            found = subject_of(recorder.employee(employee))
            return asked(request, body, address=f"/v1/employees/{found}/events")

        def work(settled: Asked) -> dict[str, object]:
            return recorder.record(recorder.employee(employee), commands, settled, expected_version=version)

        return await desk.record(ask, work, "/v1/employees/{pegawai_id}/events", settle)

    @direct.get(EMPLOYEE, openapi_extra=openapi.AS_OF | openapi.answered(EmployeeStanding))
    async def employee_standing(request: Request, employee: openapi.Employee) -> Response:
        """Kedudukan pegawai pada suatu hari.

        The standing of an employee on a day (`valid_at`), as it was known at a time (`known_at`).
        """
        asked_for = await question(request)
        return json(standing(service, employee, valid_at=asked_for.valid_at, known_at=asked_for.known_at))

    @direct.get(f"{EMPLOYEE}/events", openapi_extra=openapi.AS_OF | openapi.answered(EmployeeHistory))
    async def employee_history(request: Request, employee: openapi.Employee) -> Response:
        """Riwayat pegawai.

        Each recorded event: what, TMT, SK, recorded when and by whom.
        """
        asked_for = await question(request)
        return json(history(service, employee, valid_at=asked_for.valid_at, known_at=asked_for.known_at))

    return [*direct.routes, *router.routes]
