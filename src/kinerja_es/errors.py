"""Every error and warning a user can meet, one class each, in one tree.

The first line of a docstring is the message, the paragraph after it is what to do next;
`label` says the same in a few Indonesian words. A code never changes once it is released.

    Problem                     one thing that is wrong: code, field, value, row, what to do
    ├── Caution                 a warning: recorded with the event, never a refusal
    ├── (domain rules)          status 422
    ├── (identity, concurrency) status 404, 409
    └── (files, databases)      status 400, 413, 415, 503
    Problems                    all that is wrong with one request or file, raised at once
"""

from collections.abc import Iterable
from typing import ClassVar


class Problem(Exception):
    """Something is wrong that the user can put right.

    Read what the field and the code say, correct it and try again.
    """

    code: ClassVar[str] = "PROBLEM"
    label: ClassVar[str] = "Ada yang perlu diperbaiki"
    status: ClassVar[int] = 422
    warning: ClassVar[bool] = False
    excepted: ClassVar[bool] = False
    """Whether a signed SK may be recorded against this rule with a named `exception`."""

    def __init__(
        self,
        detail: str = "",
        *,
        field: str | None = None,
        value: object = None,
        row: int | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field
        self.value = None if value is None else str(value)[:200]
        self.row = row

    @property
    def message(self) -> str:
        """What is wrong, with whom: the class's sentence and this case's detail."""
        sentence = (type(self).__doc__ or "").strip().partition("\n")[0]
        return f"{sentence} {self.detail}".strip()

    @property
    def remedy(self) -> str:
        """What to do next."""
        text = (type(self).__doc__ or "").partition("\n\n")[2]
        return " ".join(text.split())

    def at_row(self, row: int) -> "Problem":
        self.row = row
        return self

    def as_dict(self) -> dict[str, object]:
        return {
            "code": self.code,
            "message": self.message,
            "label": self.label,
            "row": self.row,
            "field": self.field,
            "value": self.value,
            "remedy": self.remedy,
        }

    def __str__(self) -> str:
        place = ", ".join(
            part
            for part in (
                f"row {self.row}" if self.row is not None else "",
                self.field or "",
                f"value {self.value!r}" if self.value is not None else "",
            )
            if part
        )
        return f"{self.code}: {self.message}" + (f" ({place})" if place else "")


class Caution(Problem):
    """Something looks unusual; it was recorded all the same.

    Check it; correct the record if it is wrong.
    """

    code = "CAUTION"
    label = "Perlu diperiksa"
    warning = True


class Problems(Exception):
    """All that is wrong with one request or one file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(str(p) for p in self.problems[:5]))

    @property
    def status(self) -> int:
        return max((p.status for p in self.problems if not p.warning), default=422)


# -- values ------------------------------------------------------------------------------


class NipInvalid(Problem):
    """The NIP does not read as 18 digits of birth date, appointment, sex and serial number.

    Copy it from the SK or from SIASN. A PNS number has month 01-12 in digits 13-14, an NI PPPK has 21-29.
    """

    code = "NIP_INVALID"
    label = "NIP tidak sah"


class NikInvalid(Problem):
    """The NIK does not read as 16 digits with a real birth date in digits 7-12.

    Copy it from the KTP or from Dukcapil; leave it empty where it is not known.
    """

    code = "NIK_INVALID"
    label = "NIK tidak sah"


class SkNumberInvalid(Problem):
    """The SK number is empty, too long or holds characters that no SK number has.

    Copy the number as it stands on the SK, for example 800.1.2.5/1234/BKPSDM/2025.
    """

    code = "SK_NUMBER_INVALID"
    label = "Nomor SK tidak sah"


class GradeInvalid(Problem):
    """The golongan is none that exists: I/a to IV/e for PNS, I to XVII for PPPK.

    Write it as the SK does, for example III/a or IX.
    """

    code = "GRADE_INVALID"
    label = "Golongan tidak dikenal"


class DateInvalid(Problem):
    """There is no such date, or it is not written as it should be.

    Write 2025-12-31, or day-month-year as SIASN does (31-12-2025); in JSON only 2025-12-31.
    """

    code = "DATE_INVALID"
    label = "Tanggal tidak sah"


class TimeInvalid(Problem):
    """This is neither a time nor a position of the log.

    Write a time with its zone, such as 2026-01-31T08:00:00+07:00, or a position, such as 4711.
    """

    code = "TIME_INVALID"
    label = "Waktu tidak sah"


class ValueMissing(Problem):
    """A value that is needed here is empty.

    Fill it in from the SK or from SIASN.
    """

    code = "VALUE_MISSING"
    label = "Wajib diisi"


class ValueInvalid(Problem):
    """The value is not one that this field takes.

    Correct it as the message says.
    """

    code = "VALUE_INVALID"
    label = "Nilai tidak sah"


class KindUnknown(Problem):
    """The columns do not say, or do not agree, whether this is a CPNS, PNS, PPPK or PPPK paruh waktu.

    Correct JENIS PEGAWAI NAMA, KEDUDUKAN HUKUM NAMA and STATUS CPNS PNS, or name one kind for the file with --kind.
    """

    code = "KIND_UNKNOWN"
    label = "Jenis pegawai tidak diketahui"


# -- identity ----------------------------------------------------------------------------


class DuplicateNik(Problem):
    """This NIK already belongs to another employee.

    Find that employee first; record further events there instead of registering the person again.
    """

    code = "DUPLICATE_NIK"
    label = "NIK sudah terdaftar"
    status = 409


class DuplicateExternalId(Problem):
    """This PNS ID or participant's number already belongs to another employee, or stands twice in the file.

    Find that employee first; one id belongs to one person for ever.
    """

    code = "DUPLICATE_EXTERNAL_ID"
    label = "PNS ID atau nomor peserta ganda"
    status = 409


class DuplicateNip(Problem):
    """This NIP already belongs to another employee, or stands twice in the file.

    Check the number against the SK; one number belongs to one person for ever.
    """

    code = "DUPLICATE_NIP"
    label = "NIP ganda"
    status = 409


class NipKindMismatch(Problem):
    """The form of the NIP is not that of the employee's kind.

    PNS and CPNS have month 01-12 in digits 13-14; PPPK of both kinds have 21-29. Correct the number or the kind.
    """

    code = "NIP_KIND_MISMATCH"
    label = "NIP tidak sesuai jenis pegawai"


class NipPersonMismatch(Caution):
    """The NIP says another birth date or sex than the record.

    Compare both with the KTP. A number stays as it was given even after a birth date was corrected.
    """

    code = "NIP_PERSON_MISMATCH"
    label = "NIP berbeda dengan tanggal lahir atau jenis kelamin"


class NikPersonMismatch(Caution):
    """The NIK says another birth date or sex than the record.

    Compare both with the KTP. A NIK stays as it was given even after a birth date was corrected.
    """

    code = "NIK_PERSON_MISMATCH"
    label = "NIK berbeda dengan tanggal lahir atau jenis kelamin"


class AlreadyRegistered(Problem):
    """This employee is registered already.

    Record further events for the employee; a person is registered once for life.
    """

    code = "ALREADY_REGISTERED"
    label = "Pegawai sudah terdaftar"
    status = 409


class AlreadyRecorded(Problem):
    """The same fact is recorded already.

    Nothing needs to be done; correct the record if a detail is wrong.
    """

    code = "ALREADY_RECORDED"
    label = "Sudah tercatat"
    status = 409


class EmployeeUnknown(Problem):
    """No employee has this id or NIP.

    Find the employee by a part of the name, NIP or NIK first; register the person where there is none.
    """

    code = "EMPLOYEE_UNKNOWN"
    label = "Pegawai tidak ditemukan"
    status = 404


class NotRecordedThen(Problem):
    """Nothing was recorded of this employee by then.

    Ask as known at a later time, or leave out `known_at`: then it is told as known now.
    """

    code = "NOT_RECORDED_THEN"
    label = "Waktu itu belum ada catatan"
    status = 404


# -- decisions ---------------------------------------------------------------------------


class DuplicateSk(Problem):
    """An SK with this number, date and official is recorded with other content.

    Compare it with the SK that is recorded; an error in an SK is corrected by a ralat, not by recording it again.
    """

    code = "DUPLICATE_SK"
    label = "SK yang sama dengan isi berbeda"
    status = 409


class SkDateInFuture(Problem):
    """The SK is dated after today.

    Correct the date; a decision can be recorded from the day it was signed. A TMT may lie ahead.
    """

    code = "SK_DATE_IN_FUTURE"
    label = "Tanggal SK di masa depan"


class DecisionRequired(Problem):
    """This takes effect by an SK, and none was named.

    Record the SK (DecisionIssued) and cite it by its id or by number, date and official.
    """

    code = "DECISION_REQUIRED"
    label = "SK wajib disebut"


class DecisionUnknown(Problem):
    """No such SK is recorded.

    Record the SK first, then cite it by its id or by number, date and official.
    """

    code = "DECISION_UNKNOWN"
    label = "SK tidak ditemukan"
    status = 404


class SignatoryCapacity(Caution):
    """An acting official (Plt or Plh) signed what a definitive official decides.

    Check the official's capacity on the SK and keep the mandate beside it.
    """

    code = "SIGNATORY_CAPACITY"
    label = "Ditandatangani Plt atau Plh"


class CountsDiffer(Problem):
    """The expected counts per kind do not add up to the SK's number of employees.

    Correct `expected` or `jumlah_pegawai`; for Serang 15 + 3,794 = 3,809.
    """

    code = "COUNTS_DIFFER"
    label = "Jumlah per jenis tidak sama dengan jumlah di SK"


# -- appointment, position ---------------------------------------------------------------


class EngagementOverlap(Problem):
    """The employee is engaged already on that TMT.

    End the present engagement first, or correct the TMT.
    """

    code = "ENGAGEMENT_OVERLAP"
    label = "Masih dalam ikatan kerja lain"
    status = 409


class EmployeeDeceased(Problem):
    """The employee has died before that TMT.

    Nobody who has died is appointed. Check whose SK it is, and the day of death.
    """

    code = "EMPLOYEE_DECEASED"
    label = "Pegawai sudah meninggal"


class GradeKindMismatch(Problem):
    """The golongan is not one of the employee's kind.

    PNS have I/a to IV/e, PPPK have I to XVII. Correct the golongan or the kind.
    """

    code = "GRADE_KIND_MISMATCH"
    label = "Golongan tidak sesuai jenis pegawai"


class UnitUnknown(Problem):
    """No such unor is recorded.

    Record the unor first (OrgUnitEstablished), or import without --known-units-only.
    """

    code = "UNIT_UNKNOWN"
    label = "Unor tidak ditemukan"
    status = 404


class UnitNotActive(Problem):
    """The unor does not exist yet on that TMT.

    Correct the TMT, or the day from which the unor exists.
    """

    code = "UNIT_NOT_ACTIVE"
    label = "Unor belum aktif"


class DuplicateUnit(Problem):
    """A unor of this name or id under the same parent is recorded already.

    Use the unor that exists.
    """

    code = "DUPLICATE_UNIT"
    label = "Unor sudah ada"
    status = 409


class PositionUnknown(Problem):
    """No such post is recorded.

    Record the post first (PositionEstablished).
    """

    code = "POSITION_UNKNOWN"
    label = "Jabatan tidak ditemukan"
    status = 404


class PositionNotActive(Problem):
    """The post does not exist yet on that TMT, or belongs to another unor.

    Correct the TMT, the post or the unor.
    """

    code = "POSITION_NOT_ACTIVE"
    label = "Jabatan belum aktif atau di unor lain"


class FoundingDayUncertain(Caution):
    """The unor or the post is recorded only from a later day on, which was taken from a roster.

    An import takes the earliest TMT of its file for the founding day. Check the place and the TMT.
    """

    code = "FOUNDING_DAY_UNCERTAIN"
    label = "Hari pembentukan diambil dari berkas"


class DuplicatePosition(Problem):
    """A post with this title is recorded in the unor already.

    Use the post that exists.
    """

    code = "DUPLICATE_POSITION"
    label = "Jabatan sudah ada"
    status = 409


class PositionOccupied(Problem):
    """All seats (formasi) of the post are taken on that TMT.

    Record first that a holder leaves, choose another post, or have the formasi widened.
    """

    code = "POSITION_OCCUPIED"
    label = "Formasi jabatan penuh"
    status = 409
    excepted = True


class FormasiExceeded(Caution):
    """More people hold the post than it has seats (formasi).

    Check who leaves it, and when; a formasi that was counted from a roster may be too small.
    """

    code = "FORMASI_EXCEEDED"
    label = "Melebihi formasi"


class DefinitivePostEnds(Caution):
    """A definitive post ends on a fixed day, and no other one is recorded from then on.

    Record the post that follows; until then the employee has neither post nor unor from that day on.
    """

    code = "DEFINITIVE_POST_ENDS"
    label = "Jabatan definitif berakhir tanpa pengganti"


class DoubleDefinitive(Problem):
    """The employee would hold two definitive posts at once.

    Name the post that this one replaces, or record the assignment as PLT or PLH; only a rangkap post may double.
    """

    code = "DOUBLE_DEFINITIVE"
    label = "Dua jabatan definitif"
    excepted = True


class MutasiTooEarly(Caution):
    """A PNS was moved before two years in the post.

    PP 11/2017 art 190 asks for two years; keep the reason beside the SK.
    """

    code = "MUTASI_TOO_EARLY"
    label = "Mutasi sebelum dua tahun"


class AssignmentUnknown(Problem):
    """No such appointment or assignment of this employee is recorded.

    Record the appointment or the assignment first, or correct its id.
    """

    code = "ASSIGNMENT_UNKNOWN"
    label = "Pengangkatan atau penempatan tidak ditemukan"


class NotInPosition(Problem):
    """The employee does not hold that post on those days.

    Correct the dates, or name the appointment or assignment of that time.
    """

    code = "NOT_IN_POSITION"
    label = "Tidak menduduki jabatan itu"


class OathBeforeDecision(Problem):
    """The oath is dated before the SK that it belongs to.

    Correct the date of the oath, or name the SK it belongs to.
    """

    code = "OATH_BEFORE_DECISION"
    label = "Sumpah sebelum SK"


class OathLate(Caution):
    """The oath was taken more than 30 working days after the SK.

    PerBKN 7/2017 asks for 30 working days; keep the reason in the berita acara.
    """

    code = "OATH_LATE"
    label = "Sumpah lewat 30 hari kerja"


class ExcerptBeforeDecision(Problem):
    """The petikan is dated before its SK.

    Correct the date of delivery or the SK.
    """

    code = "EXCERPT_BEFORE_DECISION"
    label = "Petikan sebelum SK"


class NotEngaged(Problem):
    """The employee has no engagement on that day.

    Record the appointment first, or correct the day or the engagement.
    """

    code = "NOT_ENGAGED"
    label = "Tidak dalam ikatan kerja"


class NotActive(Problem):
    """The employee is not active on that day.

    Record what makes the employee active first (start of duty, reinstatement), or correct the day.
    """

    code = "NOT_ACTIVE"
    label = "Tidak aktif"
    excepted = True


class EngagementClosed(Problem):
    """The engagement has ended before that day.

    A fact of an ended engagement lies inside it; a new appointment opens another engagement.
    """

    code = "ENGAGEMENT_CLOSED"
    label = "Ikatan kerja sudah berakhir"


class LaterFactImpossible(Caution):
    """A fact that is recorded already, with a later TMT, no longer fits.

    It takes no effect, or breaks a rule; the standing names it as an anomaly. Check which of the two is right, and
    correct the other.
    """

    code = "LATER_FACT_IMPOSSIBLE"
    label = "Catatan yang lebih kemudian tidak berlaku lagi"


# -- contract ----------------------------------------------------------------------------


class NotContractKind(Problem):
    """Only PPPK work by employment contract.

    Check the employee; a PNS has no employment contract.
    """

    code = "NOT_CONTRACT_KIND"
    label = "Bukan PPPK"


class ContractOverlap(Problem):
    """The contract starts before the present one ends.

    Correct its dates, or record the ending of the present one first.
    """

    code = "CONTRACT_OVERLAP"
    label = "Perjanjian kerja tumpang tindih"
    status = 409


class ContractTermInvalid(Problem):
    """The contract ends before it starts.

    `mulai` is its first day and `akhir` its last; correct them.
    """

    code = "CONTRACT_TERM_INVALID"
    label = "Jangka perjanjian kerja tidak sah"


class ContractTermUnusual(Caution):
    """The contract's term is not the one that the regulation names.

    KepmenPANRB 16/2025 names one year for part-time, PP 49/2018 art 37 at least one year; keep the reason.
    """

    code = "CONTRACT_TERM_UNUSUAL"
    label = "Jangka perjanjian kerja tidak lazim"


class RenewalWithoutEvaluation(Problem):
    """A contract is renewed without an evaluation in the ending term.

    Record the evaluation (PerformanceEvaluated) first and name it in `evaluation_ids`.
    """

    code = "RENEWAL_WITHOUT_EVALUATION"
    label = "Perpanjangan tanpa evaluasi"
    excepted = True


class WageBelowFloor(Problem):
    """The wage is below the floor that the contract itself names.

    KepmenPANRB 16/2025 dictum 19: at least the last non-ASN wage or the regional minimum.
    Correct the wage or the floor.
    """

    code = "WAGE_BELOW_FLOOR"
    label = "Upah di bawah batas"
    excepted = True


class BeyondRetirement(Problem):
    """The contract ends after the retirement age of the post.

    Let it end by then; UU 20/2023 art 55 gives the ages.
    """

    code = "BEYOND_RETIREMENT"
    label = "Melewati batas usia pensiun"
    excepted = True


# -- evaluation --------------------------------------------------------------------------


class SelfEvaluation(Problem):
    """The evaluator is the evaluated employee.

    Name the superior who evaluated.
    """

    code = "SELF_EVALUATION"
    label = "Menilai diri sendiri"


class PeriodDuplicate(Problem):
    """This period is evaluated already for the same assignment.

    Correct the period, or the recorded evaluation.
    """

    code = "PERIOD_DUPLICATE"
    label = "Periode sudah dievaluasi"
    status = 409


class PeriodInvalid(Problem):
    """The period is not one of its scope, is not over yet, or lies outside the engagement.

    A TRIWULAN is a calendar quarter, a BULANAN a month, a TAHUNAN a year, all complete on the day of evaluation.
    """

    code = "PERIOD_INVALID"
    label = "Periode evaluasi tidak sah"


class EvaluationWithoutResults(Problem):
    """The evaluation states no result (hasil kerja) or no behaviour (perilaku kerja).

    Give both as 1 (di atas), 2 (sesuai) or 3 (di bawah ekspektasi); hours or attendance are no result.
    """

    code = "EVALUATION_WITHOUT_RESULTS"
    label = "Evaluasi tanpa hasil kerja"


class PredicateMismatch(Caution):
    """The stated predikat is not the one that the matrix gives; the matrix holds.

    Check hasil kerja and perilaku kerja against the signed evaluation (PermenPANRB 6/2022).
    """

    code = "PREDICATE_MISMATCH"
    label = "Predikat berbeda dengan matriks"


# -- status ------------------------------------------------------------------------------


class NotSuspended(Problem):
    """The employee is not suspended on that day.

    Check the suspension and its dates.
    """

    code = "NOT_SUSPENDED"
    label = "Tidak sedang diberhentikan sementara"


class AlreadySuspended(Problem):
    """The employee is suspended on that day already.

    Record the reinstatement first, or correct the dates.
    """

    code = "ALREADY_SUSPENDED"
    label = "Sudah diberhentikan sementara"
    status = 409


class GroundNotAllowed(Problem):
    """This ground does not exist for the employee's kind.

    See UU 20/2023 art 52 for PNS, PP 49/2018 art 53 for PPPK, KepmenPANRB 16/2025 dictum 24 for part-time.
    """

    code = "GROUND_NOT_ALLOWED"
    label = "Alasan tidak berlaku bagi jenis pegawai ini"
    excepted = True


class HonourMismatch(Problem):
    """The honour of the dismissal does not follow from its ground under the named legal basis.

    UU 20/2023 art 52(4) and PP 49/2018 art 53 tell which ground is with and which without honour.
    """

    code = "HONOUR_MISMATCH"
    label = "Dengan atau tanpa hormat tidak sesuai alasan"
    excepted = True


class CoachingNotTried(Problem):
    """A dismissal for poor work needs a concluded coaching before it.

    Record the coaching and its conclusion first.
    """

    code = "COACHING_NOT_TRIED"
    label = "Pembinaan belum dilakukan"
    excepted = True


class JudgmentRequired(Problem):
    """A dismissal for a crime needs a final judgment.

    Name the judgment in `court_ref`.
    """

    code = "JUDGMENT_REQUIRED"
    label = "Putusan pengadilan wajib disebut"
    excepted = True


# -- batches -----------------------------------------------------------------------------


class BatchUnknown(Problem):
    """No such batch is recorded.

    See the batches with `kinerja batch list`.
    """

    code = "BATCH_UNKNOWN"
    label = "Batch tidak ditemukan"
    status = 404


class BatchIsClosed(Problem):
    """The batch is closed; no file can be added to it.

    Record late additions under the SK that names them.
    """

    code = "BATCH_CLOSED"
    label = "Batch sudah ditutup"
    status = 409


class BatchCountsDiffer(Problem):
    """Expected and recorded counts differ and no explanation was given.

    Add the missing rows, or close with an explanation (--explain TEXT).
    """

    code = "BATCH_COUNTS_DIFFER"
    label = "Jumlah diharapkan dan tercatat berbeda"
    status = 409


class KindNotExpected(Problem):
    """The SK does not expect an employee of this kind.

    Correct the kind of the row, or `expected` in the SK file.
    """

    code = "KIND_NOT_EXPECTED"
    label = "Jenis pegawai tidak ada di SK"


class CountAboveExpected(Problem):
    """The file brings more employees of a kind than the SK names.

    Take out the rows that the SK does not name, or correct `expected`.
    """

    code = "COUNT_ABOVE_EXPECTED"
    label = "Lebih banyak dari yang ditetapkan SK"


class CountBelowExpected(Caution):
    """Fewer employees of a kind are recorded than the SK names.

    Bring the missing ones in a later file under the same SK; the batch stays open until then.
    """

    code = "COUNT_BELOW_EXPECTED"
    label = "Kurang dari yang ditetapkan SK"


class SkNotOfBatch(Problem):
    """The row names another SK than the one it is imported under.

    Take the row out, or import it under its own SK.
    """

    code = "SK_NOT_OF_BATCH"
    label = "SK pada baris berbeda dengan SK batch"


class TmtDiffers(Caution):
    """The row's TMT is not the SK's; the row's own was recorded.

    Compare it with the SK's list.
    """

    code = "TMT_DIFFERS"
    label = "TMT pada baris berbeda dengan SK"


class RowDiffers(Caution):
    """The row says something else than what is recorded for this employee; nothing was changed.

    Compare it with the SK; what is recorded is changed by a correction, not by importing again.
    """

    code = "ROW_DIFFERS"
    label = "Berbeda dengan yang tercatat"


# -- commands and concurrency ------------------------------------------------------------


class ConcurrencyConflict(Problem):
    """Something that this was decided on has changed in the meantime.

    Read again, look whether it still holds, and send it again.
    """

    code = "CONCURRENCY_CONFLICT"
    label = "Data berubah sementara itu"
    status = 409


class CommandReused(Problem):
    """This Idempotency-Key (command id) was used before for something else.

    Use a new key for a new request; repeat a request only with its own, unchanged body.
    """

    code = "COMMAND_REUSED"
    label = "Idempotency-Key sudah dipakai untuk isi lain"
    status = 409


class BodyInvalid(Problem):
    """The request has not the form that is described for it.

    Compare it with the example: at /docs over HTTP, with `kinerja import --example-sk` for an SK file.
    """

    code = "BODY_INVALID"
    label = "Bentuk isian tidak sesuai"


class ActorRequired(Problem):
    """Nobody is named who records this.

    Name the person who records with --actor, KINERJA_ACTOR or the header X-Actor.
    """

    code = "ACTOR_REQUIRED"
    label = "Pencatat wajib disebut"
    status = 400


class ExceptionNotAllowed(Problem):
    """There is no rule of this code that a signed SK may be recorded against.

    Correct what the rule refuses; identity, arithmetic and references are never excepted.
    """

    code = "EXCEPTION_NOT_ALLOWED"
    label = "Aturan ini tanpa pengecualian"


# -- questions ---------------------------------------------------------------------------


class ReadModelUnknown(Problem):
    """There is no such read model or query.

    See the list with `kinerja read-models` or at /v1/read-models.
    """

    code = "READ_MODEL_UNKNOWN"
    label = "Model baca tidak ditemukan"
    status = 404


class CursorInvalid(Problem):
    """The cursor is damaged or belongs to another query.

    Start again from the first page, without a cursor.
    """

    code = "CURSOR_INVALID"
    label = "Kursor tidak sah"
    status = 400


class NotYetRead(Problem):
    """The read model has not come as far as the position you asked for.

    Ask again in a moment, or without `at_least`.
    """

    code = "NOT_YET_READ"
    label = "Model baca belum sampai posisi itu"
    status = 503


class RebuildDiffers(Problem):
    """The rebuilt read model differs from the live one; nothing was swapped.

    Look at the differences; take the rebuilt one with --accept-differences once they are understood.
    """

    code = "REBUILD_DIFFERS"
    label = "Hasil bangun ulang berbeda"
    status = 409


class ReadModelsOtherLog(Problem):
    """The read models were made from another log, or from a log that was since restored to an earlier state.

    Check that this is the right log; then run `kinerja rebuild --discard` to make them anew.
    """

    code = "READ_MODELS_OTHER_LOG"
    label = "Model baca berasal dari log lain"
    status = 503


class ReadModelsBusy(Problem):
    """Another process is bringing the read models up to date and does not finish.

    Wait for it, or stop it.
    """

    code = "READ_MODELS_BUSY"
    label = "Model baca sedang dipakai proses lain"
    status = 503


class BuildInterrupted(Problem):
    """A process that helped to build the read models was ended from outside; they are as they were.

    See whether the machine ran out of memory, then try again.
    """

    code = "BUILD_INTERRUPTED"
    label = "Pembangunan model baca terhenti"
    status = 503


class ReadModelsDamaged(Problem):
    """The read models' file is damaged, or is not one of ours.

    It holds nothing that the log does not: run `kinerja rebuild --discard` to make it anew.
    """

    code = "READ_MODELS_DAMAGED"
    label = "Berkas model baca rusak"
    status = 503


class ProjectionInvalid(Problem):
    """A projection file has a mistake in it.

    Correct the file; `projections/_template.py` shows the form.
    """

    code = "PROJECTION_INVALID"
    label = "Berkas proyeksi keliru"
    status = 500


# -- files -------------------------------------------------------------------------------


class FileUnreadable(Problem):
    """The file is missing or is not a readable CSV or XLSX table.

    Save it again as CSV (UTF-8) or XLSX and try again.
    """

    code = "FILE_UNREADABLE"
    label = "Berkas tidak dapat dibaca"
    status = 400


class FileUnwritable(Problem):
    """The file cannot be written here.

    Name a place that you may write to and that has room.
    """

    code = "FILE_UNWRITABLE"
    label = "Berkas tidak dapat ditulis"
    status = 400


class FolderNotOurs(Problem):
    """The folder holds files that this command did not make; nothing was changed in it.

    Name another folder, or move the files away.
    """

    code = "FOLDER_NOT_OURS"
    label = "Folder berisi berkas lain"
    status = 409


class PackageMissing(Problem):
    """The demo needs a package that is not installed.

    Install it with: pip install 'kinerja-es[demo]'
    """

    code = "PACKAGE_MISSING"
    label = "Paket belum terpasang"
    status = 400


class SkFileUnreadable(Problem):
    """The SK file is missing or cannot be read.

    Make one with `kinerja import --example-sk > SK.json` and fill it in.
    """

    code = "SK_FILE_UNREADABLE"
    label = "Berkas SK tidak dapat dibaca"
    status = 400


class TooManyMistakes(Problem):
    """The file has more mistakes than can be told at once; it was not read to its end.

    Correct what the first ones have in common, most often one column, and import the file again.
    """

    code = "TOO_MANY_MISTAKES"
    label = "Kesalahan dalam berkas terlalu banyak"


class FileTooLarge(Problem):
    """The file is larger than this service takes, packed or unpacked.

    Split it, or take out sheets and columns that are not needed.
    """

    code = "FILE_TOO_LARGE"
    label = "Berkas terlalu besar"
    status = 413


class FileEncoding(Problem):
    """The file is not UTF-8 text.

    Save it as "CSV UTF-8".
    """

    code = "FILE_ENCODING"
    label = "Berkas bukan UTF-8"
    status = 400


class FileEmpty(Problem):
    """The file has no rows.

    Check that the right file and sheet were exported.
    """

    code = "FILE_EMPTY"
    label = "Berkas kosong"
    status = 400


class ColumnMissing(Problem):
    """A column that a roster needs is missing.

    Export again with SIASN's "Export Data ASN" layout; columns are matched by name, their order is free.
    """

    code = "COLUMN_MISSING"
    label = "Kolom tidak ada"
    status = 400


class ColumnDoubled(Problem):
    """A column stands twice in the file.

    Take one of them out.
    """

    code = "COLUMN_DOUBLED"
    label = "Kolom ganda"
    status = 400


class RowMalformed(Problem):
    """The row has more cells than the header.

    Look for a separator or a quotation mark inside a cell; save the file again as XLSX if in doubt.
    """

    code = "ROW_MALFORMED"
    label = "Baris rusak"


class SheetsUnread(Caution):
    """The workbook has other sheets with rows, and only the first one was read.

    If they hold employees too, save each as a file of its own and import one after another under the same SK.
    """

    code = "SHEETS_UNREAD"
    label = "Lembar lain tidak dibaca"


# -- stores ------------------------------------------------------------------------------


class LogMissing(Problem):
    """There is no database at this place.

    Create it with `kinerja init`, or name the right one with --log or KINERJA_LOG.
    """

    code = "LOG_MISSING"
    label = "Basis data belum ada"
    status = 503


class LogNotOurs(Problem):
    """The file at this place is not a database of kinerja_es, or is damaged.

    Name the right one with --log or KINERJA_LOG; nothing was changed in the file.
    """

    code = "LOG_NOT_OURS"
    label = "Bukan basis data kinerja_es"
    status = 503


class LogVersion(Problem):
    """The database was made by another version of kinerja_es.

    Use the version that made it, or a newer one that can migrate it.
    """

    code = "LOG_VERSION"
    label = "Versi basis data berbeda"
    status = 503


class LogExists(Problem):
    """There is a database at this place already, and its keys are missing.

    Restore its key file from the backup; a new key would not find anybody who is recorded.
    """

    code = "LOG_EXISTS"
    label = "Basis data sudah ada"
    status = 409


class LogReadOnly(Problem):
    """The database cannot be written to.

    Check the file's owner and permissions, and that the disk is not mounted read-only.
    """

    code = "LOG_READ_ONLY"
    label = "Basis data hanya dapat dibaca"
    status = 503


class LogLocked(Problem):
    """Another process keeps the database locked.

    Wait for it to finish, or stop it; nothing was recorded.
    """

    code = "LOG_LOCKED"
    label = "Basis data sedang dikunci"
    status = 503


class LogFull(Problem):
    """The disk is full, or the database has reached its limit; nothing was recorded.

    Make room and try again.
    """

    code = "LOG_FULL"
    label = "Penyimpanan penuh"
    status = 507


class LogDamaged(Problem):
    """The database failed while reading or writing.

    Nothing was recorded by half. Check the disk, then verify the database or restore the backup.
    """

    code = "LOG_DAMAGED"
    label = "Basis data rusak"
    status = 503


class LogUrlInvalid(Problem):
    """The address of the log is none that this service knows.

    Write for example sqlite:///kinerja.db.
    """

    code = "LOG_URL_INVALID"
    label = "Alamat basis data tidak sah"
    status = 400


class KeyMissing(Problem):
    """The key file that belongs to this log is missing.

    Restore it from its own backup; without it nobody can be found by NIP or NIK.
    """

    code = "KEY_MISSING"
    label = "Berkas kunci tidak ada"
    status = 503


class KeyWrong(Problem):
    """The key file belongs to another log.

    Restore the key file that was made together with this log.
    """

    code = "KEY_WRONG"
    label = "Kunci bukan milik basis data ini"
    status = 503


class LoopbackOnly(Problem):
    """Until access control exists the service listens on the loopback address only.

    Use 127.0.0.1 or ::1.
    """

    code = "LOOPBACK_ONLY"
    label = "Hanya alamat loopback"
    status = 400


# -- the way in --------------------------------------------------------------------------


class RouteUnknown(Problem):
    """There is no such address.

    See /docs for all that there are.
    """

    code = "ROUTE_UNKNOWN"
    label = "Alamat tidak ada"
    status = 404


class MethodNotAllowed(Problem):
    """This address does not take this method.

    See /docs, or the header Allow of this answer, for what it takes.
    """

    code = "METHOD_NOT_ALLOWED"
    label = "Metode tidak diterima"
    status = 405


class NothingFound(Problem):
    """Nothing is recorded under what you asked for.

    Check the id; a read model may also be a moment behind: ask with `at_least`.
    """

    code = "NOTHING_FOUND"
    label = "Tidak ditemukan"
    status = 404


class BodyTooLarge(Problem):
    """The request is larger than this service takes.

    Send fewer commands at once; a roster goes to /v1/batches.
    """

    code = "BODY_TOO_LARGE"
    label = "Isian terlalu besar"
    status = 413


class HostNotAllowed(Problem):
    """The service was called by a name that is not its own.

    Use http://127.0.0.1, http://localhost or http://[::1]; until access control exists no other name is answered.
    """

    code = "HOST_NOT_ALLOWED"
    label = "Nama host tidak diterima"
    status = 421


class AddressUnavailable(Problem):
    """The service cannot listen at this address and port.

    Stop what listens there already, or choose another port with --port.
    """

    code = "ADDRESS_UNAVAILABLE"
    label = "Alamat atau port tidak dapat dipakai"
    status = 503


class NotReady(Problem):
    """The service runs, but cannot do its whole work.

    Read what the detail says; what is recorded is safe.
    """

    code = "NOT_READY"
    label = "Layanan belum siap"
    status = 503


class Internal(Problem):
    """Something went wrong inside the service; it is our mistake, not yours.

    Ask the operator to look into the service's output at this time. What was not acknowledged may be sent again
    with the same Idempotency-Key.
    """

    code = "INTERNAL"
    label = "Kesalahan di dalam layanan"
    status = 500


def catalogue() -> dict[str, type[Problem]]:
    """Every code and its class, in the order of this file."""
    found: dict[str, type[Problem]] = {}
    todo = [Problem]
    while todo:
        cls = todo.pop(0)
        if cls not in (Problem, Caution):
            found[cls.code] = cls
        todo.extend(cls.__subclasses__())
    return found
