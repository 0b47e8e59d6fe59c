"""Units and posts are found by what they are called, also by a name that they got later."""

from uuid import UUID

import pytest

from kinerja_es.log.application import Log, Stores
from kinerja_es.recording.books import Books
from kinerja_es.recording.naming import Names
from tests import examples
from tests.recording.recorder import Office, plain


@pytest.fixture
def office(tmp_path):
    log = Log.create(Stores.beside(tmp_path / "kinerja.db"), examples.clock)
    yield Office(log)
    log.close()


@pytest.fixture
def names(office):
    """What a file asks, after the unit and the post got another name."""
    renamed = plain("OrgUnitChanged", tmt="2026-01-01", change="RENAME", nama="Dinas Baru")
    retitled = plain("PositionChanged", tmt="2026-01-01", title={"nama": "Penelaah"})
    office.record(f"unor-{office.unor}", renamed)
    office.record(f"jabatan-{office.jabatan}", retitled)
    return Names(Books(office.log, office.recorder.today, office.log.head(), office.recorder.instansi))


@pytest.mark.parametrize("induk", ["", "Pemerintah Kota Serang"])
@pytest.mark.parametrize("nama", ["Dinas Pendidikan", "dinas baru"])
def test_a_unit_is_found_by_its_former_name_and_by_its_new_one(office, names, nama, induk):
    assert names.unit("", nama, induk) == UUID(office.unor)


@pytest.mark.parametrize("title", ["Operator Layanan Operasional", "penelaah"])
def test_a_post_is_found_by_its_former_title_and_by_its_new_one(office, names, title):
    assert names.post("", title, UUID(office.unor)) == UUID(office.jabatan)
