"""Tasks with several photos, and the order in which tasks are run."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from tests.services.conftest import OpenService
from tests.services.work import COUPLE, CREDITS, Studio, failure_of, submission
from tests.tasks.test_lifecycle import balance, ended, giving, site, stored

from idphoto.db.database import Database
from idphoto.db.tables import Task
from idphoto.errors import BadRequest
from idphoto.orders.headshot import HeadshotOrder
from idphoto.tasks.made import Made
from idphoto.tasks.model import FromImage, FromUrl, TaskView, Upload
from idphoto.tasks.run import Runner
from idphoto.tasks.states import Priority, State


@pytest.fixture
def studio(monkeypatch: pytest.MonkeyPatch) -> Studio:
    made = Studio()
    made.install(monkeypatch)
    return made


def test_photos_are_used_in_the_order_of_the_request(
    open_service: OpenService, studio: Studio
) -> None:
    async def scenario(url: str) -> TaskView:
        async with open_service() as (service, account):
            first = await ended(service, account, submission(Upload(b"kept"), order=COUPLE))
            assert first.image_id is not None
            kept = FromImage(first.image_id, "last_id")
            return await ended(
                service,
                account,
                submission(
                    FromUrl(url), Upload(b"sent"), kept, FromUrl(f"{url}?again"), order=COUPLE
                ),
            )

    with site(giving(b"fetched")) as url:
        view = asyncio.run(scenario(url))
    assert (view.state, list(view.result_urls)) == (State.DONE, ["1", "2"])
    assert studio.seen[1] == (b"fetched", b"sent", b"kept", b"fetched")


def test_one_photo_that_cannot_be_fetched_fails_the_task(
    open_service: OpenService, studio: Studio, tmp_path: Path
) -> None:
    async def scenario(url: str) -> TaskView:
        async with open_service() as (service, account):
            return await ended(
                service,
                account,
                submission(
                    Upload(b"sent"),
                    FromUrl(url),
                    FromUrl("http://127.0.0.1:9/photo.jpg"),
                    order=COUPLE,
                ),
            )

    with site(giving(b"fetched")) as url:
        view = asyncio.run(scenario(url))
    assert (view.state, failure_of(view).code) == (State.FAILED, "download_failed")
    assert studio.seen == []
    assert balance(tmp_path) == CREDITS


def test_an_unknown_image_id_refuses_the_task(open_service: OpenService, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with open_service() as (service, account):
            gone = FromImage("00000000-0000-0000-0000-000000000000", "last_id")
            with pytest.raises(BadRequest) as refused:
                await service.tasks.submit(account, submission(Upload(b"sent"), gone, order=COUPLE))
            assert refused.value.field == "last_id"

    asyncio.run(scenario())
    assert balance(tmp_path) == CREDITS
    database = Database(f"sqlite:///{tmp_path / 'idphoto.db'}")
    with database.reading() as tx:
        assert tx.scalars(select(Task)).all() == []
    database.close()


def test_all_photos_of_a_task_are_removed_when_they_expire(
    open_service: OpenService, studio: Studio, tmp_path: Path
) -> None:
    async def scenario(url: str) -> None:
        async with open_service(keep_s=1.0) as (service, account):
            await ended(service, account, submission(Upload(b"sent"), FromUrl(url), order=COUPLE))
            for _ in range(600):
                if not stored(tmp_path):
                    break
                await asyncio.sleep(0.1)

    with site(giving(b"fetched")) as url:
        asyncio.run(scenario(url))
    assert studio.seen == [(b"sent", b"fetched")]
    assert stored(tmp_path) == []


def test_photos_that_a_crash_left_unrecorded_are_fetched_again(
    open_service: OpenService, studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first process dies when everything is fetched and nothing recorded."""
    keep = Runner._keep_sources

    def die(*_: Any) -> None:
        raise SystemError  # the lane survives this, as nothing would survive a crash

    async def leave_behind(url: str) -> str:
        monkeypatch.setattr(Runner, "_keep_sources", die)
        async with open_service() as (service, account):
            task_id = await service.tasks.submit(
                account, submission(Upload(b"sent"), FromUrl(url), order=COUPLE)
            )
            while len(asked) < 1:
                await asyncio.sleep(0.01)
            await asyncio.sleep(0.2)
            return task_id

    async def take_up(task_id: str) -> TaskView:
        monkeypatch.setattr(Runner, "_keep_sources", keep)
        async with open_service() as (service, account):
            await service.tasks.wait(task_id, 120)
            return await service.tasks.look(account, "test", task_id)

    asked: list[str] = []

    def counting(request: Any) -> None:
        asked.append(request.path)
        giving(b"fetched")(request)

    with site(counting) as url:
        view = asyncio.run(take_up(asyncio.run(leave_behind(url))))
    assert view.state is State.DONE
    assert (len(asked), studio.seen) == (2, [(b"sent", b"fetched")])


