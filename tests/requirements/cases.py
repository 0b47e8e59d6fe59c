"""The commands of a case: reported, examined, sanctioned or coached, and ended."""

REPORT = {
    "type": "ViolationReported",
    "tanggal": "2026-02-02",
    "jenis": "ABSENSI",
    "tanggal_kejadian": "2026-01-30",
    "pelapor": "Pelapor Contoh",
}
EXAMINED = {
    "type": "ViolationExamined",
    "tanggal": "2026-02-20",
    "pemeriksa": ["Pemeriksa Contoh"],
    "bap_nomor": "BAP-1/2026",
    "finding": "TERBUKTI",
}
CUT = {
    "type": "DisciplinarySanctionImposed",
    "jenis_hukuman_id": "23",
    "tingkat": "S",
    "mulai": "2026-03-01",
    "akhir": "2026-08-31",
    "tpp_persen": 75,
}
COACHED = {"type": "CoachingStarted", "pembina": "Atasan Contoh", "goals": ["Tepat waktu"], "mulai": "2026-02-03"}
END = {"type": "EmploymentTerminated", "tmt": "2026-05-01", "honour": "HORMAT_TAPS", "legal_basis": ["PP 49/2018"]}
