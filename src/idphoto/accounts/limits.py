"""Limit how often a key may make requests."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from threading import Lock
from typing import Final

from idphoto.errors import TooManyRequests

# Sums of times are rounded: a request this early is in time.
_ROUNDING_S: Final = 1e-6
# The pause between two clearings of full buckets.
_CLEAR_S: Final = 60.0


def admit(full_at: float, now: float, qps: float) -> tuple[float, float]:
    """Ask a key's bucket for a request, and take it if it is there.

    A full bucket holds the integer part of ``qps`` (at least 1) requests; ``qps`` of them are added
    each second. So 2.5 means 2 at once, then one every 0.4 s; 0.5 means one every 2 s. This is the
    generic cell rate algorithm (ITU-T I.371, annex A): one time describes a bucket.

    Args:
        full_at: when the bucket is full again, in seconds of any clock; in the past if it is full.
        now: the time by the same clock. If it is earlier than the bucket can explain, since the
            clock was set back or ``qps`` was raised, the bucket counts as empty.
        qps: requests per second, more than 0.

    Returns:
        The seconds until the request would be accepted, 0 if it is accepted, and the new
        ``full_at``. A refused request takes nothing.
    """
    empty_s = max(1, math.floor(qps)) / qps  # the time in which an empty bucket fills
    full_at = min(max(full_at, now), now + empty_s)
    after = full_at + 1 / qps
    wait_s = after - (now + empty_s)
    return (wait_s, full_at) if wait_s > _ROUNDING_S else (0.0, after)


class RateLimiter:
    """A bucket of requests for each key. Thread-safe; each process has its own.

    ``clock``: seconds that only ever grow. The time of day will not do: set back an hour, it would
    block every busy key for that hour.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._full_at: dict[str, float] = {}  # a key that is not in here has a full bucket
        self._clear_at = -math.inf

    def __len__(self) -> int:
        """The buckets in memory."""
        return len(self._full_at)

    def check(self, key_id: str, qps: float) -> None:
        """Count one request of this key. A refused request is not counted.

        ``qps``: requests per second, which may be a fraction; 0 means no limit.

        Raises:
            TooManyRequests: with the seconds, more than 0, after which one would be accepted.
        """
        if qps == 0:
            return
        with self._lock:
            now = self._clock()
            if now >= self._clear_at:
                self._full_at = {key: at for key, at in self._full_at.items() if at > now}
                self._clear_at = now + _CLEAR_S
            wait_s, self._full_at[key_id] = admit(self._full_at.get(key_id, now), now, qps)
        if wait_s > 0:
            raise TooManyRequests(qps, wait_s)
