"""A second process that prepares rows of a roster while this one prepares others: most of an import is that.

It is forked, so that it is ready at once and knows all that this process knows. That is safe only where nothing else
goes on in the process, so `possible` asks for a single thread: the command line has one, the service has many and does
without. The second process opens nothing and asks nothing: it gets the cells of rows, with the units and posts that
they name for the first time, and gives back stored bytes. What is not as plain as that, it leaves to this process.
"""

import gc
import marshal
import os
import pickle
import signal
import socket
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

T = TypeVar("T")

WAITING = 3
"""Portions that it has: the one that it prepares, and the next."""
AHEAD = 12
"""Portions that are kept until it is the turn of those before them."""
_LENGTH = 4


def possible() -> bool:
    """Whether a second process may be forked, and has a core to run on."""
    return sys.platform == "linux" and threading.active_count() == 1 and len(os.sched_getaffinity(0)) > 1


class Portion(Generic[T]):
    """Some rows: on their way, or with what they were made into; None where this process must look at them itself."""

    def __init__(self, rows: list[Any]) -> None:
        self.rows = rows
        self.is_ready = False
        self.made: T | None = None

    def ready(self, made: T | None) -> None:
        self.is_ready, self.made = True, made


class Aside(Generic[T]):
    """The second process."""

    def __init__(self, prepare: Callable[[Any, list[Any]], Any], made: Callable[[Any], T]) -> None:
        """`prepare` runs there, on what is told and the rows; `made` takes up here what it gave."""
        self._made = made
        self._given: deque[Portion[T]] = deque()
        self._untold: list[Any] = []
        self._answers: SimpleQueue[Any] = SimpleQueue()
        self._socket, other = socket.socketpair()
        self._process = os.fork()
        if self._process == 0:
            self._socket.close()
            _answer(other, prepare)
        other.close()
        self._listener = threading.Thread(target=self._listen, name="aside", daemon=True)
        self._listener.start()

    @property
    def has_room(self) -> bool:
        return len(self._given) < WAITING

    def tell(self, what: Any) -> None:
        """What it must know for the rows that it is given from now on."""
        self._untold.append(what)

    def give(self, portion: Portion[T]) -> bool:
        """Let it prepare these rows, if they are such as can be sent."""
        try:
            message = marshal.dumps((pickle.dumps(self._untold), portion.rows))
        except ValueError:
            return False
        self._untold = []
        self._given.append(portion)
        # What cannot be sent any more is not answered, and prepared here.
        with suppress(OSError):
            _send(self._socket, message)
        return True

    def collect(self, *, wait: bool = False) -> None:
        """Take up what it has answered by now; it answers in the order of asking."""
        while self._given:
            try:
                answer = self._answers.get(block=wait)
            except Empty:
                return
            if answer is _ENDED:
                while self._given:
                    self._given.popleft().ready(None)
                return
            self._given.popleft().ready(None if answer is None else self._made(answer))
            wait = False

    def _listen(self) -> None:
        with suppress(OSError, EOFError, ValueError):
            while (message := _receive(self._socket)) is not None:
                self._answers.put(marshal.loads(message))  # noqa: S302 - from a process of our own
        self._answers.put(_ENDED)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            os.kill(self._process, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(self._process, 0)
        self._listener.join()
        self._socket.close()


_ENDED = object()


def in_order(
    portions: Iterator[Portion[T]],
    aside: Aside[T],
    look_up: Callable[[list[Any]], Any],
    prepare: Callable[[list[Any]], T | None],
) -> Iterator[Portion[T]]:
    """Each portion in its turn, prepared here or there.

    `look_up` is asked of each, in order, before it is prepared: what it finds is told there.
    """
    waiting: deque[Portion[T]] = deque()
    for portion in portions:
        waiting.append(portion)
        if (found := look_up(portion.rows)) is not None:
            aside.tell(found)
        if not (aside.has_room and aside.give(portion)):
            portion.ready(prepare(portion.rows))
        aside.collect(wait=len(waiting) > AHEAD)
        while waiting and waiting[0].is_ready:
            yield waiting.popleft()
    while waiting:
        if not waiting[0].is_ready:
            aside.collect(wait=True)
            continue
        yield waiting.popleft()


# -- there -------------------------------------------------------------------------------


def _answer(asked: socket.socket, prepare: Callable[[Any, list[Any]], Any]) -> None:
    """Prepare portion after portion until nobody asks any more; then end at once, without closing what is not ours."""
    try:
        # Whoever forked this process is told of Ctrl-C too, and ends it.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        gc.freeze()
        while (message := _receive(asked)) is not None:
            told, rows = marshal.loads(message)  # noqa: S302 - from the process that forked this one
            _send(asked, marshal.dumps(prepare(pickle.loads(told), rows)))  # noqa: S301 - as above
    finally:
        os._exit(0)


def _send(to: socket.socket, message: bytes) -> None:
    to.sendall(len(message).to_bytes(_LENGTH) + message)


def _receive(asked: socket.socket) -> bytes | None:
    """The next message; None at the end."""
    head = _exactly(asked, _LENGTH)
    return None if head is None else _exactly(asked, int.from_bytes(head))


def _exactly(asked: socket.socket, size: int) -> bytes | None:
    data = bytearray()
    while len(data) < size:
        part = asked.recv(min(size - len(data), 1024 * 1024))
        if not part:
            return None
        data += part
    return bytes(data)
