"""Tasks with several photos and two files survive the process, and each is made exactly once."""

from __future__ import annotations

import base64
import io
import json
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx
from PIL import Image
from sqlalchemy import select
from tests.contracts.site import Site
from tests.faults.serving import CREDITS, Server, wait_until
from tests.faults.test_starved import receiver

from idphoto.accounts.prices import Prices
from idphoto.db.tables import LedgerEntry, Task

# `idphoto`, killed between storing the first and the second picture of a pair.
DIES_BETWEEN_TWO_FILES = """
import os
import signal

from tests.canned import install

from idphoto.cli.app import main
from idphoto.storage.blobs import Blobs

put = Blobs.put

async def put_or_die(self, key, data):
    if key.endswith("-2.png"):
        os.kill(os.getpid(), signal.SIGKILL)
    await put(self, key, data)

Blobs.put = put_or_die
install()
main()
"""


def ask(server: Server, path: str, body: dict[str, Any]) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {server.key}"}
    answer = httpx.post(f"{server.url}/headshots/{path}", json=body, headers=headers, timeout=300)
    data: dict[str, Any] = answer.json()
    return data


def rows(server: Server) -> dict[str, Task]:
    with server.database().reading() as tx:
        return {row.id: row for row in tx.scalars(select(Task))}


def test_a_server_killed_repeatedly_makes_and_reports_each_pair_once(
    make_server: Callable[..., Server], astronaut_jpeg: bytes
) -> None:
    server = make_server(callback_delays_s=",".join(["0.3"] * 1000), max_attempts="5")
    code = base64.b64encode(astronaut_jpeg).decode()
    with Site({"/portrait.jpg": astronaut_jpeg}) as site, receiver() as (port, got):
        threading.Thread(target=site.serve_forever, daemon=True).start()
        url = f"{site.url}/portrait.jpg"
        hook = {"callback_url": f"http://127.0.0.1:{port}/hook"}
        works: list[dict[str, Any]] = [
            {"template": "male_portrait", "image_urls": [url], "mode": "relax"},
            {"template": "wedding", "image_urls": [code, url]},
            {"template": "business_photo", "image_urls": ["bm8gcGljdHVyZQ==", url]},
            {"template": "logo_tshirt", "image_urls": [code], "mode": "relax"},
        ]
        server.start([sys.executable, "-c", DIES_BETWEEN_TWO_FILES])
        assert server.process is not None
        server.hold.touch()
        ids = [ask(server, "generate", work | hook)["task_id"] for work in works]
        server.hold.unlink()
        assert server.process.wait(240) == -signal.SIGKILL
        assert {row.result_blobs for row in rows(server).values()} == {None}

        server.start()
        wait_until(lambda: any(row.state == "done" for row in rows(server).values()))
        server.kill()
        server.start()
        wait_until(lambda: {row.state for row in rows(server).values()} == {"done"})
        wait_until(lambda: {reported_id(body) for _, body in got} == set(ids))
        site.shutdown()

    asked = ask(server, "tasks", {"action": "retrieve_batch", "ids": ids})
    for item, work in zip(asked["items"], works, strict=True):
        assert item["request"]["template"] == work["template"]
        photos = item["response"]["data"]
        assert len(photos) == 2
        for photo in photos:
            with Image.open(io.BytesIO(server.fetch(photo["image_url"]).content)) as image:
                assert (image.format, min(image.size) >= 720) == ("PNG", True)

    assert server.credits() == CREDITS - len(ids) * Prices().headshots
    with server.database().reading() as tx:
        entries = tx.execute(select(LedgerEntry.task_id, LedgerEntry.kind)).all()
    booked = Counter((task_id, kind) for task_id, kind in entries if task_id is not None)
    assert booked == Counter((task_id, kind) for task_id in ids for kind in ("reserve", "capture"))
    for row in rows(server).values():
        assert row.result_blobs is not None
        assert list(row.result_blobs) == ["1", "2"]
        assert {blob.split("-")[-2] for blob in row.result_blobs.values()} == {str(row.attempts)}


def reported_id(body: bytes) -> str:
    """The task that a callback reports as a success."""
    data = json.loads(body)
    assert data["success"] is True, data
    task_id: str = data["task_id"]
    return task_id
