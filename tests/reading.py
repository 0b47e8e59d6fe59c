"""A log with its read models, for tests that tell a story and ask what is seen of it."""

from pathlib import Path
from typing import Any
from uuid import UUID

from kinerja_es.domain.envelope import Event
from kinerja_es.log.application import Log, Stores
from kinerja_es.readmodels.discovery import Projection, discover
from kinerja_es.readmodels.runner import ReadModels
from kinerja_es.readmodels.tables import tables_of
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
