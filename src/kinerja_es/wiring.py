"""How the parts are put together: the one place that opens stores and hands them on."""

import gc
import logging
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from kinerja_es.config import Settings
from kinerja_es.log.application import Clock, Log, Stores, system_clock
from kinerja_es.readmodels.discovery import discover
from kinerja_es.readmodels.runner import ReadModels
from kinerja_es.recording.record import Recorder

_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Service:
    """One government's record, opened."""

    settings: Settings
    log: Log
    recorder: Recorder
    read_models: ReadModels

    def close(self) -> None:
        self.read_models.close()
        self.log.close()


def create(settings: Settings, clock: Clock = system_clock) -> None:
    """Make the log and its keys; what exists is kept."""
    Log.create(Stores.beside(settings.log_path), clock).close()


@contextmanager
def opened(settings: Settings, clock: Clock = system_clock) -> Generator[Service]:
    """Open the log, its read models and what records into it."""
    stores = Stores.beside(settings.log_path)
    log = Log.open(stores, clock)
    projections, broken = discover()
    for mistake in broken:
        # The others go on: what a mistake in one file takes away is that file's read model.
        _logger.error("%s", mistake)
    service = Service(settings, log, Recorder(log, settings.zone), ReadModels(log, stores, projections))
    try:
        yield service
    finally:
        service.close()


def tune() -> None:
    """Settle the garbage collector for a process that makes many small objects: it costs half the speed otherwise."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(500_000, 20, 100)
