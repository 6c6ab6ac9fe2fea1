"""Save results under a name that says what they are."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final, TypeVar

from idphoto.errors import BadRequest, NoSuchFolder
from idphoto.imaging.files import write_whole

# What files are called; the first is the one that messages suggest.
SUFFIXES_OF: Final[dict[str, tuple[str, ...]]] = {
    "jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "png": (".png",),
    "webp": (".webp",),
    "pdf": (".pdf",),
}

KindT = TypeVar("KindT", bound=str)


def save_as(path: str | os.PathLike[str], data: bytes, kind: str, instead: str) -> None:
    """Write a file of ``kind``, a key of :data:`SUFFIXES_OF`, if ``path`` is named like one.

    ``instead``: how to get a file of another kind, for the message. A folder that does not exist is
    not made, as by Pillow: it may be misspelt.

    Raises:
        BadRequest: the name's suffix says another kind, or nothing.
        NoSuchFolder: there is no folder to write it to.
        IoError: the system cannot write it.
    """
    target = Path(path)
    if target.suffix.lower() not in SUFFIXES_OF[kind]:
        wanted = target.with_suffix(SUFFIXES_OF[kind][0]).name if target.name else "a file"
        raise BadRequest(
            "path", f"{str(path)!r} does not name a {kind} file: use {wanted}, or {instead}"
        )
    if not target.parent.is_dir():
        raise NoSuchFolder(str(path), f"there is no folder {target.parent}: make it first")
    write_whole(target, data)


def kind_of(path: str | os.PathLike[str], kinds: Sequence[KindT], instead: str) -> KindT:
    """Which of ``kinds`` the name of ``path`` says. ``instead``: as for :func:`save_as`.

    Raises:
        BadRequest: it says none of them.
    """
    suffix = Path(path).suffix.lower()
    for kind in kinds:
        if suffix in SUFFIXES_OF[kind]:
            return kind
    wanted = " or ".join(SUFFIXES_OF[kind][0] for kind in kinds)
    raise BadRequest("path", f"{str(path)!r} must end in {wanted}: {instead}")
