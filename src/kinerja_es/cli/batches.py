"""`kinerja batch`: what the SKs expect beside what is recorded, and closing a batch."""

from typing import Annotated, Any
from uuid import UUID

import typer

from kinerja_es import wiring
from kinerja_es.cli.commands import command, request
from kinerja_es.cli.opening import up_to_date
from kinerja_es.cli.options import LOG, TIMEZONE, ActorOption, JsonOption, LogOption, TimezoneOption, actor_of, examples
from kinerja_es.cli.reconciliation import ID_START, show_batch, show_batches
from kinerja_es.cli.terminal import out, print_answer, print_json
from kinerja_es.domain.batch import BatchClosed
from kinerja_es.domain.envelope import Category, stream_name
from kinerja_es.errors import BatchUnknown, ValueInvalid

IdArgument = Annotated[
    str,
    typer.Argument(metavar="ID", help="UUID batch atau awalnya. The batch's UUID, or its first 8 characters or more."),
]


def register(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    batch = typer.Typer(no_args_is_help=True)
    batch.command("list", epilog=examples("kinerja batch list"))(list_)
    batch.command(epilog=examples("kinerja batch show 0b5c7a1e"))(show)
    batch.command(
        epilog=examples("kinerja batch close 0b5c7a1e", 'kinerja batch close 0b5c7a1e --explain "Dua orang mundur."')
    )(close)
    app.add_typer(batch, name="batch", rich_help_panel=panel, help=batch_help)


batch_help = """Batch: rekonsiliasi SK kolektif.
Batches: what collective SKs expect beside what is recorded."""


def list_(json: JsonOption = False, log: LogOption = LOG, timezone: TimezoneOption = TIMEZONE) -> None:
    """Semua batch: diharapkan, tercatat, ditutup.
    Every batch: expected, recorded, closed.
    """
    with up_to_date(log, timezone) as service:
        batches = all_batches(service)
        position = service.read_models.position("batch_status")
        sks = {} if json else {batch["batch_id"]: sk_of(service, batch["batch_id"]) for batch in batches}
    if json:
        print_json({"items": batches, "next": None, "position": position})
    else:
        show_batches(batches, sks)


def show(
    batch: IdArgument, json: JsonOption = False, log: LogOption = LOG, timezone: TimezoneOption = TIMEZONE
) -> None:
    """Rekonsiliasi satu batch menurut jenis dan unor.
    Reconcile a batch: expected, recorded and left out, per kind and per unor.
    """
    with up_to_date(log, timezone) as service:
        answer = service.read_models.query("batch_status", "of", batch=batch_id(service, batch))
    if json:
        print_answer(answer)
    else:
        show_batch(answer.value)


def close(
    batch: IdArgument,
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="TEXT", help="Penjelasan selisih. Why expected and recorded differ."),
    ] = None,
    actor: ActorOption = None,
    log: LogOption = LOG,
    timezone: TimezoneOption = TIMEZONE,
) -> None:
    """Menutup batch; menolak bila jumlah berbeda tanpa penjelasan.
    Close a batch; refused while counts differ and nothing explains it.
    """
    with up_to_date(log, timezone) as service:
        found = batch_id(service, batch)
        closing = command(BatchClosed, tmt=service.recorder.today, explained=explain)
        service.recorder.record(stream_name(Category.BATCH, found), [closing], request(actor_of(actor)))
    out.print(f"Batch ditutup / closed: {found}", soft_wrap=True)


def batch_id(service: wiring.Service, named: str) -> UUID:
    """The batch that a UUID, or its beginning, names."""
    start = named.strip().lower()
    if len(start) < ID_START:
        raise ValueInvalid(f"Give at least {ID_START} characters of it.", field="ID", value=named)
    found = [row["batch_id"] for row in all_batches(service) if row["batch_id"].startswith(start)]
    if not found:
        raise BatchUnknown(field="ID", value=named)
    if len(found) > 1:
        raise ValueInvalid(f"{len(found)} batches begin so.", field="ID", value=named)
    return UUID(found[0])


def sk_of(service: wiring.Service, batch: str) -> str:
    """The numbers of a batch's SKs."""
    found = service.read_models.query("batch_status", "of", batch=UUID(batch)).value
    return "\n".join(sk["nomor"] for sk in found["sk"])


def all_batches(service: wiring.Service) -> list[dict[str, Any]]:
    """Every batch, page by page."""
    found: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = service.read_models.query("batch_status", "list", limit=1000, cursor=cursor).value
        found += page.items
        if (cursor := page.next) is None:
            return found
