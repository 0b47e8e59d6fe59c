"""`kinerja compare`: another system's file beside the record: a payroll, a SIASN export. Nothing is recorded."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.table import Table

from kinerja_es.audit.comparing import Compared
from kinerja_es.audit.payroll import compare_payroll
from kinerja_es.audit.payrollfile import month_named
from kinerja_es.audit.roster import compare_roster
from kinerja_es.cli.models import form_of, put
from kinerja_es.cli.opening import up_to_date
from kinerja_es.cli.options import (
    LOG,
    TIMEZONE,
    CsvOption,
    JsonOption,
    LogOption,
    NdjsonOption,
    OutputOption,
    TimezoneOption,
    ValidAtOption,
    XlsxOption,
    examples,
)
from kinerja_es.cli.problems import exit_code, problems_in, show_all
from kinerja_es.cli.terminal import amount, number, out, rupiah, table, whole, words
from kinerja_es.domain.values import Kind
from kinerja_es.errors import Problem, Problems
from kinerja_es.readmodels.answers import Row
from kinerja_es.wiring import Service

SHOWN = 50
"""How many differences are shown on the terminal."""

UnorOption = Annotated[
    UUID | None,
    typer.Option(
        "--unor", metavar="ID", help="Unor ini dan di bawahnya. This unit and those below it.", show_default=False
    ),
]
KindOption = Annotated[
    Kind | None,
    typer.Option("--kind", metavar="KIND", help=f"Jenis pegawai di dalamnya. Whose file it is: {', '.join(Kind)}."),
]
ErrorsOption = Annotated[
    Path | None,
    typer.Option("--errors", metavar="FILE.csv", help="Tulis semua galat ke berkas. Write all problems to a CSV."),
]


def register(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    compare = typer.Typer(no_args_is_help=True)
    compare.command(
        epilog=examples(
            "kinerja compare payroll tpp.xlsx --month 2026-03",
            "kinerja compare payroll gaji.csv --month 2026-03 --kind PPPK_PARUH_WAKTU --xlsx selisih.xlsx",
        )
    )(payroll)
    compare.command(
        epilog=examples(
            "kinerja compare siasn pegawai.csv",
            "kinerja compare siasn pegawai.xlsx --valid-at 2026-01-01 --csv --output beda.csv",
        )
    )(siasn)
    app.add_typer(compare, name="compare", rich_help_panel=panel, help=compare_help)


compare_help = """Membandingkan berkas lain dengan catatan.
Compare: another system's file beside the record."""


def payroll(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Daftar gaji, CSV atau XLSX. The payroll: nip and an amount.")
    ],
    *,
    month: Annotated[str, typer.Option("--month", metavar="YYYY-MM", help="Bulan yang dibayar. The month paid for.")],
    unor: UnorOption = None,
    kind: KindOption = None,
    json: JsonOption = False,
    ndjson: NdjsonOption = False,
    csv: CsvOption = False,
    xlsx: XlsxOption = None,
    output: OutputOption = None,
    errors: ErrorsOption = None,
    log: LogOption = LOG,
    timezone: TimezoneOption = TIMEZONE,
) -> None:
    """Daftar gaji atau TPP: dibayar tetapi tidak berhak, berhak tetapi tidak dibayar.
    A payroll of a month: paid and not payable, payable and not paid, how many rupiah, and by which fact.

    Columns are found by name: nip, and basic_tpp, upah or dibayar; besides
    tanggal_mulai, tanggal_akhir, bulan, tahun, persen, golongan, eselon,
    pangkat, jenis_jabatan. --unor and --kind say whose payroll it is.
    """
    form, output = form_of(json=json, ndjson=ndjson, csv=csv, xlsx=xlsx, output=output)
    asked = month_named(month, "--month")

    def compare(service: Service) -> Compared:
        return compare_payroll(service, file, asked, unor=unor, kind=kind)

    with up_to_date(log, timezone) as service:
        compared = _read(compare, service, errors, json=json)
        if form is not None:
            put(compared.file(form, service.read_models.path.parent), form, output)
            return
        _show(compared, _payroll_table(asked), _payroll_row)
    _show_payroll(compared.totals)


def siasn(
    roster: Annotated[Path, typer.Argument(metavar="ROSTER", help='"Export Data ASN" dari SIASN. The roster file.')],
    *,
    valid_at: ValidAtOption = None,
    unor: UnorOption = None,
    kind: KindOption = None,
    json: JsonOption = False,
    ndjson: NdjsonOption = False,
    csv: CsvOption = False,
    xlsx: XlsxOption = None,
    output: OutputOption = None,
    errors: ErrorsOption = None,
    log: LogOption = LOG,
    timezone: TimezoneOption = TIMEZONE,
) -> None:
    """Ekspor SIASN: apa bedanya dengan catatan, dan sejak kapan.
    A SIASN export: what differs, column by column, since when, and who is only in one of them.

    What the roster leaves empty is not compared. --unor and --kind say who is in
    it; of rows that do not say a kind, --kind is theirs.
    """
    form, output = form_of(json=json, ndjson=ndjson, csv=csv, xlsx=xlsx, output=output)
    with up_to_date(log, timezone) as service:
        day = valid_at or service.recorder.today

        def compare(service: Service) -> Compared:
            return compare_roster(service, roster, day, unor=unor, kind=kind)

        compared = _read(compare, service, errors, json=json)
        if form is not None:
            put(compared.file(form, service.read_models.path.parent), form, output)
            return
        _show(compared, _siasn_table(day), _siasn_row)
    _show_siasn(compared.totals)


