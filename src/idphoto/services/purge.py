"""Removing pictures when their time has come, and whatever belongs to nobody."""

from __future__ import annotations

import asyncio
import time
from typing import Final

import structlog

from idphoto.db.database import Database
from idphoto.errors import DatabaseUnavailable, StorageUnavailable
from idphoto.services import metrics
from idphoto.storage.blobs import Blobs
from idphoto.tasks import images, store

_AT_A_TIME: Final = 200
_MAX_PAUSE_S: Final = 60.0
# A picture is stored before its row is written; one so old without a row was left by a crash.
_ORPHAN_AGE_S: Final = 3600.0

_log = structlog.get_logger("idphoto.purge")


class Purge:
    """Looks at the clock about ten times in a picture's life, at least once a minute."""

    def __init__(self, database: Database, blobs: Blobs, keep_s: float) -> None:
        self._database = database
        self._blobs = blobs
        self._pause_s = min(max(keep_s / 10, 1.0), _MAX_PAUSE_S)

    async def run(self) -> None:
        """Until cancelled."""
        swept_at = 0.0
        while True:
            try:
                await self.once()
                if time.monotonic() - swept_at > _ORPHAN_AGE_S:
                    swept_at = time.monotonic()
                    await self.sweep(time.time() - _ORPHAN_AGE_S)
            except (DatabaseUnavailable, StorageUnavailable) as error:
                _log.warning("purge waits", reason=error.message)
            except Exception:
                _log.exception("purge failed unforeseen")
            await asyncio.sleep(self._pause_s)

    async def once(self) -> None:
        """Remove what has expired: the pictures first, then what is known of them."""
        while results := await asyncio.to_thread(self._expired_results):
            await self._blobs.delete([blob for _, blob in results if blob])
            await asyncio.to_thread(self._mark_purged, [task_id for task_id, _ in results])
            metrics.PURGED.inc(len(results))
        while sources := await asyncio.to_thread(self._expired_sources):
            await self._blobs.delete([blob for _, blob in sources])
            await asyncio.to_thread(self._forget_sources, [image_id for image_id, _ in sources])
            metrics.PURGED.inc(len(sources))

    async def sweep(self, before: float) -> None:
        """Remove stored pictures older than ``before`` that no row knows."""
        for prefix in ("sources", "results"):
            keys = await self._blobs.older_than(prefix, before)
            orphans = await asyncio.to_thread(self._unknown, keys)
            if orphans:
                await self._blobs.delete(orphans)
                _log.info("orphans removed", count=len(orphans))

    def _expired_results(self) -> list[tuple[str, str | None]]:
        with self._database.reading() as tx:
            rows = store.expired_results(tx, time.time(), _AT_A_TIME)
            return [(row.id, row.result_blob) for row in rows]

    def _mark_purged(self, ids: list[str]) -> None:
        with self._database.transaction() as tx:
            store.mark_purged(tx, ids, time.time())

    def _expired_sources(self) -> list[tuple[str, str]]:
        with self._database.reading() as tx:
            return [(image.id, image.blob) for image in images.expired(tx, time.time(), _AT_A_TIME)]

    def _forget_sources(self, ids: list[str]) -> None:
        with self._database.transaction() as tx:
            images.remove(tx, ids)

    def _unknown(self, keys: list[str]) -> list[str]:
        with self._database.reading() as tx:
            return [key for key in keys if not (images.knows(tx, key) or store.knows(tx, key))]
