"""Waiting: for a database or a storage that is away, and for tasks that are being cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final, TypeVar

import structlog

from idphoto.errors import DatabaseUnavailable, StorageUnavailable
from idphoto.tasks.threads import on_database_thread

# A write is tried again until it succeeds; the last pause repeats.
_DATABASE_PAUSES_S: Final = (0.2, 1.0, 5.0)
# The storage is asked once more after each pause before a task fails: half a minute in all.
_STORAGE_PAUSES_S: Final = (0.2, 1.0, 3.0, 10.0, 20.0)

_log = structlog.get_logger("idphoto.tasks")
_T = TypeVar("_T")


async def until_written(call: Callable[[], _T]) -> _T:
    """Make a database call on a thread, and repeat it while the database is away."""
    tries = 0
    while True:
        try:
            return await on_database_thread(call)
        except DatabaseUnavailable as error:
            pause_s = _DATABASE_PAUSES_S[min(tries, len(_DATABASE_PAUSES_S) - 1)]
            _log.warning("database unavailable", reason=error.reason, again_in_s=pause_s)
            await asyncio.sleep(pause_s)
            tries += 1


async def patiently(call: Callable[[], Awaitable[_T]]) -> _T:
    """Call the storage, and repeat the call a few times while it is away."""
    for pause_s in _STORAGE_PAUSES_S:
        try:
            return await call()
        except StorageUnavailable:
            await asyncio.sleep(pause_s)
    return await call()


async def cancelled(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancel the tasks and wait for their ends; a cancellation that got lost is repeated."""
    # before Python 3.12 wait_for loses a cancellation that comes in the moment in which it ends
    while left := [task for task in tasks if not task.done()]:
        for task in left:
            task.cancel()
        await asyncio.wait(left, timeout=1.0)
