"""What holds for every projection, whatever was recorded, and in whatever order."""

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinerja_es.domain.appointment import Penugasan
from kinerja_es.domain.batch import PerKind
from kinerja_es.domain.competence import Fit
from kinerja_es.domain.envelope import Category, Excepted, stream_name
from kinerja_es.domain.period import Scope
from kinerja_es.domain.values import Golongan, Kind
from kinerja_es.readmodels import folding
from kinerja_es.readmodels.answers import Page
from kinerja_es.readmodels.discovery import discover
from kinerja_es.readmodels.rebuild import rebuild, rebuild_all
from kinerja_es.readmodels.tables import tables_of
from tests import examples, examples_correction, examples_instansi
from tests import examples_discipline as discipline
from tests import examples_performance as of_work
from tests.projections import department
from tests.reading import Office

PROJECTIONS = [projection.name for projection in discover()[0]]

DAYS = st.dates(date(2025, 9, 1), date(2027, 12, 31))
SECOND = {"engagement_id": examples.pegawai(0xA), "assignment_id": examples.pegawai(0xB)}

INSTANSI = examples.pegawai(0xD)

OF_AN_EMPLOYEE = st.one_of(
    DAYS.map(lambda day: examples.employee_registered(tmt=day, nik=None)),
    DAYS.map(lambda day: examples.number_assigned(tmt=day)),
    DAYS.map(lambda day: examples.number_assigned(tmt=day, nip=examples.nip(7), nip_lama="123456789")),
    DAYS.map(lambda day: examples.appointed(tmt=day, batch_id=examples.BATCH)),
    DAYS.map(lambda day: examples.appointed(tmt=day, kind=Kind.PPPK, golongan=None, **SECOND)),
    DAYS.map(lambda day: examples.excerpt_delivered(tanggal=day)),
    DAYS.map(lambda day: examples.oath_taken(tanggal=day, assignment_id=examples.PENEMPATAN)),
    DAYS.map(lambda day: examples.duty_commenced(tanggal=day)),
    DAYS.map(lambda day: examples.duty_commenced(tanggal=day, engagement_id=None)),
    DAYS.map(lambda day: examples.contract_signed(mulai=day, akhir=day.replace(day=1, year=day.year + 1))),
    DAYS.map(lambda day: examples.assigned(tmt=day, unor_id=examples.pegawai(0xC))),
    DAYS.map(lambda day: examples.assigned(tmt=day, penugasan=Penugasan.PLT)),
    DAYS.map(lambda day: examples.evaluated(tmt=day)),
    DAYS.map(lambda day: examples.suspended(tmt=day, until=None)),
    DAYS.map(lambda day: examples.reinstated(tmt=day)),
    DAYS.map(lambda day: examples.terminated(tmt=day)),
    DAYS.map(lambda day: of_work.upgraded(tmt=day)),
    DAYS.map(lambda day: examples.evaluated(tmt=day, evaluation_id=of_work.EVALUASI)),
    DAYS.map(lambda day: of_work.objection_decided(tanggal=day)),
    DAYS.map(lambda day: examples.graded(tmt=day)),
    DAYS.map(lambda day: examples.increment_granted(tmt=day)),
    DAYS.map(lambda day: examples.appointed(tmt=day, kind=Kind.PNS, golongan=Golongan("III/a"), remote_area=True)),
)
OF_THE_GOVERNMENT = st.one_of(
    DAYS.map(lambda day: examples_instansi.need_set(tmt=day)),
    DAYS.map(lambda day: examples_instansi.ceiling_set(tmt=day)),
    DAYS.map(lambda day: examples_instansi.term_started(dari=day)),
    DAYS.map(lambda day: examples_instansi.term_ended(tmt=day)),
)
OF_WORK = st.one_of(
    DAYS.map(lambda day: examples.evaluated(tmt=day, evaluation_id=of_work.EVALUASI, scope=Scope.TAHUNAN)),
    DAYS.map(lambda day: of_work.objection_decided(tanggal=day)),
    DAYS.map(lambda day: of_work.agreement_signed(tanggal=day)),
    DAYS.map(lambda day: of_work.agreement_revised(tanggal=day)),
    DAYS.map(lambda day: of_work.agreement_closed(tanggal=day)),
    DAYS.map(lambda day: of_work.realised(tanggal=day)),
    DAYS.map(lambda day: of_work.clarification_requested(tanggal=day)),
    DAYS.map(lambda day: of_work.clarification_answered(tanggal=day)),
    DAYS.map(lambda day: of_work.assessed(tanggal=day, berlaku_sampai=day.replace(day=1, year=day.year + 1))),
    DAYS.map(lambda day: of_work.upgrade_proposed(tanggal=day)),
    DAYS.map(lambda day: of_work.upgrade_approved(tanggal=day)),
    DAYS.map(lambda day: of_work.upgrade_declined(tanggal=day)),
    DAYS.map(department.trained),
    DAYS.map(department.annulled),
)
CASE, SANCTION, COACHING, MOVED = (examples.pegawai(0xC0 + n) for n in range(4))
ANNULMENT = examples_correction.annulled()
OF_COMPLIANCE = st.one_of(
    DAYS.map(lambda day: discipline.reported(tanggal=day, case_id=CASE)),
    DAYS.map(lambda day: discipline.examined(tanggal=day, case_id=CASE)),
    DAYS.map(lambda day: discipline.sanctioned(mulai=day, akhir=None, case_id=CASE, sanction_id=SANCTION)),
    DAYS.map(lambda day: discipline.appealed(filed_on=day, sanction_id=SANCTION)),
    DAYS.map(lambda day: discipline.decided(tanggal=day, sanction_id=SANCTION, outcome="CANCELLED")),
    DAYS.map(lambda day: discipline.served(tanggal=day, sanction_id=SANCTION)),
    DAYS.map(lambda day: discipline.coached(mulai=day, coaching_id=COACHING)),
    DAYS.map(lambda day: discipline.concluded(tanggal=day, coaching_id=COACHING)),
    DAYS.map(lambda day: of_work.assessed(tanggal=day, fit=Fit.FIT)),
    DAYS.map(lambda day: examples.assigned(tmt=day, assignment_id=MOVED, replaces_assignment_id=examples.PENEMPATAN)),
    DAYS.map(lambda day: of_work.upgrade_proposed(tanggal=day)),
    DAYS.map(lambda day: of_work.upgrade_approved(tanggal=day)),
    DAYS.map(lambda day: of_work.objection_decided(tanggal=day)),
    DAYS.map(lambda day: examples_correction.annulled_for(ANNULMENT, effect_from=day, restores=(examples.PENEMPATAN,))),
    DAYS.map(lambda day: examples_correction.reinstated_for(examples_correction.reinstated(ANNULMENT, mulai=day))),
    st.just(examples_correction.voided(examples.terminated())),
)
OF_AN_SK = st.one_of(
    DAYS.map(lambda day: examples_correction.annulled(effect_from=day)),
    DAYS.map(lambda day: examples_correction.reinstated(ANNULMENT, mulai=day)),
    DAYS.map(lambda day: examples_correction.ralat(ANNULMENT, "court_ref", None, "1/G/2026", ralat_tanggal=day)),
)
OF_A_BATCH = st.one_of(
    DAYS.map(lambda day: examples.batch_opened(tmt=day)),
    DAYS.map(lambda day: examples.batch_file_recorded(tmt=day, recorded=PerKind(PPPK=1))),
    DAYS.map(lambda day: examples.batch_file_recorded(tmt=day, rejected=({"row": 2, "code": "NIP_INVALID"},))),
    DAYS.map(lambda day: examples.batch_closed(tmt=day, explained="Dua orang mengundurkan diri.")),
)
RECORDED = st.one_of(
    st.tuples(st.sampled_from([examples.BUDI, examples.SITI]), OF_AN_EMPLOYEE),
    st.tuples(st.sampled_from([examples.BUDI, examples.SITI]), OF_WORK),
    st.tuples(st.just(examples.BATCH), OF_A_BATCH),
    st.tuples(st.just(examples.UNOR), DAYS.map(lambda day: of_work.unit_rated(tmt=day))),
    st.tuples(st.just(INSTANSI), DAYS.map(lambda day: examples_instansi.policy_adopted(tmt=day))),
    st.tuples(st.just(INSTANSI), DAYS.map(lambda day: examples_instansi.ceiling_set(tmt=day))),
    st.tuples(st.just(INSTANSI), OF_THE_GOVERNMENT),
    st.tuples(st.sampled_from([examples.BUDI, examples.SITI]), OF_COMPLIANCE),
    st.tuples(st.just(examples.SK), OF_AN_SK),
    st.tuples(st.just(examples.UNOR), DAYS.map(lambda day: examples.unit_established(tmt=day))),
    st.tuples(st.just(examples.JABATAN), DAYS.map(lambda day: examples.post_established(tmt=day))),
    st.tuples(st.just(examples.SK), DAYS.map(lambda day: examples.decision_issued(tanggal=day))),
)
EXCEPTION = Excepted(code="NOT_ACTIVE", reason="SK sudah ditandatangani.", by="Kepala BKPSDM")
SUBJECTS = {
    examples.BUDI: Category.PEGAWAI,
    examples.SITI: Category.PEGAWAI,
    examples.BATCH: Category.BATCH,
    examples.UNOR: Category.UNOR,
    examples.JABATAN: Category.JABATAN,
    examples.SK: Category.SK,
    INSTANSI: Category.INSTANSI,
}
STORY = st.lists(st.lists(RECORDED, min_size=1, max_size=6), min_size=1, max_size=6)
"""What is recorded between one catching up and the next, in any order of days."""


