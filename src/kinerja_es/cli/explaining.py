"""`kinerja why` and `diff`: which fact, which SK and which rule; and what changed between two moments."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, NamedTuple
from zoneinfo import ZoneInfo

import typer
from rich.text import Text

from kinerja_es.audit import explain
from kinerja_es.cli.asking import NipArgument
from kinerja_es.cli.opening import up_to_date
from kinerja_es.cli.options import (
    LOG,
    TIMEZONE,
    JsonOption,
    KnownAtOption,
    LogOption,
    TimezoneOption,
    ValidAtOption,
    day,
    examples,
    known,
    position_or_time,
)
from kinerja_es.cli.person import told_mark
from kinerja_es.cli.terminal import moment, out, print_json, rupiah, table, whole, words

Answer = Mapping[str, Any]


class Asked(NamedTuple):
    """A day, and what was known: a time without a zone is one of the government's clock."""

    day: date | None = None
    known: str | None = None

    def on(self, clock: ZoneInfo) -> explain.Moment:
        return explain.Moment(self.day, known(self.known, clock))


def moment_option_of(name: str) -> Any:
    """The option that names one of the two moments: a day and, after a comma, a time or a position."""

    def asked(text: str) -> Asked:
        on, _, when = (part.strip() for part in text.partition(","))
        return Asked(day(on, name) if on else None, position_or_time(when, name) if when else None)

    return typer.Option(
        name,
        parser=asked,
        envvar=f"KINERJA_DIFF_{name.removeprefix('--').upper()}",
        metavar="DAY,KNOWN",
        help="Hari, lalu waktu atau posisi; boleh kosong. A day, then a time or a position; either may be empty.",
        show_default=False,
    )


NOW = Asked()


def register(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    app.command(
        rich_help_panel=panel,
        epilog=examples("kinerja why 199001012025211001", "kinerja why 199001012025211001 --valid-at 2026-01-01"),
    )(why)
    app.command(
        rich_help_panel=panel,
        epilog=examples("kinerja diff 199001012025211001 --from 2026-01-01,4711 --to 2026-01-01,"),
    )(diff)


def why(
    nip: NipArgument,
    *,
    valid_at: ValidAtOption = None,
    known_at: KnownAtOption = None,
    json: JsonOption = False,
    log: LogOption = LOG,
    timezone: TimezoneOption = TIMEZONE,
) -> None:
    """Mengapa kedudukan pegawai demikian: peristiwa, SK, dan aturannya.
    Why an employee stands where they stand: which fact, which SK, which rule.
    """
    with up_to_date(log, timezone) as service:
        zone = service.recorder.zone
        answer = explain.why(service, nip, valid_at=valid_at, known_at=known(known_at, zone))
    if json:
        print_json(answer)
        return
    shown = table(
        f"{answer['nama']} · {answer['nip'] or '-'} · {answer['valid_at']}",
        whole("Bagian\nPart"),
        words("Nilai\nValue"),
        words("Karena, menurut\nBecause of, by which rule"),
    )
    for part in answer["parts"]:
        shown.add_row(part["label"].replace(" / ", "\n"), value(part["value"]), _because(part, zone))
    for flag in answer["flags"]:
        shown.add_row(Text(flag["code"], "yellow"), flag["label"], _because(flag | {"rule": flag["pesan"]}, zone))
    out.print(shown)


def diff(
    nip: NipArgument,
    *,
    before: Annotated[Asked | None, moment_option_of("--from")] = None,
    after: Annotated[Asked | None, moment_option_of("--to")] = None,
    json: JsonOption = False,
    log: LogOption = LOG,
    timezone: TimezoneOption = TIMEZONE,
) -> None:
    """Apa bedanya antara dua saat, dan karena peristiwa mana.
    What differs between two moments on either axis, and by which recorded fact.
    """
    with up_to_date(log, timezone) as service:
        zone = service.recorder.zone
        answer = explain.diff(service, nip, (before or NOW).on(zone), (after or NOW).on(zone))
    if json:
        print_json(answer)
        return
    first, second = answer["from"], answer["to"]
    shown = table(
        f"{_moment(first)} → {_moment(second)}",
        whole("Bagian\nPart"),
        words("Sebelum\nBefore"),
        words("Sesudah\nAfter"),
        words("Karena\nBecause of"),
    )
    for change in answer["changes"]:
        cause = _because(change | {"rule": "" if change["proven"] or change["because"] is None else UNPROVEN}, zone)
        shown.add_row(change["label"].replace(" / ", "\n"), value(change["before"]), value(change["after"]), cause)
    out.print(shown)
    if not answer["changes"]:
        out.print("Tidak ada bedanya. Nothing differs.")


UNPROVEN = "Perubahan terakhir pada bagian ini; belum tentu satu-satunya sebab. / The last change of this part."


def _moment(told: Answer) -> str:
    known_at = "kini / now" if told["known_at"] is None else f"posisi / position {told['known_at']}"
    return f"{told['valid_at']} ({known_at})"


def value(found: Any) -> str:
    """A part of a standing in a few words."""
    match found:
        case None:
            return "-"
        case {"nama": nama}:
            return str(nama)
        case {"sampai": _}:
            return told_mark(found)  # pyright: ignore[reportUnknownArgumentType]
        case {"akhir": akhir, "upah_rp": upah}:
            return f"sampai / until {akhir}" + (f", {rupiah(upah)}" if upah is not None else "")  # pyright: ignore[reportUnknownArgumentType]
        case list():
            return ", ".join(value(one) for one in found) or "-"  # pyright: ignore[reportUnknownVariableType]
        case _:
            return str(found)


def _because(part: Answer, zone: ZoneInfo) -> Text:
    """The fact, its SK, who recorded it when, and by which rule."""
    fact, text = part["because"], Text()
    if fact is not None:
        text.append(f"{fact['label']}, TMT {fact['tmt']}", "bold")
        if sk := fact["decision"]:
            text.append(f"\nSK {sk['nomor']}, {sk['tanggal']}", "cyan")
        text.append(f"\n{moment(fact['recorded_at'], zone)} {fact['actor']['user_id']}", "dim")
        for other in fact["evidence"]:
            text.append(f"\n← {other['label']}, {other['tmt']}", "magenta")
    if part["rule"]:
        text.append(f"\n{part['rule']}" if fact is not None else part["rule"], "dim")
    return text
