"""What this process knows of the tasks it has in hand, and who waits for them to end."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from idphoto.tasks.states import State


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a task is. ``progress``: 0–99; only a task that is stored as done has 100."""

    state: State
    progress: int


class Live:
    """Stages and ends, by task id. They live in memory: the database keeps what must last.

    ``tell`` may be called from any thread, everything else from the event loop.
    """

    def __init__(self) -> None:
        self._stages: dict[str, Stage] = {}
        self._ends: dict[str, asyncio.Event] = {}

    def accept(self, task_id: str) -> None:
        """A task is in hand from now on."""
        self._ends.setdefault(task_id, asyncio.Event())

    def tell(self, task_id: str, state: State, progress: int) -> None:
        if task_id in self._ends:  # a thread that hung may come back later than the end
            self._stages[task_id] = Stage(state, progress)

    def stage(self, task_id: str) -> Stage | None:
        """None where the task has not been begun, has ended, or is in no hand here."""
        return self._stages.get(task_id)

    def end(self, task_id: str) -> None:
        """The task has ended, and the database says so: wake whoever waits."""
        self._stages.pop(task_id, None)
        ended = self._ends.pop(task_id, None)
        if ended is not None:
            ended.set()

    async def wait(self, task_id: str, timeout_s: float) -> None:
        """Until the task ends or the time is out; at once where it is not in hand here."""
        ended = self._ends.get(task_id)
        if ended is None:
            return
        try:
            await asyncio.wait_for(ended.wait(), timeout_s)
        except TimeoutError:
            return

    def __len__(self) -> int:
        return len(self._ends)
