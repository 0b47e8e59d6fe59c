"""A clerk at the HTTP service: records the usual things in few words."""

from datetime import date
from pathlib import Path
from typing import Any

import orjson
from httpx2 import Response
from starlette.testclient import TestClient

from kinerja_es.domain.values import Kind
from kinerja_es.http.app import create_app
from kinerja_es.recording.synthetic import write_roster
from kinerja_es.wiring import Service

BUDI = {"X-Actor": "budi.bkpsdm"}
NIP = "199001012025211001"

UNIT = {"tmt": "2025-01-01", "nama": "Dinas Pendidikan"}
SK = {
    "nomor": "800.1.2.5/1234/BKPSDM/2025",
    "tanggal": "2025-09-26",
    "jenis": "PENGANGKATAN",
    "bentuk": "KOLEKTIF",
    "pejabat_nama": "Pejabat Contoh",
    "pejabat_jabatan": "Wali Kota Serang",
    "kapasitas": "D",
    "jumlah_pegawai": 4,
}
PERSON = {
    "tmt": "2025-10-01",
    "nama": "Contoh Sintetis",
    "tanggal_lahir": "1990-01-01",
    "jenis_kelamin": "L",
    "kind": "PPPK_PARUH_WAKTU",
}
NUMBER = {"type": "IdentityNumberAssigned", "tmt": "2025-10-01", "nip": NIP}
BATCH = {name: value for name, value in SK.items() if name not in ("jenis", "bentuk")} | {
    "tmt": "2025-10-01",
    "expected": {"PPPK": 1, "PPPK_PARUH_WAKTU": 3},
}


def client_of(service: Service) -> TestClient:
    """A client of the app; an error inside is answered, as a server would."""
    return TestClient(create_app(service), base_url="http://127.0.0.1", raise_server_exceptions=False)


class Clerk:
    """Records through HTTP."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def get(self, path: str, **params: Any) -> Response:
        return self.client.get(path, params=params)

    def post(self, path: str, body: Any, headers: dict[str, str] | None = None, **params: Any) -> Response:
        return self.client.post(path, json=body, headers=BUDI | (headers or {}), params=params)

    def recorded(self, path: str, body: Any) -> dict[str, Any]:
        answer = self.post(path, body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def person(self, **over: Any) -> str:
        """An employee who is registered; gives the id."""
        return self.recorded("/v1/employees", PERSON | over)["pegawai_id"]

    def appointed(self) -> str:
        """An employee with a NIP, appointed to a post under an SK; gives the id."""
        unor = self.recorded("/v1/units", UNIT)["unor_id"]
        title = {"title": {"nama": "Operator Layanan"}, "jenis_jabatan": "PELAKSANA"}
        post = self.recorded("/v1/posts", {"tmt": "2025-01-01", "unor_id": unor, **title})["jabatan_id"]
        sk_id = self.recorded("/v1/decisions", SK)["sk_id"]
        employee = self.person()
        appointment = {
            "type": "EmployeeAppointed",
            "tmt": "2025-10-01",
            "kind": "PPPK_PARUH_WAKTU",
            "golongan": "V",
            "jabatan_id": post,
            "unor_id": unor,
            "sk": {"sk_id": sk_id},
        }
        self.recorded(f"/v1/employees/{employee}/events", [NUMBER, appointment])
        return employee

    def upload(self, roster: bytes, sk: Any = BATCH, headers: dict[str, str] | None = None, **params: Any) -> Response:
        """Send a roster with its SK."""
        return self.client.post(
            "/v1/batches",
            files={"roster": ("roster.csv", roster)},
            data={"sk": orjson.dumps(sk).decode()},
            headers=BUDI | (headers or {}),
            params=params,
        )


def roster(folder: Path) -> bytes:
    """Four synthetic employees in SIASN's layout."""
    path = folder / "roster.csv"
    write_roster(
        path,
        employees={Kind.PPPK: 1, Kind.PPPK_PARUH_WAKTU: 3},
        seed=1,
        sk_nomor=SK["nomor"],
        sk_tanggal=date(2025, 9, 26),
        tmt=date(2025, 10, 1),
        units=2,
    )
    return path.read_bytes()


def codes(answer: Response) -> list[tuple[str, str | None]]:
    """The code and field of every problem that an answer lists."""
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code
    return [(problem["code"], problem["field"]) for problem in answer.json()["problems"]]
