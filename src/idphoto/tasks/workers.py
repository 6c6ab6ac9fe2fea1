"""Threads that work on pictures: a fixed number at a time, each with a time limit."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from idphoto.errors import DeadlineExceeded
from idphoto.tasks import metrics
from idphoto.tasks.turns import next_turn

# The deadline is checked between steps: a task this late hangs within one.
GRACE_S: Final = 5.0
# Threads cannot be killed. Up to this many may hang before the server reports itself unwell.
MAX_STUCK: Final = 8

_T = TypeVar("_T")


class Workers:
    """A fixed number of slots. A thread that hangs past its time limit loses its slot to a new
    thread."""

    def __init__(self, count: int) -> None:
        self._slots = Slots(count)
        self._pool = ThreadPoolExecutor(count + MAX_STUCK, thread_name_prefix="idphoto-worker")
        self.stuck = 0

    def turn_of(self, key_id: str) -> int:
        """See ``Slots``."""
        return self._slots.turn_of(key_id)

    async def acquire(self, turn: int) -> None:
        """Wait for a slot; see ``Slots``."""
        await self._slots.acquire(turn)

    def release(self) -> None:
        self._slots.release()

    async def run(self, job: Callable[[float], _T], time_limit_s: float) -> _T:
        """Run ``job(deadline)`` on a thread; the caller holds a slot.

        Raises:
            DeadlineExceeded: the job did not end within its time and some grace.
        """
        deadline = time.monotonic() + time_limit_s
        begun = self._pool.submit(job, deadline)
        future = asyncio.wrap_future(begun)
        try:
            return await asyncio.wait_for(asyncio.shield(future), time_limit_s + GRACE_S)
        except TimeoutError:
            if not begun.cancel():  # else every thread hung, and it was never begun
                self._count_stuck(+1)
                future.add_done_callback(self._came_back)
            raise DeadlineExceeded(step="", late_s=GRACE_S) from None

    def close(self) -> None:
        """Take no more jobs; threads that hang are left behind."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _came_back(self, future: asyncio.Future[_T]) -> None:
        self._count_stuck(-1)
        future.cancelled() or future.exception()  # seen: nobody else will

    def _count_stuck(self, change: int) -> None:
        self.stuck += change
        metrics.STUCK.set(self.stuck)


class Slots:
    """A semaphore that serves the lowest turn first, and equal turns in the order of asking. Use it
    from the event loop only."""

    def __init__(self, count: int) -> None:
        self._free = count
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._asked = itertools.count()
        self._now = 0
        self._last: dict[str, int] = {}

    def turn_of(self, key_id: str) -> int:
        """The turn of a key's work that is no task and so has none: as a task's would be."""
        self._last = {key: turn for key, turn in self._last.items() if turn > self._now}
        turn = next_turn(self._now, self._last.get(key_id, 0))
        self._last[key_id] = turn
        return turn

    async def acquire(self, turn: int) -> None:
        """Wait for a slot."""
        if self._free:
            self._free -= 1
            self._now = turn
            return
        granted = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (turn, next(self._asked), granted))
        try:
            await granted
        except asyncio.CancelledError:
            if not granted.cancelled():  # it was granted in the same moment
                self.release()
            raise
        self._now = turn

    def release(self) -> None:
        """Give a slot back: the lowest turn that waits has it."""
        while self._waiting:
            _, _, granted = heapq.heappop(self._waiting)
            if not granted.done():  # else its waiter was cancelled
                granted.set_result(None)
                return
        self._free += 1
