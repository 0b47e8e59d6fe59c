"""How somebody's work was rated on a day: the table that read models join, and the latest of its rows."""

from datetime import date

from kinerja_es.readmodels.evaluated import last_rated
from kinerja_es.readmodels.reader import select_from
from tests import examples
from tests import examples_performance as of_work

FIRST, SECOND = examples.pegawai(0x51), examples.pegawai(0x52)


def rated(office, day):
    """The period and the predikat of Budi's latest evaluation on a day."""
    office.models.catch_up()
    sql = f"""SELECT rated.sampai, rated.predikat
                FROM (SELECT :pegawai AS subject) who
                {last_rated("who")}"""  # noqa: S608 - the kit's own
    found = select_from(office.models._reader.connection, sql, {"pegawai": str(examples.BUDI), "on": day.isoformat()})
    return [(row["sampai"], row["predikat"]) for row in found]


def evaluated(office):
    """Two quarters: Baik on 12 January, Butuh Perbaikan on 10 April."""
    office.record(
        examples.BUDI,
        examples.employee_registered(),
        examples.evaluated(evaluation_id=FIRST),
        examples.evaluated(
            evaluation_id=SECOND,
            tmt=date(2026, 4, 10),
            dari=date(2026, 1, 1),
            sampai=date(2026, 3, 31),
            hasil=3,
            perilaku=2,
            predikat=3,
        ),
    )


def test_the_latest_evaluation_is_the_one_that_was_decided_by_the_day(office):
    evaluated(office)

    assert rated(office, date(2026, 1, 11)) == [(None, None)]
    assert rated(office, date(2026, 1, 12)) == [("2025-12-31", 2)]
    assert rated(office, date(2026, 4, 10)) == [("2026-03-31", 3)]


def test_an_evaluation_that_an_objection_set_aside_stands_until_then(office):
    evaluated(office)
    aside = {"evaluation_id": SECOND, "filed_on": date(2026, 4, 20), "tanggal": date(2026, 5, 4)}
    office.record(examples.BUDI, of_work.objection_decided(**aside))

    assert rated(office, date(2026, 5, 3)) == [("2026-03-31", 3)]
    assert rated(office, date(2026, 5, 4)) == [("2025-12-31", 2)]


def test_an_objection_that_was_turned_down_changes_nothing(office):
    evaluated(office)
    office.record(
        examples.BUDI, of_work.objection_decided(evaluation_id=SECOND, tanggal=date(2026, 5, 4), putusan="DITOLAK")
    )

    assert rated(office, date(2026, 6, 1)) == [("2026-03-31", 3)]


def test_of_two_evaluations_of_one_period_the_one_that_was_decided_last_counts(office):
    evaluated(office)
    again = {"tmt": date(2026, 1, 20), "assignment_id": None, "hasil": 1, "perilaku": 1, "predikat": 1}
    office.record(examples.BUDI, examples.evaluated(**again))

    assert rated(office, date(2026, 1, 31)) == [("2025-12-31", 1)]
