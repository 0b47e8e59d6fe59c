"""SIASN's formats: each in its exact shape with people who do not exist, and each of its warts by name."""

from dataclasses import replace
from datetime import date

import orjson
import pytest

from kinerja_es.domain.appointment import PositionAssigned
from kinerja_es.domain.contract import EmploymentContractSigned
from kinerja_es.domain.decision import DecisionIssued
from kinerja_es.domain.discipline import DisciplinarySanctionImposed
from kinerja_es.domain.envelope import Key, Source
from kinerja_es.domain.identity import EmployeeRegistered
from kinerja_es.domain.performance import PerformanceEvaluated
from kinerja_es.domain.unit import OrgUnitChanged, OrgUnitEstablished, PositionEstablished
from kinerja_es.domain.values import Kind
from kinerja_es.errors import Problem, Problems
from kinerja_es.log.application import Log, Stores
from kinerja_es.recording import recordfile
from kinerja_es.recording.batch import EXAMPLE_SK, import_roster, read_sk
from kinerja_es.recording.formats import source
from kinerja_es.recording.formats.all import FORMATS, format_named
from kinerja_es.recording.formats.contracts import KONTRAK_PPPK
from kinerja_es.recording.formats.hukdis import HUKDIS
from kinerja_es.recording.formats.jabatan import JABATAN
from kinerja_es.recording.formats.kinerja_periodik import KINERJA_PERIODIK
from kinerja_es.recording.formats.part_time import PARUH_WAKTU
from kinerja_es.recording.formats.skp22 import SKP22
from kinerja_es.recording.formats.susunan_unor import SUSUNAN_UNOR
from kinerja_es.recording.formats.unor import UNOR
from kinerja_es.recording.recordfile import FileOptions, record_file
from kinerja_es.recording.unnamed import UNNAMED
from tests import examples
from tests.recording.files import Clerk, sk, write
from tests.recording.recorder import request

PNS_ID = "8ae483a8-0000-4000-8000-000000000001"
OTHER_ID = "8ae483a8-0000-4000-8000-000000000009"
DINAS = "8ae483a8-0000-4000-8000-000000000302"


def every(log):
    """All events, in the order of recording."""
    streams = {row.stream for row in log.rows_after(0, 10_000)}
    return [r.event for r in sorted((r for s in streams for r in log.read(s)), key=lambda r: r.position)]


class Office(Clerk):
    """An office with an employee whom SIASN knows, in a unit that it knows."""

    def __init__(self, log, folder):
        super().__init__(log, folder)
        self.people = 50
        self.dinas = self.open("OrgUnitEstablished", nama="Dinas Sosial", siasn_id=DINAS.upper())["unor_id"]
        self.stream = self.active(external_ids={"siasn_pns_id": PNS_ID})
        self.nip = "199001012025211001"

    def take(self, format_, rows, *, under=None, name="siasn.json", **options):
        text = rows if isinstance(rows, str | bytes | list) else orjson.dumps(rows)
        path = self.file(text if not isinstance(text, list) else orjson.dumps({"code": 1, "data": text}), name)
        asked = replace(request(keep=False), source=Source.IMPORT_SIASN)
        return record_file(self.recorder, format_, path, asked, sk=under, options=FileOptions(**options))

    def told(self, format_, rows, **named):
        before = self.log.head()
        with pytest.raises((Problems, Problem)) as caught:
            self.take(format_, rows, **named)
        assert self.log.head() == before
        found = caught.value.problems if isinstance(caught.value, Problems) else (caught.value,)
        return [(p.row, p.field, p.code) for p in found if not p.warning]

    def facts(self, kind, stream=None):
        return [r.event for r in self.log.read(stream or self.stream) if isinstance(r.event, kind)]

    def all(self, kind):
        return [event for event in every(self.log) if isinstance(event, kind)]


@pytest.fixture
def office(tmp_path):
    with Log.create(Stores.beside(tmp_path / "kinerja.db"), examples.clock) as log:
        yield Office(log, tmp_path)


def record(format_, **over):
    """The format's own example, with what matters to the test."""
    return {**format_.example[0], **over}


def table(format_, path, *rows):
    """The same as CSV or XLSX, under the same names."""
    texts = [{name: str(value) for name, value in row.items() if not isinstance(value, dict | list)} for row in rows]
    return write(path, texts)


# -- every format ------------------------------------------------------------------------

TAKEN = (JABATAN, KINERJA_PERIODIK, SKP22, HUKDIS, KONTRAK_PPPK)
each = pytest.mark.parametrize("format_", FORMATS, ids=lambda f: f.name)
of_employees = pytest.mark.parametrize("format_", TAKEN, ids=lambda f: f.name)


@of_employees
def test_a_record_in_the_exact_shape_becomes_one_fact_of_its_employee(office, format_):
    report = office.take(format_, [record(format_)])

    assert (report.type, report.rows, report.recorded, report.repeated, report.rejected) == (format_.name, 1, 1, 0, 0)
    fact = office.log.read(office.stream)[-1].event
    assert (type(fact), fact.source, fact.actor.user_id) == (format_.kind, Source.IMPORT_SIASN, "penguji")


@each
def test_the_example_that_is_printed_is_in_the_exact_shape(office, format_):
    under = sk(tmt="2026-01-01") if format_ in (UNOR, SUSUNAN_UNOR) else None
    if format_ is SUSUNAN_UNOR:
        office.open("OrgUnitEstablished", nama="Kota", siasn_id=UNOR.example[0]["id"])
    expected = len(format_.example)
    text = format_.text().replace(DINAS, DINAS[:-1] + "9") if format_ is UNOR else format_.text()

    assert office.take(format_, text.replace("3604010101900001", "3604010101900002"), under=under).recorded == expected


