"""What becomes of an SK reaches whoever it names, also where a fact of it comes back later."""

from uuid import UUID

import pytest

from kinerja_es.domain.history import History
from kinerja_es.log.application import Log, Stores
from kinerja_es.recording.decisions import Decisions
from tests import examples
from tests.recording.recorder import SK, Office, plain, request

WHY = {"evidence": "Petikan SK", "approved_by": "Kepala BKPSDM", "reason": "Salah catat"}


@pytest.fixture
def office(tmp_path):
    log = Log.create(Stores.beside(tmp_path / "kinerja.db"), examples.clock)
    yield Office(log)
    log.close()


def void(office, stream, event_id):
    answer = office.record(stream, plain("RecordVoided", target_event_id=event_id, **WHY))
    return answer["events"][0]["event_id"]


def test_an_annulment_that_was_lifted_while_a_fact_was_voided_is_lifted_for_the_fact_that_comes_back(office):
    budi, decisions = office.active(), Decisions(office.recorder)
    official = {"tanggal": "2026-02-01", "pejabat_jabatan": SK["pejabat_jabatan"], "jenis": "LAINNYA"}
    by = office.open("DecisionIssued", nomor="B-1/2026", **official)["sk_id"]
    annulment = plain("DecisionAnnulled", kind="DITUNDA", by="PEJABAT", effect_from="2026-03-01", sk={"sk_id": by})
    lifts = decisions.change(UUID(office.sk), annulment, request())["events"][0]["event_id"]
    appointment = office.log.read(budi)[2].event.event_id
    voided = void(office, budi, appointment)
    again = plain("DecisionReinstated", lifts=lifts, mulai="2026-05-01", court_ref="12/G/2026")
    decisions.change(UUID(office.sk), again, request())

    void(office, budi, voided)

    told = [(r.event.LABEL, str(r.event.tmt)) for r in office.log.read(budi)[-2:]]
    assert told == [("Catatan dinyatakan tidak pernah ada", "2025-10-01"), ("Pemulihan SK bagi pegawai", "2026-05-01")]
    standing = History(r.event for r in office.log.read(budi)).standing
    days = ("2026-02-28", "2026-03-01", "2026-04-30", "2026-05-01")
    assert [standing.status_on(examples.TMT.fromisoformat(day)) for day in days] == [
        "AKTIF",
        "DIANGKAT",
        "DIANGKAT",
        "AKTIF",
    ]
