"""Folders that may not exist yet."""

from __future__ import annotations

import os
from pathlib import Path


def nearest(folder: Path) -> Path:
    """``folder``, or the nearest path above it that exists."""
    absolute = folder.absolute()
    return next(each for each in (absolute, *absolute.parents) if each.exists())


def can_write(folder: Path) -> bool:
    """Whether files can be made in ``folder``, once it has been made if need be."""
    existing = nearest(folder)
    return existing.is_dir() and os.access(existing, os.W_OK | os.X_OK)
