"""Who is somebody's superior on a day, in which unit and post?"""

from datetime import date
from uuid import UUID

import pytest

from kinerja_es.domain.annulment import DecisionAnnulledForEmployee, Effect, JenisPembatalan
from kinerja_es.domain.appointment import Penugasan
from kinerja_es.domain.correction import RecordCorrected
from kinerja_es.domain.envelope import Patch
from kinerja_es.domain.superior import Evaluator, check_superior
from kinerja_es.domain.unit import OrgUnitChanged, PerubahanUnor, Title
from tests import examples
from tests.domain.judging import given_of

BIDANG, KADIN, KABID, STAF = (UUID(int=0xA00 + n) for n in range(4))
KEPALA, BIDANG_HEAD, SITI, BUDI = (examples.pegawai(n) for n in range(1, 5))
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def unit(unor_id, nama, above=None, induk=None):
    return examples.unit_established(unor_id=unor_id, nama=nama, diatasan_id=above, induk_nama=induk)


def post(jabatan_id, nama, unor_id, *, leads=False):
    return examples.post_established(jabatan_id=jabatan_id, title=Title(nama=nama), unor_id=unor_id, pimpinan=leads)


UNITS = (unit(examples.UNOR, "Dinas Pendidikan"), unit(BIDANG, "Bidang SD", examples.UNOR))
POSTS = (
    post(KADIN, "Kepala Dinas", examples.UNOR, leads=True),
    post(KABID, "Kepala Bidang", BIDANG, leads=True),
    post(STAF, "Analis", BIDANG),
)


def career(nama, jabatan_id, unor_id, number):
    place = {"jabatan_id": jabatan_id, "unor_id": unor_id, "assignment_id": examples.pegawai(0xF0 + number)}
    return (
        examples.employee_registered(nama=nama, nik=None),
        examples.number_assigned(nip=examples.nip(number)),
        examples.appointed(**place),
        examples.duty_commenced(tanggal=examples.TMT),
    )


CAREERS = {
    KEPALA: career("Kepala Contoh", KADIN, examples.UNOR, 1),
    BIDANG_HEAD: career("Bidang Contoh", KABID, BIDANG, 2),
    SITI: career("Siti Contoh", STAF, BIDANG, 3),
    BUDI: career("Budi Contoh", STAF, BIDANG, 4),
}


@pytest.fixture
def department(office):
    for told in UNITS:
        office.record(told.unor_id, told)
    for told in POSTS:
        office.record(told.jabatan_id, told)
    for who, facts in CAREERS.items():
        office.record(who, *facts)
    return office


def asked(office, who, day=MARCH):
    return office.ask("reporting_line", "of", employee=who, valid_at=day)


def superior(office, who, day=MARCH):
    found = asked(office, who, day)
    return found["atasan_nama"], found["atasan_penugasan"], found["naik"]


def test_the_superior_is_who_leads_the_unit(department):
    assert asked(department, SITI) == {
        "pegawai_id": str(SITI),
        "nip": examples.nip(3),
        "nama": "Siti Contoh",
        "status": "AKTIF",
        "kind": "PPPK_PARUH_WAKTU",
        "golongan": "V",
        "jabatan_id": str(STAF),
        "jabatan_nama": "Analis",
        "unor_id": str(BIDANG),
        "unor_nama": "Bidang SD",
        "induk_nama": None,
        "pimpinan": False,
        "merangkap": [],
        "valid_at": "2026-03-01",
        "status_label": "Aktif",
        "atasan_pegawai_id": str(BIDANG_HEAD),
        "atasan_nip": examples.nip(2),
        "atasan_nama": "Bidang Contoh",
        "atasan_jabatan_id": str(KABID),
        "atasan_jabatan_nama": "Kepala Bidang",
        "atasan_penugasan": "D",
        "atasan_status": "AKTIF",
        "atasan_unor_id": str(BIDANG),
        "atasan_unor_nama": "Bidang SD",
        "naik": 0,
        "memimpin_juga": [],
    }


def test_whoever_leads_a_unit_has_a_superior_in_the_one_above(department):
    assert superior(department, BIDANG_HEAD) == ("Kepala Contoh", "D", 1)
    assert superior(department, KEPALA) == (None, None, None)


def test_where_nobody_leads_the_unit_it_is_who_leads_the_one_above(department):
    department.record(BIDANG_HEAD, examples.terminated(tmt=APRIL))

    assert superior(department, SITI, MARCH) == ("Bidang Contoh", "D", 0)
    assert superior(department, SITI, APRIL) == ("Kepala Contoh", "D", 1)


def test_whoever_acts_is_told_as_acting_and_never_as_the_own_superior(department):
    acting = examples.assigned(tmt=APRIL, penugasan=Penugasan.PLT, jabatan_id=KABID, unor_id=BIDANG)
    department.record(BIDANG_HEAD, examples.terminated(tmt=APRIL))
    department.record(SITI, acting)

    assert superior(department, BUDI, APRIL) == ("Siti Contoh", "PLT", 0)
    assert superior(department, SITI, APRIL) == ("Kepala Contoh", "D", 1)
    assert asked(department, SITI, APRIL)["merangkap"] == [
        {"jabatan_id": str(KABID), "jabatan_nama": "Kepala Bidang", "penugasan": "PLT"}
    ]


