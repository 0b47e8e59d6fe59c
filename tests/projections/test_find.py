"""Who is this employee?"""

from datetime import date

import pytest

from kinerja_es.domain.person import PersonalDataChanged, PersonalField
from tests import examples


@pytest.fixture
def office(office):
    office.record(
        examples.BUDI,
        examples.employee_registered(nama="Budi_Santoso 100%", gelar_depan="Dr."),
        examples.number_assigned(nip_lama="123456789"),
    )
    office.record(examples.SITI, examples.employee_registered(nama="Siti Aminah", nik=examples.nik(2)))
    return office


JANUARY = date(2026, 1, 1)


def found(office, text, day=JANUARY):
    return [row["nama"] for row in office.ask("find", "find", text=text, valid_at=day).items]


@pytest.mark.parametrize(
    "text", ["budi", "SANTOSO", " Budi ", "dr. budi", "199001012025211001", "2025211", "123456789", "3604000101900001"]
)
def test_an_employee_is_found_by_part_of_name_nip_former_nip_or_nik(office, text):
    assert found(office, text) == ["Budi_Santoso 100%"]


def test_everybody_who_fits_is_found_by_name(office):
    assert found(office, "360400") == ["Budi_Santoso 100%", "Siti Aminah"]


@pytest.mark.parametrize("text", ["%", "_", "100%", "Budi_"])
def test_signs_that_mean_something_to_the_database_mean_themselves(office, text):
    assert found(office, text) == ["Budi_Santoso 100%"]


@pytest.mark.parametrize("text", ["Budi%100", "S_ti", "\\", "'", "joko"])
def test_nobody_is_found_by_what_is_in_no_name(office, text):
    assert found(office, text) == []


def test_a_former_nip_still_finds_its_employee(office):
    office.record(examples.BUDI, examples.number_assigned(nip=examples.nip(7)))

    assert found(office, "199001012025211001") == found(office, "199001012025211007") == ["Budi_Santoso 100%"]


def test_whoever_is_found_is_shown_with_the_nip_of_the_day_asked_about(office):
    office.record(examples.BUDI, examples.number_assigned(nip=examples.nip(7), tmt=date(2026, 3, 1)))

    def shown(text, day):
        return [row["nip"] for row in office.ask("find", "find", text=text, valid_at=day).items]

    assert shown("budi", date(2026, 2, 28)) == ["199001012025211001"]
    assert shown("budi", date(2026, 3, 1)) == ["199001012025211007"]
    assert shown("199001012025211007", date(2026, 2, 28)) == ["199001012025211001"]
    assert shown("199001012025211001", date(2026, 3, 1)) == ["199001012025211007"]


def test_somebody_is_found_by_a_former_name_and_shown_with_the_name_of_the_day(office):
    new = {"tmt": date(2026, 3, 1), "field": PersonalField.NAMA, "new": "Siti Nurhaliza", "evidence": "Akta"}
    office.record(examples.SITI, examples.fact(PersonalDataChanged, new))

    for text in ("aminah", "nurhaliza"):
        assert found(office, text, date(2026, 2, 28)) == ["Siti Aminah"]
        assert found(office, text, date(2026, 3, 1)) == ["Siti Nurhaliza"]


def test_a_new_title_is_searched_too(office):
    new = {"tmt": date(2026, 3, 1), "field": PersonalField.GELAR_BELAKANG, "new": "M.Pd.", "evidence": "Ijazah"}
    office.record(examples.SITI, examples.fact(PersonalDataChanged, new))

    assert found(office, "aminah m.pd") == ["Siti Aminah"]


def test_what_is_answered_is_id_name_and_present_nip(office):
    assert office.ask("find", "find", text="budi", valid_at=JANUARY).items == [
        {
            "pegawai_id": "00000000-0000-4000-8000-000000000010",
            "nama": "Budi_Santoso 100%",
            "nip": "199001012025211001",
        }
    ]
