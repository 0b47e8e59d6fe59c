"""What does SIASN say of the same people, what does the record say, and since when?"""

from datetime import date
from uuid import UUID

import orjson
import pytest

from kinerja_es.audit import comparing
from kinerja_es.audit.roster import compare_roster
from kinerja_es.domain.correction import RecordCorrected
from kinerja_es.domain.envelope import Patch
from kinerja_es.domain.person import PersonalDataChanged, PersonalField
from kinerja_es.domain.unit import Title
from kinerja_es.domain.values import Kind
from kinerja_es.errors import Problems
from kinerja_es.readmodels.formats import Format
from kinerja_es.recording.siasn import LAYOUTS
from tests import examples
from tests.recording.rosters import person, write

DAY = date(2026, 6, 1)
LURAH = UUID(int=0xA1)


def nip(n):
    return f"19900101202521{n:04}"


@pytest.fixture
def office(service):
    """Two of a roster's people as the record has them."""
    for subject, fact in (
        (examples.UNOR, examples.unit_established(siasn_id="U1")),
        (examples.JABATAN, examples.post_established()),
        (LURAH, examples.post_established(jabatan_id=LURAH, title=Title(nama="Pengelola Layanan", id="J9"))),
    ):
        examples.record(service.log, subject, fact)
    hire(service, 1001, kind=Kind.PPPK)
    hire(service, 1002)
    return service


def hire(service, n, *more, **over):
    examples.record(
        service.log,
        examples.pegawai(n),
        examples.employee_registered(nama=f"Contoh {n}", nik=None),
        examples.number_assigned(nip=nip(n)),
        examples.appointed(**over),
        examples.duty_commenced(tanggal=examples.TMT),
        *more,
    )


def compared(service, tmp_path, *people, valid_at=DAY, layout="69", **more):
    service.read_models.catch_up()
    return compare_roster(service, write(tmp_path / "siasn.csv", people, LAYOUTS[layout]), valid_at, **more)


def differences(service, tmp_path, *people, **more):
    return list(compared(service, tmp_path, *people, **more).differences)


def short(rows):
    return [(row["beda"], row["nama"], row["kolom"], row["siasn"], row["catatan"], row["sejak"]) for row in rows]


def test_what_both_say_alike_is_not_told(office, tmp_path):
    assert differences(office, tmp_path, person(1001), person(1002)) == []


def test_case_and_punctuation_of_words_are_no_difference_and_neither_is_another_name_of_the_same_id(office, tmp_path):
    loud = {"NAMA": "CONTOH  1002", "JABATAN NAMA": "operator layanan operasional", "UNOR NAMA": "Disdik"}

    assert differences(office, tmp_path, person(1001), person(1002, **loud)) == []


def test_what_differs_is_told_column_by_column_with_the_day_since_when(office, tmp_path):
    examples.record(office.log, examples.pegawai(1002), examples.assigned(tmt=date(2026, 4, 1), jabatan_id=LURAH))
    name = {"tmt": date(2026, 3, 1), "field": PersonalField.NAMA, "new": "Contoh Baru", "evidence": "Akta"}
    examples.record(office.log, examples.pegawai(1002), examples.fact(PersonalDataChanged, name))
    over = {"GOL AKHIR NAMA": "VII", "TMT GOLONGAN": "01-11-2025", "TMT JABATAN": "01-10-2025", "ESELON NAMA": "IV.a"}

    rows = differences(office, tmp_path, person(1001), person(1002, **over))

    assert rows[0] == {
        "beda": "DIFFERS",
        "baris": 3,
        "pegawai_id": str(examples.pegawai(1002)),
        "nip": nip(1002),
        "nama": "Contoh Baru",
        "kolom": "NAMA",
        "siasn": "Contoh 1002",
        "catatan": "Contoh Baru",
        "sejak": "2026-03-01",
    }
    assert short(rows)[1:] == [
        ("DIFFERS", "Contoh Baru", "GOL AKHIR NAMA", "VII", "V", "2025-10-01"),
        ("DIFFERS", "Contoh Baru", "TMT GOLONGAN", "2025-11-01", "2025-10-01", "2025-10-01"),
        ("DIFFERS", "Contoh Baru", "JABATAN NAMA", "Operator Layanan Operasional", "Pengelola Layanan", "2026-04-01"),
        ("DIFFERS", "Contoh Baru", "TMT JABATAN", "2025-10-01", "2026-04-01", "2026-04-01"),
        ("DIFFERS", "Contoh Baru", "ESELON NAMA", "IV.a", None, "2026-04-01"),
    ]


def test_a_day_before_the_change_is_compared_as_it_was(office, tmp_path):
    examples.record(office.log, examples.pegawai(1002), examples.assigned(tmt=date(2026, 4, 1), jabatan_id=LURAH))

    assert differences(office, tmp_path, person(1001), person(1002), valid_at=date(2026, 3, 31)) == []


def test_a_former_number_joins_and_is_told(office, tmp_path):
    new = examples.number_assigned(nip=nip(1007), tmt=date(2026, 1, 1))
    examples.record(office.log, examples.pegawai(1002), new)

    assert short(differences(office, tmp_path, person(1001), person(1002))) == [
        ("DIFFERS", "Contoh 1002", "NIP BARU", nip(1002), nip(1007), "2026-01-01")
    ]


