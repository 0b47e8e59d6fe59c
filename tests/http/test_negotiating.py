"""Which form of an answer is wanted, and whether it is held already."""

import pytest

from kinerja_es.http.negotiating import Held, preferred

JSON, LINES, CSV = "application/json", "application/x-ndjson", "text/csv"
OFFERED = (JSON, LINES, CSV)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "answer"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        (BROWSER, JSON),
        ("text/csv", CSV),
        ("TEXT/CSV", CSV),
        ("text/*", CSV),
        ("application/*", JSON),
        ("text/csv;header=present", CSV),
        ("text/csv; charset=utf-8; q=0.5, application/json;q=0.4", CSV),
        ("application/json;q=0.1, text/csv;q=0.9, application/x-ndjson;q=0.95", LINES),
        ("application/json;q=0, */*", LINES),
        ("application/*;q=0.5, application/json;q=0.1, text/csv;q=0.2", LINES),
        ("text/csv;q=1.000, application/json;q=0.999", CSV),
        ("text/csv ; Q = 0.3 , application/x-ndjson ; q=0.4", LINES),
        ("text/html, text/csv;q=nonsense, application/json;q=0.2", JSON),
        ("text/csv;q=2, application/x-ndjson;q=0.1", LINES),
        (",,text/csv,", CSV),
        ("*/csv, application/x-ndjson", LINES),
        ("text/html", None),
        ("text/csv;q=0", None),
        ("*/*;q=0", None),
        ("csv", None),
        ("é;;;===", None),
    ],
)
def test_of_the_forms_that_are_taken_the_one_most_wanted_is_given(accept, answer):
    assert preferred(accept, OFFERED) == answer


@pytest.mark.parametrize(
    ("header", "held"),
    [
        (None, False),
        ("", False),
        ('W/"5f.0d"', True),
        ('"5f.0d"', True),
        ('"aa.bb", W/"5f.0d" , "bb"', True),
        ('"aa,5f.0d"', False),
        ('"aa"', False),
        ("5f.0d", False),
        ("*", False),
    ],
)
def test_an_answer_made_of_the_same_is_held_if_one_of_its_tags_is_named_weak_or_not(header, held):
    assert Held(header).tag_of_same("5f") == ('W/"5f.0d"' if held else None)


@pytest.mark.parametrize(
    ("header", "held"),
    [
        (None, False),
        ('W/"aa.0d"', True),
        ('"5f.0d"', True),
        ('"aa.bb", "cc.0d"', True),
        ('"0d.aa"', False),
        ('"0d"', False),
        ("*", True),
        (" * ", True),
        ('"*"', False),
    ],
)
def test_an_answer_with_the_same_content_is_held_whatever_it_was_made_of(header, held):
    assert Held(header).has("0d") is held