@of_employees
def test_the_same_file_again_records_nothing(office, format_):
    office.take(format_, [record(format_)])
    head = office.log.head()

    again = office.take(format_, [record(format_)])

    assert (again.recorded, again.repeated, again.position, office.log.head()) == (0, 1, None, head)


@each
def test_a_record_that_stands_twice_in_a_file_is_recorded_once_and_repeated(office, format_):
    under = sk(tmt="2026-01-01") if format_ in (UNOR, SUSUNAN_UNOR) else None
    if format_ is SUSUNAN_UNOR:
        office.open("OrgUnitEstablished", nama="Kota", siasn_id=UNOR.example[0]["id"])
    rows = [dict(row) for row in format_.example]
    if format_ is UNOR:
        rows[-1]["id"] = OTHER_ID
    if format_ is PARUH_WAKTU:
        rows[-1]["nik"] = "3604010101900002"

    report = office.take(format_, [*rows, rows[-1]], under=under)

    assert (report.recorded, report.repeated, report.rejected) == (len(rows), 1, 0)


@of_employees
def test_a_later_file_with_the_same_record_recognises_it(office, format_):
    office.take(format_, [record(format_)])
    head = office.log.head()

    later = office.take(format_, [record(format_), record(format_, id="another")], name="later.json")

    assert (later.recorded, later.repeated, office.log.head()) == (0, 2, head)


@of_employees
def test_a_dry_run_records_nothing(office, format_):
    head = office.log.head()

    assert office.take(format_, [record(format_)], dry_run=True).recorded == 1
    assert office.log.head() == head


@of_employees
@pytest.mark.parametrize("name", ["siasn.csv", "siasn.xlsx"])
def test_a_table_with_the_same_names_says_the_same(office, format_, name):
    path = table(format_, office.folder / name, record(format_))

    asked = replace(request(keep=False), source=Source.IMPORT_SIASN)
    assert record_file(office.recorder, format_, path, asked).recorded == 1


@of_employees
def test_a_table_without_a_needed_field_is_told_once(office, format_):
    gone = format_.fields[format_.needed[1]]
    row = {name: value for name, value in record(format_).items() if name not in gone}
    path = table(format_, office.folder / "short.csv", row, row)

    with pytest.raises(Problems) as caught:
        record_file(office.recorder, format_, path, request())

    assert [(p.field, p.code) for p in caught.value.problems] == [(gone[0], "COLUMN_MISSING")]


@of_employees
def test_a_person_whom_nobody_registered_is_told_by_the_formats_own_name(office, format_):
    ids = dict.fromkeys(format_.fields["nip"], "")
    field = format_.fields["nip"][0]

    [(row, told, code)] = office.told(format_, [record(format_, **{**ids, field: "199001012025211999"})])

    assert (row, told, code) == (1, field, "EMPLOYEE_UNKNOWN")


@of_employees
def test_rows_that_are_wrong_can_be_skipped(office, format_):
    ids = dict.fromkeys(format_.fields["nip"], "")
    wrong = record(format_, **{**ids, format_.fields["nip"][0]: "123"})

    report = office.take(format_, [record(format_), wrong], skip_invalid=True)

    assert (report.recorded, report.rejected) == (1, 1)


def test_a_format_is_found_by_its_name_in_whatever_case():
    assert format_named("SIASN-Jabatan") is JABATAN
    assert format_named("siasn:skp22") is SKP22
    assert format_named("mutasi") is None


# -- warts of all of them ----------------------------------------------------------------


def test_wart_dates_are_day_month_year(office):
    office.take(JABATAN, [record(JABATAN, tmtJabatan="01-04-2026", tanggalSk="20-03-2026")])

    assert office.facts(PositionAssigned)[0].tmt == date(2026, 4, 1)


def test_wart_a_time_stands_behind_a_day(office):
    office.take(KONTRAK_PPPK, [record(KONTRAK_PPPK, tgl_kontrak_mulai="2025-10-01T00:00:00Z")])

    assert office.facts(EmploymentContractSigned)[0].mulai == date(2025, 10, 1)


def test_wart_the_text_null_and_an_apostrophe_say_nothing(office):
    office.take(JABATAN, [record(JABATAN, eselonId="null", jenisMutasiId="NULL", nomorSk="'800.1.3/7/BKPSDM/2026")])

    fact = office.facts(PositionAssigned)[0]
    assert (fact.eselon_id, fact.jenis_mutasi, fact.decision.nomor) == (None, None, "800.1.3/7/BKPSDM/2026")


def test_wart_numbers_are_texts(office):
    row = record(KINERJA_PERIODIK, hasilKinerjaNilai="1", perilakuKerjaNilai=2.0, tahun="2025")

    office.take(KINERJA_PERIODIK, [row])

    fact = office.facts(PerformanceEvaluated)[0]
    assert (fact.hasil, fact.perilaku) == (1, 2)


def test_wart_a_hyphen_is_an_empty_golongan(office):
    assert office.take(HUKDIS, [record(HUKDIS, golongan="-", masaTahun="-")]).recorded == 1


