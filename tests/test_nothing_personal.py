"""The log's files hold no byte that says who somebody is: everything is recorded once, then the raw files are searched.

A search finds what is there: SQLite compresses nothing, a stored event is JSON as it stands or base64 of what is
sealed, and texts are looked for in UTF-8, as JSON escapes them, in base64 and in hexadecimal digits.
"""

import csv
import json
import sqlite3
from base64 import b64encode
from collections.abc import Sequence
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import pytest

from kinerja_es import wiring
from kinerja_es.cli.demo import play
from kinerja_es.config import Settings
from kinerja_es.domain.catalogue import BY_NAME
from kinerja_es.domain.envelope import Document, Event, Excepted, stream_name
from kinerja_es.log.application import Log, Stage, Stores, Write
from kinerja_es.log.personal import marked
from tests import examples
from tests.http.calling import PERSON, SK, Clerk, client_of
from tests.log.stored import fixed

SAID = {
    "nama": "Sukarni Rahasiawati",
    "gelar": "Dr. Rahasiagelar",
    "nama baru": "Sukarni Gantinama",
    "nama salah": "Sukarmi Salahtulis",
    "nik": "3604014101900999",
    "nip": "199001012025211901",
    "nip salah": "199001012025211902",
    "tempat lahir": "Kampung Rahasia",
    "tanggal lahir": "1990-01-01",
    "tanggal lahir baru": "1990-02-03",
    "alamat": "Jalan Rahasia Nomor 7",
    "agama": "Kepercayaan Rahasia",
    "pns id": "PNSRAHASIA-1",
    "peserta": "PESERTA-RAHASIA-9",
    "penilai": "Penilai Rahasia",
    "nip penilai": "197001012000031901",
    "penilai baru": "Penilai Pengganti",
    "saksi": "Saksi Rahasia",
    "rohaniwan": "Rohaniwan Rahasia",
    "formula": "Demi Rahasia saya bersumpah",
    "pelapor": "Pelapor Rahasia",
    "kasus": "Uraian perkara yang rahasia",
    "pemeriksa": "Pemeriksa Rahasia",
    "penyakit": "Operasi yang rahasia",
    "umpan balik": "Umpan balik yang rahasia",
    "alasan": "Alasan rahasia tentang Sukarni",
    "bukti koreksi": "Akta kelahiran rahasia",
    "ijazah": "IJAZAH-RAHASIA",
    "kartu keluarga": "KK-RAHASIA",
    "usaha": "Warung Rahasia",
    "pembina": "Pembina Rahasia",
    "sasaran pembinaan": "Berhenti dari kebiasaan rahasia",
    "asesor": "Asesor Rahasia",
    "anggota tim": "Anggota Rahasia",
    "berkas": "arsip://sk/Sukarni.pdf",
    "selisih batch": "Sukarni mengundurkan diri",
    "baris ditolak": "Ditolak Rahasiawan",
}


class Told(NamedTuple):
    log: Log
    """Still open: what is in its WAL is in no other file yet."""
    folder: Path
    texts: list[str]
    """All that was told of people."""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """A record of everything."""
    folder = tmp_path_factory.mktemp("record")
    settings = Settings(log_url=f"sqlite:///{folder}/kinerja.db")
    wiring.create(settings, examples.clock)
    with wiring.opened(settings, examples.clock) as service:
        elsewhere = tmp_path_factory.mktemp("demo")
        play(service, elsewhere, 60)
        with client_of(service) as client:
            tell_of_her(Clerk(client))
            tell_files(Clerk(client), elsewhere)
        yield Told(service.log, folder, ['"SAKIT"', *SAID.values(), *said_in(elsewhere / "roster.csv")])


def said_in(roster: Path) -> list[str]:
    """What a roster says of people."""
    with roster.open(encoding="utf-8", newline="") as file:
        rows = [{name: cell.lstrip("'") for name, cell in row.items()} for row in csv.DictReader(file)]
    columns = ("NAMA", "NIP BARU", "NIK", "TANGGAL LAHIR", "PNS ID", "ALAMAT", "EMAIL", "NOMOR HP")
    texts = {row[column] for row in rows for column in columns if row.get(column, "") not in ("", "null")}
    born = [row["TANGGAL LAHIR"].split("-") for row in rows]
    return sorted(texts | {f"{year}-{month}-{day}" for day, month, year in born})


