"""A stopped server exits promptly, whatever its background threads are waiting for."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
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
