"""A department with its people at the HTTP service, and the commands that tell their work in few words."""

from tests.http.calling import SK, codes

TARGETS = [
    {
        "id": "1",
        "tupoksi_ref": "a",
        "sasaran": "Perizinan lebih cepat",
        "indikator": "Izin terbit dalam tiga hari",
        "satuan": "persen",
        "target": "90",
        "triwulan": ["60", "70", "80", "90"],
        "bobot": "60",
        "program": "2.18.03",
        "anggaran_rp": 400_000_000,
    },
    {
        "id": "2",
        "tupoksi_ref": "b",
        "sasaran": "Pengaduan berkurang",
        "indikator": "Pengaduan diterima",
        "satuan": "aduan",
        "target": "40",
        "arah": "TURUN",
        "bobot": "40",
        "program": "2.18.05",
    },
]
RHK = [
    {
        "id": "1",
        "rencana": "Berkas siswa lengkap",
        "indikator": "Berkas selesai",
        "satuan": "berkas",
        "target": "120",
        "program": "1.01.02",
        "peran": "Pengelola berkas",
    }
]


class Office:
    """A department with its leader, an official who was moved there, and two who work by contract."""

    def __init__(self, clerk):
        self.clerk = clerk
        self.city = self.unit("Pemerintah Kota")
        self.dinas = self.unit("Dinas Perizinan", diatasan_id=self.city)
        self.sk = {"sk_id": clerk.recorded("/v1/decisions", SK)["sk_id"]}
        structural = {"jenis_jabatan": "STRUKTURAL"}
        self.head_post = self.post("Kepala Dinas", eselon_id="22", pimpinan=True, **structural)
        duties = [{"id": "a", "uraian": "Mengelola perizinan"}, {"id": "b", "uraian": "Melayani pengaduan"}]
        standard = [{"kompetensi_id": "integritas", "level": 3}, {"kompetensi_id": "kerja-sama", "level": 2}]
        self.chief_post = self.post(
            "Kepala Bidang", eselon_id="31", pimpinan=False, tupoksi=duties, standar=standard, **structural
        )
        self.other_post = self.post("Kepala Bidang Lain", eselon_id="31", standar=standard, **structural)
        self.desk_post = self.post("Operator Layanan", jenis_jabatan="PELAKSANA", pimpinan=False)

    def unit(self, nama, **over):
        return self.clerk.recorded("/v1/units", {"tmt": "2025-01-01", "nama": nama, **over})["unor_id"]

    def post(self, nama, **over):
        body = {"tmt": "2025-01-01", "title": {"nama": nama}, "unor_id": self.dinas, **over}
        return self.clerk.recorded("/v1/posts", body)["jabatan_id"]

    def employee(self, kind, post, *, sworn=True):
        person = self.clerk.person(nama=f"Contoh {kind}", kind=kind)
        appointed = {
            "type": "EmployeeAppointed",
            "tmt": "2025-10-01",
            "kind": kind,
            "jabatan_id": post,
            "unor_id": self.dinas,
            "sk": self.sk,
        }
        oath = {
            "type": "OathTaken",
            "tanggal": "2025-10-23",
            "tempat": "Pendopo",
            "pejabat_pelantik": "Wali Kota",
            "kapasitas": "D",
        }
        self.tell(person, appointed, {"type": "DutyCommenced", "tanggal": "2025-10-01"}, *([oath] if sworn else []))
        return person

    def head(self):
        return self.employee("PNS", self.head_post)

    def chief(self, **over):
        return self.employee("PNS", self.chief_post, **over)

    def part_timer(self):
        return self.employee("PPPK_PARUH_WAKTU", self.desk_post)

    def adopt(self, **settings):
        """A policy of the government, since before all that is told here."""
        command = {"tmt": "2025-01-01", "policy_version": 1, "content": settings, "sk": self.sk}
        self.clerk.recorded("/v1/policies", command)

    # -- recording, refused or not -------------------------------------------------------

    def ask(self, person, *commands):
        body = commands[0] if len(commands) == 1 else list(commands)
        return self.clerk.post(f"/v1/employees/{person}/events", body)

    def tell(self, person, *commands):
        answer = self.ask(person, *commands)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def warned(self, person, *commands):
        return [warning["code"] for warning in self.tell(person, *commands)["warnings"]]

    def refused(self, person, *commands):
        return {code for code, _ in codes(self.ask(person, *commands))}

    def history(self, person, kind):
        events = self.clerk.get(f"/v1/employees/{person}/events").json()["events"]
        return [event["details"] for event in events if event["type"] == kind]

    def standing(self, person, day):
        return self.clerk.get(f"/v1/employees/{person}", valid_at=day).json()

    def moved(self, person, day="2026-04-01", **over):
        return self.tell(person, self.move(day, **over))

    def move(self, day="2026-04-01", **over):
        place = {"jabatan_id": self.other_post, "unor_id": self.dinas, "sk": self.sk}
        return {"type": "PositionAssigned", "tmt": day, "jenis": "ROTASI", **place, **over}