def test_whoever_stands_in_for_a_suspended_head_comes_first(department):
    department.record(BIDANG_HEAD, examples.suspended(tmt=APRIL, until=None))
    assert superior(department, BUDI, APRIL) == ("Bidang Contoh", "D", 0)

    acting = examples.assigned(tmt=APRIL, penugasan=Penugasan.PLH, jabatan_id=KABID, unor_id=BIDANG)
    department.record(SITI, acting)

    found = asked(department, BUDI, APRIL)
    assert (found["atasan_nama"], found["atasan_penugasan"]) == ("Siti Contoh", "PLH")
    assert [(other["nama"], other["status"]) for other in found["memimpin_juga"]] == [
        ("Bidang Contoh", "NONAKTIF_SEMENTARA")
    ]


def test_a_unit_of_a_roster_lies_below_the_one_that_has_the_name_of_its_induk(department):
    school, guru = UUID(int=0xA10), UUID(int=0xA11)
    department.record(school, unit(school, "SDN Contoh 1", induk="dinas pendidikan"))
    department.record(guru, post(guru, "Guru", school))
    department.record(examples.BUDI, *career("Guru Contoh", guru, school, 5))

    assert superior(department, examples.BUDI) == ("Kepala Contoh", "D", 1)

    department.record(UUID(int=0xA12), unit(UUID(int=0xA12), "Dinas Pendidikan"))
    assert superior(department, examples.BUDI) == (None, None, None)


def test_two_units_that_lie_above_each_other_are_no_endless_line(department):
    moved = {"tmt": APRIL, "unor_id": examples.UNOR, "change": PerubahanUnor.MOVE, "diatasan_id": BIDANG}
    department.record(examples.UNOR, examples.fact(OrgUnitChanged, moved))
    department.record(BIDANG_HEAD, examples.terminated(tmt=APRIL))

    assert superior(department, KEPALA, APRIL) == (None, None, None)
    assert superior(department, SITI, APRIL) == ("Kepala Contoh", "D", 1)


def test_everybody_in_a_unit_and_below_it_is_told_by_name(department):
    def told(**more):
        found = department.ask("reporting_line", "list", valid_at=MARCH, **more).items
        return [(row["nama"], row["atasan_nama"]) for row in found]

    below = [
        ("Bidang Contoh", "Kepala Contoh"),
        ("Budi Contoh", "Bidang Contoh"),
        ("Siti Contoh", "Bidang Contoh"),
    ]
    assert told(unor=BIDANG) == below
    assert told() == told(unor=examples.UNOR) == [*below[:2], ("Kepala Contoh", None), below[2]]
    assert [nama for nama, _ in told(sort="nip")] == ["Kepala Contoh", "Bidang Contoh", "Siti Contoh", "Budi Contoh"]
    assert told(kind="PNS") == []


def test_a_corrected_tmt_of_the_heads_move_moves_the_line_with_it(department):
    move = examples.assigned(tmt=date(2026, 5, 1), jabatan_id=STAF, unor_id=BIDANG)
    department.record(BIDANG_HEAD, move)
    assert superior(department, SITI, APRIL) == ("Bidang Contoh", "D", 0)

    patch = Patch(path="tmt", old="2026-05-01", new="2026-04-01")
    why = {"tmt": move.tmt, "target_event_id": move.event_id, "evidence": "SK", "approved_by": "Kepala"}
    department.record(BIDANG_HEAD, examples.fact(RecordCorrected, why, patches=(patch,)))

    assert superior(department, SITI, APRIL) == ("Kepala Contoh", "D", 1)


def test_a_head_whose_appointment_was_annulled_leads_until_that_day(department):
    annulled = {
        "tmt": APRIL,
        "annulment_id": UUID(int=0xA0),
        "sk_id": examples.SK,
        "kind": JenisPembatalan.DIBATALKAN,
        "effect": Effect.EX_NUNC,
        "effect_from": APRIL,
    }
    department.record(BIDANG_HEAD, examples.fact(DecisionAnnulledForEmployee, annulled))

    assert [superior(department, SITI, day) for day in (date(2026, 3, 31), APRIL)] == [
        ("Bidang Contoh", "D", 0),
        ("Kepala Contoh", "D", 1),
    ]


@pytest.mark.parametrize("who", [SITI, BUDI, BIDANG_HEAD])
def test_the_superior_may_evaluate(department, who):
    """What the rules of evaluations ask of an evaluator, the superior of that day is."""
    found = UUID(asked(department, who)["atasan_pegawai_id"])
    event = examples.evaluated()
    given = given_of(event, *CAREERS[who], others=(*UNITS, *POSTS), careers=CAREERS, subject=who)
    own = given.history.standing.engagements[0].assignments[0]

    def against(evaluator):
        problems = check_superior(given, Evaluator(pegawai_id=evaluator), own, MARCH, MARCH, field="penilai")
        return [problem.code for problem in problems]

    assert against(found) == []
    assert [other for other in CAREERS if other not in (who, found) and against(other) == []] in ([], [KEPALA])


def test_nobody_is_told_of_whom_nothing_is_known(office):
    office.organisation()

    assert asked(office, examples.SITI) is None
