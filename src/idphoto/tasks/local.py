"""The local engine: accepted tasks are run in this process, in the order they came.

The tasks table is the truth. The queue holds ids only; a server that starts puts every unfinished
task into it again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import structlog

# So many may be downloading, or waiting for a worker, at a time; the workers are far fewer.
LANES: Final = 64

_log = structlog.get_logger("idphoto.tasks")


class LocalQueue:
    """Ids of tasks, handed to ``run`` by a fixed number of lanes."""

    def __init__(self, run: Callable[[str], Awaitable[None]], lanes: int = LANES) -> None:
        self._run = run
        self._ids: asyncio.Queue[str] = asyncio.Queue()
        self._lanes: list[asyncio.Task[None]] = []
        self._count = lanes

    def start(self) -> None:
        self._lanes = [asyncio.create_task(self._lane()) for _ in range(self._count)]

    def put(self, task_id: str) -> None:
        self._ids.put_nowait(task_id)

    async def stop(self) -> None:
        """Begin nothing more. What is not on a worker yet stays for the next start."""
        await cancelled(self._lanes)

    async def _lane(self) -> None:
        while True:
            task_id = await self._ids.get()
            try:
                await self._run(task_id)
            except Exception:  # the task stays for the next start, the lane goes on
                _log.exception("lane failed unforeseen", task=task_id)


async def cancelled(tasks: list[asyncio.Task[None]]) -> None:
    """Cancel the tasks and wait for their ends, asking again where a cancellation was lost."""
    # before Python 3.12 wait_for loses one that comes in the moment in which it ends
    while left := [task for task in tasks if not task.done()]:
        for task in left:
            task.cancel()
        await asyncio.wait(left, timeout=1.0)
