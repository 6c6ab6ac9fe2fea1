"""Callbacks: what is sent, how often it is tried, and when it is given up."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from standardwebhooks import Webhook, WebhookVerificationError
from tests.services.conftest import OpenService
from tests.services.work import STRANGER, submission, with_a_copy

from idphoto.accounts.callback_secret import callback_secret
from idphoto.db.database import Database
from idphoto.db.tables import Callback, CallbackTry
from idphoto.errors import BadRequest, DatabaseUnavailable, UnknownTask
from idphoto.net.guard import Guard
from idphoto.orders.photo import PhotoOrder
from idphoto.settings import ServerSettings
from idphoto.storage.blobs import Blobs
from idphoto.storage.secret import load_secret
from idphoto.tasks import callback_store, patience
from idphoto.tasks.callbacks import Callbacks
from idphoto.tasks.model import Upload
from idphoto.tracing.port import NO_TRACER

SOON = (0.05,) * 5


class Receiver:
    """Answers with the given statuses, then with 200; keeps the requests."""

    def __init__(self, statuses: list[int]) -> None:
        self.statuses = statuses
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.url = ""

    @contextmanager
    def listening(self) -> Iterator[str]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                receiver.got.append((headers, body))
                self.send_response(receiver.statuses.pop(0) if receiver.statuses else 200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/hook?who=me"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def settled(folder: Path) -> tuple[Callback, list[CallbackTry]] | None:
    """The one callback and its tries, once it is settled."""
    database = Database(f"sqlite:///{folder / 'idphoto.db'}")
    with database.reading() as tx:
        found = [row for row in callback_store.recent(tx) if row.status != "pending"]
        tries = callback_store.tries_of(tx, found[0].id) if found else []
    database.close()
    return (found[0], tries) if found else None


def run_one(
    open_service: OpenService,
    folder: Path,
    data: bytes,
    url: str,
    *,
    inline: bool = False,
    **settings: object,
) -> tuple[Callback, list[CallbackTry], str]:
    """Submit a task and wait until its callback is settled; also the account's id."""

    async def scenario() -> str:
        async with open_service(**{"callback_delays_s": SOON} | settings) as (service, account):
            work = submission(Upload(data), callback_url=url, inline=inline)
            await service.tasks.submit(account, work)
            for _ in range(1200):
                if await asyncio.to_thread(settled, folder):
                    break
                await asyncio.sleep(0.05)
            return account.id

    account_id = asyncio.run(scenario())
    end = settled(folder)
    assert end is not None
    return *end, account_id


