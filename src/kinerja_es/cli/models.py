"""`kinerja ask`: the answers that are kept ready."""

import shutil
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import IO, Annotated, Any, cast

import typer
from rich.measure import Measurement

from kinerja_es.audit.replay import position_of
from kinerja_es.cli.opening import up_to_date
from kinerja_es.cli.options import (
    LOG,
    TIMEZONE,
    CsvOption,
    JsonOption,
    KnownAtOption,
    LogOption,
    NdjsonOption,
    OutputOption,
    TimezoneOption,
    XlsxOption,
    examples,
    known,
)
from kinerja_es.cli.terminal import amount, bar, json_bytes, number, out, table, whole, words
from kinerja_es.errors import FileUnwritable, ReadModelUnknown, ValueInvalid
from kinerja_es.readmodels.asking import Question, check_whole, is_today, read_parameters
from kinerja_es.readmodels.cursors import Known
from kinerja_es.readmodels.formats import Format, file_of, in_words, json_of
from kinerja_es.readmodels.kit import REQUIRED, Page, Query, Row


def register(app: typer.Typer, panel: str) -> None:
    """Add the command."""
    app.command(
        rich_help_panel=panel,
        epilog=examples(
            "kinerja ask unit_headcount",
            "kinerja ask unit_headcount largest limit=5",
            "kinerja ask current_standing list status=AKTIF valid_at=2026-01-01 --xlsx pegawai.xlsx",
        ),
    )(ask)


# -- ask ---------------------------------------------------------------------------------


def ask(
    model: Annotated[str, typer.Argument(metavar="MODEL", help="Nama model baca. The read model's name.")],
    query: Annotated[
        str | None,
        typer.Argument(metavar="QUERY", help="Pertanyaan. The query; without it, those that there are."),
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME=VALUE...", help="Parameter. Its parameters, for example limit=5."),
    ] = None,
    *,
    json: JsonOption = False,
    ndjson: NdjsonOption = False,
    csv: CsvOption = False,
    xlsx: XlsxOption = None,
    output: OutputOption = None,
    known_at: KnownAtOption = None,
    log: LogOption = LOG,
    timezone: TimezoneOption = TIMEZONE,
) -> None:
    """Bertanya kepada model baca mana pun.
    Ask any read model; what MODEL can be asked, `kinerja ask MODEL` lists.

    A table and --json show one page, the other forms every row.
    """
    form, output = form_of(json=json, ndjson=ndjson, csv=csv, xlsx=xlsx, output=output)
    with up_to_date(log, timezone) as service:
        models = service.read_models
        projection = models.projection(model)
        if query is None:
            _show_queries(model, projection.queries)
            return
        if query not in projection.queries:
            raise ReadModelUnknown(field="QUERY", value=query)
        given = pairs(values or [])
        params = read_parameters(projection.queries[query], given, service.recorder.today)
        if form not in (None, Format.JSON):
            check_whole(projection.queries[query], given)
        moment = known(known_at, service.recorder.zone)
        at = None if moment is None else Known(str(known_at), position_of(service.log, moment) or 0)
        if at is not None and not projection.queries[query].alone:
            with bar("Menurut yang tercatat saat itu / As known then") as shown:
                models.known.build(model, at.position, shown.reach)
        with models.opened(model, query, params, at) as question:
            if form is None:
                _show(question.answer().value)
            else:
                _write(question, form, models.path.parent, output)


def form_of(
    *, json: bool, ndjson: bool, csv: bool, xlsx: Path | None, output: Path | None
) -> tuple[Format | None, Path | None]:
    """The one form that is asked for, None for a table; and the file that it goes to."""
    asked = {Format.JSON: json, Format.NDJSON: ndjson, Format.CSV: csv, Format.XLSX: xlsx is not None}
    forms = [form for form, wanted in asked.items() if wanted]
    if len(forms) > 1:
        raise ValueInvalid("One form at a time.", field=" ".join(f"--{form}" for form in forms))
    if output is not None and (xlsx is not None or not forms):
        raise ValueInvalid("It goes with --csv, --ndjson or --json.", field="--output", value=output)
    return forms[0] if forms else None, xlsx or output


def pairs(values: list[str]) -> dict[str, str]:
    """NAME=VALUE by names; each once."""
    given: dict[str, str] = {}
    for value in values:
        name, is_pair, text = value.partition("=")
        if not is_pair:
            raise ValueInvalid("Write NAME=VALUE.", field=name, value=value)
        if name in given:
            raise ValueInvalid("It is given twice.", field=name, value=text)
        given[name] = text
    return given


def _write(question: Question, form: Format, folder: Path, output: Path | None) -> None:
    """The bytes that HTTP sends, to the terminal or to a file, which is only made once there is an answer."""
    if form is Format.JSON:
        content: IO[bytes] = BytesIO(json_bytes(json_of(question.answer())))
    else:
        with bar("Baris / Rows") as shown:
            content = file_of(question, form, folder, shown.advance)
    put(content, form, output)


def put(content: IO[bytes], form: Format, output: Path | None) -> None:
    """An answer's bytes, to the terminal or to a file."""
    with content:
        if output is None:
            shutil.copyfileobj(content, typer.get_binary_stream("stdout"))
            return
        try:
            with output.open("wb") as file:
                shutil.copyfileobj(content, file)
        except OSError as error:
            field = "--xlsx" if form is Format.XLSX else "--output"
            raise FileUnwritable(f"{output}: {error.strerror}.", field=field) from error
    out.print(f"{output}", soft_wrap=True)


def _show_queries(model: str, queries: Mapping[str, Query]) -> None:
    shown = table(model, whole("Pertanyaan\nQuery"), whole("Parameter"), words("Arti\nMeaning"))
    for name, query in queries.items():
        shown.add_row(name, "", query.help.partition("\n")[0])
        for parameter in query.parameters:
            needed = parameter.default is REQUIRED and not is_today(parameter)
            shown.add_row("", f"{parameter.name}=" + (" *" if needed else ""), parameter.help)
    out.print(shown)
    out.print("* wajib / required", style="dim")


def _show(answer: Any) -> None:
    """Rows as a table; one row as its names and values."""
    if isinstance(answer, Page):
        _show_rows(answer.items)
        if answer.next:
            out.print(f"Berikutnya / next: cursor={answer.next}", soft_wrap=True)
    elif isinstance(answer, list):
        _show_rows(cast("list[Row]", answer))
    elif answer is None:
        out.print("Tidak ada / Nothing found.")
    else:
        _show_row(answer)


def _show_rows(rows: list[Row]) -> None:
    """As a table where it fits, else row under row."""
    names = list(rows[0]) if rows else []
    numbers = {name for row in rows for name, value in row.items() if isinstance(value, int)}
    shown = table("", *(amount(name) if name in numbers else whole(name) for name in names))
    for row in rows:
        shown.add_row(*(_cell(row[name]) for name in names))
    if Measurement.get(out, out.options.update(max_width=1000), shown).maximum <= out.width:
        out.print(shown)
        return
    for row in rows:
        _show_row(row)
        out.print()


def _show_row(row: Mapping[str, Any]) -> None:
    for name, value in row.items():
        out.print(f"{name:<20} {_cell(value)}", soft_wrap=True)


def _cell(value: Any) -> str:
    if isinstance(value, int):
        return number(value)
    return in_words(value) or "-"
