"""The `kinerja` command as a clerk types it, and a demo to ask about."""

import csv
import os
import shutil
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner

from kinerja_es.cli.main import app

SK = {
    "nomor": "800.1.2.5/1/BKPSDM/2026",
    "tanggal": "2026-08-26",
    "pejabat_nama": "Pejabat Contoh",
    "pejabat_jabatan": "Bupati Contoh",
    "kapasitas": "D",
    "jumlah_pegawai": 3,
    "tmt": "2026-09-01",
    "expected": {"PPPK_PARUH_WAKTU": 3},
}

COLUMNS = (
    "NIP BARU",
    "NAMA",
    "TANGGAL LAHIR",
    "JENIS KELAMIN",
    "NIK",
    "JENIS PEGAWAI NAMA",
    "KEDUDUKAN HUKUM NAMA",
    "JABATAN NAMA",
    "UNOR NAMA",
)
DINAS = ("PPPK Paruh Waktu", "Aktif", "Operator Layanan Operasional", "Dinas Contoh")
BUDI = ("199001012026211901", "Budi Santoso", "01-01-1990", "M", "3604010101900901", *DINAS)
SITI = ("199203042026212901", "Siti Aminah", "04-03-1992", "F", "3604014403920901", *DINAS)
AGUS = ("198812312026211901", "Agus Salim", "31-12-1988", "M", "3604013112880901", *DINAS)


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    """No variable of the machine decides."""
    for name in [name for name in os.environ if name.startswith("KINERJA_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.delenv("FORCE_COLOR", raising=False)


@pytest.fixture
def kinerja():
    """Runs a command line; the answer has exit_code, stdout and stderr."""

    def run(*words, **env):
        return CliRunner(env=env).invoke(app, [str(word) for word in words], prog_name="kinerja")

    return run


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def record(here, kinerja):
    """A folder with an empty record, an SK for three people, and their roster."""
    assert kinerja("init").exit_code == 0
    write_sk(here / "SK.json")
    write_roster(here / "roster.csv", BUDI, SITI, AGUS)
    return here


@pytest.fixture(scope="session")
def played(tmp_path_factory):
    """A small demo, played once."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    result = CliRunner().invoke(app, ["demo", "--exit", "--employees", "60", "--folder", str(folder)])
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def demo(played, here, monkeypatch):
    """The small demo, copied: what a test records there is its own."""
    shutil.copytree(played, here / "demo")
    monkeypatch.setenv("KINERJA_LOG", "sqlite:///demo/kinerja.db")
    return here / "demo"


def write_sk(path: Path, **over):
    path.write_bytes(orjson.dumps(SK | over))


def write_roster(path: Path, *rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
