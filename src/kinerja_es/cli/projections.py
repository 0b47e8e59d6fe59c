"""`kinerja projections` and `rebuild`: where the read models stand, whom they cannot fold, and making them anew."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer

from kinerja_es.cli.opening import catch_up, opened
from kinerja_es.cli.options import LOG, TIMEZONE, JsonOption, LogOption, TimezoneOption, examples
from kinerja_es.cli.terminal import amount, bar, number, out, print_json, table, whole, words
from kinerja_es.readmodels.discovery import template
from kinerja_es.readmodels.parked import Parked
from kinerja_es.readmodels.rebuild import rebuild_all
from kinerja_es.readmodels.retry import retry as tried_again
from kinerja_es.readmodels.runner import State, Status

WIDE = 120
"""Columns of a terminal from which on the questions stand beside the counts."""
MOST = 50
"""Parked subjects that are shown."""

STATES = {
    State.CURRENT: "berlaku\ncurrent",
    State.WAITING: "menunggu dibangun\nwaiting to be built",
    State.BUILDING: "sedang dibangun\nbeing built",
    State.DIFFERS: "berbeda, periksa\ndiffers, look at it",
    State.NEWER: "milik versi baru\nof a newer program",
}


def register(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    projections = typer.Typer(invoke_without_command=True, epilog=examples("kinerja projections"))
    projections.callback()(show)
    projections.command(epilog=examples("kinerja projections retry", "kinerja projections retry find"))(retry)
    projections.command(epilog=examples("kinerja projections example > model_baca/kontrak_saya.py"))(example)
    app.add_typer(projections, name="projections", rich_help_panel=panel, help=show.__doc__)
    app.command(
        rich_help_panel=panel,
        epilog=examples("kinerja rebuild", "kinerja rebuild current_standing", "kinerja rebuild --discard"),
    )(rebuild)


def example() -> None:
    """Contoh berkas model baca, untuk disalin dan diubah.
    Print a read model's file to start from.

    Put it into a folder of your own and name that with --projections. The guide,
    edit by edit, is at the head of projections/__init__.py.
    """
    typer.echo(template(), nl=False)


# -- where they stand --------------------------------------------------------------------


def show(
    context: typer.Context, json: JsonOption = False, log: LogOption = LOG, timezone: TimezoneOption = TIMEZONE
) -> None:
    """Model baca: pertanyaan, versi, sudah sampai posisi mana, dan siapa yang diparkir.
    Read models: their question and version, how far they have read the log, and whom they cannot fold.
    """
    if context.invoked_subcommand is not None:
        return
    with opened(log, timezone) as service:
        statuses, parked = service.read_models.status(), service.read_models.parked()
        if json:
            print_json({"items": [asdict(status) for status in statuses], "parked": [p._asdict() for p in parked]})
        else:
            _show_statuses(statuses)
            _show_parked(parked)
        service.read_models.check()


def _show_statuses(statuses: Sequence[Status]) -> None:
    shown = table(
        "Model baca / Read models",
        whole("Nama\nName"),
        whole("Keadaan\nState"),
        amount("Versi\nVersion"),
        amount("Posisi\nPosition"),
        amount("Tertinggal\nBehind"),
        amount("Diparkir\nParked"),
        *((words("Pertanyaan\nQuestion"),) if (wide := out.width >= WIDE) else ()),
    )
    for status in statuses:
        state = STATES[status.state] + ("" if status.building is None else f" {status.building} %")
        new = "" if status.live_version in (None, status.version) else f"{status.live_version} → "
        counts = (status.position, status.lag, status.parked)
        question = (status.question,) if wide else ()
        shown.add_row(status.name, state, f"{new}{status.version}", *map(number, counts), *question)
    out.print(shown)
    for status in statuses:
        if status.differences:
            out.print(f"{status.name}: {status.differences}", style="yellow", soft_wrap=True)


def _show_parked(parked: Sequence[Parked]) -> None:
    if not parked:
        return
    shown = table(
        "Diparkir / Parked",
        whole("Model"),
        whole("Subjek\nSubject"),
        amount("Posisi\nPosition"),
        words("Sebab\nReason"),
        words("Sejak\nSince"),
    )
    for found in parked[:MOST]:
        reason = ": ".join(filter(None, (found.place, found.error, found.message)))
        shown.add_row(found.model, found.stream, number(found.position), reason, found.since)
    out.print(shown)
    if len(parked) > MOST:
        out.print(f"dan {number(len(parked) - MOST)} lagi / and {number(len(parked) - MOST)} more")
    out.print("Setelah diperbaiki / Once it is mended: kinerja projections retry", style="dim")


def retry(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="Nama model baca. One read model; without it all of them.")
    ] = None,
    log: LogOption = LOG,
    timezone: TimezoneOption = TIMEZONE,
) -> None:
    """Melipat lagi subjek yang diparkir.
    Fold the parked subjects again from the log; who can be folded is taken up.
    """
    with opened(log, timezone) as service:
        done = tried_again(service.read_models, name)
    shown = table(
        "Dicoba lagi / Tried again",
        whole("Nama\nName"),
        amount("Diambil lagi\nTaken up"),
        amount("Masih diparkir\nStill parked"),
    )
    for each in done:
        shown.add_row(each.name, number(each.taken_up), number(len(each.left)))
    out.print(shown)
    _show_parked([parked for each in done for parked in each.left])


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

    What is cut short goes on where it was when it is asked for again.
    """
    with opened(log, timezone) as service:
        models = service.read_models
        if discard:
            models.discard()
            catch_up(service)
            out.print("Dibuat baru / Made anew.", style="bold")
            return
        with bar(name or "Model baca / Read models") as told:
            names = [name] if name else [*models.projections]
            reports = rebuild_all(models, names, told.reach, accept_differences=accept_differences)
    shown = table(
        "Dibangun ulang / Rebuilt",
        whole("Nama\nName"),
        amount("Posisi\nPosition"),
        amount("Baris\nRows"),
        amount("Perbedaan\nDifferences"),
        amount("Diparkir\nParked"),
    )
    for each, report in reports.items():
        counts = (report.position, report.rows, len(report.differences), report.parked)
        shown.add_row(each, *map(number, counts))
    out.print(shown)
    one = next(iter(reports.values()))
    out.print(f"{number(one.subjects)} subjek / subjects, {one.seconds:.2f} s")
