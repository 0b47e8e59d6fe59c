"""Routes for whoever watches over the service."""

from typing import Any

from fastapi import Response
from starlette.routing import BaseRoute

from kinerja_es.errors import NotReady
from kinerja_es.http.answers import Alive, Ready
from kinerja_es.http.desk import Desk
from kinerja_es.http.openapi import answered, group
from kinerja_es.http.reply import json


def routes(desk: Desk) -> list[BaseRoute]:
    router = group("", "Layanan")

    @router.get("/healthz", openapi_extra=answered(Alive))
    async def healthz() -> Response:
        """Apakah layanan hidup.

        Whether the process lives; it looks at nothing else.
        """
        return json({"status": "ok"})

    @router.get("/readyz", openapi_extra=answered(Ready))
    def readyz() -> Response:
        """Apakah layanan siap.

        Whether the log opens and the read models follow it; with the position, how many events they are behind,
        and how many subjects they cannot fold.
        """
        return json(_state(desk))

    return router.routes


def _state(desk: Desk) -> dict[str, Any]:
    head = desk.service.log.head()
    models = desk.service.read_models
    position, statuses = models.position(), models.status()
    if desk.projector.error is not None:
        raise NotReady(f"The read models stand at {position} of {head}: {desk.projector.error}")
    if not desk.projector.running:
        raise NotReady("The read models are not being brought up to date.")
    if statuses and all(status.live_version is None for status in statuses):
        raise NotReady("The read models are being built for the first time.")
    parked = sum(status.parked for status in statuses)
    lag = max(head - position, 0)
    return {"status": "ready", "position": head, "read_models": position, "lag": lag, "parked": parked}
