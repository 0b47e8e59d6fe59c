"""The same service and clerk as the tests of HTTP have."""

from tests.http.conftest import clerk, service

__all__ = ["clerk", "service"]
