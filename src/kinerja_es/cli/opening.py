"""Opening the stores for one command."""

from collections.abc import Generator
from contextlib import contextmanager

from kinerja_es import wiring
from kinerja_es.cli.terminal import bar
from kinerja_es.config import Settings


@contextmanager
def opened(log: str, timezone: str) -> Generator[wiring.Service]:
    """The record at this address."""
    with wiring.opened(Settings(log_url=log, timezone=timezone)) as service:
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
