"""How many bytes of uploads the server holds: for each key, and in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from idphoto.errors import TooManyUploads
from idphoto.server import metrics

MIB: Final = 2**20
# A request of up to this size is never refused: it may name a URL and hold no picture at all.
FREE_BYTES: Final = 64 * 1024
RETRY_AFTER_S: Final = 5.0


class Uploads:
    """The uploads in hand. Use it from the event loop only.

    What has been received is counted, and not what a request announces: otherwise, clients that
    announce a lot and send nothing would keep others out. ``folder``: for temporary files.
    """

    def __init__(self, folder: Path, per_key_mib: int, in_all_mib: int) -> None:
        self.folder = folder
        self._per_key_mib, self._in_all_mib = per_key_mib, in_all_mib
        self._of_key: Counter[str] = Counter()

    @contextmanager
    def receiving(self, key_id: str) -> Iterator[HeldUpload]:
        """An upload with this key. It counts until the end of the ``with`` block."""
        upload = HeldUpload(self, key_id)
        try:
            yield upload
        finally:
            upload.give_back()

    def take(self, key_id: str, size: int) -> None:
        """Count ``size`` more bytes, or fewer if it is negative."""
        self._of_key[key_id] += size
        if not self._of_key[key_id]:
            del self._of_key[key_id]
        metrics.UPLOAD_BYTES.inc(size)

    def check(self, key_id: str, size: int) -> None:
        """Raises ``TooManyUploads`` if there is no room for ``size`` more bytes."""
        if self._of_key[key_id] + size > self._per_key_mib * MIB:
            raise TooManyUploads("this key", self._per_key_mib, RETRY_AFTER_S)
        if self._of_key.total() + size > self._in_all_mib * MIB:
            raise TooManyUploads("all keys", self._in_all_mib, RETRY_AFTER_S)


class HeldUpload:
    """One request's part of the uploads in hand."""

    def __init__(self, uploads: Uploads, key_id: str) -> None:
        self._uploads = uploads
        self._key_id = key_id
        self._size = 0
        self.folder = uploads.folder

    def take(self, size: int) -> None:
        """Count ``size`` more bytes of it.

        Raises:
            TooManyUploads: they are more than its key may have in hand, or than all keys may.
        """
        if self._size + size > FREE_BYTES:
            self._uploads.check(self._key_id, size)
        self._uploads.take(self._key_id, size)
        self._size += size

    def give_back(self) -> None:
        """Count none of it any more."""
        self._uploads.take(self._key_id, -self._size)
        self._size = 0
