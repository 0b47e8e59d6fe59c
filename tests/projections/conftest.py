"""An office of its own for each test."""

import pytest

from tests.reading import Office


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path)
    yield office
    office.close()
