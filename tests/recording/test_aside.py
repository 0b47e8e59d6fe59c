"""A second process prepares rows: what it does not answer, this one does, and nothing is told twice or left out."""

import os
import signal
import sys
import threading

import pytest

from kinerja_es.recording import aside
from kinerja_es.recording.aside import Aside, Portion, in_order

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="a second process is forked on Linux only"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]

ROWS = [[n, n + 1] for n in range(0, 200, 2)]


def doubled_there(told, rows):
    return [sum(extra for extra in told), [row * 2 for row in rows]]


def doubled(rows):
    return [row * 2 for row in rows]


def numbers(helper, rows=ROWS, look_up=lambda _: None, prepare=doubled):
    portions = in_order((Portion(row) for row in rows), helper, look_up, prepare)
    return [(portion.rows, portion.made) for portion in portions]


def test_every_portion_comes_once_and_in_order_whoever_prepared_it():
    with Aside(doubled_there, lambda answer: answer[1]) as helper:
        found = numbers(helper)

    assert found == [(row, [row[0] * 2, row[1] * 2]) for row in ROWS]


def test_what_was_looked_up_is_told_once_whether_the_portion_went_there_or_not():
    told = []

    def took(answer):
        told.append(answer[0])
        return answer[1]

    with Aside(doubled_there, took) as helper:
        numbers(helper, look_up=lambda rows: rows[0] or None)

    assert sum(told) <= sum(row[0] for row in ROWS)
    assert told[0] == 0
    assert len(told) > 2


def test_rows_that_cannot_be_sent_are_prepared_here():
    rows = [[1, 2], [object()], [3, 4]]

    with Aside(doubled_there, lambda answer: answer[1]) as helper:
        found = numbers(helper, rows, prepare=len)

    assert found[1] == (rows[1], 1)
    assert [made for _, made in (found[0], found[2])] == [[2, 4], [6, 8]]


def test_what_it_does_not_answer_is_left_to_this_process():
    with Aside(lambda *_: None, lambda answer: answer) as helper:
        found = numbers(helper, prepare=lambda _: "here")

    assert {made for _, made in found} == {None, "here"}
    assert [row for row, _ in found] == ROWS


@pytest.mark.parametrize("how", ["it fails", "it is killed"])
def test_when_it_ends_too_early_nothing_is_lost(how):
    def ends(_, rows):
        if rows[0] == 40:
            if how == "it fails":
                raise RuntimeError
            os.kill(os.getpid(), signal.SIGKILL)
        return rows

    with Aside(ends, lambda answer: answer) as helper:
        found = numbers(helper, prepare=lambda rows: rows)

    assert [row for row, _ in found] == ROWS
    assert [row for row, made in found if made is not None and made != row] == []
    assert len([row for row, made in found if made is None]) <= aside.WAITING


def test_it_is_gone_when_the_work_is_done():
    with Aside(doubled_there, lambda answer: answer[1]) as helper:
        process = helper._process

    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_nobody_is_forked_beside_other_threads():
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert not aside.possible()
    finally:
        stop.set()
        thread.join()
