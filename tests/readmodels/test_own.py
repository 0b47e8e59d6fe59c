"""A government keeps its own read models in a folder of its own: they are asked like all others, and harm none."""

import importlib.resources
import re
import sys

import pytest

from kinerja_es.errors import ProjectionInvalid, ProjectionsMissing
from kinerja_es.readmodels import discovery
from kinerja_es.readmodels.own import PACKAGE, all_projections
from tests import examples
from tests.reading import Office

TEMPLATE = discovery.template()
OURS = [projection.name for projection in discovery.discover()[0]]


@pytest.fixture(autouse=True)
def forgotten():
    """What a test loads is gone after it."""
    yield
    for name in [name for name in sys.modules if name.startswith(f"{PACKAGE}.")]:
        del sys.modules[name]


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "model baca"
    folder.mkdir()
    return folder


def written(folder, name, text=TEMPLATE):
    (folder / f"{name}.py").write_text(text.replace("template_contract", f"{name}_contract"), encoding="utf-8")


def line_of(part):
    return TEMPLATE[: TEMPLATE.index(part)].count("\n") + 1


def wrong(folder, name, text):
    """What is told of one file; all others are there."""
    written(folder, name, text)
    found, problems = all_projections(folder)
    assert [projection.name for projection in found] == OURS
    assert {type(problem) for problem in problems} == {ProjectionInvalid}
    return str(problems[0])


def test_files_of_the_folder_stand_among_the_others_by_their_names(folder):
    written(folder, "aaa_kontrak")
    written(folder, "zzz_kontrak")

    found, problems = all_projections(folder)

    assert [projection.name for projection in found] == [OURS[0], "aaa_kontrak", *OURS[1:], "zzz_kontrak"]
    assert problems == []


def test_without_a_folder_there_are_those_that_come_along():
    assert [projection.name for projection in all_projections(None)[0]] == OURS


def test_a_read_model_of_the_folder_is_built_and_asked(folder, tmp_path):
    written(folder, "kontrak")
    office = Office(tmp_path, all_projections(folder)[0])
    office.record(examples.BUDI, examples.employee_registered(nama="Budi", nik=None), examples.contract_signed())

    rows = office.ask("kontrak", "ending", by=examples.date(2026, 12, 31), valid_at=examples.date(2026, 1, 1)).items

    assert [(row["nama"], row["akhir"]) for row in rows] == [("Budi", "2026-09-30")]
    office.close()


def test_another_folder_has_other_files_of_the_same_name(folder, tmp_path):
    written(folder, "kontrak")
    all_projections(folder)
    other = tmp_path / "lain"
    other.mkdir()
    written(other, "kontrak", TEMPLATE.replace("Kontrak siapa yang berakhir", "Kontrak mana yang habis"))

    (kontrak,) = (projection for projection in all_projections(other)[0] if projection.name == "kontrak")

    assert kontrak.question.startswith("Kontrak mana yang habis")


def test_a_file_with_a_leading_underscore_is_not_run(folder):
    written(folder, "_bersama", "raise SystemExit")
    (folder / "baca saya.txt").write_text("def :", encoding="utf-8")

    assert all_projections(folder) == discovery.discover()


def test_a_name_that_the_service_has_is_refused_with_file_and_line(folder):
    assert "find.py, line 1: the service has a read model named find" in wrong(folder, "find", TEMPLATE)


def test_the_name_of_a_file_that_comes_along_is_taken_even_if_it_is_broken(folder, monkeypatch):
    broken = discovery.invalid("find.py", 7, "it is broken")
    found = [projection for projection in discovery.discover()[0] if projection.name != "find"]
    monkeypatch.setattr("kinerja_es.readmodels.own.discover", lambda: (list(found), [broken]))
    written(folder, "find")

    told = [str(problem) for problem in all_projections(folder)[1]]

    assert len(told) == 2
    assert "find.py, line 1: the service has a read model named find" in told[1]


