"""Who is payable in a month, who is not and why, and what was recorded since that changes days that had passed?"""

from datetime import UTC, date, datetime
from functools import reduce
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinerja_es.domain.annulment import DecisionAnnulledForEmployee, Effect, JenisPembatalan
from kinerja_es.domain.correction import RecordCorrected, RecordVoided
from kinerja_es.domain.envelope import Patch, Recorded
from kinerja_es.domain.grade import GradeChanged
from kinerja_es.domain.history import History
from kinerja_es.domain.merge import EmployeesMerged
from kinerja_es.domain.rules import Ground
from kinerja_es.domain.unit import PositionChanged
from kinerja_es.domain.values import Golongan, Kind
from kinerja_es.readmodels import folding
from kinerja_es.readmodels.rebuild import rebuild
from projections import payability
from tests import examples, examples_discipline
from tests.projections.test_every_projection import OF_AN_EMPLOYEE
from tests.reading import Office

ANNULLING = examples.decision(sk_id=UUID(int=0xAA), nomor="800/77/2026", tanggal=date(2026, 5, 20))
KELURAHAN, LURAH = UUID(int=0xA2), UUID(int=0xA1)


def hired(office, *more):
    """Budi, payable from 1 October 2025, at 2,500,000 until 30 September 2026."""
    office.organisation()
    office.record(
        examples.BUDI,
        examples.employee_registered(),
        examples.number_assigned(),
        examples.appointed(),
        examples.duty_commenced(tanggal=examples.TMT),
        examples.contract_signed(contract_id=UUID(int=0xC0)),
        *more,
    )
    return office


def month(office, bulan, query="month", **more):
    return office.ask("payability", query, bulan=bulan, **more).items


def days(rows):
    return [(r["tanggal_mulai"], r["tanggal_akhir"], r["gaji_persen"], r["tpp_persen"], r["status"]) for r in rows]


# -- a month -------------------------------------------------------------------------------


def test_whoever_is_payable_is_told_with_the_columns_of_a_payroll_feed(office):
    hired(office)

    assert month(office, "2026-03") == [
        {
            "pegawai_id": "00000000-0000-4000-8000-000000000010",
            "nip": "199001012025211001",
            "nip_lama": [],
            "nama": "Budi Contoh",
            "kode_opd": "00000000-0000-4000-8000-000000000003",
            "unor_id": "00000000-0000-4000-8000-000000000003",
            "unor_nama": "Dinas Pendidikan",
            "jabatan_id": "00000000-0000-4000-8000-000000000002",
            "jabatan_nama": "Operator Layanan Operasional",
            "jenis_jabatan": "PELAKSANA",
            "eselon": None,
            "kind": "PPPK_PARUH_WAKTU",
            "golongan": "V",
            "status": "AKTIF",
            "ground": None,
            "upah_rp": 2500000,
            "gaji_persen": 100,
            "tpp_persen": 100,
            "sk_id": "00000000-0000-4000-8000-000000000001",
            "sk_nomor": "800.1.2.5/1234/BKPSDM/2025",
            "sk_tanggal": "2025-09-26",
            "tanggal_mulai": "2026-03-01",
            "tanggal_akhir": "2026-03-31",
            "valid_from": "2025-10-01",
            "valid_to": "2026-10-01",
            "pangkat": None,
            "status_label": "Aktif",
        }
    ]


def test_of_a_month_in_which_something_changes_each_day_is_told_once(office):
    sanction = examples_discipline.sanctioned(mulai=date(2026, 3, 11), akhir=date(2026, 8, 31), tpp_persen=75)
    hired(office, sanction, examples.terminated(tmt=date(2026, 3, 21)))

    assert days(month(office, "2026-03")) == [
        ("2026-03-01", "2026-03-10", 100, 100, "AKTIF"),
        ("2026-03-11", "2026-03-20", 100, 75, "AKTIF"),
    ]
    assert days(month(office, "2026-03", "not_payable")) == [("2026-03-21", "2026-03-31", 0, 0, "BERHENTI_HORMAT")]
    assert month(office, "2026-04") == []


