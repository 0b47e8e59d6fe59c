"""A roster's events are made from values that its readers have parsed, and are not checked a second time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from kinerja_es.domain.envelope import ShortText, maker
from kinerja_es.domain.identity import EmployeeRegistered
from kinerja_es.errors import Problem
from kinerja_es.log.application import Log, Stores
from kinerja_es.log.keys import Sealer
from kinerja_es.log.transcoder import Encoder, topic_of
from kinerja_es.recording import cells
from kinerja_es.recording.batch import import_roster
from tests import examples
from tests.recording.recorder import recorder_of, request
from tests.recording.rosters import person, sk_of, three, write

SHORT = TypeAdapter(ShortText)


@pytest.fixture
def log(tmp_path):
    with_log = Log.create(Stores.beside(tmp_path / "kinerja.db"), examples.clock)
    yield with_log
    with_log.close()


def made_like(event):
    return maker(type(event))(event.__dict__)


@pytest.mark.parametrize(
    "event",
    [examples.employee_registered(), examples.number_assigned(), examples.appointed(), examples.duty_commenced()],
    ids=topic_of,
)
def test_an_event_that_is_made_is_the_one_that_is_validated(event):
    made = made_like(event)

    assert made == event
    assert list(made.__dict__) == list(event.__dict__)
    assert Encoder().encode(made) == Encoder().encode(event)
    assert made.model_copy(update={"reason": "x"}) == event.model_copy(update={"reason": "x"})
    with pytest.raises(ValidationError, match="frozen"):
        made.reason = "x"


def test_what_is_left_out_is_as_the_class_has_it():
    event = examples.employee_registered()
    named = {name: value for name, value in event.__dict__.items() if value is not None and value != ()}

    made = maker(EmployeeRegistered)(named)

    assert (made.gelar_depan, made.documents, made.exception) == (None, (), None)
    assert made == event


def test_every_event_of_a_roster_is_read_back_by_the_class_that_checks_it(log, tmp_path):
    rows = [*three(), person(1004, **{"GELAR DEPAN": "Dr.", "NIK": "null"})]
    import_roster(recorder_of(log), write(tmp_path / "roster.csv", rows), sk_of(PPPK=1, PPPK_PARUH_WAKTU=3), request())

    stored = log.rows_after(0, 1000)

    # The SK, the batch and its file, a unit and a post; four people with four events each.
    assert len(stored) == 5 + 4 * 4
    assert [row.topic for row in stored if again(log, row) != row.state] == []


def again(log, row):
    return Encoder().encode(log.decode(row.topic, row.state), row.stream[-36:], Sealer(log.keys))


@given(st.text(st.characters(codec="utf-8"), max_size=320))
def test_a_cell_that_is_taken_is_a_text_that_an_event_may_hold(cell):
    try:
        text = cells.text(cell)
    except Problem:
        return

    assert text is None or SHORT.validate_python(text) == text
