"""The queue for several processes, in one process each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from sqlalchemy import text

from idphoto.db.database import Database
from idphoto.tasks import store
from idphoto.tasks.cluster import engine, member
from idphoto.tasks.cluster.engine import ClusterQueue
from idphoto.tasks.queue import Stage
from idphoto.tasks.states import State
from idphoto.tasks.store import TaskSource
from idphoto.tasks.threads import on_database_thread

PATIENCE_S = 30.0  # only ends what hangs

NewTaskId = Callable[..., str]


class Hands:
    """Records what it is given; a task runs until ``hold`` is set. ``store``: stores the sources of
    a task that is fetched."""

    def __init__(self) -> None:
        self.store: Callable[[], None] = lambda: None
        self.seen: list[tuple[str, str]] = []
        self.hold = asyncio.Event()

    async def fetch(self, task_id: str) -> bool:
        self.seen.append(("fetch", task_id))
        self.store()
        return True

    async def run(self, task_id: str, turn: int) -> None:
        self.seen.append((f"run {turn}", task_id))
        await self.hold.wait()


async def until(true: Callable[[], bool | Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            found = true()
            if found if isinstance(found, bool) else await found:
                return
            await asyncio.sleep(0.02)


@asynccontextmanager
async def node(
    database: Database, url: str, **lanes: int
) -> AsyncIterator[tuple[ClusterQueue, Hands]]:
    """A process with lanes of these queues."""
    queue, hands = ClusterQueue(database, url, lanes), Hands()
    await queue.start(hands)
    try:
        await until(lambda: queue.state == "ok")
        yield queue, hands
    finally:
        await queue.stop()
        await queue.close()


def put(database: Database, queue: ClusterQueue, task_id: str) -> None:
    with database.transaction() as tx:
        for task in store.queued(tx, [task_id]):
            queue.put(tx, task)


def jobs(database: Database) -> list[tuple[str, str]]:
    with database.reading() as tx:
        found = tx.execute(text("SELECT queue_name, status FROM procrastinate_jobs ORDER BY id"))
        return [(name, status) for name, status in found]


STORED = (TaskSource(None, "image"),)


def test_what_one_process_accepts_another_runs_and_removes(
    database: Database, postgresql_url: str, new_task: NewTaskId
) -> None:
    new_task(turn=7, sources=STORED)

    async def scenario() -> None:
        async with AsyncExitStack() as stack:
            api, _ = await stack.enter_async_context(node(database, postgresql_url))
            _, hands = await stack.enter_async_context(node(database, postgresql_url, make=2))
            await on_database_thread(put, database, api, "task")
            await until(lambda: hands.seen == [("run 7", "task")])
            assert jobs(database) == [("make", "doing")]
            hands.hold.set()
            await until(lambda: jobs(database) == [])

    asyncio.run(scenario())


def test_remote_sources_are_fetched_before_the_task_waits_for_a_worker(
    database: Database, postgresql_url: str, new_task: NewTaskId
) -> None:
    new_task()

    def keep() -> None:
        with database.transaction() as tx:
            store.set_sources(tx, "task", STORED)

    async def scenario() -> None:
        async with node(database, postgresql_url, download=2) as (queue, hands):
            hands.store = keep
            await on_database_thread(put, database, queue, "task")
            await until(lambda: jobs(database) == [("make", "todo")])
            assert hands.seen == [("fetch", "task")]

    asyncio.run(scenario())


def test_the_end_and_the_progress_of_a_task_reach_every_process(
    database: Database, postgresql_url: str, new_task: NewTaskId
) -> None:
    new_task()

    async def scenario() -> None:
        async with AsyncExitStack() as stack:
            api, _ = await stack.enter_async_context(node(database, postgresql_url))
            worker, _ = await stack.enter_async_context(node(database, postgresql_url, make=1))
            waiting = asyncio.create_task(api.wait("task", 60.0))
            worker.tell("task", State.RUNNING, 40)

            async def known() -> bool:
                return await api.stage("task") == Stage(State.RUNNING, 40)

            await until(known)
            assert not waiting.done()
            with database.transaction() as tx:
                store.claim(tx, "task", 3, 1.0)
                store.finish(tx, "task", 1, blobs={}, result={}, expires_at=9.0, now=2.0)
            worker.tell("task", State.DONE, 100)
            async with asyncio.timeout(PATIENCE_S):
                await waiting
            assert await api.stage("task") is None

    asyncio.run(scenario())


def test_who_waits_hears_of_an_end_whose_news_were_lost(
    database: Database, postgresql_url: str, new_task: NewTaskId, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_task()
    monkeypatch.setattr(engine, "LOOK_S", 0.05)

    async def scenario() -> None:
        async with node(database, postgresql_url) as (api, _):
            waiting = asyncio.create_task(api.wait("task", 60.0))
            with database.transaction() as tx:
                store.claim(tx, "task", 3, 1.0)
                store.finish(tx, "task", 1, blobs={}, result={}, expires_at=9.0, now=2.0)
            async with asyncio.timeout(PATIENCE_S):
                await waiting

    asyncio.run(scenario())


def test_waiting_ends_when_the_time_is_over(
    database: Database, postgresql_url: str, new_task: NewTaskId
) -> None:
    new_task()

    async def scenario() -> None:
        async with node(database, postgresql_url) as (api, _):
            async with asyncio.timeout(PATIENCE_S):
                await api.wait("task", 0.01)

    asyncio.run(scenario())


def test_a_process_that_leaves_gives_its_jobs_to_the_others(
    database: Database, postgresql_url: str, new_task: NewTaskId, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_task(sources=STORED)
    monkeypatch.setattr(engine, "RESCUE_S", 0.05)
    monkeypatch.setattr(member.Member, "steady", True)

    async def scenario() -> None:
        async with node(database, postgresql_url, make=1) as (leaving, hands):
            await on_database_thread(put, database, leaving, "task")
            await until(lambda: bool(hands.seen))
        async with node(database, postgresql_url, make=1) as (_, others):
            await until(lambda: others.seen == [("run 0", "task")])

    asyncio.run(scenario())


def test_a_worker_that_counted_as_dead_goes_on_under_a_new_identity(
    database: Database, postgresql_url: str, new_task: NewTaskId, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_task(sources=STORED)
    monkeypatch.setattr(member, "HEARTBEAT_S", 0.05)
    monkeypatch.setattr(engine, "LOOK_S", 0.05)
    monkeypatch.setattr(engine, "_AGAIN_S", 0.05)
    monkeypatch.setattr(member, "SILENT_S", 0.0)  # each heartbeat comes too late

    async def scenario() -> None:
        queue, hands = ClusterQueue(database, postgresql_url, {"make": 1}), Hands()
        await queue.start(hands)
        with database.transaction() as tx:
            tx.execute(text("DELETE FROM procrastinate_workers"))
        await on_database_thread(put, database, queue, "task")
        await until(lambda: hands.seen == [("run 0", "task")])
        await queue.stop()
        await queue.close()

    asyncio.run(scenario())


def test_news_that_another_version_writes_differently_is_skipped(
    database: Database, postgresql_url: str, new_task: NewTaskId
) -> None:
    new_task()

    async def scenario() -> None:
        async with AsyncExitStack() as stack:
            api, _ = await stack.enter_async_context(node(database, postgresql_url))
            worker, _ = await stack.enter_async_context(node(database, postgresql_url, make=1))
            for message in ('[["task", "teleporting", 5]]', "no JSON", "[1]"):
                with database.transaction() as tx:
                    tx.execute(text("SELECT pg_notify('idphoto_news', :m)"), {"m": message})
            worker.tell("task", State.RUNNING, 40)

            async def known() -> bool:
                return await api.stage("task") == Stage(State.RUNNING, 40)

            await until(known)
            assert api.state == "ok"

    asyncio.run(scenario())
