"""`kinerja init` and `serve`: the stores, and the record over HTTP."""

from collections.abc import Callable
from typing import Annotated

import typer

from kinerja_es import wiring
from kinerja_es.cli.opening import MASTER_KEY, catch_up, opened, settings_of
from kinerja_es.cli.options import LOG, TIMEZONE, LogOption, TimezoneOption, examples
from kinerja_es.cli.terminal import out
from kinerja_es.errors import FolderMissing

HOST, PORT = "127.0.0.1", 8000

PortOption = Annotated[
    int, typer.Option("--port", metavar="N", min=1, max=65535, help="Nomor port. The port to listen on.")
]


def register(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    app.command(
        rich_help_panel=panel,
        epilog=examples("kinerja init", "kinerja init --log sqlite:////srv/kinerja/kinerja.db"),
    )(init)
    app.command(
        rich_help_panel=panel,
        epilog=examples("kinerja serve", "kinerja serve --port 9000", "KINERJA_SERVE_PORT=9000 kinerja serve"),
    )(serve)


def init(log: LogOption = LOG, timezone: TimezoneOption = TIMEZONE) -> None:
    """Membuat basis data dan kuncinya; yang sudah ada dibiarkan.
    Make the record's database and its keys; what exists is kept.

    The master key goes to your settings folder, or where --master-key-file says.
    Back it up, the key file and the log apart from one another: see README.
    """
    settings = settings_of(log, timezone)
    if not (folder := settings.log_path.absolute().parent).is_dir():
        raise FolderMissing(field="--log", value=folder)
    wiring.create(settings)
    with opened(log, timezone) as service:
        stores = service.log.stores
    out.print("Siap / Ready", style="bold")
    for label, path in (
        ("Log", stores.log),
        ("Model baca / Read models", stores.read_models),
        ("Kunci / Keys", stores.keys),
        ("Kunci induk / Master key", service.log.keys.place or MASTER_KEY),
    ):
        out.print(f"{label:<25} {path}", soft_wrap=True)


def serve(
    port: PortOption = PORT,
    host: Annotated[str, typer.Option("--host", help="Alamat loopback. The loopback address.")] = HOST,
    log: LogOption = LOG,
    timezone: TimezoneOption = TIMEZONE,
) -> None:
    """Melayani HTTP di alamat loopback.
    Serve the record over HTTP, on the loopback address only.
    """
    with opened(log, timezone) as service:
        if any(status.live_version is None for status in service.read_models.status()):
            catch_up(service)  # the rest is read, and new versions are built, while it serves
        run_server(
            service,
            host,
            port,
            lambda: out.print(f"http://{address(host)}:{port}/docs  (Ctrl-C: berhenti / stop)", soft_wrap=True),
        )


def run_server(service: wiring.Service, host: str, port: int, listens: Callable[[], None] | None = None) -> None:
    """Serve until somebody stops it."""
    from kinerja_es.http.serve import serve as served  # noqa: PLC0415 - the web framework is slow to load, and only this needs it

    served(service, host, port, listens)


def address(host: str) -> str:
    """The host as it stands in an address."""
    return f"[{host}]" if ":" in host else host
