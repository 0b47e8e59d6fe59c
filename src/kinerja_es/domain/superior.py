"""Who evaluates, and with whom an official agrees on targets: the superior, as far as the record can tell."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from kinerja_es.domain.envelope import Category, Personal, ShortText, Value, stream_name
from kinerja_es.domain.values import Nip
from kinerja_es.errors import EmployeeUnknown, Problem, SelfEvaluation, ValueInvalid
from kinerja_es.errors.performance import EvaluatorUncertain, NotEvaluator

if TYPE_CHECKING:
    from kinerja_es.domain.given import Given
    from kinerja_es.domain.standing import Assignment


class StatusPenilai(StrEnum):
    """Whether the evaluator is a civil servant."""

    ASN = "ASN"
    NON_ASN = "NON_ASN"


class Evaluator(Value):
    """Who evaluated, or agreed to the targets: an employee of this record by id, or somebody else by name."""

    pegawai_id: UUID | None = None
    nama: Annotated[ShortText | None, Personal()] = None
    nip: Annotated[Nip | None, Personal()] = None
    jabatan: ShortText | None = None
    status: StatusPenilai = StatusPenilai.ASN

    def whose(self) -> UUID | str | None:
        return self.pegawai_id or self.nip or self.nama


def stream_of(who: Evaluator) -> tuple[str, ...]:
    """The stream of an evaluator who is an employee of this record."""
    return () if who.pegawai_id is None else (stream_name(Category.PEGAWAI, who.pegawai_id),)


def check_named(given: "Given", who: Evaluator, field: str) -> Iterator[Problem]:
    """An evaluator is somebody else, and is known or at least named."""
    mine = {number.nip for number in given.history.standing.numbers}
    if who.nip in mine or given.stream in stream_of(who):
        yield SelfEvaluation(field=field)
    elif any(stream not in given.others for stream in stream_of(who)):
        yield EmployeeUnknown(field=f"{field}.pegawai_id", value=who.pegawai_id)
    elif who.pegawai_id is None and who.nama is None:
        yield ValueInvalid("Name the evaluator by pegawai_id or nama.", field=field)


def places(given: "Given", who: Evaluator, post: "Assignment", dari: date, sampai: date) -> tuple[str, ...]:
    """The streams that tell who is whose superior: the post and its unit, and the posts of the evaluator then."""
    posts = {post.jabatan_id, *(held.jabatan_id for held in _held(given, who, dari, sampai))}
    return (
        stream_name(Category.UNOR, post.unor_id),
        *(stream_name(Category.JABATAN, jabatan_id) for jabatan_id in sorted(posts)),
    )


def check_superior(
    given: "Given", who: Evaluator, post: "Assignment", dari: date, sampai: date, *, field: str
) -> Iterator[Problem]:
    """An evaluator led the unit of the evaluated post, or the one above it, on some day from `dari` to `sampai`.

    Somebody who is only named cannot be looked up: a head of region, an official of another government.
    """
    if any(stream == given.stream or stream not in given.others for stream in stream_of(who)):
        return  # check_named has said so
    if who.pegawai_id is None:
        return
    led = _led(given, who, post, dari, sampai)
    if led is None:
        yield EvaluatorUncertain(field=field, value=who.pegawai_id)
    elif not led:
        yield NotEvaluator(field=field, value=who.pegawai_id)


def _held(given: "Given", who: Evaluator, dari: date, sampai: date) -> "list[Assignment]":
    """The posts that an evaluator held on any day of these, acting ones too."""
    careers = [given.others[stream] for stream in stream_of(who) if stream in given.others]
    return [
        post
        for career in careers
        for engagement in career.standing.engagements
        for post in engagement.assignments
        if post.tmt <= sampai and ((left := engagement.left(post)) is None or dari < left)
    ]


def _led(given: "Given", who: Evaluator, post: "Assignment", dari: date, sampai: date) -> bool | None:
    """Whether somebody led the unit of a post or the one above it; None where the record cannot tell."""
    unit, own = given.unit_on(post.unor_id, sampai), given.post_on(post.jabatan_id, sampai)
    above = None if unit is None else unit.diatasan_id
    # Whoever leads a unit has a superior in the one above it only.
    units = {above} if own is not None and own.pimpinan else {above, post.unor_id}
    found = [_leads(given, held, units, sampai) for held in _held(given, who, dari, sampai)]
    if True in found:
        return True
    return None if not found or None in found else False


def _leads(given: "Given", held: "Assignment", units: set[UUID | None], day: date) -> bool | None:
    """Whether a post leads one of the units; without the one above known, any other unit may be that."""
    if held.unor_id not in units:
        return None if None in units else False
    place = given.post_on(held.jabatan_id, day)
    return None if place is None else place.pimpinan
