"""Numbers, grades and dates are read once, at the edge, and only in the forms that the law gives them."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, ValidationError

from kinerja_es.domain.values import Golongan, Kind, Nik, Nip, Scheme, Sex, SkNumber, parse_date
from kinerja_es.errors import DateInvalid, GradeInvalid, NikInvalid, NipInvalid, SkNumberInvalid

ARABIC = "١٩٩٠٠١٠١٢٠٢٥٢١١٠٠١"


# -- NIP ---------------------------------------------------------------------------------


def test_the_nip_of_a_pns_tells_birth_date_and_sex():
    nip = Nip.parse("196912311994032007")

    assert (nip.scheme, nip.born, nip.sex) == (Scheme.PNS, date(1969, 12, 31), Sex.P)


def test_the_ni_of_a_pppk_tells_birth_date_and_sex():
    nip = Nip.parse("199001012025211001")

    assert (nip.scheme, nip.born, nip.sex) == (Scheme.PPPK, date(1990, 1, 1), Sex.L)


@pytest.mark.parametrize("ordinal", ["21", "22", "23", "24", "25", "26", "27", "28", "29"])
def test_an_ni_pppk_takes_the_contracts_1_to_9(ordinal):
    assert Nip.parse(f"199001012025{ordinal}1001").scheme is Scheme.PPPK


@pytest.mark.parametrize("month", ["01", "06", "12"])
def test_a_nip_of_a_pns_takes_the_months_1_to_12(month):
    assert Nip.parse(f"199001012025{month}1001").scheme is Scheme.PNS


def test_a_nip_may_be_written_in_groups():
    assert Nip.parse(" 19900101 202521 1 001 ") == "199001012025211001"


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("", "It needs 18 digits."),
        ("19900101202521100", "It needs 18 digits."),
        ("1990010120252110011", "It needs 18 digits."),
        ("19900101202521100O", "It needs 18 digits."),
        ("1.99001012025211E17", "It needs 18 digits."),
        (ARABIC, "It needs 18 digits."),
        ("19900101202521100²", "It needs 18 digits."),
        ("199002302025211001", "Digits 1-8 are no birth date."),
        ("199013012025211001", "Digits 1-8 are no birth date."),
        ("189912312025211001", "Digits 1-8 are no birth date."),
        ("199001010025211001", "Digits 9-12 are no year of appointment."),
        ("199001012025001001", "Digits 13-14 are neither a month nor 21-29."),
        ("199001012025131001", "Digits 13-14 are neither a month nor 21-29."),
        ("199001012025201001", "Digits 13-14 are neither a month nor 21-29."),
        ("199001012025301001", "Digits 13-14 are neither a month nor 21-29."),
        ("199001012025210001", "Digit 15 is neither 1 nor 2."),
        ("199001012025213001", "Digit 15 is neither 1 nor 2."),
        ("199001012025211000", "The serial number 000 is never given."),
    ],
)
def test_a_nip_that_is_none_is_refused_with_the_reason(text, because):
    with pytest.raises(NipInvalid) as refused:
        Nip.parse(text)

    assert refused.value.detail == because
    assert refused.value.code == "NIP_INVALID"


@given(
    born=st.dates(date(1940, 1, 1), date(2010, 12, 31)),
    appointed=st.integers(1960, 2060),
    middle=st.sampled_from(["01", "12", "21", "29"]),
    sex=st.sampled_from("12"),
    serial=st.integers(1, 999),
)
def test_every_well_formed_nip_is_read_as_it_stands(born, appointed, middle, sex, serial):
    text = f"{born:%Y%m%d}{appointed}{middle}{sex}{serial:03}"

    nip = Nip.parse(text)

    assert nip == text
    assert nip.born == born
    assert nip.sex == ("L" if sex == "1" else "P")
    assert nip.scheme == ("PPPK" if middle in ("21", "29") else "PNS")


@given(st.text(max_size=20))
def test_no_text_makes_the_reading_of_a_nip_fail_otherwise_than_by_its_code(text):
    try:
        nip = Nip.parse(text)
    except NipInvalid:
        return
    assert nip.isascii()


# -- NIK ---------------------------------------------------------------------------------


def test_a_nik_of_a_woman_has_forty_added_to_the_day():
    nik = Nik.parse("3604014101900001")

    assert nik.sex is Sex.P
    assert nik.agrees_with_birth(date(1990, 1, 1))


def test_a_nik_of_a_man_has_the_day_itself():
    nik = Nik.parse("3604013112690001")

    assert nik.sex is Sex.L
    assert nik.agrees_with_birth(date(1969, 12, 31))
    assert not nik.agrees_with_birth(date(1969, 12, 30))


def test_a_nik_does_not_tell_the_century():
    nik = Nik.parse("3604010101050001")

    assert nik.agrees_with_birth(date(1905, 1, 1))
    assert nik.agrees_with_birth(date(2005, 1, 1))


def test_a_nik_of_29_february_00_is_one_of_the_year_2000():
    assert Nik.parse("3604012902000001").agrees_with_birth(date(2000, 2, 29))


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("", "It needs 16 digits."),
        ("360401010190001", "It needs 16 digits."),
        ("36040101019000012", "It needs 16 digits."),
        ("٣٦٠٤٠١٠١٠١٩٠٠٠٠١", "It needs 16 digits."),
        ("3604010001900001", "Digits 7-12 are no birth date."),
        ("3604013201900001", "Digits 7-12 are no birth date."),
        ("3604014001900001", "Digits 7-12 are no birth date."),
        ("3604017201900001", "Digits 7-12 are no birth date."),
        ("3604012902010001", "Digits 7-12 are no birth date."),
        ("3604010113900001", "Digits 7-12 are no birth date."),
        ("3604010101900000", "The serial number 0000 is never given."),
    ],
)
def test_a_nik_that_is_none_is_refused_with_the_reason(text, because):
    with pytest.raises(NikInvalid) as refused:
        Nik.parse(text)

    assert refused.value.detail == because
    assert refused.value.code == "NIK_INVALID"


@given(st.dates(date(1920, 1, 1), date(2019, 12, 31)), st.booleans(), st.integers(1, 9999))
def test_every_well_formed_nik_is_read_as_it_stands(born, woman, serial):
    text = f"360401{born.day + 40 * woman:02}{born:%m%y}{serial:04}"

    nik = Nik.parse(text)

    assert nik == text
    assert nik.sex == ("P" if woman else "L")
    assert nik.agrees_with_birth(born)


# -- SK number ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "800.1.2.5/1234/BKPSDM/2025",
        "188.44/KEP-12/2024",
        "1",
        "821.2/15 - Kep/BKD (II) & Lamp. 1:2",
        "800/01–15/2025",
        "x" * 100,
    ],
)
def test_an_sk_number_is_taken_as_it_stands_on_the_paper(text):
    assert SkNumber.parse(text) == text


def test_spaces_around_and_doubled_in_an_sk_number_do_not_count():
    assert SkNumber.parse("  800.1 /  12\t/2025 ") == "800.1 / 12 /2025"


@pytest.mark.parametrize("text", ["", "   ", "800\x001", "800;1", "<b>1</b>", "٨٠٠", "x" * 101])
def test_an_sk_number_that_is_none_is_refused(text):
    with pytest.raises(SkNumberInvalid) as refused:
        SkNumber.parse(text)

    assert refused.value.code == "SK_NUMBER_INVALID"


# -- in a body ---------------------------------------------------------------------------


class Body(BaseModel):
    model_config = ConfigDict(strict=True)

    nip: Nip


def test_a_value_in_a_body_is_refused_with_its_own_code():
    with pytest.raises(ValidationError, match="NIP_INVALID: The NIP does not read as 18 digits"):
        Body.model_validate_json('{"nip": "1"}')
    with pytest.raises(ValidationError, match="NIP_INVALID"):
        Body.model_validate_json('{"nip": 199001012025211001}')


def test_a_value_that_was_parsed_is_taken_as_it_is():
    nip = Nip.parse("199001012025211001")

    assert Body(nip=nip).nip is nip


def test_the_schema_of_a_value_names_its_form_and_an_example():
    assert Body.model_json_schema()["properties"]["nip"] == {
        "type": "string",
        "pattern": r"^\d{18}$",
        "examples": ["199001012025211001"],
        "title": "Nip",
    }


@pytest.mark.parametrize("kind", [Nip, Nik, SkNumber, Golongan])
def test_the_example_of_a_value_is_one_and_fits_its_pattern(kind):
    assert kind.parse(kind.example) == kind.example
    assert re.match(kind.pattern, kind.example)


# -- golongan ----------------------------------------------------------------------------

PNS_GRADES = "I/a I/b I/c I/d II/a II/b II/c II/d III/a III/b III/c III/d IV/a IV/b IV/c IV/d IV/e".split()
PPPK_GRADES = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII".split()


@pytest.mark.parametrize("text", PNS_GRADES)
def test_the_17_grades_of_pns_fit_pns_and_cpns_only(text):
    golongan = Golongan.parse(text)

    assert golongan == text
    assert [kind.value for kind in Kind if golongan.fits(kind)] == ["CPNS", "PNS"]


@pytest.mark.parametrize("text", PPPK_GRADES)
def test_the_17_grades_of_pppk_fit_both_kinds_of_pppk_only(text):
    golongan = Golongan.parse(text)

    assert golongan == text
    assert [kind.value for kind in Kind if golongan.fits(kind)] == ["PPPK", "PPPK_PARUH_WAKTU"]


def test_there_are_17_grades_of_each_scheme():
    assert (len(PNS_GRADES), len(PPPK_GRADES)) == (17, 17)


@pytest.mark.parametrize(("text", "grade"), [("iii/A", "III/a"), (" IV / e ", "IV/e"), ("ix", "IX")])
def test_case_and_spaces_of_a_grade_do_not_count(text, grade):
    assert Golongan.parse(text) == grade


@pytest.mark.parametrize("text", ["", "V/a", "III/e", "IV/f", "XVIII", "IIII", "3/a", "III-a", "0", "IIIa"])
def test_a_grade_that_does_not_exist_is_refused(text):
    with pytest.raises(GradeInvalid) as refused:
        Golongan.parse(text)

    assert refused.value.code == "GRADE_INVALID"


# -- dates -------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["31-12-2025", "31/12/2025", "2025-12-31", "2025/12/31", " 2025-12-31 "])
def test_a_date_is_read_as_siasn_and_as_iso_8601_write_it(text):
    assert parse_date(text) == date(2025, 12, 31)


def test_29_february_exists_in_leap_years_only():
    assert parse_date("29-02-2024") == date(2024, 2, 29)
    with pytest.raises(DateInvalid):
        parse_date("29-02-2025")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31-11-2025",
        "2025-13-01",
        "12-31-2025",
        "1-7-1997",
        "01-07-97",
        "2025-W01-1",
        "20251231",
        "2025-12-31T00:00",
        "2025-12/31",
        "31.12.2025",
        "0001-01-01",
        "1899-12-31",
        "2201-01-01",
        "00-00-0000",
        "٣١-١٢-٢٠٢٥",
        "-1-12-2025",
        "31--2-2025",
        "45992",
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(DateInvalid) as refused:
        parse_date(text)

    assert refused.value.code == "DATE_INVALID"


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_every_day_of_three_centuries_is_read_back_in_both_forms(day):
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day:%d-%m-}{day.year:04}") == day
