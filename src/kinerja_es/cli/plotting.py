"""`kinerja plot`: what a read model answers, as a picture."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from kinerja_es.audit.replay import position_of
from kinerja_es.cli.models import pairs
from kinerja_es.cli.opening import opened, up_to_date
from kinerja_es.cli.options import LOG, TIMEZONE, KnownAtOption, LogOption, TimezoneOption, examples, known
from kinerja_es.cli.terminal import bar, out, table, whole, words
from kinerja_es.errors import FileUnwritable, ValueMissing
from kinerja_es.readmodels.asking import check_whole, read_parameters
from kinerja_es.readmodels.cursors import Known
from kinerja_es.readmodels.discovery import Projection
from kinerja_es.readmodels.plots import check_form, drawn_query, picture_of


def register(app: typer.Typer, panel: str) -> None:
    """Add the command."""
    app.command(
        rich_help_panel=panel,
        epilog=examples(
            "kinerja plot",
            "kinerja plot contract_expiry by_month --output kontrak.svg",
            "kinerja plot contract_expiry by_month valid_at=2026-01-01 months=24 --output kontrak.png",
        ),
    )(plot)


def plot(
    model: Annotated[
        str | None,
        typer.Argument(metavar="MODEL", help="Nama model baca. The read model; without it, the pictures there are."),
    ] = None,
    query: Annotated[str | None, typer.Argument(metavar="QUERY", help="Pertanyaan. The query that is drawn.")] = None,
    values: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME=VALUE...", help="Parameter. Its parameters, for example months=24."),
    ] = None,
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="Berkas .svg atau .png. The file, which ends in .svg or .png."),
    ] = None,
    known_at: KnownAtOption = None,
    log: LogOption = LOG,
    timezone: TimezoneOption = TIMEZONE,
) -> None:
    """Menggambar jawaban model baca sebagai SVG atau PNG.
    Draw what a read model answers as SVG or PNG; alone it lists the pictures.
    """
    if model is None or query is None:
        with opened(log, timezone) as service:
            found = service.read_models.projections
            _show_pictures(found.values() if model is None else [service.read_models.projection(model)])
        return
    if output is None:
        raise ValueMissing(field="--output")
    form = output.suffix.removeprefix(".").lower()
    check_form(form, "--output")
    with up_to_date(log, timezone) as service:
        models = service.read_models
        asked = drawn_query(models.projection(model), query)
        given = pairs(values or [])
        params = read_parameters(asked, given, service.recorder.today)
        check_whole(asked, given)
        moment = known(known_at, service.recorder.zone)
        at = None if moment is None else Known(str(known_at), position_of(service.log, moment) or 0)
        if at is not None and not asked.alone:
            with bar("Menurut yang tercatat saat itu / As known then") as shown:
                models.known.build(model, at.position, shown.reach)
        with models.opened(model, query, params, at) as question:
            picture = picture_of(question, form)
    try:
        output.write_bytes(picture)
    except OSError as error:
        raise FileUnwritable(f"{output}: {error.strerror}.", field="--output") from error
    out.print(f"{output}", soft_wrap=True)


def _show_pictures(projections: Iterable[Projection]) -> None:
    shown = table(
        "Gambar / Pictures", whole("Model baca\nRead model"), whole("Pertanyaan\nQuery"), words("Judul\nTitle")
    )
    for projection in projections:
        for name, query in projection.queries.items():
            if query.plot is not None:
                shown.add_row(projection.name, name, query.plot.title)
    out.print(shown)
