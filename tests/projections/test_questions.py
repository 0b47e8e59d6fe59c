"""The README's table says where each question is answered: every read model and query that it names is there."""

import re
from pathlib import Path

import pytest

from kinerja_es.readmodels.discovery import discover

README = Path(__file__).parent.parent.parent / "README.md"
SECTION = "## Every question, and where it is answered"
LATER = {9, 10, 29}
"""The proofs, the access log and the feed of events come with parts of their own."""
BY_COMMAND = {32, 33}
"""Comparisons with a file, which a command reads."""


@pytest.fixture(scope="module")
def table():
    """The rows: number, the queries that answer it, and what else does."""
    section = README.read_text(encoding="utf-8").partition(SECTION)[2].partition("\n## ")[0]
    rows = [line.split("|")[1:-1] for line in section.splitlines() if re.match(r"\| \d", line)]
    return [(int(number), re.findall(r"`(\w+ \w+)`", queries), also.strip()) for number, _, queries, also in rows]


def test_every_question_has_a_row(table):
    assert sorted({number for number, *_ in table}) == list(range(1, 35))


def test_every_read_model_and_query_that_is_named_is_there(table):
    there = {f"{projection.name} {query}" for projection in discover()[0] for query in projection.queries}

    named = {query for _, queries, _ in table for query in queries}

    assert len(named) > 60
    assert sorted(named - there) == []


def test_a_question_is_answered_by_a_query_or_a_command_or_said_to_come_later(table):
    by_query = {number for number, queries, _ in table if queries}
    by_command = {number for number, queries, also in table if not queries and "`kinerja " in also}

    assert by_command == BY_COMMAND
    assert by_query == set(range(1, 35)) - BY_COMMAND - LATER


def test_every_read_model_answers_a_question(table):
    named = {query.partition(" ")[0] for _, queries, _ in table for query in queries}

    assert {projection.name for projection in discover()[0] if projection.queries} - named == set()
