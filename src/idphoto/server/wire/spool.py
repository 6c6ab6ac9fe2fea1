"""A request's body while it arrives: its beginning in memory, the rest in a temporary file."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final, Self, TypeVar

from idphoto.storage.remote import translate

# How much may be in memory before it is written to the file.
BLOCK_BYTES: Final = 2**20
# A busy disk is slow, and the event loop must not wait for it.
_DISK: Final = ThreadPoolExecutor(4, thread_name_prefix="idphoto-spool")

_T = TypeVar("_T")


class Spool:
    """Bytes in the order in which they are added. Use it as a context manager: at the end, they
    are gone.

    The temporary file has no name, so it disappears even if the process is killed.
    """

    def __init__(self, folder: Path) -> None:
        """``folder``: for the temporary file, which a body of up to 1 MiB does not need."""
        self._folder = folder
        self._block = bytearray()
        self._file: IO[bytes] | None = None  # only threads create and use it
        self._job: Future[Any] | None = None
        self.size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, data: bytes | memoryview) -> None:
        """Add ``data``, in memory. ``settle`` after each piece of the body bounds that."""
        self._block += data
        self.size += len(data)

    async def settle(self) -> None:
        """Begin to write what is in memory to the file, if it is more than 1 MiB.

        Raises:
            OutOfResources, StorageUnavailable: what was there before cannot be written.
        """
        if len(self._block) > BLOCK_BYTES:
            await self._written()
            block, self._block = self._block, bytearray()
            self._job = _DISK.submit(self._write, block)

    async def finish(self, read: Callable[[], _T]) -> _T:
        """The result of a function that may call ``read``.

        Raises:
            OutOfResources, StorageUnavailable: the file cannot be written or read.
        """
        if self._job is None:
            return read()
        await self._written()
        self._job = job = _DISK.submit(read)
        await self._written()
        return job.result()

    def read(self, start: int, size: int) -> bytes:
        """``size`` bytes from ``start`` on. Call it within ``finish``."""
        if self._file is None:
            return bytes(memoryview(self._block)[start : start + size])
        self._write(self._block)
        self._block = bytearray()
        self._file.seek(start)
        return self._file.read(size)

    def close(self) -> None:
        """Drop the bytes and the file. May be called more than once."""
        self._block = bytearray()
        if self._job is not None:
            # not while a thread writes: the file's number might be another file's by then
            self._job.add_done_callback(lambda _: self._drop())

    async def _written(self) -> None:
        """Wait for the thread that works on the file."""
        if self._job is None:
            return
        try:
            await asyncio.wrap_future(self._job)
        except OSError as error:
            raise translate(error) from None

    def _write(self, block: bytearray) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - see _drop
        self._file.write(block)

    def _drop(self) -> None:
        file, self._file, self._job = self._file, None, None
        if file is not None:
            with suppress(OSError):  # on a full disk, which has been reported
                file.close()
