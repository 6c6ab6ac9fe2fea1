"""Card checks through the whole server, with a fake card reader."""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import gmalg
import httpx
import pytest
from tests.services.identity.cards import FakeAuthority, FakeChecker, reading

from idphoto.accounts import keys
from idphoto.db.database import Database
from idphoto.runtime.engine import Engine
from idphoto.server.app import create_app
from idphoto.server.vendors.acedata.idcard import routes
from idphoto.server.vendors.acedata.idcard.keys import load_keys
from idphoto.server.vendors.acedata.idcard.request import read_check
from idphoto.server.vendors.acedata.idcard.sealing import unwrap
from idphoto.services.service import Service
from idphoto.settings import ServerSettings

CHECK = "/identity/idcard/check-1e"
PICTURE = base64.b64encode(b"a picture of a card").decode()
AT_ONCE = 20

pytestmark = pytest.mark.xdist_group("server")


@dataclass(frozen=True)
class Desk:
    """A running server whose cards are read by ``checker``."""

    url: str
    headers: dict[str, str]
    checker: FakeChecker
    authority: FakeAuthority
    settings: ServerSettings

    def post(self, **body: Any) -> httpx.Response:
        return httpx.post(
            self.url + CHECK, json=body, headers=self.headers, timeout=240, trust_env=False
        )

    def healthy(self) -> bool:
        answer = httpx.get(f"{self.url}/healthz", timeout=240, trust_env=False)
        return answer.status_code == 200

    def credits(self) -> int | None:
        database = Database(self.settings.resolved_database_url)
        with database.reading() as tx:
            left = keys.get_key(tx, "tests").credits
        database.close()
        return left


@pytest.fixture
def desk(run_app: Callable[..., Any], engine: Engine, tmp_path: Path) -> Iterator[Desk]:
    settings = ServerSettings(data_dir=tmp_path, quality="fast", workers=2, drain_s=30)
    checker, authority = FakeChecker(), FakeAuthority()
    opening = partial(Service.open, engine=engine, checker=checker, authority=authority)
    url = run_app(create_app(settings, opening), settings).url
    database = Database(settings.resolved_database_url)
    with database.transaction() as tx:
        key = keys.create_key(tx, "tests", credits=1000, qps=0, now=time.time()).key
    database.close()
    yield Desk(url, {"Authorization": f"Bearer {key}"}, checker, authority, settings)
    checker.gate.set()


def test_twenty_simultaneous_checks_are_all_answered_and_block_no_other_request(
    desk: Desk, until: Callable[[Callable[[], bool]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    read_by: set[str] = set()
    unwrapped_by: set[str] = set()
    loops: set[str] = set()

    async def record_the_loop() -> None:
        loops.add(threading.current_thread().name)

    desk.authority.meanwhile = record_the_loop

    def recording(call: Callable[..., Any], threads: set[str]) -> Callable[..., Any]:
        def recorded(*args: Any, **options: Any) -> Any:
            threads.add(threading.current_thread().name)
            return call(*args, **options)

        return recorded

    monkeypatch.setattr(routes, "read_check", recording(read_check, read_by))
    monkeypatch.setattr(routes, "unwrap", recording(unwrap, unwrapped_by))
    blob = gmalg.SM2(pk=load_keys(desk.settings.data_dir).sm2_point).encrypt(b"k" * 16)
    encryption = {
        "algorithm": "SM4-GCM",
        "ciphertext_blob": base64.b64encode(blob).decode(),
    }
    desk.checker.gate.clear()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        asked = [
            pool.submit(desk.post, image_base64=PICTURE, encryption=encryption)
            for _ in range(AT_ONCE)
        ]
        # the credits of all are held, two cards are being read, and no check can end
        until(lambda: desk.credits() == 1000 - AT_ONCE * 6)
        until(lambda: len(desk.checker.pictures) == 2)
        assert desk.healthy()
        assert len(desk.checker.pictures) == 2
        assert not any(each.done() for each in asked)
        desk.checker.gate.set()
        answers = [each.result() for each in asked]
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.json()["result"] for answer in answers} == {"Success"}
    assert len({answer.json()["encryption"]["iv"] for answer in answers}) == AT_ONCE
    assert len(desk.checker.pictures) == AT_ONCE
    assert desk.credits() == 1000 - AT_ONCE * 6
    assert len(loops) == 1
    for threads in (read_by, unwrapped_by, desk.checker.threads):
        assert threads
        assert not threads & loops


def test_the_price_of_a_check_is_reported_and_charged(desk: Desk) -> None:
    answer = desk.post(image_base64=PICTURE)
    assert (answer.json()["result"], answer.headers["X-Credits-Charged"]) == ("Success", "6")
    assert desk.credits() == 994
    desk.checker.sees = reading(number="1")
    answer = desk.post(image_base64=PICTURE)
    assert answer.json()["result"] == "FailedOperation.IdFormatError"
    assert answer.headers["X-Credits-Charged"] == "0"
    assert desk.credits() == 994


def test_photos_and_cards_share_the_same_workers(
    desk: Desk, until: Callable[[Callable[[], bool]], None], astronaut_jpeg: bytes
) -> None:
    path = "/api/tasks/visual/external/idphoto"
    headers = {"X-API-KEY": desk.headers["Authorization"].removeprefix("Bearer ")}
    until(lambda: httpx.get(f"{desk.url}/readyz", trust_env=False).status_code == 200)
    desk.checker.gate.clear()
    with ThreadPoolExecutor(4) as pool:
        cards = [pool.submit(desk.post, image_base64=PICTURE) for _ in range(2)]
        until(lambda: len(desk.checker.pictures) == 2)
        photo = {"image_file": ("me.jpg", astronaut_jpeg)}
        made = httpx.post(desk.url + path, files=photo, headers=headers, trust_env=False)
        task = f"{desk.url}{path}/{made.json()['data']['task_id']}"

        def state() -> int:
            answer = httpx.get(task, headers=headers, trust_env=False).json()
            found: int = answer["data"]["state"]
            return found

        until(lambda: state() == 3)  # fetched and waiting for a worker
        desk.checker.gate.set()
        assert {card.result().json()["result"] for card in cards} == {"Success"}
        until(lambda: state() == 1)