def agreement(**over):
    return {
        "type": "PerformanceAgreementSigned",
        "tanggal": "2025-11-03",
        "dari": "2025-11-01",
        "sampai": "2026-06-30",
        "cadence": "TRIWULAN",
        "pihak_kedua": {"nama": "Atasan Contoh", "jabatan": "Wali Kota", "status": "NON_ASN"},
        "items": TARGETS,
        "pernyataan": "Kami bertanggung jawab mewujudkan target ini.",
    } | over


def signed(office, person, **over):
    return office.tell(person, agreement(**over))["events"][0]["agreement_id"]


def without(item, *names):
    return {name: value for name, value in item.items() if name not in names}


def plan(**over):
    return {
        "type": "PerformancePlanSet",
        "tmt": "2025-10-15",
        "dari": "2025-10-01",
        "sampai": "2025-12-31",
        "pendekatan": "KUANTITATIF",
        "rhk": RHK,
    } | over


QUARTERS = {4: ("2025-10-01", "2025-12-31", "2026-01-12"), 1: ("2026-01-01", "2026-03-31", "2026-04-13")}


def evaluation(quarter=4, **over):
    dari, sampai, tmt = QUARTERS[quarter]
    return {
        "type": "PerformanceEvaluated",
        "tmt": tmt,
        "scope": "TRIWULAN",
        "dari": dari,
        "sampai": sampai,
        "penilai": {"nama": "Atasan Contoh", "jabatan": "Kepala Dinas"},
        "hasil": 2,
        "perilaku": 1,
    } | over


def realisation(agreement_id, *items, **over):
    dari, sampai, _ = QUARTERS[1]
    return {
        "type": "RealisationReported",
        "agreement_id": agreement_id,
        "scope": "TRIWULAN",
        "dari": dari,
        "sampai": sampai,
        "tanggal": "2026-04-06",
        "items": list(items),
    } | over


MISSED = {"id": "1", "realisasi": "30", "anggaran_realisasi_rp": 100_000_000}
CAUSE = {"penyebab": "PLANNING", "narasi": "Target ditetapkan sebelum aplikasi perizinan siap."}


def assessment(**over):
    return {
        "type": "CompetencyAssessed",
        "lembaga": "Universitas Contoh",
        "external": True,
        "nomor_kontrak": "SPK-7/2026",
        "asesor": [
            {"nama": "Asesor Satu", "lembaga": "Universitas Contoh", "sertifikat": "AS-1"},
            {"nama": "Asesor Dua", "lembaga": "Pemerintah Provinsi", "sertifikat": "AS-2"},
        ],
        "metode": "Assessment center",
        "tanggal": "2026-02-10",
        "items": [{"kompetensi_id": "integritas", "capaian": 3}, {"kompetensi_id": "kerja-sama", "capaian": 2}],
    } | over


UNFIT = [{"kompetensi_id": "integritas", "capaian": 1}, {"kompetensi_id": "kerja-sama", "capaian": 1}]


def good_work(office, person):
    """Both quarters evaluated; gives the ids of the evaluations."""
    events = office.tell(person, evaluation(), evaluation(1))["events"]
    return [event["evaluation_id"] for event in events]


def proposal(*evaluation_ids, **over):
    return {
        "type": "StatusUpgradeProposed",
        "tanggal": "2026-04-15",
        "to_kind": "PPPK",
        "evaluation_ids": list(evaluation_ids),
        "budget_ref": "DPA 1.01.02/2026",
        "budget_rp": 42_000_000,
        "pengusul": "Wali Kota",
    } | over
