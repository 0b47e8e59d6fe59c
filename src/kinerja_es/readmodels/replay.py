"""What a read model would hold, had the log ended at an earlier position: the same folds, in memory.

Only what concerns one subject is folded: its own stream, and the streams that its facts refer to (units, posts, SKs).
Other employees are never read.
"""

import sqlite3
from uuid import UUID

from kinerja_es.domain.envelope import Category, Recorded, stream_name
from kinerja_es.domain.history import History
from kinerja_es.errors import SubjectParked
from kinerja_es.log.application import Log
from kinerja_es.readmodels.answers import Tables
from kinerja_es.readmodels.folding import Folder
from kinerja_es.readmodels.reader import select_from
from kinerja_es.readmodels.tables import make


class Replayed:
    """The tables of one read model as far as they concern one subject, as known at a position."""

    def __init__(self, log: Log, folder: Folder, stream: str, position: int) -> None:
        self.connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        make(self.connection)
        for table in folder.tables:
            table.create(self.connection)
        work = folder.changes(self.connection, folder.known(_histories(log, stream, position), position))
        folder.write(self.connection, work, position, lambda: None)
        if mine := [parked for parked in work.parked if parked.stream == stream]:
            raise SubjectParked(f"{mine[0].error} at position {mine[0].position}.", field="about", value=stream)

    @property
    def tables(self) -> Tables:
        """For a query, just as the live tables are."""
        return Tables(lambda sql, params: select_from(self.connection, sql, params))

    def close(self) -> None:
        self.connection.close()


def _histories(log: Log, stream: str, position: int) -> dict[str, list[Recorded]]:
    """The events of a stream, of the government's, and, from fact to fact, of those that it refers to; cut at the
    position."""
    histories: dict[str, list[Recorded]] = {}
    government = stream_name(Category.INSTANSI, UUID(log.log_id))
    waiting, seen = [stream, government], {stream, government}
    while waiting:
        name = waiting.pop()
        found = log.read(name, up_to=position)
        if not found:
            continue
        histories[name] = found
        history = History(recorded.event for recorded in found)
        cited = {other for fact in history for other in fact.refers_to(history)}
        waiting.extend(other for other in cited - seen if not other.startswith(f"{Category.PEGAWAI}-"))
        seen |= cited
    return histories
