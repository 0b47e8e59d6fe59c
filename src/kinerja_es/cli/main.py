"""The `kinerja` command: which commands there are, and how it ends when something is wrong."""

import traceback
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.panel import Panel
from rich.text import Text
from typer.core import TyperGroup

from kinerja_es import __version__, wiring
from kinerja_es.cli import (
    asking,
    batches,
    comparing,
    decisions,
    demo,
    explaining,
    generating,
    importing,
    keys,
    models,
    opening,
    plotting,
    policy,
    projections,
    recording,
    reference,
    stores,
)
from kinerja_es.cli.options import examples
from kinerja_es.cli.problems import exit_code, problems_in, show_problems
from kinerja_es.cli.terminal import err
from kinerja_es.errors import Problem, Problems
from kinerja_es.recording.judge import problems_of

UNEXPECTED = 1
"""Exit code: a mistake of this program."""

RECORD = "Mencatat / Record"
ASK = "Melihat / Ask"
RUN = "Menjalankan / Run"


class Kinerja(TyperGroup):
    """Tells every problem as a panel or a table, and ends with a code that a script can tell apart."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        try:
            return super().make_context(info_name, args, parent, **extra)
        except Exception as error:
            lead_in_indonesian(error)
            raise

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:
            if hasattr(error, "exit_code") or isinstance(error, BrokenPipeError | typer.Abort):
                lead_in_indonesian(error)
                raise  # Typer's own: it says what is wrong with the command line
            if ctx.params.get("debug"):
                err.print(traceback.format_exc())
            raise typer.Exit(tell(error)) from error


LEADS = {
    "NoArgsIsHelpError": "",
    "MissingParameter": "Ada isian yang wajib disebut pada perintah ini.",
    "NoSuchOption": "Opsi ini tidak ada.",
    "BadParameter": "Nilai ini tidak diterima.",
    "UsageError": "Perintah ini tidak dikenal atau tidak lengkap.",
}
"""What Typer's own errors say, by the names of their classes: it has no words but English ones."""


def lead_in_indonesian(error: Exception) -> None:
    """Say before an error of Typer's, in Indonesian, of which sort it is and what to do."""
    lead = next((LEADS[cls.__name__] for cls in type(error).__mro__ if cls.__name__ in LEADS), "")
    if lead:
        err.print(f"{lead} Lihat caranya dengan --help.", style="bold")


def tell(error: Exception) -> int:
    """Say what is wrong; the exit code tells of which sort it is."""
    if isinstance(error, ValidationError):
        error = Problems(problems_of(error))
    if isinstance(error, Problem | Problems):
        found = problems_in(error)
        show_problems(found)
        return exit_code(found)
    text = (
        f"Kesalahan program ini, bukan kesalahan Anda.\n{type(error).__name__}: {error}\n\n"
        "→ kinerja --debug ... menunjukkan di mana; mohon dilaporkan.\n"
        "→ kinerja --debug ... tells where; please report it."
    )
    err.print(Panel(Text(text), title="INTERNAL", title_align="left", border_style="red"))
    return UNEXPECTED


app = typer.Typer(
    name="kinerja",
    cls=Kinerja,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"auto_envvar_prefix": "KINERJA", "help_option_names": ["--help", "-h"]},
    epilog=examples(
        "kinerja init",
        "kinerja import roster.csv --sk SK.json",
        "kinerja find budi",
        "kinerja show 199001012025211001 --valid-at 2026-01-01",
        "kinerja serve",
    ),
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kinerja {__version__}")
        raise typer.Exit


@app.callback()
def kinerja(
    debug: Annotated[
        bool, typer.Option("--debug", help="Tampilkan jejak galat. Show where in the program a problem arose.")
    ] = False,
    master_key_file: Annotated[
        Path | None,
        typer.Option(
            "--master-key-file",
            envvar="KINERJA_MASTER_KEY_FILE",
            metavar="FILE",
            help="Berkas kunci induk. The master key's file; without it the one in your settings folder, "
            "or the key in KINERJA_MASTER_KEY.",
            show_default=False,
        ),
    ] = None,
    projections: Annotated[
        Path | None,
        typer.Option(
            "--projections",
            envvar="KINERJA_PROJECTIONS",
            metavar="FOLDER",
            help="Folder model baca sendiri. The folder of your own read models, beside those that come along.",
            show_default=False,
        ),
    ] = None,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_version,
            is_eager=True,
            allow_from_autoenv=False,
            help="Tampilkan versi. Show the version.",
        ),
    ] = False,
) -> None:
    """Catatan kepegawaian: apa yang berlaku, sejak kapan, dan berdasarkan SK siapa.
    The personnel record of an Indonesian government: what holds, since when, and by whose SK.

    Every option is also an environment variable, named beside it.
    First time here? Try `kinerja demo`.
    """
    del debug, version  # looked at elsewhere: where a problem is told, and before anything else
    opening.master_key_file.set(master_key_file)
    opening.projections.set(projections)


importing.register(app, RECORD)
recording.register(app, RECORD)
batches.register(app, RECORD)
decisions.register(app, RECORD)
policy.register(app, RECORD)
asking.register(app, ASK)
explaining.register(app, ASK)
reference.register(app, ASK)
models.register(app, ASK)
comparing.register(app, ASK)
plotting.register(app, ASK)
stores.register(app, RUN)
projections.register(app, RUN)
keys.register(app, RUN)
demo.register(app, RUN)
generating.register(app, RUN)


def main() -> None:
    """Run the command line."""
    wiring.tune()
    app(prog_name="kinerja")
