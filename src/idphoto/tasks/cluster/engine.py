"""The queue for several processes on one PostgreSQL.

Any process accepts tasks and reports on them. Workers hand them out: each fetches a job when it has
room for one, and a dead worker's jobs are taken up by the others within ten seconds.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import psycopg
import structlog
from procrastinate import PsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job
from procrastinate.manager import JobManager
from procrastinate.utils import utcnow
from psycopg.conninfo import make_conninfo
from sqlalchemy import make_url
from sqlalchemy.orm import Session

from idphoto.db.database import Database
from idphoto.db.engines import KEEPALIVES, WAIT_S
from idphoto.errors import DatabaseUnavailable
from idphoto.tasks import metrics, store
from idphoto.tasks.cluster import jobs
from idphoto.tasks.cluster.member import Member
from idphoto.tasks.cluster.news import Listener, Sender
from idphoto.tasks.cluster.rescue import Rescued, rescue
from idphoto.tasks.patience import cancelled, until_written
from idphoto.tasks.queue import Queued, Stage, Work
from idphoto.tasks.states import State
from idphoto.tasks.threads import on_database_thread

RESCUE_S: Final = 3.0
# How often a waiting request checks the row, and a worker looks for jobs, in case news is lost.
LOOK_S: Final = 2.0
_AGAIN_S: Final = 1.0
# A job whose work failed unexpectedly is tried again after this time.
_LATER: Final = timedelta(seconds=60)
_STAGES: Final = 10_000
# More than one fetches and reports at a time, less than one for each lane.
_CONNECTIONS: Final = 4

_log = structlog.get_logger("idphoto.tasks")


def worker_lanes(slots: int) -> Mapping[str, int]:
    """How many jobs of each queue a worker has in hand. ``slots``: tasks that it makes at a time;
    two more wait or are stored meanwhile."""
    return {jobs.MAKE: slots + 2, jobs.DOWNLOAD: 16, jobs.DOWNLOAD_RELAXED: 4}


class ClusterQueue:
    """As ``Queue``. ``lanes``: jobs of each queue that this process has in hand; a process without
    lanes hands out nothing."""

    def __init__(self, database: Database, url: str, lanes: Mapping[str, int]) -> None:
        self._database = database
        self._lanes = lanes
        plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        conninfo = make_conninfo(plain, connect_timeout=WAIT_S, **KEEPALIVES)
        self._connector = PsycopgConnector(
            conninfo=conninfo, min_size=1, max_size=_CONNECTIONS, timeout=float(WAIT_S)
        )
        self._manager = JobManager(self._connector)
        self._member = Member(self._manager)
        self._sender = Sender(conninfo)
        self._listener = Listener(
            conninfo,
            tuple(lanes),
            on_news=self._hear,
            on_job=lambda queue: self._new_job[queue].set(),
            on_gap=self._look_everywhere,
        )
        self._new_job = {queue: asyncio.Event() for queue in lanes}
        self._stages: OrderedDict[str, Stage] = OrderedDict()
        self._ends: dict[str, set[asyncio.Event]] = {}
        self._handing_out: set[asyncio.Task[None]] = set()
        self._beside: list[asyncio.Task[None]] = []
        self._in_hand = 0

    @property
    def state(self) -> str:
        """``ok``, or what is wrong."""
        if not self._listener.hears:
            return "not listening to the other processes"
        if self._lanes and not self._member.alive:
            return "its heartbeat cannot reach the database"
        return "ok"

    async def start(self, work: Work) -> None:
        """As ``Queue.start``."""
        self._loop = asyncio.get_running_loop()
        self._beside = [asyncio.create_task(self._listener.run())]
        if not self._lanes:
            return
        try:
            await self._connector.open_async()
            await self._member.join()
        except (ConnectorException, psycopg.Error) as error:
            raise DatabaseUnavailable("cannot connect to the server") from error
        self._beside += [
            asyncio.create_task(self._sender.run()),
            asyncio.create_task(self._member.run()),
        ]
        self._handing_out = {
            asyncio.create_task(self._hand_out(work, queue, count))
            for queue, count in self._lanes.items()
        }
        self._handing_out.add(asyncio.create_task(self._rescue()))

    def put(self, tx: Session, task: Queued) -> None:
        """As ``Queue.put``."""
        jobs.put(tx, task)

    async def stop(self) -> None:
        """As ``Queue.stop``."""
        await cancelled(self._handing_out)

    async def close(self) -> None:
        """Leave the cluster: what this process still has in hand is taken up by others."""
        if self._lanes:
            await self._member.leave()
        await cancelled(self._beside)
        await self._connector.close_async()

    async def wait(self, task_id: str, timeout_s: float) -> None:
        """As ``Queue.wait``."""
        ended = asyncio.Event()
        self._ends.setdefault(task_id, set()).add(ended)
        try:
            async with asyncio.timeout(timeout_s):
                while not await self._has_ended(task_id):
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(LOOK_S):
                            await ended.wait()
                    ended.clear()
        except TimeoutError:
            return
        finally:
            self._ends[task_id].discard(ended)
            if not self._ends[task_id]:
                del self._ends[task_id]

    def tell(self, task_id: str, state: State, progress: int) -> None:
        """As ``Queue.tell``."""
        self._loop.call_soon_threadsafe(self._sender.add, task_id, Stage(state, progress))

    async def stage(self, task_id: str) -> Stage | None:
        """As ``Queue.stage``."""
        return self._stages.get(task_id)

    def _hear(self, task_id: str, stage: Stage) -> None:
        if stage.state.ended:
            self._stages.pop(task_id, None)
            for ended in self._ends.get(task_id, ()):
                ended.set()
            return
        self._stages[task_id] = stage
        self._stages.move_to_end(task_id)
        if len(self._stages) > _STAGES:
            self._stages.popitem(last=False)

    def _look_everywhere(self) -> None:
        for waiting in self._ends.values():
            for ended in waiting:
                ended.set()
        for new in self._new_job.values():
            new.set()

    async def _has_ended(self, task_id: str) -> bool:
        def ended() -> bool:
            with self._database.reading() as tx:
                row = store.get(tx, task_id)
                return row is None or State(row.state).ended

        try:
            return await on_database_thread(ended)
        except DatabaseUnavailable:
            return False

    async def _hand_out(self, work: Work, queue: str, count: int) -> None:
        room = asyncio.Semaphore(count)
        async with asyncio.TaskGroup() as lanes:
            while True:
                await room.acquire()
                job = await self._next(queue)
                self._count(+1)
                lane = lanes.create_task(self._lane(work, job, self._member.id))
                lane.add_done_callback(lambda _: room.release())

    async def _next(self, queue: str) -> Job:
        """Wait for a job. One that is fetched as this is cancelled is taken up by others."""
        new = self._new_job[queue]
        while True:
            new.clear()
            try:
                job = await self._manager.fetch_job([queue], self._member.id)
            except ConnectorException as error:
                _log.warning("jobs cannot be fetched", reason=type(error.__cause__).__name__)
                await asyncio.sleep(_AGAIN_S)
                continue
            if job is not None:
                return job
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_S):
                    await new.wait()

    async def _lane(self, work: Work, job: Job, worker_id: int) -> None:
        task_id = jobs.task_of(job)
        try:
            if job.queue == jobs.MAKE:
                await work.run(task_id, -job.priority)
            elif await work.fetch(task_id):
                await until_written(lambda: self._put_stored(task_id))
            await until_written(lambda: self._remove(job, worker_id))
        except Exception:
            _log.exception("job failed unexpectedly", task=task_id)
            with contextlib.suppress(ConnectorException):  # then it waits for the next rescue
                await self._manager.retry_job(job, retry_at=utcnow() + _LATER)
        finally:
            self._count(-1)

    async def _rescue(self) -> None:
        while True:
            try:
                if self._member.steady:
                    found = await on_database_thread(self._rescued)
                    if found.freed or found.lost:
                        _log.warning(
                            "tasks taken up", of_dead_workers=found.freed, without_job=found.lost
                        )
            except DatabaseUnavailable as error:
                _log.warning("rescue delayed", reason=error.message)
            except Exception:
                _log.exception("rescue failed unexpectedly")
            await asyncio.sleep(RESCUE_S)

    def _rescued(self) -> Rescued:
        with self._database.transaction() as tx:
            return rescue(tx)

    def _put_stored(self, task_id: str) -> None:
        with self._database.transaction() as tx:
            for task in store.queued(tx, [task_id]):
                jobs.put(tx, task)

    def _remove(self, job: Job, worker_id: int) -> None:
        with self._database.transaction() as tx:
            jobs.remove(tx, job.id or 0, worker_id)

    def _count(self, change: int) -> None:
        self._in_hand += change
        metrics.IN_HAND.set(self._in_hand)
