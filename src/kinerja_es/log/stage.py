"""Rows that wait to be appended at once: outside the log's lock, and outside memory where they are many."""

import marshal
from collections.abc import Iterator, Sequence
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self

from kinerja_es.errors import LogFull

if TYPE_CHECKING:
    from kinerja_es.log.keys import Sealer

EventRow = tuple[str, int, str, bytes, tuple[bytes, ...]]
"""Stream, version, topic, stored bytes, and the keyed hashes of the natural keys claimed."""

IN_MEMORY = 20_000
"""Rows kept in memory, some 15 MB; what is more goes to a temporary file that has no name."""


class Stage:
    """A spool of rows: written little by little, read back in portions, in the same order."""

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._in_memory = in_memory
        self._rows: list[EventRow] = []
        self._file: IO[bytes] | None = None
        self._sizes: list[int] = []
        self.sealer: Sealer | None = None
        """What seals these rows, with the keys that it made for them."""

    def add(self, rows: Sequence[EventRow]) -> None:
        self._rows += rows
        if len(self._rows) >= self._in_memory:
            self._spool()

    def _spool(self) -> None:
        data = marshal.dumps(self._rows)
        try:
            if self._file is None:
                self._file = TemporaryFile()  # noqa: SIM115 - closed with the stage
            self._file.write(data)
        except OSError as error:
            raise LogFull(f"The temporary folder: {error.strerror}.") from error
        self._sizes.append(len(data))
        self._rows = []

    def chunks(self) -> Iterator[list[EventRow]]:
        if self._file is not None:
            self._file.seek(0)
            for size in self._sizes:
                yield marshal.loads(self._file.read(size))  # noqa: S302 - nobody else can write to this file
        if self._rows:
            yield self._rows

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
