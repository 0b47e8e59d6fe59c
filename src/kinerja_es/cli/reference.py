"""`kinerja reference`: the reference tables, and the codes of one."""

from typing import Annotated

import typer

from kinerja_es.cli.options import JsonOption, examples
from kinerja_es.cli.terminal import amount, number, out, print_json, table, whole, words
from kinerja_es.domain.reference import TABLES, Code, Table
from kinerja_es.errors.instansi import ReferenceTableUnknown


def register(app: typer.Typer, panel: str) -> None:
    """Add the command."""
    app.command(
        rich_help_panel=panel,
        epilog=examples("kinerja reference", "kinerja reference eselon", "kinerja reference jenis_hukuman --json"),
    )(reference)


def reference(
    name: Annotated[
        str | None,
        typer.Argument(metavar="TABLE", help="Nama tabel; tanpa ini semua tabel. A table; without it all of them."),
    ] = None,
    *,
    json: JsonOption = False,
) -> None:
    """Kode referensi SIASN: kode dan namanya, yang keduanya diterima.
    Reference codes: each code and its name; commands take either.
    """
    if name is None:
        _show_tables(json=json)
    elif (found := TABLES.get(name.strip().lower())) is None:
        raise ReferenceTableUnknown(field="TABLE", value=name)
    elif json:
        print_json({**found.as_dict(), "items": [code.as_dict() for code in found.codes]})
    else:
        _show_codes(found)


def _show_tables(*, json: bool) -> None:
    if json:
        print_json({"items": [each.as_dict() for each in TABLES.values()]})
        return
    shown = table(
        f"{number(len(TABLES))} tabel / tables",
        whole("Tabel\nTable"),
        words("Isi\nOf what"),
        amount("Kode\nCodes"),
        words("Sumber\nSource"),
    )
    for each in TABLES.values():
        shown.add_row(each.name, each.label, number(len(each.codes)), each.basis)
    out.print(shown)


def _show_codes(found: Table) -> None:
    shown = table(
        f"{found.label} ({found.basis})",
        whole("Kode\nCode"),
        words("Nama\nName"),
        words("Keterangan, berlaku\nDetails, days"),
    )
    for code in found.codes:
        shown.add_row(code.code, code.nama, _details(code))
    out.print(shown)


def _details(code: Code) -> str:
    told = [f"{name.replace('_', ' ')} {value}" for name, value in code.rincian]
    told += [f"tercatat / stored {code.stored}"] if code.stored != code.code else []
    told += [f"sejak / since {code.since}"] if code.since else []
    told += [f"sampai sebelum / until before {code.until}"] if code.until else []
    return ", ".join(told)
