"""When a request is sent again, and after how long."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from idphoto.client.wire import Broken, Call, Outcome, Response

# Refused for now: the rate, the first request with this Idempotency-Key, the server's load.
_LATER: Final = frozenset({409, 429, 503})
_FIRST_PAUSE_S: Final = 0.5


@dataclass(frozen=True, slots=True)
class Retries:
    """Up to ``tries`` sendings of a request that can be repeated.

    ``most_pause_s``: a server that asks for a longer pause is not asked again. ``jitter``: a random
    share, 0–1, which keeps many clients from coming back at the same moment.
    """

    tries: int = 4
    most_pause_s: float = 60.0
    jitter: Callable[[], float] = random.random

    def pause_s(self, call: Call[object], tried: int, outcome: Outcome) -> float | None:
        """The pause before the next try, after ``tried`` of them; None if there is none."""
        if tried >= self.tries or not call.can_be_repeated:
            return None
        grown = _FIRST_PAUSE_S * 2.0 ** (tried - 1)
        if isinstance(outcome, Broken):
            return None if outcome.for_good else grown * (1 + self.jitter())
        if outcome.status not in _LATER:
            return None
        asked_s = _retry_after_s(outcome)
        if asked_s is None or asked_s > self.most_pause_s:
            return None
        return asked_s + grown * self.jitter()


def _retry_after_s(response: Response) -> float | None:
    """Seconds; None without the header, or with a date in it, which this API never sends."""
    try:
        return max(0.0, float(response.headers["retry-after"]))
    except (KeyError, ValueError):
        return None
