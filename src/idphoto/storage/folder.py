"""Make files in a local folder private and durable, and remove leftovers."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from idphoto.errors import BadRequest

# The name that obstore gives a file until it is complete, which a killed process leaves behind.
_PARTIAL: Final = re.compile(r".+#[0-9]+")
# The rights of the group and of all others.
_OTHERS: Final = 0o077


def make_data_dir(folder: Path) -> None:
    """Create the folder, for its owner alone, if it does not exist.

    Raises:
        BadRequest: it cannot be created or written to.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadRequest("data_dir", f"cannot create {folder}: {error.strerror}") from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise BadRequest("data_dir", f"cannot write to {folder}")


@contextmanager
def private_files() -> Iterator[None]:
    """Meanwhile, what this process creates is readable by its owner alone.

    SQLite and libraries create files themselves, so this sets the process's umask.
    """
    before = os.umask(_OTHERS)
    try:
        yield
    finally:
        os.umask(before)


def make_private(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """Take everybody's rights but the owner's from files and folders, where others have any.

    Returns those that were changed, and those of somebody else, which cannot be. Paths that do not
    exist are left out.
    """
    changed: list[Path] = []
    refused: list[Path] = []
    if os.name != "posix":  # rights are lists there, which a mode does not show
        return changed, refused
    for path in paths:
        with suppress(FileNotFoundError):
            mode = stat.S_IMODE(path.stat().st_mode)
            if mode & _OTHERS:
                try:
                    path.chmod(mode & ~_OTHERS)
                    changed.append(path)
                except OSError:
                    refused.append(path)
    return changed, refused


def flush(folder: Path, key: str) -> None:
    """Flush the file, and the folders on its path, to the disk.

    Raises:
        OSError: the disk reports an error.
    """
    path = folder / key
    with path.open("rb+") as file:
        os.fsync(file)
    if os.name == "posix":  # elsewhere a folder cannot be opened and does not need it
        for parent in _between(folder, path):
            descriptor = os.open(parent, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def prune(folder: Path, key: str) -> None:
    """Remove the empty folders that a failed write leaves."""
    for parent in _between(folder, folder / key)[:-1]:
        try:
            parent.rmdir()
        except OSError:
            return  # in use, or already gone


def drop_partials(folder: Path, prefix: str, before: float) -> None:
    """Remove the partial files under ``prefix`` that have not grown since ``before``."""
    for parent, _, names in os.walk(folder / prefix):
        for path in (Path(parent, name) for name in names if _PARTIAL.fullmatch(name)):
            with suppress(FileNotFoundError):  # it was completed in the meantime
                if path.stat().st_mtime < before:
                    path.unlink()
                    prune(folder, path.relative_to(folder).as_posix())


def _between(folder: Path, path: Path) -> list[Path]:
    """The folders from the one that contains ``path`` up to and including ``folder``."""
    parents = list(path.parents)
    return parents[: parents.index(folder) + 1]
