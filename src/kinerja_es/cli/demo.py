"""`kinerja demo`: everything once, on people who do not exist."""

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, cast
from urllib.parse import quote

import orjson
import typer

from kinerja_es import wiring
from kinerja_es.audit import replay
from kinerja_es.cli.commands import own_name, request
from kinerja_es.cli.demo_story import ACTOR, MEMBERS, Days, Story, Told, sk_file
from kinerja_es.cli.importing import show_report
from kinerja_es.cli.opening import catch_up, projections
from kinerja_es.cli.options import TIMEZONE, TimezoneOption, examples
from kinerja_es.cli.person import show_history, show_standing
from kinerja_es.cli.reconciliation import show_batch
from kinerja_es.cli.stores import HOST, PORT, PortOption, run_server
from kinerja_es.cli.terminal import amount, bar, number, out, table, words
from kinerja_es.config import Settings
from kinerja_es.domain.envelope import Source
from kinerja_es.domain.values import Kind
from kinerja_es.errors import FileUnwritable, FolderNotOurs, PackageMissing
from kinerja_es.recording.batch import ImportReport, import_roster, read_sk_file
from kinerja_es.recording.synthetic import NOTE, write_roster

EMPLOYEES, FULL_TIME, UNITS, SEED = 3809, 15, 40, 2025
"""The size and shape of Serang's batch."""
SHOWN_UNITS = 5

MARKER = ".kinerja-demo"
ROSTER, SK, DATABASE = "roster.csv", "SK.json", "kinerja.db"
OURS = (ROSTER, SK, f"{DATABASE}*", "kinerja.read.*", "kinerja.keys.db*", "kinerja.master.key*")


def register(app: typer.Typer, panel: str) -> None:
    """Add the command."""
    app.command(
        rich_help_panel=panel,
        epilog=examples("kinerja demo", "kinerja demo --exit", "kinerja demo --exit --employees 200 --folder coba"),
    )(demo)


def demo(
    exit_: Annotated[
        bool,
        # Typer makes the variable's name of the parameter's, underscore and all.
        typer.Option("--exit", envvar="KINERJA_DEMO_EXIT", help="Berhenti sebelum melayani HTTP. End before serving."),
    ] = False,
    folder: Annotated[
        Path, typer.Option("--folder", metavar="FOLDER", help="Folder demo. Where its files go; made anew.")
    ] = Path("demo"),
    employees: Annotated[
        int, typer.Option("--employees", metavar="N", min=50, max=100_000, help="Jumlah pegawai. How many people.")
    ] = EMPLOYEES,
    port: PortOption = PORT,
    timezone: TimezoneOption = TIMEZONE,
) -> None:
    """Contoh lengkap dengan data sintetis: impor, catat, lihat, layani.
    A complete example on synthetic data: import, record, ask, serve.

    Writes a roster in SIASN's layout, imports it under one collective SK,
    records what follows for some of them, asks about it, and serves it.
    """
    # Its people do not exist: the key may lie in the same folder, and goes with it.
    url = f"sqlite:///{quote(str(folder / DATABASE))}"
    settings = Settings(log_url=url, timezone=timezone, master_key_beside=True, projections=projections.get())
    make_folder(folder)
    wiring.create(settings)
    with wiring.opened(settings) as service:
        report, told = play(service, folder, employees)
        _show(service, report, told)
        _say_what_next(settings, report, told, port, serving=not exit_)
        if not exit_:
            run_server(service, HOST, port)


def play(service: wiring.Service, folder: Path, employees: int) -> tuple[ImportReport, Told]:
    """Import the roster and record what followed, by the days of the service's today."""
    days = Days.before(service.recorder.today)
    write_files(folder, days, {Kind.PPPK: FULL_TIME, Kind.PPPK_PARUH_WAKTU: employees - FULL_TIME})
    report = _import(service, folder)
    with bar("Mencatat / Recording", MEMBERS) as shown:
        told = Story(service, days, cast("Any", report.sk_id)).tell(folder / ROSTER, shown.advance)
    catch_up(service)
    return report, told


