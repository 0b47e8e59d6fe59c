"""Pages stay right while rows come and go, and a cursor only serves the question it came from."""

import base64
import sqlite3
from datetime import date
from functools import partial
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja_es.domain.values import Kind
from kinerja_es.errors import CursorInvalid, ValueInvalid
from kinerja_es.readmodels import asking
from kinerja_es.readmodels.answers import Tables, plain
from kinerja_es.readmodels.cursors import digest
from kinerja_es.readmodels.reader import select_from
from kinerja_es.readmodels.rebuild import rebuild
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


def opened(cursor):
    """What a cursor holds."""
    return orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))


def forged(cursor, place, value):
    """The cursor with one of its parts changed."""
    parts = opened(cursor)
    parts[place] = value
    return base64.urlsafe_b64encode(orjson.dumps(parts)).decode()


@pytest.mark.parametrize(
    ("part", "value"),
    [
        (0, "find.other"),
        (1, "log shape"),
        (2, {"text": "contoh", "valid_at": "2026-01-02", "limit": 5}),
        (3, ["2026-01-01", 1]),
        (4, "0"),
        (5, ["Contoh 09", "00000000-0000-4000-8000-000000000009"]),
    ],
)
def test_a_cursor_that_was_tampered_with_is_refused(twelve, part, value):
    cursor = twelve.ask("find", "find", text="contoh", valid_at=JANUARY, limit=5).next

    for params in ({}, {"text": "contoh", "valid_at": JANUARY, "limit": 5}):
        with pytest.raises(CursorInvalid):
            twelve.ask("find", "find", **params, cursor=forged(cursor, part, value))


def sealed_anew(cursor, place, value):
    """The same by somebody who knows how a cursor is sealed."""
    parts = opened(cursor)[:-1]
    parts[place] = value
    return base64.urlsafe_b64encode(orjson.dumps([*parts, digest(parts)])).decode()


@pytest.mark.parametrize(
    ("part", "value"),
    [
        (0, "current_standing.list"),
        (1, "log shape"),
        (2, {"text": "contoh", "valid_at": "2026-13-02"}),
        (2, {"text": "contoh", "colour": "red", "valid_at": "2026-01-01"}),
        (2, {"text": "budi", "valid_at": "2026-01-01"}),
        (4, "0"),
        (5, ["Contoh 09"]),
        (5, [["Contoh 09"], {}]),
        (5, [2**63, 2**63]),
        (3, ["2026-01-01", -1]),
    ],
)
def test_a_cursor_that_was_sealed_anew_is_of_another_question(twelve, part, value):
    cursor = twelve.ask("find", "find", text="contoh", valid_at=JANUARY, limit=5).next

    with pytest.raises(CursorInvalid):
        twelve.ask("find", "find", cursor=sealed_anew(cursor, part, value))


def test_the_following_page_is_asked_for_with_the_cursor_alone(twelve):
    first = twelve.ask("find", "find", text="contoh", valid_at=JANUARY, limit=5)

    assert names(twelve.ask("find", "find", cursor=first.next)) == [
        "Contoh 05",
        "Contoh 06",
        "Contoh 07",
        "Contoh 08",
        "Contoh 09",
    ]


def test_a_cursor_of_another_shape_of_the_read_model_is_refused(twelve):
    cursor = twelve.ask("find", "find", text="contoh", valid_at=JANUARY, limit=5).next
    with twelve.models.locked(timeout=5) as writer:
        writer.execute("UPDATE read_models SET shape = '2-0' WHERE name = 'find'")

    with pytest.raises(CursorInvalid):
        twelve.models.query("find", "find", cursor=cursor)


def test_a_cursor_goes_on_after_the_read_model_was_built_anew_in_the_same_shape(twelve):
    cursor = twelve.ask("find", "find", text="contoh", valid_at=JANUARY, limit=10).next

    rebuild(twelve.models, "find")

    assert names(twelve.ask("find", "find", cursor=cursor)) == ["Contoh 10", "Contoh 11"]


def test_a_cursor_holds_the_longest_text_that_is_asked_for(office):
    for n in range(2):
        office.record(examples.pegawai(n), examples.employee_registered(nama=f"Contoh {n:02}", nik=None))

    first = office.ask("find", "find", text=f"contoh{' ' * 4994}", valid_at=JANUARY, limit=1)

    assert names(office.ask("find", "find", cursor=first.next)) == ["Contoh 01"]


# -- order -------------------------------------------------------------------------------


def paged(rows, order, limit):
    """All rows, page by page."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE person (id INTEGER, nama TEXT, masa INTEGER)")
    connection.executemany("INSERT INTO person VALUES (?, ?, ?)", rows)
    tables, cursor, found = Tables(partial(select_from, connection)), None, []
    while True:
        page = tables.page("SELECT * FROM person", order=order, limit=limit, cursor=cursor)
        found += [tuple(row.values()) for row in page.items]
        assert len(page.items) <= limit
        if page.next is None:
            return found
        cursor = page.next


PEOPLE = [(1, "Budi", 3), (2, None, 1), (3, "Agus", None), (4, "Siti", 3), (5, None, None)]


@pytest.mark.parametrize("limit", [1, 2, 5])
@pytest.mark.parametrize(
    ("order", "ids"),
    [
        (("nama", "id"), [2, 5, 3, 1, 4]),
        (("-nama", "id"), [4, 1, 3, 2, 5]),
        (("masa", "nama", "id"), [5, 3, 2, 1, 4]),
        (("-masa", "nama", "id"), [1, 4, 2, 5, 3]),
        (("-masa", "-nama", "-id"), [4, 1, 2, 3, 5]),
        (("id", "id"), [1, 2, 3, 4, 5]),
        (("-id", "id"), [5, 4, 3, 2, 1]),
    ],
)
def test_what_is_empty_comes_first_and_descending_last(order, ids, limit):
    assert [row[0] for row in paged(PEOPLE, order, limit)] == ids


CELLS = st.none() | st.integers(-2, 2)
NAMES = st.none() | st.sampled_from(["A", "B", "b", "-", ""])
ORDERS = st.permutations(["nama", "masa", "id"]).flatmap(
    lambda names: st.tuples(*(st.sampled_from([name, f"-{name}"]) for name in names))
)


@given(people=st.lists(st.tuples(NAMES, CELLS), max_size=12), order=ORDERS, limit=st.integers(1, 5))
def test_pages_in_any_order_are_the_rows_in_that_order(people, order, limit):
    rows = [(n, *person) for n, person in enumerate(people)]
    expected = rows
    for name in reversed(order):
        place = ("id", "nama", "masa").index(name.removeprefix("-"))
        expected = sorted(
            expected,
            key=lambda row: (row[place] is not None, row[place] or (0 if place != 1 else "")),
            reverse=name.startswith("-"),
        )

    assert paged(rows, order, limit) == expected


@pytest.mark.parametrize("name", ["nama; DROP TABLE person", "nama DESC", "", "-", "1", "NAMA"])
def test_an_order_is_made_of_names_only(name):
    with pytest.raises(ValueInvalid):
        paged(PEOPLE, (name, "id"), 5)


# -- all pages ---------------------------------------------------------------------------


def whole(office, **params):
    """Every row of a query."""
    office.models.catch_up()
    with office.models.opened("find", "find", {"valid_at": JANUARY, **params}) as question:
        return [*question.pages()]


def test_all_pages_are_read_from_one_statement(twelve, monkeypatch):
    monkeypatch.setattr(asking, "MOST", 5)

    pages = whole(twelve, text="contoh")

    assert [len(page.items) for page in pages] == [5, 5, 2]
    assert [row["nama"] for page in pages for row in page.items] == [f"Contoh {n:02}" for n in range(12)]


def test_nobody_found_is_a_page_with_the_names_of_its_columns(twelve):
    (page,) = whole(twelve, text="nobody")

    assert (page.items, page.columns) == ([], ("pegawai_id", "nama", "nip"))


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
