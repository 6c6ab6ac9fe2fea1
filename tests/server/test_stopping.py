"""A stopped server exits promptly, whatever its background threads are waiting for."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
from filelock import FileLock
from tests.server.conftest import Running

from idphoto.server.app import create_app
from idphoto.server.drain import Drain
from idphoto.services.service import Service
from idphoto.settings import ServerSettings

ENDS_WITHIN_S = 30  # a second on an idle machine; the awaited event never comes

# A server whose first network needs a lock that another process holds.
PROGRAM = """
import sys
from pathlib import Path
from filelock import FileLock
from idphoto.server import serve
from idphoto.services import pictures
from idphoto.settings import ServerSettings

folder = Path(sys.argv[1])

def load():
    print("loading", flush=True)
    FileLock(folder / ".lock").acquire()

pictures.photo_networks = lambda *_: [load]
serve.run(ServerSettings(data_dir=folder / "data"), "127.0.0.1", 0)
"""


# A server that cannot end well: a task hangs on its worker, and so does each part that is closed.
HANGING = """
import asyncio, json, sys, threading
from functools import partial
from pathlib import Path
from idphoto.accounts import keys
from idphoto.db.database import Database
from idphoto.server import serve
from idphoto.services.service import Service
from idphoto.settings import ServerSettings
from idphoto.tasks.run import Runner

settings = ServerSettings(data_dir=Path(sys.argv[1]), drain_s=1)

def make(order, photos, deadline, progress):
    print("making", flush=True)
    threading.Event().wait()

def away(self, begun):
    threading.Event().wait()

Runner._requeue = away
if sys.argv[2] == "loop":  # the event loop itself hangs
    Database.close = lambda self: threading.Event().wait()

def told(port):
    database = Database(settings.resolved_database_url)
    with database.transaction() as tx:
        key = keys.create_key(tx, "tests", credits=None, qps=0, now=0.0).key
    print(json.dumps({"url": f"http://127.0.0.1:{port}", "key": key}), flush=True)

serve.run(settings, "127.0.0.1", 0, told, partial(Service.open, make=make))
"""


@pytest.fixture
def loading(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Networks keep loading until the test ends; the event is set once loading has begun."""
    begun, ended = threading.Event(), threading.Event()

    def load() -> None:
        begun.set()
        ended.wait()

    monkeypatch.setattr("idphoto.services.pictures.photo_networks", lambda *_: [load, load])
    yield begun
    ended.set()


def test_a_server_ends_while_its_networks_are_loading(
    settings: ServerSettings, loading: threading.Event, run_app: Callable[..., Running]
) -> None:
    running = run_app(create_app(settings, Service.open))
    assert loading.wait(ENDS_WITHIN_S)
    running.stop()
    running.thread.join(ENDS_WITHIN_S)
    assert not running.thread.is_alive()


def test_a_process_ends_while_another_one_holds_the_lock_of_the_weights(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(tmp_path)]
    with (
        FileLock(tmp_path / ".lock"),
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process,
    ):
        assert process.stdout is not None
        assert process.stdout.readline() == b"loading\n"
        process.send_signal(signal.SIGTERM)
        try:
            assert process.wait(ENDS_WITHIN_S) == 0
        finally:
            process.kill()


@pytest.mark.parametrize("hangs", ["threads", "loop"])
def test_a_process_ends_although_an_upload_a_task_and_the_database_hang_together(
    tmp_path: Path, hangs: str
) -> None:
    command = [sys.executable, "-c", HANGING, str(tmp_path), hangs]
    with (
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process,
        ExitStack() as stack,
    ):
        stack.callback(process.kill)
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        headers = {"X-API-KEY": told["key"]}
        path = "/api/tasks/visual/idphoto"
        httpx.post(f"{told['url']}{path}", headers=headers, files={"image_file": b"photo"})
        assert process.stdout.readline() == "making\n"
        host, _, port = told["url"].removeprefix("http://").partition(":")
        upload = stack.enter_context(socket.create_connection((host, int(port))))
        form = "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000"
        head = f"POST {path} HTTP/1.1\r\nHost: h\r\nX-API-KEY: {told['key']}\r\n{form}\r\n\r\n--b"
        upload.sendall(head.encode())
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=ENDS_WITHIN_S)
        assert process.returncode == 0
        events = [json.loads(line)["event"] for line in log.splitlines()]
        assert ("stopped" if hangs == "threads" else "not stopped in time") in events
        assert "tasks not released" in events


def test_closing_the_service_ends_although_a_part_of_it_does_not(
    settings: ServerSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def forever(*_: object) -> None:
        await asyncio.Event().wait()

    async def open_and_close() -> None:
        service = await Service.open(settings, renderers={}, make=nobody, checker=nobody)
        monkeypatch.setattr(service.tasks, "close", forever)
        await service.close(0.0)

    nobody: Any = None  # nothing is made or checked
    monkeypatch.setattr("idphoto.services.service.CLOSE_WITHIN_S", 0.1)
    with structlog.testing.capture_logs() as lines:
        asyncio.run(open_and_close())
    assert "not closed in time" in [line["event"] for line in lines]


def test_requests_and_tasks_share_one_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    stopping = Drain(30.0)
    assert stopping.left_s() == 30.0
    now = 200.0
    stopping.begin()
    assert stopping.left_s() == 30.0
    now = 220.0
    assert stopping.left_s() == 10.0
    now = 240.0
    assert stopping.left_s() == 0.0
