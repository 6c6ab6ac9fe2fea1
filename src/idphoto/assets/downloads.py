"""Who hears of downloads: networks are fetched when they are first needed, deep below the caller
who wants to see a progress bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

DownloadProgress = Callable[[str, int, int | None], None]
"""Called with the incoming file or archive, its bytes so far, and its total if known."""


def _unheard(name: str, done: int, total: int | None) -> None:
    """No progress report."""


_listener: DownloadProgress = _unheard


def report(name: str, done: int, total: int | None) -> None:
    """Report a download's progress to the listener, from any thread."""
    _listener(name, done, total)


@contextmanager
def heard_by(listener: DownloadProgress) -> Iterator[None]:
    """Report the downloads of this process to ``listener``, whichever thread makes them.

    >>> from idphoto.assets.downloads import heard_by, report
    >>> with heard_by(print):
    ...     report("toy==1.0", 5, 10)
    toy==1.0 5 10
    """
    global _listener
    before, _listener = _listener, listener
    try:
        yield
    finally:
        _listener = before
