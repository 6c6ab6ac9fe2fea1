"""Ending a task: its result, its charge and its callback are committed together."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final

import structlog
from pydantic import ValidationError
from sqlalchemy.orm import Session

from idphoto.accounts import ledger
from idphoto.db.database import Database
from idphoto.db.tables import Task
from idphoto.errors import IdPhotoError, InternalError, OutOfResources
from idphoto.tasks import callback_store, metrics, store
from idphoto.tasks.made import File, Made
from idphoto.tasks.patience import until_written
from idphoto.tasks.queue import Queue
from idphoto.tasks.states import State

# Under this name a task's result has the facts of its files, beside what was measured.
FILES: Final = "files"

_log = structlog.get_logger("idphoto.tasks")


class Endings:
    """``on_callback`` is called when a callback has become due."""

    def __init__(
        self, database: Database, queue: Queue, keep_s: float, on_callback: Callable[[], None]
    ) -> None:
        self._database = database
        self._queue = queue
        self._keep_s = keep_s
        self._on_callback = on_callback

    async def done(self, row: Task, attempt: int, blobs: Mapping[str, str], made: Made) -> bool:
        """The task is done and its credits are taken; False if the attempt is fenced off.
        ``blobs``: the keys of its files, by name."""
        result = {**made.report, FILES: {name: _facts(file) for name, file in made.files.items()}}

        def write(tx: Session, now: float) -> bool:
            expires_at = store.expiry_of(now, self._keep_s, row.keep_until)
            taken = store.finish(
                tx, row.id, attempt, blobs=blobs, result=result, expires_at=expires_at, now=now
            )
            if taken:
                ledger.capture(tx, row.id, now)
            return taken

        return await self._end(row, None, write)

    async def failed(self, row: Task, attempt: int | None, error: Exception) -> None:
        """The task has failed and its credits are released. ``attempt``: None fails the task
        whichever attempt runs."""
        typed = _typed(error, row)

        def write(tx: Session, now: float) -> bool:
            taken = store.fail(
                tx,
                row.id,
                attempt,
                failure=typed,
                now=now,
                expires_at=store.expiry_of(now, self._keep_s, row.keep_until),
            )
            if taken:
                ledger.release(tx, row.id, now)
            return taken

        await self._end(row, typed.code, write)

    async def _end(
        self, row: Task, failure: str | None, write: Callable[[Session, float], bool]
    ) -> bool:
        """Commit the end, however long that takes, then wake everyone who waits. False if it was
        not this attempt's to end."""

        def settle() -> bool:
            with self._database.transaction() as tx:
                now = time.time()
                taken = write(tx, now)
                if taken and row.callback_url:
                    callback_store.add(tx, str(uuid.uuid4()), row.id, row.callback_url, now)
                return taken

        taken = await until_written(settle)  # otherwise another attempt has ended the task
        if taken:
            metrics.TASKS_ENDED.labels(row.api, failure or "").inc()
            _bound(row).info("task ended", failure=failure)
            if row.callback_url:
                self._on_callback()
        self._queue.tell(row.id, State.FAILED if failure else State.DONE, 100)
        return taken


def _facts(file: File) -> dict[str, Any]:
    """What an answer says about a file without reading it, as JSON's types."""
    return {
        "format": file.format,
        "px": file.size_wh and list(file.size_wh),
        "bytes": len(file.data),
    }


def _typed(error: Exception, row: Task) -> IdPhotoError:
    """The error as one of ours. An unexpected one goes to the log, never to the caller."""
    if isinstance(error, IdPhotoError):
        return error
    if isinstance(error, MemoryError):
        return OutOfResources("memory")
    if isinstance(error, ValidationError):  # its text would repeat the order
        _bound(row).error("stored order has another version")
    else:
        _bound(row).exception("task failed unexpectedly", exc_info=error)
    return InternalError(row.trace_id)


def _bound(row: Task) -> structlog.typing.FilteringBoundLogger:
    return _log.bind(task=row.id, trace_id=row.trace_id, api=row.api)  # type: ignore[no-any-return]
