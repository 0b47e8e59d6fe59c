"""A service of its own for each test, on a day that does not change."""

import pytest

from kinerja_es import wiring
from kinerja_es.config import Settings
from tests import examples
from tests.http.calling import Clerk, client_of


@pytest.fixture
def service(tmp_path):
    settings = Settings(log_url=f"sqlite:///{tmp_path}/kinerja.db", max_upload_bytes=2 * 1024 * 1024)
    wiring.create(settings, examples.clock)
    with wiring.opened(settings, examples.clock) as service:
        service.read_models.catch_up()
        yield service


@pytest.fixture
def clerk(service):
    with client_of(service) as client:
        yield Clerk(client)