def test_a_receiver_gets_the_finished_task_signed_for_its_key(
    open_service: OpenService,
    astronaut_jpeg: bytes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(PhotoOrder, "make", with_a_copy())
    receiver = Receiver([])
    with receiver.listening() as url:
        callback, tries, account_id = run_one(
            open_service, tmp_path, astronaut_jpeg, url, inline=True
        )
    assert (callback.status, [t.http_status for t in tries]) == ("delivered", [200])
    [(headers, body)] = receiver.got
    master = load_secret("", tmp_path)
    payload = Webhook(callback_secret(master, account_id)).verify(body, headers)
    assert payload == json.loads(body)
    assert (payload["state"], payload["inline"]) == ("done", ["copy", "image"])
    assert list(payload["urls"]) == ["image", "copy"]
    for file in payload["urls"].values():
        assert file.startswith("http://127.0.0.1:1/files/results/")
    with pytest.raises(WebhookVerificationError):
        Webhook(callback_secret(master, "somebody-else")).verify(body, headers)


def test_a_failed_task_has_a_callback_too(open_service: OpenService, tmp_path: Path) -> None:
    receiver = Receiver([])
    with receiver.listening() as url:
        callback, _, _ = run_one(open_service, tmp_path, b"no picture", url)
    assert callback.status == "delivered"
    assert json.loads(receiver.got[0][1])["state"] == "failed"


def test_a_failing_receiver_is_tried_again_with_the_same_id_and_body(
    open_service: OpenService, astronaut_jpeg: bytes, tmp_path: Path
) -> None:
    receiver = Receiver([500, 302, 429])
    with receiver.listening() as url:
        callback, tries, _ = run_one(open_service, tmp_path, astronaut_jpeg, url)
    assert callback.status == "delivered"
    assert [t.http_status for t in tries] == [500, 302, 429, 200]
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1
    assert len({body for _, body in receiver.got}) == 1


def test_a_receiver_that_always_fails_is_given_up_in_the_end(
    open_service: OpenService, astronaut_jpeg: bytes, tmp_path: Path
) -> None:
    receiver = Receiver([500] * 100)
    with receiver.listening() as url:
        callback, tries, _ = run_one(open_service, tmp_path, astronaut_jpeg, url)
    assert callback.status == "given_up"
    assert len(tries) == 1 + len(SOON)


def test_a_receiver_that_answers_410_is_not_tried_again(
    open_service: OpenService, astronaut_jpeg: bytes, tmp_path: Path
) -> None:
    receiver = Receiver([410])
    with receiver.listening() as url:
        callback, tries, _ = run_one(open_service, tmp_path, astronaut_jpeg, url)
    assert (callback.status, len(tries)) == ("given_up", 1)


def test_a_callback_to_a_private_address_is_refused_with_its_task(
    open_service: OpenService, astronaut_jpeg: bytes
) -> None:
    async def scenario(url: str) -> BadRequest:
        async with open_service(allow_hosts=()) as (service, account):
            with pytest.raises(BadRequest) as refused:
                work = submission(Upload(astronaut_jpeg), callback_url=url)
                await service.tasks.submit(account, work)
            return refused.value

    for url in ("http://127.0.0.1:1/hook", "http://169.254.169.254/", "http://[::1]/"):
        assert asyncio.run(scenario(url)).field == "callback_url"


def test_receivers_that_hang_do_not_delay_other_keys(
    open_service: OpenService, astronaut_jpeg: bytes, tmp_path: Path
) -> None:
    healthy = Receiver([])
    hung = socket.create_server(("127.0.0.1", 0), backlog=128)

    async def scenario(url: str) -> None:
        dead = f"http://127.0.0.1:{hung.getsockname()[1]}/"
        async with open_service(callback_timeout_s=60) as (service, account):
            for _ in range(70):
                await service.tasks.submit(
                    account, submission(Upload(b"none"), callback_url=dead, cost=0)
                )
            work = submission(Upload(b"none"), callback_url=url, cost=0)
            await service.tasks.submit(STRANGER, work)
            for _ in range(600):
                if healthy.got:
                    break
                await asyncio.sleep(0.05)

    with healthy.listening() as url, hung:
        asyncio.run(scenario(url))
    assert len(healthy.got) == 1


def test_a_callback_that_was_sent_is_not_sent_again_while_the_database_is_away(
    open_service: OpenService,
    astronaut_jpeg: bytes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record, away = callback_store.record, [True] * 4

    def unsteady(*args: Any, **options: Any) -> None:
        if away:
            away.pop()
            raise DatabaseUnavailable("the disk is full")
        record(*args, **options)

    monkeypatch.setattr(callback_store, "record", unsteady)
    monkeypatch.setattr(patience, "_DATABASE_PAUSES_S", (0.05,))
    receiver = Receiver([])
    with receiver.listening() as url:
        callback, tries, _ = run_one(open_service, tmp_path, astronaut_jpeg, url)
    assert (callback.status, len(tries), len(receiver.got)) == ("delivered", 1, 1)


def test_a_task_that_cannot_be_rendered_is_a_failed_try_and_given_up_in_the_end(
    open_service: OpenService,
    astronaut_jpeg: bytes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def gone(*_: object) -> None:
        raise UnknownTask("task")

    monkeypatch.setattr("idphoto.tasks.callbacks.view_of", gone)
    receiver = Receiver([])
    with receiver.listening() as url:
        callback, tries, _ = run_one(open_service, tmp_path, astronaut_jpeg, url)
    assert callback.status == "given_up"
    assert {(t.http_status, t.error) for t in tries} == {(None, "unknown_task")}
    assert receiver.got == []


def test_a_late_try_sends_a_link_that_is_still_valid(
    open_service: OpenService, astronaut_jpeg: bytes, tmp_path: Path
) -> None:
    receiver = Receiver([500])
    with receiver.listening() as url:
        run_one(open_service, tmp_path, astronaut_jpeg, url, keep_s=4.0, callback_delays_s=(3.0,))
    first, second = (urlsplit(json.loads(body)["urls"]["image"]) for _, body in receiver.got)
    assert first.path == second.path
    expires = [int(parse_qs(each.query)["expires"][0]) for each in (first, second)]
    assert expires[1] >= expires[0] + 2


def test_by_default_a_receiver_may_be_away_for_more_than_an_hour() -> None:
    pauses = ServerSettings().callback_delays_s
    assert list(accumulate(pauses))[-1] >= 3600
    assert all(later >= sooner for sooner, later in pairwise(pauses))


@pytest.mark.parametrize("turns", range(6))
def test_a_callback_that_comes_while_stopping_does_not_delay_the_stop(
    tmp_path: Path, turns: int
) -> None:
    """The last photo before a stop has a callback. ``turns``: of the event loop, in between."""

    async def scenario() -> bool:
        database = Database(f"sqlite:///{tmp_path / 'idphoto.db'}")
        database.migrate()
        blobs = Blobs.open("", tmp_path / "blobs")
        callbacks = Callbacks(
            ServerSettings(data_dir=tmp_path), database, blobs, Guard(()), b"", {}, NO_TRACER
        )
        running = asyncio.create_task(callbacks.run())
        await asyncio.sleep(0.2)
        callbacks.wake()
        for _ in range(turns):
            await asyncio.sleep(0)
        running.cancel()
        await asyncio.wait([running], timeout=10)
        database.close()
        return running.cancelled()

    assert asyncio.run(scenario())
