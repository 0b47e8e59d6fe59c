"""Batches at the terminal: expected beside recorded, per kind and per unor, and the evidence of the members."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table

from kinerja_es.cli.terminal import amount, number, out, table, whole, words

Row = Mapping[str, Any]

COUNTS = (
    amount("Diharapkan\nExpected"),
    amount("Tercatat\nRecorded"),
    amount("Ditolak\nRejected"),
    amount("Selisih\nDifference"),
)
EVIDENCE = {
    "ni": "NI PPPK / NIP",
    "petikan": "Petikan SK / excerpt",
    "sumpah": "Sumpah / oath",
    "spmt": "SPMT / start of duty",
    "kontrak": "Perjanjian kerja / contract",
}
"""What each member is to have."""
SHOWN_UNITS = 50
ID_START = 8
"""How much of a batch's id names it."""


def show_batches(batches: Sequence[Row], sks: Mapping[str, str]) -> None:
    """One line for each batch, with its SK."""
    shown = table(
        f"{number(len(batches))} batch",
        whole("Batch"),
        words("SK"),
        whole("TMT"),
        *COUNTS[:2],
        whole("Ditutup\nClosed"),
    )
    for batch in batches:
        counts = (number(batch["expected"]), number(batch["recorded"]))
        shown.add_row(
            batch["batch_id"][:ID_START], sks[batch["batch_id"]], batch["tmt"], *counts, batch["closed"] or "-"
        )
    out.print(shown)


def show_batch(batch: Row, units: int = SHOWN_UNITS) -> None:
    """A batch as a whole, then kind by kind, then unit by unit."""
    if not batch["sk"]:
        out.print(f"Pembukaan / Opening {batch['tmt']}", style="bold")
    for sk in batch["sk"]:
        out.print(f"SK {sk['nomor']}, {sk['tanggal']}, TMT {batch['tmt']}", style="bold")
    out.print(f"Batch {batch['batch_id']}", soft_wrap=True)
    state = "terbuka / open"
    if batch["closed"]:
        state = f"ditutup / closed {batch['closed']}" + (f": {batch['explained']}" if batch["explained"] else "")
    out.print(f"{state}, {number(len(batch['files']))} berkas / files\n")
    out.print(_kinds(batch))
    out.print(_evidence(batch["evidence"]))
    out.print(_units(batch["per_unor"], units))


def _kinds(batch: Row) -> Table:
    shown = table("Menurut jenis / By kind", words("Jenis\nKind"), *COUNTS)
    for row in batch["per_kind"]:
        shown.add_row(row["kind"] or "?", *_counts(row))
    shown.add_section()
    shown.add_row("Jumlah / Total", *_counts(batch), style="bold")
    return shown


def _units(rows: Sequence[Row], most: int) -> Table:
    """The largest units first."""
    first = sorted(rows, key=lambda row: (-row["recorded"], row["unor"] or ""))[:most]
    shown = table(f"Menurut unor / By unor: {number(len(first))} / {number(len(rows))}", words("Unor\nUnit"), *COUNTS)
    for row in first:
        shown.add_row(row["unor"] or "?", *_counts(row))
    return shown


def _evidence(evidence: Row) -> Table:
    """How many members have what each is to have."""
    headings = ("Bukti\nEvidence", "Ada\nThere", "Belum\nMissing")
    shown = table("Kelengkapan / Evidence", words(headings[0]), *(amount(heading) for heading in headings[1:]))
    for name, label in EVIDENCE.items():
        due = evidence["wajib_kontrak" if name == "kontrak" else "anggota"]
        shown.add_row(label, number(evidence[name]), number(due - evidence[name]))
    return shown


def _counts(row: Row) -> tuple[str, ...]:
    return tuple(number(row[name]) for name in ("expected", "recorded", "rejected", "difference"))
