"""Limit how often a key may make requests."""

from __future__ import annotations

import math
import time
from threading import Lock
from typing import Final

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from idphoto.errors import TooManyRequests

# Added to what is left of a window, since a request still counts at its very end.
_AFTER_S: Final = 0.001


class _Window(RateLimitItemPerSecond):
    """A number of whole requests and the time for them: the integer part of ``qps`` (at least 1).

    2.5 means 2 in 0.8 s, 0.5 means 1 in 2 s. So fractions are exact and cause no bursts.
    """

    __slots__ = ("_seconds",)

    def __init__(self, qps: float) -> None:
        super().__init__(max(1, math.floor(qps)))
        self._seconds = self.amount / qps

    def get_expiry(self) -> float:  # type: ignore[override]  # the memory storage accepts floats
        return self._seconds


class RateLimiter:
    """Counts each key's requests in a moving window. Thread-safe; each process counts its own."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        # The storage may drop a key's lock while another thread is waiting for it.
        self._one_at_a_time = Lock()

    def check(self, key_id: str, qps: float) -> None:
        """Count one request of this key. A refused request is not counted.

        ``qps``: requests per second, which may be a fraction; 0 means no limit.

        Raises:
            TooManyRequests: with the seconds, more than 0, after which one would be accepted.
        """
        if qps == 0:
            return
        window = _Window(qps)
        with self._one_at_a_time:
            if self._limiter.hit(window, key_id):
                return
            ends_at = self._limiter.get_window_stats(window, key_id).reset_time
        raise TooManyRequests(qps, max(ends_at - time.time(), 0) + _AFTER_S)