def test_half_a_salary_is_payable_and_none_is_not(office):
    hired(office, examples.suspended(tmt=date(2026, 2, 15), until=None, gaji_persen=50, tpp_persen=0))
    assert days(month(office, "2026-03")) == [("2026-03-01", "2026-03-31", 50, 0, "NONAKTIF_SEMENTARA")]

    office.record(examples.BUDI, examples.suspended(tmt=date(2026, 3, 1), until=None, gaji_persen=0, tpp_persen=0))

    assert month(office, "2026-03") == []
    (row,) = month(office, "2026-03", "not_payable")
    assert (row["ground"], row["status_label"], row["valid_from"]) == ("SEMENTARA", "Nonaktif sementara", "2026-03-01")


def test_another_eselon_of_a_post_in_the_middle_of_a_month_makes_two_rows(office):
    hired(office)
    change = {"tmt": date(2026, 3, 16), "jabatan_id": examples.JABATAN, "eselon_id": "41"}
    office.record(examples.JABATAN, examples.fact(PositionChanged, change))

    rows = month(office, "2026-03")

    assert [(r["tanggal_mulai"], r["tanggal_akhir"], r["eselon"]) for r in rows] == [
        ("2026-03-01", "2026-03-15", None),
        ("2026-03-16", "2026-03-31", "IV.a"),
    ]


def test_a_pns_has_the_pangkat_of_the_golongan_and_the_siasn_id_of_the_unit(office):
    office.organisation()
    unit = examples.unit_established(unor_id=KELURAHAN, nama="Kelurahan Contoh", siasn_id="A8ACA7")
    office.record(KELURAHAN, unit)
    pns = {"kind": Kind.PNS, "golongan": Golongan("III/c"), "unor_id": KELURAHAN}
    office.record(examples.BUDI, examples.employee_registered(), examples.appointed(**pns), examples.duty_commenced())

    (row,) = month(office, "2026-01")

    assert (row["golongan"], row["pangkat"], row["kode_opd"], row["upah_rp"]) == ("III/c", "Penata", "A8ACA7", None)


def test_a_month_is_narrowed_to_a_unit_with_those_below_a_kind_a_status_a_grade_or_some_numbers(office):
    hired(office)
    office.record(KELURAHAN, examples.unit_established(unor_id=KELURAHAN, nama="Kelurahan", diatasan_id=examples.UNOR))
    office.record(
        examples.SITI,
        examples.employee_registered(nama="Siti Contoh", nik=None),
        examples.number_assigned(nip=examples.nip(2)),
        examples.appointed(unor_id=KELURAHAN, kind=Kind.PPPK, golongan=Golongan("IX")),
        examples.duty_commenced(),
    )

    def names(**more):
        return [row["nama"] for row in month(office, "2026-01", **more)]

    assert names() == names(unor=examples.UNOR) == ["Budi Contoh", "Siti Contoh"]
    assert names(sort="nama") == names(sort="unor_nama") == ["Budi Contoh", "Siti Contoh"]
    assert names(unor=KELURAHAN) == names(kind=Kind.PPPK) == names(golongan="IX") == ["Siti Contoh"]
    assert names(nip=f"{examples.nip(2)}, 1") == ["Siti Contoh"]
    assert names(status="NONAKTIF_SEMENTARA") == []
    assert names(nip=f"{examples.nip(1)},{examples.nip(2)}") == ["Budi Contoh", "Siti Contoh"]


def test_somebody_is_found_by_a_former_number(office):
    hired(office, examples.number_assigned(nip=examples.nip(7), tmt=date(2026, 1, 1)))

    (row,) = month(office, "2026-03", nip=examples.nip(1))

    assert (row["nip"], row["nip_lama"], row["nip_asked"]) == (examples.nip(7), [examples.nip(1)], [examples.nip(1)])


def test_who_has_not_been_payable_for_long_can_be_left_out(office):
    hired(office, examples.terminated(tmt=date(2026, 3, 1), ground=Ground.MENINGGAL))

    def told(**more):
        return [(row["nama"], row["status"]) for row in month(office, "2026-06", "not_payable", **more)]

    assert told() == told(dari=date(2026, 3, 1)) == [("Budi Contoh", "MENINGGAL")]
    assert told(dari=date(2026, 3, 2)) == []