def test_wart_one_person_has_several_id_names(office):
    names = {JABATAN.name: "pnsId", HUKDIS.name: "pnsOrangId", KINERJA_PERIODIK.name: "pnsDinilaiId"}
    for format_ in TAKEN[:4]:
        ids = dict.fromkeys(format_.fields["nip"])
        row = record(format_, **{**ids, names.get(format_.name, "pnsDinilaiOrang"): PNS_ID})
        assert office.take(format_, [row]).recorded == 1


def test_a_record_that_names_two_people_is_refused_and_names_both_columns(office):
    office.register(nik=None, external_ids={"siasn_pns_id": OTHER_ID})

    with pytest.raises(Problems) as caught:
        office.take(JABATAN, [record(JABATAN, nipBaru=office.nip, idPns=OTHER_ID)])

    (problem,) = (p for p in caught.value.problems if not p.warning)
    assert (problem.row, problem.field, problem.code) == (1, "nipBaru", "PERSONS_DIFFER")
    assert problem.detail == "They are nipBaru and idPns."


@pytest.mark.parametrize("unknown", [OTHER_ID, "199001012025211999", "X"])
def test_an_id_that_is_nobodys_here_does_not_stand_against_a_nip(office, unknown):
    assert office.take(JABATAN, [record(JABATAN, nipBaru=office.nip, idPns=unknown)]).recorded == 1


@pytest.mark.parametrize("written", [PNS_ID.upper(), PNS_ID.replace("-", ""), PNS_ID.replace("-", "").upper()])
def test_wart_an_id_is_written_without_hyphens_or_in_capitals(office, written):
    assert office.take(HUKDIS, [record(HUKDIS, pnsOrang=written)]).recorded == 1


def test_wart_names_are_capitalised_in_one_answer(office):
    row = record(SKP22)
    assert "KuadranKinerjaNilai" in row

    office.take(SKP22, [row])

    assert office.facts(PerformanceEvaluated)[0].predikat_tertulis == 2


def test_wart_an_answer_has_documents_that_say_nothing_here(office):
    office.take(JABATAN, [record(JABATAN, path=[{"dok_id": "872", "dok_uri": "x"}])])

    assert office.facts(PositionAssigned)[0].documents == ()


# -- the SK ------------------------------------------------------------------------------


def test_an_sk_that_is_known_by_number_and_date_alone_is_recorded_and_says_so(office):
    office.take(HUKDIS, [record(HUKDIS)])

    issued = office.all(DecisionIssued)[-1]
    assert (issued.nomor, issued.tanggal) == ("800.1.6.2/3/BKPSDM/2026", date(2026, 2, 20))
    assert issued.jenis == "HUKUMAN_DISIPLIN"
    assert (issued.pejabat_jabatan, issued.jumlah_pegawai, issued.bentuk) == (UNNAMED, 1, "PERORANGAN")
    assert "SIASN" in issued.reason
    assert office.facts(DisciplinarySanctionImposed)[0].decision.sk_id == issued.sk_id


def test_an_sk_that_is_recorded_with_its_official_is_the_one_that_is_meant(office):
    office.take(KONTRAK_PPPK, [record(KONTRAK_PPPK)])

    assert len(office.all(DecisionIssued)) == 1
    assert str(office.facts(EmploymentContractSigned)[0].decision.sk_id) == office.sk


def test_one_sk_of_several_people_is_recorded_once(office):
    other = office.employee()
    office.take(JABATAN, [record(JABATAN), record(JABATAN, nipBaru=other, idPns="")])

    issued = office.all(DecisionIssued)[1:]
    assert [(each.jumlah_pegawai, each.bentuk) for each in issued] == [(2, "KOLEKTIF")]


def test_an_sk_is_not_recorded_for_the_sake_of_a_row_that_is_not(office):
    office.take(JABATAN, [record(JABATAN)])
    wrong = record(JABATAN, nomorSk="LAIN/1", tmtJabatan="01-01-2020")

    report = office.take(JABATAN, [wrong, record(JABATAN)], skip_invalid=True)

    assert (report.recorded, report.repeated, report.rejected) == (0, 1, 1)
    assert "LAIN/1" not in {issued.nomor for issued in office.all(DecisionIssued)}


def test_two_sks_of_one_number_and_date_are_told_apart_by_nobody(office):
    for official in ("Wali Kota A", "Wali Kota B"):
        office.open("DecisionIssued", nomor="800.1.3/7/BKPSDM/2026", tanggal="2026-03-20", pejabat_jabatan=official)

    assert office.told(JABATAN, [record(JABATAN)]) == [(1, "nomorSk", "DECISION_UNKNOWN")]


def test_an_sk_of_a_day_to_come_is_refused(office):
    assert office.told(JABATAN, [record(JABATAN, tanggalSk="20-03-2099")]) == [(1, "tanggalSk", "SK_DATE_IN_FUTURE")]


def test_an_sk_without_a_date_is_no_sk(office):
    assert office.told(JABATAN, [record(JABATAN, tanggalSk="")]) == [(1, "tanggalSk", "VALUE_MISSING")]


# -- jabatan -----------------------------------------------------------------------------


def test_a_post_that_nobody_established_is_brought_along_from_its_first_day(office):
    other = office.employee()
    early = record(JABATAN, nipBaru=other, idPns="", tmtJabatan="01-02-2026", nomorSk="A/1", tanggalSk="20-01-2026")

    office.take(JABATAN, [record(JABATAN), early])

    post = office.all(PositionEstablished)[-1]
    assert (post.title.nama, post.tmt, post.formasi) == ("Operator Layanan Operasional", date(2026, 2, 1), None)
    assert (str(post.unor_id), post.jenis_jabatan, post.title.id) == (
        office.dinas,
        "PELAKSANA",
        "8ae483a8-0000-4000-8000-000000000201",
    )
    assert office.facts(PositionAssigned)[0].jabatan_id == post.jabatan_id