@settings(max_examples=40)
@given(story=STORY, keep=st.sampled_from([1, 3, folding.KEEP]))
def test_stepping_along_gives_the_same_as_folding_from_the_start(story, keep):
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        patched.setattr(folding, "KEEP", keep)
        office = Office(Path(folder))
        for facts in story:
            for subject, fact in facts:
                office.record(subject, fact)
            office.models.catch_up()

        reports = rebuild_all(office.models, PROJECTIONS)
        assert {name: report.differences for name, report in reports.items() if report.differences} == {}
        office.close()


@settings(max_examples=20)
@given(story=STORY)
def test_as_known_now_is_what_the_live_tables_hold(story):
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        for subject, fact in [recorded for facts in story for recorded in facts]:
            office.record(subject, fact)
        head = office.models.catch_up()

        for subject, category in SUBJECTS.items():
            assert office.known(category, subject, head) == office.rows(subject)
        office.close()


ALONE = [(p.name, query) for p in discover()[0] for query in p.queries.values() if query.alone]


@settings(max_examples=20)
@given(story=STORY)
def test_a_question_about_one_employee_alone_needs_nobody_elses_facts(story):
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        for subject, fact in [recorded for facts in story for recorded in facts]:
            office.record(subject, fact)
        head = office.models.catch_up()

        for name, query in ALONE:
            on = {"valid_at": date(2026, 6, 1)} if "valid_at" in {p.name for p in query.parameters} else {}
            for employee in (examples.BUDI, examples.SITI):
                stream, asked = stream_name(Category.PEGAWAI, employee), {"employee": employee, **on}
                live = office.models.query(name, query.name, **asked).value
                known = office.models.query_as_known(head, stream, name, query.name, **asked).value
                assert shown(known) == shown(live), (name, query.name)
        office.close()


