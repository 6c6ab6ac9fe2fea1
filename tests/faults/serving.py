"""A real server in a process of its own, to be killed, starved and fed garbage."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import httpx

from idphoto.accounts import keys
from idphoto.db.database import Database

PATH: Final = "/api/tasks/visual/external/idphoto"
COST: Final = 6  # of a standard photo there
CREDITS: Final = 1000  # the client's first balance
COMMAND: Final = str(Path(sys.executable).with_name("idphoto"))
# Its tasks make blank pictures: none of these tests is about a photo.
BLANK: Final = (sys.executable, "-m", "tests.canned")
REAL: Final = (sys.executable, "-m", "tests.kept")
ROOT: Final = Path(__file__).resolve().parents[2]


class Server:
    """``idphoto serve`` on one data folder; it may be started again after a kill.

    ``program``: how ``idphoto`` is called, unless ``start`` is given a program with a fault.
    """

    def __init__(self, folder: Path, program: Sequence[str] = BLANK, **settings: str) -> None:
        self.folder = folder
        self._program = program
        paths = [str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
        self._environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
            "IDPHOTO_QUALITY": "fast",
            "IDPHOTO_DATA_DIR": str(folder),
            "IDPHOTO_ALLOW_HOSTS": "127.0.0.1",
            **{f"IDPHOTO_{name.upper()}": value for name, value in settings.items()},
        }
        database = self.database()
        database.migrate()
        with database.transaction() as tx:
            new = keys.create_key(tx, "client", credits=CREDITS, qps=0, now=time.time())
        database.close()
        self.key = new.key
        self.process: subprocess.Popen[bytes] | None = None
        self.url = ""

    @property
    def hold(self) -> Path:
        """While this file exists, no task is made."""
        return self.folder / "hold"

    def command(self, *arguments: str) -> Any:
        """Run one of the operator's commands with ``--json``; returns what it prints."""
        done = subprocess.run(
            [COMMAND, *arguments, "--json"],
            env=self._environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return json.loads(done.stdout)

    def start(self, program: Sequence[str] | None = None) -> None:
        """``program``: how ``idphoto`` is called, to start a server with a fault."""
        out = self.folder / "out"
        with (self.folder / "log").open("a") as log, out.open("w") as stdout:
            self.process = subprocess.Popen(
                [*(program or self._program), "serve", "--port", "0"],
                env=self._environment,
                stdout=stdout,
                stderr=log,
            )

        def listens() -> bool:
            assert self.process is not None
            assert self.process.poll() is None, "the server ended at its start"
            found = re.search(r"http://[\d.]+:\d+", out.read_text())
            self.url = found[0] if found else ""
            return bool(found)

        wait_until(listens)
        wait_until(lambda: httpx.get(f"{self.url}/readyz").status_code == 200)

    def fetch(self, url: str) -> httpx.Response:
        """Fetch a link of this server's, which may be from before a restart."""
        return httpx.get(re.sub(r"^http://[\d.]+:\d+", self.url, url))

    def results(self) -> list[Path]:
        """The files that tasks have stored."""
        return [path for path in (self.folder / "blobs" / "results").glob("*") if path.is_file()]

    def kill(self) -> None:
        """Kill it, as the kernel does when memory runs out."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """Stop it, as an operator does; returns the exit code."""
        self.begin_to_stop()
        return self.exit_code()

    def begin_to_stop(self) -> None:
        """Ask it to stop; returns once it accepts no more requests."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        wait_until(lambda: not self._is_ready())

    def exit_code(self) -> int:
        """The exit code of a process that is ending."""
        assert self.process is not None
        return self.process.wait(120)

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz").status_code == 200
        except httpx.TransportError:
            return False

    def post(self, files: dict[str, Any] | None = None, **fields: str) -> httpx.Response:
        headers = {"X-API-KEY": self.key}
        return httpx.post(self.url + PATH, headers=headers, data=fields, files=files, timeout=300)

    def task(self, task_id: str) -> dict[str, Any]:
        answer = httpx.get(f"{self.url}{PATH}/{task_id}", headers={"X-API-KEY": self.key})
        data: dict[str, Any] = answer.json()["data"]
        return data

    def ended(self, task_id: str) -> dict[str, Any]:
        """Wait for a task's end; returns its data."""
        data = self.task(task_id)

        def has_ended() -> bool:
            nonlocal data
            data = self.task(task_id)
            return bool(data["state"] == 1 or data["state"] < 0)

        wait_until(has_ended)
        return data

    def set_variable(self, name: str, value: str) -> None:
        """Set a variable of the server's environment, from its next start."""
        self._environment[name] = value

    def resident_mb(self) -> float:
        assert self.process is not None
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found is not None
        return int(found[1]) / 1024

    def database(self) -> Database:
        return Database(f"sqlite:///{self.folder / 'idphoto.db'}")

    def credits(self) -> int:
        database = self.database()
        with database.reading() as tx:
            left = keys.get_key(tx, "client").credits
        database.close()
        assert left is not None
        return left


def wait_until(true: Callable[[], bool], timeout_s: float = 240.0) -> None:
    """Wait, but not for ever: a fault fails a test rather than hanging it."""
    end = time.monotonic() + timeout_s
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)
