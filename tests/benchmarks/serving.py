"""The HTTP measurements: our routes beside the same server doing nothing, from one client on one connection."""

import http.client
import json
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import uvicorn
from fastapi import Request, Response

from kinerja_es import wiring
from kinerja_es.config import Settings
from kinerja_es.domain.catalogue import BY_NAME, command_of
from kinerja_es.domain.envelope import Actor
from kinerja_es.http.app import create_app
from kinerja_es.recording.record import Request as Asked

ROUNDS = 5
EACH = 200
OATH = {"type": "OathTaken", **BY_NAME["OathTaken"].EXAMPLE}


def serve(log_url: str, port: int) -> None:
    """The service, with two routes beside it: one echoes a POST, one returns prebuilt bytes."""
    with wiring.opened(Settings(log_url=log_url)) as service:
        service.read_models.catch_up()
        wiring.tune()
        app = create_app(service)
        prebuilt = b"{" + b'"nama":"Contoh Sintetis",' * 30 + b'"nip":"199001012025211001"}'

        async def echo(request: Request) -> Response:
            body = orjson.loads(await request.body())
            return Response(orjson.dumps(body), 201, media_type="application/json")

        async def ready() -> Response:
            return Response(prebuilt, media_type="application/json")

        app.add_api_route("/bench/echo", echo, methods=["POST"])
        app.add_api_route("/bench/prebuilt", ready)
        uvicorn.run(app, host="127.0.0.1", port=port, http="httptools", access_log=False, log_level="warning")


def measure(log_url: str) -> dict[str, Any]:
    """Rates and latencies of a durable append and of a standing, with their yardsticks in turns."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, __file__, "serve", log_url, str(port)])
    try:
        _wait_until_ready(port)
        with wiring.opened(Settings(log_url=log_url)) as service:
            wiring.tune()
            return _in_turns(http.client.HTTPConnection("127.0.0.1", port), service)
    finally:
        server.terminate()
        server.wait()


def _in_turns(client: http.client.HTTPConnection, service: wiring.Service) -> dict[str, Any]:
    people = _employees(service)
    unsworn = iter(people)
    body = orjson.dumps(OATH)
    command = command_of(BY_NAME["OathTaken"]).model_validate_json(body)

    def post(path: str) -> None:
        headers = {"Content-Type": "application/json", "X-Actor": "benchmark"}
        client.request("POST", path, body, headers)
        _read(client, 201)

    def get(path: str) -> None:
        client.request("GET", path)
        _read(client, 200)

    def append() -> None:
        asked = Asked(uuid4(), Actor(user_id="benchmark"), keep=False)
        service.recorder.record(f"pegawai-{next(unsworn)}", [command], asked)

    names = iter(people * 10)
    works: dict[str, Callable[[], None]] = {
        "append": append,
        "echo": lambda: post("/bench/echo"),
        "post": lambda: post(f"/v1/employees/{next(unsworn)}/events"),
        "standing": lambda: get(f"/v1/employees/{next(names)}"),
        "prebuilt": lambda: get("/bench/prebuilt"),
    }
    times: dict[str, list[list[float]]] = {name: [] for name in works}
    for work in works.values():
        _timed(work, 20)
    for _ in range(ROUNDS):
        for name, work in works.items():
            times[name].append(_timed(work, EACH))
    return {name: _summary(rounds) for name, rounds in times.items()}


def _timed(work: Callable[[], None], count: int) -> list[float]:
    seconds = []
    for _ in range(count):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return seconds


def _summary(rounds: Sequence[Sequence[float]]) -> dict[str, float]:
    every = sorted(second for one in rounds for second in one)
    return {
        "rate": statistics.median(len(one) / sum(one) for one in rounds),
        "p50": every[len(every) // 2],
        "p99": every[int(len(every) * 0.99)],
    }


def _employees(service: wiring.Service) -> list[str]:
    """Their ids, each once, in the order of registration."""
    topics = [f"{BY_NAME['EmployeeRegistered'].TOPIC}.v1"]
    rows = service.log.rows_after(0, 20_000, topics)
    return [row.stream.partition("-")[2] for row in rows]


def _read(client: http.client.HTTPConnection, status: int) -> None:
    answer = client.getresponse()
    body = answer.read()
    if answer.status != status:
        raise RuntimeError(f"{answer.status}: {body[:300]!r}")


def _wait_until_ready(port: int) -> None:
    for _ in range(300):
        try:
            client = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
            client.request("GET", "/bench/prebuilt")
            _read(client, 200)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server did not start")


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(sys.argv[2], int(sys.argv[3]))
    else:
        print(json.dumps(measure(f"sqlite:///{Path(sys.argv[2]).absolute()}")))
