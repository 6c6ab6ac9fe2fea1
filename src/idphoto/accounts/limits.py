"""How often a key may ask."""

from __future__ import annotations

import math
import time
from threading import Lock
from typing import Final

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from idphoto.errors import TooManyRequests

# Added to what is left of a window: at its very end it still counts.
_AFTER_S: Final = 0.001


class _Window(RateLimitItemPerSecond):
    """As many whole requests as ``qps`` has (at least one), in the time that it gives to them:
    2.5 is 2 in 0.8 s, 0.5 is 1 in 2 s. So fractions are exact and do not come in bursts."""

    __slots__ = ("_seconds",)

    def __init__(self, qps: float) -> None:
        super().__init__(max(1, math.floor(qps)))
        self._seconds = self.amount / qps

    def get_expiry(self) -> float:  # type: ignore[override]  # the storage in memory takes any
        return self._seconds


class RateLimiter:
    """Counts each key's requests in a window that moves with time. Safe between threads; each
    process counts for itself."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        # The storage may drop a key's own lock while another thread waits for it.
        self._one_at_a_time = Lock()

    def check(self, key_id: str, qps: float) -> None:
        """Count one request of this key; one that is refused is not counted.

        ``qps``: requests a second, also fractions of one; 0 is no limit.

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