def tell_of_her(clerk: Clerk) -> None:
    """Everything that somebody could say of a person, right and wrong."""
    key = {"Idempotency-Key": "sukarni-1"}
    person = PERSON | {
        "nama": SAID["nama salah"],
        "gelar_depan": SAID["gelar"],
        "nik": SAID["nik"],
        "jenis_kelamin": "P",
        "tanggal_lahir": SAID["tanggal lahir"],
        "tempat_lahir": SAID["tempat lahir"],
        "external_ids": {"siasn_pns_id": SAID["pns id"], "no_peserta": SAID["peserta"]},
        "documents": [{"sha256": "a" * 64, "uri": SAID["berkas"]}],
        "reason": SAID["alasan"],
    }
    first = clerk.post("/v1/employees", person, key)
    assert first.status_code == 201, first.text
    assert clerk.post("/v1/employees", person, key).json() == first.json()
    # Refused, under a key of its own: nothing of it may stay either.
    assert clerk.post("/v1/employees", person, {"Idempotency-Key": "sukarni-2"}).status_code == 409
    me = first.json()["pegawai_id"]

    unor = clerk.recorded("/v1/units", {"tmt": "2025-01-01", "nama": "Dinas Sosial Contoh"})["unor_id"]
    title = {"title": {"nama": "Operator Layanan"}, "jenis_jabatan": "PELAKSANA"}
    title["standar"] = [{"kompetensi_id": "integritas", "level": 3}]  # pyright: ignore[reportArgumentType]
    post = clerk.recorded("/v1/posts", {"tmt": "2025-01-01", "unor_id": unor, **title})["jabatan_id"]
    sk_id = clerk.recorded("/v1/decisions", SK)["sk_id"]
    sk = {"sk": {"sk_id": sk_id}}

    numbers = count()

    def record(kind: str, /, **fields: object) -> dict:
        key = {"Idempotency-Key": f"{kind}-{next(numbers)}"}
        answer = clerk.post(f"/v1/employees/{me}/events", {"type": kind, **fields}, key)
        assert answer.status_code == 201, answer.text
        return answer.json()["events"][0]

    number = record("IdentityNumberAssigned", tmt="2025-10-01", nip=SAID["nip salah"])
    appointed = {"tmt": "2025-10-01", "kind": "PPPK_PARUH_WAKTU", "golongan": "V", "jabatan_id": post, "unor_id": unor}
    record("EmployeeAppointed", **appointed, **sk)
    record(
        "OathTaken",
        tanggal="2025-10-20",
        tempat="Pendopo",
        pejabat_pelantik="Wali Kota Serang",
        kapasitas="D",
        saksi=[SAID["saksi"], "Saksi Kedua Rahasia"],
        rohaniwan=SAID["rohaniwan"],
        formula=SAID["formula"],
    )
    record("DutyCommenced", tanggal="2025-10-20")
    changed = {"tmt": "2026-01-05", "evidence": SAID["bukti koreksi"]}
    record("PersonalDataChanged", **changed, field="alamat", new=SAID["alamat"])
    record("PersonalDataChanged", **changed, field="agama", new=SAID["agama"])
    record("PersonalDataChanged", **changed, field="nama", old=SAID["nama salah"], new=SAID["nama baru"])
    record(
        "EducationRecorded",
        tmt="2012-07-01",
        tingkat_id="40",
        nama="S-1",
        sekolah="Universitas Contoh",
        nomor_ijazah=SAID["ijazah"],
        tahun_lulus=2012,
    )
    record("DependantsChanged", tmt="2026-01-01", pasangan=1, anak=2, bukti=SAID["kartu keluarga"])
    record("BusinessInterestDeclared", mulai="2026-01-01", jenis_usaha=SAID["usaha"], peran=f"Pemilik {SAID['usaha']}")
    leave = {"dari": "2026-02-02", "sampai": "2026-02-06", "hari_kerja": 5}
    record("LeaveGranted", jenis_cuti="SAKIT", alasan=SAID["penyakit"], **leave)
    quarter = {"tmt": "2026-01-12", "scope": "TRIWULAN", "dari": "2025-10-01", "sampai": "2025-12-31"}
    evaluated = record(
        "PerformanceEvaluated",
        **quarter,
        penilai={"nama": SAID["penilai"], "nip": SAID["nip penilai"], "jabatan": "Kepala Dinas"},
        hasil=3,
        perilaku=3,
        umpan_balik=SAID["umpan balik"],
    )
    record(
        "CoachingStarted",
        evaluation_id=evaluated["evaluation_id"],
        pembina=SAID["pembina"],
        goals=[SAID["sasaran pembinaan"]],
        mulai="2026-01-13",
    )
    case = record(
        "ViolationReported",
        tanggal="2026-02-02",
        jenis="ABSENSI",
        tanggal_kejadian="2026-01-30",
        pelapor=SAID["pelapor"],
        uraian=SAID["kasus"],
    )["case_id"]
    record(
        "ViolationExamined",
        case_id=case,
        tanggal="2026-02-20",
        pemeriksa=[SAID["pemeriksa"]],
        bap_nomor="BAP-1/2026",
        finding="TERBUKTI",
        recommended_level="R",
    )
    record(
        "CompetencyAssessed",
        lembaga="Universitas Contoh",
        external=True,
        nomor_kontrak="SPK-7/2026",
        asesor=[{"nama": SAID["asesor"], "sertifikat": "AS-RAHASIA"}],
        metode="Assessment center",
        tanggal="2026-02-10",
        items=[{"kompetensi_id": "integritas", "standar": 3, "capaian": 3}],
        rekomendasi="TRAIN",
    )
    team = {"anggota": [{"nama": SAID["anggota tim"]}], "external": False, "dari": "2026-01-05"}
    clerk.recorded("/v1/instansi/events", {"type": "AssessmentTeamFormed", **team, **sk})

    # What was wrong, put right; each with a reason that names her.
    why = {"evidence": SAID["bukti koreksi"], "approved_by": "Kepala BKPSDM", "reason": SAID["alasan"]}

    def correct(target: str, *patches: tuple[str, object, object]) -> None:
        told = [{"path": path, "old": old, "new": new} for path, old, new in patches]
        record("RecordCorrected", target_event_id=target, patches=told, **why)

    born = ("tanggal_lahir", SAID["tanggal lahir"], SAID["tanggal lahir baru"])
    correct(first.json()["events"][0]["event_id"], ("nama", SAID["nama salah"], SAID["nama"]), born)
    correct(number["event_id"], ("nip", SAID["nip salah"], SAID["nip"]))
    correct(evaluated["event_id"], ("penilai.nama", SAID["penilai"], SAID["penilai baru"]))


