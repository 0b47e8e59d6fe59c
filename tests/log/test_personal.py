"""Every field that could say something about a person is sealed, or is listed with why it is not personal."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from kinerja_es.domain.catalogue import EVENTS, short_name
from kinerja_es.domain.envelope import Event
from kinerja_es.domain.values import Golongan, Nik, Nip, SkNumber
from kinerja_es.log.personal import ALWAYS_SEALED, marked

OFFICE = "an official acting in office, as in an SK"
PAPER = "the number of a paper that offices exchange; it names nobody"
CODE = "a code or a name from a public table"
PLACE = "a place or an office"
BODY = "another body"
WORK = "the work of a post"
FIGURE = "a figure, written as text"
SOURCE = "where a figure comes from: a system, a book of account"
GOVERNMENT = "about the government's own units, posts and rules"
DIGEST = "a digest of a whole file"
STUDY = "what was studied, as schools are named in public"

NOT_PERSONAL = {
    "AgencyTransferredIn": {"other_instansi": BODY, "pertek_nomor": PAPER, "sektor": CODE, "selection_stage": CODE},
    "AgencyTransferredOut": {"other_instansi": BODY, "pertek_nomor": PAPER},
    "ClarificationAnswered": {"oleh": OFFICE},
    "ClarificationRequested": {"oleh": OFFICE, "item_id": WORK},
    "CommendationAwarded": {"harga_id": CODE, "nomor": PAPER},
    "CompetencyAssessed": {"lembaga": BODY, "nomor_kontrak": PAPER, "metode": WORK, "jpm_percent": FIGURE},
    "DecisionAnnulledForEmployee": {"court_ref": "the judgment on the SK, not on a person"},
    "DecisionCorrectedForEmployee": {"ralat_nomor": PAPER},
    "DecisionExcerptDelivered": {"tempat": PLACE, "cara": WORK},
    "DisciplinarySanctionImposed": {
        "jenis_hukuman_id": CODE,
        "jenis_hukuman_nama": CODE,
        "alasan_id": CODE,
        "nomor_pp": PAPER,
    },
    "DutyCommenced": {"nomor_spmt": PAPER},
    "EducationRecorded": {"tingkat_id": CODE, "nama": STUDY, "sekolah": STUDY},
    "EmployeeAppointed": {"sektor": CODE, "selection_stage": CODE},
    "EmployeesMerged": {"approved_by": OFFICE},
    "EmploymentContractAmended": {"addendum_nomor": PAPER, "jam_per_minggu": FIGURE, "tugas": WORK},
    "EmploymentContractSigned": {
        "nomor": PAPER,
        "jam_per_minggu": FIGURE,
        "sumber_anggaran": SOURCE,
        "tugas": WORK,
        "target": WORK,
        "hak": WORK,
        "kewajiban": WORK,
        "sanksi": WORK,
    },
    "EvaluationFollowUpConcluded": {"pejabat": OFFICE},
    "EvaluationObjectionDecided": {"oleh": OFFICE},
    "GradeChanged": {"jenis_kp": CODE, "pertek_nomor": PAPER},
    "IdentityNumberAssigned": {"pertek_nomor": PAPER, "instansi_id": BODY},
    "OathTaken": {"tempat": PLACE, "pejabat_pelantik": OFFICE, "berita_acara_nomor": PAPER},
    "PaymentReported": {"sumber": SOURCE, "sha256": DIGEST},
    "PerformanceAgreementSigned": {"pernyataan": "the printed statement of the form", "bukti": WORK},
    "PerformanceEvaluated": {"nilai": FIGURE},
    "PersonalDataShredded": {"retention_basis": PAPER, "approved_by": OFFICE},
    "PositionAssigned": {"pertek_nomor": PAPER, "jenjang": CODE, "eselon_id": CODE},
    "PositionRelieved": {"ground": "the reason as the SK states it"},
    "ProbationConfirmed": {"sumpah_ref": PAPER},
    "RecordCorrected": {"approved_by": OFFICE},
    "RecordVoided": {"approved_by": OFFICE},
    "SalaryIncrementGranted": {"nomor_surat": PAPER},
    "SanctionAppealDecided": {"nomor": PAPER, "jenis_hukuman_id": CODE},
    "StatusUpgradeApproved": {"oleh": OFFICE, "formasi_ref": PAPER, "pertek_nomor": PAPER},
    "StatusUpgradeDeclined": {"oleh": OFFICE},
    "StatusUpgradeProposed": {"budget_ref": PAPER, "pengusul": OFFICE},
    "SubmissionAnswered": {"siasn_id": "the id of a submission, given by SIASN"},
    "TrainingCompleted": {"jenis_diklat_id": CODE, "nama": STUDY, "penyelenggara": BODY, "kompetensi_id": CODE},
    "ViolationExamined": {"bap_nomor": PAPER},
    # What is not about one employee.
    "AssessmentTeamFormed": {},
    "BatchFileRecorded": {"sha256": DIGEST},
    "BudgetCeilingSet": {"program": GOVERNMENT, "sumber": SOURCE},
    "DecisionAnnulled": {"diktum": "words of the SK", "court_ref": "the judgment on the SK, not on a person"},
    "DecisionCorrected": {"ralat_nomor": PAPER},
    "DecisionIssued": {"pejabat_nama": OFFICE, "pejabat_jabatan": OFFICE, "sha256": DIGEST},
    "DecisionReinstated": {"court_ref": "the judgment on the SK, not on a person"},
    "OfficialTermStarted": {"nama": OFFICE, "jabatan": OFFICE},
    "OrgUnitChanged": dict.fromkeys(("nama", "induk_nama"), GOVERNMENT),
    "OrgUnitEstablished": dict.fromkeys(("nama", "siasn_id", "induk_nama", "eselon_id", "jenis", "sektor"), GOVERNMENT),
    "PositionChanged": {"eselon_id": CODE},
    "PositionEstablished": {"eselon_id": CODE},
    "StaffingNeedSet": {"sektor": CODE, "sumber": SOURCE},
    "UnitPerformanceRated": {"metode": GOVERNMENT, "capaian_persen": FIGURE},
}
"""Fields of text that are stored as they are, and why."""

NOT_PERSONAL_VALUES = {
    "Achieved": {"id": WORK, "target": FIGURE, "persen": FIGURE, "anggaran_persen": FIGURE},
    "Actor": {"user_id": "who recorded, in office; give user names, not NIPs", "role": OFFICE},
    "Agreements": {"eselon": CODE},
    "Annuller": {"jabatan": OFFICE},
    "Approval": {"instansi": BODY, "nomor": PAPER},
    "Assessor": {"lembaga": BODY},
    "CompetenceItem": {"kompetensi_id": CODE},
    "DecisionRef": {"pejabat_nama": OFFICE, "pejabat_jabatan": OFFICE},
    "Document": {"sha256": DIGEST, "jenis": CODE},
    "Duty": {"id": WORK, "uraian": WORK},
    "Evaluator": {"jabatan": OFFICE},
    "Event": {"rule_set": GOVERNMENT, "legal_basis": GOVERNMENT},
    "Excepted": {"code": CODE, "by": OFFICE},
    "FactPatch": {"path": "the name of a field"},
    "ItemScore": {"id": WORK, "realisasi": FIGURE},
    "Patch": {"path": "the name of a field"},
    "Policy": {"holidays": GOVERNMENT},
    "PostName": {"nama": GOVERNMENT},
    "PriorService": {"unor": PLACE, "jabatan": WORK},
    "RealisedItem": {"id": WORK, "realisasi": FIGURE, "bukti": WORK},
    "Rejected": {"column": "the name of a column", "code": CODE, "unor": GOVERNMENT},
    "Rhk": dict.fromkeys(
        ("id", "indikator", "satuan", "target", "triwulan", "rencana", "intervensi_atasan", "program", "peran"), WORK
    ),
    "Standard": {"kompetensi_id": CODE},
    "Target": dict.fromkeys(
        ("id indikator satuan target triwulan sasaran tupoksi_ref bobot program bukti".split()),
        WORK,
    ),
    "TeamMember": {"lembaga": BODY},
    "Title": {"nama": GOVERNMENT, "id": CODE},
    "UnitInput": {"indikator": WORK, "capaian_persen": FIGURE, "bobot": FIGURE},
    "UnitName": {"nama": GOVERNMENT, "induk_nama": GOVERNMENT},
    "Warned": {"code": CODE, "field": "the name of a field"},
}


def parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from parts(part)


def is_text(annotation: Any) -> bool:
    """Whether anything may be written there; the number of an SK and a grade are forms of their own."""
    kinds = [part for part in parts(annotation) if isinstance(part, type)]
    return any(kind in {str, Nip, Nik} for kind in kinds) and not {SkNumber, Golongan} & {*kinds}


def open_texts(kind: type[BaseModel], beside: type[BaseModel] | None = None) -> set[str]:
    """The fields of text that are stored as they are."""
    return {
        name
        for name, info in kind.model_fields.items()
        if is_text(info.annotation) and marked(info) is None and (beside is None or name not in beside.model_fields)
    }


def values_in(kind: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for info in kind.model_fields.values():
        for part in parts(info.annotation):
            if isinstance(part, type) and issubclass(part, BaseModel) and marked(info) is None:
                yield part
                yield from values_in(part)


@pytest.mark.parametrize("event", EVENTS.values(), ids=short_name)
def test_a_field_of_text_is_sealed_or_is_listed_with_why_it_is_not_personal(event):
    assert open_texts(event, Event) == set(NOT_PERSONAL.get(short_name(event), {}))


def test_so_is_every_field_of_the_values_in_them():
    values = {value for event in EVENTS.values() for value in values_in(event)} | {Event}

    assert {v.__name__: open_texts(v) for v in values if open_texts(v)} == {
        name: set(fields) for name, fields in NOT_PERSONAL_VALUES.items()
    }


def test_the_starred_fields_of_the_catalogue_are_sealed():
    starred = {
        "EmployeeRegistered": {"nama", "tempat_lahir", "tanggal_lahir", "nik"},
        "IdentityNumberAssigned": {"nip"},
        "PersonalDataChanged": {"old", "new"},
        "OathTaken": {"saksi", "rohaniwan", "formula"},
        "ViolationReported": {"pelapor"},
        "LeaveGranted": {"jenis_cuti", "alasan"},
    }
    for event in EVENTS.values():
        sealed = {name for name, info in event.model_fields.items() if marked(info)}
        assert sealed >= starred.get(short_name(event), set())


def test_a_corrected_field_that_is_personal_in_one_event_is_a_text_in_every_other():
    """A patch names the field alone: what stands for it once it was destroyed must fit, or the patch says nothing."""
    personal = {name for event in EVENTS.values() for name, info in event.model_fields.items() if marked(info)}

    others = {
        (short_name(event), name)
        for event in EVENTS.values()
        for name, info in event.model_fields.items()
        if name in personal and marked(info) is None and not is_text(info.annotation)
    }

    assert others == set()


def test_events_that_always_hold_something_personal_are_known():
    assert {"EmployeeRegistered", "IdentityNumberAssigned"} <= {short_name(event) for event in ALWAYS_SEALED}
    assert "EmployeeAppointed" not in {short_name(event) for event in ALWAYS_SEALED}