def test_the_post_that_the_appointment_has_brought_is_recognised(office):
    appointed = record(
        JABATAN, tmtJabatan="01-10-2025", unorId="", unorNama="Dinas Pendidikan", namaUnor="Dinas Pendidikan"
    )

    assert office.take(JABATAN, [appointed]).repeated == 1


def test_wart_what_is_sent_names_posts_by_ids_alone(office):
    post = office.open("PositionEstablished", unor_id=office.dinas, title={"nama": "Penata", "id": "T-1"})
    sent = {
        "pnsId": PNS_ID,
        "instansiId": "A5EB03E23AAAF6A0E040640A040252AD",
        "satuanKerjaId": "A5EB03E23AAAF6A0E040640A040252AE",
        "unorId": DINAS,
        "jenisJabatan": "4",
        "jabatanFungsionalId": "",
        "jabatanFungsionalUmumId": "t-1",
        "jenisMutasiId": "MU",
        "jenisPenugasanId": "D",
        "nomorSk": "A/1",
        "tanggalSk": "20-03-2026",
        "tmtJabatan": "01-04-2026",
        "tmtMutasi": "01-04-2026",
        "tmtPelantikan": "",
        "path": [],
    }

    office.take(JABATAN, sent)

    fact = office.facts(PositionAssigned)[0]
    assert (str(fact.jabatan_id), fact.jenis_mutasi, fact.penugasan) == (post["jabatan_id"], "MU", "D")
    unknown = office.told(JABATAN, sent | {"jabatanFungsionalUmumId": "T-2"})
    assert unknown == [(1, "jabatanFungsionalUmumId", "POSITION_UNKNOWN")]


def test_wart_a_structural_post_is_named_by_its_unit(office):
    post = office.open(
        "PositionEstablished",
        unor_id=office.dinas,
        title={"nama": "Kepala Dinas Sosial"},
        jenis_jabatan="STRUKTURAL",
        pimpinan=True,
    )
    row = record(JABATAN, jenisJabatan="1", jabatanFungsionalUmumId="", jabatanFungsionalUmumNama="", eselonId="22")

    office.take(JABATAN, [row])

    assert str(office.facts(PositionAssigned)[0].jabatan_id) == post["jabatan_id"]


def test_a_functional_post_without_id_and_name_is_told(office):
    row = record(JABATAN, jenisJabatan="2", jabatanFungsionalUmumId="", jabatanFungsionalUmumNama="")

    assert office.told(JABATAN, [row]) == [(1, "jabatanFungsionalId", "VALUE_MISSING")]


@pytest.mark.parametrize(
    ("written", "kind"), [("4", "PELAKSANA"), ("2", "FUNGSIONAL"), ("Jabatan Struktural", "STRUKTURAL")]
)
def test_wart_jenis_jabatan_is_a_code_or_a_name(office, written, kind):
    office.take(JABATAN, [record(JABATAN, jenisJabatan=written)])

    assert office.all(PositionEstablished)[-1].jenis_jabatan == kind


@pytest.mark.parametrize("turned", [False, True])
def test_a_post_of_several_kinds_has_that_of_the_earliest_record_and_the_others_are_warned_of(office, turned):
    others = [office.employee(), office.employee()]
    said = [(office.nip, "01-04-2026", "4"), (others[0], "01-02-2026", "2"), (others[1], "01-01-2026", "")]
    rows = [
        record(JABATAN, nipBaru=nip, idPns="", tmtJabatan=tmt, jenisJabatan=kind, nomorSk="A/1", tanggalSk="20-12-2025")
        for nip, tmt, kind in said
    ]

    report = office.take(JABATAN, rows[::-1] if turned else rows)

    told = [(p.row, p.field, p.value) for p in report.problems if p.code == "POST_KIND_DIFFERS"]
    assert told == [(3 if turned else 1, "jenisJabatan", "PELAKSANA")]
    post = office.all(PositionEstablished)[-1]
    assert (post.jenis_jabatan, post.tmt) == ("FUNGSIONAL", date(2026, 1, 1))


def test_a_unit_without_siasns_id_is_found_by_its_name(office):
    plain = office.open("OrgUnitEstablished", nama="Dinas Kesehatan")["unor_id"]
    row = record(JABATAN, unorId="8ae483a8-0000-4000-8000-000000000777", unorNama="Dinas Kesehatan")

    office.take(JABATAN, [row])

    assert str(office.facts(PositionAssigned)[0].unor_id) == plain


def test_a_unit_of_that_name_with_another_id_is_another_unit(office):
    row = record(JABATAN, unorId="8ae483a8-0000-4000-8000-000000000777")

    assert office.told(JABATAN, [row])[0] == (1, "unorId", "UNIT_UNKNOWN")
    assert office.told(JABATAN, [row | {"unorNama": "", "namaUnor": ""}])[0] == (1, "unorId", "UNIT_UNKNOWN")


# -- evaluations -------------------------------------------------------------------------


