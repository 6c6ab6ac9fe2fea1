"""Stored sources that callers upload, look at and delete by themselves."""

from __future__ import annotations

import hmac
import time
import uuid
from dataclasses import dataclass
from typing import Final

import structlog
from sqlalchemy.orm import Session

from idphoto.accounts.account import Account
from idphoto.db.database import Database
from idphoto.db.tables import Image
from idphoto.errors import (
    IdempotencyKeyReused,
    SourceInUse,
    StorageUnavailable,
    UnknownSource,
)
from idphoto.storage.blobs import Blobs
from idphoto.tasks import images, store
from idphoto.tasks.blob_keys import source_key
from idphoto.tasks.repeats import derived_id
from idphoto.tasks.threads import on_checking_thread, on_database_thread

_SHOWN_ID: Final = 40  # characters of what may be anything
_API: Final = "source"

_log = structlog.get_logger("idphoto.tasks")


@dataclass(frozen=True, slots=True)
class StoredSource:
    """A stored source. Times are seconds since the epoch. ``blob``: the key it is stored under."""

    id: str
    size_bytes: int
    created_at: float
    expires_at: float
    blob: str


class Sources:
    """The stored sources of all accounts. ``keep_s``: how long one is kept unless a task uses it
    later."""

    def __init__(self, database: Database, blobs: Blobs, secret: bytes, keep_s: float) -> None:
        self._database = database
        self._blobs = blobs
        self._secret = secret
        self._keep_s = keep_s

    async def add(
        self, account: Account, data: bytes, idempotency_key: str | None = None
    ) -> StoredSource:
        """Store a source.

        ``idempotency_key``: as for ``Tasks.submit``: a repetition gets the source that the first
        request has stored.

        Raises:
            IdempotencyKeyReused: the key was sent with another picture.
            StorageUnavailable, DatabaseUnavailable, OutOfResources: nothing was stored.
        """
        source_id = str(uuid.uuid4())
        if idempotency_key is not None:
            source_id = derived_id(self._secret, account.id, _API, idempotency_key)
            found = await on_database_thread(self._find, account, source_id)
            if found is not None:
                if not await self._is_same(found, data):
                    raise IdempotencyKeyReused("it was sent with another request")
                return found
        await self._blobs.put(source_key(source_id), data)
        return await on_database_thread(self._note, account, source_id, len(data))

    async def look(self, account: Account, source_id: str) -> StoredSource:
        """A source of the account.

        Raises:
            UnknownSource: it does not exist, belongs to another key, or has expired.
        """
        found = await on_database_thread(self._find, account, source_id)
        if found is None:
            raise UnknownSource(source_id[:_SHOWN_ID])
        return found

    async def read(self, source: StoredSource) -> bytes:
        """Its bytes.

        Raises:
            UnknownSource: it is no longer stored.
            StorageUnavailable: it cannot be read.
        """
        data = await self._blobs.get(source.blob)
        if data is None:
            raise UnknownSource(source.id)
        return data

    async def remove(self, account: Account, source_id: str) -> None:
        """Delete a source at once, what the database's files say about it included.

        Raises:
            UnknownSource: it does not exist, belongs to another key, or has expired.
            SourceInUse: a task that has not ended needs it.
        """
        blob = await on_database_thread(self._take, account, source_id)
        await discard(self._blobs, [blob])
        await on_database_thread(self._database.forget)

    async def _is_same(self, source: StoredSource, data: bytes) -> bool:
        stored = await self._blobs.get(source.blob) or b""
        return await on_checking_thread(hmac.compare_digest, stored, data)

    def _note(self, account: Account, source_id: str, size: int) -> StoredSource:
        now = time.time()
        blob, expires_at = source_key(source_id), now + self._keep_s
        with self._database.transaction() as tx:
            images.add(tx, source_id, account.id, blob, size, now, expires_at)
        return StoredSource(source_id, size, now, expires_at, blob)

    def _find(self, account: Account, source_id: str) -> StoredSource | None:
        with self._database.reading() as tx:
            row = images.find(tx, source_id, account.id, time.time())
        return None if row is None else _of_row(row)

    def _take(self, account: Account, source_id: str) -> str:
        with self._database.transaction() as tx:
            row = images.find(tx, source_id, account.id, time.time())
            if row is None:
                raise UnknownSource(source_id[:_SHOWN_ID])
            if row.id in store.needed_images(tx):
                raise SourceInUse(row.id)
            images.remove(tx, [row.id])
            return row.blob


def take_unneeded(tx: Session, ids: list[str]) -> list[str]:
    """Delete the rows of these sources, except for those that a task that has not ended needs; the
    keys that they are stored under."""
    needed = store.needed_images(tx)
    return images.remove(tx, [each for each in ids if each not in needed])


async def discard(blobs: Blobs, keys: list[str]) -> None:
    """Remove files that no row names any more. One that cannot be removed now is swept later."""
    for key in keys:
        try:
            await blobs.delete([key])
        except StorageUnavailable as error:
            _log.warning("picture not removed", reason=error.message)


def _of_row(row: Image) -> StoredSource:
    return StoredSource(row.id, row.size_bytes, row.created_at, row.expires_at, row.blob)
