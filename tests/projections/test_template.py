"""The template is a projection that works: whoever copies it starts from something true."""

from datetime import date
from uuid import UUID

import pytest

from kinerja_es.readmodels.discovery import DATED, projection_of
from kinerja_es.readmodels.rebuild import rebuild
from projections import _template
from tests import examples
from tests.reading import Office


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path, [DATED, projection_of(_template)])
    yield office
    office.close()


def test_the_template_answers_its_question(office):
    office.record(
        examples.BUDI,
        examples.employee_registered(nama="Budi Contoh", nik=None),
        examples.number_assigned(nip="199001012025211001", tmt=date(2025, 10, 1)),
        examples.contract_signed(contract_id=UUID(int=1), mulai=date(2025, 10, 1), akhir=date(2026, 9, 30)),
        examples.contract_signed(contract_id=UUID(int=2), mulai=date(2026, 10, 1), akhir=date(2027, 9, 30)),
    )

    assert office.ask("template", "ending", by=date(2026, 12, 31), valid_at=date(2026, 1, 1)).items == [
        {
            "pegawai_id": "00000000-0000-4000-8000-000000000010",
            "nip": "199001012025211001",
            "nama": "Budi Contoh",
            "contract_id": "00000000-0000-0000-0000-000000000001",
            "mulai": "2025-10-01",
            "akhir": "2026-09-30",
        }
    ]


def test_the_template_is_rebuilt_like_any_other(office):
    office.record(examples.BUDI, examples.contract_signed())
    office.models.catch_up()

    report = rebuild(office.models, "template")

    assert (report.subjects, report.rows, report.differences) == (1, 1, ())
