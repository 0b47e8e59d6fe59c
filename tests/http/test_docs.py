"""The description of the service: complete, with examples that work, and readable without internet."""

import re
from html.parser import HTMLParser

import pytest

from kinerja_es.domain.catalogue import EMPLOYEE_COMMANDS, short_name
from tests.http.calling import BUDI, UNIT

WRITING = ["/v1/employees", "/v1/decisions", "/v1/units", "/v1/posts", "/v1/employees/{employee}/events"]


@pytest.fixture
def spec(clerk):
    return clerk.get("/openapi.json").json()


def test_every_address_of_the_issue_is_described(spec):
    described = {f"{method.upper()} {path}" for path, methods in spec["paths"].items() for method in methods}

    assert described >= {
        "POST /v1/batches",
        "GET /v1/batches/{batch}",
        "POST /v1/batches/{batch}/close",
        "POST /v1/units",
        "POST /v1/units/{unor}/events",
        "POST /v1/posts",
        "POST /v1/decisions",
        "POST /v1/employees",
        "POST /v1/employees/{employee}/events",
        "GET /v1/employees/{employee}",
        "GET /v1/employees/{employee}/events",
        "GET /v1/read-models",
        "GET /v1/read-models/current_standing/of",
        "GET /v1/read-models/unit_headcount/largest",
        "GET /healthz",
        "GET /readyz",
    }


def test_every_reference_leads_to_a_schema(spec):
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', str(spec).replace("'", '"')))

    assert named
    assert named <= spec["components"]["schemas"].keys()


def test_every_body_has_examples_and_every_answer_may_be_a_problem(spec):
    for path, methods in spec["paths"].items():
        for method, operation in methods.items():
            assert operation["responses"]["default"]["content"]["application/problem+json"]["example"], path
            for described in operation.get("requestBody", {}).get("content", {}).values():
                assert described.get("examples") or described.get("example"), (method, path)


def test_every_kind_of_event_has_an_example_at_the_events_address(spec):
    body = spec["paths"]["/v1/employees/{employee}/events"]["post"]["requestBody"]["content"]["application/json"]

    assert body["examples"].keys() == {short_name(event) for event in EMPLOYEE_COMMANDS} | {"list"}


@pytest.mark.parametrize("path", WRITING)
def test_the_examples_have_the_right_shape(clerk, spec, path):
    body = spec["paths"][path]["post"]["requestBody"]["content"]["application/json"]
    for name, example in body["examples"].items():
        answer = clerk.client.post(path.format(employee="1"), json=example["value"], headers=BUDI)
        wrong_shape = {"BODY_INVALID", "VALUE_MISSING", "VALUE_INVALID"}
        assert answer.status_code == 201 or answer.json()["code"] not in wrong_shape, (name, answer.text)


def test_the_parameters_of_a_query_are_described_with_their_types(spec):
    described = spec["paths"]["/v1/read-models/current_standing/list"]["get"]["parameters"]

    types = {parameter["name"]: parameter for parameter in described}
    asked = {"valid_at", "status", "kind", "golongan", "unor", "sort", "limit", "cursor"}
    assert types.keys() == asked | {"known_at", "at_least", "format", "If-None-Match"}
    assert types["valid_at"]["description"] == "The day asked about"
    assert not any(parameter["required"] for parameter in described)


def test_every_description_begins_in_indonesian_and_goes_on_in_english(spec):
    descriptions = [op["description"] for methods in spec["paths"].values() for op in methods.values()]

    assert len(descriptions) > 20
    assert [text for text in descriptions if languages(text) != ("Indonesian", "English")] == []


INDONESIAN = set(
    "adakah apa apakah bandingkan batalkan berapa batch cari catat daftarkan gabungkan jabatan kedudukan layanan mana "
    "mengapa model "
    "kebijakan kode pegawai pemerintah rekonsiliasi riwayat pulihkan ralat sampai semua siapa sk tabel tetapkan tutup "
    "unor".split()
)
ENGLISH = set("a an and any are by does each every for how in is of on the to what where whether which who".split())


def languages(description):
    """The language of the first line, and of what follows it."""
    return tuple(language_of(set(re.findall(r"\w+", part.lower()))) for part in description.split("\n", 1))


def language_of(words):
    if words & ENGLISH:
        return "English"
    return "Indonesian" if words & INDONESIAN else "neither"


@pytest.mark.parametrize(
    ("description", "told"),
    [
        ("Catat SK.\n\nRecords an SK.", ("Indonesian", "English")),
        ("Records an SK.\n\nCatat SK.", ("English", "Indonesian")),
        ("Catat SK.\n\nSemua SK.", ("Indonesian", "Indonesian")),
        ("Catat SK.", ("Indonesian",)),
    ],
)
def test_the_languages_of_a_description_are_told_apart(description, told):
    assert languages(description) == told


class Reader(HTMLParser):
    """Reads a page as a browser would: what it would load, and whether every element is closed."""

    def __init__(self):
        super().__init__()
        self.loads, self.open, self.ids, self.links = [], [], set(), set()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in ("script", "link", "img", "iframe", "object"):
            self.loads.append(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)
        self.ids.add(given.get("id"))
        self.links.add(given.get("href", ""))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture
def page(clerk):
    answer = clerk.get("/docs")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.text


def test_the_page_loads_nothing_so_that_it_works_without_internet(clerk, page):
    reader = Reader()
    reader.feed(page)

    assert reader.open == []
    assert reader.loads == []
    assert not [link for link in reader.links if link.startswith("http")]
    assert "url(" not in page
    assert "default-src 'none'" in clerk.get("/docs").headers["content-security-policy"]


def test_every_link_on_the_page_leads_somewhere(page):
    reader = Reader()
    reader.feed(page)

    assert {link[1:] for link in reader.links if link.startswith("#")} <= reader.ids


def test_the_page_shows_every_address_with_an_example_to_copy(page, spec):
    for path in spec["paths"]:
        assert f"<code>{path}</code>" in page
    assert "curl -X POST http://127.0.0.1/v1/units" in page
    assert "Catat peristiwa pegawai." in page


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:9000", "[::1]:8000"])
def test_the_command_lines_ask_where_the_page_was_asked_for(clerk, host):
    page = clerk.client.get("/docs", headers={"Host": host}).text

    assert f"curl -X POST http://{host}/v1/units " in page
    assert set(re.findall(r"curl -X POST (\S+?)/v1/", page)) == {f"http://{host}"}


def test_what_is_recorded_never_stands_on_the_page(clerk):
    clerk.recorded("/v1/units", UNIT | {"nama": "<script>alert(1)</script>"})

    assert "alert(1)" not in clerk.get("/docs").text