def test_a_quarter_is_evaluated_on_its_last_day(office):
    office.take(KINERJA_PERIODIK, [record(KINERJA_PERIODIK)])

    fact = office.facts(PerformanceEvaluated)[0]
    assert (fact.scope, fact.dari, fact.sampai, fact.tmt) == (
        "TRIWULAN",
        date(2025, 10, 1),
        date(2025, 12, 31),
        date(2025, 12, 31),
    )
    assert (fact.penilai.nama, fact.penilai.nip, fact.penilai.jabatan) == (
        "Atasan Contoh",
        "197001011995031001",
        "Kepala Dinas Sosial",
    )
    assert (fact.predikat, fact.predikat_tertulis) == (2, 2)


def test_wart_one_form_writes_penailan(office):
    row = record(KINERJA_PERIODIK, bulanMulaiPenailan="11", bulanSelesaiPenailan="11", periodikId="1")
    del row["bulanMulaiPenilaian"], row["bulanSelesaiPenilaian"]

    office.take(KINERJA_PERIODIK, [row])

    fact = office.facts(PerformanceEvaluated)[0]
    assert (fact.scope, fact.dari, fact.sampai) == ("BULANAN", date(2025, 11, 1), date(2025, 11, 30))


def test_wart_the_answer_names_the_coefficient_and_others_differently(office):
    """koefisenId for koefisienId, penilaiUnorNm, namaPenilai: none of them hides the evaluator."""
    row = record(KINERJA_PERIODIK, koefisenId="12", penilaiUnorNm="Dinas", namaPenilai="Atasan Lain")
    del row["koefisienId"], row["penilaiUnorNama"], row["penilaiNama"]

    office.take(KINERJA_PERIODIK, [row])

    assert office.facts(PerformanceEvaluated)[0].penilai.nama == "Atasan Lain"


def test_wart_the_answer_leaves_out_the_months(office):
    row = record(KINERJA_PERIODIK)
    del row["bulanMulaiPenilaian"], row["bulanSelesaiPenilaian"]

    assert office.told(KINERJA_PERIODIK, [row]) == [(1, "bulanMulaiPenilaian", "VALUE_MISSING")]


@pytest.mark.parametrize("month", ["13", "0", "x", "12" * 3000])
def test_a_month_that_is_none_is_told(office, month):
    told = office.told(KINERJA_PERIODIK, [record(KINERJA_PERIODIK, bulanSelesaiPenilaian=month)])

    assert told == [(1, "bulanSelesaiPenilaian", "VALUE_INVALID")]


@pytest.mark.parametrize(("year", "code"), [("", "VALUE_MISSING"), ("25", "VALUE_INVALID"), ("20255", "VALUE_INVALID")])
def test_a_year_that_is_none_is_told(office, year, code):
    assert office.told(SKP22, [record(SKP22, tahun=year)]) == [(1, "tahun", code)]


@pytest.mark.parametrize(
    ("words", "rating"), [("DIATAS ESPEKTASI", 1), ("Sesuai Ekspektasi", 2), ("DIBAWAH EKSPEKTASI", 3)]
)
def test_wart_a_rating_is_a_number_or_words(office, words, rating):
    office.take(SKP22, [record(SKP22, hasilKinerjaNilai="", hasilKinerja=words)])

    assert office.facts(PerformanceEvaluated)[0].hasil == rating


def test_a_year_in_which_somebody_came_is_evaluated_from_that_day(office):
    office.take(SKP22, [record(SKP22)])

    fact = office.facts(PerformanceEvaluated)[0]
    assert (fact.scope, fact.dari, fact.sampai) == ("TAHUNAN", date(2025, 10, 1), date(2025, 12, 31))


def test_wart_a_soldiers_number_is_no_nip(office):
    office.take(SKP22, [record(SKP22, nipNrpPenilai="11960045871273", statusPenilai="NON ASN")])

    penilai = office.facts(PerformanceEvaluated)[0].penilai
    assert (penilai.nip, penilai.status) == (None, "NON_ASN")


def test_the_same_period_with_other_results_is_refused(office):
    office.take(SKP22, [record(SKP22)])

    assert office.told(SKP22, [record(SKP22, hasilKinerjaNilai="1")]) == [(1, "tahun", "PERIOD_DUPLICATE")]


# -- discipline, contracts ---------------------------------------------------------------


def test_a_sanction_is_recorded_without_its_case_and_warned_of(office):
    report = office.take(HUKDIS, [record(HUKDIS)])

    fact = office.facts(DisciplinarySanctionImposed)[0]
    assert (fact.case_id, fact.jenis_hukuman_id, fact.tingkat, fact.mulai, fact.akhir) == (
        None,
        "23",
        "S",
        date(2026, 3, 1),
        date(2026, 8, 31),
    )
    assert (fact.masa_tahun, fact.masa_bulan, fact.reason) == (0, 6, "Contoh sintetis")
    assert [p.code for p in report.problems] == ["SANCTION_WITHOUT_CASE"]


def test_wart_a_term_of_nought_is_none_and_a_level_follows_from_the_kind(office):
    row = record(HUKDIS, masaTahun="0", masaBulan="0", jenisHukuman="1", jenisTingkatHukumanId="", akhirHukumTanggal="")

    office.take(HUKDIS, [row])

    fact = office.facts(DisciplinarySanctionImposed)[0]
    assert (fact.masa_tahun, fact.masa_bulan, fact.tingkat) == (None, None, "R")


