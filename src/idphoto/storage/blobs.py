"""Store pictures by key, in a local folder or an object store."""

from __future__ import annotations

import mimetypes
import re
import time
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self, TypeVar
from urllib.parse import urlsplit
from urllib.request import url2pathname

import obstore
from obstore.store import AzureStore, GCSStore, LocalStore, S3Store, from_url

from idphoto.errors import BadRequest, BadSetting, StorageUnavailable
from idphoto.storage import remote
from idphoto.storage.folder import drop_partials, flush, prune

if TYPE_CHECKING:
    from obstore.store import ObjectStore

_KEY: Final = re.compile(r"(?=.{1,200}$)[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")
_MAX_SIGNED_S: Final = 7 * 24 * 3600  # the longest time that S3 accepts


class Blobs:
    """Stored pictures. A key is like ``results/2026-11-21/0b1f.jpg``: letters, digits, ``._-/``.

    Every operation ends within ten seconds, a listing within ten seconds per page. All raise
    ``StorageUnavailable``, or ``OutOfResources`` if the disk is full.
    """

    def __init__(self, store: ObjectStore, folder: Path | None) -> None:
        self._store = store
        self._folder = folder

    @classmethod
    def open(cls, url: str, folder: Path) -> Self:
        """Open the object store at ``url``, such as ``s3://bucket/prefix``, with credentials from
        the environment; or without a URL ``folder``, which is created for its owner alone.

        Raises:
            BadSetting: no storage of this kind is known.
            StorageUnavailable: the folder cannot be created.
        """
        if url.startswith("file:"):
            folder, url = Path(url2pathname(urlsplit(url).path)), ""
        try:
            if url:
                store = from_url(url, client_options=remote.CLIENT, retry_config=remote.RETRIES)
                return cls(store, None)
            folder = folder.absolute()
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return cls(LocalStore(folder, automatic_cleanup=True), folder)
        except remote.STORE_ERRORS as error:
            if not url:
                raise remote.translate(error) from error
            reason = (
                "not a URL such as s3://bucket/prefix, or its service's environment variables are "
                "not set"
            )
            raise BadSetting("IDPHOTO_STORAGE_URL", reason) from None

    async def put(self, key: str, data: bytes) -> None:
        """Store ``data`` under ``key``, replacing what is there: completely or not at all.

        The data is on the disk when this returns.

        Raises:
            BadRequest: ``key`` is not a valid key.
        """
        _check(key)
        await _run(lambda: self._put(key, data))

    def _put(self, key: str, data: bytes) -> None:
        if self._folder is None:
            media_type = mimetypes.guess_type(key, strict=False)[0] or "application/octet-stream"
            attributes = {"Content-Type": media_type}
            obstore.put(self._store, key, data, attributes=attributes, use_multipart=False)
            return
        try:
            obstore.put(self._store, key, data, use_multipart=False)
        except remote.STORE_ERRORS:
            prune(self._folder, key)
            raise
        flush(self._folder, key)

    async def get(self, key: str) -> bytes | None:
        """The data stored under ``key``; None if there is none."""
        _check(key)

        def read() -> bytes | None:
            try:
                return bytes(obstore.get(self._store, key).bytes())
            except FileNotFoundError:
                return None

        return await _run(read)

    async def delete(self, keys: Sequence[str]) -> None:
        """Remove the data stored under ``keys``, ignoring keys without any."""
        for key in keys:
            _check(key)
            await _run(partial(self._delete, key))

    def _delete(self, key: str) -> None:
        with suppress(FileNotFoundError):
            obstore.delete(self._store, key)

    async def older_than(self, prefix: str, before: float) -> list[str]:
        """The keys under ``prefix`` last written before ``before``, in seconds since the epoch.

        In a local folder, also removes files as old that killed processes left half-written.
        """
        _check(prefix)
        if self._folder is not None:
            await _run(partial(drop_partials, self._folder, prefix, before))
        pages = obstore.list(self._store, prefix, chunk_size=1000)
        found: list[str] = []
        while page := await _run(lambda: next(pages, None)):
            found += [one["path"] for one in page if one["last_modified"].timestamp() < before]
        return found

    async def check(self) -> None:
        """Write, read and remove a small object."""
        key, written = f"check/{uuid.uuid4()}", uuid.uuid4().bytes
        await self.put(key, written)
        read = await self.get(key)
        await self.delete([key])
        if read != written:
            raise StorageUnavailable("it did not return what was written")

    async def signed_url(self, key: str, expires_at: float) -> str | None:
        """The store's own link to ``key``, valid until ``expires_at`` (seconds since the epoch) but
        for at most a week. None if the store makes no links, as for a folder."""
        _check(key)
        store = self._store
        if not isinstance(store, S3Store | GCSStore | AzureStore):
            return None
        seconds = min(max(int(expires_at - time.time()), 1), _MAX_SIGNED_S)
        duration = timedelta(seconds=seconds)
        return await _run(lambda: obstore.sign(store, "GET", key, duration))


_Result = TypeVar("_Result")


async def _run(operation: Callable[[], _Result]) -> _Result:
    try:
        return await remote.run(operation, remote.TIMEOUT_S)
    except remote.STORE_ERRORS as error:
        raise remote.translate(error) from error


def _check(key: str) -> None:
    if not _KEY.fullmatch(key):
        raise BadRequest("key", "must be letters, digits and ._-, in parts separated by /")
