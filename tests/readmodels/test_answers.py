"""Pages stay right while rows come and go, and a cursor only serves the question it came from."""

import base64
from datetime import date
from uuid import UUID

import orjson
import pytest

from kinerja_es.domain.values import Kind
from kinerja_es.errors import CursorInvalid, ValueInvalid
from kinerja_es.readmodels.answers import Tables, plain
from tests import examples

JANUARY = date(2026, 1, 1)


@pytest.fixture
def twelve(office):
    """Twelve employees, Contoh 00 to Contoh 11."""
    for n in range(12):
        office.record(examples.pegawai(n), examples.employee_registered(nama=f"Contoh {n:02}", nik=None))
    office.models.catch_up()
    return office


def names(page):
    return [row["nama"] for row in page.items]


def test_pages_follow_one_another_until_nobody_is_left(twelve):
    first = twelve.ask("find", "find", text="contoh", valid_at=JANUARY, limit=5)
    second = twelve.ask("find", "find", text="contoh", valid_at=JANUARY, limit=5, cursor=first.next)
    third = twelve.ask("find", "find", text="contoh", valid_at=JANUARY, limit=5, cursor=second.next)

    assert names(first) == ["Contoh 00", "Contoh 01", "Contoh 02", "Contoh 03", "Contoh 04"]
    assert names(second) == ["Contoh 05", "Contoh 06", "Contoh 07", "Contoh 08", "Contoh 09"]
    assert names(third) == ["Contoh 10", "Contoh 11"]
    assert third.next is None


def test_a_page_that_ends_with_the_last_row_has_no_next(twelve):
    assert twelve.ask("find", "find", text="contoh", valid_at=JANUARY, limit=12).next is None


def test_somebody_who_comes_in_before_the_cursor_shifts_no_page(twelve):
    first = twelve.ask("find", "find", text="contoh", valid_at=JANUARY, limit=2)
    twelve.record(examples.SITI, examples.employee_registered(nama="Contoh 00 A", nik=None))

    second = twelve.ask("find", "find", text="contoh", valid_at=JANUARY, limit=2, cursor=first.next)

    assert names(second) == ["Contoh 02", "Contoh 03"]


def test_two_employees_of_one_name_are_both_shown(office):
    for number in (1, 2):
        office.record(examples.pegawai(number), examples.employee_registered(nama="Sama", nik=None))

    first = office.ask("find", "find", text="sama", valid_at=JANUARY, limit=1)
    second = office.ask("find", "find", text="sama", valid_at=JANUARY, limit=1, cursor=first.next)

    assert [row["pegawai_id"] for row in (*first.items, *second.items)] == [
        "00000000-0000-4000-8000-000000000001",
        "00000000-0000-4000-8000-000000000002",
    ]


def test_a_cursor_of_another_question_is_refused(twelve):
    page = twelve.ask("find", "find", text="contoh", valid_at=JANUARY, limit=5)

    with pytest.raises(CursorInvalid):
        twelve.ask("find", "find", text="budi", valid_at=JANUARY, limit=5, cursor=page.next)
    with pytest.raises(CursorInvalid):
        twelve.ask("current_standing", "list", valid_at=JANUARY, limit=5, cursor=page.next)


def test_a_cursor_of_another_day_is_refused(twelve):
    page = twelve.ask("current_standing", "list", valid_at=JANUARY, limit=5)

    with pytest.raises(CursorInvalid):
        twelve.ask("current_standing", "list", valid_at=date(2026, 1, 2), limit=5, cursor=page.next)


def test_a_page_may_have_another_length_than_the_one_before(twelve):
    first = twelve.ask("find", "find", text="contoh", valid_at=JANUARY, limit=2)

    assert names(twelve.ask("find", "find", text="contoh", valid_at=JANUARY, limit=3, cursor=first.next)) == [
        "Contoh 02",
        "Contoh 03",
        "Contoh 04",
    ]


def test_a_cursor_whose_place_was_changed_is_refused(twelve):
    cursor = twelve.ask("find", "find", text="contoh", valid_at=JANUARY, limit=5).next
    asked, place, seal = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    forged = base64.urlsafe_b64encode(orjson.dumps([asked, ["Contoh 09", place[1]], seal])).decode()

    with pytest.raises(CursorInvalid):
        twelve.ask("find", "find", text="contoh", valid_at=JANUARY, limit=5, cursor=forged)


@pytest.mark.parametrize("cursor", ["x", "!!!", "é", "W10", "bnVsbA", "WzEsMiwzXQ", "eyJhIjoxfQ", "W1tdLFtdLFtdXQ"])
def test_a_damaged_cursor_is_refused(twelve, cursor):
    with pytest.raises(CursorInvalid):
        twelve.ask("find", "find", text="contoh", valid_at=JANUARY, limit=5, cursor=cursor)


@pytest.mark.parametrize("limit", [0, -1, 1001])
def test_a_page_has_one_to_a_thousand_rows(twelve, limit):
    with pytest.raises(ValueInvalid):
        twelve.ask("find", "find", text="contoh", valid_at=JANUARY, limit=limit)


def test_values_are_asked_for_as_they_are_stored():
    assert [plain(value) for value in (date(2025, 10, 1), UUID(int=1), Kind.PPPK, True, None, 5, "x")] == [
        "2025-10-01",
        "00000000-0000-0000-0000-000000000001",
        "PPPK",
        1,
        None,
        5,
        "x",
    ]


def test_the_first_row_is_none_where_there_are_no_rows():
    assert Tables(lambda *_: []).row("SELECT 1") is None


@pytest.mark.parametrize(
    ("name", "query", "params", "field"),
    [
        ("find", "find", {"valid_at": JANUARY, "text": "Budi\udc80"}, "text"),
        ("find", "find", {"valid_at": JANUARY, "text": "a" * 60_000}, "text"),
        ("find", "find", {"valid_at": JANUARY, "text": "%" * 5001}, "text"),
        ("unit_headcount", "largest", {"valid_at": JANUARY, "limit": 10**30}, "limit"),
        ("unit_headcount", "largest", {"valid_at": JANUARY, "limit": -(10**30)}, "limit"),
    ],
)
def test_a_parameter_that_no_database_takes_is_refused_by_its_name(twelve, name, query, params, field):
    with pytest.raises(ValueInvalid) as caught:
        twelve.ask(name, query, **params)

    assert caught.value.field == field


def test_the_longest_text_that_is_taken_is_looked_for(twelve):
    assert twelve.ask("find", "find", text="%" * 5000, valid_at=JANUARY).items == []
