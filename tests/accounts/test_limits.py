"""Requests per second: exact, even for fractions, with a correct time for the next try."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.db.concurrency import at_once

from idphoto.accounts.limits import RateLimiter
from idphoto.errors import TooManyRequests


class Clock:
    """A clock that only moves when set; replaces the module `time`."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def time(self) -> float:
        return self.now


def freeze(patch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    patch.setattr("limits.storage.memory.time", clock)
    patch.setattr("idphoto.accounts.limits.time", clock)
    return clock


@pytest.fixture
def clock() -> Iterator[Clock]:
    with pytest.MonkeyPatch.context() as patch:
        yield freeze(patch)


def accepted(limiter: RateLimiter, qps: float, tries: int, key_id: str = "kiosk") -> int:
    """How many of ``count`` requests at this moment are accepted."""
    count = 0
    for _ in range(tries):
        try:
            limiter.check(key_id, qps)
            count += 1
        except TooManyRequests:
            pass
    return count


@pytest.mark.parametrize(
    ("qps", "burst", "window_s"),
    [(1, 1, 1), (2, 2, 1), (50, 50, 1), (0.5, 1, 2), (0.1, 1, 10), (2.5, 2, 0.8), (1.5, 1, 2 / 3)],
)
def test_a_window_accepts_as_many_requests_as_the_limit(
    clock: Clock, qps: float, burst: int, window_s: float
) -> None:
    limiter = RateLimiter()
    assert accepted(limiter, qps, burst + 3) == burst
    clock.now += window_s * 0.99
    assert accepted(limiter, qps, burst + 3) == 0
    clock.now += window_s * 0.02
    assert accepted(limiter, qps, burst + 3) == burst


def test_the_window_moves_with_time(clock: Clock) -> None:
    limiter = RateLimiter()
    assert accepted(limiter, 2, 1) == 1
    clock.now += 0.6
    assert accepted(limiter, 2, 2) == 1
    clock.now += 0.5  # the first is 1.1 s old, the second 0.5 s
    assert accepted(limiter, 2, 2) == 1


@pytest.mark.parametrize(("qps", "waited_s", "left_s"), [(1, 0.25, 0.75), (0.5, 0.5, 1.5)])
def test_a_refusal_says_how_long_to_wait(
    clock: Clock, qps: float, waited_s: float, left_s: float
) -> None:
    limiter = RateLimiter()
    limiter.check("kiosk", qps)
    clock.now += waited_s
    with pytest.raises(TooManyRequests) as caught:
        limiter.check("kiosk", qps)
    assert caught.value.qps == qps
    assert caught.value.retry_after_s == pytest.approx(left_s, abs=0.01)


def test_at_the_very_end_of_a_window_the_wait_is_still_positive(clock: Clock) -> None:
    limiter = RateLimiter()
    limiter.check("kiosk", 1)
    clock.now += 1.0
    with pytest.raises(TooManyRequests) as caught:
        limiter.check("kiosk", 1)
    assert 0 < caught.value.retry_after_s < 0.01


def test_refused_requests_do_not_count(clock: Clock) -> None:
    limiter = RateLimiter()
    for _ in range(10):
        assert accepted(limiter, 0.5, 5) == (1 if clock.now == 1_700_000_000.0 else 0)
        clock.now += 0.19
    clock.now += 0.2
    assert accepted(limiter, 0.5, 5) == 1


def test_each_key_has_its_own_limit(clock: Clock) -> None:
    limiter = RateLimiter()
    assert accepted(limiter, 1, 3, "kiosk") == 1
    assert accepted(limiter, 1, 3, "school") == 1


def test_zero_means_no_limit(clock: Clock) -> None:
    assert accepted(RateLimiter(), 0, 1000) == 1000


def test_simultaneous_threads_get_no_more_than_the_limit(clock: Clock) -> None:
    limiter = RateLimiter()
    for _ in range(20):
        outcomes = at_once(8, lambda _: accepted(limiter, 5, 3))
        assert sum(count for count in outcomes if isinstance(count, int)) == 5
        clock.now += 1.5


@settings(max_examples=60)
@given(
    qps=st.floats(0.05, 12),
    pauses_s=st.lists(st.floats(0, 2), min_size=1, max_size=30),
)
def test_no_window_exceeds_the_limit_and_waiting_as_told_is_enough(
    qps: float, pauses_s: list[float]
) -> None:
    share = max(1, math.floor(qps))
    with pytest.MonkeyPatch.context() as patch:
        clock, limiter = freeze(patch), RateLimiter()
        let_in: list[float] = []
        for pause_s in pauses_s:
            clock.now += pause_s
            try:
                limiter.check("kiosk", qps)
            except TooManyRequests as refused:
                assert 0 < refused.retry_after_s <= share / qps + 0.002
                clock.now += refused.retry_after_s
                limiter.check("kiosk", qps)
            let_in.append(clock.now)
    spans = [later - first for first, later in zip(let_in, let_in[share:], strict=False)]
    assert all(span >= share / qps - 1e-6 for span in spans)
