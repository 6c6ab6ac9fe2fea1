"""Removing pictures that have expired, and files that a crash has left behind."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Final

import structlog
from sqlalchemy.orm import Session

from idphoto.db.database import Database
from idphoto.errors import DatabaseUnavailable, OutOfResources, StorageUnavailable
from idphoto.storage.blobs import Blobs
from idphoto.tasks import images, metrics, store
from idphoto.tasks.blob_keys import RESULTS, SOURCES, is_source_key, task_of_result
from idphoto.tasks.threads import on_database_thread

_AT_A_TIME: Final = 200
_MAX_PAUSE_S: Final = 60.0
# A picture is stored before its row is written; one this old without a row was left by a crash.
_ORPHAN_AGE_S: Final = 3600.0
# Names the installation. Servers that share a storage by mistake must not sweep each other's
# pictures.
_OWNER: Final = "owner"

_log = structlog.get_logger("idphoto.purge")


class Purge:
    """Runs about ten times in a picture's life, and at least once a minute.

    ``installation``: a text that only this server has, the same at every start.
    """

    def __init__(self, database: Database, blobs: Blobs, keep_s: float, installation: str) -> None:
        self._database = database
        self._blobs = blobs
        self._pause_s = min(max(keep_s / 10, 1.0), _MAX_PAUSE_S)
        self._installation = installation.encode()
        self._erased = False  # since the database forgot

    async def run(self) -> None:
        """Purge until cancelled."""
        swept_at = float("-inf")
        while True:
            try:
                await self.once()
                if time.monotonic() - swept_at > _ORPHAN_AGE_S:
                    await self.sweep(time.time() - _ORPHAN_AGE_S)
                    swept_at = time.monotonic()
            except (DatabaseUnavailable, StorageUnavailable, OutOfResources) as error:
                _log.warning("purge delayed", reason=error.message)
            except Exception:
                _log.exception("purge failed unexpectedly")
            await asyncio.sleep(self._pause_s)

    async def once(self) -> None:
        """Remove what has expired: first the rows, so that nobody is shown a picture that is gone,
        then the pictures. Pictures left over by a crash in between are swept. What the rows said
        is gone from the database's files as well."""
        for take in (self._take_results, self._take_sources):
            while gone := await on_database_thread(take):
                self._erased = True
                await self._remove([blob for blobs in gone for blob in blobs])
        if self._erased:
            self._erased = not await on_database_thread(self._database.forget)

    async def sweep(self, before: float) -> None:
        """Remove our stored pictures that are older than ``before`` and that no row names."""
        owner = await self._blobs.get(_OWNER)
        if owner is None:
            await self._blobs.put(_OWNER, self._installation)
        elif owner != self._installation:
            _log.error("the storage belongs to another server: orphans are not removed")
            return
        for prefix in (SOURCES, RESULTS):
            keys = await self._blobs.older_than(prefix, before)
            orphans = await on_database_thread(self._unknown, keys)
            await self._remove(orphans)
            if orphans:
                _log.info("orphans removed", count=len(orphans))

    async def _remove(self, blobs: Sequence[str]) -> None:
        for blob in blobs:
            try:
                await self._blobs.delete([blob])
                metrics.PURGED.inc()
            except StorageUnavailable as error:  # the next sweep finds it
                _log.warning("picture not removed", reason=error.message)

    def _take_results(self) -> list[list[str]]:
        """The keys of each expired task's files; a failed task has none."""
        with self._database.transaction() as tx:
            rows = store.expired_results(tx, time.time(), _AT_A_TIME)
            gone = [list((row.result_blobs or {}).values()) for row in rows]
            store.mark_purged(tx, [row.id for row in rows], time.time())
            return gone

    def _take_sources(self) -> list[list[str]]:
        with self._database.transaction() as tx:
            return [[blob] for blob in images.take_expired(tx, time.time(), _AT_A_TIME)]

    def _unknown(self, keys: Sequence[str]) -> list[str]:
        with self._database.reading() as tx:
            return [key for key in keys if _is_orphan(tx, key)]


def _is_orphan(tx: Session, key: str) -> bool:
    """Whether the key is one of ours and no row names it."""
    if is_source_key(key):
        return not images.knows(tx, key)
    task_id = task_of_result(key)
    return task_id is not None and not store.knows(tx, task_id, key)
