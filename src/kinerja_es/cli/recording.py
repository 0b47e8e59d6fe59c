"""`kinerja record`: a file of records of one kind, whole or not at all."""

from pathlib import Path
from typing import Annotated

import typer

from kinerja_es.cli.commands import request
from kinerja_es.cli.opening import opened
from kinerja_es.cli.options import LOG, TIMEZONE, ActorOption, JsonOption, LogOption, TimezoneOption, actor_of, examples
from kinerja_es.cli.problems import exit_code, hint, keep, problems_in, refuse, show_table
from kinerja_es.cli.terminal import amount, bar, number, out, print_json, table, whole, words
from kinerja_es.domain.catalogue import short_name
from kinerja_es.domain.envelope import Source
from kinerja_es.errors import Problem, Problems, ValueMissing
from kinerja_es.recording.batch import sk_content
from kinerja_es.recording.formats.all import FORMATS, format_named
from kinerja_es.recording.formats.form import Format
from kinerja_es.recording.kinds import aliases, kind_named, kinds
from kinerja_es.recording.recordfile import (
    FileOptions,
    FileRefused,
    FileReport,
    RecordSk,
    read_record_sk,
    record_file,
)
from kinerja_es.recording.template import template


def register(app: typer.Typer, panel: str) -> None:
    """Add the command."""
    app.command(
        rich_help_panel=panel,
        epilog=examples(
            "kinerja record --list",
            "kinerja record OathTaken --example > sumpah.csv",
            "kinerja record OathTaken sumpah.csv --dry-run",
            "kinerja record mutasi mutasi.xlsx --sk SK.json --errors galat.csv",
            "kinerja record siasn-jabatan jabatan.json --dry-run",
        ),
    )(record)


def record(
    type_: Annotated[
        str,
        typer.Argument(
            metavar="TYPE",
            envvar="KINERJA_RECORD_TYPE",
            help="Jenis catatan. The type of record: EmployeeAppointed, mutasi, siasn-jabatan, ...; --list shows all.",
            show_default=False,
        ),
    ] = "",
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE",
            envvar="KINERJA_RECORD_FILE",
            help="CSV atau XLSX, satu baris satu catatan; format SIASN juga JSON. CSV, XLSX; of SIASN's also JSON.",
            show_default=False,
        ),
    ] = None,
    *,
    sk: Annotated[
        Path | None,
        typer.Option(
            "--sk",
            metavar="SK.json",
            help="SK bagi semua baris. The SK of every row; recorded if new.",
            show_default=False,
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Hanya memeriksa. Check only; nothing is recorded.")
    ] = False,
    skip_invalid: Annotated[
        bool, typer.Option("--skip-invalid", help="Lewati baris yang salah. Record the good rows without the others.")
    ] = False,
    errors: Annotated[
        Path | None,
        typer.Option("--errors", metavar="FILE.csv", help="Tulis semua galat ke berkas. Write all problems to a CSV."),
    ] = None,
    actor: ActorOption = None,
    json: JsonOption = False,
    example: Annotated[
        bool, typer.Option("--example", help="Cetak contoh berkas. Print a file to start from, every column explained.")
    ] = False,
    list_: Annotated[
        bool,
        typer.Option("--list", envvar="KINERJA_RECORD_LIST", help="Semua jenis catatan. Show every type of record."),
    ] = False,
    log: LogOption = LOG,
    timezone: TimezoneOption = TIMEZONE,
) -> None:
    """Mencatat satu berkas: petikan, sumpah, SPMT, kontrak, evaluasi, mutasi, dan lainnya.
    Record a file of one type of record: the whole file in one transaction, or nothing.

    Columns are found by name; an employee by NIP, a unit and a post by name, an
    SK by its own columns or once by --sk. All errors of a file are told at once.
    The same file again records nothing.
    """
    if list_:
        show_kinds(json=json)
        return
    if not type_:
        raise ValueMissing(field="TYPE")
    kind = format_named(type_) or kind_named(type_)
    if example:
        typer.echo(kind.text() if isinstance(kind, Format) else template(kind), nl=False)
        return
    if file is None:
        raise ValueMissing(field="FILE")
    options = FileOptions(dry_run=dry_run, skip_invalid=skip_invalid)
    with opened(log, timezone) as service:
        try:
            cited = None if sk is None else read_record_sk(sk_content(sk), str(sk))
            source = Source.IMPORT_SIASN if isinstance(kind, Format) else Source.IMPORT_CSV
            asked = request(actor_of(actor), source)
            with bar("Mencatat / Recording") as shown:
                report = record_file(
                    service.recorder, kind, file, asked, sk=cited, options=options, progress=shown.reach
                )
        except (Problem, Problems) as refused:
            told = refused.report.as_dict() if isinstance(refused, FileRefused) else {}
            refuse(refused, told, errors, json=json)
            raise typer.Exit(exit_code(problems_in(refused))) from refused
    keep(errors, report.problems)
    if json:
        print_json(report.as_dict())
        return
    if report.problems:
        show_table(report.problems, hint(errors))
    show_report(report, cited)


def show_kinds(*, json: bool = False) -> None:
    """Every type of record, by name and by label."""
    if json:
        named = ({"type": short_name(kind), "aliases": aliases(kind), "label": kind.LABEL} for kind in kinds())
        formats = ({"type": f.name, "aliases": (), "label": f.label} for f in FORMATS)
        print_json({"items": [*named, *formats]})
        return
    shown = table("Jenis catatan / Types of record", whole("TYPE"), words("atau / or"), words("Artinya\nMeaning"))
    for kind in kinds():
        meaning = " ".join((kind.__doc__ or "").partition("\n\n")[0].split())
        shown.add_row(short_name(kind), ", ".join(aliases(kind)), f"{kind.LABEL}\n{meaning}")
    for found in FORMATS:
        shown.add_row(found.name, "", f"{found.label}\n{found.meaning}")
    out.print(shown)
    out.print("kinerja record TYPE --example")


def show_report(report: FileReport, sk: RecordSk | None) -> None:
    """What the file brought."""
    shown = table(
        f"{report.type}: {report.label}",
        amount("Baris\nRows"),
        amount("Dicatat\nRecorded"),
        amount("Sudah ada\nRepeated"),
        amount("Ditolak\nRejected"),
    )
    shown.add_row(*map(number, (report.rows, report.recorded, report.repeated, report.rejected)))
    if report.left_out:
        shown.caption = f"Dilewati / Left out: {number(report.left_out)}"
    out.print(shown)
    if sk is not None:
        out.print(f"SK {sk.nomor}, {sk.tanggal}: {number(sk.jumlah_pegawai)} pegawai / employees")
    out.print(f"Berkas ini / This file: {number(report.employees)} pegawai / employees")
    out.print(f"\n{_outcome(report)}", style="bold")


def _outcome(report: FileReport) -> str:
    if not report.recorded and report.repeated:
        return "Sudah tercatat, tidak ada yang ditambahkan / Already recorded, nothing was added."
    if report.dry_run:
        return "Hanya diperiksa, tidak ada yang dicatat / Checked only, nothing was recorded."
    return f"{number(report.recorded)} catatan dicatat / records recorded."
