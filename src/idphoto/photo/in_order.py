"""Many photos in one process: several at once, in order, and no error stops the others."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from idphoto.errors import IdPhotoError
from idphoto.imaging.inputs import SourceLike
from idphoto.photo.result import Photo

# How many sources for each worker are read before the first of them is finished: a generator of
# pictures is never in memory as a whole.
_AHEAD: Final = 2


@dataclass(frozen=True, slots=True, eq=False)
class PhotoOutcome:
    """What became of one source of ``make_photos``: a photo, or the error that stopped it.

    ``source``: as it was passed. Of ``photo`` and ``error``, exactly one is None.

    >>> import idphoto
    >>> made, failed = idphoto.make_photos(["me.jpg", b"no picture"], "jp-visa")
    >>> made.ok, failed.ok, failed.error.code
    (True, False, 'unsupported_format')
    """

    source: SourceLike
    photo: Photo | None
    error: IdPhotoError | None

    @property
    def ok(self) -> bool:
        """Whether there is a photo."""
        return self.photo is not None

    def __repr__(self) -> str:
        is_path = isinstance(self.source, str | os.PathLike)
        name = repr(str(self.source)) if is_path else type(self.source).__name__
        return f"PhotoOutcome({name}, {self.photo or self.error!r})"


def in_order(
    sources: Iterable[SourceLike], make: Callable[[SourceLike], Photo], workers: int
) -> Iterator[PhotoOutcome]:
    """The outcome of each source, in their order. Ending the iteration cancels what has not begun.

    ``make`` raises :class:`IdPhotoError` for a source that cannot become a photo.
    """

    def attempt(source: SourceLike) -> PhotoOutcome:
        try:
            return PhotoOutcome(source, make(source), None)
        except IdPhotoError as error:
            return PhotoOutcome(source, None, error)

    pool = ThreadPoolExecutor(workers, thread_name_prefix="idphoto")
    running: deque[Future[PhotoOutcome]] = deque()
    try:
        for source in sources:
            running.append(pool.submit(attempt, source))
            if len(running) >= _AHEAD * workers:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
