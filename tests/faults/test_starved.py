"""Storage that is down or full, receivers that are away, callers that are slow or send garbage."""

from __future__ import annotations

import contextlib
import random
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from standardwebhooks import Webhook
from tests.faults.serving import COST, CREDITS, PATH, REAL, Server, wait_until

from idphoto.runtime.engine import Engine

GARBAGE = 200


@contextlib.contextmanager
def receiver(port: int = 0) -> Iterator[tuple[int, list[tuple[dict[str, str], bytes]]]]:
    """A receiver of callbacks: its port, and the requests it got."""
    got: list[tuple[dict[str, str], bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1], got
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_with_storage_down_nothing_is_accepted_or_charged(
    make_server: Callable[..., Server], astronaut_jpeg: bytes
) -> None:
    server = make_server()
    server.start()
    photo = {"image_file": ("me.jpg", astronaut_jpeg, "image/jpeg")}
    blobs, away = server.folder / "blobs", server.folder / "away"
    blobs.rename(away)
    blobs.write_text("no folder")
    answer = server.post(photo, sync="1")
    assert answer.status_code == 500
    assert answer.json()["status"] == 500
    assert "storage" in answer.json()["message"]
    assert str(server.folder) not in answer.text
    assert httpx.get(f"{server.url}/readyz").status_code == 503
    assert server.credits() == CREDITS
    blobs.unlink()
    away.rename(blobs)
    assert server.post(photo, sync="1").json()["data"]["state"] == 1


def test_a_result_that_cannot_be_stored_fails_its_task_and_returns_the_credits(
    make_server: Callable[..., Server], astronaut_jpeg: bytes
) -> None:
    server = make_server()
    server.start()
    photo = {"image_file": ("me.jpg", astronaut_jpeg, "image/jpeg")}
    results = server.folder / "blobs" / "results"
    shutil.rmtree(results, ignore_errors=True)
    results.write_text("no folder")
    data = server.post(photo, sync="1").json()["data"]
    assert (data["state"], data["progress"]) == (-2, 0)
    assert "image" not in data
    assert server.credits() == CREDITS


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 12 MB."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(tmp_path)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("a small file system can only be mounted by root")
    yield tmp_path
    subprocess.run(["umount", "--lazy", str(tmp_path)], check=True)


def test_a_full_disk_is_reported_and_leaves_the_service_working(
    small_disk: Path, make_server: Callable[..., Server], astronaut_jpeg: bytes
) -> None:
    server = make_server()
    server.start()
    filler = small_disk / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    photo = {"image_file": ("me.jpg", astronaut_jpeg, "image/jpeg")}
    answer = server.post(photo, sync="1")
    assert answer.status_code == 500
    assert "disk space" in answer.json()["message"]
    # a request without a picture still needs space for a row
    assert server.post(image_url="http://127.0.0.1:9/x.jpg").status_code in (200, 500)
    filler.unlink()
    assert server.post(photo, sync="1").json()["data"]["state"] == 1
    wait_until(lambda: server.credits() == CREDITS - COST)
    assert server.stop() == 0


def test_a_receiver_that_was_away_gets_its_callback_later_even_after_a_crash(
    make_server: Callable[..., Server], astronaut_jpeg: bytes
) -> None:
    server = make_server(callback_delays_s=",".join(["0.3"] * 100))
    secret = server.command("keys", "secret", "client")["callback_secret"]
    server.start()
    port = free_port()
    photo = {"image_file": ("me.jpg", astronaut_jpeg, "image/jpeg")}
    hook = f"http://127.0.0.1:{port}/hook"
    task_id = server.post(photo, callback_url=hook).json()["data"]["task_id"]
    server.ended(task_id)

    def tries() -> int:
        return len(server.command("callbacks", "list")[0]["tries"])

    wait_until(lambda: tries() >= 2)
    server.kill()
    server.start()
    with receiver(port) as (_, got):
        wait_until(lambda: server.command("callbacks", "list")[0]["status"] == "delivered")
    assert len(got) == 1
    headers, body = got[0]
    payload = Webhook(secret).verify(body, headers)
    assert payload["data"]["task_id"] == task_id
    assert (payload["data"]["state"], payload["data"]["progress"]) == (1, 100)


def test_a_slow_upload_is_ended_and_delays_no_other_request(
    make_server: Callable[..., Server], astronaut_jpeg: bytes
) -> None:
    server = make_server(upload_timeout_s="2")
    server.start()
    host, port = server.url.removeprefix("http://").split(":")
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: {host}\r\nX-API-KEY: {server.key}\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n--b\r\n"
    )
    with socket.create_connection((host, int(port)), timeout=60) as slow:
        slow.sendall(head.encode())
        photo = {"image_file": ("me.jpg", astronaut_jpeg, "image/jpeg")}
        assert server.post(photo, sync="1").json()["data"]["state"] == 1
        answer = b"".join(iter(lambda: slow.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"longer than 2 s" in answer


def test_two_hundred_garbage_requests_cause_no_500_and_leave_nothing_behind(
    make_server: Callable[..., Server], engine: Engine, astronaut_jpeg: bytes, tmp_path: Path
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    server = make_server(REAL)
    server.set_variable("TMPDIR", str(temporary))
    server.start()
    dice = random.Random(20261121)  # noqa: S311 - to be repeatable
    server.post({"image_file": ("me.jpg", astronaut_jpeg, "image/jpeg")}, sync="1")
    before = server.resident_mb()
    with httpx.Client(timeout=60) as client:
        statuses = {_garbage(client, server, dice) for _ in range(GARBAGE)}
    assert statuses <= {200, 400, 401, 404, 405, 413, 429}
    assert server.resident_mb() < before + 100
    assert list(temporary.iterdir()) == []
    assert "Traceback" not in (server.folder / "log").read_text()


def _garbage(client: httpx.Client, server: Server, dice: random.Random) -> int:
    """Send one request that no sane client would send; returns the answer's status."""
    body = dice.randbytes(dice.choice([0, 1, 100, 5000, 300_000]))
    kind = dice.choice(
        [
            "multipart/form-data; boundary=x",
            "multipart/form-data",
            "application/x-www-form-urlencoded",
            "application/json",
            "text/\x7f",
            "",
        ]
    )
    if dice.random() < 0.5:
        name = dice.choice(["image_file", "image_url", "sync", "px_width", "nonsense", ""])
        part = f'--x\r\nContent-Disposition: form-data; name="{name}"; filename="a"\r\n\r\n'
        body = part.encode() + body + dice.choice([b"", b"\r\n--x--\r\n"])
    headers = {"Content-Type": kind, "X-API-KEY": dice.choice([server.key] * 5 + ["idp_wrong"])}
    path = dice.choice([PATH, PATH, PATH, "/api/tasks/visual/idphoto", PATH + "/%00", "/api/x"])
    method = dice.choice(["POST"] * 6 + ["GET", "PUT", "DELETE"])
    return client.request(method, server.url + path, content=body, headers=headers).status_code


def test_no_key_picture_or_address_is_logged(
    make_server: Callable[..., Server], engine: Engine, astronaut_jpeg: bytes
) -> None:
    server = make_server(REAL)
    server.start()
    server.post({"image_file": ("Jane Doe.jpg", astronaut_jpeg, "image/jpeg")}, sync="1")
    server.post(image_url="http://127.0.0.1:9/private/jane.jpg?token=hush", sync="1")
    log = (server.folder / "log").read_text()
    assert "task ended" in log
    for secret in (server.key, "Jane", "jane", "hush", "client"):
        assert secret not in log
    assert server.credits() == CREDITS - COST
