"""Pictures over HTTP: the query's address with .svg or .png behind it."""

import pytest

from tests.http.calling import codes

LARGEST = "/v1/read-models/unit_headcount/largest"


@pytest.mark.parametrize(
    ("form", "media_type", "begins"), [("svg", "image/svg+xml", b"<?xml"), ("png", "image/png", b"\x89PNG")]
)
def test_a_picture_is_asked_for_by_the_end_of_the_address(clerk, form, media_type, begins):
    clerk.appointed()

    answer = clerk.get(f"{LARGEST}.{form}", valid_at="2025-12-31", at_least=6)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.content.startswith(begins)


def test_a_picture_tells_what_was_asked(clerk):
    clerk.appointed()

    told = clerk.get(f"{LARGEST}.svg", valid_at="31-12-2025", limit=7, at_least=6).text

    assert "unit_headcount.largest · valid_at=2025-12-31 · limit=7" in told
    assert "Dinas Pendidikan" in told


def test_a_picture_that_did_not_change_is_not_sent_again(clerk):
    first = clerk.get(f"{LARGEST}.svg", valid_at="2025-12-31")
    again = clerk.client.get(f"{LARGEST}.svg?valid_at=2025-12-31", headers={"If-None-Match": first.headers["etag"]})
    clerk.appointed()
    path = f"{LARGEST}.svg?valid_at=2025-12-31&at_least=6"
    changed = clerk.client.get(path, headers={"If-None-Match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert (changed.status_code, "Dinas Pendidikan" in changed.text) == (200, True)


def test_the_same_picture_of_rows_that_were_touched_is_not_sent_again(clerk):
    first = clerk.get(f"{LARGEST}.svg", valid_at="2000-01-01")
    clerk.appointed()

    path = f"{LARGEST}.svg?valid_at=2000-01-01&at_least=6"
    again = clerk.client.get(path, headers={"If-None-Match": first.headers["etag"]})

    assert again.status_code == 304
    assert again.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/v1/read-models/weather/today.svg", 404, [("READ_MODEL_UNKNOWN", "name")]),
        ("/v1/read-models/find/today.svg", 404, [("READ_MODEL_UNKNOWN", "query")]),
        ("/v1/read-models/find/find.svg?text=a", 404, [("PICTURE_MISSING", "query")]),
        (f"{LARGEST}.gif", 404, [("PICTURE_KIND_UNKNOWN", "form")]),
        (f"{LARGEST}.svg?colour=red&limit=many", 422, [("VALUE_INVALID", "colour"), ("VALUE_INVALID", "limit")]),
        (f"{LARGEST}.svg?valid_at=2026-02-30", 422, [("DATE_INVALID", "valid_at")]),
    ],
)
def test_what_cannot_be_drawn_is_told(clerk, path, status, told):
    answer = clerk.client.get(path)

    assert codes(answer) == told
    assert answer.status_code == status


def test_the_description_of_a_query_names_its_picture(clerk):
    paths = clerk.get("/openapi.json").json()["paths"]

    assert f"{LARGEST}.svg" in paths[LARGEST]["get"]["description"]
    assert ".svg" not in paths["/v1/read-models/find/find"]["get"]["description"]
