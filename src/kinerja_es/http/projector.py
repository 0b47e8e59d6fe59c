"""Brings the read models up to date in the background, for as long as the service runs."""

import logging
import threading
from contextlib import suppress

from kinerja_es.errors import Problem, ReadModelsBusy
from kinerja_es.wiring import Service

POLL = 0.2
"""Seconds after which the log is looked at, for what other processes append."""
PACE = 0.5
"""Seconds between two catch-ups: facts that come close together are read together, and appends keep their speed."""
AFTER_ERROR = 2.0

logger = logging.getLogger(__name__)


class _Stopped(Exception):
    """The service ends; what was read is kept, the rest is read next time."""


class Projector:
    """A thread that reads whatever the log has grown by."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="projector", daemon=True)
        self.error: str | None = None
        """Why the last catch-up failed; None while all is well."""

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End after the transaction that is under way."""
        self._stopping.set()
        self._woken.set()
        self._thread.join()

    def wake(self) -> None:
        """Something was appended."""
        self._woken.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._catch_up()
                self.error = None
            except _Stopped:
                return
            except Exception as error:  # noqa: BLE001 - it goes on; /readyz tells
                self._failed(error)
            self._stopping.wait(AFTER_ERROR if self.error else PACE)
            self._woken.wait(POLL)
            self._woken.clear()

    def _catch_up(self) -> None:
        models = self._service.read_models
        models.check()
        if models.settled() and models.position() >= self._service.log.head():
            return
        # Somebody else reads, or builds, for all of us; the next look tells whether they got there.
        with suppress(ReadModelsBusy):
            models.catch_up(self._may_go_on, timeout=0)

    def _may_go_on(self, *reached: int) -> None:
        if self._stopping.is_set():
            raise _Stopped

    def _failed(self, error: Exception) -> None:
        told = str(error) if isinstance(error, Problem) else type(error).__name__
        if told != self.error:
            logger.error("The read models cannot be brought up to date.", exc_info=error)
        self.error = told
