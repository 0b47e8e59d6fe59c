"""The options that several commands share. Each is an environment variable too: KINERJA_LOG, KINERJA_TIMEZONE ...

An option of one command alone is KINERJA_<COMMAND>_<OPTION>, for example KINERJA_IMPORT_DRY_RUN=1.
"""

import getpass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from kinerja_es.config import DEFAULT_LOG, Settings
from kinerja_es.domain.envelope import Actor
from kinerja_es.domain.values import is_digits, parse_date
from kinerja_es.errors import ActorRequired, DateInvalid, Problem, TimeInvalid, ValueInvalid

STORES = "Penyimpanan / Stores"
TIME = "Waktu / Time"

LOG = DEFAULT_LOG
TIMEZONE = Settings.timezone


def zone_name(text: str) -> str:
    """A time zone that exists."""
    try:
        return ZoneInfo(text).key
    except (ValueError, OSError) as error:
        raise ValueInvalid("Write for example Asia/Jakarta.", field="--timezone", value=text) from error
    except KeyError as error:
        raise ValueInvalid("Write for example Asia/Jakarta.", field="--timezone", value=text) from error


def day(text: str, option: str = "--valid-at") -> date:
    """A date, as SIASN or as ISO 8601 writes it."""
    try:
        return parse_date(text)
    except Problem as problem:
        raise DateInvalid(field=option, value=text) from problem


def position_or_time(text: str, option: str = "--known-at") -> str:
    """A position of the log, or a time; a time without a zone is one of the government's clock."""
    if not is_digits(text):
        try:
            datetime.fromisoformat(text)
        except ValueError as error:
            raise TimeInvalid(field=option, value=text) from error
    return text


LogOption = Annotated[
    str,
    typer.Option(
        "--log",
        envvar="KINERJA_LOG",
        metavar="URL",
        help="Basis data pencatatan. Where the record is kept.",
        rich_help_panel=STORES,
    ),
]
TimezoneOption = Annotated[
    str,
    typer.Option(
        "--timezone",
        envvar="KINERJA_TIMEZONE",
        metavar="ZONE",
        parser=zone_name,
        help='Zona waktu pemerintah daerah. What "today" is: Asia/Jakarta, Asia/Makassar, Asia/Jayapura.',
        rich_help_panel=STORES,
    ),
]
ActorOption = Annotated[
    str | None,
    typer.Option(
        "--actor",
        envvar="KINERJA_ACTOR",
        metavar="NAME",
        help="Nama pencatat. Who records this; without it your login name.",
        show_default=False,
    ),
]
JsonOption = Annotated[
    bool,
    typer.Option("--json", help="Jawaban sebagai JSON. Answer with the JSON that HTTP answers with."),
]
NdjsonOption = Annotated[
    bool, typer.Option("--ndjson", help="Semua baris, satu JSON per baris. Every row, one JSON a line.")
]
CsvOption = Annotated[bool, typer.Option("--csv", help="Semua baris sebagai CSV. Every row as CSV.")]
XlsxOption = Annotated[
    Path | None,
    typer.Option("--xlsx", metavar="FILE", help="Semua baris ke berkas XLSX. Every row to an XLSX file."),
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", metavar="FILE", help="Tulis ke berkas. Write to a file instead of the terminal."),
]
ValidAtOption = Annotated[
    date | None,
    typer.Option(
        "--valid-at",
        metavar="DATE",
        parser=day,
        help="Menurut TMT pada tanggal ini. As it holds on this day (31-12-2025 or 2025-12-31); without it today.",
        show_default=False,
        rich_help_panel=TIME,
    ),
]
EffectiveByOption = Annotated[
    date | None,
    typer.Option(
        "--valid-at",
        metavar="DATE",
        parser=day,
        help="Hanya yang TMT-nya sampai tanggal ini. Only what took effect by this day; without it all of it.",
        show_default=False,
        rich_help_panel=TIME,
    ),
]
KnownAtOption = Annotated[
    str | None,
    typer.Option(
        "--known-at",
        metavar="TIME",
        parser=position_or_time,
        help="Menurut yang tercatat saat itu. As it was known then: a time, or a position of the log; without it now.",
        show_default=False,
        rich_help_panel=TIME,
    ),
]


def known(text: str | None, zone: ZoneInfo) -> datetime | int | None:
    """What `--known-at` names."""
    if text is None:
        return None
    if is_digits(text):
        return int(text)
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=zone)


def actor_of(name: str | None) -> Actor:
    """Who records: as named, or by the name of the login."""
    try:
        return Actor(user_id=(name or getpass.getuser()).strip())
    except (OSError, KeyError, ValueError) as error:
        raise ActorRequired(field="--actor", value=name) from error


def examples(*lines: str) -> str:
    """The end of a command's help."""
    return "Contoh / Examples:\n\n\b\n" + "\n".join(f"  {line}" for line in lines)
