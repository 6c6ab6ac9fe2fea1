"""The queue for one process: ids wait in memory, and so does what is known of their progress.

A server that starts takes up every unfinished task. Two servers must therefore not work on the
same tasks table; the service holds a lock on its data folder.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

import structlog
from sqlalchemy import event
from sqlalchemy.orm import Session

from idphoto.db.database import Database
from idphoto.tasks import metrics, store
from idphoto.tasks.patience import cancelled
from idphoto.tasks.queue import Queued, Stage, Work
from idphoto.tasks.states import Priority, State
from idphoto.tasks.threads import on_database_thread

# Tasks that download at a time. Each may hold a picture of 30 MiB.
DOWNLOADS: Final = {Priority.FAST: 16, Priority.RELAX: 4}
# Tasks of each priority that wait for a worker or are on one; the workers are far fewer.
LANES: Final = 64

_log = structlog.get_logger("idphoto.tasks")


class LocalQueue:
    """As ``Queue``. Tasks of one priority run in the order in which they came.

    Each priority has lanes of its own, so that relaxed tasks keep no fast one from its download.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._downloads: dict[Priority, Lanes] = {}
        self._ready: dict[Priority, Lanes] = {}
        self._stages: dict[str, Stage] = {}
        self._ends: dict[str, asyncio.Event] = {}

    async def start(self, work: Work) -> None:
        """As ``Queue.start``."""
        self._loop = asyncio.get_running_loop()
        for priority in Priority:
            self._ready[priority] = Lanes(partial(work.run, priority=priority), LANES)
            fetch = partial(self._fetch, work, priority)
            self._downloads[priority] = Lanes(fetch, DOWNLOADS[priority])
        for task in await on_database_thread(self._unfinished):
            self._take(task)
        for lanes in self._all():
            lanes.start()

    def put(self, tx: Session, task: Queued) -> None:
        """As ``Queue.put``."""

        def committed(_: Session) -> None:
            self._loop.call_soon_threadsafe(self._take, task)

        event.listen(tx, "after_commit", committed, once=True)

    async def stop(self) -> None:
        """As ``Queue.stop``."""
        for lanes in self._all():
            await lanes.stop()

    async def wait(self, task_id: str, timeout_s: float) -> None:
        """As ``Queue.wait``."""
        ended = self._ends.get(task_id)
        if ended is None:
            return
        try:
            await asyncio.wait_for(ended.wait(), timeout_s)
        except TimeoutError:
            return

    def tell(self, task_id: str, state: State, progress: int) -> None:
        """As ``Queue.tell``."""
        if state.ended:
            self._stages.pop(task_id, None)
            ended = self._ends.pop(task_id, None)
            if ended is not None:
                ended.set()
            self._count()
        elif task_id in self._ends:  # a thread that hung may report after the end
            self._stages[task_id] = Stage(state, progress)

    async def stage(self, task_id: str) -> Stage | None:
        """As ``Queue.stage``."""
        return self._stages.get(task_id)

    def _take(self, task: Queued) -> None:
        self._ends.setdefault(task.id, asyncio.Event())
        self._count()
        (self._ready if task.stored else self._downloads)[task.priority].put(task.id)

    async def _fetch(self, work: Work, priority: Priority, task_id: str) -> None:
        if await work.fetch(task_id):
            self._ready[priority].put(task_id)

    def _all(self) -> list[Lanes]:
        return [*self._downloads.values(), *self._ready.values()]

    def _count(self) -> None:
        metrics.IN_HAND.set(len(self._ends))

    def _unfinished(self) -> list[Queued]:
        with self._database.reading() as tx:
            return store.unfinished(tx)


class Lanes:
    """Ids of tasks, handed to ``run`` by a fixed number of lanes."""

    def __init__(self, run: Callable[[str], Awaitable[None]], count: int) -> None:
        self._run = run
        self._ids: asyncio.Queue[str] = asyncio.Queue()
        self._lanes: list[asyncio.Task[None]] = []
        self._count = count

    def start(self) -> None:
        """Begin to run what is queued."""
        self._lanes = [asyncio.create_task(self._lane()) for _ in range(self._count)]

    def put(self, task_id: str) -> None:
        """Queue a task."""
        self._ids.put_nowait(task_id)

    async def stop(self) -> None:
        """Begin nothing more; what runs is cancelled."""
        await cancelled(self._lanes)

    async def _lane(self) -> None:
        while True:
            task_id = await self._ids.get()
            try:
                await self._run(task_id)
            except Exception:  # the task stays for the next start, the lane goes on
                _log.exception("lane failed unexpectedly", task=task_id)
