"""Tabel bersama semua model baca: orang, kedudukan, evaluasi, asesmen, unor, jabatan, SK, kebijakan dan pagu.

People, their standing, evaluations and assessments, units, posts, SKs, policies and ceilings, day by day: the tables
that the queries of all read models join. They are folded once for all of them, and advance in one transaction with
every other table of the file.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from kinerja_es.domain import fold
from kinerja_es.domain.decision import DecisionIssued
from kinerja_es.domain.envelope import Event
from kinerja_es.domain.standing import Standing, Stretch
from kinerja_es.readmodels.assessed import Assessment, OfAssessment
from kinerja_es.readmodels.evaluated import Evaluation, Objection, OfEvaluation, OfObjection, OfUnitRating, UnitRating
from kinerja_es.readmodels.kit import Fold, read_model
from kinerja_es.readmodels.names import OfPost, OfUnit, Post, Unit
from kinerja_es.readmodels.persons import OfPerson, Person
from kinerja_es.readmodels.policies import Ceiling, OfCeilings, OfPolicies, Policy
from kinerja_es.readmodels.standings import OfStanding

VERSION = 1


@read_model.per_employee(Person, needs=OfPerson.NEEDS, indexes=("nama, subject", "nip"))
class Persons(OfPerson):
    """`dated_person`: who somebody is."""


@read_model.per_employee(Stretch, needs=fold.NEEDS, indexes=("unor_id, valid_from", "jabatan_id, valid_from"))
class Standings(OfStanding):
    """`dated_stretch`: where somebody stands."""

    def rows(self, state: Standing) -> tuple[Stretch, ...]:
        return self.stretches(state)


@read_model.per_employee(Evaluation, needs=OfEvaluation.NEEDS, indexes=("scope, sampai",))
class Evaluations(OfEvaluation):
    """`dated_evaluation`: how somebody's work was rated."""


@read_model.per_employee(Objection, needs=OfObjection.NEEDS)
class Objections(OfObjection):
    """`dated_objection`: which evaluations were set aside."""


@read_model.per_employee(Assessment, needs=OfAssessment.NEEDS)
class Assessments(OfAssessment):
    """`dated_assessment`: what was found of somebody's competence."""


@read_model.per_unor(UnitRating, needs=OfUnitRating.NEEDS)
class UnitRatings(OfUnitRating):
    """`dated_unit_rating`: which predikats a unor was given."""


@read_model.per_unor(
    Unit, needs=OfUnit.NEEDS, indexes=("nama COLLATE NOCASE", "diatasan_id", "induk_nama COLLATE NOCASE")
)
class Units(OfUnit):
    """`dated_unit`: what a unor is called, and what stands above it."""


@read_model.per_post(Post, needs=OfPost.NEEDS, indexes=("unor_id",))
class Posts(OfPost):
    """`dated_post`: what a post is called, where it is, and how many seats it has."""


@read_model.per_instansi(Policy, needs=OfPolicies.NEEDS)
class Policies(OfPolicies):
    """`dated_policy`: what the government has set."""


@read_model.per_instansi(Ceiling, needs=OfCeilings.NEEDS, indexes=("tahun, program", "unor_id"))
class Ceilings(OfCeilings):
    """`dated_ceiling`: what a unor or one of its programmes may spend."""


class Sk(NamedTuple):
    """One row for each SK, as a ralat left it."""

    nomor: str
    tanggal: date
    jenis: str
    bentuk: str
    pejabat_jabatan: str
    kapasitas: str
    jumlah_pegawai: int | None
    sha256: str | None


@read_model.per_sk(Sk, needs=(DecisionIssued,), indexes=("nomor", "tanggal"))
class Sks:
    """`dated_sk`: what an SK is."""

    def start(self) -> Sk | None:
        return None

    def step(self, state: Sk | None, fact: Event) -> Sk | None:
        if not isinstance(fact, DecisionIssued):
            return state
        by = (fact.pejabat_jabatan, fact.kapasitas)
        return Sk(fact.nomor, fact.tanggal, fact.jenis, fact.bentuk, *by, fact.jumlah_pegawai, fact.sha256)

    def rows(self, state: Sk | None) -> Iterator[Sk]:
        if state is not None:
            yield state


FOLDS: tuple[Fold[Any, Any], ...] = (
    Persons,
    Standings,
    Evaluations,
    Objections,
    Assessments,
    UnitRatings,
    Units,
    Posts,
    Sks,
    Policies,
    Ceilings,
)
