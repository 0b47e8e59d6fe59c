"""The kinds of record that a file may hold: by the name of their event, or by their Indonesian label."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache

from kinerja_es.domain.catalogue import EMPLOYEE_COMMANDS, EVENTS, INSTANSI_COMMANDS, short_name
from kinerja_es.domain.decision import DecisionIssued
from kinerja_es.domain.envelope import Category, Event
from kinerja_es.domain.identity import EmployeeRegistered
from kinerja_es.domain.instansi import PolicyAdopted
from kinerja_es.domain.unit import OrgUnitEstablished, PositionEstablished
from kinerja_es.errors.entry import TypeUnknown
from kinerja_es.recording.columns import folded

OPENING: tuple[type[Event], ...] = (DecisionIssued, OrgUnitEstablished, PositionEstablished, EmployeeRegistered)
"""What begins a stream of its own: each row is about somebody or something new."""

PLACES = (Category.UNOR, Category.JABATAN)


@cache
def kinds() -> tuple[type[Event], ...]:
    """Every kind that a file may hold, in the order of the catalogue.

    What changes an SK reaches everybody whom it names; a batch and a policy have ways in of their own.
    """
    taken = {*EMPLOYEE_COMMANDS, *OPENING, *INSTANSI_COMMANDS} - {PolicyAdopted}
    return tuple(event for event in EVENTS.values() if event in taken or event.STREAM in PLACES)


def aliases(event: type[Event]) -> tuple[str, ...]:
    """What its label calls it: "Mutasi / penempatan jabatan" is `mutasi` and `penempatan-jabatan`, "(KGB)" is `kgb`."""
    parts = (re.findall(r"\w+", part.lower()) for part in re.split(r" / |[()]", event.LABEL))
    return tuple("-".join(words) for words in parts if words)


@cache
def _named() -> Mapping[str, type[Event]]:
    named: dict[str, type[Event]] = {}
    for event in reversed(kinds()):
        # The label as it stands too: somebody may copy it.
        named |= {folded(text): event for text in (*event.LABEL.split(" / "), *aliases(event))}
    return named | {folded(short_name(event)): event for event in kinds()}


def kind_named(text: str) -> type[Event]:
    """The kind of this name, in whatever case; raises TypeUnknown with the nearest names."""
    found = _named().get(folded(text))
    if found is None:
        near = get_close_matches(folded(text), _named(), n=3, cutoff=0.5)
        names = dict.fromkeys(short_name(_named()[name]) for name in near)
        raise TypeUnknown(f"Perhaps {', '.join(names)}." if names else "", field="type", value=text)
    return found
