"""A desk at the HTTP service: people are hired and moved there, and what was recorded is changed."""

from tests.http.calling import NUMBER, SK


class Desk:
    """A clerk with a unit, a post and an SK of appointment, who changes what was recorded."""

    def __init__(self, clerk):
        self.clerk = clerk
        self.unit = clerk.recorded("/v1/units", {"tmt": "2025-01-01", "nama": "Dinas Perizinan"})["unor_id"]
        self.desk = self.post("Operator Layanan")
        self.sk = self.decision("P-1", "2025-09-20", jenis="PENGANGKATAN")

    def post(self, nama, **over):
        body = {"tmt": "2025-01-01", "unor_id": self.unit, "title": {"nama": nama}, "jenis_jabatan": "PELAKSANA"}
        return self.clerk.recorded("/v1/posts", body | over)["jabatan_id"]

    def decision(self, nomor, tanggal, **over):
        body = SK | {"nomor": nomor, "tanggal": tanggal, "jenis": "LAINNYA", "jumlah_pegawai": 1}
        return self.clerk.recorded("/v1/decisions", body | over)["sk_id"]

    def send(self, who, *commands):
        return self.clerk.post(f"/v1/employees/{who}/events", list(commands))

    def did(self, who, *commands):
        """The ids of the events that commands came to."""
        answer = self.send(who, *commands)
        assert answer.status_code == 201, answer.text
        return [event["event_id"] for event in answer.json()["events"]]

    def hired(self, nama="Contoh Sintetis", *, post=None, nip=None, sk=None):
        who = self.clerk.person(nama=nama)
        if nip is not None:
            self.did(who, NUMBER | {"nip": nip})
        self.did(who, self.appointment(post, sk), {"type": "DutyCommenced", "tanggal": "2025-10-01"})
        return who

    def appointment(self, post=None, sk=None):
        return {
            "type": "EmployeeAppointed",
            "tmt": "2025-10-01",
            "kind": "PPPK_PARUH_WAKTU",
            "golongan": "V",
            "jabatan_id": post or self.desk,
            "unor_id": self.unit,
            "sk": {"sk_id": sk or self.sk},
        }

    def moved(self, who, post, sk, tmt):
        place = {"jabatan_id": post, "unor_id": self.unit}
        return self.did(who, {"type": "PositionAssigned", "jenis": "ROTASI", "tmt": tmt, "sk": {"sk_id": sk}} | place)[
            0
        ]

    def events(self, who):
        return self.clerk.get(f"/v1/employees/{who}/events").json()["events"]

    def fact(self, who, kind):
        return next(event for event in self.events(who) if event["type"] == kind)

    def correct(self, who, target, *patches):
        names = ("path", "old", "new")
        return self.send(
            who,
            {
                "type": "RecordCorrected",
                "target_event_id": target,
                "patches": [dict(zip(names, patch, strict=True)) for patch in patches],
                "evidence": "Dokumen asli",
                "approved_by": "Kepala BKPSDM",
            },
        )

    def void(self, who, target):
        said = {"evidence": "Petikan", "approved_by": "Kepala BKPSDM", "reason": "Salah orang"}
        return self.send(who, {"type": "RecordVoided", "target_event_id": target} | said)

    def change(self, decision, what, **body):
        return self.clerk.post(f"/v1/decisions/{decision}/{what}", body)

    def ralat(self, decision, *patches, **body):
        names = ("event_id", "path", "old", "new")
        changes = [dict(zip(names, patch, strict=True)) for patch in patches]
        return self.change(decision, "corrections", **{"reason": "Salah ketik", "patches": changes} | body)

    def annul(self, decision, nomor="B-1", tanggal="2026-03-05", **body):
        by = {"kind": "DICABUT", "by": "PEJABAT", "sk": {"sk_id": self.decision(nomor, tanggal)}}
        return self.change(decision, "annulments", **by | body)

    def merge(self, kept, merged, **over):
        body = {"merged": merged, "tmt": "2026-02-01", "evidence": "KTP", "approved_by": "Kepala BKPSDM"}
        return self.clerk.post(f"/v1/employees/{kept}/merges", body | over)

    def status(self, who, *days):
        return [self.clerk.get(f"/v1/employees/{who}", valid_at=day).json()["status"] for day in days]