def shown(answer):
    return answer.items if isinstance(answer, Page) else answer


@settings(max_examples=20)
@given(story=STORY)
def test_as_known_then_is_what_the_live_tables_held_then(story):
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        seen = []
        for facts in story:
            for subject, fact in facts:
                office.record(subject, fact)
            head = office.models.catch_up()
            seen.extend((subject, head, office.rows(subject)) for subject in (examples.BUDI, examples.BATCH))

        for subject, position, rows in seen:
            assert office.known(SUBJECTS[subject], subject, position) == rows
        office.close()


@pytest.fixture
def recorded(office):
    """An office that knows something of everything."""
    office.organisation()
    office.models.catch_up()
    office.record(
        examples.BUDI,
        examples.employee_registered(),
        examples.number_assigned(),
        examples.appointed(batch_id=examples.BATCH),
        examples.duty_commenced(exception=EXCEPTION),
        examples.evaluated(),
        of_work.agreement_signed(),
        of_work.realised(),
        of_work.assessed(),
        department.trained(date(2026, 3, 4)),
        examples.contract_signed(),
        examples.increment_granted(),
    )
    record_compliance(office)
    office.models.catch_up()
    return office


def record_compliance(office):
    """What auditors ask about."""
    renewed = Excepted(code="RENEWAL_WITHOUT_EVALUATION", reason="Belum dievaluasi.", by="Kepala BKPSDM")
    moved = examples.assigned()
    office.record(
        examples.BUDI,
        examples.evaluated(),
        examples.contract_signed(),
        examples.contract_signed(mulai=date(2026, 10, 1), akhir=date(2027, 9, 30), exception=renewed),
        moved,
        discipline.reported(),
        discipline.coached(),
        of_work.upgrade_proposed(),
        examples_correction.corrected(moved, "jenis_mutasi", None, "MU"),
    )


@pytest.mark.parametrize("name", PROJECTIONS)
def test_every_projection_has_rows_of_this_story(recorded, name):
    held = recorded.held()
    tables = [table.name for p in recorded.projections if p.name == name for table in tables_of(p)]

    assert any(held[table] for table in tables)


def test_applied_twice_is_applied_once(recorded):
    once = recorded.held()

    with recorded.models.locked(timeout=5) as connection:
        mark = recorded.models.mark_at(4)
        connection.execute("UPDATE read_models SET position = 4, mark = ?", (mark,))
    recorded.models.catch_up()

    assert recorded.models.position() == recorded.log.head()
    assert recorded.held() == once


@pytest.mark.parametrize("name", PROJECTIONS)
def test_built_at_once_is_what_was_read_bit_by_bit(recorded, name):
    assert rebuild(recorded.models, name).differences == ()


def test_made_anew_from_nothing_is_the_same_again(recorded):
    before = recorded.held()

    recorded.models.discard()
    recorded.models.catch_up()

    assert recorded.held() == before
