"""`kinerja show`, `history` and `find`: one employee, as it holds and as it was known."""

from typing import Annotated

import typer

from kinerja_es.audit import replay
from kinerja_es.cli.opening import up_to_date
from kinerja_es.cli.options import (
    LOG,
    TIMEZONE,
    EffectiveByOption,
    JsonOption,
    KnownAtOption,
    LogOption,
    TimezoneOption,
    ValidAtOption,
    examples,
    known,
)
from kinerja_es.cli.person import show_history, show_standing
from kinerja_es.cli.terminal import number, out, print_answer, print_json, table, whole, words

NipArgument = Annotated[
    str, typer.Argument(metavar="NIP", help="NIP, juga yang lama, atau UUID. A NIP, also a former one, or the UUID.")
]


def register(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    app.command(
        rich_help_panel=panel,
        epilog=examples(
            "kinerja show 199001012025211001",
            "kinerja show 199001012025211001 --valid-at 2026-01-01",
            "kinerja show 199001012025211001 --known-at 2025-12-31T16:00",
        ),
    )(show)
    app.command(
        rich_help_panel=panel,
        epilog=examples("kinerja history 199001012025211001", "kinerja history 199001012025211001 --known-at 4711"),
    )(history)
    app.command(rich_help_panel=panel, epilog=examples("kinerja find budi", "kinerja find 19900101 --json"))(find)


def show(
    nip: NipArgument,
    *,
    valid_at: ValidAtOption = None,
    known_at: KnownAtOption = None,
    json: JsonOption = False,
    log: LogOption = LOG,
    timezone: TimezoneOption = TIMEZONE,
) -> None:
    """Kedudukan seorang pegawai: status, jabatan, unor, kontrak, dan SK-nya.
    Where an employee stands: status, post, unit, contract, and by which SK.

    --valid-at asks about another day (TMT); --known-at asks what the record said then.
    """
    with up_to_date(log, timezone) as service:
        moment = known(known_at, service.recorder.zone)
        answer = replay.standing(service, nip, valid_at=valid_at, known_at=moment)
    if json:
        print_json(answer)
    else:
        show_standing(answer, known_at)


def history(
    nip: NipArgument,
    *,
    valid_at: EffectiveByOption = None,
    known_at: KnownAtOption = None,
    json: JsonOption = False,
    log: LogOption = LOG,
    timezone: TimezoneOption = TIMEZONE,
) -> None:
    """Riwayat seorang pegawai: apa, TMT, SK, dicatat kapan dan oleh siapa.
    An employee's history: what, TMT, SK, recorded when and by whom.
    """
    with up_to_date(log, timezone) as service:
        zone = service.recorder.zone
        answer = replay.history(service, nip, valid_at=valid_at, known_at=known(known_at, zone))
        names = {} if json else replay.names_in(service, answer)
    if json:
        print_json(answer)
    else:
        show_history(answer, names, zone)


def find(
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="Sebagian nama, NIP atau NIK. A part of a name, NIP or NIK.")
    ],
    *,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="Paling banyak. At most so many.")] = 50,
    valid_at: ValidAtOption = None,
    json: JsonOption = False,
    log: LogOption = LOG,
    timezone: TimezoneOption = TIMEZONE,
) -> None:
    """Mencari pegawai dengan sebagian nama, NIP (juga yang lama) atau NIK.
    Find employees by a part of the name, NIP (also a former one) or NIK.
    """
    with up_to_date(log, timezone) as service:
        day = valid_at or service.recorder.today
        answer = service.read_models.query("find", "find", text=text, valid_at=day, limit=limit)
    if json:
        print_answer(answer)
        return
    page = answer.value
    shown = table(
        f"{number(len(page.items))} pegawai / employees" + (" (--limit)" if page.next else ""),
        whole("NIP"),
        words("Nama\nName"),
        whole("Pegawai\nEmployee"),
    )
    for row in page.items:
        shown.add_row(row["nip"] or "-", row["nama"], row["pegawai_id"])
    out.print(shown)
    if not page.items:
        out.print("Coba bagian nama yang lebih pendek, atau NIP atau NIK saja tanpa spasi.")
        out.print("Try a shorter part of the name, or a NIP or a NIK alone, without spaces.")
