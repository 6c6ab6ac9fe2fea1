"""What the server asks of the system for its process: enough open files."""

from __future__ import annotations

from contextlib import suppress
from typing import Final

import structlog

# For the database, the storage, downloads and callbacks.
_OTHER_FILES: Final = 512
# A connection, and the temporary file of its upload.
_FILES_PER_CONNECTION: Final = 2

_log = structlog.get_logger("idphoto.server")


def connections_that_fit(wanted: int) -> int:
    """How many connections may be open: ``wanted``, or fewer if the system allows too few files.

    Raises the process's soft limit on open files as far as it is needed and allowed.
    """
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return wanted
    needed = wanted * _FILES_PER_CONNECTION + _OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return wanted
    allowed = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
    with suppress(OSError, ValueError):  # macOS has another limit below the hard one
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
        soft = allowed
    if soft >= needed:
        return wanted
    fitting = max((soft - _OTHER_FILES) // _FILES_PER_CONNECTION, soft // 4)
    _log.warning("few open files are allowed", files=soft, needed=needed, connections=fitting)
    return fitting
