"""How the parts are put together: the one place that opens stores and hands them on."""

import gc
import logging
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kinerja_es.config import Settings
from kinerja_es.errors import LogMissing
from kinerja_es.log.application import Clock, Log, MasterPlace, Stores, system_clock
from kinerja_es.log.keys import Keys, KeyState, state_of
from kinerja_es.readmodels.own import all_projections
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


def stores_of(settings: Settings) -> Stores:
    """Where everything lies."""
    place = MasterPlace(settings.master_key, settings.master_key_file, settings.master_key_beside)
    return Stores.beside(settings.log_path, place)


def create(settings: Settings, clock: Clock = system_clock) -> None:
    """Make the log and its keys; what exists is kept."""
    Log.create(stores_of(settings), clock).close()


def opened_keys(settings: Settings) -> Keys:
    """The keys of a record, without its log."""
    stores = stores_of(settings)
    if not stores.log.is_file():
        raise LogMissing(f"Looked for {stores.log}.")
    return Keys(stores.keys, stores.master)


def state_of_keys(settings: Settings) -> tuple[KeyState, Path | None]:
    """Where the keys of a record stand, and where its master key is looked for; it need not be there."""
    stores = stores_of(settings)
    state = state_of(stores.keys)
    return state, stores.master.path(stores.keys.parent, state.log_id)


@contextmanager
def opened(settings: Settings, clock: Clock = system_clock) -> Generator[Service]:
    """Open the log, its read models and what records into it."""
    stores = stores_of(settings)
    projections, broken = all_projections(settings.projections)
    log = Log.open(stores, clock)
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
