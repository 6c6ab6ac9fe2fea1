"""Writing files that are either complete or missing."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Final

from idphoto.errors import IoError

# What is in these folders stands for open files, devices and the like: nothing can be put there.
_STANDING: Final = (Path("/dev"), Path("/proc"))


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that is either complete or missing; its folders are made.

    A device, a pipe or ``/dev/stdout`` is written to; a link's target is replaced, not the link.

    Raises:
        IoError: the operating system refuses; ``path`` is as given.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_whole(Path(folder, "new", "note.txt"), b"hello")
    ...     Path(folder, "new", "note.txt").read_text()
    'hello'
    """
    try:
        if is_stream(path):
            with path.open("wb") as stream:
                stream.write(data)
            return
        _make(path.parent)
        _replace(path.resolve() if path.is_symlink() else path, data)
    except BrokenPipeError:
        raise  # the reader has enough: not an error to report
    except OSError as error:
        raise IoError.of(error, path) from error


def is_stream(path: Path) -> bool:
    """Whether ``path`` cannot be replaced by a file: it is a device, a pipe, ``/dev/stdout``."""
    if any(folder in path.absolute().parents for folder in _STANDING):
        return True
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)) from error


def _replace(path: Path, data: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
