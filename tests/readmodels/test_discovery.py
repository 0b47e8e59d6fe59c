"""A projection is a file: found by being there, named with file and line where it has a mistake."""

import sys
from pathlib import Path

import pytest

import projections
from kinerja_es.readmodels.discovery import DATED, discover
from projections import _template


def template() -> str:
    return Path(_template.__file__).read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A package of projections of its own."""
    package = tmp_path / f"proyeksi_{tmp_path.name}".replace("-", "_")
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield package
    for name in [name for name in sys.modules if name.startswith(package.name)]:
        del sys.modules[name]


def broken(folder, text):
    (folder / "keliru.py").write_text(text, encoding="utf-8")
    _, problems = discover(folder.name)
    return [str(problem) for problem in problems]


def test_every_file_is_found_and_the_template_is_not():
    found, problems = discover()
    files = sorted(file.stem for file in Path(projections.__file__).parent.glob("[!_]*.py"))

    assert [projection.name for projection in found] == ["dated", *files]
    assert len(files) > 3
    assert problems == []


def test_a_question_is_asked_in_the_users_words():
    found = {projection.name: projection.question.splitlines()[0] for projection in discover()[0]}

    assert found["find"] == "Siapa pegawai ini? Cari dengan sebagian nama, NIP (juga yang lama) atau NIK."
    assert found["unit_headcount"] == (
        "Berapa pegawai di tiap unor pada suatu hari, menurut jenis dan status? Unor mana yang terbesar? "
        "Bagaimana trennya?"
    )


def test_every_parameter_of_every_query_has_a_type_and_a_help_text():
    found, _ = discover()
    parameters = [p for projection in found for query in projection.queries.values() for p in query.parameters]

    assert len(parameters) > 10
    assert [p.name for p in parameters if not p.help or p.type is None] == []


def test_a_copy_of_the_template_is_a_projection(folder):
    (folder / "kontrak.py").write_text(template(), encoding="utf-8")

    found, problems = discover(folder.name)

    assert [(p.name, p.version, sorted(p.queries)) for p in found] == [("dated", 1, []), ("kontrak", 1, ["ending"])]
    assert problems == []


def test_a_file_with_a_leading_underscore_is_left_alone(folder):
    (folder / "_kontrak.py").write_text("def :", encoding="utf-8")

    assert discover(folder.name) == ([DATED], [])


def test_a_broken_file_is_named_and_the_others_go_on(folder):
    (folder / "kontrak.py").write_text(template(), encoding="utf-8")
    (folder / "keliru.py").write_text('"""Apa?"""\n\ndef :\n', encoding="utf-8")

    found, problems = discover(folder.name)

    assert [projection.name for projection in found] == ["dated", "kontrak"]
    assert "keliru.py, line 3: invalid syntax" in str(problems[0])


def test_what_a_file_raises_is_told_with_its_line(folder):
    assert "keliru.py, line 3: ZeroDivisionError" in broken(folder, '"""Apa?"""\n\n1 / 0\n')[0]


def test_an_import_that_does_not_exist_is_told_with_its_line(folder):
    assert "keliru.py, line 2: ModuleNotFoundError" in broken(folder, '"""Apa?"""\nimport tidak_ada\n')[0]


def test_a_file_without_a_question_is_refused(folder):
    without = template().split('"""', 2)[2]

    assert "docstring is its question" in broken(folder, without)[0]


def test_a_file_without_a_fold_or_without_a_query_is_refused(folder):
    assert "at least one fold and one query" in broken(folder, '"""Apa?"""\n')[0]


def test_a_query_without_a_help_text_is_refused(folder):
    text = template().replace('    """Contracts that end by a day, the earliest first."""\n', "")

    assert "the query ending has no docstring" in broken(folder, text)[0]


def test_a_query_takes_nothing_that_every_question_has(folder):
    text = template().replace("    limit: Annotated", '    format: Annotated[str, "x"] = "",\n    limit: Annotated')

    assert "the query ending takes format, which every question has" in broken(folder, text)[0]


def test_a_query_that_answers_in_pages_takes_a_cursor(folder):
    text = template().replace("    cursor: Annotated", "    place: Annotated").replace("cursor=cursor", "cursor=place")

    assert "the query ending returns a Page, and takes no limit and cursor" in broken(folder, text)[0]


def test_a_query_of_one_employee_takes_the_employee(folder):
    text = template().replace("@read_model.query", "@read_model.query_of_employee")

    assert "the query ending is of one employee, and takes no employee" in broken(folder, text)[0]


def test_a_parameter_without_a_type_is_refused(folder):
    text = template().replace('by: Annotated[date, "The last day to look at"],', "by,")

    assert "the parameter by has no type" in broken(folder, text)[0]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("float", "akhir: float is no type of a column"),
        ("date | str", "akhir: a column holds one type, or that type and None"),
        ("Annotated", "is no type of a column"),
    ],
)
def test_a_column_of_a_type_that_no_table_has_is_refused(folder, written, told):
    text = template().replace("    akhir: date\n", f"    akhir: {written}\n")

    assert told in broken(folder, text)[0]


def test_a_row_that_is_no_dataclass_is_refused(folder):
    text = template().replace("@dataclass(frozen=True, slots=True)\n", "")

    assert "Contract is no dataclass" in broken(folder, text)[0]


def test_a_fold_that_needs_facts_of_another_subject_is_refused(folder):
    text = template().replace("@read_model.per_employee(", "@read_model.per_unor(")

    assert "EmploymentContractSigned is not" in broken(folder, text)[0]


def test_a_fold_whose_state_has_no_type_is_refused(folder):
    text = template().replace("def start(self) -> tuple[Contract, ...]:", "def start(self):")

    assert "Contracts.start does not say what it returns" in broken(folder, text)[0]


def test_two_folds_with_one_name_for_their_rows_are_refused(folder):
    again = "Again = read_model.per_employee(Contract, needs=())(Rows)"
    text = template().replace("# 3. The queries", f"{again}\n\n# 3. The queries")
    text = text.replace("# 2. The fold", "class Rows:\n    def start(self) -> int: return 0\n\n\n# 2. The fold")

    assert "two folds make rows named Contract" in broken(folder, text)[0]


def test_no_file_takes_the_name_of_the_shared_tables(folder):
    (folder / "dated.py").write_text(template(), encoding="utf-8")

    found, problems = discover(folder.name)

    assert found == [DATED]
    assert "dated.py, line 1: dated is the name of the shared tables" in str(problems[0])
