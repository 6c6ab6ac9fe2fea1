"""Uploads over real connections: large, slow, truncated and invalid ones."""

from __future__ import annotations

import errno
import gc
import random
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import httpx
import pytest
import structlog
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.middleware import Middleware

from idphoto.errors import OutOfResources, TooManyUploads, UploadTooLarge
from idphoto.server import errors
from idphoto.server.drain import Drain
from idphoto.server.tracing import Tracing
from idphoto.server.wire.budget import FREE_BYTES, Uploads
from idphoto.server.wire.forms import MultipartReader
from idphoto.server.wire.spool import Spool
from idphoto.server.wire.uploads import FORM_OVERHEAD_BYTES, receive_form
from idphoto.tracing.port import NO_TRACER

LIMIT = 300_000
BODY_LIMIT = LIMIT + FORM_OVERHEAD_BYTES
TIMEOUT_S = 1.0

STATUS = {UploadTooLarge: 413, TooManyUploads: 503, OutOfResources: 500}
MIB = 2**20

router = APIRouter(
    route_class=errors.route_class(
        lambda error, _: (STATUS.get(type(error), 400), {"message": error.message})
    )
)


@router.post("/sizes")
async def sizes(request: Request, limit: int = LIMIT, key: str = "key") -> JSONResponse:
    with request.app.state.uploads.receiving(key) as upload:
        form = await receive_form(
            request, upload, max_file_bytes=limit, file_fields=("photo",), timeout_s=TIMEOUT_S
        )
    return JSONResponse({name: len(data) for name, data in form.files.items()} | dict(form.fields))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files are: a new folder of its own."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def uploads(folder: Path) -> Uploads:
    return Uploads(folder, per_key_mib=8, in_all_mib=12)


@pytest.fixture
def port(
    run_app: Callable[..., Any],
    uploads: Uploads,
    folder: Path,
    until: Callable[[Callable[[], bool]], None],
) -> Iterator[int]:
    """A server's port. After the test, nothing is left of any upload."""
    app = FastAPI(middleware=[Middleware(Tracing), Middleware(errors.LastResort)])
    app.state.drain, app.state.uploads = Drain(0.5), uploads
    app.state.tracer = NO_TRACER
    errors.install(app, {})
    app.include_router(router)
    gc.collect()
    gc.disable()  # what is given up is freed without it
    try:
        yield run_app(app).port
        until(lambda: held(uploads) == 0 and not open_files(folder) and not alive())
    finally:
        gc.enable()
    assert list(folder.iterdir()) == []


def held(uploads: Uploads) -> int:
    """How many bytes of uploads are counted."""
    return uploads._of_key.total()


def open_files(folder: Path) -> list[str]:
    """The temporary files that this process has open, with or without a name."""
    found = []
    for number in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # closed in the meantime
            found.append(str(number.readlink()))
    return [path for path in found if path.startswith(str(folder))]


def alive() -> list[object]:
    """What uploads in hand consist of."""
    # by type(): isinstance asks the object itself, and some of other libraries' warn
    return [each for each in gc.get_objects() if type(each) in (MultipartReader, Spool)]


@pytest.fixture
def connect(port: int) -> Iterator[Callable[[], socket.socket]]:
    sockets = []

    def new() -> socket.socket:
        sockets.append(socket.create_connection(("127.0.0.1", port), timeout=60))
        return sockets[-1]

    yield new
    for one in sockets:
        one.close()


def head(length: int | None, *headers: str, query: str = "") -> bytes:
    size = "Transfer-Encoding: chunked" if length is None else f"Content-Length: {length}"
    form = "Content-Type: multipart/form-data; boundary=b"
    return "\r\n".join(
        [f"POST /sizes{query} HTTP/1.1", "Host: h", form, size, *headers, "", ""]
    ).encode()


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


