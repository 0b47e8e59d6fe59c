"""`kinerja keys`: the master key and the keys that it locks; no secret is ever shown."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from kinerja_es import wiring
from kinerja_es.cli.asking import NipArgument
from kinerja_es.cli.commands import request
from kinerja_es.cli.opening import MASTER_KEY, catch_up, opened, settings_of
from kinerja_es.cli.options import LOG, TIMEZONE, ActorOption, JsonOption, LogOption, TimezoneOption, actor_of, examples
from kinerja_es.cli.terminal import err, moment, number, out, print_json, table, words
from kinerja_es.errors import Problem
from kinerja_es.log.application import system_clock
from kinerja_es.log.master import MasterKey, write_new
from kinerja_es.recording import shredding


def register(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    keys = typer.Typer(no_args_is_help=True)
    keys.command(epilog=examples("kinerja keys show", "kinerja keys show --json"))(show)
    keys.command(
        epilog=examples(
            "kinerja keys create /media/usb/kinerja.key",
            "kinerja --master-key-file /media/usb/kinerja.key init",
        )
    )(create)
    keys.command(epilog=examples("kinerja keys rotate", "kinerja keys rotate --to /media/usb/new.key"))(rotate)
    keys.command(epilog=examples('kinerja keys shred 199001012025211001 --basis "JRA 1/2020" --approved-by Sekda'))(
        shred
    )
    app.add_typer(keys, name="keys", rich_help_panel=panel, help=keys_help)


keys_help = """Kunci data pribadi: membuat, mengganti, melihat.
The keys of personal data: create, rotate, show."""


def show(json: JsonOption = False, log: LogOption = LOG, timezone: TimezoneOption = TIMEZONE) -> None:
    """Keadaan kunci, tanpa rahasianya.
    Where the keys stand: the master key's id and file, how many people's keys; never a key.
    """
    settings = settings_of(log, timezone)
    state, place = wiring.state_of_keys(settings)
    refused: Problem | None = None
    try:
        wiring.opened_keys(settings).close()
    except Problem as problem:
        refused = problem
    beside = place is not None and place.absolute().parent == settings.log_path.absolute().parent
    if json:
        print_json(
            {
                **state._asdict(),
                "master_key": str(place or MASTER_KEY),
                "beside_log": beside,
                "opens": refused is None,
                "problem": refused.code if refused else None,
            }
        )
    else:
        shown = table("Kunci / Keys", words("Perihal\nWhat"), words("Keadaan\nState"))
        for label, value in (
            ("Log", state.log_id),
            ("Kunci induk / Master key", state.master_id),
            ("Tempatnya / Where it is", str(place or MASTER_KEY)),
            ("Membuka / Opens", refused.code if refused else "ya / yes"),
            ("Dibuat / Created", moment(state.created_at, settings.zone)),
            ("Diganti / Rotated", moment(state.rotated_at, settings.zone) if state.rotated_at else "-"),
            ("Kunci orang / People's keys", number(state.data_keys)),
            ("Dimusnahkan / Destroyed", number(state.forgotten)),
        ):
            shown.add_row(label, value)
        out.print(shown)
    if beside:
        err.print(
            "Kunci induk terletak di folder basis data: pindahkan ke tempat lain.\n"
            "The master key lies in the folder of the database: move it elsewhere.",
            style="bold yellow",
        )
    if refused:
        raise refused


def create(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Berkas baru. A file that does not exist yet.")],
) -> None:
    """Membuat kunci induk dalam sebuah berkas.
    Make a master key in a file, for `init` or `rotate`; a file that exists is never written over.
    """
    out.print(f"{write_new(file, MasterKey.made()).id}  {file}", soft_wrap=True)


def rotate(
    to: Annotated[
        Path | None,
        typer.Option(
            "--to",
            metavar="FILE",
            help="Berkas kunci induk yang baru. The new master key's file, made if it is not there; "
            "without it a new key takes the place of the present one.",
            show_default=False,
        ),
    ] = None,
    log: LogOption = LOG,
    timezone: TimezoneOption = TIMEZONE,
) -> None:
    """Mengganti kunci induk; tidak ada peristiwa yang disentuh.
    Lock all keys with a new master key; no event is touched.

    Afterwards destroy the former one, with its backups: it opens every older copy of the key file.
    """
    settings = settings_of(log, timezone)
    with closing(wiring.opened_keys(settings)) as keys:
        rotated = keys.rotate(to, system_clock())
        out.print(
            f"Kunci induk / Master key {keys.master_id}: {keys.place}\nDikunci ulang / locked anew: {number(rotated)}",
            soft_wrap=True,
        )


def shred(
    employee: NipArgument,
    basis: Annotated[
        str,
        typer.Option("--basis", metavar="TEXT", help="Dasar retensi (JRA). The retention schedule that it is due by."),
    ],
    approved_by: Annotated[
        str, typer.Option("--approved-by", metavar="NAME", help="Penyetuju. Who approved it, by office.")
    ],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Tanpa bertanya. Do not ask again.")] = False,
    actor: ActorOption = None,
    log: LogOption = LOG,
    timezone: TimezoneOption = TIMEZONE,
) -> None:
    """Memusnahkan kunci data pribadi seseorang yang masa simpannya lewat.
    Destroy the key of somebody's personal data, once its time to be kept is over.

    Nobody can undo it. What happened stays in the record, without a name.
    Backups of the key file still hold the key: destroy them as well.
    """
    with opened(log, timezone) as service:
        stream = service.recorder.employee(employee)
        if not yes:
            typer.confirm("Tidak dapat dibatalkan / It cannot be undone. Musnahkan / Destroy?", abort=True)
        asked = request(actor_of(actor))
        done = shredding.shred(service.recorder, stream, basis=basis, approved_by=approved_by, request=asked)
        if done.finished_late:
            # They may have read the event while the key was still there.
            service.read_models.discard()
        catch_up(service)
        service.read_models.scrub()
    out.print(f"Kunci dimusnahkan / keys destroyed: {number(done.keys)}")
