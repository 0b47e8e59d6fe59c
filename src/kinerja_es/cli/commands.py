"""Asking to record something: commands as they come in over HTTP, from plain values; and how to call this program."""

import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson

from kinerja_es.domain.catalogue import Command, command_of, short_name
from kinerja_es.domain.envelope import Actor, Event, Source
from kinerja_es.recording.record import Request


def command(event: type[Event], **fields: Any) -> Command:
    """The command that asks for an event."""
    return command_of(event).model_validate_json(orjson.dumps({"type": short_name(event), **fields}))


def own_name() -> str:
    """How this command is called from here: by its name where the shell finds it, else by its path."""
    if shutil.which("kinerja") is not None:
        return "kinerja"
    script = Path(sys.executable).with_name("kinerja")
    if not script.is_file():
        return f"{shlex.quote(sys.executable)} -m kinerja_es"
    below = script.is_relative_to(Path.cwd())
    return shlex.quote(os.path.relpath(script) if below else str(script))


def request(actor: Actor, source: Source = Source.UI) -> Request:
    """A request under a new identity: nobody sends a command line twice by accident."""
    return Request(uuid4(), actor, source, keep=False)
