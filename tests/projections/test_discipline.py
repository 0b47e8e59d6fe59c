"""How long does a case take from the report to the decision, and who did not examine it?"""

from datetime import date
from uuid import UUID

import pytest

from kinerja_es.domain.discipline import AppealBody, JenisPelanggaran, Temuan, Tingkat
from tests import examples, examples_correction
from tests import examples_discipline as discipline

CASE, SANCTION = UUID(int=0xCA), UUID(int=0x5A)
HUKDIS = examples.decision(sk_id=UUID(int=0x51), nomor="862/1/2026", tanggal=date(2026, 2, 24))
TODAY = date(2026, 7, 1)


@pytest.fixture
def recorded(office):
    """Budi, of a batch, reported on 2 February for fraud."""
    office.organisation()
    office.report = discipline.reported(case_id=CASE, jenis=JenisPelanggaran.PENIPUAN)
    office.record(
        examples.BUDI,
        examples.employee_registered(nik=None),
        examples.appointed(batch_id=examples.BATCH),
        examples.duty_commenced(),
        office.report,
    )
    return office


def sanctioned(office, **over):
    office.record(
        examples.BUDI,
        discipline.examined(case_id=CASE),
        discipline.sanctioned(case_id=CASE, sanction_id=SANCTION, decision=HUKDIS, **over),
    )


def listed(office, day=TODAY, **asked):
    return office.ask("discipline", "list", valid_at=day, **asked).items


def shown(office, day, *columns):
    (row,) = listed(office, day)
    return tuple(row[name] for name in columns)


@pytest.mark.requirement("S4-9")
def test_a_case_is_told_from_the_report_to_the_decision_with_its_days_and_appeals(recorded):
    sanctioned(recorded)
    recorded.record(examples.BUDI, discipline.appealed(sanction_id=SANCTION), discipline.decided(sanction_id=SANCTION))

    assert listed(recorded, berat=True) == [
        {
            "nip": None,
            "nama": "Budi Contoh",
            "unor_nama": "Dinas Pendidikan",
            "pegawai_id": "00000000-0000-4000-8000-000000000010",
            "urutan": 0,
            "batch_id": "00000000-0000-4000-8000-000000000004",
            "case_id": "00000000-0000-0000-0000-0000000000ca",
            "jenis": "PENIPUAN",
            "berat": 1,
            "tanggal_kejadian": "2026-01-30",
            "dilaporkan": "2026-02-02",
            "unor_id": "00000000-0000-4000-8000-000000000003",
            "diperiksa": "2026-02-20",
            "temuan": "TERBUKTI",
            "dibina": None,
            "diputus": "2026-02-24",
            "sanction_id": "00000000-0000-0000-0000-00000000005a",
            "hukuman_id": "23",
            "hukuman_nama": "PEMOTONGAN TUNKIN 25% 6 BLN",
            "tingkat": "S",
            "sk_id": "00000000-0000-0000-0000-000000000051",
            "sk_nomor": "862/1/2026",
            "mulai": "2026-03-01",
            "akhir": "2026-08-31",
            "keberatan": "2026-03-05",
            "keberatan_hasil": "UPHELD",
            "banding": None,
            "banding_hasil": None,
            "status": "DIHUKUM",
            "hari_putusan": 22,
            "hari_berjalan": 149,
        }
    ]


def test_a_case_is_told_as_far_as_it_had_come_by_the_day_asked_about(recorded):
    sanctioned(recorded)
    asked = ("status", "diperiksa", "diputus", "hari_putusan", "hari_berjalan")

    assert listed(recorded, date(2026, 2, 1)) == []
    assert shown(recorded, date(2026, 2, 19), *asked) == ("DILAPORKAN", None, None, None, 17)
    assert shown(recorded, date(2026, 2, 20), *asked) == ("TERBUKTI", "2026-02-20", None, None, 18)
    assert shown(recorded, date(2026, 2, 24), *asked) == ("DIHUKUM", "2026-02-20", "2026-02-24", 22, 22)