@pytest.mark.parametrize("name", ["Kontrak", "kontrak-baru", "2025", "kontrak baru", "kontrák"])
def test_a_name_that_no_address_and_no_table_could_have_is_refused(folder, name):
    assert f"{name}.py, line 1: a file is named in small letters" in wrong(folder, name, TEMPLATE)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("def :\n", "keliru.py, line 1: invalid syntax"),
        ('"""Apa?"""\n\n1 / 0\n', "keliru.py, line 3: ZeroDivisionError"),
        ('"""Apa?"""\nimport tidak_ada\n', "keliru.py, line 2: ModuleNotFoundError"),
        ('"""Apa?"""\nraise SystemExit(3)\n', "keliru.py, line 2: SystemExit: 3"),
        ('"""Apa?"""\n', "keliru.py, line 1: a projection has at least one fold and one query"),
        ("\0", "keliru.py, line 1: "),
    ],
)
def test_a_mistake_is_told_with_file_and_line(folder, text, told):
    assert told in wrong(folder, "keliru", text)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("    akhir: date\n", "    group: date\n", 'OperationalError: near "group": syntax error'),
        ('indexes=("akhir",)', 'indexes=("selesai",)', "no such column: selesai"),
        ("def start(self) -> tuple[Contract, ...]:", "def start(self) -> Iterator[Tables]:", "Tables"),
    ],
)
def test_tables_that_no_database_would_make_are_told_before_anything_is_folded(folder, before, after, told):
    assert before in TEMPLATE

    text = wrong(folder, "keliru", TEMPLATE.replace(before, after))

    assert f"keliru.py, line {line_of('@read_model.per_employee')}: " in text
    assert told in text


def test_two_files_whose_names_end_in_one_table_do_not_write_over_one_another(folder):
    written(folder, "kontrak")
    written(folder, "kontrak_contract", re.sub(r"\bContract\b", "State", TEMPLATE))

    found, problems = all_projections(folder)

    assert "kontrak" in [projection.name for projection in found]
    told = "the table kontrak_contract_state is one of kontrak already"
    assert f"kontrak_contract.py, line {line_of('@read_model.per_employee')}: {told}" in str(problems[0])


def test_two_queries_of_one_name_are_refused(folder):
    query = TEMPLATE[TEMPLATE.index("@read_model.query\n") :]
    text = TEMPLATE + "\n\n" + query.replace("def ending", "def ending_")

    assert "two queries are named ending" in wrong(folder, "keliru", text)


@pytest.mark.parametrize("name", ["none", "file.txt"])
def test_a_folder_that_cannot_be_read_is_told(tmp_path, name):
    (tmp_path / "file.txt").touch()

    with pytest.raises(ProjectionsMissing, match=name):
        all_projections(tmp_path / name)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("WHERE held.akhir", "WHERE held.selesai", "OperationalError: no such column: held.selesai"),
        ("    return tables.page(", "    tables.no_such(", "AttributeError"),
    ],
)
def test_a_query_with_a_mistake_is_told_with_file_and_line(folder, tmp_path, before, after, told):
    written(folder, "keliru", TEMPLATE.replace(before, after))
    office = Office(tmp_path, all_projections(folder)[0])

    with pytest.raises(ProjectionInvalid, match=r"keliru\.py, ") as caught:
        office.ask("keliru", "ending", by=examples.date(2026, 12, 31), valid_at=examples.date(2026, 1, 1))

    assert f"line {line_of('tables.page(')}: {told}" in str(caught.value)
    office.close()


def test_a_query_that_returns_what_is_no_answer_is_told(folder, tmp_path):
    written(folder, "keliru", TEMPLATE.replace("    return tables.page(", "    return 7\n    return tables.page("))
    office = Office(tmp_path, all_projections(folder)[0])

    with pytest.raises(ProjectionInvalid, match=r"keliru\.py, .*it returned int"):
        office.ask("keliru", "ending", by=examples.date(2026, 12, 31), valid_at=examples.date(2026, 1, 1))
    office.close()


def test_the_example_is_the_template_file():
    assert importlib.resources.files("projections").joinpath("_template.py").read_text(encoding="utf-8") == TEMPLATE
