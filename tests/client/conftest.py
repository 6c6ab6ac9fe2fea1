"""Conversations without a server, and a server whose tasks make blank pictures."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import httpx
import pytest
from PIL import Image
from tests.canned import blank_files
from tests.server.conftest import PATIENCE_S, serving

from idphoto.client import Client
from idphoto.client.retries import Retries
from idphoto.client.wire import Outcome, Response, Script, Step
from idphoto.errors import NoFace
from idphoto.services.service import Service
from idphoto.settings import ServerSettings
from idphoto.steps import Progress
from idphoto.tasks.made import Made


def picture(colour: str) -> bytes:
    """A JPEG file of 60 × 80 px."""
    buffer = io.BytesIO()
    Image.new("RGB", (60, 80), colour).save(buffer, "JPEG")
    return buffer.getvalue()


PORTRAIT, NOBODY = picture("grey"), picture("black")
URL = "http://server.example/v1/tasks"
PROBLEM = {
    "type": "urn:idphoto:error:no_face",
    "title": "No face",
    "status": 422,
    "detail": "no face was found",
    "code": "no_face",
    "remedy": "use another photo",
    "trace_id": "0af7651916cd43dd8448eb211c80319c",
}
TASK = {
    "id": "t1",
    "kind": "photo",
    "state": "done",
    "progress": 100,
    "created_at": "2027-01-01T00:00:00Z",
    "charged": 6,
    "trace_id": PROBLEM["trace_id"],
}


def response(body: Any = b"", status: int = 200, **headers: str) -> Response:
    """An answer; ``headers`` with _ for -."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Response(URL, status, {name.replace("_", "-"): v for name, v in headers.items()}, data)


class Conversation:
    """Plays a script with given outcomes. ``steps``: what it sent; ``now``: seconds, which pauses
    and ``takes_s`` per call move."""

    def __init__(self, outcomes: Iterable[Outcome], takes_s: float = 0.0) -> None:
        self._outcomes: Iterator[Outcome] = iter(outcomes)
        self._takes_s = takes_s
        self.steps: list[Step[object]] = []
        self.now = 0.0

    def clock(self) -> float:
        return self.now

    def play(self, script: Script[Any]) -> Any:
        try:
            step = next(script)
            while True:
                self.steps.append(step)
                self.now += step.after_s + self._takes_s
                step = script.send(next(self._outcomes))
        except StopIteration as end:
            return end.value


@pytest.fixture
def conversation() -> Callable[..., Conversation]:
    """``conversation(*outcomes)``: what a script is played with."""
    return lambda *outcomes, takes_s=0.0: Conversation(outcomes, takes_s)


@pytest.fixture
def steady() -> Retries:
    """Retries without chance."""
    return Retries(jitter=lambda: 0.0)


# --- a server whose tasks make blank pictures ---------------------------------------------------


@dataclass(frozen=True)
class LiveServer:
    """A running server. ``gate``: while it is not set, tasks run on. ``key``: with 1000 credits."""

    url: str
    key: str
    gate: threading.Event


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The whole application with its database and queue, but without networks."""
    gate = threading.Event()
    gate.set()

    def make(
        order: dict[str, Any], photos: Sequence[bytes], deadline: float, progress: Progress
    ) -> Made:
        progress("blank", 0.0)
        assert gate.wait(PATIENCE_S)
        if photos[0] == NOBODY:
            raise NoFace()
        return blank_files(order)

    settings = ServerSettings(data_dir=tmp_path_factory.mktemp("data"), drain_s=0.5)
    with serving(settings, partial(Service.open, make=make)) as it:
        yield LiveServer(it.url, it.key, gate)


@pytest.fixture
def held(live: LiveServer) -> Iterator[threading.Event]:
    """Tasks wait until the test sets the event, or ends."""
    live.gate.clear()
    yield live.gate
    live.gate.set()


@pytest.fixture
def client(live: LiveServer) -> Iterator[Client]:
    with httpx.Client(trust_env=False) as http:
        yield Client(live.url, live.key, http=http)
