"""Older shapes of events to the present one: one function a step, applied in memory, never in the log.

A correction names a field as it was called when it was recorded. A new version therefore keeps the names of fields
that a correction may change, or its own commit says what becomes of corrections that name the old one.
"""

from collections.abc import Callable
from typing import Any

import orjson

from kinerja_es.domain.envelope import Event

Upcast = Callable[[dict[str, Any]], dict[str, Any]]

UPCASTS: dict[tuple[str, int], Upcast] = {}
"""(stored name, schema version) to the function that makes the next version of it."""


def upcast(event: type[Event], version: int, state: bytes) -> bytes:
    """Stored bytes of an older schema version in the shape of the present one."""
    fields: dict[str, Any] = orjson.loads(state)
    for step in range(version, event.SCHEMA_VERSION):
        fields = UPCASTS[event.TOPIC, step](fields)
    return orjson.dumps(fields)
