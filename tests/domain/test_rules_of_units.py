"""Units and posts that change: dated names and seats, ends, and what speaks against them."""

from datetime import date
from uuid import UUID

from kinerja_es.domain.history import History
from kinerja_es.domain.unit import (
    OrgUnitChanged,
    PerubahanUnor,
    PositionAbolished,
    PositionChanged,
    Title,
    ended_on,
    post_key,
    post_on,
    unit_name_key,
    unit_on,
    within_key,
)
from tests import examples
from tests.domain.judging import ORGANISATION, active, codes, engaged, judged

OTHER = UUID("00000000-0000-4000-8000-000000000066")
UNIT, POST, SK = ORGANISATION
NEW_YEAR = date(2026, 1, 1)


def changed(change: str, **over) -> OrgUnitChanged:
    fields = {"unor_id": examples.UNOR, "change": PerubahanUnor(change), "tmt": NEW_YEAR}
    return examples.fact(OrgUnitChanged, fields | over)


def post_changed(**over) -> PositionChanged:
    return examples.fact(PositionChanged, {"jabatan_id": examples.JABATAN, "tmt": NEW_YEAR} | over)


def abolished(**over) -> PositionAbolished:
    return examples.fact(PositionAbolished, {"jabatan_id": examples.JABATAN, "tmt": NEW_YEAR} | over)


def of_unit(event, *facts, **known):
    others = (*ORGANISATION, examples.unit_established(unor_id=OTHER, nama="Dinas Lain"))
    return codes(event, UNIT, *facts, subject=examples.UNOR, **{"others": others, **known})


def of_post(event, *facts, **known):
    return codes(event, POST, *facts, subject=examples.JABATAN, **known)


def test_a_name_holds_from_its_day_on():
    history = History([UNIT, changed("RENAME", nama="Dinas Baru")])

    found = [unit_on(history, day) for day in (date(2025, 12, 31), NEW_YEAR)]

    assert [unit.nama for unit in found if unit] == ["Dinas Pendidikan", "Dinas Baru"]


def test_a_change_names_what_it_needs():
    assert of_unit(changed("RENAME")) == ["VALUE_MISSING"]
    assert of_unit(changed("RENAME", nama="Dinas Baru")) == []
    assert of_unit(changed("MOVE")) == ["VALUE_MISSING"]
    assert of_unit(changed("MOVE", diatasan_id=OTHER)) == []
    assert of_unit(changed("MERGE")) == ["SUCCESSOR_MISSING"]
    assert of_unit(changed("MERGE", successor_ids=(OTHER,))) == []
    assert of_unit(changed("DISSOLVE")) == []


def test_what_a_change_names_exists_and_is_another_unit():
    assert of_unit(changed("MOVE", diatasan_id=UUID(int=9, version=4))) == ["UNIT_UNKNOWN"]
    assert of_unit(changed("MERGE", successor_ids=(examples.UNOR,))) == ["UNIT_UNKNOWN"]
    assert codes(changed("DISSOLVE"), subject=examples.UNOR) == ["UNIT_UNKNOWN"]


def test_a_unit_that_has_ended_or_does_not_exist_yet_does_not_change():
    assert of_unit(changed("RENAME", nama="X", tmt=date(2026, 2, 1)), changed("DISSOLVE")) == ["UNIT_NOT_ACTIVE"]
    assert of_unit(changed("RENAME", nama="X", tmt=date(2024, 2, 1))) == ["UNIT_NOT_ACTIVE"]


