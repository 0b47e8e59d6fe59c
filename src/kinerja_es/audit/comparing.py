"""What another system's file says beside what the record says: the differences, one by one, and what they come to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import IO, Any
from uuid import UUID

import orjson

from kinerja_es.audit.career import Answer, Career
from kinerja_es.audit.explain import Folded
from kinerja_es.domain.envelope import Category, Event, stream_name
from kinerja_es.log.application import Log
from kinerja_es.readmodels.answers import Page, Row
from kinerja_es.readmodels.formats import Format, file_by, file_with
from kinerja_es.recording.record import Recorder

TOGETHER = 250
"""How many people the read models are asked for at once."""
ON_A_PAGE = 500


@dataclass(slots=True)
class Compared:
    """The differences, found as they are taken, and what is known once all of them were."""

    columns: tuple[str, ...]
    differences: Iterator[Row]
    totals: Answer = field(default_factory=Answer)

    def pages(self) -> Iterator[Page]:
        """The differences, some at a time; one page at least."""
        first = True
        while rows := [*islice(self.differences, ON_A_PAGE)]:
            yield Page(rows, None, self.columns)
            first = False
        if first:
            yield Page([], None, self.columns)

    def file(self, form: Format, folder: Path) -> IO[bytes]:
        """All differences as a file; of JSON, with what they come to."""
        if form is not Format.JSON:
            return file_with(self.pages(), form, folder)
        return file_by(self._json, folder)

    def _json(self, file: IO[bytes]) -> None:
        file.write(b'{"items":[')
        for n, row in enumerate(self.differences):
            file.write((b"," if n else b"") + orjson.dumps(row))
        file.write(b'],"totals":' + orjson.dumps(self.totals) + b"}")


def chunks(given: Iterable[Any]) -> Iterator[list[Any]]:
    """Some at a time."""
    rest = iter(given)
    while some := [*islice(rest, TOGETHER)]:
        yield some


class Causes:
    """Which recorded fact it is by which somebody stands as they do; of whom several things are asked, is read once."""

    def __init__(self, log: Log, recorder: Recorder) -> None:
        self._log, self._recorder = log, recorder
        self._last: tuple[str, Career, Folded] | None = None

    def of(self, pegawai_id: str, part: str, day: date) -> Mapping[str, Any]:
        """The fact that made a part of a standing as it is on a day: event, SK, TMT, and when it was recorded."""
        if self._last is None or self._last[0] != pegawai_id:
            stream = stream_name(Category.PEGAWAI, UUID(pegawai_id))
            career = Career(self._log.read(stream), self._recorder.zone)
            self._last = (pegawai_id, career, Folded(career.history))
        _, career, folded = self._last
        fact = folded.causes(day).get(part)
        return _NOTHING if fact is None else _told(career, fact)


def _told(career: Career, fact: Event) -> Answer:
    told = career.told(fact)
    return {
        "sebab": told["label"],
        "event_id": told["event_id"],
        "type": told["type"],
        "tmt": told["tmt"],
        "sk_nomor": told["decision"] and told["decision"]["nomor"],
        "sk_tanggal": told["decision"] and told["decision"]["tanggal"],
        "recorded_at": told["recorded_at"],
        "terlambat_hari": max(told["latency_days"], 0),
        "state": str(told["state"]),
    }


BECAUSE = (
    *("sebab", "event_id", "type", "tmt", "sk_nomor", "sk_tanggal"),
    *("recorded_at", "terlambat_hari", "state"),
)
_NOTHING: Answer = dict.fromkeys(BECAUSE)