def test_a_reason_that_no_table_has_does_not_hide_the_sanction_and_is_warned_of(office):
    report = office.take(HUKDIS, [record(HUKDIS, alasanHukumanDisiplin="FFFF")])

    assert office.facts(DisciplinarySanctionImposed)[0].alasan_id is None
    assert [(p.row, p.field, p.value, p.code) for p in report.problems] == [
        (1, "alasanHukumanDisiplin", "FFFF", "REFERENCE_CODE_LEFT_OUT"),
        (1, None, None, "SANCTION_WITHOUT_CASE"),
    ]


def test_a_sanction_that_was_cancelled_is_left_out(office):
    report = office.take(HUKDIS, [record(HUKDIS, skPembatalanNomor="B/1")])

    assert (report.recorded, report.left_out, [p.code for p in report.problems]) == (0, 1, ["ROW_LEFT_OUT"])
    assert report.problems[0].field == "skPembatalanNomor"


def test_a_sanction_of_which_a_later_file_says_another_term_is_warned_of(office):
    office.take(HUKDIS, [record(HUKDIS)])

    other = record(HUKDIS, akhirHukumTanggal="30-09-2026", masaBulan="7", skTanggal="21-02-2026")
    report = office.take(HUKDIS, [other], name="later.json")

    assert (report.recorded, report.repeated) == (0, 1)
    assert [(p.code, p.field, p.detail) for p in report.problems] == [
        ("ROW_DIFFERS", "akhirHukumTanggal", "Recorded: 2026-08-31."),
        ("ROW_DIFFERS", "masaBulan", "Recorded: 6."),
        ("ROW_DIFFERS", "skTanggal", "Recorded: 2026-02-20."),
    ]


def test_an_evaluation_of_which_a_later_file_says_another_predikat_is_warned_of(office):
    office.take(SKP22, [record(SKP22)])

    report = office.take(SKP22, [record(SKP22, KuadranKinerjaNilai="4")], name="later.json")

    assert (report.recorded, report.repeated) == (0, 1)
    assert [(p.code, p.field, p.value) for p in report.problems] == [("ROW_DIFFERS", "kuadranKinerjaNilai", "4")]


def test_a_period_that_ends_before_it_begins_is_told(office):
    row = record(KINERJA_PERIODIK, bulanMulaiPenilaian=12, bulanSelesaiPenilaian=10)

    assert office.told(KINERJA_PERIODIK, [row]) == [(1, "bulanSelesaiPenilaian", "VALUE_INVALID")]


def test_a_candidate_who_is_registered_under_another_name_is_warned_of(office):
    report = office.take(PARUH_WAKTU, [record(PARUH_WAKTU, nama="Orang Lain")])

    assert (report.recorded, report.repeated) == (0, 1)
    assert [(p.code, p.field) for p in report.problems] == [("ROW_DIFFERS", "nama")]


def test_a_move_of_which_a_later_file_names_another_sk_is_warned_of(office):
    office.take(JABATAN, [record(JABATAN)])

    report = office.take(JABATAN, [record(JABATAN, nomorSk="800.1.3/8/BKPSDM/2026")], name="later.json")

    assert (report.recorded, report.repeated) == (0, 1)
    assert [(p.code, p.field, p.detail) for p in report.problems] == [
        ("ROW_DIFFERS", "nomorSk", "Recorded: 800.1.3/7/BKPSDM/2026, 2026-03-20.")
    ]


def test_a_contract_has_the_days_of_the_feed_and_no_number_of_its_own(office):
    office.take(KONTRAK_PPPK, [record(KONTRAK_PPPK)])

    fact = office.facts(EmploymentContractSigned)[0]
    assert (fact.nomor, fact.mulai, fact.akhir) == (UNNAMED, date(2025, 10, 1), date(2026, 9, 30))


def test_a_record_of_a_cpns_has_no_contract_and_is_left_out(office):
    report = office.take(KONTRAK_PPPK, [record(KONTRAK_PPPK, tgl_kontrak_mulai=None, tgl_kontrak_akhir=None)])

    assert (report.recorded, report.left_out, report.position) == (0, 1, None)


# -- the part-time list ------------------------------------------------------------------


def test_a_candidate_is_registered_and_not_appointed(office):
    office.take(PARUH_WAKTU, [record(PARUH_WAKTU, nik="3604014503920007", nama="Siti", jenis_kelamin="F")])

    person = office.all(EmployeeRegistered)[-1]
    assert (person.nama, person.tanggal_lahir, person.jenis_kelamin, person.kind) == (
        "Siti",
        date(1992, 3, 5),
        "P",
        Kind.PPPK_PARUH_WAKTU,
    )
    assert (person.tmt, person.reason) == (date(2025, 8, 20), "Non-ASN; Tenaga Administrasi; Dinas Sosial")


def test_a_candidate_is_of_the_century_in_which_one_is_old_enough(office):
    rows = [record(PARUH_WAKTU, nik=f"36040101010{digit}0009", nama=digit) for digit in ("5", "9")]
    rows[0]["nik"], rows[1]["nik"] = "3604010101050009", "3604010101110009"

    office.take(PARUH_WAKTU, rows)

    assert [p.tanggal_lahir.year for p in office.all(EmployeeRegistered)[-2:]] == [2005, 1911]


@pytest.mark.parametrize("over", [{"is_usul": "0"}, {"is_usul": False}, {"alasan_tolak": "Tidak aktif"}])
def test_a_candidate_who_was_not_proposed_or_was_refused_is_left_out(office, over):
    report = office.take(PARUH_WAKTU, [record(PARUH_WAKTU, nik="3604010101900002", **over)])

    assert (report.recorded, report.left_out) == (0, 1)


