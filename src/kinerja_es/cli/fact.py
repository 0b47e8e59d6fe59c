"""What a fact says, in one line: every value of its own that says something, named in Indonesian.

Worked out from the event's own fields, so that a new kind of event is told without a word here. `--json` tells all.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from kinerja_es.cli.terminal import rupiah

Answer = Mapping[str, Any]

Names = Mapping[tuple[str, str], str]
"""What posts and units are called, by their ids and a TMT."""

References = Mapping[str, str]
"""What ids stand for: of each the fact that it was given by (`Hukuman disiplin dijatuhkan 2026-03-01`)."""

LABELS: Mapping[str, str] = {
    "about_event_id": "tentang",
    "absence_days": "hari tidak masuk kerja",
    "acknowledgement": "tanda terima",
    "addendum_nomor": "nomor addendum",
    "agreement_id": "perjanjian kinerja",
    "annulment_id": "pembatalan",
    "approved_by": "disetujui oleh",
    "assessment_id": "asesmen",
    "assignment_id": "penempatan",
    "bap_nomor": "BAP",
    "body": "jenis upaya",
    "budget_ref": "anggaran",
    "budget_rp": "nilai anggaran",
    "by": "oleh",
    "cadence": "periode",
    "case_id": "perkara",
    "change": "perubahan",
    "clarification_id": "klarifikasi",
    "closes_engagement_id": "ikatan kerja lama",
    "coaching_id": "pembinaan",
    "code": "kode",
    "column": "kolom",
    "content": "isi",
    "contract_id": "perjanjian kerja",
    "correction_id": "ralat",
    "court_ref": "putusan pengadilan",
    "defect": "cacat",
    "effect": "daya laku",
    "effect_from": "sejak",
    "engagement_id": "ikatan kerja",
    "evaluation_id": "evaluasi",
    "evaluation_ids": "evaluasi",
    "evidence": "bukti",
    "expected": "diharapkan",
    "explained": "penjelasan",
    "external": "pihak luar",
    "external_ids": "ID luar",
    "field": "data",
    "filed_on": "diajukan",
    "finding": "temuan",
    "fit": "kesesuaian",
    "follow_up_id": "tindak lanjut",
    "formasi_ref": "formasi",
    "from_kind": "dari jenis",
    "goals": "sasaran",
    "ground": "alasan",
    "harga_id": "penghargaan",
    "honour": "cara",
    "inputs": "masukan",
    "item_scores": "nilai butir",
    "items": "butir",
    "izin_ref": "izin",
    "jenis_kp": "jenis kenaikan pangkat",
    "jpm_percent": "JPM",
    "jumlah_jp": "jam pelajaran",
    "kept": "diteruskan",
    "kind": "jenis",
    "level": "tingkat",
    "lifts": "mencabut",
    "may_work": "tetap bekerja",
    "merged": "digabung",
    "mk_bulan": "masa kerja bulan",
    "mk_tahun": "masa kerja tahun",
    "new": "baru",
    "new_evaluation_id": "evaluasi baru",
    "nip": "NIP",
    "nip_lama": "NIP lama",
    "nomor_pp": "PP",
    "nomor_spmt": "SPMT",
    "old": "lama",
    "opening": "diambil alih",
    "opens_engagement_id": "ikatan kerja baru",
    "org_predikat": "predikat organisasi",
    "other_instansi": "instansi lain",
    "outcome": "hasil",
    "pagu_rp": "pagu",
    "patches": "perubahan",
    "pejabat_jabatan": "jabatan pejabat",
    "pejabat_nama": "pejabat",
    "pension_right": "hak pensiun",
    "pihak_kedua": "pihak kedua",
    "plan_id": "SKP",
    "policy_version": "versi",
    "present": "sudah tercatat",
    "prior_service": "masa kerja sebelumnya",
    "proposal_id": "usul",
    "rating_regime": "dasar penilaian",
    "realisation_id": "realisasi",
    "recommended_level": "usul tingkat",
    "recorded": "tercatat",
    "reinstatement_id": "pemulihan",
    "rejected": "ditolak",
    "remote_area": "daerah terpencil",
    "renewal_intent": "akan diperpanjang",
    "replaces_assignment_id": "menggantikan",
    "replaces_nip": "menggantikan NIP",
    "restores": "penempatan yang dipulihkan",
    "revision": "revisi ke",
    "rhk": "rencana hasil kerja",
    "role": "peran",
    "row": "baris",
    "rows": "baris",
    "sanction_id": "hukuman",
    "scope": "lingkup",
    "scores": "nilai",
    "selection_stage": "tahap seleksi",
    "serious": "berat",
    "siasn_id": "ID SIASN",
    "siasn_pns": "PNS ID",
    "sk_ids": "SK",
    "successor_ids": "unor penerus",
    "sumpah_ref": "berita acara sumpah",
    "suspension_id": "pemberhentian sementara",
    "target_event_id": "peristiwa",
    "term_id": "masa jabatan",
    "tim_id": "tim",
    "timezone": "zona waktu",
    "title": "jabatan",
    "to_kind": "ke jenis",
    "tpp_persen": "TPP",
    "tpp_rp": "TPP",
    "until": "sampai",
}
"""Names of fields that are no Indonesian words; every other field is called as it is."""

VALUES: Mapping[str, str] = {
    "ACCEPTED": "diterima",
    "ADJUST": "penyesuaian",
    "BUDGET": "anggaran",
    "CANCELLED": "dibatalkan",
    "COACHING": "pembinaan",
    "DISSOLVE": "dibubarkan",
    "EXECUTION": "pelaksanaan",
    "EXTERNAL": "pihak luar",
    "FIT": "sesuai",
    "IMPROVED": "membaik",
    "KEEP": "dipertahankan",
    "KEPT": "yang diteruskan",
    "MERGE": "digabung",
    "MERGED": "yang digabung",
    "MOVE": "dipindahkan",
    "NOT_FIT": "tidak sesuai",
    "NOT_IMPROVED": "tidak membaik",
    "PARTIAL": "sesuai sebagian",
    "PENDING": "menunggu",
    "PLANNING": "perencanaan",
    "POLICY_SANCTION": "sanksi kebijakan",
    "REDUCED": "diringankan",
    "REJECTED": "ditolak",
    "RENAME": "berganti nama",
    "TRAIN": "pelatihan",
    "UPHELD": "dikuatkan",
    "WAIVER": "pembebasan",
}
"""Values that are no Indonesian words."""

_UNTOLD = frozenset(
    {"nik", "claimed", "regains", "sha256", "scheme", "sk_id", "batch_id", "instansi_id", "engagement_id", "names"}
)
"""What nobody wants to read in a line: a personal number, a digest, what the SK beside it or another field says."""

_PLACES = frozenset({"jabatan_id", "unor_id", "diatasan_id"})
"""Posts and units: no fact of the employee's began them."""
_LONGEST = 80


