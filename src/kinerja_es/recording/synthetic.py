"""A roster of people who do not exist, in SIASN's own layout: for the demo, the tests and the measurements.

Names are drawn from Faker's Indonesian lists. Numbers are well-formed, yet nobody's: a NIK here names the
kecamatan 00, which no kabupaten has, and serial numbers of a NIP start at 901. Every row says that it is synthetic.
"""

import csv
import hashlib
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from kinerja_es.domain.values import Kind, Sex
from kinerja_es.recording.siasn import LAYOUTS

NOTE = "DATA SINTETIS - bukan orang sebenarnya"
COLUMNS = (*LAYOUTS["69"], "CATATAN")
INSTANSI = "Pemerintah Kab. Contoh Sintetis"
REGION = "360400"
FIRST_SERIAL, LAST_SERIAL = 901, 999
Births: TypeAlias = tuple[date, date]
"""The first and the last day on which somebody may be born."""
BIRTHS: Births = (date(1968, 1, 1), date(2003, 12, 31))
NOT_YET_AKTIF = 0.1


class Title(NamedTuple):
    nama: str
    jenis: str
    """2 is fungsional tertentu, 4 fungsional umum (pelaksana)."""
    golongan: str
    pendidikan: str
    gelar: str


GURU = Title("Guru Ahli Pertama", "2", "IX", "S-1 Pendidikan", "S.Pd.")
PERAWAT = Title("Perawat Terampil", "2", "VII", "D-III Keperawatan", "A.Md.Kep.")
BIDAN = Title("Bidan Terampil", "2", "VII", "D-III Kebidanan", "A.Md.Keb.")
UMUM = Title("Pengelola Umum Operasional", "4", "I", "Sekolah Dasar", "")
OPERATOR = Title("Operator Layanan Operasional", "4", "V", "SLTA Sederajat", "")
PENGELOLA = Title("Pengelola Layanan Operasional", "4", "VII", "D-III Manajemen", "A.Md.")
PENATA = Title("Penata Layanan Operasional", "4", "IX", "S-1 Administrasi Publik", "S.AP.")
JENIS = {"2": "Jabatan Fungsional Tertentu", "4": "Jabatan Fungsional Umum"}
AS_PNS = {"I": "I/a", "V": "II/a", "VII": "II/c", "IX": "III/a"}
KINDS = {
    Kind.CPNS: ("CPNS", "C"),
    Kind.PNS: ("PNS", "P"),
    Kind.PPPK: ("PPPK", ""),
    Kind.PPPK_PARUH_WAKTU: ("PPPK Paruh Waktu", ""),
}
"""What JENIS PEGAWAI NAMA and STATUS CPNS PNS say of each kind."""

OFFICE, SCHOOL, CLINIC = (
    (UMUM, OPERATOR, OPERATOR, PENGELOLA, PENATA),
    (GURU, GURU, GURU, OPERATOR, UMUM),
    (PERAWAT, PERAWAT, BIDAN, PENGELOLA, OPERATOR),
)
"""Who works where."""

SCHOOLS, HEALTH = "Dinas Pendidikan dan Kebudayaan", "Dinas Kesehatan"
OFFICES = (
    "Sekretariat Daerah",
    "Sekretariat DPRD",
    "Inspektorat",
    "Satuan Polisi Pamong Praja",
    SCHOOLS,
    HEALTH,
    "Dinas Pekerjaan Umum dan Penataan Ruang",
    "Dinas Perumahan dan Kawasan Permukiman",
    "Dinas Sosial",
    "Dinas Tenaga Kerja",
    "Dinas Lingkungan Hidup",
    "Dinas Kependudukan dan Pencatatan Sipil",
    "Dinas Perhubungan",
    "Dinas Komunikasi dan Informatika",
    "Dinas Pertanian",
    "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
    "Badan Pendapatan Daerah",
    "Badan Penanggulangan Bencana Daerah",
)
PLACES = ("Sukamaju", "Mekarsari", "Karangjati", "Tanjungsari", "Cibening", "Margaluyu", "Wanasari", "Bojongmanis")


@dataclass(frozen=True)
class Unit:
    nama: str
    induk: str
    titles: tuple[Title, ...]


def write_roster(
    path: Path,
    *,
    employees: Mapping[Kind, int],
    seed: int,
    sk_nomor: str,
    sk_tanggal: date,
    tmt: date,
    units: int = 40,
) -> None:
    """Write so many synthetic employees of each kind, CSV or XLSX by the name; the same seed, the same file."""
    people = People(random.Random(seed))  # noqa: S311 - repeatable on purpose
    places = Places(people.rng, some_units(units))
    kinds = (kind for kind, number in employees.items() for _ in range(number))
    write_rows(path, (people.row(kind, tmt, places) for kind in kinds), sk_nomor=sk_nomor, sk_tanggal=sk_tanggal)


def write_rows(path: Path, drawn: Iterable[Mapping[str, str]], *, sk_nomor: str, sk_tanggal: date) -> None:
    """Write rows as they are drawn, under the SK that names them."""
    sk = {"NOMOR SK CPNS": sk_nomor, "TANGGAL SK CPNS": _day(sk_tanggal)}
    rows = ([(row | sk).get(column, "") for column in COLUMNS] for row in map(dict, drawn))
    if path.suffix.lower() == ".xlsx":
        _write_xlsx(path, rows)
    else:
        _write_csv(path, rows)


def some_units(number: int) -> tuple[Unit, ...]:
    """Offices first, then in turn puskesmas and schools of invented places."""
    offices = (*OFFICES, *(f"Kecamatan {place}" for place in PLACES))
    units = [Unit(nama, INSTANSI, OFFICE) for nama in offices]
    turn = 0
    while len(units) < number:
        place, again = PLACES[turn % len(PLACES)], turn // len(PLACES)
        if not again:
            units.append(Unit(f"Puskesmas {place}", HEALTH, CLINIC))
        units.append(Unit(f"SD Negeri {again + 1} {place}", SCHOOLS, SCHOOL))
        turn += 1
    return tuple(units[:number])


