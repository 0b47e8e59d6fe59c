"""The rows of the requirements: what the five source articles say, and what the record must do for it."""

from typing import NamedTuple


class Row(NamedTuple):
    """A phrase of an article, and the requirement that it is."""

    phrase: str
    requirement: str
    report: bool = False
    """Answered by a report of its own, which comes with the read models, or by access control."""


ROWS: dict[str, Row] = {
    "S0-1": Row(
        '"862 ... PPPK Paruh Waktu yang baru saja dilantik"',
        (
            'Batch expected_count=862; query "how many of 862 are appointed, sworn, with signed '
            'contract, with NI"; batch cannot close while counts differ without a recorded '
            "explanation."
        ),
    ),
    "S0-2": Row(
        '"pelantikan ... di Pendopo Kota Sawahlunto", "Wali Kota"',
        (
            "OathTaken: place, date, inducting official (name, office, capacity definitif/Pj/Plt). "
            "Identity comes from the SK/berita acara, never from the press (the mayor's name in this "
            "article is [U])."
        ),
    ),
    "S0-3": Row(
        '"kinerja berbasis hasil", "hasil yang konkret dan terukur", "output yang terukur"',
        ("Every target: indicator, unit, numeric or verifiable target, evidence link. Error TARGET_NOT_MEASURABLE."),
    ),
    "S0-4": Row(
        '"hasil nyata, bukan sekadar aktivitas"',
        (
            "An evaluation must cite realised results per indicator; activity logs alone do not "
            "satisfy it (EVALUATION_WITHOUT_RESULTS)."
        ),
    ),
    "S0-5": Row(
        ('"Meskipun kalian bekerja paruh waktu ... hasil ... bisa setara dengan tenaga kerja penuh waktu"'),
        (
            "Same evaluation event and same matrix for both kinds; report comparing predikat "
            "distribution part-time v full-time per OPD."
        ),
    ),
    "S0-6": Row(
        '"jam kerja yang terbatas"; "tidak ada yang bekerja hanya untuk memenuhi jam kerja"',
        "Contract holds weekly hours/schedule; never use hours as an evaluation result.",
    ),
    "S0-7": Row(
        '"program-program yang jelas dan terstruktur, masing-masing PPPK akan memiliki peran"',
        ("Each employee's plan links to a programme/activity code and a role (matriks peran hasil)."),
    ),
    "S0-8": Row(
        (
            '"sektor pendidikan ... sekolah-sekolah yang kekurangan tenaga pendidik, terutama di '
            'daerah-daerah terpencil"'
        ),
        (
            "Placement: unit + sector (PENDIDIKAN/KESEHATAN/TEKNIS/...) + remote_area flag; query "
            "staffing per school v need."
        ),
    ),
    "S0-9": Row(
        ('"sektor kesehatan ... tenaga medis atau administrasi yang mendukung puskesmas atau rumah sakit"'),
        "Position family under the sector (medis / administrasi) and unit type (puskesmas, RSUD).",
    ),
    "S0-10": Row(
        (
            '"setiap pegawai akan menjalani evaluasi secara berkala"; "evaluasi rutin dan pengawasan '
            'yang ketat terhadap kinerja semua PPPK"'
        ),
        (
            'Coverage report: for a period, who is due / done / overdue; "semua" = denominator is all '
            "active in that period (as-of query)."
        ),
    ),
    "S0-11": Row(
        '"pelatihan dan pengembangan kompetensi kepada PPPK secara berkala"',
        (
            "TrainingCompleted (hours JP, provider, kind); report of people with no training in N "
            "months; PPPK ceiling 24 JP a contract year (PP 49/2018 art 40, [R kontan])."
        ),
    ),
    "S0-12": Row(
        (
            '"menerima upah sesuai dengan peraturan yang berlaku"; "mempertimbangkan anggaran '
            'daerah", "kemampuan fiskal daerah"'
        ),
        (
            "Contract wage (Rp, integer), floor basis (last non-ASN wage or minimum wage) and budget "
            "source; report committed wage per OPD and year v ceiling."
        ),
    ),
    "S0-13": Row(
        '"kekhawatiran terkait dengan masa depan karier"',
        "Employee self-view: history, contract end, evaluations, upgrade evidence.",
    ),
    "S0-14": Row(
        '"mengisi kekurangan tenaga kerja di berbagai sektor"',
        "Report appointments by sector and unit before/after a date.",
    ),
    "S0-15": Row(
        '"tanggung jawab", "motivasi dan semangat kerja"',
        "Behaviour rating (perilaku kerja) with BerAKHLAK aspects, separate from results.",
    ),
    "S1-1": Row(
        '"menyerahkan petikan Keputusan Walikota tentang pengangkatan"',
        (
            "DecisionIssued (the SK) and DecisionExcerptDelivered (petikan, per person) are separate "
            'facts; query "SK issued, petikan not yet handed over".'
        ),
    ),
    "S1-2": Row(
        '"1.913 PPPK Paruh Waktu dari berbagai perangkat daerah"',
        "Batch across OPDs; per-OPD breakdown must sum to 1,913.",
    ),
    "S1-3": Row(
        '"secara simbolis di Samber Park"',
        "Ceremony is symbolic: delivery per person has its own date/acknowledgement.",
    ),
    "S1-4": Row(
        '"tidak memaknai pengangkatan ini sebagai jaminan peningkatan status"',
        'No derived "eligible => upgraded"; eligibility is a read-only projection.',
    ),
    "S1-5": Row(
        '"tidak ada mekanisme otomatis untuk peningkatan status"',
        (
            "Upgrade event requires named decision maker + SK; a process manager may never emit it "
            "(UPGRADE_REQUIRES_DECISION)."
        ),
    ),
    "S1-6": Row(
        '"Seluruh evaluasi akan dilakukan secara objektif dan terukur"',
        ("Evaluator != evaluated; ratings computed by the fixed matrix; override forbidden or reasoned."),
    ),
    "S1-7": Row(
        '"ditentukan oleh kinerja nyata, bukan asumsi atau klaim sepihak"',
        ("Evidence for an upgrade = evaluation event ids recorded by an appraiser, not self-entered text."),
    ),
    "S1-8": Row(
        '"Semua tetap dilihat dari kinerja ... 1.913 PPPK Paruh Waktu"',
        "Cohort ranking report (batch id -> latest annual and quarterly predikat).",
    ),
    "S1-9": Row(
        '"PPPK Paruh Waktu adalah bagian dari ASN"',
        "Same registry and discipline rules; kind is an attribute.",
    ),
    "S1-10": Row(
        '"memperkuat disiplin, meneguhkan etos kerja"',
        "Discipline history per person and cohort.",
    ),
    "S1-11": Row(
        '"cepat, tepat, transparan, dan akuntabel"; "pengawasan akan semakin ketat"',
        "Auditor read access, access log, tamper evidence.",
        report=True,
    ),
    "S1-12": Row(
        '"integritas, loyalitas, dan profesionalisme"',
        "Behaviour aspects.",
    ),
    "S1-13": Row(
        (
            '"nilai-nilai dasar ASN ber-AKHLAK yang berorientasi pelayanan, akuntabel, kompeten, '
            'harmonis, loyal, adaptif, dan kolaboratif"'
        ),
        "Behaviour rating keyed by exactly these seven.",
    ),
    "S1-14": Row(
        '"peningkatan kompetensi sesuai bidang tugas masing-masing"',
        "Training linked to position competence.",
    ),
    "S1-15": Row(
        '"bukanlah tujuan akhir, melainkan awal dari perjalanan pengabdian"',
        "Stream starts at registration, lives past termination.",
    ),
    "S1-16": Row(
        '"adil dan profesional ... menutup rapat praktik-praktik instan tanpa kinerja"',
        "Report: upgrades/renewals granted with no evaluation on file (must be empty).",
    ),
    "S2-1": Row(
        '"Usai pelaksanaan mutasi ... sekitar bulan Maret 2019"',
        "PositionAssigned with future TMT; planned v effective.",
    ),
    "S2-2": Row(
        '"setelah kita lantik baru diteken kontrak kerja itu"',
        "Order: oath <= agreement signature (AGREEMENT_BEFORE_OATH, warning or refuse by policy).",
    ),
    "S2-3": Row(
        '"siapa tahu nanti dia (pejabat) digeser jadinya kan gak pas"',
        "Agreement is bound to (employee, position assignment); a mutasi closes it.",
    ),
    "S2-4": Row(
        '"rencana awal ... November 2018 ... dikarenakan memasuki penghujung tahun"',
        "Agreement period is explicit; may start mid-year.",
    ),
    "S2-5": Row(
        '"ditandatangani oleh pejabat disetiap OPD"',
        "Coverage report: officials in post without a signed agreement, per OPD.",
    ),
    "S2-6": Row(
        '"dibuat sendiri oleh pejabat eselon II, III dan IV"',
        "Author = the official; eligible echelons II/III/IV (AGREEMENT_NOT_STRUCTURAL).",
    ),
    "S2-7": Row(
        '"disesuaikan dengan tugas pokok dan fungsinya (Tupoksi)"',
        "Each target cites a tupoksi item of the position (TARGET_OUTSIDE_TUPOKSI).",
    ),
    "S2-8": Row(
        '"komitmen dan tanggung jawab ... beberapa bulan ke depan"',
        "Period in months; responsibility statement.",
    ),
    "S2-9": Row(
        '"per satu bulan sekali atau per 3 bulan sekali akan ada evaluasi"',
        (
            "Agreement carries cadence MONTHLY or QUARTERLY; due-list generated; SIASN periodik has "
            "exactly 1 bulanan, 2 triwulan."
        ),
    ),
    "S2-10": Row(
        '"pejabat yang gagal ... akan mendapat sanksi sesuai dengan kebijakan Kepala Daerah"',
        (
            "Failing evaluation opens a follow-up that must end in coaching, sanction or a reasoned "
            "waiver signed by the head of region."
        ),
    ),
    "S2-11": Row(
        '"tak cukup hanya melakukan tes kompetensi saja"',
        "Competence result and performance result are separate; both needed.",
    ),
    "S2-12": Row(
        '"capaian-capaian target program yang telah disusun"',
        "Programme-linked targets.",
    ),
    "S2-13": Row(
        ('"poin-poin atau prospek kinerja kedepan ... harus menuntaskan apa-apa yang sudah dituliskan"'),
        "Targets immutable after signature; changes only through a revision event.",
    ),
    "S2-14": Row(
        ('"Jika hasil kerja baik ... dianggap ... memiliki kompetensi memimpin suatu perangkat daerah"'),
        "Evaluations usable as leadership evidence in talent query.",
    ),
    "S2-15": Row(
        '"dapat diukur batas mana kemampuan kerja ... sesuai dengan kebutuhan masyarakat"',
        "Achievement % per indicator.",
    ),
    "S2-16": Row(
        ('"Baik tidaknya kerja OPD bisa diukur dari capaian kinerja sesuai perjanjian kerja yang sudah diteken"'),
        "Projection UnitPerformance rolled up from agreements; method recorded (weights).",
    ),
    "S2-17": Row(
        '"selama 5 tahun kedepan"',
        "Term-of-office filter.",
    ),
    "S3-1": Row(
        '"Pj Bupati PPU"',
        "Decision maker's capacity (Pj) is a field: SIASN jenisPenugasan D / PLT / PLH / PJ / TT.",
    ),
    "S3-2": Row(
        (
            '"sejauh mana tujuan dan target telah tercapai, serta bagaimana alokasi anggaran telah '
            'dimanfaatkan"; "anggaran dan programnya tercapai apa tidak"'
        ),
        "RealisationReported: target v realisation and budget v absorbed, per programme.",
    ),
    "S3-3": Row(
        '"Jika program-program tidak tercapai ... evaluasi mendalam untuk memahami penyebabnya"',
        "Missed target requires a cause code + narrative.",
    ),
    "S3-4": Row(
        '"apakah perencanaanya tidak benar atau seperti apa"',
        "Cause list includes PLANNING, EXECUTION, BUDGET, EXTERNAL.",
    ),
    "S3-5": Row(
        '"pertanggungjawaban yang tegas dan transparan"',
        "Accountable person per programme; accountability report.",
    ),
    "S3-6": Row(
        '"kalau dia punya program tidak tercapai, berarti tidak ahli dan tidak profesional"',
        "Query: officials whose programmes failed, with competence result side by side.",
    ),
    "S3-7": Row(
        ('"assessment bukan hanya tentang menilai kinerja, tetapi juga melibatkan evaluasi kompetensi"'),
        "CompetencyAssessed separate from PerformanceEvaluated.",
    ),
    "S3-8": Row(
        '"kesesuaian bidang tugas pegawai dengan kompetensinya"',
        "Fit result against the position's standard: FIT / PARTIAL / NOT_FIT + score.",
    ),
    "S3-9": Row(
        '"harus ada penyesuaian, atau dalam beberapa kasus, mutasi"',
        "Follow-up kinds ADJUST or MUTASI; PositionAssigned may cite assessment_id.",
    ),
    "S3-10": Row(
        '"Kalau sudah sesuai ngapain harus dimutasi"',
        "Warning MUTASI_OF_FIT_EMPLOYEE when the latest assessment says FIT; needs a reason.",
    ),
    "S3-11": Row(
        '"saran dan masukan kepada saya dan tim"',
        "Assessment is advisory: no state change by itself.",
    ),
    "S3-12": Row(
        '"Pemerintah Provinsi dan universitas ternama seperti UI dan UGM"',
        "External assessor (organisation, persons, contract no.), restricted write role.",
    ),
    "S3-13": Row(
        '"Saya sudah bikin tim sekarang"',
        "Internal assessment team with SK.",
    ),
    "S3-14": Row(
        '"Kalau mau berbisnis jangan jadi pegawai negeri"',
        "Business-interest report/violation kind. Law is weaker than the speech: see 2.8.",
    ),
    "S3-15": Row(
        '"penilaian yang hati-hati dan objektif"',
        "Assessor conflict check; multiple assessors.",
    ),
    "S3-16": Row(
        '"Anggaran sudah disiapkan ... Kalau dia enggak bisa dilaksanakan akan kita pertanyakan"',
        "Clarification request/answer attached to the realisation.",
    ),
    "S4-1": Row(
        '"3.809 ... 15 PPPK penuh waktu tahap dua dan 3.794 PPPK paruh waktu"',
        "Batch with sub-counts by kind and selection stage; sum check 15+3,794=3,809.",
    ),
    "S4-2": Row(
        '"pengambilan sumpah jabatan di Alun-Alun Barat", "dipimpin langsung oleh Wali Kota"',
        "Oath: place, date, official, witnesses, religion formula optional and sensitive.",
    ),
    "S4-3": Row(
        '"daerah pertama di Banten dan Jawa Barat yang menerapkan skema PPPK paruh waktu"',
        "First-of-kind query by effective date.",
        report=True,
    ),
    "S4-4": Row(
        '"tenaga honorer non-ASN yang selama ini telah mengabdi tanpa kepastian status"',
        (
            "Prior non-ASN service as a fact (unit, from, to) - SIASN paruh-waktu list has "
            "unor_nama_nonasn, jabatan_nonasn, status_aktif_nonasn."
        ),
    ),
    "S4-5": Row(
        '"proses panjang seleksi dan penetapan PPPK"',
        "Selection stage, participant number (no_peserta), pertek number/date.",
    ),
    "S4-6": Row(
        '"segera mendapatkan legalitas"',
        "Legal basis complete: SK + NI + contract; report of incomplete legality.",
    ),
    "S4-7": Row(
        '"menjaga disiplin dan etika kerja"',
        "Discipline and ethics case kinds.",
    ),
    "S4-8": Row(
        '"pemecatan atau pemutusan kontrak"',
        ("Termination kinds differ by employment kind: PNS pemberhentian / PPPK pemutusan hubungan perjanjian kerja."),
    ),
    "S4-9": Row(
        '"pelecehan seksual, tindak pidana korupsi, maupun penipuan"',
        (
            "Serious-offence enumeration; routes to examination -> dismissal, not to coaching "
            "(SERIOUS_OFFENCE_NOT_COACHABLE)."
        ),
    ),
    "S4-10": Row(
        '"Kalau hanya kerja kurang baik nanti ada mekanisme pembinaan"',
        ("Poor work routes to coaching; dismissal for poor work only after a recorded coaching (COACHING_NOT_TRIED)."),
    ),
    "S4-11": Row(
        (
            '"membuka peluang ... untuk naik status menjadi penuh waktu ... aturannya memang ada. '
            'Teknisnya nanti diatur oleh BKPSDM"'
        ),
        "Upgrade policy is configurable and versioned by BKPSDM.",
    ),
}
