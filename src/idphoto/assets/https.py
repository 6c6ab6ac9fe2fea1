"""Downloads by URL that resume after a broken connection."""

from __future__ import annotations

import http.client
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from idphoto.assets.archives import FetchError

ATTEMPTS = 4  # in a row without a single new byte
PAUSE_SECONDS = 0.25  # before the second attempt; doubled each time
TIMEOUT_SECONDS = 30.0
BLOCK = 1 << 18

# Not every OSError: a full disk is no reason to try again.
BROKEN = (
    urllib.error.URLError,
    http.client.HTTPException,
    ConnectionError,
    TimeoutError,
    ssl.SSLError,
)


def download(url: str, part: Path, size: int, report: Callable[[int], None]) -> None:
    """Fill ``part`` with the ``size`` bytes at ``url``, continuing after what it already holds.

    A broken connection is resumed. If the download fails, ``part`` stays for a later call.

    Raises:
        FetchError: no byte came in several attempts, or the server's file has another size.
    """
    attempt, furthest = 0, 0
    while True:
        try:
            _continue(url, part, size, report)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code < 500:
                raise FetchError(f"{part.stem}: the server answers {error.code}") from error
        except BROKEN:
            pass  # whether anything arrived is counted below
        have = _length(part)
        if have == size:
            return
        attempt, furthest = (0, have) if have > furthest else (attempt + 1, furthest)
        if attempt == ATTEMPTS:
            raise FetchError(f"{part.stem}: the connection failed {ATTEMPTS} times in a row")
        time.sleep(PAUSE_SECONDS * 2**attempt)


def _continue(url: str, part: Path, size: int, report: Callable[[int], None]) -> None:
    """One connection: append to ``part`` until the end or the break."""
    start = _length(part)
    if start >= size:  # of another release, or longer than promised
        part.unlink()
        start = 0
    request = urllib.request.Request(  # noqa: S310 - the manifest's own URLs
        url, headers={"Range": f"bytes={start}-", "Accept-Encoding": "identity"}
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
        if answer.status != 206:  # the server sends all from the start
            start = 0
        length = answer.headers.get("Content-Length")
        if length is not None and start + int(length) != size:
            raise FetchError(
                f"{part.stem}: the server has {start + int(length):,} bytes, not {size:,}"
            )
        with part.open("ab" if start else "wb") as out:
            while block := answer.read(BLOCK):
                out.write(block)
                start += len(block)
                report(start)


def _length(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0