def stable_id(name: str) -> str:
    """An id of SIASN's form that is the same in every file."""
    return hashlib.md5(name.encode(), usedforsecurity=False).hexdigest().upper()


class Places:
    """Units, and how often somebody is placed in each."""

    def __init__(self, rng: random.Random, units: tuple[Unit, ...]) -> None:
        self.units = units
        self.weights = tuple(accumulate(rng.randint(2, 9) for _ in units))


class People:
    """People drawn one after another; no two have the same number."""

    def __init__(self, rng: random.Random) -> None:
        # Imported here: only the demo and the tests have Faker.
        names: Any = import_module("faker.providers.person.id_ID").Provider
        self.rng = rng
        self.first: dict[Sex, tuple[str, ...]] = {Sex.L: names.first_names_male, Sex.P: names.first_names_female}
        self.last: dict[Sex, tuple[str, ...]] = {Sex.L: names.last_names_male, Sex.P: names.last_names_female}
        self.serials: dict[tuple[date, Sex], int] = {}

    def row(self, kind: Kind, tmt: date, places: Places, births: Births = BIRTHS) -> dict[str, str]:
        """One row of the roster, by column; what is not there is empty."""
        unit = self.rng.choices(places.units, cum_weights=places.weights)[0]
        title = self.rng.choice(unit.titles)
        sex = self.rng.choice((Sex.L, Sex.P))
        return self._person(kind, sex, tmt, births) | _post(kind, unit, title, tmt) | self._kedudukan(kind)

    def _person(self, kind: Kind, sex: Sex, tmt: date, births: Births) -> dict[str, str]:
        born, serial = self._born(sex, births)
        nip = f"{born:%Y%m%d}" + (f"{tmt:%Y}21" if kind.by_contract else f"{tmt:%Y%m}")
        nip += f"{1 if sex is Sex.L else 2}{serial}"
        day = born.day + (40 if sex is Sex.P else 0)
        return {
            "PNS ID": stable_id(nip),
            "NIP BARU": f"'{nip}",
            "NIP LAMA": "null",
            "NAMA": self._name(sex),
            "TEMPAT LAHIR NAMA": self.rng.choice(PLACES),
            "TANGGAL LAHIR": _day(born),
            "JENIS KELAMIN": "M" if sex is Sex.L else "F",
            "NIK": f"'{REGION}{day:02}{born:%m%y}0{serial}",
            "CATATAN": NOTE,
        }

    def _born(self, sex: Sex, births: Births) -> tuple[date, int]:
        """A birth date, and a serial number that is free among all born on that day."""
        first, last = births
        while True:
            born = first + timedelta(self.rng.randint(0, (last - first).days))
            serial = self.serials.get((born, sex), FIRST_SERIAL)
            if serial <= LAST_SERIAL:
                self.serials[born, sex] = serial + 1
                return born, serial

    def _name(self, sex: Sex) -> str:
        first, last = self.rng.sample(self.first[sex], self.rng.randint(1, 2)), self.rng.choice(self.last[sex])
        return " ".join((*first, last))

    def _kedudukan(self, kind: Kind) -> dict[str, str]:
        jenis, status = KINDS[kind]
        row = {"JENIS PEGAWAI NAMA": jenis, "STATUS CPNS PNS": status}
        if self.rng.random() < NOT_YET_AKTIF:
            return row | {"KEDUDUKAN HUKUM ID": "null", "KEDUDUKAN HUKUM NAMA": "null"}
        return row | {"KEDUDUKAN HUKUM ID": "01", "KEDUDUKAN HUKUM NAMA": "Aktif"}


def _post(kind: Kind, unit: Unit, title: Title, tmt: date) -> dict[str, str]:
    golongan = title.golongan if kind.by_contract else AS_PNS[title.golongan]
    return {
        "GELAR BELAKANG": title.gelar,
        "TMT CPNS": _day(tmt),
        "GOL AWAL NAMA": golongan,
        "GOL AKHIR NAMA": golongan,
        "TMT GOLONGAN": _day(tmt),
        "JENIS JABATAN ID": title.jenis,
        "JENIS JABATAN NAMA": JENIS[title.jenis],
        "JABATAN ID": stable_id(title.nama),
        "JABATAN NAMA": title.nama,
        "TMT JABATAN": _day(tmt),
        "PENDIDIKAN NAMA": title.pendidikan,
        "LOKASI KERJA NAMA": "Contoh Sintetis",
        "UNOR ID": stable_id(unit.nama),
        "UNOR NAMA": unit.nama,
        "INSTANSI INDUK NAMA": INSTANSI,
        "INSTANSI KERJA NAMA": INSTANSI,
        "SATUAN KERJA INDUK ID": stable_id(unit.induk),
        "SATUAN KERJA INDUK NAMA": unit.induk,
        "IS VALID NIK": "1",
    }


def _day(day: date) -> str:
    return f"{day:%d-%m-%Y}"


def _write_csv(path: Path, rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows)


def _write_xlsx(path: Path, rows: Iterable[list[str]]) -> None:
    # Imported here: slow to load, and without types.
    writer: Any = import_module("xlsxwriter")
    with writer.Workbook(path, {"constant_memory": True}) as workbook:
        workbook.set_properties({"created": datetime(2025, 1, 1, tzinfo=UTC), "comments": NOTE})
        sheet = workbook.add_worksheet("Data ASN")
        sheet.write_row(0, 0, COLUMNS)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, row)
