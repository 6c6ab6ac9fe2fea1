"""The native API on the real service, whose pictures are canned."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from fastapi import FastAPI
from PIL import Image
from tests.contracts.site import Site
from tests.server.conftest import DRAIN_S, PATIENCE_S, running

from idphoto.accounts import keys
from idphoto.accounts.account import Account, find_account
from idphoto.db.database import Database
from idphoto.errors import NoFace
from idphoto.server.app import create_app
from idphoto.services.service import Service
from idphoto.settings import ServerSettings
from idphoto.tasks.made import REPORT, File, Made


def _picture(colour: str, size_wh: tuple[int, int] = (30, 40)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size_wh, colour).save(buffer, "PNG")
    return buffer.getvalue()


# Portraits as ``Canned`` knows them.
GOOD: Final = _picture("white")
FACELESS: Final = _picture("black")
SLOW: Final = _picture("grey")
# What a photo's report says, in part.
FINDING: Final = {
    "id": "eyes_closed",
    "title": "Eyes closed",
    "subject": "face",
    "verdict": "fail",
    "reason": "the eyes are closed",
    "advice": "open the eyes",
    "value": 0.1,
    "unit": "",
    "limits": None,
    "allowed": "open",
    "region": [1, 2, 3, 4],
    "source": "ICAO",
    "verified": True,
}
COMPLIANCE: Final = {
    "verdict": "fail",
    "worst": "eyes_closed",
    "judged_as": "finished",
    "spec": "jp-visa",
    "title": "Japan visa",
    "authority": "MOFA",
    "requirements": "",
    "source": "",
    "checked": "",
    "age": None,
    "counts": {"pass": 0, "fail": 1, "unsure": 0, "not_assessed": 0},
    "findings": [FINDING],
}
PHOTO: Final = {
    "px": [531, 531],
    "mm": [45.0, 45.0],
    "dpi": 300,
    "bytes": 6,
    "format": "jpeg",
    "quality": 92,
    "geometry": {
        "px": {"head_height": 300.0},
        "mm": {"head_height": 25.4},
        "yaw_deg": 1.0,
        "pitch_deg": 2.0,
        "source_roll_deg": 3.0,
    },
    "head_on_source": {
        "px": [30, 40],
        "left_eye": [10, 10],
        "right_eye": [20, 10],
        "chin": [15, 30],
        "crown": [15, 2],
        "top": [15, 1],
    },
    "to_photo": [[10.0, 0.0, 0.0], [0.0, 10.0, 0.0]],
    "limits": {"head_height": {"low": 280.0, "high": 320.0}},
    "warnings": [{"code": "eyes_closed", "message": "the eyes are closed"}],
}
SHORT: Final = {"compliance": {"verdict": "fail", "worst": "eyes_closed"}}
_TIMED: Final = {"timings_ms": {"write": 1.5}}


@dataclass
class Canned:
    """Makes files of a few bytes: none of FACELESS, and of SLOW only once ``gate`` is open."""

    gate: threading.Event = field(default_factory=threading.Event)

    def __call__(
        self, order: dict[str, Any], photos: Sequence[bytes], deadline: float, progress: object
    ) -> Made:
        if photos[0] == SLOW:
            self.gate.wait(PATIENCE_S)
        if photos[0] == FACELESS:
            raise NoFace()
        return _MAKERS[order["kind"]](order)


def _made_photo(order: dict[str, Any]) -> Made:
    files = {"image": File(b"a file", "jpeg", (531, 531))}
    if order["sheet"]:
        files["sheet"] = File(b"a sheet", order["sheet"]["format"], (1800, 1200))
    files[REPORT] = File.of_json({**PHOTO, **_TIMED, "compliance": COMPLIANCE})
    return Made(files, {**_TIMED, **SHORT})


def _made_check(_: dict[str, Any]) -> Made:
    whole = {"compliance": {**COMPLIANCE, "judged_as": "source"}, **_TIMED}
    return Made({REPORT: File.of_json(whole)}, {**_TIMED, **SHORT})


def _made_cutout(order: dict[str, Any]) -> Made:
    image = File(b"a cut-out", order["output"]["format"], (30, 40))
    return Made({"image": image}, {"px": [30, 40], **_TIMED})


def _made_sheet(order: dict[str, Any]) -> Made:
    count = len(order["copies"])
    said = {"paper": "A6", "paper_mm": [105.0, 148.0], "dpi": 300.0, "count": count}
    image = File(b"a sheet", order["request"]["format"], (1240, 1748))
    return Made({"image": image}, {**said, "counts": [1] * count, **_TIMED})


def _made_headshots(_: dict[str, Any]) -> Made:
    files = {name: File(b"a headshot", "png", (768, 1024)) for name in ("1", "2")}
    return Made(files, {"headshots": [{"notices": []}, {"notices": ["glasses"]}], **_TIMED})


_MAKERS: Final[dict[str, Callable[[dict[str, Any]], Made]]] = {
    "photo": _made_photo,
    "check": _made_check,
    "cutout": _made_cutout,
    "sheet": _made_sheet,
    "headshot": _made_headshots,
}


@dataclass(frozen=True)
class NativeServer:
    """A running server with the keys ``key`` and ``other_key``, ``poor_key`` without credits and
    ``slow_key``, which may send one request in 1000 s."""

    url: str
    app: FastAPI
    settings: ServerSettings
    make: Canned
    key: str
    other_key: str
    poor_key: str
    slow_key: str

    def account_of(self, key: str) -> Account:
        database = Database(self.settings.resolved_database_url)
        with database.reading() as tx:
            account = find_account(tx, key)
        database.close()
        return account

    def client(self, key: str | None = None) -> httpx.Client:
        headers = {"Authorization": f"Bearer {key or self.key}"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=PATIENCE_S, trust_env=False)


def _open(stack: ExitStack, settings: ServerSettings) -> NativeServer:
    make = Canned()
    app = create_app(settings, partial(Service.open, make=make))
    it = stack.enter_context(running(app, settings))
    stack.callback(make.gate.set)
    database = Database(settings.resolved_database_url)
    with database.transaction() as tx:
        made = [
            keys.create_key(tx, name, credits=balance, qps=qps, now=time.time()).key
            for name, balance, qps in (
                ("key", None, 0),
                ("other", None, 0),
                ("poor", 0, 0),
                ("slow", None, 0.001),
            )
        ]
    database.close()
    return NativeServer(it.url, app, settings, make, *made)


@pytest.fixture(scope="session")
def native(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NativeServer]:
    settings = ServerSettings(
        data_dir=tmp_path_factory.mktemp("data"), drain_s=DRAIN_S, allow_hosts=("127.0.0.1",)
    )
    with ExitStack() as stack:
        yield _open(stack, settings)


@pytest.fixture
def open_native(tmp_path: Path) -> Iterator[Callable[..., NativeServer]]:
    """``open_native(**settings)``: a server of the test's own."""
    with ExitStack() as stack:
        yield lambda **own: _open(stack, ServerSettings(data_dir=tmp_path, drain_s=DRAIN_S, **own))


@pytest.fixture
def api(native: NativeServer) -> Iterator[httpx.Client]:
    """A client with a key."""
    with native.client() as client:
        yield client


@pytest.fixture
def stranger(native: NativeServer) -> Iterator[httpx.Client]:
    """A client with another key."""
    with native.client(native.other_key) as client:
        yield client


@pytest.fixture
def held(native: NativeServer) -> Iterator[None]:
    """SLOW portraits are not finished before the test's end."""
    native.make.gate.clear()
    yield
    native.make.gate.set()


@pytest.fixture
def site() -> Iterator[Site]:
    """A caller's web site, with a portrait at ``/me.png``."""
    with Site({"/me.png": GOOD}) as it:
        threading.Thread(target=it.serve_forever, daemon=True).start()
        yield it
        it.shutdown()


@pytest.fixture
def upload(api: httpx.Client) -> Callable[..., dict[str, Any]]:
    """``upload(data)``: an uploaded portrait."""

    def send(data: bytes = GOOD) -> dict[str, Any]:
        answer = api.post("/v1/sources", files={"file": ("me.png", data)})
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    return send
