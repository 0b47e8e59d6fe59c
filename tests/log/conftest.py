"""Logs for the tests, one for each backend."""

from collections.abc import Generator
from pathlib import Path

import pytest

from kinerja_es.log.application import Log, Stores
from tests import examples


@pytest.fixture(params=["sqlite"])
def backend(request) -> str:
    """Every backend keeps the same promises."""
    return request.param


@pytest.fixture
def stores(backend: str, tmp_path: Path) -> Stores:
    assert backend == "sqlite"
    return Stores.beside(tmp_path / "kinerja.db")


@pytest.fixture
def log(stores: Stores) -> Generator[Log]:
    with_log = Log.create(stores, examples.clock)
    yield with_log
    with_log.close()
