"""A ZIP file that is sent while it is written: only one of its files is in memory at a time."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import AsyncIterator
from typing import Final

_MODE: Final = 0o100644 << 16  # an ordinary file, which its owner may change


async def zipped(files: AsyncIterator[tuple[str, bytes]], at: float) -> AsyncIterator[bytes]:
    """The archive, in pieces. ``files``: each one's path, which is in it once, and its bytes;
    pictures are stored as they are. ``at``: the time that all have, in seconds since the epoch.

    Paths that are not ASCII are marked as UTF-8, as the format has it since 2006.
    """
    sink = _Sink()
    stamp = time.gmtime(at)[:6]
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        async for path, data in files:
            entry = zipfile.ZipInfo(path, stamp)
            entry.external_attr = _MODE
            archive.writestr(entry, data)
            yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """Keeps what is written until it is taken."""

    def __init__(self) -> None:
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self._written += piece
        return len(piece)

    def taken(self) -> bytes:
        taken, self._written = bytes(self._written), bytearray()
        return taken
