"""Which moves came too early, cite no assessment, or concern somebody who fits the former post?"""

from datetime import date
from uuid import UUID

import pytest

from kinerja_es.domain.appointment import JenisPerpindahan, Penugasan
from kinerja_es.domain.competence import Fit
from kinerja_es.domain.envelope import Excepted, Warned
from kinerja_es.domain.unit import Title
from kinerja_es.domain.values import Kind
from tests import examples, examples_correction
from tests import examples_performance as of_work

LURAH = UUID("00000000-0000-4000-8000-0000000000a1")
KELURAHAN = UUID("00000000-0000-4000-8000-0000000000a2")
MUTASI = examples.decision(sk_id=UUID(int=0x51), nomor="821/1/2026", tanggal=date(2026, 3, 20))
TODAY = date(2026, 7, 1)
EXCEPTION = Excepted(code="MUTASI_TOO_EARLY", reason="Kekosongan jabatan.", by="Kepala BKPSDM")


def official(office, *facts, kind=Kind.PNS, who=examples.BUDI):
    office.record(
        who,
        examples.employee_registered(nik=None),
        examples.appointed(kind=kind, golongan=None),
        examples.duty_commenced(),
        *facts,
    )


def moved(**over):
    told = {"jabatan_id": LURAH, "unor_id": KELURAHAN, "replaces_assignment_id": examples.PENEMPATAN}
    return examples.assigned(**told | {"decision": MUTASI} | over)


@pytest.fixture
def department(office):
    office.organisation()
    office.record(KELURAHAN, examples.unit_established(unor_id=KELURAHAN, nama="Kelurahan Contoh"))
    office.record(LURAH, examples.post_established(jabatan_id=LURAH, title=Title(nama="Lurah"), unor_id=KELURAHAN))
    return office


def found(office, day=TODAY, **asked):
    rows = office.ask("mutasi_compliance", "list", valid_at=day, **asked).items
    return [(row["terlalu_cepat"], row["tanpa_asesmen"], row["dinilai_sesuai"]) for row in rows]


@pytest.mark.requirement("S2-1", "S3-10")
def test_a_move_within_two_years_without_an_assessment_of_somebody_who_fits_is_told_with_its_exception(department):
    warned = (Warned(code="MUTASI_OF_FIT_EMPLOYEE", field="reason"),)
    official(department, of_work.assessed(fit=Fit.FIT), moved(exception=EXCEPTION, warnings=warned))

    (row,) = department.ask("mutasi_compliance", "list", valid_at=date(2026, 3, 31)).items

    assert row.pop("assignment_id")
    assert row == {
        "pegawai_id": "00000000-0000-4000-8000-000000000010",
        "nip": None,
        "nama": "Budi Contoh",
        "kind": "PNS",
        "tmt": "2026-04-01",
        "jenis": "ROTASI",
        "dari_tmt": "2025-10-01",
        "dari_jabatan_id": "00000000-0000-4000-8000-000000000002",
        "dari_jabatan_nama": "Operator Layanan Operasional",
        "dari_unor_id": "00000000-0000-4000-8000-000000000003",
        "dari_unor_nama": "Dinas Pendidikan",
        "jabatan_id": "00000000-0000-4000-8000-0000000000a1",
        "jabatan_nama": "Lurah",
        "unor_id": "00000000-0000-4000-8000-0000000000a2",
        "unor_nama": "Kelurahan Contoh",
        "sk_id": "00000000-0000-0000-0000-000000000051",
        "sk_nomor": "821/1/2026",
        "sk_tanggal": "2026-03-20",
        "berlaku": 0,
        "terlalu_cepat": 1,
        "tanpa_asesmen": 1,
        "dinilai_sesuai": 1,
        "assessment_id": None,
        "beralasan": 0,
        "exception": "MUTASI_TOO_EARLY",
        "exception_by": "Kepala BKPSDM",
        "warnings": ["MUTASI_OF_FIT_EMPLOYEE"],
        "dibatalkan": None,
    }


def test_a_move_is_told_from_its_sk_on_and_in_effect_from_its_tmt(department):
    official(department, moved())

    def berlaku(day):
        return [row["berlaku"] for row in department.ask("mutasi_compliance", "list", valid_at=day).items]

    assert [berlaku(date(2026, 3, 19)), berlaku(date(2026, 3, 20)), berlaku(date(2026, 4, 1))] == [[], [0], [1]]


