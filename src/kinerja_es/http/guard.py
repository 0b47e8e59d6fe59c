"""Stands before the whole app: who may call it, what no address may say, and what becomes of an unexpected error."""

import logging
from collections import Counter
from urllib.parse import parse_qsl

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kinerja_es.errors import HostNotAllowed, Internal, ValueInvalid
from kinerja_es.http.incoming import incoming
from kinerja_es.http.problems import problem_response

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
_HOST = b"host"

logger = logging.getLogger(__name__)


class Guard:
    """Answers only to loopback names, and never lets a traceback out.

    The name is checked against DNS rebinding: a page on the internet could otherwise read the record through the
    browser of somebody who runs this service. It cannot write either: X-Actor makes a browser ask first, and no
    answer allows it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if (body := incoming(scope, receive)) is not None:
            receive, send = body.receive, body.answering(send)
        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                MutableHeaders(scope=message)["X-Content-Type-Options"] = "nosniff"
            await send(message)

        if not _is_loopback_name(scope):
            await problem_response([HostNotAllowed()])(scope, receive, guarded)
            return
        if twice := _given_twice(scope["query_string"]):
            problems = [ValueInvalid("It is given twice.", field=name) for name in twice]
            await problem_response(problems)(scope, receive, guarded)
            return
        try:
            await self.app(scope, receive, guarded)
        except ClientDisconnect:
            return
        except Exception:
            logger.exception("%s %s failed", scope["method"], _route(scope))
            if not started:
                await problem_response([Internal()])(scope, receive, guarded)


def _is_loopback_name(scope: Scope) -> bool:
    hosts = [value.decode("latin-1").lower() for name, value in scope["headers"] if name == _HOST]
    return bool(hosts) and all(_without_port(host) in LOOPBACK_NAMES for host in hosts)


def _given_twice(query: bytes) -> list[str]:
    """The parameters of an address that stand there more than once: of two days one would be taken unseen."""
    if b"&" not in query:
        return []
    times = Counter(name for name, _ in parse_qsl(query.decode("latin-1"), keep_blank_values=True))
    return [name for name, count in times.items() if count > 1]


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() else host


def _route(scope: Scope) -> str:
    """The route's pattern: the address itself may hold a NIP, which belongs in no output."""
    route = scope.get("route")
    return str(getattr(route, "path", None) or Request(scope).scope["root_path"] or "?")