def test_a_new_name_is_claimed_within_the_units_own_induk():
    unit = examples.unit_established(induk_nama="Kota Contoh")
    taken = {unit_name_key("Dinas Lain", "Kota Contoh"): "unor-other"}
    elsewhere = {unit_name_key("Dinas Lain", None): "unor-other"}

    def of(change, **known):
        return judged(change, unit, subject=examples.UNOR, **known)

    assert of(changed("RENAME", nama="Dinas Lain"), owners=taken)[1] == ["DUPLICATE_UNIT"]
    assert of(changed("RENAME", nama="Dinas Lain"), owners=elsewhere)[1] == []
    there = changed("MOVE", diatasan_id=OTHER, induk_nama="Kota Lain")
    known = {"others": (*ORGANISATION, examples.unit_established(unor_id=OTHER, nama="Dinas Lain"))}
    moved = {unit_name_key("Dinas Pendidikan", "Kota Lain"): "unor-other"}
    assert of(there, owners=moved, **known)[1] == ["DUPLICATE_UNIT"]
    event, found = of(changed("RENAME", nama="Dinas Lain"))
    assert (event.claims(), found) == ((unit_name_key("Dinas Lain", "Kota Contoh"),), [])


def test_a_change_before_a_later_one_claims_the_names_of_both():
    unit = examples.unit_established(induk_nama="Kota Contoh")
    later, _ = judged(changed("RENAME", nama="Dinas Baru", tmt=date(2026, 3, 1)), unit, subject=examples.UNOR)

    event, found = judged(changed("RENAME", nama="X", induk_nama="Kota Lain"), unit, later, subject=examples.UNOR)

    assert found == []
    assert event.claims() == (unit_name_key("X", "Kota Lain"), unit_name_key("Dinas Baru", "Kota Lain"))


def test_what_a_change_or_a_post_names_exists_on_that_day():
    """A unit that has ended takes in no post, no unit, and takes over from none; nor does one that is still ahead."""
    other = examples.unit_established(unor_id=OTHER, nama="Dinas Lain")
    gone = {"others": (*ORGANISATION, other), "sk_facts": (changed("DISSOLVE", unor_id=OTHER),)}
    ahead = {"others": (*ORGANISATION, other.model_copy(update={"tmt": date(2026, 2, 1)}))}
    below = examples.unit_established(unor_id=examples.pegawai(7), nama="Bidang", diatasan_id=OTHER, tmt=NEW_YEAR)
    post = examples.post_established(jabatan_id=examples.pegawai(8), unor_id=OTHER, tmt=NEW_YEAR)

    for known in (gone, ahead):
        assert codes(below, subject=below.unor_id, **known) == ["UNIT_NOT_ACTIVE"]
        assert codes(post, subject=post.jabatan_id, **known) == ["UNIT_NOT_ACTIVE"]
        assert of_post(post_changed(unor_id=OTHER), **known) == ["UNIT_NOT_ACTIVE"]
        assert of_unit(changed("MOVE", diatasan_id=OTHER), **known) == ["UNIT_NOT_ACTIVE"]
        assert of_unit(changed("MERGE", successor_ids=(OTHER,)), **known) == ["UNIT_NOT_ACTIVE"]
    earlier = date(2025, 12, 31)
    assert codes(below.model_copy(update={"tmt": earlier}), subject=below.unor_id, **gone) == []
    assert codes(post.model_copy(update={"tmt": earlier}), subject=post.jabatan_id, **gone) == []
    assert of_post(post_changed(unor_id=OTHER, tmt=earlier), **gone) == []
    assert of_unit(changed("MOVE", diatasan_id=OTHER, tmt=earlier), **gone) == []
    assert of_unit(changed("MERGE", successor_ids=(OTHER,), tmt=earlier), **gone) == []


def test_a_new_name_is_not_another_units():
    taken = {unit_name_key("Dinas Lain", UNIT.induk_nama): "unor-other"}

    assert of_unit(changed("RENAME", nama="Dinas Lain"), owners=taken) == ["DUPLICATE_UNIT"]


