"""What is to be sent to SIASN, in BKN's field names, and what did it answer?"""

from datetime import date
from uuid import UUID

import pytest

from kinerja_es.domain.annulment import DecisionAnnulledForEmployee, Effect, JenisPembatalan
from kinerja_es.domain.correction import RecordCorrected, RecordVoided
from kinerja_es.domain.envelope import Patch, Source
from kinerja_es.domain.identity import ExternalIds
from kinerja_es.domain.period import Scope
from kinerja_es.domain.person import SubmissionAnswered, SubmissionStatus
from kinerja_es.domain.rules import JenisJabatan
from kinerja_es.domain.superior import Evaluator
from kinerja_es.domain.unit import Title
from kinerja_es.domain.values import Golongan, Kind
from kinerja_es.readmodels import folding
from kinerja_es.readmodels.rebuild import rebuild
from tests import examples, examples_discipline

GURU, SEKOLAH, MUTASI = UUID(int=0xA1), UUID(int=0xA2), UUID(int=0xAB)
TODAY = date(2026, 7, 1)
SK_MUTASI = examples.decision(sk_id=UUID(int=0xAC), nomor="800.1.3/7/BKPSDM/2026", tanggal=date(2026, 3, 20))


@pytest.fixture
def hired(office):
    """Budi, a teacher of a school that SIASN knows by its ids."""
    office.organisation()
    school = examples.unit_established(unor_id=SEKOLAH, nama="SDN Contoh 1", siasn_id="U-1", diatasan_id=examples.UNOR)
    office.record(SEKOLAH, school)
    title = Title(nama="Guru Ahli Pertama", id="J-1")
    office.record(
        GURU,
        examples.post_established(jabatan_id=GURU, title=title, jenis_jabatan=JenisJabatan.FUNGSIONAL, unor_id=SEKOLAH),
    )
    office.record(
        examples.BUDI,
        examples.employee_registered(external_ids=ExternalIds(siasn_pns_id="P-1")),
        examples.number_assigned(),
        examples.appointed(jabatan_id=GURU, unor_id=SEKOLAH, kind=Kind.PNS, golongan=Golongan("III/c")),
        examples.duty_commenced(),
    )
    return office


def moved(**over):
    place = {"jabatan_id": GURU, "unor_id": SEKOLAH, "assignment_id": MUTASI, "decision": SK_MUTASI}
    return examples.assigned(**place | {"tmt": date(2026, 4, 1)} | over)


def answered(fact, status=SubmissionStatus.ACCEPTED, **over):
    told = {"about_event_id": fact.event_id, "siasn_id": "R-1", "status": status, "tanggal": date(2026, 5, 1)}
    return examples.fact(SubmissionAnswered, told | over)


def corrected(target, path, new, old=None):
    why = {"evidence": "Petikan SK", "approved_by": "Kepala BKPSDM", "patches": (Patch(path=path, old=old, new=new),)}
    return examples.fact(RecordCorrected, {"tmt": target.tmt, "target_event_id": target.event_id, **why})


def voided(target):
    why = {"evidence": "Petikan SK", "approved_by": "Kepala BKPSDM", "reason": "Ganda"}
    return examples.fact(RecordVoided, {"tmt": target.tmt, "target_event_id": target.event_id, **why})


def sent(office, **more):
    return office.ask("siasn_outbox", "list", valid_at=TODAY, **more).items


def states(office, **more):
    return [(row["kind"], row["status"], row["tindakan"], row["siasn_id"]) for row in sent(office, **more)]


def test_a_move_is_told_in_the_fields_of_bkn(hired):
    move = moved()
    hired.record(examples.BUDI, move, examples.oath_taken(tanggal=date(2026, 3, 30), assignment_id=MUTASI))

    assert sent(hired) == [
        {
            "pegawai_id": "00000000-0000-4000-8000-000000000010",
            "nip": "199001012025211001",
            "nama": "Budi Contoh",
            "kind": "JABATAN",
            "event_id": str(move.event_id),
            "unor_id": str(SEKOLAH),
            "unor_nama": "SDN Contoh 1",
            "tmt": "2026-04-01",
            "sk_id": str(SK_MUTASI.sk_id),
            "sk_nomor": "800.1.3/7/BKPSDM/2026",
            "sk_tanggal": "2026-03-20",
            "status": "PENDING",
            "tindakan": "TAMBAH",
            "siasn_id": None,
            "alasan_tolak": None,
            "dijawab": None,
            "position": 12,
            "recorded_at": "2026-07-01T08:00:00.000000Z",
            "kurang": [],
            "isi": {
                "id": None,
                "jenisMutasiId": None,
                "jenisPenugasanId": "D",
                "eselonId": None,
                "nomorSk": "800.1.3/7/BKPSDM/2026",
                "tanggalSk": "20-03-2026",
                "tmtJabatan": "01-04-2026",
                "tmtMutasi": "01-04-2026",
                "tmtPelantikan": "30-03-2026",
                "pnsId": "P-1",
                "unorId": "U-1",
                "jenisJabatan": "2",
                "jabatanFungsionalId": "J-1",
                "jabatanFungsionalUmumId": None,
            },
        }
    ]


