"""Connections that do nothing, or too little, are closed; the server answers all the same."""

from __future__ import annotations

import json
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest
from fastapi import FastAPI
from tests.server.conftest import Running, StandIn

from idphoto.server import connections, metrics
from idphoto.settings import ServerSettings

V1 = "/api/tasks/visual/idphoto"
HEAD = f"POST {V1} HTTP/1.1\r\nHost: h\r\nX-API-KEY: good\r\nContent-Length: 1000\r\n"
HALF_UPLOAD = f"{HEAD}Content-Type: multipart/form-data; boundary=b\r\n\r\n--b".encode()

IDLE = 1300
# A server under limits on open files.
PROGRAM = """
import resource, sys
from pathlib import Path
from idphoto.server import serve
from idphoto.settings import ServerSettings
from idphoto.tracing.port import NO_TRACER

resource.setrlimit(resource.RLIMIT_NOFILE, (1024, {hard}))

class Idle:
    tracer = NO_TRACER
    @classmethod
    async def open(cls, settings, *, renderers):
        return cls()
    async def close(self, within_s):
        pass

serve.run(ServerSettings(data_dir=Path("/nowhere")), "127.0.0.1", 0, open_service=Idle.open)
"""


@pytest.fixture
def serve(
    run_app: Callable[..., Running], own_app: FastAPI, settings: ServerSettings
) -> Callable[..., Running]:
    """``serve(**settings)`` runs a server over the stand-in."""
    return lambda **changed: run_app(own_app, settings.model_copy(update=changed))


@pytest.fixture
def connect() -> Iterator[Callable[..., socket.socket]]:
    """``connect(port, data)``: a connection that has sent ``data``."""
    with ExitStack() as stack:

        def new(port: int, data: bytes = b"") -> socket.socket:
            made = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=60))
            made.sendall(data)
            return made

        yield new


def status(connection: socket.socket) -> int:
    """The status of the next answer, which is read to its end."""
    with connection.makefile("rb") as file:
        found = int(file.readline().split()[1])
        lines = iter(file.readline, b"\r\n")
        headers = dict(line.lower().strip().split(b": ", 1) for line in lines)
        file.read(int(headers[b"content-length"]))
    return found


def is_closed(connection: socket.socket, drip: bytes = b"") -> bool:
    """Whether the server closes the connection, although it is sent ``drip`` again and again."""
    connection.settimeout(0.1)
    end = time.monotonic() + 30
    while time.monotonic() < end:
        try:
            connection.sendall(drip)
            if not connection.recv(1000):
                return True
        except TimeoutError:
            continue
        except OSError:
            return True
    return False


def dropped(reason: str) -> float:
    value: float = metrics.DROPPED.labels(reason)._value.get()
    return value


@pytest.mark.parametrize(
    ("sent", "drip"),
    [
        (b"", b""),
        (b"GET /healthz HTTP/1.1\r\n", b""),
        (b"GET /healthz HTTP/1.1\r\n", b"X-A: b\r\n"),
    ],
    ids=["nothing", "half_a_head", "a_head_without_end"],
)
def test_a_connection_whose_request_does_not_begin_is_closed(
    serve: Callable[..., Running], connect: Callable[..., socket.socket], sent: bytes, drip: bytes
) -> None:
    before = dropped("head")
    server = serve(head_timeout_s=0.3)
    assert is_closed(connect(server.port, sent), drip)
    assert dropped("head") == before + 1


def test_a_connection_without_another_request_is_closed(
    serve: Callable[..., Running], connect: Callable[..., socket.socket]
) -> None:
    server = serve(head_timeout_s=1000, keep_alive_s=0.3)
    connection = connect(server.port, b"GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n")
    assert status(connection) == 200
    assert is_closed(connection)


def test_another_request_whose_head_has_no_end_is_closed(
    serve: Callable[..., Running], connect: Callable[..., socket.socket]
) -> None:
    server = serve(head_timeout_s=0.3, keep_alive_s=1000)
    connection = connect(server.port, b"GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n")
    assert status(connection) == 200
    assert is_closed(connection, b"GET")