def test_nobody_is_placed_in_a_unit_or_a_post_that_has_ended():
    appointment = examples.appointed(tmt=date(2026, 2, 1))
    before = examples.appointed(tmt=date(2025, 12, 1))
    gone, no_post = {"sk_facts": (changed("DISSOLVE"),)}, {"sk_facts": (abolished(),)}

    assert codes(appointment, *engaged()[:2], **gone) == ["UNIT_NOT_ACTIVE"]
    assert codes(before, *engaged()[:2], **gone) == []
    assert codes(appointment, *engaged()[:2], **no_post) == ["POSITION_NOT_ACTIVE"]
    assert codes(before, *engaged()[:2], **no_post) == []


def test_title_and_seats_hold_from_their_day_on():
    history = History([POST, post_changed(title=Title(nama="Analis"), formasi=3)])

    found = [post_on(history, day) for day in (date(2025, 12, 31), NEW_YEAR)]

    assert [(post.title.nama, post.formasi) for post in found if post] == [
        ("Operator Layanan Operasional", None),
        ("Analis", 3),
    ]


def test_a_post_changes_something_while_it_exists():
    assert of_post(post_changed(formasi=2)) == []
    assert of_post(post_changed()) == ["VALUE_MISSING"]
    assert of_post(post_changed(unor_id=OTHER)) == ["UNIT_UNKNOWN"]
    assert of_post(post_changed(formasi=2, tmt=date(2026, 2, 1)), abolished()) == ["POSITION_NOT_ACTIVE"]
    assert of_post(post_changed(formasi=2, tmt=date(2024, 2, 1))) == ["POSITION_NOT_ACTIVE"]
    assert codes(post_changed(formasi=2), subject=examples.JABATAN) == ["POSITION_UNKNOWN"]


def test_a_new_title_or_a_new_unit_is_claimed_and_is_not_another_posts():
    analis, other = Title(nama="Analis"), {"unor_id": OTHER}
    units = (*ORGANISATION, examples.unit_established(unor_id=OTHER, nama="Dinas Lain"))

    def of(change, key=None, *facts):
        owners = {} if key is None else {key: "jabatan-other"}
        event, found = judged(change, POST, *facts, subject=examples.JABATAN, owners=owners, others=units)
        return event.claims(), found

    here, there = post_key(POST.unor_id, "Analis"), post_key(OTHER, POST.title.nama)
    there_too = within_key(OTHER)
    assert of(post_changed(title=analis)) == ((here, within_key(POST.unor_id)), [])
    assert of(post_changed(**other)) == ((there, there_too), [])
    assert of(post_changed(title=analis, **other)) == ((post_key(OTHER, "Analis"), there_too), [])
    assert of(post_changed(formasi=2)) == ((), [])
    assert of(post_changed(title=analis), here)[1] == ["DUPLICATE_POSITION"]
    assert of(post_changed(**other), there)[1] == ["DUPLICATE_POSITION"]
    later = post_changed(title=analis, tmt=date(2026, 3, 1))
    named = (there, there_too, post_key(OTHER, "Analis"), there_too)
    assert of(post_changed(**other), None, later) == (named, [])


def test_fewer_seats_than_holders_are_warned_of():
    holders = {examples.JABATAN: [active(), active()]}

    assert of_post(post_changed(formasi=1), holders=holders) == ["FORMASI_EXCEEDED"]
    assert of_post(post_changed(formasi=2), holders=holders) == []


def test_a_unit_ends_with_a_warning_where_posts_in_it_are_held_on_that_day():
    elsewhere = examples.post_established(jabatan_id=examples.pegawai(8), unor_id=OTHER)
    known = {
        "others": (*ORGANISATION, examples.unit_established(unor_id=OTHER, nama="Dinas Lain"), elsewhere),
        "holders": {examples.JABATAN: [active()], elsewhere.jabatan_id: []},
    }

    assert of_unit(changed("DISSOLVE"), **known) == ["UNIT_STILL_HELD"]
    assert of_unit(changed("MERGE", successor_ids=(OTHER,)), **known) == ["UNIT_STILL_HELD"]
    assert of_unit(changed("RENAME", nama="Dinas Baru"), **known) == []
    assert of_unit(changed("DISSOLVE", tmt=date(2025, 9, 30)), **known) == []
    assert changed("RENAME", nama="Dinas Baru").empties() == ()