def tell_files(clerk: Clerk, folder: Path) -> None:
    """A file of which rows are refused, and a batch that is closed with a difference."""
    by = {name: value for name, value in SK.items() if name not in ("jenis", "bentuk")}
    by |= {"nomor": "800/77/2025", "tmt": "2025-10-01", "expected": {"PPPK_PARUH_WAKTU": 2}, "jumlah_pegawai": 2}
    with (folder / "roster.csv").open(encoding="utf-8", newline="") as file:
        columns, *rows = csv.reader(file)
    row = dict(zip(columns, rows[-1], strict=True))
    refused = row | {"NAMA": SAID["baris ditolak"], "NIP BARU": "19900101202521190X", "NIK": "36040141019009"}
    twin = row | {"NAMA": SAID["nama"], "NIP BARU": SAID["nip"], "NIK": SAID["nik"], "PNS ID": ""}
    with (folder / "refused.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, [*refused.values()], [*twin.values()]])
    key = {"Idempotency-Key": "batch-1"}
    answer = clerk.upload((folder / "refused.csv").read_bytes(), by, key, skip_invalid="true")
    assert answer.status_code == 201, answer.text
    assert answer.json()["rejected"]
    closed = clerk.post(f"/v1/batches/{answer.json()['batch_id']}/close", {"explain": SAID["selisih batch"]})
    assert closed.status_code == 201, closed.text


def files_of(folder: Path) -> dict[str, bytes]:
    """The log's files as they lie on the disk, with what is not in the database file yet."""
    return {path.name: path.read_bytes() for path in folder.glob("kinerja.db*")}


def forms(text: str) -> set[bytes]:
    """A text as bytes may hold it: UTF-8, with JSON's escapes, UTF-16, hexadecimal, base64 from any place on."""
    plain = text.encode()
    coded = {b64encode(b"\0" * shift + plain)[(0, 2, 3)[shift] : -4] for shift in range(3) if len(plain) > 8}
    return {plain, json.dumps(text)[1:-1].encode(), text.encode("utf-16-le"), plain.hex().encode(), *coded}


def found(texts: Sequence[str], held: bytes) -> list[str]:
    return [text for text in texts if any(form in held for form in forms(text))]


def test_no_file_of_the_log_says_who_anybody_is(told):
    files = files_of(told.folder)

    assert set(files) == {"kinerja.db", "kinerja.db-wal", "kinerja.db-shm"}
    assert len(told.texts) > 250
    assert {name: found(told.texts, held) for name, held in files.items()} == {name: [] for name in files}


def test_neither_do_kept_answers_and_the_keys(told):
    with closing(sqlite3.connect(told.folder / "kinerja.db")) as connection:
        kept = [answer for (answer,) in connection.execute("SELECT answer FROM commands")]

    assert len(kept) > 20
    assert found(told.texts, b"".join(kept)) == []
    assert found(told.texts, (told.folder / "kinerja.keys.db").read_bytes()) == []


def test_what_is_searched_for_was_really_recorded(told):
    rows = told.log.rows_after(0, 10_000)

    events = b"".join(told.log.decode(row.topic, row.state).model_dump_json().encode() for row in rows)

    assert {name for name, text in SAID.items() if text.encode() not in events} == {"baris ditolak"}
    assert b'"SAKIT"' in events


def test_no_marked_field_of_any_kind_of_event_is_in_the_files_nor_in_what_waits_to_be_appended(tmp_path):
    log = Log.create(Stores.beside(tmp_path / "kinerja.db"), examples.clock)
    events = [tagged(fixed(name)) for name in BY_NAME]
    streams = [stream_name(event.STREAM, UUID(int=n, version=4)) for n, event in enumerate(events, 1)]
    writes = [Write(stream, 1, event) for stream, event in zip(streams, events, strict=True)]

    with Stage(in_memory=10) as stage:
        for start in range(0, len(writes), 10):
            log.stage(stage, writes[start : start + 10])
        waiting = b"".join(b"".join(row[3] for row in rows) for rows in stage.chunks())
        log.append([], staged=stage)
    files = files_of(tmp_path)

    facts = [fact for held in log.facts_of(streams, up_to=99).values() for fact in held]
    told = b"".join(fact.model_dump_json().encode() for fact in facts)
    log.close()
    assert told.count(b"RAHASIA") > 150
    assert waiting.count(b'{"sealed":{') == len(events)
    assert [name for name, held in {**files, "waiting": waiting}.items() if b"RAHASIA" in held] == []


def tagged(event: Event) -> Event:
    """The event with a word in every marked field of text."""
    marks = {name: mark for name, info in type(event).model_fields.items() if (mark := marked(info))}
    texts = {name: f"RAHASIA {name}" for name in marks if isinstance(getattr(event, name), str | None)}
    lists = {name: (f"RAHASIA {name}",) for name in marks if isinstance(getattr(event, name), tuple)}
    documents = (Document(sha256="a" * 64, uri="arsip://RAHASIA"),)
    exception = Excepted(code="NOT_ACTIVE", reason="RAHASIA", by="Kepala BKPSDM")
    plain = {"tanggal_lahir", "jenis_cuti", "external_ids", "nip_lama", "claimed"}
    changed = {name: held for name, held in (texts | lists).items() if name not in plain}
    return event.model_copy(update=changed | {"documents": documents, "exception": exception})
