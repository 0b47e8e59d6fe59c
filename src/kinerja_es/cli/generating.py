"""`kinerja generate`: a government of people who do not exist, with years of careers."""

import shlex
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from kinerja_es import wiring
from kinerja_es.cli.opening import catch_up, settings_of
from kinerja_es.cli.options import LOG, TIMEZONE, LogOption, TimezoneOption, examples
from kinerja_es.cli.terminal import bar, number, out
from kinerja_es.config import Settings
from kinerja_es.errors import FileUnwritable, FolderMissing, FolderNotOurs, LogNotNew, PackageMissing
from kinerja_es.log.application import Stores
from kinerja_es.recording.generating import (
    LAST_DAY,
    MOST_YEARS,
    Asked,
    SyntheticClock,
    files_of,
    record_files,
    write_files,
)
from kinerja_es.recording.synthetic import NOTE


def register(app: typer.Typer, panel: str) -> None:
    """Add the command."""
    app.command(
        rich_help_panel=panel,
        epilog=examples(
            "kinerja generate --employees 1000 --years 3 --log sqlite:///sintetis.db",
            "kinerja generate --employees 1000 --years 3 --seed 7 --to sintetis",
        ),
    )(generate)


def generate(
    employees: Annotated[
        int, typer.Option("--employees", metavar="N", min=1, max=1_000_000, help="Jumlah pegawai. How many people.")
    ] = 1000,
    years: Annotated[
        int,
        typer.Option(
            "--years",
            metavar="Y",
            min=1,
            max=MOST_YEARS,
            help=f"Berapa tahun, sampai {LAST_DAY}. How many years, the last one {LAST_DAY.year}.",
        ),
    ] = 3,
    *,
    seed: Annotated[
        int, typer.Option("--seed", metavar="S", help="Angka awal. The same number makes the same government.")
    ] = 1,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to",
            metavar="FOLDER",
            help="Tulis berkasnya saja. Only write the files that would be recorded, into a new folder.",
            show_default=False,
        ),
    ] = None,
    log: LogOption = LOG,
    timezone: TimezoneOption = TIMEZONE,
) -> None:
    """Pemerintah daerah sintetis: karier bertahun-tahun dari orang yang tidak ada.
    A synthetic government: years of careers of people who do not exist, in a new log.

    Appointments, oaths, contracts, evaluations, moves, discipline, corrections,
    annulled SKs, retirements, deaths; some of it recorded late. The log's clock
    stands on the day of each file, so that --known-at answers as it would have.
    """
    asked = Asked(employees, years, seed)
    settings = settings_of(log, timezone)
    stores = Stores.beside(settings.log_path)
    if to is None:
        if not (folder := stores.log.absolute().parent).is_dir():
            raise FolderMissing(field="--log", value=folder)
        if any(store.exists() for store in (stores.log, stores.keys, stores.read_models)):
            raise LogNotNew(field="--log", value=stores.log)
    out.print(f"{NOTE} / synthetic data, nobody in it exists", style="bold yellow")
    with _folder(to) as folder:
        paths = _write(folder, asked)
        if to is not None:
            out.print(f"{to}: {number(len(paths))} berkas / files")
            return
        _record(settings, asked, paths)


@contextmanager
def _folder(named: Path | None) -> Generator[Path]:
    """A new folder for the files: the one that is named, or one that is gone afterwards."""
    try:
        if named is None:
            with TemporaryDirectory() as own:
                yield Path(own)
            return
        named.mkdir(parents=True, exist_ok=True)
        if any(named.iterdir()):
            raise FolderNotOurs(field="--to", value=named)
        yield named
    except OSError as error:
        raise FileUnwritable(f"{error.filename}: {error.strerror}.", field="--to") from error


def _write(folder: Path, asked: Asked) -> list[Path]:
    try:
        with bar("Menyusun / Drawing", asked.employees) as shown:
            write_files(folder, asked, shown.advance)
    except ModuleNotFoundError as error:
        raise PackageMissing(value=error.name) from error
    return files_of(folder)


def _record(settings: Settings, asked: Asked, paths: list[Path]) -> None:
    clock = SyntheticClock(asked.first_day)
    wiring.create(settings, clock)
    with wiring.opened(settings, clock) as service:
        try:
            with bar("Mencatat / Recording", len(paths)) as shown:
                record_files(service.recorder, clock, paths, lambda: shown.advance(1))
        except KeyboardInterrupt:
            out.print(f"Terputus, belum lengkap / Interrupted, not complete: {settings.log_path}", soft_wrap=True)
            raise
        catch_up(service)
        events = service.log.head()
    out.print(
        f"{number(asked.employees)} pegawai / employees, {number(events)} peristiwa / events,"
        f" {asked.first_day} - {LAST_DAY}"
    )
    out.print(f"export KINERJA_LOG={shlex.quote(settings.log_url)}", soft_wrap=True)