def test_somebody_who_is_registered_already_is_recognised_by_nik(office):
    assert office.take(PARUH_WAKTU, [record(PARUH_WAKTU)]).repeated == 1


def test_wrong_cells_of_the_list_are_told_by_its_names(office):
    wrong = record(PARUH_WAKTU, nik="123", nama="", jenis_kelamin="X", updated_at="31-02-2025")

    assert office.told(PARUH_WAKTU, [wrong]) == [
        (1, "nik", "NIK_INVALID"),
        (1, "nama", "VALUE_MISSING"),
        (1, "jenis_kelamin", "VALUE_INVALID"),
        (1, "updated_at", "DATE_INVALID"),
        (1, "nik", "VALUE_MISSING"),
    ]


def test_the_roster_finds_a_candidate_by_nik_and_appoints_the_same_person(office):
    office.take(PARUH_WAKTU, [record(PARUH_WAKTU, nik="3604010203920007", nama="Agus Contoh")])
    stream = office.log.owners([Key("nik", "3604010203920007")])[Key("nik", "3604010203920007")][0][1]
    roster = write(
        office.folder / "roster.csv",
        [
            {
                "NIP BARU": "199203022025211907",
                "NIK": "3604010203920007",
                "NAMA": "Agus Contoh",
                "TANGGAL LAHIR": "02-03-1992",
                "JENIS KELAMIN": "M",
                "JENIS PEGAWAI NAMA": "PPPK Paruh Waktu",
                "KEDUDUKAN HUKUM NAMA": "Aktif",
                "JABATAN NAMA": "Penata",
                "UNOR NAMA": "Dinas Baru",
            }
        ],
    )
    named = EXAMPLE_SK | {"nomor": "A/9", "jumlah_pegawai": 1, "expected": {"PPPK_PARUH_WAKTU": 1}}

    report = import_roster(office.recorder, roster, read_sk(orjson.dumps(named)), request(keep=False))

    assert report.recorded.PPPK_PARUH_WAKTU == 1
    kinds = [type(r.event).__name__ for r in office.log.read(stream)]
    assert kinds == ["EmployeeRegistered", "IdentityNumberAssigned", "EmployeeAppointed", "DutyCommenced"]


# -- units -------------------------------------------------------------------------------

UNITS = [*UNOR.example]


def test_units_stand_under_one_another_whichever_comes_first(tmp_path):
    with Log.create(Stores.beside(tmp_path / "kinerja.db"), examples.clock) as log:
        clerk = Clerk(log, tmp_path)
        path = clerk.file(orjson.dumps([dict(row) for row in reversed(UNITS)]), "unor.json")

        report = record_file(clerk.recorder, UNOR, path, request(keep=False), sk=sk(tmt="2026-01-01"))

        units = {event.nama: event for event in every(log) if isinstance(event, OrgUnitEstablished)}
        kota, dinas = units["Pemerintah Kota Serang"], units["Dinas Sosial"]
        assert (report.recorded, kota.diatasan_id, dinas.diatasan_id) == (2, None, kota.unor_id)
        assert (dinas.induk_nama, dinas.eselon_id, dinas.jenis, dinas.tmt) == (
            "Pemerintah Kota Serang",
            "22",
            "2",
            date(2026, 1, 1),
        )
        assert dinas.siasn_id == DINAS
        again = clerk.file(orjson.dumps([dict(row) for row in UNITS]), "unor.json")
        later = record_file(clerk.recorder, UNOR, again, request(keep=False), sk=sk(tmt="2026-01-01"))
        assert (later.recorded, later.repeated, later.problems) == (0, 2, [])


def test_a_unit_that_is_recorded_stays_as_it_is_and_the_difference_is_warned_of(office):
    rows = [dict(UNITS[0]), {**UNITS[1], "namaUnor": "Dinas Sosial Baru"}]

    report = office.take(UNOR, rows, under=sk(tmt="2026-01-01"))

    assert (report.recorded, report.repeated) == (1, 1)
    assert [(p.row, p.field, p.code) for p in report.problems] == [
        (2, "namaUnor", "ROW_DIFFERS"),
        (2, "diatasanId", "ROW_DIFFERS"),
    ]


def test_wart_the_topmost_unit_names_itself(office):
    own = {**UNITS[0], "diatasanId": UNITS[0]["id"]}

    assert office.take(UNOR, [own], under=sk(tmt="2026-01-01")).recorded == 1


def test_units_need_a_day_since_when(office):
    assert office.told(UNOR, [dict(UNITS[0])]) == [(None, "tmt", "COLUMN_MISSING")]


def test_a_superior_unit_that_nobody_knows_is_told(office):
    told = office.told(UNOR, [{**UNITS[1], "id": PNS_ID}], under=sk(tmt="2026-01-01"))

    assert told == [(1, "diatasanId", "UNIT_UNKNOWN")]


def test_units_that_a_roster_has_brought_are_moved_under_their_superior_ones(office):
    kota = office.open("OrgUnitEstablished", nama="Kota", siasn_id=UNITS[0]["id"])["unor_id"]
    under = sk(tmt="2026-01-01")

    report = office.take(SUSUNAN_UNOR, [dict(row) for row in UNITS], under=under)

    assert (report.recorded, report.left_out) == (1, 1)
    [moved] = office.all(OrgUnitChanged)
    assert (str(moved.unor_id), str(moved.diatasan_id), moved.tmt) == (office.dinas, kota, date(2026, 1, 1))
    assert (moved.change, moved.decision.nomor) == ("MOVE", under.nomor)
    again = office.take(SUSUNAN_UNOR, [dict(row) for row in UNITS[1:]], under=under)
    assert (again.recorded, again.repeated) == (0, 1)


