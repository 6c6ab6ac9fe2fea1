"""Threads that work on pictures: a fixed number at a time, each with a time limit."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from idphoto.errors import DeadlineExceeded
from idphoto.tasks import metrics
from idphoto.tasks.states import Priority

# The deadline is checked between steps: a task this late hangs within one.
GRACE_S: Final = 5.0
# Threads cannot be killed. Up to this many may hang before the server reports itself unwell.
MAX_STUCK: Final = 8
# After this many fast tasks a waiting relaxed one runs, so that a server that is never idle makes
# it at all.
FAST_IN_A_ROW: Final = 20

_T = TypeVar("_T")


class Workers:
    """A fixed number of slots. A thread that hangs past its time limit loses its slot to a new
    thread."""

    def __init__(self, count: int) -> None:
        self._slots = Slots(count)
        self._pool = ThreadPoolExecutor(count + MAX_STUCK, thread_name_prefix="idphoto-worker")
        self.stuck = 0

    async def acquire(self, priority: Priority) -> None:
        """Wait for a slot; see ``Slots``."""
        await self._slots.acquire(priority)

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
    """A semaphore with priorities. Waiting fast tasks run before relaxed ones, each in the order
    of asking; after ``FAST_IN_A_ROW`` fast ones a waiting relaxed one runs. Use it from the event
    loop only."""

    def __init__(self, count: int) -> None:
        self._free = count
        self._waiting: dict[Priority, deque[asyncio.Future[None]]] = {
            priority: deque() for priority in Priority
        }
        self._passed_over = 0

    async def acquire(self, priority: Priority) -> None:
        """Wait for a slot."""
        if self._free:
            self._free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting[priority].append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # it came in the same moment
                self.release()
            raise

    def release(self) -> None:
        """Give a slot back: the next who waits has it."""
        fast, relaxed = (self._still_waiting(priority) for priority in Priority)
        if not fast and not relaxed:
            self._free += 1
            return
        late = self._passed_over >= FAST_IN_A_ROW
        chosen = relaxed if relaxed and (late or not fast) else fast
        self._passed_over = self._passed_over + 1 if relaxed and chosen is fast else 0
        chosen.popleft().set_result(None)

    def _still_waiting(self, priority: Priority) -> deque[asyncio.Future[None]]:
        waiting = self._waiting[priority]
        while waiting and waiting[0].done():  # cancelled
            waiting.popleft()
        return waiting
