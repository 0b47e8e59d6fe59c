"""The HTTP service: all routes over one opened record."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI

import kinerja_es
from kinerja_es.http import (
    batches,
    comparing,
    decisions,
    docs,
    employees,
    explaining,
    government,
    health,
    openapi,
    openings,
    pictures,
    read_models,
    records,
)
from kinerja_es.http.desk import Desk
from kinerja_es.http.guard import Guard
from kinerja_es.http.problems import answer_problems
from kinerja_es.http.projector import Projector
from kinerja_es.wiring import Service

DESCRIPTION = """Catatan kepegawaian: apa yang berlaku, sejak kapan, dan atas dasar SK mana.

A personnel record kept as immutable events: what holds, since when, and by which SK. `valid_at` asks about a day,
`known_at` about what was recorded by then. Every error is a problem document with a `code` that never changes."""


def create_app(service: Service) -> FastAPI:
    """The app over an opened service; its read models follow the log for as long as it runs."""
    desk = Desk(service, Projector(service))

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncGenerator[None]:
        desk.projector.start()
        try:
            yield
        finally:
            desk.writer.shutdown()
            desk.projector.stop()

    app = FastAPI(
        title="kinerja_es",
        version=kinerja_es.__version__,
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=running,
    )
    app.add_middleware(Guard)
    answer_problems(app)
    # Pictures first: a read model's address would take theirs for the name of a query.
    for group in (
        employees,
        explaining,
        openings,
        decisions,
        records,
        batches,
        government,
        comparing,
        pictures,
        read_models,
        health,
    ):
        # Not include_router: FastAPI matches the address of an included route several times over.
        app.router.routes.extend(group.routes(desk))
    openapi.describe(app)
    docs.add(app)
    return app