def test_an_evaluation_of_a_quarter_is_kinerja_periodik_and_one_of_a_year_skp22(hired):
    hired.record(
        examples.SITI,
        examples.employee_registered(nama="Siti Contoh", nik=None),
        examples.number_assigned(nip=examples.nip(2)),
        examples.appointed(kind=Kind.PNS, golongan=Golongan("IV/a")),
        examples.duty_commenced(),
    )
    year = {"scope": Scope.TAHUNAN, "dari": date(2025, 1, 1), "sampai": date(2025, 12, 31), "tmt": date(2026, 1, 20)}
    named = Evaluator(nama="Atasan Contoh", nip=examples.nip(9), jabatan="Kepala Dinas")
    hired.record(
        examples.BUDI,
        examples.evaluated(penilai=Evaluator(pegawai_id=examples.SITI)),
        examples.evaluated(penilai=named, **year),
    )

    quarter, whole = sent(hired)

    assert (quarter["kind"], quarter["kurang"], quarter["isi"]) == (
        "KINERJA_PERIODIK",
        [],
        {
            "id": None,
            "tahun": 2025,
            "hasilKinerjaNilai": 2,
            "perilakuKerjaNilai": 1,
            "kuadranKinerjaNilai": 2,
            "penilaiNama": "Siti Contoh",
            "penilaiNipNrp": examples.nip(2),
            "penilaiJabatanNama": "Operator Layanan Operasional",
            "statusPenilai": "ASN",
            "periodikId": "2",
            "tahunMulaiPenilaian": 2025,
            "bulanMulaiPenilaian": 10,
            "tahunSelesaiPenilaian": 2025,
            "bulanSelesaiPenilaian": 12,
            "pnsDinilaiId": "P-1",
            "penilaiUnorNama": "Dinas Pendidikan",
            "penilaiGolongan": "41",
            "koefisienId": "12",
        },
    )
    assert (whole["kind"], whole["kurang"], whole["isi"]) == (
        "SKP22",
        [],
        {
            "id": None,
            "tahun": 2025,
            "hasilKinerjaNilai": 2,
            "perilakuKerjaNilai": 1,
            "kuadranKinerjaNilai": 2,
            "penilaiNama": "Atasan Contoh",
            "penilaiNipNrp": examples.nip(9),
            "penilaiJabatan": "Kepala Dinas",
            "statusPenilai": "ASN",
            "pnsDinilaiOrang": "P-1",
            "penilaiUnorNama": None,
            "penilaiGolongan": None,
        },
    )


def test_a_sanction_is_told_in_the_fields_of_bkn_and_what_is_missing_is_named(hired):
    hired.record(examples.BUDI, examples_discipline.sanctioned(masa_bulan=6))

    (row,) = sent(hired)

    assert (row["kurang"], row["isi"]) == (
        ["alasanHukumanDisiplinId"],
        {
            "id": None,
            "jenisHukumanId": "23",
            "jenisTingkatHukumanId": "S",
            "alasanHukumanDisiplinId": None,
            "nomorPp": None,
            "hukumanTanggal": "01-03-2026",
            "akhirHukumanTanggal": "31-08-2026",
            "masaTahun": None,
            "masaBulan": 6,
            "skNomor": "800.1.2.5/1234/BKPSDM/2025",
            "skTanggal": "26-09-2025",
            "pnsOrangId": "P-1",
            "golonganId": "33",
            "kedudukanHukumId": "15",
        },
    )


def test_it_is_accepted_or_rejected_as_siasn_answered(hired):
    move, sanction = moved(), examples_discipline.sanctioned()
    why = {"siasn_id": "R-2", "alasan_tolak": "Dokumen tidak terbaca"}
    hired.record(examples.BUDI, move, sanction)
    hired.record(examples.BUDI, answered(move), answered(sanction, SubmissionStatus.REJECTED, **why))

    assert states(hired) == [("JABATAN", "ACCEPTED", "UBAH", "R-1"), ("HUKDIS", "REJECTED", "TAMBAH", None)]
    assert [(row["alasan_tolak"], row["dijawab"]) for row in sent(hired, status="REJECTED")] == [
        ("Dokumen tidak terbaca", "2026-05-01")
    ]