def test_one_employee_is_told_from_the_first_day_to_the_last(office):
    hired(office, examples.suspended(tmt=date(2026, 2, 1), until=date(2026, 7, 31), gaji_persen=50, tpp_persen=0))

    rows = office.ask("payability", "of", employee=examples.BUDI).items

    assert days(rows) == [
        ("2025-09-26", "2025-09-30", 0, 0, "DIANGKAT"),
        ("2025-10-01", "2026-01-31", 100, 100, "AKTIF"),
        ("2026-02-01", "2026-07-31", 50, 0, "NONAKTIF_SEMENTARA"),
        ("2026-08-01", "2026-09-30", 100, 100, "AKTIF"),
        ("2026-10-01", None, 0, 0, "KONTRAK_HABIS"),
    ]


def test_a_wrong_tmt_was_payable_until_it_was_corrected(office):
    """Dompu: an appointment keyed as of January that is of December; asked before and after the correction."""
    wrong = examples.duty_commenced(tanggal=date(2025, 10, 1))
    hired(office)
    office.record(
        examples.SITI,
        examples.employee_registered(nama="Siti Contoh", nik=None),
        examples.appointed(),
        wrong,
    )
    assert len(month(office, "2025-11")) == 2

    right = {"patches": (Patch(path="tanggal", old="2025-10-01", new="2025-12-01"),)}
    office.record(examples.SITI, corrected(wrong, **right))

    assert [row["nama"] for row in month(office, "2025-11")] == ["Budi Contoh"]
    assert len(month(office, "2025-12")) == 2


def test_an_annulled_appointment_is_payable_until_the_day_of_the_annulment(office):
    hired(office, annulled())

    assert days(month(office, "2026-05")) == [("2026-05-01", "2026-05-19", 100, 100, "AKTIF")]
    assert days(month(office, "2026-05", "not_payable")) == [("2026-05-20", "2026-05-31", 0, 0, "BATAL")]


# -- what was recorded late ----------------------------------------------------------------


def corrected(target, **over):
    why = {"evidence": "Petikan SK", "approved_by": "Kepala BKPSDM"}
    return examples.fact(RecordCorrected, {"tmt": target.tmt, "target_event_id": target.event_id, **why, **over})


def voided(target):
    why = {"evidence": "Petikan SK", "approved_by": "Kepala BKPSDM", "reason": "Ganda"}
    return examples.fact(RecordVoided, {"tmt": target.tmt, "target_event_id": target.event_id, **why})


def annulled(day=date(2026, 5, 20), **over):
    told = {
        "tmt": day,
        "decision": ANNULLING,
        "annulment_id": UUID(int=0xA0),
        "sk_id": examples.SK,
        "kind": JenisPembatalan.DIBATALKAN,
        "effect": Effect.EX_NUNC,
        "effect_from": day,
    }
    return examples.fact(DecisionAnnulledForEmployee, told | over)


def changes(office, **more):
    return office.ask("payability", "changes", **more).items


SPAN = ("dari", "sampai", "gaji_persen_semula", "tpp_persen_semula", "gaji_persen", "tpp_persen", "type")


def spans(rows):
    return [tuple(row[name] for name in SPAN) for row in rows]


def test_a_death_that_is_recorded_late_changes_the_days_that_have_passed(office):
    taken = hired(office).log.head()
    late = examples.terminated(tmt=date(2026, 5, 1), ground=Ground.MENINGGAL)
    office.record(examples.BUDI, late)

    assert changes(office, since=taken) == [
        {
            "position": 10,
            "recorded_at": "2026-07-01T08:00:00.000000Z",
            "event_id": str(late.event_id),
            "type": "EmploymentTerminated",
            "tmt": "2026-05-01",
            "sk_id": "00000000-0000-4000-8000-000000000001",
            "sk_nomor": "800.1.2.5/1234/BKPSDM/2025",
            "sk_tanggal": "2025-09-26",
            "pegawai_id": "00000000-0000-4000-8000-000000000010",
            "nip": "199001012025211001",
            "nama": "Budi Contoh",
            "dari": "2026-05-01",
            "sampai": "2026-06-30",
            "status_semula": "AKTIF",
            "ground_semula": None,
            "gaji_persen_semula": 100,
            "tpp_persen_semula": 100,
            "kind_semula": "PPPK_PARUH_WAKTU",
            "golongan_semula": "V",
            "jabatan_id_semula": "00000000-0000-4000-8000-000000000002",
            "unor_id_semula": "00000000-0000-4000-8000-000000000003",
            "upah_rp_semula": 2500000,
            "jabatan_nama_semula": "Operator Layanan Operasional",
            "status": "MENINGGAL",
            "ground": "MENINGGAL",
            "gaji_persen": 0,
            "tpp_persen": 0,
            "kind": None,
            "golongan": None,
            "jabatan_id": None,
            "unor_id": None,
            "upah_rp": None,
            "jabatan_nama": None,
        }
    ]


