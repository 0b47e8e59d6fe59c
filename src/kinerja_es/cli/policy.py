"""`kinerja policy`: what the government sets where the law leaves it to it."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from kinerja_es.audit import government
from kinerja_es.cli.commands import request
from kinerja_es.cli.opening import opened
from kinerja_es.cli.options import (
    LOG,
    TIMEZONE,
    ActorOption,
    JsonOption,
    LogOption,
    TimezoneOption,
    ValidAtOption,
    actor_of,
    examples,
)
from kinerja_es.cli.terminal import out, print_json, table, words
from kinerja_es.config import Settings
from kinerja_es.domain.policy import NO_POLICIES
from kinerja_es.domain.values import parse_date
from kinerja_es.errors import DateInvalid, Problem
from kinerja_es.recording.policy import EXAMPLE, adopt, read_policy_file, read_sk_file

policy_help = """Kebijakan: apa yang diserahkan hukum kepada pemerintah daerah.
Policy: what the law leaves to the government to set."""


def tmt_option(text: str) -> date:
    """The day from which a policy holds."""
    try:
        return parse_date(text)
    except Problem as problem:
        raise DateInvalid(field="--tmt", value=text) from problem


FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="Berkas kebijakan. The policy file, in TOML.")]


def register(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    policy = typer.Typer(no_args_is_help=True)
    policy.command(epilog=examples("kinerja policy example > kebijakan.toml"))(example)
    policy.command(epilog=examples("kinerja policy check kebijakan.toml"))(check)
    policy.command(
        "adopt",
        epilog=examples("kinerja policy adopt kebijakan.toml --sk SK.json --tmt 2026-01-01 --actor Rina"),
    )(adopt_)
    policy.command(epilog=examples("kinerja policy show", "kinerja policy show --valid-at 2025-12-31"))(show)
    app.add_typer(policy, name="policy", rich_help_panel=panel, help=policy_help)


def example() -> None:
    """Mencetak berkas kebijakan untuk memulai, setiap pengaturan dijelaskan.
    Print a policy file to start from: every setting, explained.
    """
    typer.echo(EXAMPLE, nl=False)


def check(file: FileArgument, log: LogOption = LOG, timezone: TimezoneOption = TIMEZONE) -> None:
    """Memeriksa berkas kebijakan; tidak mencatat apa pun.
    Check a policy file: all that is wrong, line by line. Nothing is recorded.

    Its version is held against those adopted where the record is there.
    """
    adopted = NO_POLICIES
    if Settings(log_url=log).log_path.is_file():
        with opened(log, timezone) as service:
            adopted = service.recorder.instansi.policies
    found = read_policy_file(file, adopted)
    out.print(f"Kebijakan versi {found.policy_version} dapat ditetapkan / can be adopted.")


def adopt_(
    file: FileArgument,
    *,
    sk: Annotated[
        Path,
        typer.Option(
            "--sk",
            metavar="SK.json",
            help="SK yang menetapkannya; dicatat bila baru. The SK that adopts it, recorded with it where it is new.",
        ),
    ],
    tmt: Annotated[
        date,
        typer.Option("--tmt", metavar="DATE", parser=tmt_option, help="Berlaku sejak. The day from which it holds."),
    ],
    actor: ActorOption = None,
    json: JsonOption = False,
    log: LogOption = LOG,
    timezone: TimezoneOption = TIMEZONE,
) -> None:
    """Menetapkan kebijakan dengan SK; berlaku sejak TMT-nya.
    Adopt a policy by its SK: it holds from its TMT until that of the next one.

    The SK is a JSON file as `POST /v1/decisions` takes it. What was recorded
    before is never judged again.
    """
    with opened(log, timezone) as service:
        found = read_policy_file(file, service.recorder.instansi.policies)
        answer = adopt(service.recorder, found, tmt, read_sk_file(sk), request(actor_of(actor)))
    if json:
        print_json(answer)
        return
    for warning in answer["warnings"]:
        out.print(f"{warning['code']}: {warning['pesan']}", style="yellow")
    out.print(f"Kebijakan versi {found.policy_version} ditetapkan, TMT {tmt} / adopted.")


def show(
    *,
    valid_at: ValidAtOption = None,
    json: JsonOption = False,
    log: LogOption = LOG,
    timezone: TimezoneOption = TIMEZONE,
) -> None:
    """Kebijakan yang berlaku pada suatu hari, dengan setiap pengaturan.
    The policy of a day, with every setting as it holds then.
    """
    with opened(log, timezone) as service:
        answer = government.policy(service.recorder, valid_at)
    if json:
        print_json(answer)
        return
    version, sk = answer["policy_version"], answer["sk"]
    title = f"Kebijakan versi {version}, TMT {answer['tmt']}" if version else "Belum ada kebijakan / No policy yet"
    shown = table(
        f"{title} ({answer['valid_at']})" + (f"\nSK {sk['nomor']}, {sk['tanggal']}" if sk else ""),
        words("Pengaturan\nSetting"),
        words("Nilai\nValue"),
        words("Menurut\nBy"),
    )
    for name, value in _flat(answer["settings"]):
        stated = any(name == setting or setting.startswith(f"{name}.") for setting in answer["stated"])
        shown.add_row(name, value, "kebijakan / policy" if stated else "hukum / law")
    out.print(shown)


def _flat(settings: Mapping[str, Any], under: str = "") -> Iterator[tuple[str, str]]:
    """Each setting by its name in the file, and its value in a few words."""
    for name, value in settings.items():
        if isinstance(value, dict) and value:
            yield from _flat(value, f"{under}{name}.")  # pyright: ignore[reportUnknownArgumentType] - of our own making
        else:
            yield f"{under}{name}", _text(value)


def _text(value: Any) -> str:
    match value:
        case [*items]:
            return ", ".join(map(_text, items)) or "-"
        case {"by": by, **rest}:
            return " ".join([str(by), *(_text(v) for v in rest.values() if v)])
        case None | {}:
            return "-"
        case _:
            return str(value)
