"""A fact in one line, in Indonesian: every kind of event says what happened."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kinerja_es.audit.career import told
from kinerja_es.cli.fact import line, references
from kinerja_es.domain.catalogue import BY_NAME
from kinerja_es.domain.envelope import Patch, Recorded
from tests.log import stored

NAMES = {
    ("00000000-0000-4000-8000-000000000002", "2025-10-01"): "Operator Layanan",
    ("00000000-0000-4000-8000-000000000003", "2025-10-01"): "Dinas Contoh",
}


def fixed(name) -> Any:
    """The example of a kind of event."""
    return stored.fixed(name)


def of(*facts):
    """The line of the last of these facts, in a history of all of them."""
    moment = datetime(2026, 7, 1, tzinfo=UTC)
    events = [
        told(Recorded(n, "pegawai-x", n, moment, fact.model_copy(update={"warnings": ()})), ZoneInfo("UTC"))
        for n, fact in enumerate(facts, 1)
    ]
    return line(events[-1], NAMES, references(events))


def shown(name):
    return of(fixed(name))


@pytest.mark.parametrize("name", sorted(BY_NAME.keys() - {"EmploymentReinstated"}))
def test_every_kind_of_event_says_something_beside_its_label(name):
    assert len(shown(name).split()) > 1


def test_an_end_of_a_suspension_that_names_none_has_nothing_to_say():
    suspended = fixed("EmploymentSuspended")
    back = fixed("EmploymentReinstated")

    assert of(suspended, back) == ""
    assert of(suspended, back.model_copy(update={"suspension_id": suspended.suspension_id})) == (
        "pemberhentian sementara Diberhentikan sementara 2026-02-01"
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "EmployeeAppointed",
            "jenis PPPK_PARUH_WAKTU, golongan V, jabatan Operator Layanan, unor Dinas Contoh, diambil alih 2026-01-01",
        ),
        ("LeaveGranted", "jenis cuti TAHUNAN, sampai 2026-03-06, hari kerja 5"),
        ("CommendationAwarded", "penghargaan 101 R.I ADIPURNA, nomor KEPPRES-1/2026, tahun 2026"),
        ("EmploymentSuspended", "alasan SEMENTARA, sampai 2026-07-31, gaji 50 %, TPP 0 %"),
        (
            "RecordCorrected",
            "perubahan tmt 2025-01-12 → 2025-12-01, bukti SK asli, halaman 2, disetujui oleh Kepala BKPSDM",
        ),
        ("PaymentReported", "gaji Rp2.500.000, TPP Rp500.000, sumber SIPD"),
        ("CoachingConcluded", "hasil tidak membaik, nilai 2; 3"),
    ],
)
def test_a_line_reads_as_a_clerk_would_say_it(name, expected):
    assert shown(name) == expected


def test_a_fact_that_is_about_another_one_names_that():
    sanction = fixed("DisciplinarySanctionImposed")
    appeal = fixed("SanctionAppealFiled").model_copy(update={"sanction_id": sanction.sanction_id})

    assert of(sanction, appeal) == (
        "hukuman Hukuman disiplin dijatuhkan 2026-03-01, jenis upaya KEBERATAN, tetap bekerja ya"
    )


def test_a_personal_number_is_in_no_line():
    nik = fixed("EmployeeRegistered").nik

    assert nik is not None
    assert str(nik) not in shown("EmployeeRegistered")
    patch = Patch(path="nik", old=str(nik), new="3604010101900902")
    line_of = of(fixed("RecordCorrected").model_copy(update={"patches": (patch,), "claimed": (), "regains": ()}))
    assert line_of == "perubahan nik, bukti SK asli, halaman 2, disetujui oleh Kepala BKPSDM"


def test_a_long_text_is_told_by_its_beginning():
    event = fixed("ClarificationRequested").model_copy(update={"pertanyaan": "Mengapa " * 40})

    text = line(told(Recorded(1, "x", 1, datetime(2026, 7, 1, tzinfo=UTC), event), ZoneInfo("UTC")), {}, {})

    assert "pertanyaan Mengapa Mengapa" in text
    assert max(map(len, text.split(", "))) < 100