def test_what_is_recorded_before_its_day_changes_nothing_that_has_passed(office):
    taken = hired(office).log.head()
    office.record(examples.BUDI, examples.terminated(tmt=date(2026, 7, 1)))

    assert changes(office, since=taken) == []


def test_a_day_has_passed_by_the_clock_of_the_government(tmp_path, monkeypatch):
    """At 15:30 UTC of the 1st it is 22:30 of that day in WIB, and 00:30 of the next one in WIT."""
    monkeypatch.setattr(examples, "clock", lambda: datetime(2026, 7, 1, 15, 30, tzinfo=UTC))
    office = hired(Office(tmp_path))
    taken = office.log.head()
    office.record(examples.BUDI, examples.terminated(tmt=date(2026, 7, 1)))

    assert changes(office, since=taken, zona="WIB") == []
    assert [(row["dari"], row["sampai"]) for row in changes(office, since=taken, zona="WIT")] == [
        ("2026-07-01", "2026-07-01")
    ]
    office.close()


def test_what_is_recorded_first_of_all_was_not_payable_before(office):
    hired(office)

    assert spans(changes(office)) == [
        ("2025-10-01", "2026-06-30", 0, 0, 100, 100, "DutyCommenced"),
        ("2025-10-01", "2026-06-30", 100, 100, 100, 100, "EmploymentContractSigned"),
    ]


def test_a_late_move_grade_or_wage_changes_what_is_payable_too(office):
    taken = hired(office).log.head()
    office.record(examples.BUDI, examples.assigned(tmt=date(2026, 4, 1), jabatan_id=LURAH))
    grade = {"tmt": date(2026, 6, 1), "golongan_baru": Golongan("VII")}
    office.record(examples.BUDI, examples.fact(GradeChanged, grade))

    told = [(row["dari"], row["sampai"], row["jabatan_id"], row["golongan"]) for row in changes(office, since=taken)]

    assert told == [
        ("2026-04-01", "2026-06-30", str(LURAH), "V"),
        ("2026-06-01", "2026-06-30", str(LURAH), "VII"),
    ]


def test_a_corrected_tmt_changes_the_days_between_the_wrong_and_the_right_one(office):
    late = examples.terminated(tmt=date(2026, 6, 1))
    taken = hired(office, late).log.head()
    patches = (Patch(path="tmt", old="2026-06-01", new="2026-03-01"),)
    correction = corrected(late, patches=patches)
    office.record(examples.BUDI, correction)

    (row,) = changes(office, since=taken)

    assert spans([row]) == [("2026-03-01", "2026-05-31", 100, 100, 0, 0, "RecordCorrected")]
    assert (row["event_id"], row["tmt"]) == (str(correction.event_id), "2026-06-01")


def test_a_voided_record_gives_back_what_was_payable(office):
    wrong = examples.terminated(tmt=date(2026, 3, 1))
    taken = hired(office, wrong).log.head()
    office.record(examples.BUDI, voided(wrong))

    assert spans(changes(office, since=taken)) == [("2026-03-01", "2026-06-30", 0, 0, 100, 100, "RecordVoided")]


def test_an_annulment_changes_the_days_since_it_took_effect(office):
    taken = hired(office).log.head()
    office.record(examples.BUDI, annulled())

    assert spans(changes(office, since=taken)) == [
        ("2026-05-20", "2026-06-30", 100, 100, 0, 0, "DecisionAnnulledForEmployee")
    ]