def test_a_connection_that_waits_between_requests_is_kept(
    serve: Callable[..., Running], connect: Callable[..., socket.socket]
) -> None:
    server = serve(head_timeout_s=0.3, keep_alive_s=1000)
    connection = connect(server.port)
    for pause_s in (0.0, 1.0, 0.0):  # longer than a head may take
        time.sleep(pause_s)
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n")
        assert status(connection) == 200


def test_a_request_that_takes_long_is_not_cut_off(
    serve: Callable[..., Running], connect: Callable[..., socket.socket]
) -> None:
    connection = connect(serve(head_timeout_s=0.2, keep_alive_s=0.2).port, HALF_UPLOAD)
    connection.settimeout(1.0)
    with pytest.raises(TimeoutError):
        connection.recv(1)
    connection.settimeout(60)
    connection.sendall(bytes(997))
    assert status(connection) == 400


def test_the_rest_of_a_refused_body_may_not_take_for_ever(
    serve: Callable[..., Running], connect: Callable[..., socket.socket]
) -> None:
    before = dropped("rest")
    server = serve(upload_timeout_s=0.3)
    connection = connect(server.port, HALF_UPLOAD.replace(b"good", b"evil"))
    assert status(connection) == 401
    assert is_closed(connection, b"x")
    assert dropped("rest") == before + 1


def test_an_answer_that_is_not_read_may_not_take_for_ever(
    serve: Callable[..., Running],
    connect: Callable[..., socket.socket],
    stand_in: StandIn,
    monkeypatch: pytest.MonkeyPatch,
    until: Callable[[Callable[[], bool]], None],
) -> None:
    monkeypatch.setattr(connections, "READ_WITHIN_S", 0.3)
    before = dropped("unread")
    stand_in.files["big.png"] = bytes(30_000_000)
    server = serve()
    query = f"expires=1&signature={'a' * 64}"
    connect(server.port, f"GET /files/big.png?{query} HTTP/1.1\r\nHost: h\r\n\r\n".encode())
    until(lambda: dropped("unread") == before + 1)


def test_the_connection_that_waits_longest_makes_room_for_a_new_one(
    serve: Callable[..., Running], connect: Callable[..., socket.socket]
) -> None:
    server = serve(max_connections=16)
    working = [connect(server.port, HALF_UPLOAD) for _ in range(8)]
    assert httpx.get(f"{server.url}/healthz").status_code == 200  # they have been read by then
    waiting = [connect(server.port) for _ in range(20)]
    assert httpx.get(f"{server.url}/healthz").status_code == 200
    assert all(is_closed(each) for each in waiting[:13])
    for connection in working:  # none of them was cut off
        connection.sendall(bytes(997))
        assert status(connection) == 400


def test_the_newest_is_closed_while_every_other_one_has_a_request(
    serve: Callable[..., Running], connect: Callable[..., socket.socket]
) -> None:
    server = serve(max_connections=16)
    working = [connect(server.port, HALF_UPLOAD) for _ in range(16)]
    for connection in working[:2]:
        connection.settimeout(0.2)
        with pytest.raises(TimeoutError):
            connection.recv(1)
    assert is_closed(connect(server.port))
    working[0].settimeout(60)
    working[0].sendall(bytes(997))
    assert status(working[0]) == 400


@pytest.mark.parametrize("hard", ["resource.getrlimit(resource.RLIMIT_NOFILE)[1]", "1024"])
def test_a_server_that_strangers_hold_1300_connections_to_answers(hard: str) -> None:
    soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most < 2 * IDLE:
        pytest.skip("this system allows too few open files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 2 * IDLE), most))
    command = [sys.executable, "-c", PROGRAM.format(hard=hard)]
    with (
        subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process,
        ExitStack() as stack,
    ):
        stack.callback(process.kill)
        assert process.stderr is not None
        lines = (json.loads(line) for line in process.stderr)
        url = next(line["url"] for line in lines if line["event"] == "listening")
        port = int(url.rpartition(":")[2])
        for _ in range(IDLE):
            stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=60))
        assert httpx.get(f"{url}/healthz", timeout=60, trust_env=False).status_code == 200
