"""Who recorded what of an employee, when, and does it still stand?"""

from datetime import date

import pytest

from kinerja_es.domain.envelope import Actor, Excepted
from tests import examples, examples_correction

SHORT = ("tmt", "label", "recorded_on", "actor", "state")
CLERK = Actor(user_id="petugas", role="operator")


@pytest.fixture
def recorded(office):
    """Budi: appointed, at work twice over, the doubled entry voided, the grade corrected."""
    office.on(date(2025, 10, 6))
    office.organisation()
    office.on(date(2025, 10, 23))
    appointed = examples.appointed(actor=CLERK)
    office.record(examples.BUDI, examples.employee_registered(actor=CLERK), appointed)
    office.on(date(2025, 11, 10))
    duty, doubled = examples.duty_commenced(), examples.duty_commenced(tanggal=date(2025, 11, 5))
    office.record(examples.BUDI, duty, doubled)
    office.appointed, office.doubled = appointed, doubled
    return office


def told(office, columns=SHORT, **params):
    found = office.ask("timeline", "of", employee=examples.BUDI, **params).items
    return [tuple(row[name] for name in columns) for row in found]


def test_everything_recorded_of_an_employee_is_told_by_tmt(recorded):
    assert told(recorded) == [
        ("2025-10-01", "Pegawai didaftarkan", "2025-10-23", "petugas", "STANDS"),
        ("2025-10-01", "Pegawai diangkat", "2025-10-23", "petugas", "STANDS"),
        ("2025-11-03", "Melaksanakan tugas (SPMT)", "2025-11-10", "penguji", "STANDS"),
        ("2025-11-05", "Melaksanakan tugas (SPMT)", "2025-11-10", "penguji", "STANDS"),
    ]


def test_an_entry_tells_sk_place_and_who_recorded_it(recorded):
    entry = recorded.ask("timeline", "of", employee=examples.BUDI).items[1]

    assert entry == {
        "pegawai_id": "00000000-0000-4000-8000-000000000010",
        "nip": None,
        "nama": "Budi Contoh",
        "event_id": str(recorded.appointed.event_id),
        "position": 6,
        "recorded_at": "2025-10-23T01:00:00+00:00",
        "recorded_on": "2025-10-23",
        "type": "EmployeeAppointed",
        "label": "Pegawai diangkat",
        "tmt": "2025-10-01",
        "tmt_akhir": None,
        "jabatan_id": "00000000-0000-4000-8000-000000000002",
        "jabatan_nama": "Operator Layanan Operasional",
        "unor_id": "00000000-0000-4000-8000-000000000003",
        "unor_nama": "Dinas Pendidikan",
        "sk_id": "00000000-0000-4000-8000-000000000001",
        "sk_nomor": "800.1.2.5/1234/BKPSDM/2025",
        "sk_tanggal": "2025-09-26",
        "actor": "petugas",
        "role": "operator",
        "source": "API",
        "exception": None,
        "exception_by": None,
        "warnings": [],
        "taken_from": None,
        "stands": 1,
        "state": "STANDS",
        "state_label": "Berlaku",
        "superseded_by": [],
    }


def test_what_was_recorded_last_comes_first_where_it_is_asked_for(recorded):
    first = recorded.ask("timeline", "of", employee=examples.BUDI, sort="-position", limit=3)
    second = recorded.ask("timeline", "of", employee=examples.BUDI, sort="-position", limit=3, cursor=first.next)

    assert [row["position"] for row in (*first.items, *second.items)] == [8, 7, 6, 5]


def test_a_correction_and_a_void_tell_what_they_put_in_the_place_of_which_entry(recorded):
    before = told(recorded, ("type", "state"))
    right = examples_correction.corrected(recorded.appointed, "golongan", "V", "VII")
    gone = examples_correction.voided(recorded.doubled)
    recorded.record(examples.BUDI, right, gone)

    assert {state for _, state in before} == {"STANDS"}
    assert told(recorded, ("type", "stands", "state", "superseded_by")) == [
        ("EmployeeRegistered", 1, "STANDS", []),
        ("EmployeeAppointed", 1, "CORRECTED", [str(right.event_id)]),
        ("RecordCorrected", 1, "STANDS", []),
        ("DutyCommenced", 1, "STANDS", []),
        ("DutyCommenced", 0, "VOIDED", [str(gone.event_id)]),
        ("RecordVoided", 1, "STANDS", []),
    ]


def test_a_correction_that_was_voided_corrects_nothing(recorded):
    wrong = examples_correction.corrected(recorded.appointed, "golongan", "V", "IX")
    recorded.record(examples.BUDI, wrong, examples_correction.voided(wrong))

    states = dict(told(recorded, ("type", "state")))
    assert (states["EmployeeAppointed"], states["RecordCorrected"]) == ("STANDS", "VOIDED")


def test_what_an_annulled_sk_decided_stands_no_more_until_it_is_reinstated(recorded):
    annulment = examples_correction.annul(recorded, examples.BUDI)
    during = dict(told(recorded, ("type", "state")))
    recorded.record(examples.BUDI, examples_correction.reinstated_for(examples_correction.reinstated(annulment)))

    assert during == {
        "EmployeeRegistered": "STANDS",
        "EmployeeAppointed": "ANNULLED",
        "DutyCommenced": "STANDS",
        "DecisionAnnulledForEmployee": "STANDS",
    }
    assert dict(told(recorded, ("type", "state")))["EmployeeAppointed"] == "STANDS"


def test_the_entries_of_a_record_that_was_merged_are_told_as_merged(recorded):
    end = examples_correction.merged("MERGED", kept=examples.SITI, merged=examples.BUDI)
    recorded.record(examples.BUDI, end)

    assert told(recorded, ("type", "state", "superseded_by"))[-1] == ("EmployeesMerged", "STANDS", [])
    assert {
        tuple(found) for _, state, found in told(recorded, ("type", "state", "superseded_by")) if state == "MERGED"
    } == {(str(end.event_id),)}


def test_an_exception_is_told_with_who_answers_for_it(office):
    exception = Excepted(code="NOT_ACTIVE", reason="SK sudah ditandatangani.", by="Kepala BKPSDM")
    office.record(examples.BUDI, examples.duty_commenced(exception=exception))

    assert told(office, ("exception", "exception_by")) == [("NOT_ACTIVE", "Kepala BKPSDM")]


def test_what_a_user_recorded_in_a_period_is_told_of_all_employees(recorded):
    def recorded_by(**asked):
        found = recorded.ask("timeline", "recorded_by", **asked).items
        return [(row["nama"], row["label"]) for row in found]

    assert recorded_by(actor="petugas") == [
        ("Budi Contoh", "Pegawai didaftarkan"),
        ("Budi Contoh", "Pegawai diangkat"),
    ]
    assert len(recorded_by(dari=date(2025, 11, 10), sampai=date(2025, 11, 10))) == 2
    assert recorded_by(dari=date(2025, 11, 11)) == []
    assert len(recorded_by(sampai=date(2025, 11, 9))) == 2
    assert len(recorded_by()) == 4
