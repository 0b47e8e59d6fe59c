"""The service as a process: it starts, answers, follows the log and stops when told to."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import orjson
import pytest

from kinerja_es import wiring
from kinerja_es.config import Settings
from kinerja_es.errors import AddressUnavailable, LoopbackOnly
from kinerja_es.http.serve import listening, serve
from tests import examples
from tests.http.calling import BUDI, PERSON, UNIT, Clerk, client_of, codes

SERVE = """
import sys
from kinerja_es import wiring
from kinerja_es.config import Settings
from kinerja_es.http.serve import serve

with wiring.opened(Settings(log_url=sys.argv[1], max_upload_bytes=2**20)) as service:
    serve(service, "localhost", int(sys.argv[2]))
print("closed")
"""


JSON = BUDI | {"Content-Type": "application/json"}


def free_port():
    with listening("127.0.0.1", 0) as listener:
        return listener.getsockname()[1]


def call(port, path, body=None):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data=body and orjson.dumps(body), headers=JSON)
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - the same
        return answer.status, orjson.loads(answer.read())


def wait_until_it_answers(port):
    for _ in range(200):
        try:
            return call(port, "/readyz")
        except OSError:
            time.sleep(0.05)
    pytest.fail("the service does not answer")


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_service_starts_records_and_ends_when_told_to(tmp_path, stop):
    settings = Settings(log_url=f"sqlite:///{tmp_path}/kinerja.db")
    wiring.create(settings)
    port = free_port()
    command = [sys.executable, "-W", "error", "-c", SERVE, settings.log_url, str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        wait_until_it_answers(port)
        recorded = call(port, "/v1/employees", PERSON)
        found = call(port, "/v1/employees?text=contoh&at_least=1")
        process.send_signal(stop)
        told, complaints = process.communicate(timeout=30)

    assert (recorded[0], recorded[1]["position"]) == (201, 1)
    assert [item["nama"] for item in found[1]["items"]] == ["Contoh Sintetis"]
    assert (process.returncode, told, complaints) == (0, "closed\n", "")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.10", "kinerja.example", "", "127.0.0.1.evil"])  # noqa: S104 - refused
def test_no_other_address_than_loopback_is_listened_at(service, host):
    with pytest.raises(LoopbackOnly):
        serve(service, host, 0)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.0.0.2"])
def test_loopback_addresses_are_listened_at(host):
    with listening(host, 0) as listener:
        assert listener.getsockname()[0].startswith("127.0.0.")


def test_a_port_that_is_taken_is_told(service):
    with listening("127.0.0.1", 0) as taken, pytest.raises(AddressUnavailable, match="Address already in use"):
        serve(service, "127.0.0.1", taken.getsockname()[1])


@pytest.mark.parametrize("port", [-1, 65536, 10**12])
def test_a_port_that_does_not_exist_is_told(service, port):
    with pytest.raises(AddressUnavailable):
        serve(service, "127.0.0.1", port)


# -- following the log -------------------------------------------------------------------


def until(asked, wanted, seconds=10):
    end = time.monotonic() + seconds
    while (got := asked()) != wanted and time.monotonic() < end:
        time.sleep(0.02)
    return got


def follows(clerk):
    """One event is recorded and read in the background; gives what the service says of itself."""
    clerk.recorded("/v1/units", UNIT)
    return until(
        lambda: clerk.get("/readyz").json(), {"status": "ready", "position": 1, "read_models": 1, "lag": 0, "parked": 0}
    )


def test_a_ready_service_tells_how_far_it_has_read(clerk):
    assert follows(clerk) == {"status": "ready", "position": 1, "read_models": 1, "lag": 0, "parked": 0}


def test_what_another_process_records_is_read_too(clerk, service):
    examples.record(service.log, examples.BUDI, examples.employee_registered())

    assert until(lambda: clerk.get("/readyz").json().get("read_models"), 1) == 1


def test_a_projector_that_fails_is_told_and_recording_goes_on(clerk, service):
    def fail(*_, **__):
        raise RuntimeError("rahasia")

    follows(clerk)
    service.read_models.catch_up = fail
    clerk.recorded("/v1/units", UNIT | {"nama": "Dinas Kesehatan"})

    assert until(lambda: clerk.get("/readyz").status_code, 503) == 503
    answer = clerk.get("/readyz")
    assert codes(answer) == [("NOT_READY", None)]
    assert "rahasia" not in answer.text
    assert clerk.post("/v1/employees", PERSON).status_code == 201
    assert clerk.get("/healthz").json() == {"status": "ok"}


def test_a_projector_that_failed_goes_on_once_the_cause_is_gone(clerk, service):
    follows(clerk)
    service.read_models.catch_up = lambda *_, **__: 1 / 0
    clerk.recorded("/v1/units", UNIT | {"nama": "Dinas Kesehatan"})
    until(lambda: clerk.get("/readyz").status_code, 503)

    del service.read_models.catch_up

    assert until(lambda: clerk.get("/readyz").status_code, 200) == 200


def test_a_file_that_was_thrown_away_is_made_anew_while_the_service_runs(clerk, service):
    follows(clerk)
    service.read_models.path.unlink()

    assert until(service.read_models.path.is_file, wanted=True)
    assert until(lambda: clerk.get("/v1/read-models/unit_headcount/largest").status_code, 200) == 200
    assert follows_still(clerk) == 2


def follows_still(clerk):
    clerk.recorded("/v1/units", UNIT | {"nama": "Dinas Kesehatan"})
    return until(lambda: clerk.get("/readyz").json().get("read_models"), 2)


def test_the_first_answer_to_a_request_holds_after_a_restart(service):
    key = {"Idempotency-Key": "sebelum-mati"}
    with client_of(service) as client:
        first = Clerk(client).post("/v1/employees", PERSON, key)
    with client_of(service) as client:
        again = Clerk(client).post("/v1/employees", PERSON, key)

    assert (again.content, again.headers["idempotent-replayed"]) == (first.content, "true")


def test_a_service_stops_in_the_midst_of_reading_and_goes_on_later(service):
    examples.record_many(service.log, examples.roster(3000))
    with client_of(service) as client:
        assert client.get("/healthz").status_code == 200

    assert service.read_models.catch_up() == 12000


def test_a_service_whose_log_was_taken_away_is_not_ready(clerk, service):
    def gone():
        raise OSError(5, os.strerror(5))

    service.log.head = gone

    assert clerk.get("/readyz").status_code == 500


def test_half_a_request_harms_nobody(tmp_path):
    settings = Settings(log_url=f"sqlite:///{tmp_path}/kinerja.db")
    wiring.create(settings)
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, settings.log_url, str(port)], stderr=subprocess.PIPE
    ) as process:
        wait_until_it_answers(port)
        with socket.create_connection(("127.0.0.1", port)) as half:
            half.sendall(b"POST /v1/units HTTP/1.1\r\nHost: localhost\r\nX-Actor: b\r\nContent-Length: 100\r\n\r\n{")
        with socket.create_connection(("127.0.0.1", port)) as odd:
            odd.sendall(b"\x16\x03\x01 no HTTP at all\r\n\r\n")
            refused = odd.recv(100)
        alive = call(port, "/healthz")
        process.terminate()
        complaints = process.communicate(timeout=30)[1]

    assert refused.startswith(b"HTTP/1.1 400")
    assert alive == (200, {"status": "ok"})
    assert b"Traceback" not in complaints


# -- clients that read only when they have sent everything --------------------------------


@pytest.fixture
def serving(tmp_path):
    """The port of a service in a process of its own, which takes files of at most 1 MB."""
    settings = Settings(log_url=f"sqlite:///{tmp_path}/kinerja.db")
    wiring.create(settings)
    port = free_port()
    with subprocess.Popen([sys.executable, "-c", SERVE, settings.log_url, str(port)]) as process:
        wait_until_it_answers(port)
        yield port
        process.terminate()


MEGABYTE = 2**20
FORM = {"Content-Type": "multipart/form-data; boundary=x"}
BEGINNING = b'--x\r\nContent-Disposition: form-data; name="roster"; filename="r.csv"\r\n\r\n'


@pytest.mark.parametrize(
    ("path", "headers", "body", "code"),
    [
        ("/v1/employees", {"Content-Type": "application/json"}, b" " * 3 * MEGABYTE, "BODY_TOO_LARGE"),
        ("/v1/batches", FORM, BEGINNING + b"x" * 30 * MEGABYTE, "FILE_TOO_LARGE"),
    ],
    ids=["3 MB of JSON", "a file of 30 MB"],
)
def test_a_client_that_sends_too_much_reads_why_it_was_refused(serving, path, headers, body, code):
    for _ in range(3):
        for sent in (body, in_pieces(body)):
            client = http.client.HTTPConnection("127.0.0.1", serving, timeout=30)
            client.request("POST", path, sent, BUDI | headers | {"Connection": "close"})
            answer = client.getresponse()
            assert (answer.status, orjson.loads(answer.read())["code"]) == (413, code)
            client.close()


def in_pieces(body):
    """A body whose length is not said before."""
    return (body[at : at + 2**16] for at in range(0, len(body), 2**16))


def test_a_client_of_the_standard_library_is_told_of_every_refusal_however_much_it_sends(serving):
    address = f"http://127.0.0.1:{serving}/v1/nowhere"

    for _ in range(5):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(address, data=b" " * 3 * MEGABYTE, timeout=30)
        assert orjson.loads(refused.value.read())["code"] == "ROUTE_UNKNOWN"
        refused.value.close()


def test_a_client_that_asks_first_is_told_before_it_sends(serving):
    asking = b"Host: localhost\r\nX-Actor: budi\r\nContent-Length: 3000000\r\nExpect: 100-continue\r\n\r\n"

    with socket.create_connection(("127.0.0.1", serving), timeout=5) as client:
        client.sendall(b"POST /v1/employees HTTP/1.1\r\n" + asking)
        told = client.recv(2**16)
        while not told.endswith(b"}]}"):
            told += client.recv(2**16)

    assert told.startswith(b"HTTP/1.1 413")
    assert b'"BODY_TOO_LARGE"' in told


def test_a_connection_that_was_refused_too_much_is_used_again(serving):
    client = http.client.HTTPConnection("127.0.0.1", serving, timeout=30)

    client.request("POST", "/v1/employees", b" " * 3 * MEGABYTE, JSON)
    refused = client.getresponse()
    refused.read()
    client.request("GET", "/healthz")

    assert (refused.status, orjson.loads(client.getresponse().read())) == (413, {"status": "ok"})
    client.close()
