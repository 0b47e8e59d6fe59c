"""Whom and what a record of SIASN names, by SIASN's own ids: and the SKs and posts that it brings along.

SIASN names an SK by number and date and leaves out who signed it; and it names posts that nobody has established here.
Both are recorded with the first record that needs them, and say where they are from.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from kinerja_es.domain.catalogue import SkRef
from kinerja_es.domain.decision import DecisionIssued, sk_number_key
from kinerja_es.domain.envelope import (
    Category,
    DecisionRef,
    Event,
    Key,
    changed,
    new_id,
    stream_name,
    subject_of,
)
from kinerja_es.domain.history import EMPTY as NO_FACTS
from kinerja_es.domain.history import History
from kinerja_es.domain.policy import judged_on
from kinerja_es.domain.rules import JenisJabatan
from kinerja_es.domain.unit import (
    OrgUnitEstablished,
    PositionEstablished,
    Title,
    folded,
    post_on,
    unit_id_key,
    unit_name_key,
)
from kinerja_es.domain.values import SkNumber, parse_date
from kinerja_es.errors import (
    DecisionUnknown,
    PositionUnknown,
    Problem,
    UnitUnknown,
    ValueMissing,
)
from kinerja_es.errors.entry import PersonsDiffer
from kinerja_es.log.application import Write
from kinerja_es.recording.books import Books
from kinerja_es.recording.cells import EMPTY
from kinerja_es.recording.formats.form import BESIDE, WHO, Seen, Translation
from kinerja_es.recording.judge import judge
from kinerja_es.recording.naming import Names, as_id
from kinerja_es.recording.unnamed import naming, of_number, unnamed_sk


class SiasnNames(Names):
    """Finds what SIASN names; what only its records know is brought along."""

    def __init__(self, books: Books, translation: Translation, identity: UUID, shared: Mapping[str, Any]) -> None:
        super().__init__(books)
        self._translation, self._identity, self._shared = translation, identity, shared
        self._brought: dict[str, DecisionIssued | PositionEstablished] = {}
        self._cited_by: defaultdict[UUID, set[str]] = defaultdict(set)
        self._needed: set[UUID] = set()

    # -- employees -----------------------------------------------------------------------

    def look_up(self, texts: Iterable[str]) -> None:
        named = [part for text in texts for part in text.split(BESIDE)]
        super().look_up(named)
        self._books.look_up(key for text in named for key in _siasn_keys("siasn", text))

    def employee(self, cell: str) -> str:
        """Whom a record is about: by the first number or id that it has; no other may be somebody else's."""
        said = [*zip(self._translation.format.fields[WHO], cell.split(BESIDE), strict=False)] if BESIDE in cell else []
        (field, text), *others = [(field, text) for field, text in said if text] or [(WHO, cell)]
        found = self._by_siasn(text) or super().employee(text)
        for other, value in others:
            if self._known(value) not in (None, found):
                raise PersonsDiffer(f"They are {field} and {other}.", value=value)
        return found

    def _known(self, text: str) -> str | None:
        """Whose a number or an id is, where it is anybody's here."""
        if as_id(text) is not None:
            return self._by_siasn(text)
        with suppress(Problem):
            return super().employee(text)
        return None

    def _by_siasn(self, text: str) -> str | None:
        owners = (self._books.owner(key) for key in _siasn_keys("siasn", text))
        return next((owner for owner in owners if owner is not None), None)

    # -- units and posts -----------------------------------------------------------------

    def _unit(self, cell: str, nama: str, induk: str) -> UUID:
        if cell in EMPTY:
            return super()._unit(cell, nama, induk)
        for key in (*_siasn_keys("unor", cell), unit_id_key(cell)):
            if found := [*map(subject_of, self._books.owners([key]).get(key, ())), *self._new_units.get(key, ())]:
                return found[0]
        if not nama:
            raise UnitUnknown(value=cell)
        # A roster of 23 columns has the names of units alone. A unit that has another id is another unit.
        key = unit_name_key(nama, induk or None)
        found = [*map(subject_of, self._books.owners([key]).get(key, ()))] or self._units_by_name.get(folded(nama), [])
        found = [unit for unit in found if self._has_no_id(unit)]
        if len(found) != 1:
            raise UnitUnknown("Several units have this name." if found else "", value=nama)
        return found[0]

    def _has_no_id(self, unor_id: UUID) -> bool:
        unit = self._books.history(stream_name(Category.UNOR, unor_id)).first(OrgUnitEstablished)
        return unit is not None and unit.siasn_id is None

    def _post(self, cell: str, title: str, unor_id: UUID | None) -> UUID:
        if unor_id is None:
            raise ValueMissing("A post is looked for within its unor: name that too.")
        if title:
            with suppress(PositionUnknown):
                return super()._post("", title, unor_id)
            return self._bring_post(cell, title, unor_id)
        key = (unor_id, cell.upper())
        if key not in self._posts_by_id:
            raise PositionUnknown("Not in this unor, by SIASN's id of the title.", value=cell)
        return self._posts_by_id[key]

    @cached_property
    def _posts_by_id(self) -> dict[tuple[UUID, str], UUID]:
        """Every post by SIASN's id of its title within its unit, and the one that leads a unit by LEADING."""
        found: dict[tuple[UUID, str], UUID] = {}
        log = self._books.log
        streams = dict.fromkeys(row.stream for row in log.rows_by_stream(Category.JABATAN, self._books.head))
        self._books.read(streams)
        for stream in streams:
            if (post := post_on(self._books.history(stream), date.max)) is None:
                continue
            if post.title.id is not None:
                found.setdefault((post.unor_id, post.title.id.upper()), post.jabatan_id)
            if post.pimpinan:
                found.setdefault((post.unor_id, LEADING), post.jabatan_id)
        return found

    def _bring_post(self, cell: str, title: str, unor_id: UUID) -> UUID:
        """A post of which only these records tell: it exists from the first day that they name."""
        seen = self._translation.known.get(folded(title))
        if not isinstance(seen, Seen):
            raise PositionUnknown("Not in this unor.", value=title)
        unit = self._books.history(stream_name(Category.UNOR, unor_id)).first(OrgUnitEstablished)
        name = f"jabatan/{unor_id}/{folded(title)}"
        event = PositionEstablished(
            **self._envelope(name),
            jabatan_id=new_id(self._identity, name),
            tmt=seen.since if unit is None else max(seen.since, unit.tmt),
            title=Title(nama=title, id=None if cell in (*EMPTY, LEADING) else cell),
            jenis_jabatan=seen.jenis or JenisJabatan.PELAKSANA,
            unor_id=unor_id,
        )
        return self._bring(event)

    # -- SKs -----------------------------------------------------------------------------

    def look_up_sks(self, cited: Iterable[tuple[str, str]]) -> None:
        """Find many SKs at once, by their numbers and dates as cells write them."""
        keys: list[Key] = []
        for nomor, tanggal in dict.fromkeys(cited):
            with suppress(Problem):
                keys.append(sk_number_key(SkNumber.parse(nomor), parse_date(tanggal)))
        self._books.look_up(keys)
        self._books.read(stream for key in keys for stream in self._books.owners([key]).get(key, ()))

    def _sk(self, ref: SkRef) -> DecisionRef:
        if ref.nomor is None or ref.tanggal is None:
            raise ValueMissing(field="sk.nomor" if ref.nomor is None else "sk.tanggal")
        key = sk_number_key(ref.nomor, ref.tanggal)
        streams = self._books.held([key]).get(key, ())
        issued = [fact for stream in streams if (fact := self._books.history(stream).first(DecisionIssued))]
        try:
            found = of_number(issued)
        except DecisionUnknown as problem:
            problem.field = "sk.nomor"
            raise
        if found is not None:
            return found.ref()
        event = unnamed_sk(self._identity, self._shared, ref.nomor, ref.tanggal, self._translation.format.jenis_sk)
        self._bring(event)
        return event.ref()

    # -- what is brought along -----------------------------------------------------------

    def _envelope(self, name: str) -> dict[str, Any]:
        return {"event_id": new_id(self._identity, name, "event"), "place": 0, **self._shared}

    def _bring(self, event: DecisionIssued | PositionEstablished) -> UUID:
        subject = event.sk_id if isinstance(event, DecisionIssued) else event.jabatan_id
        stream = stream_name(event.STREAM, subject)
        event = changed(event, {"rule_set": self._books.policies.rule_set(judged_on(event))})
        judged, problems = judge(event, self._books.given(event, stream, NO_FACTS))
        for problem in problems:
            if not problem.warning:
                problem.field = {"tanggal": "sk.tanggal", "nomor": "sk.nomor"}.get(problem.field or "", problem.field)
                raise problem
        self._brought[stream] = judged
        self._books.others[stream] = History([judged])
        return subject

    def used(self, stream: str, event: Event) -> None:
        """A fact that is recorded needs what it names."""
        if not self._brought:
            return
        if event.decision is not None:
            self._cited_by[event.decision.sk_id].add(stream)
        self._needed.update(event.posts(NO_FACTS))

    def writes(self) -> Sequence[Write]:
        """What was brought along and is needed, an SK with the number of those in this file whom it names."""
        writes: list[Write] = []
        for stream, event in self._brought.items():
            subject = subject_of(stream)
            if isinstance(event, DecisionIssued) and (named := len(self._cited_by.get(subject, ()))):
                writes.append(Write(stream, 1, naming(event, named)))
            elif subject in self._needed:
                writes.append(Write(stream, 1, event))
        return writes


LEADING = "PIMPINAN"
"""Stands where a record means the post that leads its unit, and names no other."""


def _siasn_keys(kind: str, text: str) -> list[Key]:
    """The keys of one of SIASN's ids: a UUID, of which some exports leave out the hyphens or write capitals."""
    if (found := as_id(text)) is None:
        return []
    forms = dict.fromkeys((text, str(found), found.hex, str(found).upper(), found.hex.upper()))
    if kind == "unor":
        return [*dict.fromkeys(map(unit_id_key, forms))]
    return [Key("siasn", form) for form in forms]