# --- the order of tasks -------------------------------------------------------------------------


class Queue:
    """Stands in for ``HeadshotOrder.make``: the first order waits, and with it all others."""

    def __init__(self) -> None:
        self.release = threading.Event()
        self.begun: list[bytes] = []

    def install(self, monkeypatch: pytest.MonkeyPatch, studio: Studio) -> None:
        def make(
            order: HeadshotOrder, _: Any, photos: Sequence[bytes], *rest: Any, **__: Any
        ) -> Made:
            self.begun.append(photos[0])
            self.release.wait(60)
            return studio.make(None, photos, *rest)

        monkeypatch.setattr(HeadshotOrder, "make", make)


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch, studio: Studio) -> Queue:
    made = Queue()
    made.install(monkeypatch, studio)
    return made


WORK = {
    name: submission(Upload(name), order=COUPLE, priority=priority, cost=0)
    for name, priority in (
        (b"first", Priority.FAST),
        (b"relaxed 1", Priority.RELAX),
        (b"relaxed 2", Priority.RELAX),
        (b"fast 1", Priority.FAST),
        (b"fast 2", Priority.FAST),
    )
}
TURNS = [b"first", b"fast 1", b"fast 2", b"relaxed 1", b"relaxed 2"]


def test_relaxed_tasks_run_when_no_fast_ones_wait(open_service: OpenService, queue: Queue) -> None:
    async def scenario() -> None:
        async with open_service(workers=1) as (service, account):
            ids = [await service.tasks.submit(account, work) for work in WORK.values()]
            states: set[State] = set()
            while states != {State.RUNNING, State.WAITING}:
                views = [await service.tasks.look(account, "test", task_id) for task_id in ids]
                states = {view.state for view in views}
                await asyncio.sleep(0.01)
            queue.release.set()
            for task_id in ids:
                await service.tasks.wait(task_id, 60)

    asyncio.run(scenario())
    assert queue.begun == TURNS


def test_the_order_of_tasks_survives_a_restart(open_service: OpenService, queue: Queue) -> None:
    async def leave_behind() -> list[str]:
        async with open_service(workers=1, drain_s=0.1) as (service, account):
            ids = [await service.tasks.submit(account, work) for work in WORK.values()]
            while not queue.begun:
                await asyncio.sleep(0.01)
            return ids

    async def take_up(ids: list[str]) -> set[State]:
        async with open_service(workers=1) as (service, account):
            for task_id in ids:
                await service.tasks.wait(task_id, 60)
            return {(await service.tasks.look(account, "test", task_id)).state for task_id in ids}

    ids = asyncio.run(leave_behind())
    queue.release.set()
    queue.begun.clear()
    assert asyncio.run(take_up(ids)) == {State.DONE}
    assert queue.begun == TURNS


def test_relaxed_downloads_do_not_delay_fast_tasks(
    open_service: OpenService, studio: Studio
) -> None:
    gate = threading.Event()

    def slow_or_quick(request: Any) -> None:
        if "slow" in request.path:
            gate.wait(60)
        giving(b"fetched")(request)

    async def scenario(url: str) -> tuple[TaskView, set[State]]:
        async with open_service(fetch_timeout_s=60) as (service, account):
            slow = submission(FromUrl(f"{url}?slow"), order=COUPLE, priority=Priority.RELAX, cost=0)
            ids = [await service.tasks.submit(account, slow) for _ in range(30)]
            view = await ended(service, account, submission(FromUrl(url), order=COUPLE))
            gate.set()
            for task_id in ids:
                await service.tasks.wait(task_id, 60)
            return view, {(await service.tasks.look(account, "test", each)).state for each in ids}

    with site(slow_or_quick) as url:
        view, states = asyncio.run(scenario(url))
    assert (view.state, states) == (State.DONE, {State.DONE})


def test_an_accounts_own_tasks_are_listed_with_their_state(
    open_service: OpenService, studio: Studio
) -> None:
    async def scenario() -> tuple[list[str], list[TaskView], int]:
        async with open_service() as (service, account):
            work = submission(Upload(b"sent"), order=COUPLE)
            ids = [(await ended(service, account, work)).id for _ in range(3)]
            views, count = await service.tasks.latest(account, "test", 0, 2)
            assert await service.tasks.latest(account, "other", 0, 2) == ([], 0)
            return ids, views, count

    ids, views, count = asyncio.run(scenario())
    assert ([view.id for view in views], count) == ([ids[2], ids[1]], 3)
    assert {view.state for view in views} == {State.DONE}
    assert all(list(view.result_urls) == ["1", "2"] for view in views)
