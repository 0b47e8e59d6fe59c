"""Asks the read models' file: no lock, no writing, one connection for each thread."""

import sqlite3
import threading
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kinerja_es.errors import NotYetRead
from kinerja_es.readmodels.answers import Row
from kinerja_es.readmodels.tables import FileId, file_id, open_reader, told


class Reader:
    """Connections to one file, made when a thread first asks."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection, to the file that lies there now."""
        held: tuple[FileId, sqlite3.Connection] | None = getattr(self._local, "held", None)
        if (present := file_id(self._path)) is None:
            raise NotYetRead("There are no read models yet.")
        if held is None or held[0] != present:
            opened = open_reader(self._path)
            self._opened.append(opened)
            if held is not None:
                self._opened.remove(held[1])
                held[1].close()
            held = self._local.held = (present, opened)
        return held[1]

    @contextmanager
    def at_one_position(self) -> Generator[sqlite3.Connection]:
        """All that is read inside is of one moment."""
        with told():
            connection = self.connection
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("COMMIT")

    def close(self) -> None:
        while self._opened:
            self._opened.pop().close()
        self._local = threading.local()


def select_from(connection: sqlite3.Connection, sql: str, params: Mapping[str, Any]) -> list[Row]:
    """Rows as dicts; a row factory would look the names up again for each row."""
    cursor = connection.execute(sql, params)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=False)) for row in cursor.fetchall()]


def stream_from(
    connection: sqlite3.Connection, sql: str, params: Mapping[str, Any]
) -> tuple[tuple[str, ...], Iterator[Row]]:
    """The names of the columns, and the rows one by one, as they are asked for."""
    cursor = connection.execute(sql, params)
    names = tuple(column[0] for column in cursor.description)
    return names, (dict(zip(names, row, strict=False)) for row in cursor)
