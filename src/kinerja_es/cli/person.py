"""One employee at the terminal: the standing as a panel, the history as a table."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from kinerja_es.cli.fact import Names, References, line, named, references
from kinerja_es.cli.terminal import moment, number, out, rupiah, table, whole, words
from kinerja_es.domain.standing import TANDA_ENGLISH, Tanda

Answer = Mapping[str, Any]

COLOURS = {"AKTIF": "green", "DIANGKAT": "cyan", "TERDAFTAR": "cyan", "NONAKTIF_SEMENTARA": "yellow"}
"""How a status looks; every other one has an end in it."""


def full_name(person: Answer) -> str:
    """The name with its titles: Dr. Budi Santoso, S.Pd."""
    before = f"{person['gelar_depan']} " if person["gelar_depan"] else ""
    after = f", {person['gelar_belakang']}" if person["gelar_belakang"] else ""
    return f"{before}{person['nama']}{after}"


def show_standing(answer: Answer, known_at: str | None = None) -> None:
    """Who, what, where, until when, and by whose authority; `known_at` as it was asked for."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, text in [*_as_of(answer, known_at), *_lines(answer)]:
        if text:
            grid.add_row(label, text)
    title = f"{full_name(answer)} · {answer['nip'] or '-'}"
    colour = COLOURS.get(answer["status"] or "", "red")
    out.print(Panel(grid, title=Text(title, "bold"), title_align="left", border_style=colour))


def _as_of(answer: Answer, known_at: str | None) -> list[tuple[str, str | Text]]:
    """Which day is told of, and as known when."""
    known = "" if known_at is None else f"{known_at} (posisi / position {number(answer['known_at'])})"
    return [("Berlaku pada / Valid at", answer["valid_at"]), ("Diketahui pada / Known at", known)]


def _lines(answer: Answer) -> list[tuple[str, str | Text]]:
    status = answer["status_label"] or "belum dikenal / not known yet"
    ground = f" ({answer['ground']})" if answer["ground"] else ""
    unor, contract, sk = answer["unor"], answer["contract"], answer["sk"]
    return [
        ("Status", Text(f"{status}{ground}", COLOURS.get(answer["status"] or "", "red"))),
        ("Kedudukan hukum", _code(answer["kedudukan_hukum"])),
        ("Jenis / Kind", answer["kind"] or ""),
        ("Golongan / Grade", answer["golongan"] or ""),
        ("Jabatan / Post", _nama(answer["jabatan"])),
        ("Unor / Unit", f"{unor['nama']}, {unor['induk_nama']}" if unor and unor["induk_nama"] else _nama(unor)),
        ("Merangkap / Acting", ", ".join(_nama(post) for post in answer["merangkap"])),
        ("Kontrak sampai / Contract until", contract["akhir"] if contract else ""),
        ("Upah / Wage", rupiah(contract["upah_rp"]) if contract and contract["upah_rp"] is not None else ""),
        ("Gaji, TPP / Salary, allowance", _pay(answer)),
        ("SK", f"{sk['nomor']}, {sk['tanggal']}" if sk else ""),
        ("Sejak / Since", _span(answer)),
        ("Tanda / Marks", "\n".join(map(told_mark, answer["tanda"]))),
        ("Catatan / Flags", ", ".join(answer["flags"])),
        ("NIP lama / Former NIP", ", ".join(answer["nip_lama"])),
        ("Lahir / Born", f"{answer['tanggal_lahir']} ({answer['jenis_kelamin']})"),
        ("Kemudian / Later", "\n".join(map(_pending, answer["pending"]))),
        ("Pegawai / Employee", answer["pegawai_id"]),
    ]


def _code(named: Answer | None) -> str:
    return f"{named['code']} {named['nama']}" if named else ""


def _nama(named: Answer | None) -> str:
    return str(named["nama"]) if named else ""


def _pay(answer: Answer) -> str:
    return f"{answer['gaji_persen']} %, {answer['tpp_persen']} %" if answer["status"] else ""


def told_mark(mark: Answer) -> str:
    """A mark in both languages, with its last day."""
    until = f" (sampai / until {mark['sampai']})" if mark["sampai"] else ""
    return f"{mark['label']} / {TANDA_ENGLISH[Tanda(mark['code'])]}{until}"


def _span(answer: Answer) -> str:
    if not answer["valid_from"]:
        return ""
    until = f" sampai sebelum / until before {answer['valid_to']}" if answer["valid_to"] else ""
    return f"{answer['valid_from']}{until}"


def _pending(later: Answer) -> str:
    place = ", ".join(filter(None, (_nama(later["jabatan"]), _nama(later["unor"]))))
    return f"{later['valid_from']} {later['status']}" + (f": {place}" if place else "")


# -- history -----------------------------------------------------------------------------


def show_history(answer: Answer, names: Names, zone: ZoneInfo) -> None:
    """What, from when, by which SK; and when it was recorded, and by whom. `names` are those of posts and units."""
    events = answer["events"]
    shown = table(
        f"Riwayat / History: {number(len(events))} (waktu / times: {zone.key})",
        whole("TMT"),
        words("Peristiwa, SK, rincian\nEvent, SK, details"),
        words("Dicatat, oleh\nRecorded, by", min_width=19),
    )
    known = references(events)
    for event in events:
        recorded = f"{moment(event['recorded_at'], zone)}\n{event['actor']['user_id']}"
        shown.add_row(event["tmt"], _event(event, names, known), recorded)
    out.print(shown)


def _event(event: Answer, names: Names, known: References) -> Text:
    """What happened, by which SK, and what else is worth a glance."""
    told = Text(event["label"], "bold")
    if sk := event["decision"]:
        told.append(f"\nSK {sk['nomor']}, {sk['tanggal']}", "cyan")
    if details := line(event, names, known):
        told.append(f"\n{details}", "dim")
    if event["state"] in STATES:
        told.append(f"\n{STATES[event['state']]}{_now(event['now'])}", "yellow")
    return told


STATES = {
    "CORRECTED": "dikoreksi / corrected",
    "ANNULLED": "SK-nya dibatalkan / its SK was annulled",
    "VOIDED": "dinyatakan tidak pernah ada / never happened",
    "MERGED": "catatannya digabung ke pegawai lain / its record was merged into another",
}


def _now(changed: Answer) -> str:
    """What is known otherwise by now."""
    told = ", ".join(f"{named(name)} {value}" for name, value in changed.items() if name not in ("decision", "nik"))
    return f": {told}" if told else ""
