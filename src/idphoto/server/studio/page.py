"""The studio's page as ``make studio`` builds it, and how its files are sent."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

BUILT: Final = Path(__file__).with_name("built")
INDEX: Final = "index.html"
# The builder puts a digest of each file's bytes into its name.
_HASHED: Final = "assets/"

# Not the system's table: its entries differ between machines.
_MEDIA_TYPES: Final[Mapping[str, str]] = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
_BINARY: Final = "application/octet-stream"
# The preferred one first: content coding → the ending of the file compressed with it.
_CODINGS: Final[Mapping[str, str]] = {"br": ".br", "gzip": ".gz"}


@dataclass(frozen=True, slots=True)
class PageFile:
    """A file of the page. ``bodies``: its bytes by content coding; "" is uncompressed. ``etag``: of
    the uncompressed bytes, without quotes. ``is_hashed``: whether its name changes with its bytes.
    """

    bodies: Mapping[str, bytes]
    media_type: str
    etag: str
    is_hashed: bool

    def coding_for(self, accept_encoding: str) -> str:
        """The coding that a request accepts and the file has; "" for the plain bytes."""
        accepted = _accepted(accept_encoding)
        for coding in _CODINGS:
            if coding in self.bodies and accepted.get(coding, accepted.get("*", False)):
                return coding
        return ""


def load_page(folder: Path = BUILT) -> Mapping[str, PageFile]:
    """The page's files by their paths below ``folder``; empty if the page is not built."""
    if not (folder / INDEX).is_file():
        return {}
    paths = {each for each in folder.rglob("*") if each.is_file()}
    compressed = {each for each in paths if each.suffix in _CODINGS.values()}
    return {each.relative_to(folder).as_posix(): _file(folder, each) for each in paths - compressed}


def _file(folder: Path, path: Path) -> PageFile:
    plain = path.read_bytes()
    bodies = {"": plain}
    for coding, ending in _CODINGS.items():
        beside = path.with_name(path.name + ending)
        if beside.is_file():
            bodies[coding] = beside.read_bytes()
    name = path.relative_to(folder).as_posix()
    return PageFile(
        bodies,
        _MEDIA_TYPES.get(PurePosixPath(name).suffix, _BINARY),
        hashlib.sha256(plain).hexdigest()[:32],
        name.startswith(_HASHED),
    )


def _accepted(header: str) -> dict[str, bool]:
    """Content coding → whether a request accepts it (RFC 9110, 12.5.3)."""
    found = {}
    for part in header.lower().split(","):
        coding, _, weight = part.partition(";")
        found[coding.strip()] = weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return found