def test_neither_reporter_nor_examiner_nor_what_happened_is_told(recorded):
    told = {"pelapor": "Pelapor Rahasia", "uraian": "Uraian rahasia", "case_id": CASE}
    recorded.record(examples.SITI, examples.employee_registered(nama="Siti"), discipline.reported(**told))
    recorded.record(examples.SITI, discipline.examined(case_id=CASE, pemeriksa=("Pemeriksa Rahasia",)))

    assert "ahasia" not in str(listed(recorded))
    assert all("ahasia" not in str(row) for row in recorded.rows_of("discipline_case", examples.SITI))


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        (discipline.examined(case_id=CASE, finding=Temuan.TIDAK_TERBUKTI), ("TIDAK_TERBUKTI", 18)),
        (discipline.coached(case_id=CASE, evaluation_id=None, mulai=date(2026, 2, 9)), ("DIBINA", 7)),
    ],
)
def test_a_case_also_ends_where_nothing_is_found_and_in_coaching(recorded, fact, told):
    recorded.record(examples.BUDI, fact)

    assert shown(recorded, TODAY, "status", "hari_putusan") == told


def test_a_case_that_nobody_examined_is_told_with_who_leads_the_unit(recorded):
    head = examples.new_id()
    recorded.record(head, examples.post_established(jabatan_id=head, pimpinan=True))
    recorded.record(
        examples.SITI, examples.employee_registered(nama="Siti Contoh"), examples.appointed(jabatan_id=head)
    )

    def waiting(day, **asked):
        found = recorded.ask("discipline", "unexamined", valid_at=day, **asked).items
        return [(row["nama"], row["hari"], row["pimpinan_nama"]) for row in found]

    assert waiting(date(2026, 3, 4)) == []
    assert waiting(date(2026, 3, 5)) == [("Budi Contoh", 31, "Siti Contoh")]
    assert waiting(date(2026, 2, 5), hari=2) == [("Budi Contoh", 3, "Siti Contoh")]
    assert waiting(TODAY, unor=examples.JABATAN) == []
    recorded.record(examples.BUDI, discipline.examined(case_id=CASE))
    assert waiting(TODAY) == []


def test_a_sanction_that_was_cancelled_on_appeal_was_decided_and_stands_no_more(recorded):
    sanctioned(recorded)
    recorded.record(
        examples.BUDI,
        discipline.appealed(sanction_id=SANCTION, body=AppealBody.BANDING),
        discipline.decided(sanction_id=SANCTION, body=AppealBody.BANDING, outcome="CANCELLED"),
    )

    assert shown(recorded, date(2026, 3, 31), "status", "banding_hasil") == ("DIHUKUM", None)
    assert shown(recorded, date(2026, 4, 1), "status", "banding_hasil") == ("HUKUMAN_DIBATALKAN", "CANCELLED")


def test_a_sanction_that_got_lighter_ends_when_the_appeal_says(recorded):
    recorded.record(
        examples.BUDI,
        discipline.appealed(sanction_id=SANCTION, filed_on=date(2026, 2, 26)),
        discipline.decided(
            sanction_id=SANCTION,
            tanggal=date(2026, 2, 27),
            outcome="REDUCED",
            jenis_hukuman_id="3",
            tingkat=Tingkat.R,
            akhir=date(2026, 6, 30),
        ),
    )
    sanctioned(recorded)

    assert shown(recorded, TODAY, "tingkat", "hukuman_nama", "akhir") == (
        "R",
        "PERNYATAAN TIDAK PUAS SECARA TERTULIS",
        "2026-06-30",
    )


def test_a_sanction_without_a_last_day_ends_when_it_is_ended(recorded):
    sanctioned(recorded, akhir=None)
    before = shown(recorded, TODAY, "akhir")
    recorded.record(examples.BUDI, discipline.served(sanction_id=SANCTION, tanggal=date(2026, 6, 1)))

    assert (before, shown(recorded, TODAY, "akhir")) == ((None,), ("2026-05-31",))


def test_a_sanction_of_siasn_without_a_case_is_told_by_its_sk(recorded):
    recorded.record(examples.SITI, discipline.sanctioned(case_id=None, decision=HUKDIS))

    (row,) = recorded.ask("discipline", "of", employee=examples.SITI, valid_at=TODAY)
    assert (row["case_id"], row["dilaporkan"], row["diputus"], row["hari_putusan"]) == (None, None, "2026-02-24", None)