def test_a_unit_or_its_superior_that_nobody_knows_is_told(office):
    rows = [dict(UNITS[1]), {**UNITS[1], "id": PNS_ID, "namaUnor": "Lain"}]

    assert office.told(SUSUNAN_UNOR, rows, under=sk(tmt="2026-01-01")) == [
        (1, "diatasanId", "UNIT_UNKNOWN"),
        (2, "diatasanId", "UNIT_UNKNOWN"),
        (2, "id", "UNIT_UNKNOWN"),
    ]


# -- what is no file in a format ---------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"code": 0, "data": "Data tidak ditemukan", "message": "x"}', "FILE_EMPTY"),
        ('{"code": 1, "data": []}', "FILE_EMPTY"),
        ('{"code": 1, "data": null}', "FILE_EMPTY"),
        ("[]", "FILE_EMPTY"),
        ("", "FILE_EMPTY"),
        ('{"data": [', "FILE_UNREADABLE"),
        ('{"data": [{"nip": 1}', "FILE_UNREADABLE"),
        ('{"data": [{"nip": 1}]', "FILE_UNREADABLE"),
        ('{"data": [{"nip": 1}]} {"data": []}', "FILE_UNREADABLE"),
        ('{"data": [{"nip": 1}], "data": [{"nip": 2}]}', "FILE_UNREADABLE"),
        ('[{"nip": 1} {"nip": 2}]', "FILE_UNREADABLE"),
        ('[{"nip": tru}]', "FILE_UNREADABLE"),
        ('[{"nip": "1\n2"}]', "FILE_UNREADABLE"),
        ('[{"nip": "\0"}]', "FILE_UNREADABLE"),
        ("{1: 2}", "FILE_UNREADABLE"),
        ("[" * 100_000, "FILE_UNREADABLE"),
        ('[{"nip":' * 50_000, "FILE_UNREADABLE"),
        ('{"data": ' * 50_000, "FILE_UNREADABLE"),
        (b'[{"nip": "\xff"}]', "FILE_ENCODING"),
        ('[{"nip": "' + "9" * 3_000_000 + '"}]', "FILE_TOO_LARGE"),
        ('[{"nip": "' + "9" * 3_000_000, "FILE_TOO_LARGE"),
    ],
    ids=lambda value: repr(value[:30]) + str(len(value)),
)
def test_a_file_that_is_broken_is_told_without_recording_anything(office, text, code):
    assert {told[2] for told in office.told(JABATAN, text)} == {code}


@pytest.mark.parametrize(
    "rows",
    ["[1]", '["x"]', "[null]", "[[1]]", '[{"nip": "a", "nip": "b"}]', '[{"NIP": "a", "nip": "b"}]'],
)
def test_a_record_that_is_none_or_says_one_thing_twice_is_told_by_its_number(office, rows):
    assert office.told(JABATAN, rows) == [(1, None, "ROW_MALFORMED")]


@pytest.mark.parametrize(
    "text", ["{}", '{"success": true, "mapData": {}}', '{"data": {"list": [{"nipBaru": "1"}]}}', '[{"nama": "x"}]']
)
def test_an_answer_without_a_field_of_the_format_is_no_record_and_told(office, text):
    assert office.told(JABATAN, text) == [(1, None, "ROW_MALFORMED")]


@pytest.mark.parametrize("text", ["\\u0000", "\\ud800"])
def test_characters_that_are_none_are_told(office, text):
    assert office.told(JABATAN, f'[{{"nipBaru": "{text}"}}]') == [(1, None, "ROW_MALFORMED")]


def test_a_file_that_is_too_large_is_not_read(office, monkeypatch):
    monkeypatch.setattr(source, "LIMIT", 10)

    assert office.told(JABATAN, [record(JABATAN)]) == [(None, None, "FILE_TOO_LARGE")]


def test_more_records_than_are_taken_at_once_are_refused(office, monkeypatch):
    monkeypatch.setattr(recordfile, "MOST_ROWS", 2)

    assert office.told(JABATAN, [record(JABATAN)] * 3) == [(None, None, "FILE_TOO_LARGE")]


def test_a_file_that_is_not_there_is_told(office):
    with pytest.raises(Problem) as caught:
        record_file(office.recorder, JABATAN, office.folder / "none.json", request())

    assert caught.value.code == "FILE_UNREADABLE"


def test_json_is_read_the_same_however_it_is_cut(office, monkeypatch):
    text = orjson.dumps({"code": 1, "data": [record(JABATAN, n=12345, empty=None)] * 3, "count": 3}).decode()
    path = office.file("\ufeff" + text, "cut.json")
    whole = list(source.open_source(path).records())
    monkeypatch.setattr(source, "CHUNK", 2000)

    assert list(source.open_source(path).records()) == whole
    assert [entry[1]["N"] for entry in whole if not isinstance(entry, Problem)] == ["12345"] * 3


def test_an_answer_may_be_a_list_or_one_record(office):
    one = orjson.dumps(record(HUKDIS)).decode()

    for text in (f"[{one}]", one, f'{{"code": 1, "data": {one}}}', f'{{"message": "ok", "data": [{one}]}}\n'):
        assert office.take(HUKDIS, text, dry_run=True).recorded == 1