def test_the_legal_position_is_compared_by_its_code(office, tmp_path):
    died = examples.terminated(tmt=date(2026, 5, 1))
    examples.record(office.log, examples.pegawai(1001), died)
    left = {"KEDUDUKAN HUKUM NAMA": "Pemberhentian tanpa hak pensiun"}
    away = {"KEDUDUKAN HUKUM NAMA": "CLTN"}

    rows = differences(office, tmp_path, person(1001), person(1002, **away))

    assert [row[:4] for row in short(rows) if row[2] == "KEDUDUKAN HUKUM NAMA"] == [
        ("DIFFERS", "Contoh 1001", "KEDUDUKAN HUKUM NAMA", "Aktif"),
        ("DIFFERS", "Contoh 1002", "KEDUDUKAN HUKUM NAMA", "CLTN"),
    ]
    rows = differences(office, tmp_path, person(1001, **left), person(1002))
    assert [row[2] for row in short(rows) if row[2] == "KEDUDUKAN HUKUM NAMA"] == []


def test_the_day_since_when_somebody_has_no_post_is_no_tmt_of_a_post(office, tmp_path):
    examples.record(office.log, examples.pegawai(1001), examples.terminated(tmt=date(2026, 5, 1)))

    rows = differences(office, tmp_path, person(1001, **{"TMT JABATAN": "01-10-2025"}), person(1002))

    assert [row for row in short(rows) if "JABATAN" in row[2]] == [
        ("DIFFERS", "Contoh 1001", "JABATAN NAMA", "Operator Layanan Operasional", None, "2026-05-01"),
        ("DIFFERS", "Contoh 1001", "TMT JABATAN", "2025-10-01", None, "2026-05-01"),
    ]


def test_who_is_only_in_one_of_them_is_told(office, tmp_path):
    hire(office, 1003, examples.terminated(tmt=date(2026, 5, 1)))

    assert short(differences(office, tmp_path, person(1001), person(1009))) == [
        ("ONLY_IN_SIASN", "Contoh 1009", None, None, None, None),
        ("ONLY_IN_RECORD", "Contoh 1002", None, None, None, "2025-10-01"),
    ]
    assert short(differences(office, tmp_path, person(1009), kind=Kind.PPPK)) == [
        ("ONLY_IN_SIASN", "Contoh 1009", None, None, None, None),
        ("ONLY_IN_RECORD", "Contoh 1001", None, None, None, "2025-10-01"),
    ]


def test_a_correction_between_two_questions_changes_what_differs(office, tmp_path):
    wrong = examples.assigned(tmt=date(2026, 4, 1), jabatan_id=LURAH)
    examples.record(office.log, examples.pegawai(1002), wrong)
    said = person(1002, **{"JABATAN NAMA": "Pengelola Layanan", "TMT JABATAN": "01-05-2026"})
    assert [row["kolom"] for row in differences(office, tmp_path, person(1001), said)] == ["TMT JABATAN"]

    why = {"tmt": wrong.tmt, "target_event_id": wrong.event_id, "evidence": "SK", "approved_by": "Kepala"}
    patches = (Patch(path="tmt", old="2026-04-01", new="2026-05-01"),)
    examples.record(office.log, examples.pegawai(1002), examples.fact(RecordCorrected, why, patches=patches))

    assert differences(office, tmp_path, person(1001), said) == []


def test_the_totals_count_rows_differences_and_columns(office, tmp_path):
    found = compared(office, tmp_path, person(1001, NAMA="Lain"), person(1009), person(1002, NAMA="Lain"))
    list(found.differences)

    assert found.totals["menurut"] == [
        {"beda": "DIFFERS", "label": "Berbeda / Differs", "jumlah": 2},
        {"beda": "ONLY_IN_SIASN", "label": "Hanya di SIASN / Only in SIASN", "jumlah": 1},
        {"beda": "ONLY_IN_RECORD", "label": "Hanya dalam catatan / Only in the record", "jumlah": 0},
    ]
    assert found.totals["per_kolom"] == [{"kolom": "NAMA", "jumlah": 2}]
    assert (found.totals["baris"], found.totals["dikenal"], found.totals["valid_at"]) == (3, 2, "2026-06-01")


def test_everything_that_is_wrong_with_a_roster_is_told_at_once(office, tmp_path):
    with pytest.raises(Problems) as caught:
        compared(office, tmp_path, person(1001, **{"TANGGAL LAHIR": "30-02-1990"}), person(1002, NAMA=""))

    assert [(p.row, p.field, p.code) for p in caught.value.problems] == [
        (2, "TANGGAL LAHIR", "DATE_INVALID"),
        (3, "NAMA", "VALUE_MISSING"),
    ]


def test_a_roster_is_read_some_rows_at_a_time(office, tmp_path, monkeypatch):
    monkeypatch.setattr(comparing, "TOGETHER", 1)

    rows = differences(office, tmp_path, person(1002, NAMA="Lain"), person(1009), person(1001))

    assert [(row["beda"], row["baris"]) for row in rows] == [("DIFFERS", 2), ("ONLY_IN_SIASN", 3)]


def test_the_short_layout_is_compared_too_and_the_answer_is_a_file(office, tmp_path):
    found = compared(office, tmp_path, person(1001, NAMA="=1+1"), person(1002), layout="23", kind=Kind.PPPK_PARUH_WAKTU)
    with found.file(Format.JSON, tmp_path) as file:
        told = orjson.loads(file.read())

    assert [row["kolom"] for row in told["items"]] == ["NAMA", "JENIS PEGAWAI NAMA"]
    assert told["totals"]["layout"] == "23"
    again = compared(office, tmp_path, person(1001, NAMA="=1+1"), person(1002), layout="23", kind=Kind.PPPK_PARUH_WAKTU)
    with again.file(Format.CSV, tmp_path) as file:
        assert ",'=1+1," in file.read().decode("utf-8-sig")
