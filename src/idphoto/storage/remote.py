"""Run obstore in threads, with time limits, and put its errors into words."""

from __future__ import annotations

import asyncio
import errno
import os
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Final, TypeVar

from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError

from idphoto.errors import OutOfResources, StorageUnavailable

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig

TIMEOUT_S: Final = 10.0
CLIENT: Final[ClientConfig] = {
    "connect_timeout": timedelta(seconds=3),
    "timeout": timedelta(seconds=TIMEOUT_S),
    # The operator's endpoint decides between http and https.
    "allow_http": True,
}
RETRIES: Final[RetryConfig] = {"max_retries": 2, "retry_timeout": timedelta(seconds=5)}

# Not obstore's own coroutines: they end in threads that Python does not know, and a process that
# exits a moment later aborts. Not the event loop's threads either: a store that hangs would block
# the database's work.
_THREADS: Final = ThreadPoolExecutor(32, "storage")

# All that an operation raises. FileNotFoundError means that the object is missing.
STORE_ERRORS: Final = (BaseError, OSError, ValueError)
_NUMBER: Final = re.compile(r"\(os error ([0-9]+)\)")
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


_Result = TypeVar("_Result")


async def run(operation: Callable[[], _Result], timeout_s: float) -> _Result:
    """The result of ``operation``. After ``timeout_s`` it is abandoned to its own time limits.

    Raises:
        TimeoutError: it took longer. Errors of ``operation`` pass through.
    """
    async with asyncio.timeout(timeout_s):
        return await asyncio.get_running_loop().run_in_executor(_THREADS, operation)


def translate(error: Exception) -> OutOfResources | StorageUnavailable:
    """Our error for one of ``STORE_ERRORS``, without any URL, path or credential."""
    number = _errno(error)
    if number in _FULL:
        return OutOfResources("disk space")
    return StorageUnavailable(explain(error, number))


def explain(error: Exception, number: int | None = None) -> str:
    """A short reason for an error of the store."""
    if isinstance(error, TimeoutError):
        return "it did not answer in time"
    if isinstance(error, PermissionDeniedError):
        return "access is denied"
    if isinstance(error, UnauthenticatedError):
        return "the credentials were rejected"
    if number is not None:
        return os.strerror(number).lower()
    if isinstance(error, FileNotFoundError):
        return "its bucket or folder does not exist"
    return "it cannot be reached, or reported an error"


def _errno(error: Exception) -> int | None:
    """The system's error number, which obstore gives only in its message."""
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno
    match = _NUMBER.search(str(error))
    return int(match[1]) if match else None