def begin_upload(
    connect: Callable[[], socket.socket], size: int, key: str = "key"
) -> socket.socket:
    """A connection that has sent ``size`` bytes of a file of 9 MiB."""
    connection = connect()
    query = f"?limit={9 * MIB}&key={key}"
    connection.sendall(head(9 * MIB, query=query) + photo(size)[: -len("\r\n--b--\r\n")])
    return connection


def test_a_large_file_arrives_whole_by_way_of_a_temporary_file(
    port: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []
    make = tempfile.TemporaryFile

    def watched(dir: Path) -> IO[bytes]:  # noqa: A002 - its name
        made.append(dir)
        return make(dir=dir)

    monkeypatch.setattr(tempfile, "TemporaryFile", watched)
    chance = random.Random(3)  # noqa: S311
    data = chance.randbytes(5 * MIB)
    sent = httpx.post(
        f"http://127.0.0.1:{port}/sizes?limit={6 * MIB}", files={"photo": data, "note": b"xyz"}
    )
    assert (sent.status_code, sent.json()) == (200, {"photo": 5 * MIB, "note": 3})
    assert made == [folder]


def test_uploads_whose_clients_hang_up_leave_nothing(
    connect: Callable[[], socket.socket], uploads: Uploads, folder: Path, until: Any
) -> None:
    connections = [begin_upload(connect, 3 * MIB, key=str(number)) for number in range(3)]
    until(lambda: held(uploads) > 9 * MIB and len(open_files(folder)) == 3)
    for connection in connections:
        connection.close()
    # the fixture port looks at what is left


def test_a_full_disk_is_reported(port: int, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    data = {"photo": bytes(4 * MIB)}
    sent = httpx.post(f"http://127.0.0.1:{port}/sizes?limit={6 * MIB}", files=data)
    assert sent.status_code == 500
    assert sent.json()["message"] == "the server has run out of disk space"


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        (["key"] * 3, "unfinished uploads of this key hold 8 MiB: try again in 5 s"),
        (["a", "b", "c", "d"], "unfinished uploads of all keys hold 12 MiB: try again in 5 s"),
    ],
    ids=["of_one_key", "in_all"],
)
def test_more_than_the_server_may_hold_is_refused_for_a_while(
    connect: Callable[[], socket.socket],
    uploads: Uploads,
    until: Any,
    keys: list[str],
    message: str,
) -> None:
    *earlier, last = keys
    others = [begin_upload(connect, 7 * MIB // 2, key) for key in earlier]
    until(lambda: held(uploads) >= 7 * MIB // 2 * len(earlier))
    connection = begin_upload(connect, 2 * MIB, last)
    connection.sendall(bytes(7 * MIB - 100))  # most clients send all before they read
    status, headers, text = answer(connection)
    assert (status, headers["retry-after"]) == (503, "5")
    assert text.decode() == f'{{"message":"{message}"}}'
    others[0].close()
    until(lambda: held(uploads) < 7 * MIB // 2 * len(earlier))
    again, body = connect(), photo(MIB)
    again.sendall(head(len(body), query=f"?limit={2 * MIB}&key={last}") + body)
    assert answer(again)[0] == 200


def test_a_small_form_passes_while_pictures_fill_the_limit(
    connect: Callable[[], socket.socket], uploads: Uploads, until: Any
) -> None:
    for _ in range(2):
        begin_upload(connect, 4 * MIB - 200)
    until(lambda: held(uploads) >= 8 * MIB - 400)
    connection, body = connect(), photo(FREE_BYTES - 200)
    connection.sendall(head(len(body)) + body)
    assert answer(connection)[0] == 200


def test_announced_bytes_do_not_count(
    connect: Callable[[], socket.socket], uploads: Uploads, until: Any
) -> None:
    for _ in range(5):
        begin_upload(connect, 100)  # of 9 MiB each
    until(lambda: held(uploads) > 500)
    connection, body = connect(), photo(4 * MIB)
    connection.sendall(head(len(body), query=f"?limit={9 * MIB}") + body)
    assert answer(connection)[0] == 200


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