def test_what_was_recorded_before_or_after_the_two_moments_is_left_out(office):
    hired(office)
    first = office.record(examples.BUDI, examples.suspended(tmt=date(2026, 2, 1), until=None))
    second = office.record(examples.BUDI, examples.reinstated(tmt=date(2026, 4, 1)))

    def told(**more):
        return [row["type"] for row in changes(office, **more)]

    assert told(since=first - 1, until=first) == ["EmploymentSuspended"]
    assert told(since=first) == told(since=first, until=second) == ["EmploymentReinstated"]
    assert told(since=second) == told(since=datetime(2026, 7, 1, 8, 0, tzinfo=UTC)) == []
    assert told(since=datetime(2026, 7, 1, 14, 59, 59), until=datetime(2026, 7, 1, 15, 0)) == told()  # noqa: DTZ001
    assert told(until=datetime(2026, 7, 1, 7, 59, tzinfo=UTC)) == []


def test_a_record_that_was_merged_away_is_payable_no_more_and_the_other_one_is(office):
    taken = hired(office).log.head()
    about = {"tmt": date(2026, 6, 1), "kept": examples.SITI, "merged": examples.BUDI}
    why = {"evidence": "KTP", "approved_by": "Kepala BKPSDM"}
    office.record(examples.SITI, examples.employee_registered(nama="Siti Contoh", nik=None))
    office.record(
        examples.SITI,
        examples.fact(EmployeesMerged, about | why, role="KEPT"),
        examples.appointed(),
        examples.duty_commenced(tanggal=examples.TMT),
    )
    office.record(examples.BUDI, examples.fact(EmployeesMerged, about | why, role="MERGED"))

    told = [
        (row["nama"], row["type"], row["gaji_persen_semula"], row["gaji_persen"])
        for row in changes(office, since=taken)
    ]

    assert told == [("Siti Contoh", "DutyCommenced", 0, 100), (None, "EmployeesMerged", 100, 0)]


def test_a_correction_of_a_name_is_kept_out_of_the_register(office):
    registered = examples.employee_registered()
    office.record(examples.BUDI, registered, examples.appointed(), examples.duty_commenced())
    patches = (Patch(path="nama", old="Budi Contoh", new="Budi Benar"),)
    office.record(examples.BUDI, corrected(registered, patches=patches))
    office.models.catch_up()

    assert [row["type"] for row in changes(office)] == ["DutyCommenced"]


@pytest.mark.parametrize("keep", [1, 3, folding.KEEP])
def test_read_bit_by_bit_it_is_what_is_built_at_once(office, monkeypatch, keep):
    monkeypatch.setattr(folding, "KEEP", keep)
    hired(office)
    wrong = examples.terminated(tmt=date(2026, 3, 1), reason="Alasan yang tidak disimpan")
    for fact in (
        wrong,
        examples.suspended(tmt=date(2026, 2, 1), until=None),
        voided(wrong),
        examples.terminated(tmt=date(2026, 5, 1)),
        examples.reinstated(tmt=date(2026, 4, 1)),
        annulled(),
    ):
        office.record(examples.BUDI, fact)
        office.models.catch_up()

    assert rebuild(office.models, "payability").differences == ()
    assert len(changes(office)) > 5
    assert b"tidak disimpan" not in b"".join(row[2] for row in office.held()["payability_change_state"])


FACTS = st.lists(OF_AN_EMPLOYEE, min_size=1, max_size=12)


@settings(max_examples=60)
@given(facts=FACTS, data=st.data())
def test_what_a_register_knows_is_what_all_facts_come_to(facts, data):
    """Whatever the order, and whatever is corrected and voided on the way, in one step each."""
    events = []
    for fact in facts:
        events.append(fact)
        if data.draw(st.booleans()):
            target = data.draw(st.sampled_from(events))
            new = data.draw(st.dates(date(2025, 9, 1), date(2027, 12, 31))).isoformat()
            patch = Patch(path=target.TMT or "tmt", old=None, new=new)
            acts = [voided(target)] if target.CORRECTS else [voided(target), corrected(target, patches=(patch,))]
            events.append(data.draw(st.sampled_from(acts)))
    recorded = [
        Recorded(n, "pegawai-x", n, datetime(2026, 7, 1, tzinfo=UTC), event)
        for n, event in enumerate(events, 1)
        if type(event) in payability.Changes.needs
    ]

    folding_ = payability.Changes.folding
    state = reduce(folding_.step, recorded, folding_.start())

    whole = payability._pay(History(events).standing)
    assert [pay for pay in state.pay if pay.right] == [pay for pay in whole if pay.right]
