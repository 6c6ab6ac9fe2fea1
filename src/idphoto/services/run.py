"""Running a task: get its source, make the picture, store it, settle the account, tell."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Final, TypeVar

import structlog
from pydantic import ValidationError
from sqlalchemy.orm import Session
from structlog.typing import FilteringBoundLogger

from idphoto.accounts import ledger
from idphoto.db.database import Database
from idphoto.db.tables import Task
from idphoto.errors import (
    DatabaseUnavailable,
    IdPhotoError,
    InternalError,
    OutOfResources,
    SourceExpired,
    StorageUnavailable,
)
from idphoto.imaging.decode import DecodeLimits
from idphoto.runtime.engine import Engine
from idphoto.services import metrics, orders
from idphoto.services.workers import Workers
from idphoto.settings import ServerSettings
from idphoto.storage.blobs import Blobs
from idphoto.tasks import deliveries, images, store
from idphoto.tasks.live import Live
from idphoto.tasks.states import State

SUFFIXES: Final = {"jpeg": ".jpg", "png": ".png", "webp": ".webp"}
Download = Callable[[str, int], Awaitable[bytes]]

# The storage is asked once more after each of these pauses before a task fails for it.
_STORAGE_PAUSES_S: Final = (0.2, 1.0)
# What cannot be written down is tried again until it can: the task has ended, its row must know.
_SETTLE_PAUSES_S: Final = (0.2, 1.0, 5.0)

_log = structlog.get_logger("idphoto.tasks")


class Runner:
    """Runs tasks by id, any number of them at once; the workers bound what is made at a time."""

    def __init__(
        self,
        settings: ServerSettings,
        database: Database,
        blobs: Blobs,
        workers: Workers,
        engine: Engine,
        download: Download,
        live: Live,
        on_callback: Callable[[], None],
    ) -> None:
        self._settings = settings
        self._database = database
        self._blobs = blobs
        self._workers = workers
        self._engine = engine
        self._download = download
        self._live = live
        self._on_callback = on_callback
        self._working: set[asyncio.Task[None]] = set()
        self._begun: dict[str, int] = {}

    async def run(self, task_id: str) -> None:
        """Take a task to its end. A database that is away is waited for.

        Cancelling it before the task has a worker leaves the task for the next start.
        """
        row = await _until_written(lambda: self._read(task_id))
        if row is None or State(row.state).ended:
            self._live.end(task_id)
            return
        log = _log.bind(task=task_id, trace_id=row.trace_id, api=row.api)
        try:
            blob = await self._stored_source(row)
        except Exception as error:
            await self._settle_failure(row, None, _typed(error, row, log), log)
            return
        self._live.tell(task_id, State.WAITING, 10)
        waited = time.monotonic()
        await self._workers.acquire()
        metrics.STEP_SECONDS.labels("queue").observe(time.monotonic() - waited)
        work = asyncio.create_task(self._work(row, blob, log))
        self._working.add(work)
        work.add_done_callback(self._working.discard)
        await asyncio.shield(work)

    async def drain(self, timeout_s: float) -> None:
        """Wait for what is on the workers; what takes longer is given back as if never begun."""
        if self._working:
            await asyncio.wait(self._working, timeout=timeout_s)
        for task_id, attempt in self._begun.items():
            await asyncio.to_thread(self._requeue, task_id, attempt)

    async def _stored_source(self, row: Task) -> str:
        """The source's key in the storage; downloaded first where there is only its URL."""
        if row.image_id is not None:
            image_id = row.image_id
            found = await _until_written(lambda: self._find_blob(image_id, row.key_id))
            if found is None:
                raise SourceExpired()
            return found
        assert row.source_url is not None  # noqa: S101 - submitting sees to it
        self._live.tell(row.id, State.PREPARING, 5)
        started = time.monotonic()
        data = await self._download(row.source_url, row.max_source_bytes)
        metrics.STEP_SECONDS.labels("fetch").observe(time.monotonic() - started)
        new_id = str(uuid.uuid4())
        blob = source_key(new_id)
        await _patiently(lambda: self._blobs.put(blob, data))
        await _until_written(lambda: self._keep_source(row, new_id, blob, len(data)))
        return blob

    async def _work(self, row: Task, blob: str, log: FilteringBoundLogger) -> None:
        """From a worker's slot, which is given back once the picture is made, to the end."""
        attempt = None
        try:
            try:
                attempt = await _until_written(lambda: self._claim(row.id))
                if attempt is None:
                    self._live.end(row.id)
                    return
                self._begun[row.id] = attempt
                made = await self._make(row, blob)
            finally:
                self._workers.release()
            key = await self._publish(row.id, made)
        except Exception as error:
            await self._settle_failure(row, attempt, _typed(error, row, log), log)
        else:
            await self._settle_success(row, attempt, key, made, log)
        finally:
            self._begun.pop(row.id, None)

    async def _make(self, row: Task, blob: str) -> orders.Made:
        self._live.tell(row.id, State.RUNNING, 10)
        order = orders.from_json(row.order)
        data = await _patiently(lambda: self._blobs.get(blob))
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

    async def _publish(self, task_id: str, made: orders.Made) -> str:
        self._live.tell(task_id, State.PUBLISHING, 95)
        key = f"results/{_day()}/{task_id}{SUFFIXES[made.format]}"
        started = time.monotonic()
        await _patiently(lambda: self._blobs.put(key, made.data))
        metrics.STEP_SECONDS.labels("publish").observe(time.monotonic() - started)
        return key

    async def _settle_success(
        self,
        row: Task,
        attempt: int,
        key: str,
        made: orders.Made,
        log: FilteringBoundLogger,
    ) -> None:
        def write() -> bool:
            now = time.time()
            with self._database.transaction() as tx:
                taken = store.finish(
                    tx,
                    row.id,
                    attempt,
                    blob=key,
                    result=made.report,
                    expires_at=now + self._settings.keep_s,
                    now=now,
                )
                if taken:
                    ledger.capture(tx, row.id, now)
                    _note_callback(tx, row, now)
                return taken

        self._ended(row, await _until_written(write), None, log)

    async def _settle_failure(
        self, row: Task, attempt: int | None, error: IdPhotoError, log: FilteringBoundLogger
    ) -> None:
        def write() -> bool:
            now = time.time()
            with self._database.transaction() as tx:
                taken = store.fail(
                    tx,
                    row.id,
                    attempt,
                    code=error.code,
                    message=error.message[:500],
                    now=now,
                    expires_at=now + self._settings.keep_s,
                )
                if taken:
                    ledger.release(tx, row.id, now)
                    _note_callback(tx, row, now)
                return taken

        self._ended(row, await _until_written(write), error.code, log)

    def _ended(
        self, row: Task, taken: bool, failure: str | None, log: FilteringBoundLogger
    ) -> None:
        """Tell whoever waits. ``taken`` is False where another attempt has ended the task."""
        if taken:
            metrics.TASKS_ENDED.labels(row.api, failure or "").inc()
            log.info("task ended", failure=failure)
        self._live.end(row.id)
        metrics.IN_HAND.set(len(self._live))
        if row.callback_url:
            self._on_callback()

    def _read(self, task_id: str) -> Task | None:
        with self._database.reading() as tx:
            return store.get(tx, task_id)

    def _claim(self, task_id: str) -> int | None:
        with self._database.transaction() as tx:
            return store.claim(tx, task_id, self._settings.max_attempts, time.time())

    def _requeue(self, task_id: str, attempt: int) -> None:
        with self._database.transaction() as tx:
            store.requeue(tx, task_id, attempt)

    def _find_blob(self, image_id: str, key_id: str) -> str | None:
        with self._database.reading() as tx:
            image = images.find(tx, image_id, key_id, 0.0)  # its time may pass while it waits
            return image.blob if image else None

    def _keep_source(self, row: Task, image_id: str, blob: str, size_bytes: int) -> None:
        now = time.time()
        with self._database.transaction() as tx:
            expires_at = now + self._settings.keep_s
            images.add(tx, image_id, row.key_id, blob, size_bytes, now, expires_at)
            store.set_image(tx, row.id, image_id)