def make_folder(folder: Path) -> None:
    """An empty folder for the demo; removes only what a demo made before."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()) and not (folder / MARKER).is_file():
            raise FolderNotOurs(field="--folder", value=folder)
        for pattern in OURS:
            for path in folder.glob(pattern):
                path.unlink()
        (folder / MARKER).write_text(f"{NOTE}\n", encoding="utf-8")
    except OSError as error:
        raise FileUnwritable(f"{folder}: {error.strerror}.", field="--folder") from error


def write_files(folder: Path, days: Days, kinds: Mapping[Kind, int]) -> None:
    """The roster and its SK."""
    sk = sk_file(days, kinds)
    try:
        write_roster(
            folder / ROSTER,
            employees=kinds,
            seed=SEED,
            sk_nomor=sk["nomor"],
            sk_tanggal=days.sk,
            tmt=days.tmt,
            units=UNITS,
        )
    except ModuleNotFoundError as error:
        raise PackageMissing(value=error.name) from error
    (folder / SK).write_bytes(orjson.dumps(sk, option=orjson.OPT_INDENT_2))
    counts = " + ".join(f"{number(count)} {kind}" for kind, count in kinds.items())
    out.print(f"{NOTE} / synthetic data, nobody in it exists", style="bold yellow")
    out.print(f"{folder / ROSTER}: {counts}, {UNITS} unor")
    out.print(f"{folder / SK}: SK {sk['nomor']}\n")


def _import(service: wiring.Service, folder: Path) -> ImportReport:
    sk = read_sk_file(folder / SK)
    asked = request(ACTOR, Source.IMPORT_SIASN)
    with bar("Mencatat / Recording", sk.jumlah_pegawai) as shown:
        report = import_roster(service.recorder, folder / ROSTER, sk, asked, progress=shown.advance)
    show_report(report, sk, SHOWN_UNITS)
    return report


def _show(service: wiring.Service, report: ImportReport, told: Told) -> None:
    """One employee, the batch, the largest units."""
    today = service.recorder.today
    ask = service.read_models.query
    out.rule("kinerja show")
    show_standing(replay.standing(service, told.moved))
    out.rule("kinerja history")
    history = replay.history(service, told.moved)
    show_history(history, replay.names_in(service, history), service.recorder.zone)
    out.rule("kinerja batch show")
    show_batch(ask("batch_status", "of", batch=report.batch_id).value, SHOWN_UNITS)
    out.rule("kinerja ask unit_headcount largest")
    shown = table("Unor terbesar / Largest units", words("Unor\nUnit"), amount("Pegawai\nEmployees"))
    for row in ask("unit_headcount", "largest", valid_at=today, limit=SHOWN_UNITS).value:
        shown.add_row(row["nama"], number(row["pegawai"]))
    out.print(shown)


def _say_what_next(settings: Settings, report: ImportReport, told: Told, port: int, *, serving: bool) -> None:
    """What to try: commands, and addresses while it serves."""
    out.print(f"Coba / Try:  export KINERJA_LOG={shlex.quote(settings.log_url)}", style="bold", soft_wrap=True)
    kinerja = own_name()
    commands = (
        f"{kinerja} show {told.moved}",
        f"{kinerja} history {told.left}",
        f"{kinerja} batch show {str(report.batch_id)[:8]}",
        f"{kinerja} find budi",
    )
    root = f"http://{HOST}:{port}"
    addresses = (
        f"curl {root}/v1/employees/{told.moved}",
        f"curl {root}/v1/employees/{told.moved}/events",
        f"curl '{root}/v1/read-models/unit_headcount/largest?limit=5'",
        f"{root}/docs",
    )
    for line in (*commands, *(addresses if serving else (f"{kinerja} serve",))):
        out.print(f"  {line}", soft_wrap=True)
    if serving:
        out.print("Ctrl-C: berhenti / stop", style="dim")
