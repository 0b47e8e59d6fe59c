"""One event of each kind, made from its EXAMPLE with everything fixed: what the golden bytes are of."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from kinerja_es.domain.agreement import Achieved
from kinerja_es.domain.batch import PerKind, Rejected
from kinerja_es.domain.catalogue import BY_NAME, Command, command_of
from kinerja_es.domain.competence import Fit
from kinerja_es.domain.envelope import Actor, Document, Event, Excepted, Source, Warned
from kinerja_es.domain.identity import ExternalIds, PriorService
from kinerja_es.domain.performance import Berakhlak, ItemScore, Regime
from kinerja_es.domain.unit import Duty, PostName, Standard, UnitName
from kinerja_es.domain.values import Kind, Scheme
from kinerja_es.log.sealing import DataKey, opened
from kinerja_es.log.transcoder import Encoder, decode
from tests.examples import DECISION


class FixedKeys:
    """A key for each subject, the same in every run, in the place of those that the key file would hold."""

    def key_for(self, subject: str) -> DataKey | None:
        return DataKey(hashlib.blake2b(subject.encode(), digest_size=32).digest())

    def subject_of(self, name: str) -> str:
        return str(UUID(bytes=hashlib.blake2b(name.encode(), digest_size=16).digest()))


KEYS = FixedKeys()
SUBJECT = "00000000-0000-4000-8000-000000000010"
"""Whom the stream is about that the golden bytes lie in."""


def sealed(event: Event) -> bytes:
    """The stored bytes of an event, with keys that never change."""
    return Encoder().encode(event, SUBJECT, KEYS)


def read(topic: str, state: bytes) -> Event:
    """An event from its stored bytes, with the same keys."""
    return decode(topic, opened(topic, state, KEYS.key_for))


GOLDEN = Path(__file__).parent.parent / "golden"

MORE: dict[str, dict[str, Any]] = {
    "IdentityNumberAssigned": {"scheme": Scheme.PPPK},
    "EmployeeAppointed": {"batch_id": UUID(int=0xB, version=4), "opening": date(2026, 1, 1)},
    "PositionAssigned": {
        "replaces_assignment_id": UUID(int=0xA, version=4),
        "assessment_id": UUID(int=0xD, version=4),
    },
    "PositionEstablished": {
        "tupoksi": (Duty(id="a", uraian="Melayani administrasi sekolah"),),
        "standar": (Standard(kompetensi_id="integritas", level=3),),
    },
    "EmploymentContractSigned": {"urutan": 2, "previous_contract_id": UUID(int=0xC, version=4)},
    "PerformanceEvaluated": {
        "predikat": 2,
        "predikat_tertulis": 1,
        "berakhlak": Berakhlak(berorientasi_pelayanan=1, kolaboratif=2),
        "umpan_balik": "Pertahankan",
        "item_scores": (ItemScore(id="1", realisasi="118", skor=2),),
        "org_predikat": 2,
        "rating_regime": Regime.PP30_2019,
        "nilai": "96.5",
        "ide_baru": False,
    },
    "RealisationReported": {"capaian": (Achieved(id="1", target="80", persen="90.00", anggaran_persen="22.50"),)},
    "OrgUnitChanged": {"names": (UnitName(nama="Dinas Pendidikan dan Kebudayaan", induk_nama="Pemerintah Kota"),)},
    "PositionChanged": {"names": (PostName(nama="Operator Layanan", unor_id=UUID(int=0xF, version=4)),)},
    "UnitPerformanceRated": {"capaian_persen": "93.10"},
    "CompetencyAssessed": {
        "jabatan_id": UUID(int=0xE, version=4),
        "tim_id": UUID(int=0xF, version=4),
        "jpm_percent": "83.33",
        "fit": Fit.FIT,
    },
    "EmploymentStatusUpgraded": {
        "closes_engagement_id": UUID(int=0xA, version=4),
        "from_kind": Kind.PPPK_PARUH_WAKTU,
        "jabatan_id": UUID(int=0xE, version=4),
        "unor_id": UUID(int=0xF, version=4),
    },
    "EmployeeRegistered": {
        "prior_service": (PriorService(unor="SD Negeri 1 Contoh", dari=date(2015, 7, 1), sampai=date(2025, 9, 30)),),
        "external_ids": ExternalIds(siasn_pns_id="A1", no_peserta="24-1"),
    },
    "EmploymentTerminated": {"tmt_akhir": date(2026, 6, 1), "court_ref": "12/Pid.Sus/2025/PN Srg"},
    "BatchFileRecorded": {
        "sha256": "0" * 64,
        "rows": 2,
        "recorded": PerKind(PPPK=1),
        "rejected": (Rejected(row=3, column="NIP BARU", code="NIP_INVALID", kind=Kind.PPPK, unor="Dinas Pendidikan"),),
    },
    "BatchOpened": {"expected": PerKind(PPPK=15, PPPK_PARUH_WAKTU=3794), "opening": date(2026, 1, 1)},
    "BatchClosed": {"expected": PerKind(PPPK=15), "recorded": PerKind(PPPK=13)},
}
"""What the server adds, and what the example leaves out."""

ENVELOPE: dict[str, Any] = {
    "event_id": UUID(int=1, version=4),
    "place": 0,
    "decision": DECISION,
    "documents": (Document(sha256="a" * 64, uri="arsip://sk/1", jenis="872"),),
    "legal_basis": ("UU 20/2023",),
    "actor": Actor(user_id="penguji", role="operator"),
    "command_id": UUID(int=2, version=4),
    "correlation_id": UUID(int=3, version=4),
    "causation_id": UUID(int=4, version=4),
    "warnings": (Warned(code="TMT_DIFFERS", field="tmt"),),
    "exception": Excepted(code="NOT_ACTIVE", reason="SK sudah ditandatangani", by="Kepala BKPSDM"),
    "rule_set": "2026-11",
    "source": Source.API,
    "reason": "Contoh sintetis",
}


def example_command(name: str) -> Command:
    """The command that the documentation shows."""
    body = {"type": name, **BY_NAME[name].EXAMPLE}
    kind = command_of(BY_NAME[name])
    return kind.model_validate_json(orjson.dumps({key: body[key] for key in body if key in kind.model_fields}))


def fixed(name: str) -> Event:
    """The event of this kind, the same in every run."""
    event, ask = BY_NAME[name], example_command(name)
    ids = {field: UUID(int=9, version=4) for field in event.model_fields if field.endswith("_id")}
    required: dict[str, Any] = {field: value for field, value in ids.items() if event.model_fields[field].is_required()}
    stated = {field: getattr(ask, field) for field in ask.model_fields_set if field not in ("type", "sk")}
    fields = required | ENVELOPE | stated | MORE.get(name, {})
    fields.setdefault("tmt", fields.get(event.TMT or "", date(2025, 10, 1)))
    return event(**fields)
