"""A service of its own for each test, on a day that does not change; facts are put into its log unjudged."""

import pytest

from kinerja_es import wiring
from kinerja_es.config import Settings
from tests import examples


@pytest.fixture
def service(tmp_path):
    settings = Settings(log_url=f"sqlite:///{tmp_path}/kinerja.db")
    wiring.create(settings, examples.clock)
    with wiring.opened(settings, examples.clock) as service:
        yield service


@pytest.fixture
def record(service):
    """Puts facts into one employee's stream; gives the log's position."""

    def recorded(*facts, subject=examples.BUDI):
        position = examples.record(service.log, subject, *facts)
        service.read_models.catch_up()
        return position

    return recorded
