"""Waiting for a database or a storage that is away for a while."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import structlog

from idphoto.errors import DatabaseUnavailable, StorageUnavailable
from idphoto.tasks.threads import on_database_thread

# What must be written down is tried again until it can, the last pause over and over.
_DATABASE_PAUSES_S: Final = (0.2, 1.0, 5.0)
# The storage is asked once more after each of these before a task fails for it.
_STORAGE_PAUSES_S: Final = (0.2, 1.0)

_log = structlog.get_logger("idphoto.tasks")
_T = TypeVar("_T")


async def until_written(call: Callable[[], _T]) -> _T:
    """A database call on a thread, again and again while the database is away."""
    tries = 0
    while True:
        try:
            return await on_database_thread(call)
        except DatabaseUnavailable as error:
            pause_s = _DATABASE_PAUSES_S[min(tries, len(_DATABASE_PAUSES_S) - 1)]
            _log.warning("database is away", reason=error.reason, again_in_s=pause_s)
            await asyncio.sleep(pause_s)
            tries += 1


async def patiently(call: Callable[[], Awaitable[_T]]) -> _T:
    """A call to the storage, and a few more where it is away."""
    for pause_s in _STORAGE_PAUSES_S:
        try:
            return await call()
        except StorageUnavailable:
            await asyncio.sleep(pause_s)
    return await call()
