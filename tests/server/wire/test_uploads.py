"""Uploads over real connections: large, slow, truncated and invalid ones."""

from __future__ import annotations

import random
import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.middleware import Middleware

from idphoto.errors import UploadTooLarge
from idphoto.server import errors
from idphoto.server.drain import Drain
from idphoto.server.tracing import Tracing
from idphoto.server.wire.uploads import FORM_OVERHEAD_BYTES, receive_form

LIMIT = 300_000
BODY_LIMIT = LIMIT + FORM_OVERHEAD_BYTES
TIMEOUT_S = 1.0

router = APIRouter(
    route_class=errors.route_class(
        lambda error, _: (
            413 if isinstance(error, UploadTooLarge) else 400,
            {"message": error.message},
        )
    )
)


@router.post("/sizes")
async def sizes(request: Request) -> JSONResponse:
    form = await receive_form(
        request, max_file_bytes=LIMIT, file_fields=("photo",), timeout_s=TIMEOUT_S
    )
    return JSONResponse({name: len(data) for name, data in form.files.items()} | dict(form.fields))


@pytest.fixture
def temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[Path]]:
    """The process's temporary files, which are in a new folder of their own."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return lambda: list(folder.iterdir())


@pytest.fixture
def port(run_app: Callable[..., Any], temporary_files: Callable[[], list[Path]]) -> Iterator[int]:
    app = FastAPI(middleware=[Middleware(Tracing), Middleware(errors.LastResort)])
    app.state.drain = Drain(0.5)
    errors.install(app)
    app.include_router(router)
    yield run_app(app).port
    assert temporary_files() == []


@pytest.fixture
def connect(port: int) -> Iterator[Callable[[], socket.socket]]:
    sockets = []

    def new() -> socket.socket:
        sockets.append(socket.create_connection(("127.0.0.1", port), timeout=60))
        return sockets[-1]

    yield new
    for one in sockets:
        one.close()


def head(length: int | None, *headers: str) -> bytes:
    size = "Transfer-Encoding: chunked" if length is None else f"Content-Length: {length}"
    form = "Content-Type: multipart/form-data; boundary=b"
    return "\r\n".join(["POST /sizes HTTP/1.1", "Host: h", form, size, *headers, "", ""]).encode()


def photo(size: int) -> bytes:
    begin = b'--b\r\nContent-Disposition: form-data; name="photo"; filename="a"\r\n\r\n'
    return begin + bytes(size) + b"\r\n--b--\r\n"


def answer(connection: socket.socket) -> tuple[int, dict[str, str], bytes]:
    """The next answer: status, headers, body."""
    file = connection.makefile("rb")
    status = int(file.readline().split()[1])
    headers = {}
    while line := file.readline().strip():
        name, _, value = line.decode().partition(": ")
        headers[name] = value
    return status, headers, file.read(int(headers["content-length"]))


def test_a_file_at_the_limit_arrives_whole(port: int) -> None:
    sent = httpx.post(f"http://127.0.0.1:{port}/sizes", files={"photo": bytes(LIMIT)})
    assert (sent.status_code, sent.json()) == (200, {"photo": LIMIT})


@pytest.mark.parametrize(
    ("size", "message"),
    [
        (LIMIT + 1, f"photo is larger than {LIMIT:,} bytes"),
        (2 * BODY_LIMIT - 1000, f"photo is larger than {LIMIT:,} bytes"),
    ],
)
def test_a_client_that_sends_everything_first_still_reads_that_it_was_too_large(
    connect: Callable[[], socket.socket], size: int, message: str
) -> None:
    connection, body = connect(), photo(size)
    connection.sendall(head(len(body)) + body)
    status, headers, text = answer(connection)
    assert status == 413
    assert text.decode() == f'{{"message":"{message}"}}'
    assert "connection" not in headers
    connection.sendall(head(len(photo(5))) + photo(5))  # the connection still works
    assert answer(connection)[::2] == (200, b'{"photo":5}')


def test_a_body_of_many_files_is_bounded_as_a_whole(port: int) -> None:
    files = {f"extra{number}": bytes(LIMIT) for number in range(5)}
    sent = httpx.post(f"http://127.0.0.1:{port}/sizes", files=files)
    assert sent.status_code == 413
    assert sent.json()["message"] == f"the request's body is larger than {BODY_LIMIT:,} bytes"


def test_a_client_that_never_stops_sending_is_cut_off(connect: Callable[[], socket.socket]) -> None:
    connection, begin = connect(), photo(0)[:70]
    connection.sendall(head(None) + b"%x\r\n" % len(begin) + begin + b"\r\n")
    for _ in range(2 * BODY_LIMIT // 1000 + 1):
        connection.sendall(b"3e8\r\n" + bytes(1000) + b"\r\n")
    status, headers, _ = answer(connection)
    assert (status, headers["connection"]) == (413, "close")
    assert connection.recv(1) == b""


def test_an_upload_that_takes_too_long_is_refused(connect: Callable[[], socket.socket]) -> None:
    connection = connect()
    connection.sendall(head(1000) + photo(500)[:200])
    status, headers, text = answer(connection)
    assert (status, headers["connection"]) == (400, "close")
    assert text == b'{"message":"body: the upload took longer than 1 s"}'
    assert connection.recv(1) == b""


def test_a_file_that_is_too_large_is_refused_as_such_even_if_the_rest_is_late(
    connect: Callable[[], socket.socket],
) -> None:
    connection, body = connect(), photo(LIMIT + 70_000)
    connection.sendall(head(len(body)) + body[:-1])
    assert answer(connection)[0] == 413


def test_a_client_that_hangs_up_is_not_an_error(
    connect: Callable[[], socket.socket], until: Callable[[Callable[[], bool]], None]
) -> None:
    with structlog.testing.capture_logs() as lines:
        connection = connect()
        connection.sendall(head(250_000) + photo(240_000)[:100_000])
        connection.close()
        until(lambda: bool([line for line in lines if line["event"] == "request"]))
    assert [(line["log_level"], line["status"]) for line in lines] == [("info", 499)]


def test_a_client_that_breaks_http_is_not_an_error(
    connect: Callable[[], socket.socket], until: Callable[[Callable[[], bool]], None]
) -> None:
    with structlog.testing.capture_logs() as lines:
        connection = connect()
        connection.sendall(head(None) + b"5\r\n--b\r\n\r\nno length\r\n")
        assert connection.recv(12) == b"HTTP/1.1 400"
        until(lambda: bool([line for line in lines if line["event"] == "request"]))
    assert [(line["log_level"], line["status"]) for line in lines] == [("info", 499)]


def test_a_truncated_body_is_a_bad_request(connect: Callable[[], socket.socket]) -> None:
    connection, body = connect(), photo(1000)[:700]
    connection.sendall(head(len(body)) + body)
    assert answer(connection)[::2] == (400, b'{"message":"body: ends before its last boundary"}')


def test_a_client_that_waits_for_100_continue_gets_it(
    connect: Callable[[], socket.socket],
) -> None:
    connection, body = connect(), photo(1000)
    connection.sendall(head(len(body), "Expect: 100-continue"))
    assert connection.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
    connection.sendall(body)
    assert answer(connection)[0] == 200


def test_a_client_that_offers_http_2_is_answered(
    connect: Callable[[], socket.socket],
) -> None:
    # as the HTTP client of Java's standard library does in its first request
    connection, body = connect(), photo(1000)
    upgrade = ("Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAEA")
    connection.sendall(head(len(body), *upgrade) + body)
    assert answer(connection)[::2] == (200, b'{"photo":1000}')


def test_arbitrary_bytes_are_at_worst_a_bad_request(port: int) -> None:
    chance = random.Random(7)  # noqa: S311
    good = photo(400) + b'--b\r\nContent-Disposition: form-data; name="size"\r\n\r\n1\r\n--b--'
    types = [
        "multipart/form-data; boundary=b",
        "multipart/form-data",
        'multipart/form-data; boundary="',
        "application/x-www-form-urlencoded",
        "text/plain",
        ";;==",
    ]
    statuses = set()
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as http:
        for _ in range(200):
            body = bytearray(good if chance.random() < 0.7 else chance.randbytes(500))
            for _ in range(chance.randrange(6)):
                start = chance.randrange(len(body))
                body[start : start + chance.randrange(30)] = chance.randbytes(chance.randrange(20))
            kind = types[0] if chance.random() < 0.6 else chance.choice(types)
            sent = http.post("/sizes", content=bytes(body), headers={"Content-Type": kind})
            assert sent.headers["X-Trace-Id"]
            statuses.add(sent.status_code)
    assert statuses == {200, 400}
