"""The server under load, compared with the bare engine on the same cores."""

from __future__ import annotations

import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
from tests.faults.serving import BLANK

from benchmarks.pictures import twelve_megapixels
from benchmarks.speed import measure_rate
from idphoto.matting.matte import Quality

CLIENTS: Final = 32
PHOTOS: Final = 500
PAIRS: Final = 3
_PER_PAIR: Final = 64
_ALONE: Final = 30
_BLANK: Final = 200
_IDPHOTO: Final = (str(Path(sys.executable).with_name("idphoto")),)
_PATH: Final = "/api/tasks/visual/external/idphoto"


@dataclass(frozen=True, slots=True)
class _Server:
    url: str
    key: str
    pid: int

    def photo(self, client: httpx.Client, data: bytes) -> float:
        """The time of one synchronous request, in seconds, from its first byte to its last."""
        request = client.build_request(
            "POST",
            self.url + _PATH,
            headers={"X-API-KEY": self.key},
            data={"sync": "1"},
            files={"image_file": ("photo.jpg", data, "image/jpeg")},
        )
        request.read()  # assembling the form is not part of the measurement
        started = time.perf_counter()
        answer = client.send(request)
        took = time.perf_counter() - started
        assert answer.json()["data"]["state"] == 1, answer.text
        return took

    def resident_mb(self) -> float:
        status = Path(f"/proc/{self.pid}/status").read_text("ascii")
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found is not None
        return int(found[1]) / 1024

    def made(self) -> tuple[float, int]:
        """The seconds spent on making photos since the start, and the number of photos made."""
        text = httpx.get(f"{self.url}/metrics").text
        figures = [
            float(re.search(rf'idphoto_step_seconds_{part}{{step="make"}} (\S+)', text)[1])  # type: ignore[index]
            for part in ("sum", "count")
        ]
        return figures[0], int(figures[1])


def measure_overhead(quality: Quality) -> dict[str, Any]:
    """The time of a synchronous request beyond making its photo, in ms, one at a time."""
    _, data = twelve_megapixels()
    with _serving(quality) as server, httpx.Client(timeout=120) as client:
        for _ in range(3):
            server.photo(client, data)
        seconds, count = server.made()
        total = sum(server.photo(client, data) for _ in range(_ALONE))
        seconds_after, count_after = server.made()
    assert count_after - count == _ALONE
    return {
        "quality": quality,
        "request_ms": total / _ALONE * 1000,
        "make_ms": (seconds_after - seconds) / _ALONE * 1000,
        "overhead_ms": (total - (seconds_after - seconds)) / _ALONE * 1000,
    }


def measure_blank() -> dict[str, Any]:
    """The median time of a synchronous request for a blank picture, in ms, one at a time."""
    with _serving("fast", BLANK) as server, httpx.Client(timeout=120) as client:
        for _ in range(_ALONE):
            server.photo(client, b"a photo")
        seconds, count = server.made()
        times = [server.photo(client, b"a photo") for _ in range(_BLANK)]
        seconds_after, count_after = server.made()
    request_ms = statistics.median(times) * 1000
    make_ms = (seconds_after - seconds) / (count_after - count) * 1000
    return {"request_ms": request_ms, "make_ms": make_ms, "overhead_ms": request_ms - make_ms}


def measure_share(quality: Quality) -> dict[str, Any]:
    """Photos per second by the server and by the bare engine, measured alternately."""
    pairs = []
    with _serving(quality) as server:
        _send_all(server, 8)
        for _ in range(PAIRS):
            os.kill(server.pid, signal.SIGSTOP)  # an idle server must not share the cores
            bare = measure_rate(quality)
            os.kill(server.pid, signal.SIGCONT)
            served, _ = _send_all(server, _PER_PAIR)
            pairs.append((served, bare))
    return {
        "quality": quality,
        "clients": CLIENTS,
        "served_per_s": statistics.median(served for served, _ in pairs),
        "bare_per_s": statistics.median(bare for _, bare in pairs),
        "ratio": statistics.median(served / bare for served, bare in pairs),
    }


def measure_endurance(quality: Quality) -> dict[str, Any]:
    """Response times and memory over many photos."""
    with _serving(quality) as server:
        _send_all(server, CLIENTS * 2)
        before = server.resident_mb()
        rate, times = _send_all(server, PHOTOS)
        after = server.resident_mb()
    times.sort()
    return {
        "quality": quality,
        "photos": PHOTOS,
        "p50_ms": statistics.median(times) * 1000,
        "p99_ms": times[int(0.99 * len(times))] * 1000,
        "queue_ms": CLIENTS / rate * 1000,
        "rss_mb": before,
        "rss_after_mb": after,
    }


def _send_all(server: _Server, photos: int) -> tuple[float, list[float]]:
    """Send ``photos`` requests from all clients; returns photos per second, and all times in s."""
    _, data = twelve_megapixels()
    with httpx.Client(timeout=300) as client, ThreadPoolExecutor(CLIENTS) as pool:
        started = time.perf_counter()
        times = list(pool.map(lambda _: server.photo(client, data), range(photos)))
        return photos / (time.perf_counter() - started), times


@contextmanager
def _serving(quality: Quality, program: Sequence[str] = _IDPHOTO) -> Iterator[_Server]:
    """A real server in a process of its own, with a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "IDPHOTO_QUALITY": quality,
            "IDPHOTO_DATA_DIR": folder,
            "IDPHOTO_TEST_MOMENT_S": "0",  # of BLANK
        }
        make_key = [*program, "keys", "create", "load", "--qps", "0", "--json"]
        created = subprocess.run(make_key, env=environment, check=True, capture_output=True)
        with subprocess.Popen(
            [*program, "serve", "--port", "0"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process:
            try:
                assert process.stdout is not None
                url = next(
                    found[0]
                    for line in process.stdout
                    if (found := re.search(r"http://[\d.]+:\d+", line))
                )
                _until_ready(url)
                yield _Server(url, json.loads(created.stdout)["key"], process.pid)
            finally:
                process.terminate()


def _until_ready(url: str) -> None:
    for _ in range(300):
        if httpx.get(f"{url}/readyz").status_code == 200:
            return
        time.sleep(0.2)
    raise TimeoutError("the server did not become ready within a minute")
