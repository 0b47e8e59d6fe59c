"""Opening the stores for one command."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from kinerja_es import wiring
from kinerja_es.cli.terminal import bar
from kinerja_es.config import Settings

MASTER_KEY = "KINERJA_MASTER_KEY"
master_key_file: ContextVar[Path | None] = ContextVar("master_key_file", default=None)
projections: ContextVar[Path | None] = ContextVar("projections", default=None)
"""Options of the whole program, before its command."""


def settings_of(log: str, timezone: str, *, beside: bool = False) -> Settings:
    """The settings of one command: its own options, and the master key of the whole program."""
    return Settings(
        log_url=log,
        timezone=timezone,
        master_key_file=master_key_file.get(),
        master_key=os.environ.get(MASTER_KEY) or None,
        master_key_beside=beside,
        projections=projections.get(),
    )


@contextmanager
def opened(log: str, timezone: str) -> Generator[wiring.Service]:
    """The record at this address."""
    with wiring.opened(settings_of(log, timezone)) as service:
        yield service


@contextmanager
def up_to_date(log: str, timezone: str) -> Generator[wiring.Service]:
    """The record with its read models brought up to the end of the log."""
    with opened(log, timezone) as service:
        catch_up(service)
        yield service


def catch_up(service: wiring.Service) -> None:
    """Bring the read models up to date, with a bar where that takes a while."""
    with bar("Memperbarui model baca / Reading the log", service.log.head()) as shown:
        service.read_models.catch_up(shown.reach)
