"""Working on a task: fetch its sources, make its files, store them, end it."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import structlog

from idphoto.db.database import Database
from idphoto.db.tables import Task
from idphoto.errors import DatabaseUnavailable, SourceExpired
from idphoto.settings import ServerSettings
from idphoto.storage.blobs import Blobs
from idphoto.tasks import images, metrics, store
from idphoto.tasks.blob_keys import result_key, source_key
from idphoto.tasks.endings import Endings
from idphoto.tasks.made import Made, Make
from idphoto.tasks.patience import patiently, until_written
from idphoto.tasks.queue import Queue
from idphoto.tasks.sources import discard
from idphoto.tasks.spans import StepSpans, facts_of
from idphoto.tasks.states import State
from idphoto.tasks.threads import on_database_thread
from idphoto.tasks.workers import Workers
from idphoto.tracing.port import NO_SPAN, Span, Tracer, code_of

# How long a stopping server tries to give back what it could not finish.
GIVE_BACK_S: Final = 2.0

Download = Callable[[str, str, int], Awaitable[bytes]]
"""``download(url, key_id, max_bytes)``."""

_log = structlog.get_logger("idphoto.tasks")


@dataclass(frozen=True, slots=True)
class _Begun:
    """A claimed task. ``blobs``: keys of its sources, None for a source that is gone."""

    row: Task
    attempt: int
    blobs: tuple[str | None, ...]


class Runner:
    """As ``Work``: any number of tasks at once; the workers bound how many are made at a time.

    A database that is away is waited for.
    """

    def __init__(
        self,
        settings: ServerSettings,
        database: Database,
        blobs: Blobs,
        workers: Workers,
        make: Make,
        download: Download,
        queue: Queue,
        endings: Endings,
        tracer: Tracer,
    ) -> None:
        self._settings = settings
        self._database = database
        self._blobs = blobs
        self._workers = workers
        self._make_files = make
        self._download = download
        self._queue = queue
        self._endings = endings
        self._tracer = tracer
        self._working: set[asyncio.Task[None]] = set()
        self._begun: dict[str, int] = {}

    async def fetch(self, task_id: str) -> bool:
        """As ``Work.fetch``. If it is cancelled, the task stays queued."""
        row = await until_written(lambda: self._read(task_id))
        if row is None or State(row.state).ended:
            self._queue.tell(task_id, State.DONE, 100)
            return False
        self._queue.tell(task_id, State.PREPARING, 5)
        started = time.monotonic()
        sources, sizes = list(store.sources_of(row)), dict[str, int]()
        try:
            for place, source in enumerate(sources):  # one after another: each may be large
                if source.url is not None and source.image_id is None:
                    image_id = str(uuid.uuid4())
                    sizes[image_id] = await self._fetch_one(row, source.url, image_id)
                    sources[place] = store.TaskSource(source.url, image_id)
        except Exception as error:
            with self._tracer.span("end", facts_of(row), parent=row.traceparent):
                await self._endings.failed(row, None, error)
            return False
        metrics.STEP_SECONDS.labels("fetch").observe(time.monotonic() - started)
        if not await until_written(lambda: self._keep_sources(row, sources, sizes)):
            await discard(self._blobs, list(map(source_key, sizes)))
            self._queue.tell(task_id, State.DONE, 100)
            return False
        self._queue.tell(task_id, State.WAITING, 10)
        return True

    async def run(self, task_id: str, turn: int) -> None:
        """As ``Work.run``. If it is cancelled before the task has a worker, the task stays
        queued."""
        self._queue.tell(task_id, State.WAITING, 10)
        waited = time.monotonic()
        await self._workers.acquire(turn)
        metrics.STEP_SECONDS.labels("queue").observe(time.monotonic() - waited)
        work = asyncio.create_task(self._work(task_id))
        self._working.add(work)
        work.add_done_callback(self._working.discard)
        await asyncio.shield(work)

    async def drain(self, timeout_s: float) -> None:
        """Wait for tasks that have a worker; what takes longer is given back as if never begun."""
        if self._working:
            await asyncio.wait(self._working, timeout=timeout_s)
        left = list(self._begun.items())
        self._begun.clear()  # a task that is not in here may not end any more
        if not left:
            return
        try:
            async with asyncio.timeout(GIVE_BACK_S):
                await on_database_thread(self._requeue, left)
        except (DatabaseUnavailable, TimeoutError) as error:  # the next start takes them up anyway
            _log.warning("tasks not released", count=len(left), reason=str(error))

    async def _work(self, task_id: str) -> None:
        """From a worker's slot, which is given back once the files are made, to the end."""
        begun = made = None
        span: Span = NO_SPAN
        try:
            try:
                begun = await until_written(lambda: self._begin(task_id))
                if begun is None:
                    self._queue.tell(task_id, State.DONE, 100)
                    return
                self._begun[task_id] = begun.attempt
                span = self._trace(begun)
                made = await self._make(begun, span)
            finally:
                self._workers.release()
            with self._tracer.span("publish", parent=span.traceparent):
                blobs = await self._publish(begun, made)
            if task_id in self._begun:
                with self._tracer.span("end", parent=span.traceparent):
                    taken = await self._endings.done(begun.row, begun.attempt, blobs, made)
                if not taken:  # the task was deleted, or another attempt has ended it
                    await discard(self._blobs, list(blobs.values()))
        except Exception as error:
            span.fail(code_of(error))
            row = begun.row if begun else await until_written(lambda: self._read(task_id))
            if row is not None and (begun is None or task_id in self._begun):
                parent = span.traceparent or row.traceparent
                with self._tracer.span("end", facts_of(row), parent=parent):
                    await self._endings.failed(row, begun.attempt if begun else None, error)
        finally:
            span.end()
            self._begun.pop(task_id, None)

    async def _fetch_one(self, row: Task, url: str, image_id: str) -> int:
        """Download one source and store it; its size in bytes."""
        with self._tracer.span("fetch", facts_of(row), parent=row.traceparent) as span:
            data = await self._download(url, row.key_id, row.max_source_bytes)
            span.note({"idphoto.bytes": len(data)})
            await patiently(lambda: self._blobs.put(source_key(image_id), data))
        return len(data)

    async def _source(self, blob: str | None) -> bytes:
        data = await patiently(lambda: self._blobs.get(blob)) if blob else None
        if data is None:
            raise SourceExpired()
        return data

    def _trace(self, begun: _Begun) -> Span:
        """The attempt's span, which begins now; the first attempt ends the wait."""
        row, facts = begun.row, facts_of(begun.row)
        if begun.attempt == 1:
            waited = self._tracer.span(
                "wait", facts, parent=row.traceparent, began_at=row.created_at
            )
            waited.end(row.started_at)
        span = self._tracer.span("attempt", facts, parent=row.traceparent)
        span.note({"idphoto.attempt": begun.attempt})
        return span

    async def _make(self, begun: _Begun, span: Span) -> Made:
        row = begun.row
        self._queue.tell(row.id, State.RUNNING, 10)
        photos = tuple([await self._source(blob) for blob in begun.blobs])

        steps = StepSpans(self._tracer, span.traceparent)

        def progress(step: str, share: float) -> None:
            steps.begin(step)
            self._queue.tell(row.id, State.RUNNING, 10 + round(80 * share))

        def job(deadline: float) -> Made:
            return self._make_files(row.order, photos, deadline, progress)

        started = time.monotonic()
        with steps:
            made = await self._workers.run(job, row.time_limit_s)
        metrics.STEP_SECONDS.labels("make").observe(time.monotonic() - started)
        for step, ms in made.report["timings_ms"].items():
            metrics.STEP_SECONDS.labels(step).observe(ms / 1000.0)
        return made

    async def _publish(self, begun: _Begun, made: Made) -> dict[str, str]:
        """Store every file; their keys, by name. Files that a crash leaves behind are swept."""
        self._queue.tell(begun.row.id, State.PUBLISHING, 95)
        started = time.monotonic()
        blobs: dict[str, str] = {}
        for name, file in made.files.items():
            blobs[name] = key = result_key(begun.row.id, begun.attempt, name, file.format)
            await patiently(partial(self._blobs.put, key, file.data))
        metrics.STEP_SECONDS.labels("publish").observe(time.monotonic() - started)
        return blobs

    def _read(self, task_id: str) -> Task | None:
        with self._database.reading() as tx:
            return store.get(tx, task_id)

    def _begin(self, task_id: str) -> _Begun | None:
        """Claim the task; None if it has ended. Raises ``GivenUp`` if it was begun too often."""
        with self._database.transaction() as tx:
            attempt = store.claim(tx, task_id, self._settings.max_attempts, time.time())
            row = store.get(tx, task_id)
            if attempt is None or row is None:
                return None
            # a source may expire while its task waits: the purge leaves it alone
            ids = [source.image_id for source in store.sources_of(row)]
            found = [images.find(tx, each, row.key_id, 0.0) if each else None for each in ids]
            return _Begun(row, attempt, tuple(image.blob if image else None for image in found))

    def _requeue(self, begun: Sequence[tuple[str, int]]) -> None:
        with self._database.transaction() as tx:
            for task_id, attempt in begun:
                store.requeue(tx, task_id, attempt)

    def _keep_sources(
        self, row: Task, sources: Sequence[store.TaskSource], sizes: Mapping[str, int]
    ) -> bool:
        """Note the sources; False if the task was deleted meanwhile. ``sizes``: in bytes, of those
        that were just stored, by image id."""
        now = time.time()
        expires_at = store.expiry_of(now, self._settings.keep_s, row.keep_until)
        with self._database.transaction() as tx:
            if not store.set_sources(tx, row.id, sources):
                return False
            for image_id, size in sizes.items():
                blob = source_key(image_id)
                images.add(tx, image_id, row.key_id, blob, size, now, expires_at)
        return True