def references(events: Iterable[Answer]) -> dict[str, str]:
    """What the ids in a history stand for: a fact's own, and that of what it began (a case, a sanction)."""
    found: dict[str, str] = {}
    for event in sorted(events, key=lambda event: int(event["position"])):
        told = f"{event['label']} {event['tmt']}"
        found[event["event_id"]] = told
        ids = {name: str(value) for name, value in event["details"].items() if name.endswith("_id")}
        began = next((value for name, value in ids.items() if name not in _PLACES), "")
        for value in (began, ids.get("assignment_id", "") if "jabatan_id" in ids else ""):
            if _UUID.fullmatch(value):
                found.setdefault(value, told)
    return found


_UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def line(event: Answer, names: Names, known: References) -> str:
    """What a fact says beside its label, its TMT and its SK."""
    told = [*_told(event, names, known)]
    if not told:
        # Nothing but ids of what is not in this history: better than nothing.
        ids = ((name, str(value)) for name, value in event["details"].items() if name not in _UNTOLD)
        told = [f"{named(name)} {value}" for name, value in ids if _UUID.fullmatch(value)]
    return ", ".join((*told, *(f"! {warning['code']}" for warning in event["warnings"] or ())))


def _told(event: Answer, names: Names, known: References) -> Iterator[str]:
    own = f"{event['label']} {event['tmt']}"
    for name, value in event["details"].items():
        if name in _UNTOLD or value is False or value in (None, "", [], event["tmt"]):
            continue
        if name.endswith("_id") and name not in event["codes"]:
            place = names.get((str(value), event["tmt"]))
            text = place or (value if name in _PLACES else known.get(str(value), ""))
            if text and text != own:
                yield f"{named(name)} {text}"
        elif text := _value(name, _meant(value, known), event["codes"].get(name)):
            yield f"{named(name)} {text}"


def _meant(value: Any, known: References) -> Any:
    """What an id stands for, in place of it."""
    if isinstance(value, list):
        return [_meant(one, known) for one in cast("list[Any]", value)]
    return known.get(value, value) if isinstance(value, str) else value


def named(name: str) -> str:
    """What a field is called in Indonesian."""
    return LABELS.get(name) or _UNIT.sub("", name).replace("_", " ")


_UNIT = re.compile("_(id|ids|rp|persen)$")


def _value(name: str, value: Any, code: Answer | None) -> str:
    """A value in a few words; nothing of what has no short form."""
    if code is not None:
        return f"{code['code']} {code['nama']}" if code["code"] == value else str(value)
    if value is True:
        return "ya"
    if isinstance(value, list):
        return _short("; ".join(filter(None, map(_item, cast("list[Any]", value)))))
    if isinstance(value, int) and name.endswith("_rp"):
        return rupiah(value)
    if name.endswith(("_persen", "_percent")):
        return f"{value} %"
    return _short(_item(value))


def _pairs(value: Mapping[str, Any]) -> Iterator[str]:
    for name, held in value.items():
        if held and name != "id" and not isinstance(held, dict | list):
            yield f"{named(name)} {held}"


def _item(item: Any) -> str:
    """One thing: a word, what it is called, or what changed."""
    match item:
        case {"path": "nik"}:
            return "nik"
        case {"path": path, **rest}:
            return f"{path} {_plain(rest.get('old'))} → {_plain(rest.get('new'))}"
        case {"nama": str(nama)} | {"indikator": str(nama)} | {"uraian": str(nama)}:
            return nama
        case dict():
            return ", ".join(_pairs(cast("dict[str, Any]", item)))
        case _:
            return VALUES.get(str(item)) or str(item)


def _plain(value: Any) -> str:
    return "-" if value is None else str(value)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