def source_key(image_id: str) -> str:
    """Where a source is stored."""
    return f"sources/{_day()}/{image_id}"


def _day() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%d")


def _note_callback(tx: Session, row: Task, now: float) -> None:
    if row.callback_url:
        deliveries.add(tx, str(uuid.uuid4()), row.id, row.callback_url, now)


def _typed(error: Exception, row: Task, log: FilteringBoundLogger) -> IdPhotoError:
    """The error as one of ours. What is unforeseen goes to the log, not to the caller."""
    if isinstance(error, IdPhotoError):
        return error
    if isinstance(error, MemoryError):
        return OutOfResources("memory")
    if isinstance(error, ValidationError):  # its text would tell the order
        log.error("stored order is of another version")
    else:
        log.exception("task failed unforeseen", exc_info=error)
    return InternalError(row.trace_id)


_T = TypeVar("_T")


async def _until_written(call: Callable[[], _T]) -> _T:
    """A database call on a thread, again and again while the database is away."""
    tries = 0
    while True:
        try:
            return await asyncio.to_thread(call)
        except DatabaseUnavailable as error:
            pause_s = _SETTLE_PAUSES_S[min(tries, len(_SETTLE_PAUSES_S) - 1)]
            _log.warning("database is away", reason=error.reason, again_in_s=pause_s)
            await asyncio.sleep(pause_s)
            tries += 1


async def _patiently(call: Callable[[], Awaitable[_T]]) -> _T:
    """A call to the storage, and a few more where it is away."""
    for pause_s in _STORAGE_PAUSES_S:
        try:
            return await call()
        except StorageUnavailable:
            await asyncio.sleep(pause_s)
    return await call()
