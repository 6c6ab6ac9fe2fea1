"""A task's life, assembled: accepted, queued, run, ended, reported, purged."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection, Mapping, Sequence

from idphoto.accounts.account import Account
from idphoto.db.database import Database
from idphoto.db.tables import Task
from idphoto.errors import UnknownTask
from idphoto.net.guard import Guard
from idphoto.settings import ServerSettings
from idphoto.storage.blobs import Blobs
from idphoto.storage.secret import derive
from idphoto.tasks import metrics, store
from idphoto.tasks.accept import REFUSALS, Alongside, accept, drop_uploads, store_uploads
from idphoto.tasks.callbacks import Callbacks, Renderer
from idphoto.tasks.endings import Endings
from idphoto.tasks.made import Make
from idphoto.tasks.model import Submission, TaskView
from idphoto.tasks.patience import cancelled
from idphoto.tasks.purge import Purge
from idphoto.tasks.queue import Queue, Stage
from idphoto.tasks.removal import take_all
from idphoto.tasks.repeats import TaskIdentity, identify, was_accepted
from idphoto.tasks.run import Download, Runner
from idphoto.tasks.sources import Sources, discard
from idphoto.tasks.states import Priority, State
from idphoto.tasks.threads import on_checking_thread, on_database_thread
from idphoto.tasks.views import view_of, with_urls
from idphoto.tasks.workers import Workers
from idphoto.tracing.port import Facts, Tracer


class Tasks:
    """Use ``open`` and ``close``; every other method between the two, from the event loop.

    ``works``: whether this process makes tasks, sends callbacks and purges; otherwise it accepts
    tasks and reports on them. ``make`` makes what an order asks for, ``download`` fetches remote
    sources. ``renderers``: by an API's name, how it reports a task in a callback. The attribute
    ``sources`` has the stored sources.
    """

    def __init__(
        self,
        settings: ServerSettings,
        database: Database,
        blobs: Blobs,
        guard: Guard,
        secret: bytes,
        *,
        queue: Queue,
        works: bool,
        workers: Workers,
        make: Make,
        download: Download,
        renderers: Mapping[str, Renderer],
        tracer: Tracer,
    ) -> None:
        self._tracer = tracer
        self._keep_s = settings.keep_s
        self._max_unfinished = settings.max_unfinished
        self._database = database
        self._blobs = blobs
        self._secret = secret
        self.sources = Sources(database, blobs, secret, settings.keep_s)
        self._queue = queue
        self._works = works
        self._callbacks = Callbacks(settings, database, blobs, guard, secret, renderers, tracer)
        endings = Endings(database, queue, settings.keep_s, self._callbacks.wake)
        self._runner = Runner(
            settings, database, blobs, workers, make, download, queue, endings, tracer
        )
        self._purge = Purge(database, blobs, settings.keep_s, derive(secret, "storage").hex())
        self._beside: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """Begin to work, first on what an earlier process left unfinished.

        Raises:
            DatabaseUnavailable: it cannot be read.
        """
        await self._queue.start(self._runner)
        if self._works:
            self._beside = [
                asyncio.create_task(self._callbacks.run()),
                asyncio.create_task(self._purge.run()),
            ]

    async def close(self, within_s: float) -> None:
        """Begin nothing more, wait this long for tasks that have a worker, leave the rest for the
        next start."""
        await self._queue.stop()
        await self._runner.drain(within_s)
        await cancelled(self._beside)
        await self._queue.close()

    async def submit(
        self,
        account: Account,
        submission: Submission,
        idempotency_key: str | None = None,
        also: Alongside | None = None,
    ) -> str:
        """Accept work; the task's id. By then it is on disk, queued, and its credits are held.

        ``idempotency_key``: the caller's name for this request, 1–255 printable ASCII characters;
        a repetition with the same one gets the same task and holds nothing more. ``also``: as for
        ``accept``.

        Raises:
            IdempotencyKeyReused: the key was sent with another request, or its task has expired.
            NotEnoughCredits: the balance does not cover it.
            TooManyTasks: the key has as many unfinished tasks as it may have.
            BadRequest: the stored source that is named does not exist, or the server may not
                send requests to the callback's address.
            StorageUnavailable, DatabaseUnavailable, OutOfResources: nothing was accepted.
        """
        if submission.callback_url is not None:
            self._callbacks.check_url(submission.callback_url)
        facts: Facts = {
            "idphoto.api": submission.api,
            "idphoto.priority": submission.priority.name.lower(),
        }
        with self._tracer.span("accept", facts) as span:
            task = await on_checking_thread(
                identify, self._secret, account, submission, idempotency_key
            )
            span.note({"idphoto.task": task.id})
            if task.fingerprint is not None and await on_database_thread(self._was_accepted, task):
                return task.id
            image_ids = await store_uploads(self._blobs, account, submission)
            try:
                accepted = await on_database_thread(
                    accept,
                    self._database,
                    self._queue,
                    account,
                    submission,
                    image_ids,
                    self._keep_s,
                    self._max_unfinished,
                    task,
                    span.traceparent,
                    also,
                )
            except REFUSALS:
                await drop_uploads(self._blobs, image_ids)
                raise
            if not accepted:
                await drop_uploads(self._blobs, image_ids)
        return task.id

    async def wait(self, task_id: str, timeout_s: float) -> None:
        """Wait until the task has ended or the time is over."""
        await self._queue.wait(task_id, timeout_s)

    async def look(self, account: Account, api: str, task_id: str) -> TaskView:
        """A task as its owner may see it.

        Raises:
            UnknownTask: it does not exist, belongs to another key or API, or has expired.
        """
        return await self.find(account, (api,), task_id)

    async def find(self, account: Account, apis: Collection[str], task_id: str) -> TaskView:
        """As ``look``, for a task of any of these APIs."""
        # before the row is read: the task may end in between, but it does not begin again
        stage = await self._queue.stage(task_id)
        row = await on_database_thread(self._find, account, apis, task_id)
        return await self._view(row, stage)

    async def page(
        self,
        account: Account,
        apis: Collection[str],
        *,
        after: store.TaskPlace | None = None,
        states: Collection[State] | None = None,
        limit: int,
    ) -> list[TaskView]:
        """At most ``limit`` of the account's tasks of these APIs that have not expired, newest
        first, after a place in that order. ``states``: as the database stores them."""
        rows = await on_database_thread(
            self._find_page, account, apis, after=after, states=states, limit=limit
        )
        return [view_of(row, await self._queue.stage(row.id)) for row in rows]

    async def remove(self, account: Account, apis: Collection[str], task_id: str) -> None:
        """Delete a task's files, its sources and everything personal in its row, at once. One that
        has not ended fails, and costs nothing. A callback that has not arrived is not sent any
        more. A source that another task needs, which has not ended, is kept for that one.

        Raises:
            UnknownTask: as ``look``.
        """
        blobs = await on_database_thread(self._take, account, apis, task_id)
        await discard(self._blobs, blobs)
        await on_database_thread(self._database.forget)

    async def remove_all(self, ids: Collection[str]) -> None:
        """Delete these tasks at once, as ``remove``, those that have not ended as well."""
        blobs = await on_database_thread(self._take_all, ids)
        await discard(self._blobs, blobs)
        await on_database_thread(self._database.forget)

    async def views(self, rows: Sequence[Task]) -> list[TaskView]:
        """Tasks as their owner may see them, with their files' URLs."""
        return [await self._view(row, await self._queue.stage(row.id)) for row in rows]

    async def latest(
        self, account: Account, api: str, offset: int, limit: int
    ) -> tuple[list[TaskView], int]:
        """The account's tasks of one API that have not expired, newest first, from ``offset`` on;
        and how many there are in all."""
        rows, count = await on_database_thread(self._find_latest, account, api, offset, limit)
        return [await self._view(row, await self._queue.stage(row.id)) for row in rows], count

    async def result(self, view: TaskView, name: str) -> bytes:
        """A finished file.

        Raises:
            UnknownTask: the task has no file of that name, or it is no longer kept.
        """
        key = view.result_blobs.get(name)
        data = await self._blobs.get(key) if key else None
        if data is None:
            raise UnknownTask(view.id)
        return data

    def _was_accepted(self, task: TaskIdentity) -> bool:
        with self._database.reading() as tx:
            return was_accepted(tx, task, time.time())

    async def observe(self) -> None:
        """Bring the metrics of waiting and running tasks up to date.

        Raises:
            DatabaseUnavailable: they cannot be counted.
        """
        counted = await on_database_thread(self._count_backlog)
        now = time.time()
        for priority, backlog in counted.items():
            name = priority.name.lower()
            metrics.BACKLOG.labels("waiting", name).set(backlog.waiting)
            metrics.BACKLOG.labels("running", name).set(backlog.running)
            waited_s = 0.0 if backlog.oldest_at is None else now - backlog.oldest_at
            metrics.OLDEST.labels(name).set(max(waited_s, 0.0))

    async def _view(self, row: Task, stage: Stage | None) -> TaskView:
        view = view_of(row, stage)
        return await with_urls(view, self._blobs, row.base_url, row.expires_at, self._secret)

    def _count_backlog(self) -> dict[Priority, store.Backlog]:
        with self._database.reading() as tx:
            return store.backlog(tx)

    def _take_all(self, ids: Collection[str]) -> list[str]:
        with self._database.transaction() as tx:
            return take_all(tx, ids, time.time())

    def _take(self, account: Account, apis: Collection[str], task_id: str) -> list[str]:
        """The keys of the files that no row names any more."""
        now = time.time()
        with self._database.transaction() as tx:
            row = store.find(tx, task_id, account.id, apis)
            return take_all(tx, [row.id], now)

    def _find_page(
        self,
        account: Account,
        apis: Collection[str],
        *,
        after: store.TaskPlace | None,
        states: Collection[State] | None,
        limit: int,
    ) -> list[Task]:
        with self._database.reading() as tx:
            now = time.time()
            return store.page(tx, account.id, apis, now, after=after, states=states, limit=limit)

    def _find(self, account: Account, apis: Collection[str], task_id: str) -> Task:
        with self._database.reading() as tx:
            row = store.find(tx, task_id, account.id, apis)
        if row.expires_at is not None and row.expires_at < time.time():
            raise UnknownTask(task_id)
        return row

    def _find_latest(
        self, account: Account, api: str, offset: int, limit: int
    ) -> tuple[list[Task], int]:
        with self._database.reading() as tx:
            now = time.time()
            return store.latest(tx, account.id, api, now, offset=offset, limit=limit)
