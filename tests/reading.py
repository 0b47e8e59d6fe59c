"""A log with its read models, for tests that tell a story and ask what is seen of it."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from kinerja_es.domain.envelope import Category, Event, stream_name
from kinerja_es.log.application import Log, Stores
from kinerja_es.readmodels.answers import Row
from kinerja_es.readmodels.discovery import Projection, discover
from kinerja_es.readmodels.folding import Folder
from kinerja_es.readmodels.reader import select_from
from kinerja_es.readmodels.replay import Replayed
from kinerja_es.readmodels.runner import ReadModels
from kinerja_es.readmodels.tables import FoldTable, tables_of
from tests import examples


class Office:
    """Records facts and asks the read models."""

    def __init__(self, folder: Path, projections: list[Projection] | None = None) -> None:
        self.stores = Stores.beside(folder / "kinerja.db")
        self.log = Log.create(self.stores, examples.clock)
        self.projections = discover()[0] if projections is None else projections
        self.models = ReadModels(self.log, self.stores, self.projections)

    def record(self, subject: UUID, *facts: Event) -> int:
        return examples.record(self.log, subject, *facts)

    def on(self, day: date) -> None:
        """From here on everything is recorded on this day, at eight in the morning in Jakarta."""
        moment = datetime(day.year, day.month, day.day, 1, 0, tzinfo=UTC)
        self.log.clock = lambda: moment

    def organisation(self) -> None:
        """One unor, one post in it, the SK and its batch."""
        self.record(examples.UNOR, examples.unit_established())
        self.record(examples.JABATAN, examples.post_established())
        self.record(examples.SK, examples.decision_issued())
        self.record(examples.BATCH, examples.batch_opened())

    def ask(self, name: str, query: str, **params: Any) -> Any:
        """What a query answers once all that is recorded has been read."""
        self.models.catch_up()
        return self.models.query(name, query, **params).value

    def rows_of(self, table: str, subject: UUID) -> list[Row]:
        """One subject's rows of one table, as they are held."""
        return select_from(self.models._reader.connection, _of(table), {"subject": str(subject)})

    def replay(self, table: str, subject: UUID, position: int) -> list[Row]:
        """The rows that one subject would have, had the log ended at a position."""
        projection, held = self._table(table)
        stream = stream_name(held.fold.category, subject)
        replayed = Replayed(self.log, Folder(self.log, tables_of(projection)), stream, position)
        try:
            return replayed.tables.rows(_of(table), subject=subject)
        finally:
            replayed.close()

    def known(self, category: Category, subject: UUID, position: int) -> dict[str, list[Row]]:
        """The rows that one subject would have in every table, had the log ended at a position; in one replay."""
        tables = [table for projection in self.projections for table in tables_of(projection)]
        replayed = Replayed(self.log, Folder(self.log, tables), stream_name(category, subject), position)
        try:
            return {table.name: replayed.tables.rows(_of(table.name), subject=subject) for table in tables}
        finally:
            replayed.close()

    def rows(self, subject: UUID) -> dict[str, list[Row]]:
        """One subject's rows of every table, as they are held."""
        return {
            table.name: self.rows_of(table.name, subject)
            for projection in self.projections
            for table in tables_of(projection)
        }

    def _table(self, name: str) -> tuple[Projection, FoldTable]:
        return next((p, table) for p in self.projections for table in tables_of(p) if table.name == name)

    def held(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row and state of every table."""
        with self.models.locked(timeout=5) as connection:
            return {
                name: connection.execute(f"SELECT * FROM {name} ORDER BY subject").fetchall()  # noqa: S608 - our own names
                for projection in self.projections
                for table in tables_of(projection)
                for name in (table.name, table.states)
            }

    def close(self) -> None:
        self.models.close()
        self.log.close()


def _of(table: str) -> str:
    return f"SELECT * FROM {table} WHERE subject = :subject ORDER BY n"  # noqa: S608 - our own names