def _read(compare: Callable[[Service], Compared], service: Service, errors: Path | None, *, json: bool) -> Compared:
    """Read the file; all that is wrong with it is told as of any other file."""
    try:
        return compare(service)
    except (Problem, Problems) as refused:
        show_all(refused, {}, errors, json=json)
        raise typer.Exit(exit_code(problems_in(refused))) from refused


def _show(compared: Compared, shown: Table, row: Callable[[Row], tuple[str, ...]]) -> None:
    """The first differences; all of them are counted."""
    found = 0
    for found, difference in enumerate(compared.differences, start=1):
        if found <= SHOWN:
            shown.add_row(*row(difference))
    out.print(shown if found else "Tidak ada selisih / No differences.\n")
    if found > SHOWN:
        more = number(found - SHOWN)
        out.print(f"dan {more} lagi / and {more} more: --xlsx FILE, --csv, --json\n")


def _payroll_table(month: object) -> Table:
    return table(
        f"Selisih {month} / Differences",
        words("NIP, nama, sebab\nNIP, name, cause"),
        whole("Dari\nFrom"),
        whole("Sampai\nTo"),
        amount("Dibayar\nPaid"),
        amount("Seharusnya\nDue"),
    )


def _payroll_row(row: Row) -> tuple[str, ...]:
    lines = [f"{row['nip'] or '-'} {row['nama'] or ''}", _SHORT[row["selisih"]]]
    if row["kolom"] is not None:
        lines.append(f"{row['kolom']}: {row['daftar_gaji']} ↔ {row['catatan']}")
    if row["sebab"] is not None:
        sk = f", SK {row['sk_nomor']}" if row["sk_nomor"] else ""
        lines.append(f"{row['sebab']}, TMT {row['tmt']}{sk}, dicatat {row['recorded_at'][:10]}")
    paid, due = (None if row[name] is None else rupiah(row[name]) for name in ("dibayar_rp", "seharusnya_rp"))
    return "\n".join(lines), row["dari"] or "-", row["sampai"] or "-", paid or "-", due or "-"


_SHORT: Mapping[str, str] = {
    "PAID_NOT_PAYABLE": "dibayar, tidak berhak / paid, not payable",
    "PAYABLE_NOT_PAID": "berhak, tidak dibayar / payable, not paid",
    "PAID_OTHERWISE": "jumlah lain / another amount",
    "NIP_NOT_RECORDED": "NIP tidak tercatat / not recorded",
    "TOLD_OTHERWISE": "data berbeda / told otherwise",
}


def _show_payroll(totals: Mapping[str, Any]) -> None:
    shown = table(
        f"{totals['bulan']}, {totals['komponen']}: {rupiah(totals['dibayar_rp'])}",
        words("Selisih\nDifference"),
        amount("Kali\nTimes"),
        amount("Pegawai\nPeople"),
        amount("Rupiah"),
        amount("Tanpa jumlah\nNo amount"),
    )
    for row in totals["menurut"]:
        if row["jumlah"]:
            times = (number(row[name]) for name in ("jumlah", "pegawai"))
            shown.add_row(row["label"], *times, rupiah(row["selisih_rp"]), number(row["tanpa_rupiah"]))
    out.print(shown)
    _show_file(totals, f"Di luar bulan / Of other months: {number(totals['baris_di_luar_bulan'])}")


def _siasn_table(day: date) -> Table:
    return table(
        f"Beda dengan SIASN, {day} / Differences",
        words("NIP, nama\nNIP, name"),
        words("Kolom\nColumn"),
        words("SIASN"),
        words("Catatan\nRecord"),
        whole("Sejak\nSince"),
    )


def _siasn_row(row: Row) -> tuple[str, ...]:
    only = {"ONLY_IN_SIASN": "hanya di SIASN / only there", "ONLY_IN_RECORD": "hanya di sini / only here"}
    told = (row["kolom"] or only[row["beda"]], row["siasn"] or "-", row["catatan"] or "-", row["sejak"] or "-")
    return f"{row['nip']} {row['nama']}", *told


def _show_siasn(totals: Mapping[str, Any]) -> None:
    shown = table("Jumlah / Totals", words("Beda\nDifference"), amount("Kali\nTimes"))
    for row in totals["menurut"]:
        shown.add_row(row["label"], number(row["jumlah"]))
    shown.add_section()
    for row in totals["per_kolom"]:
        shown.add_row(row["kolom"], number(row["jumlah"]))
    out.print(shown)
    _show_file(totals, f"Dikenal / Known: {number(totals['dikenal'])}")


def _show_file(totals: Mapping[str, Any], more: str) -> None:
    out.print(f"Baris / Rows: {number(totals['baris'])}. {more}")
    if totals["unknown_columns"]:
        out.print(f"Kolom tak dikenal / Unknown columns: {', '.join(totals['unknown_columns'])}")