@pytest.mark.requirement("S3-9")
def test_nothing_speaks_against_a_move_after_two_years_that_cites_the_assessment_it_rests_on(department):
    assessed = of_work.assessed(tanggal=date(2027, 9, 1), fit=Fit.NOT_FIT)
    official(department, assessed, moved(tmt=date(2027, 10, 1), assessment_id=of_work.ASESMEN))

    assert found(department) == []


@pytest.mark.parametrize(("tmt", "early"), [(date(2027, 9, 30), 1), (date(2027, 10, 1), 0)])
def test_two_years_are_over_on_the_same_day(department, tmt, early):
    official(department, moved(tmt=tmt))

    assert found(department) == [(early, 1, 0)]


def test_two_years_are_asked_of_pns_alone(department):
    official(department, moved(), kind=Kind.PPPK)

    assert found(department) == [(0, 1, 0)]


def test_an_assessment_that_is_over_or_of_another_post_says_nothing(department):
    over = of_work.assessed(fit=Fit.FIT, berlaku_sampai=date(2026, 3, 31))
    official(department, over, of_work.assessed(fit=Fit.FIT, jabatan_id=LURAH), moved())

    assert found(department) == [(1, 1, 0)]


def test_an_acting_post_and_an_adjustment_are_no_move(department):
    official(department, moved(penugasan=Penugasan.PLT), moved(jenis=JenisPerpindahan.PENYESUAIAN))

    assert found(department) == []


def test_moves_are_asked_for_by_finding_period_and_unit(department):
    official(department, moved())

    assert len(found(department, temuan="TERLALU_CEPAT")) == 1
    assert found(department, temuan="DINILAI_SESUAI") == []
    assert len(found(department, dari=date(2026, 4, 1), sampai=date(2026, 4, 1))) == 1
    assert found(department, dari=date(2026, 4, 2)) == []
    assert [len(found(department, unor=unor)) for unor in (KELURAHAN, examples.UNOR, LURAH)] == [1, 1, 0]


def test_a_corrected_tmt_may_show_that_the_former_move_was_long_ago(department):
    appointed = examples.appointed(kind=Kind.PNS, golongan=None)
    department.record(examples.BUDI, examples.employee_registered(), appointed, examples.duty_commenced(), moved())
    before = found(department)
    right = examples_correction.corrected(appointed, "tmt", "2025-10-01", "2024-04-01")
    department.record(examples.BUDI, right)

    assert before == [(1, 1, 0)]
    assert found(department) == [(0, 1, 0)]


def test_a_move_whose_sk_was_annulled_is_told_as_annulled_from_that_day_on(department):
    official(department, moved())
    annulment = examples_correction.annul(
        department, examples.BUDI, sk_id=MUTASI.sk_id, restores=(examples.PENEMPATAN,), effect_from=date(2026, 5, 4)
    )
    lifting = examples_correction.reinstated(annulment, mulai=date(2026, 6, 1))
    department.record(examples.BUDI, examples_correction.reinstated_for(lifting))

    def annulled(day):
        (row,) = department.ask("mutasi_compliance", "list", valid_at=day).items
        return row["dibatalkan"]

    assert [annulled(day) for day in (date(2026, 5, 3), date(2026, 5, 4), date(2026, 6, 1))] == [
        None,
        "2026-05-04",
        None,
    ]


def test_moves_are_counted_by_the_unit_that_they_lead_to(department):
    official(department, moved(exception=EXCEPTION))
    official(department, moved(tmt=date(2027, 12, 1)), who=examples.SITI)

    def counted(**asked):
        return department.ask("mutasi_compliance", "per_unor", valid_at=TODAY, **asked)

    assert counted() == [
        {
            "unor_id": "00000000-0000-4000-8000-0000000000a2",
            "unor_nama": "Kelurahan Contoh",
            "mutasi": 2,
            "terlalu_cepat": 1,
            "tanpa_asesmen": 2,
            "dinilai_sesuai": 0,
            "dikecualikan": 1,
        }
    ]
    assert counted(dari=date(2027, 1, 1))[0]["mutasi"] == 1
    assert counted(sampai=date(2026, 3, 31)) == []


def test_the_latest_move_comes_first_where_it_is_asked_for(department):
    official(department, moved())
    official(department, moved(tmt=date(2026, 5, 1)), who=examples.SITI)

    rows = department.ask("mutasi_compliance", "list", valid_at=TODAY, sort="-tmt").items
    assert [row["tmt"] for row in rows] == ["2026-05-01", "2026-04-01"]
