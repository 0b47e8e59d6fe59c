"""What a client still sends after it was answered: taken in and dropped, so that it comes to read the answer.

Most clients send their whole body before they read anything. Closing on unread data resets the connection, and such
a client sees a broken pipe instead of the answer that says why.
"""

import asyncio
from contextlib import suppress

from starlette.types import Message, Receive, Scope, Send

DROP_WITHIN = 20.0
"""Seconds that the rest of a body may take; less than the time in which the service has to stop."""
DROP_AT_MOST = 512 * 1024 * 1024
"""Bytes that are taken in and dropped; who sends more is cut off."""


class Incoming:
    """A request's body: the app reads as much of it as it wants, `drop` takes in the rest."""

    def __init__(self, receive: Receive, *, waits: bool) -> None:
        self._receive = receive
        self._ended = False
        # Who waits for "100 Continue" sends nothing unless somebody begins to read.
        self._begun = not waits

    async def receive(self) -> Message:
        """The next part of the body."""
        self._begun = True
        message = await self._receive()
        self._ended = not message.get("more_body", False)
        return message

    async def drop(self) -> None:
        """Take in what is left of the body, within bounds."""
        dropped = 0
        with suppress(TimeoutError):
            async with asyncio.timeout(DROP_WITHIN):
                while self._begun and not self._ended and dropped < DROP_AT_MOST:
                    dropped += len((await self.receive()).get("body", b""))

    def answering(self, send: Send) -> Send:
        """Send, and end the answer only when nothing more of the body comes."""

        async def sent(message: Message) -> None:
            ends = message["type"] == "http.response.body" and not message.get("more_body", False)
            if not ends or self._ended:
                await send(message)
                return
            # The whole answer goes out at once, for whoever reads while sending.
            await send({**message, "more_body": True})
            await self.drop()
            await send({"type": "http.response.body"})

        return sent


def incoming(scope: Scope, receive: Receive) -> Incoming | None:
    """The body of a request that has one."""
    headers: dict[bytes, bytes] = dict(scope["headers"])
    if headers.get(b"content-length", b"0") == b"0" and b"transfer-encoding" not in headers:
        return None
    return Incoming(receive, waits=headers.get(b"expect", b"").lower() == b"100-continue")
