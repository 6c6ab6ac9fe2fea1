"""How obstore is run: in threads, with time limits, and its errors in words."""

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
    # The scheme stands in the operator's own endpoint.
    "allow_http": True,
}
RETRIES: Final[RetryConfig] = {"max_retries": 2, "retry_timeout": timedelta(seconds=5)}

# Not obstore's own coroutines: they end in threads that Python does not know, and a process that
# exits a moment later aborts. Not the loop's threads either: a store that hangs would hold up
# the database's work.
_THREADS: Final = ThreadPoolExecutor(32, "storage")

# All that an operation raises. A missing object is FileNotFoundError.
STORE_ERRORS: Final = (BaseError, OSError, ValueError)
_NUMBER: Final = re.compile(r"\(os error ([0-9]+)\)")
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


_Result = TypeVar("_Result")


async def run(operation: Callable[[], _Result], timeout_s: float) -> _Result:
    """``operation``'s result. After ``timeout_s`` it is left to end by its own time limits.

    Raises:
        TimeoutError: and whatever ``operation`` raises.
    """
    async with asyncio.timeout(timeout_s):
        return await asyncio.get_running_loop().run_in_executor(_THREADS, operation)


def translate(error: Exception) -> OutOfResources | StorageUnavailable:
    """One of ``STORE_ERRORS`` as ours, in words that tell no URL, path or credential."""
    number = _errno(error)
    if number in _FULL:
        return OutOfResources("disk space")
    return StorageUnavailable(explain(error, number))


def explain(error: Exception, number: int | None = None) -> str:
    """What is wrong, in a few words."""
    if isinstance(error, TimeoutError):
        return "it does not answer in time"
    if isinstance(error, PermissionDeniedError):
        return "access is denied"
    if isinstance(error, UnauthenticatedError):
        return "the credentials are not accepted"
    if number is not None:
        return os.strerror(number).lower()
    if isinstance(error, FileNotFoundError):
        return "its bucket or folder does not exist"
    return "it cannot be reached, or fails"


def _errno(error: Exception) -> int | None:
    """The system's number of the error, which obstore tells in its text alone."""
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno
    match = _NUMBER.search(str(error))
    return int(match[1]) if match else None
