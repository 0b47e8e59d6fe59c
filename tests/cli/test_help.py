"""A newcomer learns the command from its --help; a machine sets every option by a variable."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

from kinerja_es.cli.main import app

README = Path(__file__).parent.parent.parent / "README.md"

WITHOUT_VARIABLE = {"--help", "--version"}
"""What asks for a text and then ends."""


def commands(group, *path) -> Iterator[tuple[tuple[str, ...], TyperCommand]]:
    """Every command with its words."""
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from commands(command, *path, name)
        else:
            yield (*path, name), command


COMMANDS = dict(commands(get_command(app)))
named = pytest.mark.parametrize("words", COMMANDS, ids=" ".join)


def options():
    yield from (((), option) for option in get_command(app).params)
    yield from ((words, param) for words, command in COMMANDS.items() for param in command.params)


def test_there_are_the_commands_that_the_work_needs():
    assert {" ".join(words) for words in COMMANDS} == {
        "import",
        "record",
        "sk correct",
        "sk annul",
        "sk reinstate",
        "merge",
        "batch list",
        "batch show",
        "batch close",
        "show",
        "history",
        "find",
        "why",
        "diff",
        "ask",
        "plot",
        "projections retry",
        "projections example",
        "rebuild",
        "compare payroll",
        "compare siasn",
        "policy example",
        "policy check",
        "policy adopt",
        "policy show",
        "reference",
        "keys show",
        "keys create",
        "keys rotate",
        "keys shred",
        "init",
        "serve",
        "demo",
        "generate",
    }


@named
def test_help_says_in_both_languages_what_a_command_does_and_gives_an_example(words, kinerja):
    shown = kinerja(*words, "--help")

    indonesian, english = (COMMANDS[words].help or "").split("\n")[:2]
    assert shown.exit_code == 0
    assert indonesian.endswith(".")
    assert english
    assert f"kinerja {' '.join(words)}" in shown.stdout.partition("Contoh / Examples:")[2]


def test_every_option_and_argument_has_help_in_both_languages():
    told = [(words, param.name, getattr(param, "help", "")) for words, param in options()]

    assert len(told) > 60
    # "Indonesian. English": two sentences at least
    assert [(words, name) for words, name, text in told if (text or "").count(". ") < 1] == []


SHARED = {"--log": "KINERJA_LOG", "--timezone": "KINERJA_TIMEZONE", "--actor": "KINERJA_ACTOR"}


def variable_of(words, option):
    """KINERJA_<COMMAND>_<OPTION>, as README says."""
    return "_".join(("KINERJA", *words, option.removeprefix("--"))).upper().replace("-", "_")


def test_every_option_is_an_environment_variable_and_help_names_it(kinerja):
    for words, param in options():
        if isinstance(param, TyperArgument) or WITHOUT_VARIABLE & set(param.opts):
            continue
        assert isinstance(param, TyperOption)
        variable = SHARED.get(param.opts[0]) or variable_of(words, param.opts[0])
        shown = "".join(kinerja(*words, "--help", COLUMNS="300").stdout.split())
        assert f"[envvar:{variable}]" in shown


def test_a_variable_stands_for_an_option(here, kinerja):
    log, port = "sqlite:///elsewhere.db", "99999"

    made = kinerja("init", KINERJA_LOG=log)
    refused = kinerja("serve", KINERJA_SERVE_PORT=port)

    assert made.exit_code == 0
    assert (here / "elsewhere.db").is_file()
    assert refused.exit_code == 2
    assert "less than or equal to 65535" in refused.stderr


@pytest.mark.parametrize(
    ("assigned", "words", "says"),
    [
        ("KINERJA_IMPORT_DRY_RUN=1", ("import", "roster.csv", "--sk", "SK.json"), "Checked only"),
        ("KINERJA_IMPORT_SK=SK.json", ("import", "roster.csv"), "3 pegawai dicatat"),
        ("KINERJA_FIND_JSON=1", ("find", "a"), '{"items":[]'),
        ("KINERJA_BATCH_LIST_JSON=1", ("batch", "list"), '{"items":[]'),
        ("KINERJA_PROJECTIONS_JSON=1", ("projections",), '"lag":0'),
    ],
)
def test_a_variable_of_one_command_has_the_commands_name_in_it(record, kinerja, assigned, words, says):
    variable, _, value = assigned.partition("=")

    assert says in kinerja(*words, **{variable: value}).stdout


def test_what_is_typed_goes_before_what_a_variable_says(record, kinerja):
    assert kinerja("find", "a", "--log", "sqlite:///kinerja.db", KINERJA_LOG="sqlite:///none.db").exit_code == 0


def test_the_version_is_told(kinerja):
    assert kinerja("--version").stdout == "kinerja 0.1.0\n"


def test_without_a_command_the_help_is_shown(kinerja):
    shown = kinerja()

    assert "Mencatat / Record" in shown.output
    assert "Melihat / Ask" in shown.output
    assert "Menjalankan / Run" in shown.output


@named
def test_the_readme_names_the_command(words):
    assert f"kinerja {' '.join(words)}" in README.read_text(encoding="utf-8")
