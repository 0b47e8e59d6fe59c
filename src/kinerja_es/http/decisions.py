"""Routes that change what was decided or recorded: a ralat, an annulment, a reinstatement, a merge of two records."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Path, Request, Response
from pydantic import TypeAdapter
from starlette.routing import BaseRoute

from kinerja_es.domain.annulment import DecisionAnnulled, DecisionReinstated
from kinerja_es.domain.envelope import Event
from kinerja_es.domain.ralat import DecisionCorrected
from kinerja_es.http.answers import DecisionChanged, EmployeeRecorded
from kinerja_es.http.asking import asked, body_of, expected_version, only
from kinerja_es.http.bodies import command_in, read
from kinerja_es.http.desk import Desk
from kinerja_es.http.openapi import Employee, group, merging, recording
from kinerja_es.recording.decisions import Decisions
from kinerja_es.recording.merging import Merge, merge

Sk = Annotated[UUID, Path(description="UUID SK · The SK's id", examples=["00000000-0000-4000-8000-000000000001"])]

_merge: TypeAdapter[Merge] = TypeAdapter(Merge)


def routes(desk: Desk) -> list[BaseRoute]:
    router, employees = group("/v1", "SK"), group("/v1", "Pegawai")
    service = desk.service
    decisions = Decisions(service.recorder)

    async def changed(request: Request, sk_id: UUID, event: type[Event]) -> Response:
        only(request.query_params, {"expected_version"})
        body = await body_of(request)
        ask, version = asked(request, body), expected_version(request)
        command = command_in(body, event)
        work = partial(decisions.change, sk_id, command, expected_version=version)
        return await desk.record(ask, work)

    @router.post(
        "/decisions/{sk_id}/corrections",
        status_code=201,
        openapi_extra=recording(DecisionCorrected, DecisionChanged),
    )
    async def correct_decision(request: Request, sk_id: Sk) -> Response:
        """Ralat SK.

        Corrects an SK, or facts that it decided, from their original TMT. Each patch names the fact (`event_id`), the
        field, the value now known and the right one; every employee whom it concerns gets an event of their own.
        """
        return await changed(request, sk_id, DecisionCorrected)

    @router.post(
        "/decisions/{sk_id}/annulments", status_code=201, openapi_extra=recording(DecisionAnnulled, DecisionChanged)
    )
    async def annul_decision(request: Request, sk_id: Sk) -> Response:
        """Batalkan, cabut, atau tunda SK.

        Annuls, revokes or postpones an SK: for all whom it names or for some (`pegawai_ids`), from the annulling
        decision's date unless a court or the diktum says otherwise. Former posts come back only where `restores` says.
        """
        return await changed(request, sk_id, DecisionAnnulled)

    @router.post(
        "/decisions/{sk_id}/reinstatements",
        status_code=201,
        openapi_extra=recording(DecisionReinstated, DecisionChanged),
    )
    async def reinstate_decision(request: Request, sk_id: Sk) -> Response:
        """Pulihkan SK.

        Gives an SK its force again from a day on: lifts the annulment or postponement that `lifts` names.
        """
        return await changed(request, sk_id, DecisionReinstated)

    @employees.post("/employees/{employee}/merges", status_code=201, openapi_extra=merging(EmployeeRecorded))
    async def merge_employees(request: Request, employee: Employee) -> Response:
        """Gabungkan data ganda.

        Two records of one person become one history: the facts of `merged` are taken over into this one, which goes
        on alone. Both streams stay.
        """
        only(request.query_params, set())
        body = await body_of(request)
        ask = asked(request, body)
        wanted = read(_merge, body)
        recorder = service.recorder
        return await desk.record(
            ask,
            lambda settled: merge(recorder, recorder.employee(employee), wanted, settled),
            "/v1/employees/{pegawai_id}/events",
        )

    return [*router.routes, *employees.routes]
