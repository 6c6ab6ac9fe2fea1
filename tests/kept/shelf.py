"""Files under a digest of everything they are made from, in the user's cache folder.

A digest that leaves something out would keep what is stale: it names the code, the data and the
libraries that have a part in the result.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

import platformdirs

FOLDER: Final = platformdirs.user_cache_path("idphoto") / "tests"
ROOT: Final = Path(__file__).resolve().parents[2]
_MOST_BYTES: Final = 1_500_000_000
_HOUR_S: Final = 3_600.0
_UNUSED_DAYS: Final = 14


def kept(kind: str, digest: str, make: Callable[[], bytes]) -> bytes:
    """What ``make`` returned for this digest in some earlier run, or returns now.

    Safe between processes: each entry is put in place whole. ``kind`` is the folder's name.
    """
    path = FOLDER / kind / digest[:2] / digest
    try:
        data = zlib.decompress(path.read_bytes())
    except (OSError, zlib.error):
        data = make()
        _write(path, zlib.compress(data, 1))
    else:
        _mark_used(path)
    return data


def digest_of(*parts: str | bytes | memoryview) -> str:
    """One digest of several values; where one ends and the next begins matters."""
    digest = hashlib.sha256()
    for part in parts:
        data = memoryview(part.encode() if isinstance(part, str) else part)
        digest.update(data.nbytes.to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


@cache
def code_digest(places: tuple[str, ...], libraries: tuple[str, ...]) -> str:
    """Of source and data files, or whole folders, of this checkout; and of libraries' versions."""
    files = sorted(each for place in places for each in _files(ROOT / place))
    return digest_of(
        *(version(name) for name in libraries),
        *(part for file in files for part in (str(file.relative_to(ROOT)), file.read_bytes())),
    )


def prune(now: float) -> None:
    """Remove what has not been used for two weeks; then, if need be, what was used longest ago."""
    with suppress(FileNotFoundError):
        entries = sorted(_entries(), reverse=True)
        total = 0
        for used_at, size, path in entries:
            total += size
            if total > _MOST_BYTES or now - used_at > _UNUSED_DAYS * 24 * _HOUR_S:
                path.unlink(missing_ok=True)


def _entries() -> Iterator[tuple[float, int, Path]]:
    for path in FOLDER.rglob("*"):
        with suppress(FileNotFoundError):  # another run may be at it
            stat = path.stat()
            if path.is_file():
                yield stat.st_mtime, stat.st_size, path


def _files(place: Path) -> Iterable[Path]:
    every = [place] if place.is_file() else place.rglob("*")
    return (each for each in every if each.is_file() and "__pycache__" not in each.parts)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        file.write(data)
    Path(file.name).replace(path)


def _mark_used(path: Path) -> None:
    with suppress(OSError):
        if time.time() - path.stat().st_mtime > _HOUR_S:
            os.utime(path)