def test_a_post_that_somebody_holds_is_abolished_with_a_warning():
    assert of_post(abolished(), holders={examples.JABATAN: [active()]}) == ["POSITION_STILL_HELD"]
    assert of_post(abolished()) == []
    assert of_post(abolished(tmt=date(2026, 2, 1)), abolished()) == ["POSITION_NOT_ACTIVE"]
    assert codes(abolished(), subject=examples.JABATAN) == ["POSITION_UNKNOWN"]
    assert ended_on(History([POST, abolished()])) == NEW_YEAR


def test_a_post_that_got_its_first_formasi_later_has_so_many_seats_from_then_on():
    other = examples.post_established(jabatan_id=OTHER, title=Title(nama="Pengelola"), formasi=None)
    counted = examples.fact(PositionChanged, {"jabatan_id": OTHER, "formasi": 1, "tmt": NEW_YEAR})
    move = examples.assigned(tmt=date(2026, 2, 1), jabatan_id=OTHER)
    there = active(examples.assigned(tmt=date(2025, 12, 1), jabatan_id=OTHER))
    known = {"others": (*ORGANISATION, other), "holders": {OTHER: [there]}}

    assert codes(move, *active(), **known) == []
    assert codes(move, *active(), **known, sk_facts=(counted,)) == ["POSITION_OCCUPIED"]


def test_the_seats_of_a_move_are_those_of_its_day():
    other = examples.post_established(jabatan_id=OTHER, title=Title(nama="Pengelola"), formasi=1)
    move = examples.assigned(tmt=date(2026, 2, 1), jabatan_id=OTHER)
    more = examples.fact(PositionChanged, {"jabatan_id": OTHER, "formasi": 2, "tmt": NEW_YEAR})
    there = active(examples.assigned(tmt=date(2025, 12, 1), jabatan_id=OTHER))
    known = {"others": (*ORGANISATION, other), "holders": {OTHER: [there]}}

    assert codes(move, *active(), **known) == ["POSITION_OCCUPIED"]
    assert codes(move, *active(), **known, sk_facts=(more,)) == []


def test_the_same_change_of_a_day_is_recorded_once():
    renamed = changed("RENAME", nama="Dinas Baru")

    assert of_unit(changed("RENAME", nama="Dinas Baru"), renamed) == ["ALREADY_RECORDED"]
    assert of_unit(changed("RENAME", nama="Dinas Terbaru"), renamed) == []
    assert of_unit(changed("RENAME", nama="Dinas Baru", tmt=date(2026, 2, 1)), renamed) == []
    assert of_post(post_changed(formasi=2), post_changed(formasi=2)) == ["ALREADY_RECORDED"]
    assert of_post(post_changed(formasi=3), post_changed(formasi=2)) == []


def test_nothing_is_recorded_of_a_unit_or_a_post_after_its_end():
    before = date(2025, 12, 1)
    rename, seats = changed("RENAME", nama="Dinas Baru"), post_changed(formasi=2)

    for end in ({"change": "DISSOLVE"}, {"change": "MERGE", "successor_ids": (OTHER,)}):
        assert of_unit(changed(**end, tmt=before), rename) == ["LATER_CHANGE_RECORDED"]
        assert of_unit(changed(**end), rename) == []
    assert of_unit(changed("DISSOLVE", tmt=before), changed("DISSOLVE")) == ["LATER_CHANGE_RECORDED"]
    assert of_unit(changed("MOVE", diatasan_id=OTHER, tmt=before), rename) == []
    assert of_post(abolished(tmt=before), seats) == ["LATER_CHANGE_RECORDED"]
    assert of_post(abolished(tmt=before), abolished()) == ["LATER_CHANGE_RECORDED"]
    assert of_post(abolished(), seats) == []
