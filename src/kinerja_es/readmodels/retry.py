"""Tries again to fold the subjects that are parked."""

from typing import NamedTuple

from kinerja_es.readmodels.folding import Folder
from kinerja_es.readmodels.following import Following
from kinerja_es.readmodels.parked import Parked, parked_in, tell_parked
from kinerja_es.readmodels.tables import reached, tables_of, told

TOGETHER = 500
"""Subjects in one transaction."""


class Retried(NamedTuple):
    """What came of trying again."""

    name: str
    taken_up: int
    """Subjects that are folded again."""
    left: list[Parked]
    """Subjects that still cannot be."""


def retry(models: Following, name: str | None = None, timeout: float = 60) -> list[Retried]:
    """Fold the parked subjects of one read model, or of all, again from the log; who can be folded is taken up."""
    names = [models.projection(name).name] if name else [*models.projections]
    with models.locked(timeout) as writer:
        position = models.advance(writer)
        with told():
            current, found = models.current(reached(writer)), {each: parked_in(writer, each) for each in names}
        done: list[Retried] = []
        for each in names:
            if each in current:
                folder = Folder(models.log, tables_of(models.projection(each)))
                for start in range(0, len(found[each]), TOGETHER):
                    streams = [parked.stream for parked in found[each][start : start + TOGETHER]]
                    with told():
                        work = folder.changes(writer, folder.again(streams, position), again=True)
                    left = {parked.stream for parked in work.parked}
                    work.unparked = [(each, stream) for stream in streams if stream not in left]
                    folder.write(writer, work, position, lambda: None)
            left = parked_in(writer, each)
            done.append(Retried(each, len(found[each]) - len(left), left))
    tell_parked(parked for each in done for parked in each.left)
    return done
