"""Running a task: get its source, make the picture, store it, end."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import structlog

from idphoto.db.database import Database
from idphoto.db.tables import Task
from idphoto.errors import DatabaseUnavailable, SourceExpired
from idphoto.imaging.decode import DecodeLimits
from idphoto.runtime.engine import Engine
from idphoto.services import metrics, orders
from idphoto.services.endings import Endings
from idphoto.services.patience import patiently, until_written
from idphoto.services.threads import on_database_thread
from idphoto.services.workers import Workers
from idphoto.settings import ServerSettings
from idphoto.storage.blobs import Blobs
from idphoto.tasks import images, store
from idphoto.tasks.live import Live
from idphoto.tasks.states import State

_SUFFIXES: Final = {"jpeg": ".jpg", "png": ".png", "webp": ".webp", "pdf": ".pdf"}
Download = Callable[[str, int], Awaitable[bytes]]

_log = structlog.get_logger("idphoto.tasks")


@dataclass(frozen=True, slots=True)
class _Begun:
    """A task that this process has claimed. ``blob``: its source, None where that is gone."""

    row: Task
    attempt: int
    blob: str | None


class Runner:
    """Takes tasks to their ends, any number at once; the workers bound what is made at a time.

    A database that is away is waited for.
    """

    def __init__(
        self,
        settings: ServerSettings,
        database: Database,
        blobs: Blobs,
        workers: Workers,
        engine: Engine,
        download: Download,
        live: Live,
        endings: Endings,
    ) -> None:
        self._settings = settings
        self._database = database
        self._blobs = blobs
        self._workers = workers
        self._engine = engine
        self._download = download
        self._live = live
        self._endings = endings
        self._working: set[asyncio.Task[None]] = set()
        self._begun: dict[str, int] = {}

    async def fetch(self, task_id: str) -> bool:
        """Download and store the task's source; False if the task has ended with that.

        Cancelling it leaves the task for the next start.
        """
        row = await until_written(lambda: self._read(task_id))
        if row is None or row.source_url is None:
            self._live.end(task_id)
            return False
        self._live.tell(task_id, State.PREPARING, 5)
        started = time.monotonic()
        try:
            data = await self._download(row.source_url, row.max_source_bytes)
            image_id = str(uuid.uuid4())
            await patiently(lambda: self._blobs.put(source_key(image_id), data))
        except Exception as error:
            await self._endings.failed(row, None, error)
            return False
        metrics.STEP_SECONDS.labels("fetch").observe(time.monotonic() - started)
        await until_written(lambda: self._keep_source(row, image_id, len(data)))
        self._live.tell(task_id, State.WAITING, 10)
        return True

    async def run(self, task_id: str) -> None:
        """Make what the task orders from its stored source.

        Cancelling it before the task has a worker leaves the task for the next start.
        """
        self._live.tell(task_id, State.WAITING, 10)
        waited = time.monotonic()
        await self._workers.acquire()
        metrics.STEP_SECONDS.labels("queue").observe(time.monotonic() - waited)
        work = asyncio.create_task(self._work(task_id))
        self._working.add(work)
        work.add_done_callback(self._working.discard)
        await asyncio.shield(work)

    async def drain(self, timeout_s: float) -> None:
        """Wait for what is on the workers; what takes longer is given back as if never begun."""
        if self._working:
            await asyncio.wait(self._working, timeout=timeout_s)
        while self._begun:  # what is taken out of here may not end any more
            task_id, attempt = self._begun.popitem()
            try:
                await on_database_thread(self._requeue, task_id, attempt)
            except DatabaseUnavailable as error:  # the next start takes it up all the same
                _log.warning("task not given back", task=task_id, reason=error.reason)

    async def _work(self, task_id: str) -> None:
        """From a worker's slot, which is given back once the picture is made, to the end."""
        begun = made = None
        try:
            try:
                begun = await until_written(lambda: self._begin(task_id))
                if begun is None:
                    self._live.end(task_id)
                    return
                self._begun[task_id] = begun.attempt
                made = await self._make(begun)
            finally:
                self._workers.release()
            blobs = await self._publish(begun, made)
            if task_id in self._begun:
                await self._endings.done(begun.row, begun.attempt, blobs, made)
        except Exception as error:
            row = begun.row if begun else await until_written(lambda: self._read(task_id))
            if row is not None and (begun is None or task_id in self._begun):
                await self._endings.failed(row, begun.attempt if begun else None, error)
        finally:
            self._begun.pop(task_id, None)

    async def _make(self, begun: _Begun) -> orders.Made:
        row = begun.row
        self._live.tell(row.id, State.RUNNING, 10)
        order = orders.from_json(row.order)
        source = begun.blob
        data = await patiently(lambda: self._blobs.get(source)) if source else None
        if data is None:
            raise SourceExpired()
        limits = DecodeLimits(max_side_px=self._settings.max_source_side_px)

        def job(deadline: float) -> orders.Made:
            return order.make(
                self._engine,
                data,
                limits,
                deadline=deadline,
                progress=lambda _, share: self._live.tell(
                    row.id, State.RUNNING, 10 + round(80 * share)
                ),
            )

        started = time.monotonic()
        made = await self._workers.run(job, row.time_limit_s)
        metrics.STEP_SECONDS.labels("make").observe(time.monotonic() - started)
        for step, ms in made.report["timings_ms"].items():
            metrics.STEP_SECONDS.labels(step).observe(ms / 1000.0)
        return made

    async def _publish(self, begun: _Begun, made: orders.Made) -> dict[str, str]:
        """Store every file; their keys, by name. What a crash in between leaves is swept."""
        self._live.tell(begun.row.id, State.PUBLISHING, 95)
        started = time.monotonic()
        blobs: dict[str, str] = {}
        for name, file in made.files.items():
            blobs[name] = key = result_key(begun.row.id, begun.attempt, name, file)
            await patiently(partial(self._blobs.put, key, file.data))
        metrics.STEP_SECONDS.labels("publish").observe(time.monotonic() - started)
        return blobs

    def _read(self, task_id: str) -> Task | None:
        with self._database.reading() as tx:
            return store.get(tx, task_id)

    def _begin(self, task_id: str) -> _Begun | None:
        """None where the task has ended. Raises ``GivenUp`` where it was begun too often."""
        with self._database.transaction() as tx:
            attempt = store.claim(tx, task_id, self._settings.max_attempts, time.time())
            row = store.get(tx, task_id)
            if attempt is None or row is None:
                return None
            # the source's time may pass while the task waits: no purge takes it then
            image = images.find(tx, row.image_id, row.key_id, 0.0) if row.image_id else None
            return _Begun(row, attempt, image.blob if image else None)

    def _requeue(self, task_id: str, attempt: int) -> None:
        with self._database.transaction() as tx:
            store.requeue(tx, task_id, attempt)

    def _keep_source(self, row: Task, image_id: str, size_bytes: int) -> None:
        now = time.time()
        blob, expires_at = source_key(image_id), now + self._settings.keep_s
        with self._database.transaction() as tx:
            images.add(tx, image_id, row.key_id, blob, size_bytes, now, expires_at)
            store.set_image(tx, row.id, image_id)


def source_key(image_id: str) -> str:
    """Where a source is stored."""
    return f"sources/{image_id}"


def result_key(task_id: str, attempt: int, name: str, file: orders.File) -> str:
    """Where a file is stored that an attempt has made."""
    # by attempt: an earlier one's files may be on their way to the bin
    part = "" if name == orders.IMAGE else f"-{name}"
    return f"results/{task_id}-{attempt}{part}{_SUFFIXES[file.format]}"
