"""`kinerja read-models`, `ask` and `rebuild`: the answers that are kept ready, and making them anew."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any, cast

import typer
from pydantic import TypeAdapter, ValidationError
from rich.measure import Measurement

from kinerja_es.cli.opening import catch_up, opened, up_to_date
from kinerja_es.cli.options import LOG, TIMEZONE, JsonOption, LogOption, TimezoneOption, examples
from kinerja_es.cli.terminal import amount, bar, number, out, print_answer, print_json, table, whole, words
from kinerja_es.errors import Problems, ReadModelUnknown, ValueInvalid
from kinerja_es.readmodels.kit import REQUIRED, Page, Query, Row
from kinerja_es.readmodels.rebuild import rebuild as rebuilt
from kinerja_es.readmodels.runner import ReadModels
from kinerja_es.recording.judge import problems_of


def register(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    app.command("read-models", rich_help_panel=panel, epilog=examples("kinerja read-models"))(read_models)
    app.command(
        rich_help_panel=panel,
        epilog=examples(
            "kinerja ask unit_headcount",
            "kinerja ask unit_headcount largest limit=5",
            "kinerja ask current_standing list status=AKTIF valid_at=2026-01-01 --json",
        ),
    )(ask)
    app.command(
        rich_help_panel="Menjalankan / Run",
        epilog=examples("kinerja rebuild", "kinerja rebuild current_standing", "kinerja rebuild --discard"),
    )(rebuild)


# -- status ------------------------------------------------------------------------------


def read_models(json: JsonOption = False, log: LogOption = LOG, timezone: TimezoneOption = TIMEZONE) -> None:
    """Model baca: pertanyaan, versi, dan sudah sampai posisi mana.
    Read models: their question, version, and how far they have read the log.
    """
    with opened(log, timezone) as service:
        statuses = service.read_models.status()
    if json:
        print_json({"items": [asdict(status) for status in statuses]})
        return
    shown = table(
        "Model baca / Read models",
        whole("Nama\nName"),
        amount("Versi\nVersion"),
        amount("Posisi\nPosition"),
        amount("Tertinggal\nBehind"),
        words("Pertanyaan\nQuestion"),
    )
    for status in statuses:
        counts = (status.version, status.position, status.lag)
        shown.add_row(status.name, *map(number, counts), status.question)
    out.print(shown)


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
    log: LogOption = LOG,
    timezone: TimezoneOption = TIMEZONE,
) -> None:
    """Bertanya kepada model baca mana pun.
    Ask any read model; what MODEL can be asked, `kinerja ask MODEL` lists.
    """
    with up_to_date(log, timezone) as service:
        projection = service.read_models.projection(model)
        if query is None:
            _show_queries(model, projection.queries)
            return
        if query not in projection.queries:
            raise ReadModelUnknown(field="QUERY", value=query)
        given = _parameters(projection.queries[query], values or [], service.recorder.today)
        answer = service.read_models.query(model, query, **given)
    if json:
        print_answer(answer)
    else:
        _show(answer.value)


def _parameters(query: Query, values: list[str], today: date) -> dict[str, Any]:
    """The parameters as their types read them; the day asked about is today unless it is given."""
    types = {parameter.name: parameter.type for parameter in query.parameters}
    given: dict[str, Any] = {"valid_at": today} if "valid_at" in types else {}
    for value in values:
        name, is_pair, text = value.partition("=")
        if not is_pair or name not in types:
            raise ValueInvalid(f"It takes {', '.join(f'{name}=' for name in types)}.", field=name, value=value)
        try:
            given[name] = TypeAdapter(types[name]).validate_strings(text)
        except ValidationError as error:
            raise Problems(problems_of(error, root=(name,))) from error
    return given


def _show_queries(model: str, queries: Mapping[str, Query]) -> None:
    shown = table(model, whole("Pertanyaan\nQuery"), whole("Parameter"), words("Arti\nMeaning"))
    for name, query in queries.items():
        shown.add_row(name, "", query.help.partition("\n")[0])
        for parameter in query.parameters:
            needed = parameter.default is REQUIRED and parameter.name != "valid_at"
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
    if value is None:
        return "-"
    return number(value) if isinstance(value, int) else str(value)


# -- rebuild -----------------------------------------------------------------------------


def rebuild(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Nama model baca. One read model; without it all of them.")
    ] = None,
    discard: Annotated[
        bool,
        typer.Option("--discard", help="Buang semuanya dahulu. Throw all of them away and make them anew."),
    ] = False,
    accept_differences: Annotated[
        bool,
        typer.Option("--accept-differences", help="Terima perbedaan. Take the rebuilt one though it differs."),
    ] = False,
    log: LogOption = LOG,
    timezone: TimezoneOption = TIMEZONE,
) -> None:
    """Membangun ulang model baca dari log, dan membuktikan hasilnya sama.
    Build read models anew from the log, prove them equal to the live ones, then swap.
    """
    with opened(log, timezone) as service:
        if discard:
            service.read_models.discard()
            catch_up(service)
            out.print("Dibuat baru / Made anew.", style="bold")
            return
        shown = table(
            "Dibangun ulang / Rebuilt",
            whole("Nama\nName"),
            amount("Posisi\nPosition"),
            amount("Subjek\nSubjects"),
            amount("Baris\nRows"),
            amount("Detik\nSeconds"),
            amount("Perbedaan\nDifferences"),
        )
        for each in [name] if name else service.read_models.projections:
            shown.add_row(each, *_rebuilt(service.read_models, each, accept=accept_differences))
    out.print(shown)


def _rebuilt(models: ReadModels, name: str, *, accept: bool) -> tuple[str, ...]:
    with bar(name) as shown:
        report = rebuilt(models, name, shown.reach, accept_differences=accept)
    counts = (number(report.position), number(report.subjects), number(report.rows))
    return (*counts, f"{report.seconds:.2f}", number(len(report.differences)))
