"""The Python that runs, and the clock."""

from __future__ import annotations

import platform
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import idphoto
from idphoto.health.part import HealthPart

_DAY_S: Final = 24 * 3600.0


def python() -> HealthPart:
    """The versions of this package and of Python, and the system."""
    found = (
        f"idphoto {idphoto.__version__}, Python {platform.python_version()}, "
        f"{platform.system()} {platform.machine()}"
    )
    return HealthPart("python", "ok", found)


def clock(now: float | None = None) -> HealthPart:
    """Whether the clock is plausible: links and callbacks are signed with its time.

    ``now``: seconds since the epoch. It cannot be a day before this package was installed.
    """
    now = time.time() if now is None else now
    found = f"{datetime.fromtimestamp(now, UTC):%Y-%m-%d %H:%M} UTC"
    if now < Path(idphoto.__file__).stat().st_mtime - _DAY_S:
        remedy = "set the clock: links and certificates expire by it"
        return HealthPart("clock", "warning", f"{found}, before idphoto was installed", remedy)
    return HealthPart("clock", "ok", found)
