"""What a client goes on sending after it was answered is taken in, but not for ever."""

import asyncio

import pytest

from kinerja_es.http import incoming as module
from kinerja_es.http.incoming import incoming

SENDING = {"headers": [(b"content-length", b"9999")]}


def received(scope, receive):
    """How many parts of a body were taken in once the answer was whole, and what was sent meanwhile."""
    parts, sent = 0, []

    async def counted():
        nonlocal parts
        parts += 1
        return await receive()

    async def send(message):
        sent.append((message["type"], message.get("more_body", False)))

    async def answer():
        body = incoming(scope, counted)
        assert body is not None
        await body.answering(send)({"type": "http.response.body", "body": b"no"})

    asyncio.run(answer())
    return parts, sent


async def endless():
    return {"type": "http.request", "body": b"x" * 100, "more_body": True}


async def silent():
    await asyncio.sleep(60)


async def gone():
    return {"type": "http.disconnect"}


def test_who_sends_without_end_is_cut_off_after_so_many_bytes(monkeypatch):
    monkeypatch.setattr(module, "DROP_AT_MOST", 1000)

    assert received(SENDING, endless) == (10, [("http.response.body", True), ("http.response.body", False)])


def test_who_stops_sending_is_cut_off_after_so_many_seconds(monkeypatch):
    monkeypatch.setattr(module, "DROP_WITHIN", 0.01)

    assert received(SENDING, silent) == (1, [("http.response.body", True), ("http.response.body", False)])


def test_who_went_away_is_not_waited_for():
    assert received(SENDING, gone)[0] == 1


def test_who_waits_to_be_told_to_send_is_not_waited_for():
    waiting = {"headers": [*SENDING["headers"], (b"expect", b"100-continue")]}

    assert received(waiting, endless)[0] == 0


@pytest.mark.parametrize("headers", [[], [(b"content-length", b"0")]])
def test_a_request_without_a_body_is_left_alone(headers):
    assert incoming({"headers": headers}, endless) is None
