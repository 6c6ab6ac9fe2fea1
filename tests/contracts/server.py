"""Our server, started as an operator starts it, and a plain HTTP client."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import httpx
from tests.contracts.programs import PATHS

_IDPHOTO: Final = Path(sys.executable).with_name("idphoto")
# The same command, with the networks' earlier outputs cached.
_SERVE: Final = (sys.executable, "-m", "tests.kept", "serve")
_ROOT: Final = Path(__file__).resolve().parents[2]
# Long enough for a busy machine: these limits only stop a hung test.
_START_S: Final = 300
_STOP_S: Final = 120
_TASK_S: Final = 180


@dataclass(frozen=True, slots=True)
class Server:
    """A running server and its keys.

    ``callback_secret`` signs the callbacks of ``key``. ``slow_key`` is limited to one request per
    ten seconds.
    """

    port: int
    key: str
    callback_secret: str
    stranger_key: str
    slow_key: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def running_server(
    data_dir: Path,
    settings: Mapping[str, str] = MappingProxyType({}),
    before: Sequence[Sequence[str | Path]] = (),
) -> Iterator[Server]:
    """Start ``idphoto serve`` and wait until it is ready; afterwards it must stop cleanly.

    ``settings``: extra environment variables. ``before``: ``idphoto`` commands to run before it
    starts.
    """
    environ = {name: value for name, value in os.environ.items() if not _is_ours(name)}
    environ |= {"IDPHOTO_ALLOW_HOSTS": "127.0.0.1", "IDPHOTO_QUALITY": "fast", **settings}
    paths = [str(_ROOT), str(_ROOT / "src"), environ.get("PYTHONPATH", "")]
    environ["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    for command in before:
        done = subprocess.run(
            [_IDPHOTO, *command, "--data-dir", data_dir],
            env=environ,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
    main, stranger, slow = (
        _create_key(data_dir, environ, name, qps)
        for name, qps in (("contracts", "0"), ("stranger", "0"), ("slow", "0.1"))
    )
    log = data_dir / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*_SERVE, "--port", "0", "--data-dir", data_dir],
            env=environ,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            port = _port_once_ready(process, log)
            yield Server(port, main["key"], main["callback_secret"], stranger["key"], slow["key"])
        finally:
            process.terminate()
            status = process.wait(_STOP_S)
    assert status == 0, _tail(log)


class Raw:
    """A client of one of the APIs that uses no vendor's code."""

    def __init__(self, server: Server, api: str, key: str | None = None) -> None:
        headers = {"X-API-KEY": server.key if key is None else key}
        self._path = PATHS[api]
        self.http = httpx.Client(
            base_url=server.url, headers=headers, timeout=_TASK_S, trust_env=False
        )

    def __enter__(self) -> Raw:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def post(self, **how: Any) -> httpx.Response:
        """Create a task; ``how`` is passed to httpx."""
        return self.http.post(self._path, **how)

    def get(self, task_id: str) -> httpx.Response:
        return self.http.get(f"{self._path}/{task_id}")

    def ended(self, task_id: str) -> dict[str, Any]:
        """The whole answer once the task has ended."""
        end = time.monotonic() + _TASK_S
        while time.monotonic() < end:
            answer: dict[str, Any] = self.get(task_id).raise_for_status().json()
            if answer["data"]["state"] == 1 or answer["data"]["state"] < 0:
                return answer
            time.sleep(0.1)
        raise TimeoutError(task_id)

    def done(self, **how: Any) -> dict[str, Any]:
        """Create a task and wait until it succeeds; returns its ``data``."""
        created = self.post(**how).raise_for_status().json()["data"]["task_id"]
        data: dict[str, Any] = self.ended(created)["data"]
        assert (data["state"], data["progress"]) == (1, 100), data
        return data

    def download(self, url: str) -> bytes:
        """A result file, fetched without a key."""
        return httpx.get(url, trust_env=False).raise_for_status().content


def _is_ours(name: str) -> bool:
    """Whether a variable could point the server at a developer's own database or storage."""
    return name.startswith("IDPHOTO_") and name not in ("IDPHOTO_MODELS_DIR", "IDPHOTO_THREADS")


def _create_key(data_dir: Path, environ: dict[str, str], name: str, qps: str) -> dict[str, str]:
    create = [str(_IDPHOTO), "keys", "create", name, "--qps", qps, "--json"]
    done = subprocess.run(
        [*create, "--data-dir", str(data_dir)], env=environ, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    key: dict[str, str] = json.loads(done.stdout)
    return key


def _port_once_ready(process: subprocess.Popen[bytes], log: Path) -> int:
    end = time.monotonic() + _START_S
    while time.monotonic() < end and process.poll() is None:
        listening = re.search(r"http://127\.0\.0\.1:(\d+)", log.read_text("utf-8"))
        if (
            listening
            and httpx.get(f"{listening[0]}/readyz", timeout=60, trust_env=False).is_success
        ):
            return int(listening[1])
        time.sleep(0.1)
    raise AssertionError(f"the server did not start:\n{_tail(log)}")


def _tail(log: Path) -> str:
    return log.read_text("utf-8")[-4000:]
