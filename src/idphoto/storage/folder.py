"""What local folders need: an owner alone, bytes that outlive a power cut, and no leftovers."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Final

from idphoto.errors import BadRequest

# How obstore names a file until it is whole; a killed process leaves it so.
_PARTIAL: Final = re.compile(r".+#[0-9]+")


def make_data_dir(folder: Path) -> None:
    """Make the folder, for its owner alone, if it is not there.

    Raises:
        BadRequest: it cannot be made or written to.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadRequest("data_dir", f"cannot make {folder}: {error.strerror}") from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise BadRequest("data_dir", f"cannot write to {folder}")


def flush(folder: Path, key: str) -> None:
    """Have the file, and the names that lead to it, on the disk rather than on their way there.

    Raises:
        OSError: the disk does not take it.
    """
    path = folder / key
    with path.open("rb+") as file:
        os.fsync(file)
    if os.name == "posix":  # elsewhere a folder cannot be opened, nor need it be
        for parent in _between(folder, path):
            descriptor = os.open(parent, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def prune(folder: Path, key: str) -> None:
    """Remove the empty folders that a write leaves that failed."""
    for parent in _between(folder, folder / key)[:-1]:
        try:
            parent.rmdir()
        except OSError:
            return  # in use, or not there


def drop_partials(folder: Path, prefix: str, before: float) -> None:
    """Remove the files below ``prefix`` that nobody has gone on writing since ``before``."""
    for parent, _, names in os.walk(folder / prefix):
        for path in (Path(parent, name) for name in names if _PARTIAL.fullmatch(name)):
            with suppress(FileNotFoundError):  # just then made whole
                if path.stat().st_mtime < before:
                    path.unlink()
                    prune(folder, path.relative_to(folder).as_posix())


def _between(folder: Path, path: Path) -> list[Path]:
    """The folders that hold ``path``, the innermost first, up to and with ``folder``."""
    parents = list(path.parents)
    return parents[: parents.index(folder) + 1]
