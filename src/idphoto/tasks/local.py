"""The queue for one process: ids wait in memory, and so does what is known of their progress.

A server that starts takes up every unfinished task. Two servers must therefore not work on the
same tasks table; the service holds a lock on its data folder.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections import Counter
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

# Tasks that download at a time, and how many of them one key may have: addresses that do not
# answer keep a lane until the time limit. Each task may hold a picture of 30 MiB.
DOWNLOADS: Final = {Priority.FAST: 16, Priority.RELAX: 4}
DOWNLOADS_PER_KEY: Final = {Priority.FAST: 6, Priority.RELAX: 2}
# Tasks that wait for a worker or are on one; the workers are far fewer.
LANES: Final = 64

_log = structlog.get_logger("idphoto.tasks")


class LocalQueue:
    """As ``Queue``. Each priority has download lanes of its own, so that relaxed tasks keep no fast
    one from its download."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._downloads: dict[Priority, Lanes] = {}
        self._stages: dict[str, Stage] = {}
        self._ends: dict[str, asyncio.Event] = {}

    async def start(self, work: Work) -> None:
        """As ``Queue.start``."""
        self._loop = asyncio.get_running_loop()
        self._ready = Lanes(lambda task: work.run(task.id, task.turn), LANES)
        for priority, count in DOWNLOADS.items():
            per_key = DOWNLOADS_PER_KEY[priority]
            self._downloads[priority] = Lanes(partial(self._fetch, work), count, per_key)
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

    async def close(self) -> None:
        """As ``Queue.close``: it holds nothing."""

    @property
    def state(self) -> str:
        """As ``Queue.state``: memory does not fail."""
        return "ok"

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
        (self._ready if task.stored else self._downloads[task.priority]).put(task)

    async def _fetch(self, work: Work, task: Queued) -> None:
        if await work.fetch(task.id):
            self._ready.put(task)

    def _all(self) -> list[Lanes]:
        return [*self._downloads.values(), self._ready]

    def _count(self) -> None:
        metrics.IN_HAND.set(len(self._ends))

    def _unfinished(self) -> list[Queued]:
        with self._database.reading() as tx:
            return store.unfinished(tx)


class Lanes:
    """Tasks, handed to ``run`` up to ``count`` at a time and ``per_key`` of one key: the lowest
    turn first, and equal turns in the order in which they came."""

    def __init__(
        self, run: Callable[[Queued], Awaitable[None]], count: int, per_key: int | None = None
    ) -> None:
        self._run = run
        self._count = count
        self._per_key = per_key or count
        self._came = itertools.count()
        self._waiting: dict[str, list[tuple[int, int, Queued]]] = {}
        self._running: Counter[str] = Counter()
        self._lanes: set[asyncio.Task[None]] = set()
        self._open = False

    def start(self) -> None:
        """Begin to run what is queued."""
        self._open = True
        self._fill()

    def put(self, task: Queued) -> None:
        """Queue a task."""
        waiting = self._waiting.setdefault(task.key_id, [])
        heapq.heappush(waiting, (task.turn, next(self._came), task))
        self._fill()

    async def stop(self) -> None:
        """Begin nothing more; what runs is cancelled."""
        self._open = False
        await cancelled(self._lanes)

    def _fill(self) -> None:
        while self._open and len(self._lanes) < self._count and (task := self._take()):
            lane = asyncio.create_task(self._lane(task))
            self._lanes.add(lane)
            lane.add_done_callback(partial(self._ended, task.key_id))

    def _take(self) -> Queued | None:
        """The next task that may run."""
        first = [
            waiting[0]
            for key_id, waiting in self._waiting.items()
            if self._running[key_id] < self._per_key
        ]
        if not first:
            return None
        _, _, task = min(first)
        self._running[task.key_id] += 1
        heapq.heappop(self._waiting[task.key_id])
        if not self._waiting[task.key_id]:
            del self._waiting[task.key_id]
        return task

    async def _lane(self, task: Queued) -> None:
        try:
            await self._run(task)
        except Exception:  # the task stays for the next start
            _log.exception("lane failed unexpectedly", task=task.id)

    def _ended(self, key_id: str, lane: asyncio.Task[None]) -> None:
        self._lanes.discard(lane)
        self._running[key_id] -= 1
        if not self._running[key_id]:
            del self._running[key_id]
        self._fill()
