"""The server as a process: starting, listening, stopping."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from idphoto.errors import BadRequest
from idphoto.server.serve import listen

# A server whose service does nothing, or leaves behind a thread that never ends.
PROGRAM = """
import asyncio, sys, threading, time
from pathlib import Path
from idphoto.server import serve
from idphoto.settings import ServerSettings
from idphoto.tracing.port import NO_TRACER

class Idle:
    tracer = NO_TRACER
    @classmethod
    async def open(cls, settings, *, renderers):
        self = cls()
        if {stuck}:
            self.stuck = asyncio.create_task(asyncio.to_thread(time.sleep, 100_000))
        return self
    async def ready(self):
        return {{}}
    async def close(self, within_s):
        print("closed", file=sys.stderr)

settings = ServerSettings(data_dir=Path("/nowhere"), drain_s=5)
serve.run(settings, "127.0.0.1", {port}, open_service=Idle.open)
print("returned")
"""


class Process:
    """The program above in its own process. ``url``: the address that it logs."""

    def __init__(self, stuck: bool) -> None:
        command = [sys.executable, "-c", PROGRAM.format(stuck=stuck, port=0)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stderr is not None
        self.lines: list[dict[str, Any]] = [json.loads(self.process.stderr.readline())]
        self.url: str = self.lines[0]["url"]

    def stop(self, sign: signal.Signals) -> tuple[int, str, str]:
        self.process.send_signal(sign)
        out, err = self.process.communicate(timeout=120)
        return self.process.returncode, out, err


@pytest.fixture
def process(request: pytest.FixtureRequest) -> Iterator[Process]:
    with ExitStack() as stack:
        started = Process(getattr(request, "param", False))
        stack.enter_context(started.process)
        stack.callback(started.process.kill)
        yield started


def test_the_server_answers_at_the_address_it_logs(process: Process) -> None:
    assert process.lines[0]["event"] == "listening"
    answer = httpx.get(f"{process.url}/healthz")
    assert answer.status_code == 200
    assert "Server" not in answer.headers


@pytest.mark.parametrize("process", [False, True], indirect=True, ids=["well", "stuck"])
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_closes_the_service_and_the_exit_status_is_0(
    process: Process, sign: signal.Signals
) -> None:
    with httpx.Client(base_url=process.url) as http:  # keeps its connection open
        http.get("/healthz").raise_for_status()
        status, _, err = process.stop(sign)
    assert status == 0
    # what this machine lacks is not of interest
    lines = [line for line in err.splitlines() if line == "closed" or '"event"' in line]
    events = [line if line == "closed" else json.loads(line)["event"] for line in lines]
    events = [event for event in events if not event.startswith("part ")]
    assert events == ["request", "stopping", "closed", "stopped"]


def test_a_port_in_use_is_reported_in_one_sentence() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BadRequest) as caught:
            listen("127.0.0.1", port)
    assert caught.value.reason == f"cannot listen at 127.0.0.1:{port}: Address already in use"


@pytest.mark.parametrize(
    ("host", "port"), [("host.invalid", 0), ("127.0.0.1", 70_000), ("192.0.2.1", 0)]
)
def test_an_address_that_cannot_be_listened_on_is_reported(host: str, port: int) -> None:
    with pytest.raises(BadRequest, match=f"cannot listen at {host}:{port}"):
        listen(host, port)


def test_answers_are_sent_without_delay() -> None:
    with listen("127.0.0.1", 0) as listener:  # asyncio recognises TCP sockets by this
        assert listener.proto == socket.IPPROTO_TCP


def test_the_server_listens_on_ipv6_if_available() -> None:
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    try:
        with listen("::1", 0) as listener:
            assert listener.family == socket.AF_INET6
    except BadRequest:
        pytest.skip("this machine has no IPv6 loopback")


def test_a_service_that_cannot_be_opened_says_why(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    program = (
        "from pathlib import Path; from idphoto.settings import ServerSettings;"
        "from idphoto.server.serve import run; from idphoto.errors import IdPhotoError\n"
        f"try: run(ServerSettings(data_dir=Path({str(file / 'data')!r})), '127.0.0.1', 0)\n"
        "except IdPhotoError as error: print(error.code)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "bad_request\n", "")
