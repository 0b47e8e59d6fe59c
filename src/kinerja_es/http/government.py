"""Routes about the government itself: its policy, who is in office, needs and ceilings; and the reference codes."""

from typing import Annotated

from fastapi import Path, Request, Response
from starlette.routing import BaseRoute

from kinerja_es.audit.government import government, policy
from kinerja_es.domain.catalogue import INSTANSI_COMMANDS, Command
from kinerja_es.domain.instansi import PolicyAdopted
from kinerja_es.domain.reference import TABLES
from kinerja_es.errors.instansi import ReferenceTableUnknown
from kinerja_es.http.answers import InstansiRecorded, InstansiTold, PolicyInForce, TableFound, TablesListed
from kinerja_es.http.asking import asked, body_of, day, expected_version, only
from kinerja_es.http.bodies import command_in, commands_in
from kinerja_es.http.desk import Desk
from kinerja_es.http.employees import ValidAt
from kinerja_es.http.openapi import answered, group, recording, recording_events
from kinerja_es.http.reply import json

TableName = Annotated[str, Path(description="Nama tabel · The table's name", examples=["eselon"])]


def routes(desk: Desk) -> list[BaseRoute]:
    router, reference = group("/v1", "Pemerintah daerah"), group("/v1", "Referensi")
    recorder = desk.service.recorder

    async def recorded(request: Request, body: bytes, commands: list[Command]) -> Response:
        only(request.query_params, {"expected_version"})
        ask, version = asked(request, body), expected_version(request)
        stream = recorder.instansi.stream
        return await desk.record(
            ask, lambda settled: recorder.record(stream, commands, settled, expected_version=version)
        )

    @router.post("/policies", status_code=201, openapi_extra=recording(PolicyAdopted, InstansiRecorded))
    async def adopt_policy(request: Request) -> Response:
        """Tetapkan kebijakan.

        Adopts a policy by its SK: what the law leaves to a government. It holds from its TMT until that of the next
        one; what was recorded before is not judged again.
        """
        body = await body_of(request)
        return await recorded(request, body, [command_in(body, PolicyAdopted)])

    @router.get("/policies/current", openapi_extra=answered(PolicyInForce))
    def current_policy(request: Request, *, valid_at: ValidAt = None) -> Response:
        """Kebijakan yang berlaku pada suatu hari.

        The policy of a day, with every setting as it holds then: as stated, or as by law.
        """
        only(request.query_params, {"valid_at"})
        return json(policy(recorder, None if valid_at is None else day(valid_at)))

    @router.post(
        "/instansi/events",
        status_code=201,
        openapi_extra=recording_events(*INSTANSI_COMMANDS, model=InstansiRecorded),
    )
    async def record_of_government(request: Request) -> Response:
        """Catat masa jabatan, kebutuhan, pagu, tim penilai.

        Records what the government sets for itself: one command or a list.
        """
        body = await body_of(request)
        return await recorded(request, body, commands_in(body, INSTANSI_COMMANDS))

    @router.get("/instansi", openapi_extra=answered(InstansiTold))
    def show_government(request: Request, *, valid_at: ValidAt = None) -> Response:
        """Pemerintah daerah pada suatu hari.

        Who is in office, what is needed, what may be spent and by whom, and which teams assess, on a day.
        """
        only(request.query_params, {"valid_at"})
        return json(government(recorder, None if valid_at is None else day(valid_at)))

    @reference.get("/reference", openapi_extra=answered(TablesListed))
    async def list_tables() -> Response:
        """Tabel referensi.

        Every table of reference codes.
        """
        return json({"items": [table.as_dict() for table in TABLES.values()]})

    @reference.get("/reference/{table}", openapi_extra=answered(TableFound))
    async def show_table(table: TableName) -> Response:
        """Kode satu tabel referensi.

        The codes of one table, with their names.
        """
        found = TABLES.get(table)
        if found is None:
            raise ReferenceTableUnknown(field="table", value=table)
        return json({**found.as_dict(), "items": [code.as_dict() for code in found.codes]})

    return [*router.routes, *reference.routes]
