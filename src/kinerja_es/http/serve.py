"""Listens on the loopback address and serves the app until it is told to stop."""

import signal
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address

import uvicorn

from kinerja_es.errors import AddressUnavailable, LoopbackOnly
from kinerja_es.http.app import create_app
from kinerja_es.wiring import Service

STOP_WITHIN = 30
"""Seconds that requests under way get to finish."""
LAST_PORT = 65_535


def serve(service: Service, host: str, port: int, listens: Callable[[], None] | None = None) -> None:
    """Serve until SIGINT or SIGTERM, then return: the caller has stores to close.

    `listens` is called once the address is taken, before the first request is answered.
    """
    with listening(host, port) as listener:
        if listens is not None:
            listens()
        config = uvicorn.Config(
            create_app(service),
            http="httptools",
            loop="auto",
            access_log=False,
            log_config=None,
            server_header=False,
            timeout_graceful_shutdown=STOP_WITHIN,
        )
        if threading.current_thread() is threading.main_thread():
            # uvicorn raises the signal that stopped it once more; this makes both of them an exception to end on.
            signal.signal(signal.SIGTERM, signal.default_int_handler)
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens; refuses every address but loopback, and one that is taken."""
    address = loopback(host)
    if not 0 <= port <= LAST_PORT:
        raise AddressUnavailable(f"Ports go from 0 to {LAST_PORT}.", field="port", value=port)
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        return socket.create_server((address, port), family=family, backlog=2048)
    except OSError as error:
        raise AddressUnavailable(f"{host}:{port}: {error.strerror}.", field="port", value=port) from error


def loopback(host: str) -> str:
    """The loopback address that a name stands for."""
    name = host.strip().strip("[]").lower()
    if name == "localhost":
        return "127.0.0.1"
    with suppress(ValueError):
        if ip_address(name).is_loopback:
            return name
    raise LoopbackOnly(field="host", value=host)
