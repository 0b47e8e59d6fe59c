"""What is published of a text's form is what is asked of it, in words that every validator knows."""

import re

import pytest
from pydantic import TypeAdapter, ValidationError

from kinerja_es.domain.envelope import LongText, ShortText

NO_SURROGATES = [*range(0xD800), *range(0xE000, 0x10000)]


def taken(adapter, text):
    try:
        adapter.validate_python(text)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("kind", [ShortText, LongText], ids=["a line", "several lines"])
@pytest.mark.parametrize("around", ["{}", "Budi{}Santoso"], ids=["alone", "within"])
def test_the_published_pattern_takes_and_refuses_the_same_characters(kind, around):
    adapter = TypeAdapter(kind)
    published = re.compile(adapter.json_schema()["pattern"])
    texts = [around.format(chr(code)) for code in NO_SURROGATES]

    differing = [text for text in texts if taken(adapter, text) != bool(published.search(text))]

    assert differing == []


def test_the_published_form_is_that_of_a_text_of_300_or_4000_characters():
    line, lines = (TypeAdapter(kind).json_schema() for kind in (ShortText, LongText))

    assert (line["type"], line["minLength"], line["maxLength"]) == ("string", 1, 300)
    assert (lines["type"], lines["minLength"], lines["maxLength"]) == ("string", 1, 4000)
    assert "\\p" not in line["pattern"] + lines["pattern"]
