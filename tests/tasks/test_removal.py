"""Removing tasks at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.services.conftest import OpenService
from tests.services.work import CREDITS, STRANGER, submission
from tests.tasks.test_lifecycle import balance, site, stored

from idphoto.accounts import ledger
from idphoto.db.database import Database
from idphoto.errors import UnknownTask
from idphoto.tasks import images, store
from idphoto.tasks.model import FromUrl
from idphoto.tasks.removal import take_all
from idphoto.tasks.store import TaskSource

NewTaskId = Callable[..., str]
APIS = ("test",)


def reserve(database: Database, key_id: str, task_id: str = "task") -> None:
    with database.transaction() as tx:
        ledger.reserve(tx, key_id, task_id, 2, 10.0)


def test_an_unfinished_task_fails_and_its_credits_are_released(
    database: Database, new_task: NewTaskId, key_id: str
) -> None:
    new_task()
    reserve(database, key_id)
    with database.transaction() as tx:
        assert store.claim(tx, "task", 3, 20.0) == 1
        assert take_all(tx, ["task", "absent"], 30.0) == []
        task = store.get(tx, "task")
        assert task is not None
        assert (task.state, task.failure_code, task.purged_at) == ("failed", "task_removed", 30.0)
        assert ledger.kinds(tx, "task") == {"reserve", "release"}
        assert not store.finish(
            tx, "task", 1, blobs={"image": "late"}, result={}, expires_at=130.0, now=40.0
        )
        assert take_all(tx, ["task"], 50.0) == []  # once is enough


def test_a_finished_task_stays_charged_and_its_files_are_named(
    database: Database, new_task: NewTaskId, key_id: str
) -> None:
    new_task(sources=(TaskSource(None, "own"), TaskSource(None, "shared")))
    new_task("other", sources=(TaskSource(None, "shared"),))
    reserve(database, key_id)
    with database.transaction() as tx:
        for image_id in ("own", "shared"):
            images.add(tx, image_id, key_id, f"sources/{image_id}", 10, 10.0, 100.0)
        store.claim(tx, "task", 3, 20.0)
        files = {"image": "results/task.jpg"}
        store.finish(tx, "task", 1, blobs=files, result={}, expires_at=130.0, now=25.0)
        ledger.capture(tx, "task", 25.0)
        assert take_all(tx, ["task"], 30.0) == ["results/task.jpg", "sources/own"]
        task = store.get(tx, "task")
        assert task is not None
        assert (task.state, task.order, task.result_blobs) == ("done", {}, None)
        assert ledger.charged(tx, "task") == 2
        assert images.find(tx, "shared", key_id, 30.0) is not None


def test_what_is_downloaded_for_a_removed_task_is_not_kept(
    open_service: OpenService, tmp_path: Path
) -> None:
    asked, gate = threading.Event(), threading.Event()

    def slowly(request: Any) -> None:
        asked.set()
        gate.wait(60)
        request.send_response(200)
        request.send_header("Content-Length", "7")
        request.end_headers()
        request.wfile.write(b"picture")

    async def scenario(url: str) -> None:
        async with open_service(fetch_timeout_s=60) as (service, account):
            task_id = await service.tasks.submit(account, submission(FromUrl(url)))
            await asyncio.to_thread(asked.wait, 60)
            with pytest.raises(UnknownTask):
                await service.tasks.remove(STRANGER, APIS, task_id)
            await service.tasks.remove(account, APIS, task_id)
            gate.set()
            await service.tasks.wait(task_id, 60)
            with pytest.raises(UnknownTask):
                await service.tasks.look(account, "test", task_id)

    with site(slowly) as url:
        asyncio.run(scenario(url))
    assert stored(tmp_path) == []
    assert balance(tmp_path) == CREDITS
