"""`kinerja import`: a roster under its SK, whole or not at all."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import orjson
import typer

from kinerja_es.cli.commands import request
from kinerja_es.cli.opening import opened
from kinerja_es.cli.options import LOG, TIMEZONE, ActorOption, JsonOption, LogOption, TimezoneOption, actor_of, examples
from kinerja_es.cli.problems import exit_code, hint, keep, problems_in, refuse, show_table
from kinerja_es.cli.terminal import amount, bar, number, out, print_json, table, words
from kinerja_es.domain.batch import PerKind
from kinerja_es.domain.envelope import Source
from kinerja_es.domain.values import Kind, parse_date
from kinerja_es.errors import DateInvalid, Problem, Problems, ValueInvalid, ValueMissing
from kinerja_es.recording.batch import (
    EXAMPLE_SK,
    ImportRefused,
    ImportReport,
    Options,
    SkFile,
    import_roster,
    read_sk_file,
)
from kinerja_es.recording.opening import import_opening

SHOWN_NAMES = 20


def register(app: typer.Typer, panel: str) -> None:
    """Add the command."""
    app.command(
        "import",
        rich_help_panel=panel,
        epilog=examples(
            "kinerja import --example-sk > SK.json",
            "kinerja import roster.csv --sk SK.json --dry-run",
            "kinerja import roster.xlsx --sk SK.json --errors galat.csv",
            "KINERJA_ACTOR=Rina kinerja import roster.csv --sk SK.json",
            "kinerja import pegawai.csv --opening 2026-01-01 --dry-run",
        ),
    )(import_)


def _example_sk(wanted: bool) -> None:
    if wanted:
        typer.echo(orjson.dumps(EXAMPLE_SK, option=orjson.OPT_INDENT_2))
        raise typer.Exit


def import_(
    roster: Annotated[Path, typer.Argument(metavar="ROSTER", help="CSV atau XLSX dari SIASN. The roster file.")],
    *,
    sk: Annotated[
        Path | None,
        typer.Option(
            "--sk",
            metavar="SK.json",
            help="Berkas SK. The SK, its TMT and the expected counts.",
            show_default=False,
        ),
    ] = None,
    opening: Annotated[
        str | None,
        typer.Option(
            "--opening",
            metavar="DATE",
            help="Pegawai lama pada hari ini, tanpa --sk. Take over existing staff; each row has its SKs.",
            show_default=False,
        ),
    ] = None,
    kind: Annotated[
        Kind | None,
        typer.Option("--kind", metavar="KIND", help=f"Jenis semua baris. One kind for every row: {', '.join(Kind)}."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Hanya memeriksa. Check only; nothing is recorded.")
    ] = False,
    skip_invalid: Annotated[
        bool, typer.Option("--skip-invalid", help="Lewati baris yang salah. Record the good rows without the others.")
    ] = False,
    known_units_only: Annotated[
        bool,
        typer.Option("--known-units-only", help="Tolak unor dan jabatan baru. Refuse units and posts that are new."),
    ] = False,
    errors: Annotated[
        Path | None,
        typer.Option("--errors", metavar="FILE.csv", help="Tulis semua galat ke berkas. Write all problems to a CSV."),
    ] = None,
    actor: ActorOption = None,
    json: JsonOption = False,
    example_sk: Annotated[  # noqa: ARG001 - its callback has answered
        bool,
        typer.Option(
            "--example-sk",
            callback=_example_sk,
            is_eager=True,
            help="Cetak contoh berkas SK. Print an SK file to start from.",
        ),
    ] = False,
    log: LogOption = LOG,
    timezone: TimezoneOption = TIMEZONE,
) -> None:
    """Mencatat daftar pegawai di bawah satu SK.
    Record a roster under one SK: the whole file in one transaction, or nothing.

    The layout is SIASN's "Export Data ASN" (69 columns) or its short form (23);
    columns are found by name. All errors of a file are told at once.
    The same file again records nothing; a later file under the same SK adds
    who is missing. With --opening the rows are existing staff, each with the
    SKs and TMTs of its own columns.
    """
    if sk is None and opening is None:
        raise ValueMissing("Name the SK file, or with --opening the day.", field="--sk")
    options = Options(kind=kind, dry_run=dry_run, skip_invalid=skip_invalid, known_units_only=known_units_only)
    with opened(log, timezone) as service:
        try:
            content, day = _under(sk, opening)
            asked = request(actor_of(actor), Source.IMPORT_SIASN)
            with bar("Mencatat / Recording", 1 if content is None else content.jumlah_pegawai) as shown:
                report = (
                    import_opening(service.recorder, roster, day, asked, options=options, progress=shown.advance)
                    if content is None
                    else import_roster(
                        service.recorder, roster, content, asked, options=options, progress=shown.advance
                    )
                )
        except (Problem, Problems) as refused:
            told = refused.report.as_dict() if isinstance(refused, ImportRefused) else {}
            refuse(refused, told, errors, json=json)
            raise typer.Exit(exit_code(problems_in(refused))) from refused
    keep(errors, report.problems)
    if json:
        print_json(report.as_dict())
        return
    if report.problems:
        show_table(report.problems, hint(errors))
    show_report(report, content)


def _under(sk: Path | None, opening: str | None) -> tuple[SkFile | None, date]:
    """The SK of all rows, or the day on which existing staff is taken over: one of the two."""
    if sk is not None and opening is not None:
        raise ValueInvalid("Existing staff has no SK in common: leave out --sk.", field="--opening", value=opening)
    try:
        day = parse_date(opening or "2000-01-01")
    except DateInvalid as problem:
        problem.field = "--opening"
        raise
    return (None if sk is None else read_sk_file(sk)), day


def show_report(report: ImportReport, sk: SkFile | None, names: int = SHOWN_NAMES) -> None:
    """What the file brought, beside what the SK names; of an opening, beside what the file has."""
    shown = table(
        "Pembukaan / Opening" if sk is None else f"SK {sk.nomor}, {sk.tanggal}, TMT {sk.tmt}",
        words("Jenis\nKind"),
        amount("Menurut berkas\nBy the file" if sk is None else "Menurut SK\nBy the SK"),
        amount("Berkas ini\nThis file"),
        amount("Seluruhnya\nIn all"),
        amount("Selisih\nDifference"),
    )
    kinds = [kind for kind in Kind if report.expected.of(kind) or report.total.of(kind)]
    for kind in kinds:
        shown.add_row(kind, *_counts(*(held.of(kind) for held in _columns(report))))
    shown.add_section()
    shown.add_row("Jumlah / Total", *_counts(*(held.total for held in _columns(report))), style="bold")
    out.print(shown)
    for name, what in _facts(report):
        if what:
            out.print(f"{name}: {what}")
    _list("Unor baru / New units", report.new_units, names)
    _list("Jabatan baru / New posts", report.new_posts, names)
    out.print(f"\n{_outcome(report)}", style="bold")
    if not report.dry_run:
        out.print(f"kinerja batch show {report.batch_id}", soft_wrap=True)


def _counts(expected: int, recorded: int, total: int) -> tuple[str, ...]:
    return number(expected), number(recorded), number(total), number(expected - total)


def _columns(report: ImportReport) -> tuple[PerKind, PerKind, PerKind]:
    return report.expected, report.recorded, report.total


def _facts(report: ImportReport) -> tuple[tuple[str, str], ...]:
    """What else there is to know; empty where there is nothing."""
    return (
        ("Baris / Rows", number(report.rows)),
        ("Sudah ada / Present", number(report.present) if report.present else ""),
        ("Dilewati / Left out", number(report.rejected) if report.rejected else ""),
        ("Kolom tak dikenal / Unknown columns", ", ".join(report.unknown_columns)),
        ("Kolom tidak ada / Missing columns", ", ".join(report.missing_columns)),
    )


def _list(title: str, names: Sequence[str], most: int) -> None:
    """The first of some names, one on each line."""
    if not names:
        return
    out.print(f"{title}: {number(len(names))}")
    for name in names[:most]:
        out.print(f"  {name}", soft_wrap=True)
    if len(names) > most:
        out.print(f"  dan {number(len(names) - most)} lagi / and {number(len(names) - most)} more: --json")


def _outcome(report: ImportReport) -> str:
    if report.repeated:
        return "Sudah tercatat, tidak ada yang ditambahkan / Already recorded, nothing was added."
    if report.dry_run:
        return "Hanya diperiksa, tidak ada yang dicatat / Checked only, nothing was recorded."
    return f"{number(report.recorded.total)} pegawai dicatat / employees recorded."
