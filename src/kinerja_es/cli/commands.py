"""Asking to record something: commands as they come in over HTTP, from plain values."""

from typing import Any
from uuid import uuid4

import orjson

from kinerja_es.domain.catalogue import Command, command_of, short_name
from kinerja_es.domain.envelope import Actor, Event, Source
from kinerja_es.recording.record import Request


def command(event: type[Event], **fields: Any) -> Command:
    """The command that asks for an event."""
    return command_of(event).model_validate_json(orjson.dumps({"type": short_name(event), **fields}))


def request(actor: Actor, source: Source = Source.UI) -> Request:
    """A request under a new identity: nobody sends a command line twice by accident."""
    return Request(uuid4(), actor, source, keep=False)
