"""A government with two OPDs and a school, and people in them, for stories about work."""

from datetime import date
from uuid import UUID

from kinerja_es.domain.annulment import DecisionAnnulledForEmployee, Effect, JenisPembatalan
from kinerja_es.domain.correction import RecordCorrected, RecordVoided
from kinerja_es.domain.person import TrainingCompleted
from kinerja_es.domain.rules import JenisJabatan
from kinerja_es.domain.unit import Title
from kinerja_es.domain.values import Kind
from tests import examples

KOTA = UUID("00000000-0000-4000-8000-0000000000b1")
DINKES = UUID("00000000-0000-4000-8000-0000000000b2")
SD = UUID("00000000-0000-4000-8000-0000000000b3")
KEPALA = UUID("00000000-0000-4000-8000-0000000000b4")
GURU = UUID("00000000-0000-4000-8000-0000000000b5")
PERAWAT = UUID("00000000-0000-4000-8000-0000000000b6")
KABID = UUID("00000000-0000-4000-8000-0000000000b7")
SK_LAIN = UUID("00000000-0000-4000-8000-0000000000b8")
DINAS = examples.UNOR

STRUCTURAL = {"jenis_jabatan": JenisJabatan.STRUKTURAL}


def organisation(office):
    """Pemerintah Kota Contoh, Dinas Pendidikan with a school below it, Dinas Kesehatan; and their posts."""
    office.organisation()
    office.record(KOTA, examples.unit_established(unor_id=KOTA, nama="Pemerintah Kota Contoh", induk_nama=None))
    office.record(DINKES, examples.unit_established(unor_id=DINKES, nama="Dinas Kesehatan", diatasan_id=KOTA))
    office.record(SD, examples.unit_established(unor_id=SD, nama="SD Negeri 1", diatasan_id=DINAS))
    post(office, KEPALA, "Kepala Dinas Pendidikan", eselon_id="22", pimpinan=True, **STRUCTURAL)
    post(office, KABID, "Kepala Bidang Kesehatan", unor_id=DINKES, eselon_id="31", **STRUCTURAL)
    post(office, GURU, "Guru Ahli Pertama", unor_id=SD, jenis_jabatan=JenisJabatan.FUNGSIONAL)
    post(office, PERAWAT, "Perawat", unor_id=DINKES, jenis_jabatan=JenisJabatan.FUNGSIONAL)
    return office


def post(office, jabatan_id, nama, **over):
    office.record(jabatan_id, examples.post_established(jabatan_id=jabatan_id, title=Title(nama=nama), **over))


def engagement(number):
    return examples.pegawai(0x1000 + number)


def assignment(number):
    return examples.pegawai(0x2000 + number)


def hired(office, number, nama, *facts, jabatan=examples.JABATAN, unor=DINAS, kind=Kind.PPPK_PARUH_WAKTU, **over):
    """Somebody who was appointed and began to work on that day; gives the id."""
    ids = {"engagement_id": engagement(number), "assignment_id": assignment(number)}
    place = {"jabatan_id": jabatan, "unor_id": unor, "kind": kind, "golongan": None}
    office.record(
        examples.pegawai(number),
        examples.employee_registered(nama=nama, nik=None, kind=kind),
        examples.appointed(**ids | place | over),
        examples.duty_commenced(tanggal=over.get("tmt", examples.TMT), engagement_id=None),
        *facts,
    )
    return examples.pegawai(number)


def evaluated(number, predikat, quarter=4, **over):
    """An evaluation of the last quarter of 2025, or of another one of 2026, with a predikat."""
    first = 3 * quarter - 2
    dari = date(2025 if quarter == 4 else 2026, first, 1)
    sampai = date(dari.year, first + 2, 31 if quarter in (1, 4) else 30)
    decided = date(2026, 1 if quarter == 4 else first + 3, 12)
    told = {"dari": dari, "sampai": sampai, "tmt": decided, "predikat": predikat}
    return examples.evaluated(assignment_id=assignment(number), **told | over)


def trained(selesai, jp=20, **over):
    """A training that ended on a day."""
    told = {"training_id": examples.new_id(), "selesai": selesai, "mulai": selesai, "jumlah_jp": jp}
    what = {"jenis_diklat_id": "3", "nama": "Pelayanan Prima", "penyelenggara": "BKPSDM"}
    return examples.fact(TrainingCompleted, what | told | over)


def corrected(target, path, old, new, **over):
    """A clerk's mistake put right."""
    told = {"tmt": target.tmt, "target_event_id": target.event_id, "patches": ({"path": path, "old": old, "new": new},)}
    return examples.fact(RecordCorrected, told | over, evidence="Dokumen asli", approved_by="Kepala BKPSDM")


def voided(target):
    """A record that never happened."""
    told = {"tmt": target.tmt, "target_event_id": target.event_id, "reason": "Dicatat dua kali"}
    return examples.fact(RecordVoided, told, evidence="Dokumen asli", approved_by="Kepala BKPSDM")


def annulled(day, sk_id=examples.SK, **over):
    """An SK without force for one employee, from a day on."""
    told = {"effect_from": day, "sk_id": sk_id, "annulment_id": examples.new_id()}
    kinds = {"kind": JenisPembatalan.DIBATALKAN, "effect": Effect.EX_NUNC}
    return examples.fact(DecisionAnnulledForEmployee, told | kinds | over)


def picked(rows, *names):
    """Some columns of rows."""
    return [tuple(row[name] for name in names) for row in rows]