def test_an_annulled_sanction_stands_no_more_until_it_is_reinstated_and_another_may_follow(recorded):
    sanctioned(recorded)
    annulment = examples_correction.annul(recorded, examples.BUDI, sk_id=HUKDIS.sk_id, effect_from=date(2026, 4, 1))
    lifting = examples_correction.reinstated(annulment)
    recorded.record(examples.BUDI, examples_correction.reinstated_for(lifting))
    other = examples.decision(sk_id=UUID(int=0x52), nomor="862/9/2026", tanggal=date(2026, 6, 1))
    recorded.record(examples.BUDI, discipline.sanctioned(case_id=CASE, mulai=date(2026, 6, 8), decision=other))

    def statuses(day):
        return [row["status"] for row in listed(recorded, day)]

    assert statuses(date(2026, 3, 31)) == ["DIHUKUM", "TERBUKTI"]
    assert statuses(date(2026, 4, 1)) == ["HUKUMAN_DIBATALKAN", "TERBUKTI"]
    assert statuses(date(2026, 6, 1)) == ["DIHUKUM", "DIHUKUM"]


def test_a_corrected_report_counts_its_days_anew_and_a_voided_one_is_no_case(recorded):
    sanctioned(recorded)
    right = examples_correction.corrected(recorded.report, "tanggal", "2026-02-02", "2026-02-12")
    recorded.record(examples.BUDI, right)

    assert shown(recorded, TODAY, "hari_putusan") == (12,)
    recorded.record(examples.BUDI, examples_correction.voided(recorded.report))
    assert shown(recorded, TODAY, "hari_putusan", "sk_nomor") == (None, "862/1/2026")


@pytest.mark.requirement("S1-10")
def test_cases_are_asked_for_by_cohort_unit_kind_status_and_period(recorded):
    def found(**asked):
        return len(listed(recorded, **asked))

    assert (found(batch=examples.BATCH), found(batch=examples.SK)) == (1, 0)
    assert (found(unor=examples.UNOR), found(unor=examples.SK)) == (1, 0)
    assert (found(jenis="PENIPUAN"), found(jenis="ABSENSI")) == (1, 0)
    assert (found(status="DILAPORKAN"), found(status="DIHUKUM")) == (1, 0)
    assert (found(dari=date(2026, 2, 2), sampai=date(2026, 2, 2)), found(dari=date(2026, 2, 3))) == (1, 0)


@pytest.mark.requirement("S1-10")
def test_cases_are_counted_by_unit_cohort_and_kind(recorded):
    sanctioned(recorded)
    recorded.record(examples.BUDI, discipline.reported(tanggal=date(2026, 6, 1)))

    def counted(by, **asked):
        return recorded.ask("discipline", "per", valid_at=TODAY, menurut=by, **asked)

    counts = {"berat": 1, "belum_diperiksa": 1, "hukuman": 1, "rata_hari_putusan": 22.0, "terlama": 22}
    assert counted("BATCH") == [
        {"batch_id": "00000000-0000-4000-8000-000000000004", "unor_nama": None, "kasus": 2, **counts}
    ]
    assert counted("UNOR") == [
        {
            "unor_id": "00000000-0000-4000-8000-000000000003",
            "unor_nama": "Dinas Pendidikan",
            "kasus": 2,
            **counts,
        }
    ]
    assert [(row["jenis"], row["kasus"]) for row in counted("JENIS")] == [("ABSENSI", 1), ("PENIPUAN", 1)]
    assert [row["jenis"] for row in counted("JENIS", sampai=date(2026, 2, 2))] == ["PENIPUAN"]


def test_the_case_that_waits_longest_comes_first_where_it_is_asked_for(recorded):
    recorded.record(examples.BUDI, discipline.reported(tanggal=date(2026, 1, 31)))

    assert [row["hari_berjalan"] for row in listed(recorded, sort="hari_berjalan")] == [149, 151]
    assert [row["hari_berjalan"] for row in listed(recorded, sort="-hari_berjalan")] == [151, 149]
