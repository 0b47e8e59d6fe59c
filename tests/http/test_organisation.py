"""Units and posts that change, over HTTP."""

from tests.http.calling import UNIT, codes
from tests.http.desk import Desk

TITLE = {"title": {"nama": "Operator Layanan"}, "jenis_jabatan": "PELAKSANA"}


def test_a_unit_is_renamed_and_dissolved_by_a_list(clerk):
    unor = clerk.recorded("/v1/units", UNIT)["unor_id"]
    renamed = {"type": "OrgUnitChanged", "tmt": "2026-01-01", "change": "RENAME", "nama": "Dinas Baru"}
    gone = {"type": "OrgUnitChanged", "tmt": "2026-06-01", "change": "DISSOLVE"}

    answer = clerk.recorded(f"/v1/units/{unor}/events", [renamed, gone])

    assert (answer["unor_id"], answer["version"]) == (unor, 3)
    late = renamed | {"tmt": "2026-07-01"}
    assert codes(clerk.post(f"/v1/units/{unor}/events", late)) == [("UNIT_NOT_ACTIVE", "tmt")]


def test_a_unit_that_ends_while_posts_in_it_are_held_warns_and_names_how_many(clerk):
    desk = Desk(clerk)
    desk.hired("Satu")
    desk.hired("Dua")
    desk.post("Tanpa Pemangku")
    other = clerk.recorded("/v1/units", UNIT | {"nama": "Dinas Lain"})["unor_id"]
    gone = {"type": "OrgUnitChanged", "tmt": "2026-06-01", "change": "DISSOLVE"}

    assert clerk.recorded(f"/v1/units/{other}/events", gone)["warnings"] == []
    (warning,) = clerk.recorded(f"/v1/units/{desk.unit}/events", gone)["warnings"]

    assert (warning["code"], warning["field"]) == ("UNIT_STILL_HELD", "tmt")
    assert "2 employees: Operator Layanan." in warning["message"]


def test_a_unit_whose_posts_were_moved_ends_without_a_warning(clerk):
    desk = Desk(clerk)
    desk.hired()
    other = clerk.recorded("/v1/units", UNIT | {"nama": "Dinas Lain"})["unor_id"]
    moved = {"type": "PositionChanged", "tmt": "2026-06-01", "unor_id": other}
    clerk.recorded(f"/v1/posts/{desk.desk}/events", moved)
    merged = {"type": "OrgUnitChanged", "tmt": "2026-06-01", "change": "MERGE", "successor_ids": [other]}

    assert clerk.recorded(f"/v1/units/{desk.unit}/events", merged)["warnings"] == []
    gone = {"type": "OrgUnitChanged", "tmt": "2026-07-01", "change": "DISSOLVE"}
    warnings = clerk.recorded(f"/v1/units/{other}/events", gone)["warnings"]
    assert [warning["code"] for warning in warnings] == ["UNIT_STILL_HELD"]


def test_a_unit_does_not_take_the_name_of_another_under_the_same_induk(clerk):
    induk = {"induk_nama": "Pemerintah Kota Contoh"}
    clerk.recorded("/v1/units", UNIT | induk | {"nama": "Dinas Satu"})
    unor = clerk.recorded("/v1/units", UNIT | induk | {"nama": "Dinas Dua"})["unor_id"]
    renamed = {"type": "OrgUnitChanged", "tmt": "2026-01-01", "change": "RENAME", "nama": "dinas satu"}

    assert codes(clerk.post(f"/v1/units/{unor}/events", renamed)) == [("DUPLICATE_UNIT", "nama")]
    clerk.recorded(f"/v1/units/{unor}/events", renamed | {"nama": "Dinas Tiga"})
    assert codes(clerk.post("/v1/units", UNIT | induk | {"nama": "Dinas Tiga"})) == [("DUPLICATE_UNIT", "nama")]


def test_a_post_is_changed_and_abolished(clerk):
    unor = clerk.recorded("/v1/units", UNIT)["unor_id"]
    post = clerk.recorded("/v1/posts", {"tmt": "2025-01-01", "unor_id": unor, **TITLE})["jabatan_id"]

    clerk.recorded(f"/v1/posts/{post}/events", {"type": "PositionChanged", "tmt": "2026-01-01", "formasi": 3})
    answer = clerk.recorded(f"/v1/posts/{post}/events", {"type": "PositionAbolished", "tmt": "2026-07-01"})

    assert (answer["jabatan_id"], answer["version"]) == (post, 3)


def test_a_post_does_not_take_the_title_of_another_in_the_same_unor(clerk):
    unor = clerk.recorded("/v1/units", UNIT)["unor_id"]
    new = {"tmt": "2025-01-01", "unor_id": unor, **TITLE}
    clerk.recorded("/v1/posts", new)
    post = clerk.recorded("/v1/posts", new | {"title": {"nama": "Analis"}})["jabatan_id"]
    retitled = {"type": "PositionChanged", "tmt": "2026-01-01"} | {"title": TITLE["title"]}

    assert codes(clerk.post(f"/v1/posts/{post}/events", retitled)) == [("DUPLICATE_POSITION", "title.nama")]
    clerk.recorded(f"/v1/posts/{post}/events", retitled | {"title": {"nama": "Penelaah"}})
    assert codes(clerk.post("/v1/posts", new | {"title": {"nama": "penelaah"}})) == [
        ("DUPLICATE_POSITION", "title.nama")
    ]


def test_what_is_not_there_cannot_change(clerk):
    unheard = "00000000-0000-4000-8000-0000000000ff"
    gone = {"type": "OrgUnitChanged", "tmt": "2026-06-01", "change": "DISSOLVE"}
    abolished = {"type": "PositionAbolished", "tmt": "2026-07-01"}

    assert codes(clerk.post(f"/v1/units/{unheard}/events", gone)) == [("UNIT_UNKNOWN", "id")]
    assert codes(clerk.post(f"/v1/posts/{unheard}/events", abolished)) == [("POSITION_UNKNOWN", "id")]
    assert codes(clerk.post(f"/v1/posts/{unheard}/events", gone)) == [("BODY_INVALID", "type")]
