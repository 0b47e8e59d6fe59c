"""Careers of people who do not exist: what happens to somebody between two days, as the rows that record it.

Everything is drawn from the person's own chance, so that a career is the same whoever else is drawn beside it. Each
row names the day on which it is recorded: mostly the office's next desk day, for some months late.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from kinerja_es.domain.appointment import DutyCommenced, OathTaken
from kinerja_es.domain.coaching import CoachingConcluded, CoachingOutcome, CoachingStarted
from kinerja_es.domain.competence import CompetencyAssessed
from kinerja_es.domain.contract import EmploymentContractLapsed, EmploymentContractSigned
from kinerja_es.domain.decision import DecisionExcerptDelivered, JenisSk
from kinerja_es.domain.discipline import (
    HUKUMAN,
    AppealBody,
    DisciplinarySanctionImposed,
    JenisPelanggaran,
    SanctionAppealDecided,
    SanctionAppealFiled,
    SanctionEnded,
    Temuan,
    Tingkat,
    ViolationExamined,
    ViolationReported,
)
from kinerja_es.domain.envelope import Event
from kinerja_es.domain.grade import GradeChanged, ProbationConfirmed, SalaryIncrementGranted
from kinerja_es.domain.performance import PerformanceEvaluated
from kinerja_es.domain.period import Scope
from kinerja_es.domain.person import (
    DependantsChanged,
    EducationRecorded,
    JenisCuti,
    LeaveGranted,
    PersonalDataChanged,
    PersonalField,
    TrainingCompleted,
)
from kinerja_es.domain.rules import DIATAS, DIBAWAH, SESUAI, Ground, Honour, months_after, years_after
from kinerja_es.domain.status import EmploymentReinstated, EmploymentSuspended, EmploymentTerminated, SuspensionGround
from kinerja_es.domain.values import Kind

# -- how often, in a year and for one person, unless a line says otherwise ----------------

DIES = 0.0025
"""About the mortality of people between 20 and 58 in Indonesia."""
RESIGNS = 0.004
"""Few give up a post of the state."""
NOT_RENEWED = 0.01
"""Of contracts that end: nearly all are renewed."""
SUSPENDED = 0.004
"""Of PNS: unpaid leave (CLTN) is rare, and takes about a year."""
REPORTED = 0.01
"""One in a hundred is reported for a violation."""
PROVEN = 0.75
"""Of those who are examined."""
MODERATE = 0.4
"""Of sanctions: most are a reprimand."""
APPEALED = 0.3
"""Of the moderate ones."""
GRAVE = 0.0003
"""Dismissed for a grave offence: a few in ten thousand."""
POOR = 0.015
"""Of quarterly evaluations: nearly everybody gets Baik or better."""
IN_VAIN, DISMISSED = 0.15, 0.3
"""Of coachings; and of those in vain."""
ASSESSED = 0.15
"""An assessment counts for three years, and not every post asks for one."""
TRAINED, ON_LEAVE = 0.25, 0.5
"""A short course in four years each; leave that was asked for in writing."""
GREW, STUDIED, MOVED_HOUSE = 0.07, 0.015, 0.02
"""A marriage or a birth; a degree; another address."""
LATE = 0.04
"""Of what nothing else rests on: found in a drawer, recorded one to five months late."""
OUTSTANDING, WELL_BEHAVED = 0.1, 0.6
"""Of evaluations: results above expectation are rare, behaviour above it is not."""
MISTYPED = 0.005
"""Of evaluations: corrected once somebody notices."""
OF_ANOTHER = 0.01
"""Of leave: entered for the wrong person, and voided."""
SWORN_LATE = 0.02
"""Ill or away on the day of the ceremony."""

FUNCTIONAL_AGE, OTHER_AGE = 60, 58
"""UU 20/2023 art 55; of a functional title most often 60."""
STANDARD = (("integritas", 3), ("kerja-sama", 3))
"""What every post asks for."""
MOST_OF_FAMILY = 4

PLACE = "Pendopo Kabupaten Contoh Sintetis"
OFFICIAL = {"pejabat_nama": "Pejabat Contoh", "pejabat_jabatan": "Bupati Contoh Sintetis", "kapasitas": "D"}
LADDER = (*(f"{g}/{r}" for g in ("I", "II", "III") for r in "abcd"), *(f"IV/{r}" for r in "abcde"))
"""The grades of a PNS, each four years after the other."""
NAMESPACE = UUID("6f1c3c0a-6a51-5d3f-9a1e-53494e544554")
"""Of the ids that the rows give; never changed."""


class Decree(NamedTuple):
    """The SK of all rows of one file."""

    jenis: JenisSk
    tanggal: date
    of: str = ""
    """Whom alone it names; empty where it names all whose rows are recorded together."""


class Entry(NamedTuple):
    """One row of a file of records, and the day on which it is recorded."""

    recorded_on: date
    kind: type[Event]
    cells: Mapping[str, Any]
    sk: Decree | None = None


class Mistake(NamedTuple):
    """What was typed wrongly, or for somebody else: found again by the id that the fact gave."""

    recorded_on: date
    nip: str
    name: str
    """The field that holds the id: evaluation_id, leave_id."""
    id: UUID
    path: str = ""
    old: Any = None
    new: Any = None
    """Nothing of the three where the whole record is voided."""


@dataclass
class Person:
    """Somebody of a roster, and what the career has come to."""

    nip: str
    kind: Kind
    born: date
    sk: tuple[str, date]
    """Number and date of the SK of the appointment."""
    tmt: date
    on_duty: bool
    """Whether the roster says aktif."""
    unor: str
    jabatan: str
    golongan: str
    functional: bool
    served_before: bool
    """Whether the SK only confirms somebody who served before the record began."""
    leaves: date | None = None
    """The first day without the engagement."""
    away: tuple[date, date] | None = None
    """The first day of a suspension, and the first one after it."""
    placed: date = field(init=False)
    """Since when they have been in the present post."""

    def __post_init__(self) -> None:
        self.placed = self.tmt

    def serves(self, day: date) -> bool:
        """Whether they are at work on a day."""
        return self.serves_from_to(day, day)

    def serves_from_to(self, first: date, last: date) -> bool:
        """Whether they are at work on every day from one to another."""
        if first < self.tmt or (self.leaves is not None and self.leaves <= last):
            return False
        return self.away is None or last < self.away[0] or self.away[1] <= first


class Desk:
    """An HR office: it records what has come in on one day of each month, and evaluations once all are there."""

    def __init__(self, number: int) -> None:
        self.day = 3 + number % 20
        self.wait = 5 + number % 12
        """Days from the end of a quarter to the evaluation."""

    def next(self, day: date) -> date:
        """Its first desk day on or after a day."""
        first = weekday(day.replace(day=self.day))
        return first if day <= first else weekday(month_after(day).replace(day=self.day))

    def after(self, *days: date) -> date:
        """Its first desk day after all of these."""
        return self.next(max(days) + timedelta(days=1))


def weekday(day: date) -> date:
    """The day itself, or the Monday after it."""
    return day + timedelta(days=max(7 - day.weekday(), 0) if day.weekday() > 4 else 0)


def month_after(day: date) -> date:
    """The first day of the next month."""
    return months_after(day.replace(day=1), 1)


def quarter_from(day: date) -> date:
    """The first day of a quarter, on that day or after it."""
    start = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return start if start == day else months_after(start, 3)


class Career:
    """One person's career from the appointment, or from the beginning of the record, to its last day."""

    def __init__(self, person: Person, rng: random.Random, desk: Desk, last: date) -> None:
        self.person, self.rng, self.desk, self.last = person, rng, desk, last
        self.mistakes: list[Mistake] = []
        self._ids = 0
        self._dismissed = self._dismissed_for_work = False

    def entries(self) -> Iterator[Entry]:
        """Every row, in no order. What decides when they leave is drawn first, since nothing follows it."""
        ending = [*self._ending()]
        ending = [*self._grave_offence()] or ending
        absent = [*self._suspension()]
        work = [*self._work()]
        if self._dismissed_for_work:
            ending = []
        yield from (*ending, *absent, *work)
        yield from self._beginning()
        yield from self._contracts() if self.person.kind.by_contract else self._grades()
        yield from self._discipline()
        yield from self._competence()
        yield from self._private()

    # -- how it begins -------------------------------------------------------------------

    def _beginning(self) -> Iterator[Entry]:
        """Petikan, oath, and start of duty where the roster does not say aktif. Who served before has all of it."""
        p, (nomor, signed) = self.person, self.person.sk
        if p.served_before:
            return
        ceremony = weekday(signed + timedelta(days=21))
        sworn = ceremony + timedelta(days=self.rng.randint(40, 90)) if self._happens(SWORN_LATE) else ceremony
        cited = {"sk.nomor": nomor, "sk.tanggal": signed, "sk.pejabat_jabatan": OFFICIAL["pejabat_jabatan"]}
        petikan = {"tanggal": ceremony, "tempat": PLACE, "cara": "LANGSUNG", **cited}
        yield self._late_or_not(self.desk.next(ceremony), DecisionExcerptDelivered, **petikan)
        if p.leaves is None or sworn < p.leaves:
            by = {"pejabat_pelantik": OFFICIAL["pejabat_jabatan"], "kapasitas": OFFICIAL["kapasitas"]}
            yield self._late_or_not(self.desk.next(sworn), OathTaken, tanggal=sworn, tempat=PLACE, **by)
        begun = p.tmt + timedelta(days=self.rng.randint(7, 45))
        if not p.on_duty and p.serves(begun):
            yield self._row(self.desk.next(begun), DutyCommenced, tanggal=begun, nomor_spmt=f"SPMT-{p.nip[-7:]}")

    # -- how it ends ---------------------------------------------------------------------

    def _ending(self) -> Iterator[Entry]:
        """How they leave, if they do: by death, at the retirement age, on their own wish, by a contract that ends."""
        p = self.person
        ends: list[tuple[date, Ground]] = []
        for number, (first, last) in enumerate(self._years()):
            if self._happens(DIES):
                ends.append((self._day_in(first, last) + timedelta(days=1), Ground.MENINGGAL))
            if self._happens(RESIGNS):
                ends.append((month_after(self._day_in(first, last)), Ground.PERMINTAAN_SENDIRI))
            if number and p.kind.by_contract and self._happens(NOT_RENEWED):
                ends.append((first, Ground.KONTRAK_BERAKHIR))
        if not p.kind.by_contract:
            age = FUNCTIONAL_AGE if p.functional else OTHER_AGE
            ends.append((month_after(years_after(p.born, age)), Ground.BUP))
        if not ends:
            return
        tmt, ground = min(ends)
        p.leaves = tmt
        if ground is Ground.MENINGGAL:
            died = tmt - timedelta(days=1)
            signed = weekday(died + timedelta(days=self.rng.randint(10, 40)))
            decree, more = Decree(JenisSk.PEMBERHENTIAN, signed, p.nip), {"tanggal_meninggal": died}
        else:
            signed = weekday(tmt - timedelta(days=20))
            decree, more = Decree(JenisSk.PEMBERHENTIAN, signed, ground), {}
        yield self._late_or_not(
            self.desk.after(signed), EmploymentTerminated, decree, tmt=tmt, ground=ground, honour=Honour.HORMAT, **more
        )

    def _grave_offence(self) -> Iterator[Entry]:
        """Reported, examined, proven, dismissed."""
        p = self.person
        for first, last in self._years():
            reported = self._day_in(first, last)
            if not self._happens(GRAVE) or not p.serves_from_to(reported, reported + timedelta(days=200)):
                continue
            case_id, examined = self._id("case"), reported + timedelta(days=30)
            came, found = self.desk.after(reported), self.desk.after(examined, self.desk.after(reported))
            signed = weekday(found + timedelta(days=10))
            p.leaves, self._dismissed = month_after(signed), True
            jenis = self.rng.choice((JenisPelanggaran.NARKOTIKA, JenisPelanggaran.PENIPUAN, JenisPelanggaran.TIPIKOR))
            yield self._case(came, case_id, jenis, reported)
            yield self._examination(found, case_id, examined, proven=True, level=Tingkat.B)
            yield self._dismissal(Ground.PELANGGARAN_BERAT, Honour.TIDAK_HORMAT, signed)
            return

    def _dismissal(self, ground: Ground, honour: Honour, signed: date) -> Entry:
        p = self.person
        decree = Decree(JenisSk.PEMBERHENTIAN, signed, p.nip)
        cells = {"tmt": p.leaves, "ground": ground, "honour": honour}
        return self._row(self.desk.after(signed), EmploymentTerminated, decree, **cells)

    def _suspension(self) -> Iterator[Entry]:
        """A year of unpaid leave (CLTN) of a PNS."""
        p = self.person
        for first, _ in self._years():
            start = month_after(first)
            back = years_after(start, 1)
            if p.kind is not Kind.PNS or not self._happens(SUSPENDED) or not p.serves_from_to(first, back):
                continue
            p.away = (start, back)
            gone, again = (weekday(day - timedelta(days=15)) for day in p.away)
            terms = {"ground": SuspensionGround.CLTN, "gaji_persen": 0, "tpp_persen": 0}
            decree = Decree(JenisSk.PEMBERHENTIAN_SEMENTARA, gone, p.nip)
            yield self._row(self.desk.after(gone), EmploymentSuspended, decree, tmt=start, **terms)
            decree = Decree(JenisSk.PENGAKTIFAN_KEMBALI, again, p.nip)
            yield self._row(self.desk.after(again), EmploymentReinstated, decree, tmt=back)
            return

    # -- work: evaluations, and what a poor one leads to ----------------------------------

    def _work(self) -> Iterator[Entry]:
        p, first = self.person, quarter_from(self.person.tmt)
        coached = p.tmt
        while (end := months_after(first, 3) - timedelta(days=1)) < self.last:
            evaluated = end + timedelta(days=self.desk.wait)
            if p.serves_from_to(first, evaluated):
                poor, evaluation_id = self._happens(POOR), self._id("evaluation")
                yield self._evaluation(evaluation_id, first, end, evaluated, poor=poor)
                if poor and coached <= evaluated:
                    coached = evaluated + timedelta(days=180)
                    yield from self._coaching(evaluation_id, evaluated)
            first = months_after(first, 3)

    def _evaluation(self, evaluation_id: UUID, first: date, end: date, evaluated: date, *, poor: bool) -> Entry:
        superior = f"Kepala {self.person.unor}"
        hasil = DIATAS if self._happens(OUTSTANDING) else SESUAI
        perilaku = DIATAS if self._happens(WELL_BEHAVED) else SESUAI
        cells = {
            "evaluation_id": evaluation_id,
            "tmt": evaluated,
            "scope": Scope.TRIWULAN,
            "dari": first,
            "sampai": end,
            "penilai.nama": "Atasan Contoh",
            "penilai.jabatan": superior,
            "hasil": DIBAWAH if poor else hasil,
            "perilaku": perilaku,
        }
        come_in = weekday(evaluated + timedelta(days=2))
        # A renewal rests on an evaluation of the term that ends: of a year's, only the last one may be late.
        may_be_late = end.month == 12 and not poor
        entry = (self._late_or_not if may_be_late else self._row)(come_in, PerformanceEvaluated, **cells)
        if not poor and self._happens(MISTYPED):
            self._mistake(entry, "evaluation_id", "penilai.jabatan", superior, f"Plt. {superior}")
        return entry

    def _coaching(self, evaluation_id: UUID, evaluated: date) -> Iterator[Entry]:
        """Three months of coaching; of those in vain, some end in dismissal."""
        p, coaching_id = self.person, self._id("coaching")
        begun, done = evaluated + timedelta(days=14), evaluated + timedelta(days=105)
        if not p.serves_from_to(begun, done):
            return
        came = self.desk.after(begun)
        yield self._row(
            came,
            CoachingStarted,
            coaching_id=coaching_id,
            evaluation_id=evaluation_id,
            pembina="Atasan Contoh",
            mulai=begun,
            until=done,
            **{"goals.1": "Laporan mingguan tepat waktu"},
        )
        in_vain = self._happens(IN_VAIN)
        outcome = CoachingOutcome.NOT_IMPROVED if in_vain else CoachingOutcome.IMPROVED
        scores = {"scores.1": 2 if in_vain else 4, "scores.2": 2 if in_vain else 3}
        concluded = self.desk.after(came, done)
        cells = {"coaching_id": coaching_id, "tanggal": done, "outcome": outcome, **scores}
        yield self._row(concluded, CoachingConcluded, **cells)
        signed = weekday(concluded + timedelta(days=10))
        if (
            in_vain
            and not self._dismissed
            and p.away is None
            and self._happens(DISMISSED)
            and p.serves(month_after(signed))
        ):
            p.leaves, self._dismissed, self._dismissed_for_work = month_after(signed), True, True
            yield self._dismissal(Ground.TIDAK_BERKINERJA, Honour.HORMAT_TAPS, signed)

    # -- contracts and grades --------------------------------------------------------------

    def _contracts(self) -> Iterator[Entry]:
        """A contract a year; the next one is signed while the last one runs."""
        p, begin, before = self.person, self.person.tmt, None
        while begin <= self.last and (p.leaves is None or begin < p.leaves):
            contract_id, end = self._id("contract"), years_after(begin, 1) - timedelta(days=1)
            number = begin.year - p.tmt.year + 1
            cells = {
                "contract_id": contract_id,
                "nomor": f"PK-{number}/{p.nip[-9:]}/{begin.year}",
                "urutan": number,
                "mulai": begin,
                "akhir": end,
                "upah_rp": 2_500_000 + 100_000 * number,
                "dasar_upah": "NON_ASN",
                "upah_minimum_rp": 2_400_000,
                "sumber_anggaran": f"APBD {begin.year}",
                "previous_contract_id": before or "",
            }
            come_in = begin + timedelta(days=7) if before is None else begin - timedelta(days=40)
            yield self._row(self.desk.next(come_in), EmploymentContractSigned, **cells)
            begin, before = end + timedelta(days=1), contract_id
        if before is not None and begin == p.leaves:
            ended = {"contract_id": before, "tanggal": begin, "renewal_intent": "tidak"}
            yield self._row(self.desk.next(begin), EmploymentContractLapsed, **ended)

    def _grades(self) -> Iterator[Entry]:
        """CPNS to PNS after a year, a grade every four years, an increment of salary every two."""
        p, held = self.person, LADDER.index(self.person.golongan)
        if p.kind is Kind.CPNS and p.serves(tmt := years_after(p.tmt, 1)):
            signed, oath = weekday(tmt - timedelta(days=15)), f"BA-{p.nip[-7:]}/{tmt.year}"
            decree = Decree(JenisSk.PENGANGKATAN, signed)
            yield self._row(self.desk.after(signed), ProbationConfirmed, decree, tmt=tmt, sumpah_ref=oath)
        year = p.tmt.year + (self.rng.randrange(4) if p.served_before else 5)
        month = self.rng.choice((4, 10))
        while held + 1 < len(LADDER) and (tmt := date(year, month, 1)) < self.last:
            if p.serves(tmt):
                signed = weekday(tmt - timedelta(days=30))
                cells = {"golongan_lama": LADDER[held], "golongan_baru": LADDER[held + 1], "jenis_kp": "101"}
                decree = Decree(JenisSk.KENAIKAN_PANGKAT, signed)
                yield self._row(self.desk.after(signed), GradeChanged, decree, tmt=tmt, **cells)
                held += 1
            year += 4
        tmt = months_after(p.tmt, self.rng.randrange(1, 25))
        while tmt < self.last:
            if p.serves(tmt):
                served = max(tmt.year - p.born.year - 24, 1)
                cells = {"mk_tahun": served, "mk_bulan": 0, "gaji_rp": 2_800_000 + 60_000 * served}
                yield self._late_or_not(self.desk.next(tmt), SalaryIncrementGranted, tmt=tmt, **cells)
            tmt = years_after(tmt, 2)

    # -- discipline ------------------------------------------------------------------------

    def _discipline(self) -> Iterator[Entry]:
        free = self.person.tmt
        for first, last in self._years():
            reported = self._day_in(first, last)
            if not self._happens(REPORTED) or reported < free:
                continue
            if self.person.serves_from_to(reported - timedelta(days=5), reported + timedelta(days=300)):
                free = reported + timedelta(days=600)
                yield from self._handled(reported)

    def _handled(self, reported: date) -> Iterator[Entry]:
        """One case: report, examination, sanction, appeal, end."""
        p, case_id, examined = self.person, self._id("case"), reported + timedelta(days=30)
        came = self.desk.after(reported)
        found = self.desk.after(came, examined)
        jenis = self.rng.choice((JenisPelanggaran.ETIKA, JenisPelanggaran.KINERJA, JenisPelanggaran.LAINNYA))
        signed = weekday(examined + timedelta(days=20))
        begins = month_after(signed)
        # Before PP 94/2021 there was no moderate sanction that applies to a PPPK.
        moderate, proven = self._happens(MODERATE) and bool(self._kinds(Tingkat.S, begins)), self._happens(PROVEN)
        level = Tingkat.S if moderate else Tingkat.R
        yield self._case(came, case_id, jenis, reported)
        yield self._examination(found, case_id, examined, proven=proven, level=level)
        if not proven:
            return
        sanction_id = self._id("sanction")
        kind, months = self.rng.choice(self._kinds(level, begins))
        ends = months_after(begins, months) - timedelta(days=1) if moderate else None
        received = signed + timedelta(days=5)
        imposed = self.desk.after(found, signed)
        cells = {
            "sanction_id": sanction_id,
            "case_id": case_id,
            "jenis_hukuman_id": kind,
            "tingkat": level,
            "mulai": begins,
            "akhir": ends or "",
            "diterima_tanggal": received,
        }
        decree = Decree(JenisSk.HUKUMAN_DISIPLIN, signed, p.nip)
        yield self._row(imposed, DisciplinarySanctionImposed, decree, **cells)
        if ends is None:
            return
        done = imposed
        if self._happens(APPEALED):
            filed = received + timedelta(days=10)
            decided, body = filed + timedelta(days=30), AppealBody.KEBERATAN
            asked = self.desk.after(imposed, filed)
            done = self.desk.after(asked, decided)
            outcome = self.rng.choices(("UPHELD", "REDUCED", "CANCELLED"), (6, 3, 1))[0]
            if outcome == "REDUCED":
                ends = months_after(begins, months // 2) - timedelta(days=1)
            about = {"sanction_id": sanction_id, "body": body}
            yield self._row(asked, SanctionAppealFiled, **about, filed_on=filed, may_work="ya")
            new = {"outcome": outcome, "akhir": ends if outcome == "REDUCED" else ""}
            yield self._row(done, SanctionAppealDecided, **about, tanggal=decided, **new)
            if outcome == "CANCELLED":
                return
        over = ends + timedelta(days=1)
        yield self._row(self.desk.after(done, over), SanctionEnded, sanction_id=sanction_id, tanggal=over)

    def _kinds(self, level: Tingkat, day: date) -> list[tuple[str, int]]:
        """The sanctions that the regulations of a day know for this kind of employee, and their months."""
        return [
            (code, kind.bulan or 12)
            for code, kind in HUKUMAN.items()
            if kind.tingkat is level
            and self.person.kind in kind.kinds
            and kind.since <= day
            and (kind.until is None or day < kind.until)
        ]

    def _case(self, came: date, case_id: UUID, jenis: JenisPelanggaran, reported: date) -> Entry:
        happened = reported - timedelta(days=5)
        cells = {"case_id": case_id, "tanggal": reported, "jenis": jenis, "tanggal_kejadian": happened}
        return self._row(came, ViolationReported, **cells, uraian="Uraian sintetis")

    def _examination(self, came: date, case_id: UUID, day: date, *, proven: bool, level: Tingkat) -> Entry:
        found = {"finding": Temuan.TERBUKTI, "recommended_level": level}
        if not proven:
            found = {"finding": Temuan.TIDAK_TERBUKTI}
        bap = f"BAP-{self.person.nip[-7:]}/{day.year}"
        minutes = {"case_id": case_id, "tanggal": day, "pemeriksa.1": "Pemeriksa Contoh", "bap_nomor": bap}
        return self._row(came, ViolationExamined, **minutes, **found)

    # -- competence, and what is private ---------------------------------------------------

    def _competence(self) -> Iterator[Entry]:
        for first, last in self._years():
            day = self._day_in(first, last)
            if not self._happens(ASSESSED) or not self.person.serves(day):
                continue
            cells: dict[str, Any] = {
                "lembaga": "UPT Penilaian Kompetensi Contoh",
                "external": "tidak",
                "asesor.1.nama": "Asesor Contoh",
                "asesor.1.sertifikat": "AS-1",
                "metode": "Assessment center",
                "tanggal": day,
                "berlaku_sampai": years_after(day, 3) - timedelta(days=1),
            }
            for place, (name, level) in enumerate(STANDARD, 1):
                cells[f"items.{place}.kompetensi_id"] = name
                cells[f"items.{place}.capaian"] = max(level + self.rng.choice((-1, 0, 0, 1)), 1)
            yield self._late_or_not(self.desk.next(day + timedelta(days=14)), CompetencyAssessed, **cells)

    def _private(self) -> Iterator[Entry]:
        """Leave, training, family, a degree, another address."""
        p, family, studied = self.person, self.rng.randrange(3), False
        for first, last in self._years():
            day = self._day_in(first, last)
            monday, friday = day - timedelta(days=day.weekday()), day + timedelta(days=4 - day.weekday())
            # Within the stretch, so that the leaves of two years never overlap.
            if self._happens(ON_LEAVE) and first <= monday and friday <= last and p.serves_from_to(monday, friday):
                yield self._leave(monday)
            day = self._day_in(first, last)
            if self._happens(TRAINED) and p.serves_from_to(day - timedelta(days=1), day):
                course = {
                    "nama": f"Pelayanan Prima {day.year}",
                    "penyelenggara": "BKPSDM Contoh",
                    "jenis_diklat_id": "3",
                }
                days = {"mulai": day - timedelta(days=1), "selesai": day, "jumlah_jp": 12}
                yield self._late_or_not(self.desk.next(day), TrainingCompleted, **course, **days)
            day = self._day_in(first, last)
            if self._happens(GREW) and p.serves(day) and family < MOST_OF_FAMILY:
                family += 1
                numbers = {"pasangan": 1, "anak": family - 1, "bukti": f"KK-{p.nip[-7:]}"}
                yield self._late_or_not(self.desk.next(day), DependantsChanged, tmt=day, **numbers)
            if self._happens(MOVED_HOUSE) and p.serves(day):
                house = f"Jalan Contoh {self.rng.randint(1, 200)}, {day.year} (sintetis)"
                cells = {"tmt": day, "field": PersonalField.ALAMAT, "new": house, "evidence": "KTP sintetis"}
                yield self._late_or_not(self.desk.next(day), PersonalDataChanged, **cells)
            if not studied and self._happens(STUDIED) and p.serves(day):
                studied = True
                degree = {"tingkat_id": "40", "nama": "S-1 Administrasi Publik", "sekolah": "Universitas Contoh"}
                yield self._late_or_not(self.desk.next(day), EducationRecorded, tmt=day, **degree, tahun_lulus=day.year)

    def _leave(self, monday: date) -> Entry:
        kind = self.rng.choice((JenisCuti.TAHUNAN, JenisCuti.TAHUNAN, JenisCuti.SAKIT, JenisCuti.ALASAN_PENTING))
        days = {"dari": monday, "sampai": monday + timedelta(days=4), "hari_kerja": 5}
        cells = {"leave_id": self._id("leave"), "jenis_cuti": kind, **days}
        entry = self._late_or_not(self.desk.next(monday), LeaveGranted, **cells)
        if self._happens(OF_ANOTHER):
            self._mistake(entry, "leave_id")
        return entry

    # -- tools -----------------------------------------------------------------------------

    def _happens(self, chance: float) -> bool:
        return self.rng.random() < chance

    def _id(self, name: str) -> UUID:
        self._ids += 1
        return uuid5(NAMESPACE, f"{self.person.nip}/{name}/{self._ids}")

    def _years(self) -> Iterator[tuple[date, date]]:
        """The stretches of at most a year of their service: first and last day."""
        first, left = self.person.tmt, self.person.leaves
        end = self.last if left is None else min(self.last, left - timedelta(days=1))
        while first <= end:
            yield first, min(end, years_after(first, 1) - timedelta(days=1))
            first = years_after(first, 1)

    def _day_in(self, first: date, last: date) -> date:
        return first + timedelta(days=self.rng.randint(0, (last - first).days))

    def _row(self, recorded_on: date, kind: type[Event], sk: Decree | None = None, /, **cells: Any) -> Entry:
        return Entry(recorded_on, kind, {"nip": self.person.nip, **cells}, sk)

    def _late_or_not(self, recorded_on: date, kind: type[Event], sk: Decree | None = None, /, **cells: Any) -> Entry:
        """A row that nothing else rests on: it may come months late."""
        if self._happens(LATE):
            recorded_on = self.desk.next(recorded_on + timedelta(days=self.rng.randint(30, 150)))
        return self._row(recorded_on, kind, sk, **cells)

    def _mistake(self, entry: Entry, name: str, path: str = "", old: Any = None, new: Any = None) -> None:
        """What is noticed one to seven months after it was recorded."""
        noticed = self.desk.next(entry.recorded_on + timedelta(days=self.rng.randint(30, 200)))
        self.mistakes.append(Mistake(noticed, self.person.nip, name, entry.cells[name], path, old, new))
