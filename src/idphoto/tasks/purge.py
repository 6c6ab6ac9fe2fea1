"""Removing pictures when their time has come, and whatever a crash has left behind."""

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
# A picture is stored before its row is written; one so old without a row was left by a crash.
_ORPHAN_AGE_S: Final = 3600.0
# Whose pictures these are. Servers that share a storage by mistake must not sweep each other's.
_OWNER: Final = "owner"

_log = structlog.get_logger("idphoto.purge")


class Purge:
    """Looks at the clock about ten times in a picture's life, at least once a minute.

    ``installation``: a text of this server's alone, the same at every start.
    """

    def __init__(self, database: Database, blobs: Blobs, keep_s: float, installation: str) -> None:
        self._database = database
        self._blobs = blobs
        self._pause_s = min(max(keep_s / 10, 1.0), _MAX_PAUSE_S)
        self._installation = installation.encode()

    async def run(self) -> None:
        """Until cancelled."""
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
        """Remove what has expired: first what is known of it, so that nobody asks for it any
        more, then the pictures. Should those be left over, they are swept."""
        for take in (self._take_results, self._take_sources):
            while gone := await on_database_thread(take):
                await self._remove([blob for blobs in gone for blob in blobs])

    async def sweep(self, before: float) -> None:
        """Remove our stored pictures older than ``before`` that no row knows."""
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
        """Of every task that is past its time, where its files are; of one that failed, nowhere."""
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
    """Whether the key is one of ours and no row knows it."""
    if is_source_key(key):
        return not images.knows(tx, key)
    task_id = task_of_result(key)
    return task_id is not None and not store.knows(tx, task_id, key)
