"""`kinerja sk correct`, `annul`, `reinstate`, and `kinerja merge`: what was decided or recorded wrongly, put right."""

from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import orjson
import typer
from pydantic import TypeAdapter, ValidationError

from kinerja_es.cli.commands import request
from kinerja_es.cli.opening import opened
from kinerja_es.cli.options import LOG, TIMEZONE, ActorOption, JsonOption, LogOption, TimezoneOption, actor_of, examples
from kinerja_es.cli.problems import show_problems
from kinerja_es.cli.terminal import number, out, print_json
from kinerja_es.domain.annulment import DecisionAnnulled, DecisionReinstated
from kinerja_es.domain.catalogue import command_of, short_name
from kinerja_es.domain.envelope import Event
from kinerja_es.domain.ralat import DecisionCorrected
from kinerja_es.errors import BodyInvalid, Problem, Problems, ValueMissing, catalogue
from kinerja_es.recording.batch import sk_content
from kinerja_es.recording.decisions import Decisions
from kinerja_es.recording.judge import problems_of
from kinerja_es.recording.merging import Merge, merge

SkArgument = Annotated[
    UUID | None,
    typer.Argument(
        metavar="SK", help="UUID SK. The SK's id, as the JSON of `kinerja history` tells it.", show_default=False
    ),
]
FileArgument = Annotated[
    Path | None,
    typer.Argument(
        metavar="FILE.json", help="Isi dari --example. What --example prints, filled in.", show_default=False
    ),
]
ExampleOption = Annotated[bool, typer.Option("--example", help="Cetak contoh berkas. Print a file to start from.")]


def register(app: typer.Typer, panel: str) -> None:
    """Add the commands."""
    group = typer.Typer(
        help="SK: ralat, pembatalan, dan pemulihan.\nSKs: correct, annul, reinstate; everybody they name is reached.",
        no_args_is_help=True,
    )
    for name, event in (("correct", DecisionCorrected), ("annul", DecisionAnnulled), ("reinstate", DecisionReinstated)):
        group.command(
            name, epilog=examples(f"kinerja sk {name} --example > {name}.json", f"kinerja sk {name} ID {name}.json")
        )(_of(event))
    app.add_typer(group, name="sk", rich_help_panel=panel)
    app.command("merge", rich_help_panel=panel, epilog=examples("kinerja merge 199001012025211001 gabung.json"))(merge_)


DOCS: dict[type[Event], str] = {
    DecisionCorrected: """Ralat SK, atau isi yang ditetapkannya, sejak TMT semula.
    Correct an SK, or what it decided, from the original TMT.""",
    DecisionAnnulled: """Batalkan, cabut, atau tunda SK: bagi semua atau sebagian.
    Annul, revoke or postpone an SK, for all or for some.""",
    DecisionReinstated: """Pulihkan SK yang dibatalkan atau ditunda.
    Give an SK its force again.""",
}


def _of(event: type[Event]) -> Any:
    """The command that records one kind of change to an SK."""

    def change(
        sk: SkArgument = None,
        file: FileArgument = None,
        *,
        example: ExampleOption = False,
        actor: ActorOption = None,
        json: JsonOption = False,
        log: LogOption = LOG,
        timezone: TimezoneOption = TIMEZONE,
    ) -> None:
        if example:
            typer.echo(orjson.dumps(event.EXAMPLE, option=orjson.OPT_INDENT_2).decode())
            return
        if file is None or sk is None:
            raise ValueMissing(field="FILE.json" if file is None else "SK")
        body = {**_read(file), "type": short_name(event)}
        ask = _parsed(TypeAdapter(command_of(event)), body)
        with opened(log, timezone) as service:
            answer = Decisions(service.recorder).change(sk, ask, request(actor_of(actor)))
        if json:
            print_json(answer)
            return
        out.print(f"{event.LABEL}: {number(answer['employees'])} pegawai / employees", style="bold")
        _warn(answer)

    change.__doc__ = DOCS[event]
    return change


def merge_(
    nip: Annotated[str, typer.Argument(metavar="NIP", help="Yang diteruskan. Whose record goes on: NIP or UUID.")],
    file: FileArgument = None,
    *,
    example: ExampleOption = False,
    actor: ActorOption = None,
    json: JsonOption = False,
    log: LogOption = LOG,
    timezone: TimezoneOption = TIMEZONE,
) -> None:
    """Gabungkan data ganda seorang pegawai: satu riwayat diteruskan.
    Merge two records of one person: one history goes on.
    """
    if example:
        typer.echo(orjson.dumps(Merge.model_json_schema()["examples"][0], option=orjson.OPT_INDENT_2).decode())
        return
    if file is None:
        raise ValueMissing(field="FILE.json")
    wanted = _parsed(TypeAdapter(Merge), _read(file))
    with opened(log, timezone) as service:
        kept = service.recorder.employee(nip)
        answer = merge(service.recorder, kept, wanted, request(actor_of(actor)))
    if json:
        print_json(answer)
        return
    out.print(f"{number(len(answer['events']) - 1)} catatan diambil alih / records taken over", style="bold")
    _warn(answer)


def _read(file: Path) -> dict[str, Any]:
    try:
        found: Any = orjson.loads(sk_content(file))
    except orjson.JSONDecodeError as error:
        raise BodyInvalid(f"{error}.", field="FILE.json") from error
    if not isinstance(found, dict):
        raise BodyInvalid(field="FILE.json")
    return found  # pyright: ignore[reportUnknownVariableType] - any JSON object


def _parsed(adapter: TypeAdapter[Any], body: dict[str, Any]) -> Any:
    try:
        return adapter.validate_json(orjson.dumps(body))
    except ValidationError as error:
        raise Problems(problems_of(error)) from error


def _warn(answer: dict[str, Any]) -> None:
    """What was unusual, as it was told when it was recorded."""
    known = catalogue()
    found: list[Problem] = [known[w["code"]](field=w["field"]) for w in answer["warnings"] if w["code"] in known]
    if found:
        show_problems(found)
