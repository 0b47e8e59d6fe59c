"""Who is this employee?"""

import pytest

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


def found(office, text):
    return [row["nama"] for row in office.ask("find", "find", text=text).items]


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


def test_what_is_answered_is_id_name_and_present_nip(office):
    assert office.ask("find", "find", text="budi").items == [
        {
            "pegawai_id": "00000000-0000-4000-8000-000000000010",
            "nama": "Budi_Santoso 100%",
            "nip": "199001012025211001",
        }
    ]
