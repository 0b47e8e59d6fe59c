"""What the routes share: the opened service, and the one way in which something is recorded."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fastapi import Response
from starlette.concurrency import run_in_threadpool

from kinerja_es.errors import NotYetRead
from kinerja_es.http.projector import Projector
from kinerja_es.http.reply import json
from kinerja_es.log.application import Command
from kinerja_es.recording.record import Request as Asked
from kinerja_es.recording.record import answer_of
from kinerja_es.wiring import Service

WAIT = 2.0
"""Seconds that a question waits for a position to be read."""
REPLAYED = {"Idempotent-Replayed": "true"}

Work = Callable[[Asked], dict[str, Any]]
Settle = Callable[[Asked], Asked]
"""Tells of a request what only the log knows."""


@dataclass(frozen=True)
class Desk:
    """Takes in what the routes are asked."""

    service: Service
    projector: Projector
    # One thread, because the log has one writer at a time; a thread, because that writer may have to wait for another
    # process's import, and questions are answered meanwhile.
    writer: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "writer"))

    # One file at a time: each takes a core and much memory, and they would make one another start again.
    one_file: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def today(self) -> date:
        return self.service.recorder.today

    async def record(self, asked: Asked, work: Work, location: str = "", settle: Settle | None = None) -> Response:
        """Record, or give the first answer to the same request again; 201 with where to find it."""
        loop = asyncio.get_running_loop()
        answer, repeated = await loop.run_in_executor(self.writer, self._once, asked, work, settle)
        self.projector.wake()
        headers: Mapping[str, str] = REPLAYED if repeated else {}
        if location:
            headers = {**headers, "Location": location.format_map(answer)}
        return json(answer, 201, headers)

    def _once(self, asked: Asked, work: Work, settle: Settle | None) -> tuple[dict[str, Any], bool]:
        if asked.keep:
            asked = asked if settle is None else settle(asked)
            before = self.service.log.answered(Command(asked.command_id, asked.body))
            if before is not None:
                return answer_of(before.answer, before.position), True
        return work(asked), False

    async def come_to(self, at_least: int | None) -> None:
        """Wait until the read models hold what the asker has written."""
        if at_least is not None:
            await run_in_threadpool(self.wait_for, at_least)

    def wait_for(self, at_least: int) -> None:
        head = self.service.log.head()
        if at_least > head:
            # Nobody was ever given this position: waiting for it would only keep a thread.
            raise NotYetRead(f"The log ends at {head}.", field="at_least", value=at_least)
        self.service.read_models.wait_for(at_least, WAIT)