def test_what_is_corrected_after_it_was_accepted_is_pending_again_with_the_right_value(hired):
    move = moved()
    hired.record(examples.BUDI, move, answered(move))
    assert states(hired) == [("JABATAN", "ACCEPTED", "UBAH", "R-1")]
    correction = corrected(move, "tmt", "2026-05-01", "2026-04-01")
    hired.record(examples.BUDI, correction)

    (row,) = sent(hired)
    assert (row["status"], row["tindakan"], row["isi"]["id"], row["isi"]["tmtJabatan"]) == (
        "PENDING",
        "UBAH",
        "R-1",
        "01-05-2026",
    )

    hired.record(examples.BUDI, answered(move, siasn_id="R-1", tanggal=date(2026, 6, 1)))
    assert states(hired) == [("JABATAN", "ACCEPTED", "UBAH", "R-1")]
    hired.record(examples.BUDI, voided(correction))
    assert states(hired) == [("JABATAN", "PENDING", "UBAH", "R-1")]


def test_a_correction_of_what_is_not_sent_leaves_it_accepted(hired):
    move = moved()
    hired.record(examples.BUDI, move, answered(move), corrected(move, "reason", "Salah ketik"))

    assert states(hired) == [("JABATAN", "ACCEPTED", "UBAH", "R-1")]


def test_an_oath_after_it_was_accepted_makes_it_pending(hired):
    move = moved()
    hired.record(examples.BUDI, move, answered(move), examples.oath_taken(assignment_id=MUTASI))

    assert states(hired) == [("JABATAN", "PENDING", "UBAH", "R-1")]


def test_a_sanction_whose_sk_is_annulled_names_the_annulling_sk_and_is_pending_again(hired):
    sanction = examples_discipline.sanctioned(decision=SK_MUTASI)
    hired.record(examples.BUDI, sanction, answered(sanction))
    assert states(hired) == [("HUKDIS", "ACCEPTED", "UBAH", "R-1")]
    annulled = {
        "tmt": date(2026, 6, 1),
        "decision": examples.decision(sk_id=UUID(int=0xAD), nomor="800/9/2026", tanggal=date(2026, 6, 1)),
        "annulment_id": UUID(int=0xA0),
        "sk_id": SK_MUTASI.sk_id,
        "kind": JenisPembatalan.DIBATALKAN,
        "effect": Effect.EX_NUNC,
        "effect_from": date(2026, 6, 1),
    }
    hired.record(examples.BUDI, examples.fact(DecisionAnnulledForEmployee, annulled))

    (row,) = sent(hired)
    assert (row["status"], row["isi"]["skPembatalanNomor"], row["isi"]["skPembatalanTanggal"]) == (
        "PENDING",
        "800/9/2026",
        "01-06-2026",
    )


def test_what_was_voided_is_not_sent_or_is_to_be_deleted_there(hired):
    move, other = moved(), examples_discipline.sanctioned()
    hired.record(examples.BUDI, move, answered(move), other, voided(other))
    assert states(hired) == [("JABATAN", "ACCEPTED", "UBAH", "R-1")]

    hired.record(examples.BUDI, voided(move))

    assert states(hired) == [("JABATAN", "PENDING", "HAPUS", "R-1")]
    assert sent(hired)[0]["isi"] == {"id": "R-1"}


def test_what_came_from_siasn_is_accepted_until_it_is_corrected(hired):
    move = moved(source=Source.IMPORT_SIASN)
    hired.record(examples.BUDI, move)
    assert states(hired) == [("JABATAN", "ACCEPTED", "UBAH", None)]

    hired.record(examples.BUDI, corrected(move, "tmt", "2026-05-01", "2026-04-01"))
    assert states(hired) == [("JABATAN", "PENDING", "UBAH", None)]


def test_it_is_narrowed_by_service_unit_employee_and_time(hired):
    first = hired.record(examples.BUDI, moved())
    hired.record(examples.BUDI, examples_discipline.sanctioned(mulai=date(2026, 4, 2), akhir=None))

    def kinds(**more):
        return [row["kind"] for row in sent(hired, **more)]

    assert kinds() == kinds(unor=examples.UNOR) == kinds(unor=SEKOLAH) == ["JABATAN", "HUKDIS"]
    assert kinds(sort="-position") == ["HUKDIS", "JABATAN"]
    assert kinds(sort="tmt") == kinds(sort="nama") == ["JABATAN", "HUKDIS"]
    assert kinds(kind="HUKDIS") == kinds(since=first) == ["HUKDIS"]
    assert kinds(employee=examples.SITI) == kinds(status="ACCEPTED") == []


@pytest.mark.parametrize("keep", [1, folding.KEEP])
def test_read_bit_by_bit_it_is_what_is_built_at_once(hired, monkeypatch, keep):
    monkeypatch.setattr(folding, "KEEP", keep)
    move = moved()
    correction = corrected(move, "tmt", "2026-05-01", "2026-04-01")
    for fact in (move, answered(move), correction, examples.oath_taken(assignment_id=MUTASI), voided(correction)):
        hired.record(examples.BUDI, fact)
        hired.models.catch_up()

    assert rebuild(hired.models, "siasn_outbox").differences == ()
