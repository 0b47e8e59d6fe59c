"""Rows that wait to be appended at once: outside the log's lock, and outside memory where they are many."""

import marshal
from collections.abc import Iterator, Sequence
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import Self

from kinerja_es.errors import LogFull

EventRow = tuple[str, int, str, bytes, tuple[bytes, ...]]
"""Stream, version, topic, stored bytes, and the keyed hashes of the natural keys claimed."""

IN_MEMORY = 32 * 1024 * 1024
"""Bytes kept in memory; what is more goes to a temporary file that has no name."""


class Stage:
    """A spool of rows: written chunk by chunk, read back in the same order."""

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._file = SpooledTemporaryFile[bytes](max_size=in_memory)
        self._sizes: list[int] = []

    def add(self, rows: Sequence[EventRow]) -> None:
        data = marshal.dumps(list(rows))
        try:
            self._file.write(data)
        except OSError as error:
            raise LogFull(f"The temporary folder: {error.strerror}.") from error
        self._sizes.append(len(data))

    def chunks(self) -> Iterator[list[EventRow]]:
        self._file.seek(0)
        for size in self._sizes:
            yield marshal.loads(self._file.read(size))  # noqa: S302 - nobody else can write to this file

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
