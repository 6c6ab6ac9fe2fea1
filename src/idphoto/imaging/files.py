"""Write results to disk: whole or not at all, under a name that says what they are."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final, TypeVar

from idphoto.errors import BadRequest

# What files are called; the first is the one that messages suggest.
SUFFIXES_OF: Final[dict[str, tuple[str, ...]]] = {
    "jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "png": (".png",),
    "webp": (".webp",),
    "pdf": (".pdf",),
}


def save_as(path: str | os.PathLike[str], data: bytes, kind: str, instead: str) -> None:
    """Write a file of ``kind``, a key of :data:`SUFFIXES_OF`, if ``path`` is named like one.

    ``instead``: how to get a file of another kind, for the message.

    Raises:
        BadRequest: the name's suffix says another kind, or nothing.
        OSError: as :func:`write_whole`.
    """
    target = Path(path)
    if target.suffix.lower() not in SUFFIXES_OF[kind]:
        wanted = target.with_suffix(SUFFIXES_OF[kind][0]).name if target.name else "a file"
        raise BadRequest(
            "path", f"{str(path)!r} does not name a {kind} file: use {wanted}, or {instead}"
        )
    write_whole(target, data)


KindT = TypeVar("KindT", bound=str)


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


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that is either complete or missing. What is no plain file is written to.

    Raises:
        OSError: the system cannot write it, such as into a folder that does not exist.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(data)  # a device or a pipe; a folder raises IsADirectoryError
        return
    target = Path(os.path.realpath(path))  # a link stays one
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_bytes(data)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        # the name that the caller knows
        raise type(error)(error.errno, error.strerror, str(path)) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise
