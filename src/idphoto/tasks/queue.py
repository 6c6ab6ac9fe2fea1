"""The queue port: which process works on an accepted task, when, and who hears of its progress.

The tasks table is the truth about what was accepted, how often it was begun and how it ended.
Everything else about running tasks is the queue's: where ids wait, what is taken up again after a
crash, how many tasks are fetched or run at a time, in which order, and how a caller on one
process learns what another process does. ``local.py`` is the engine for one process, ``cluster/``
the one for several.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from idphoto.tasks.states import Priority, State


@dataclass(frozen=True, slots=True)
class Queued:
    """A task to work on. ``turn``: the lowest is begun first. ``stored``: whether all its sources
    are; otherwise they are fetched before it is run."""

    id: str
    key_id: str
    priority: Priority
    turn: int
    stored: bool


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a task in hand is. ``progress``: 0–99; only a task stored as done has 100."""

    state: State
    progress: int


class Work(Protocol):
    """What a queue hands its tasks to.

    A queue may hand out the same task more than once, and hands out a running task only when its
    worker is gone. ``run`` therefore claims an attempt in the tasks table, which fences off all
    earlier ones; both methods return at once for a task that has ended.
    """

    async def fetch(self, task_id: str) -> bool:
        """Store the task's remote sources; False if the task has ended."""
        ...

    async def run(self, task_id: str, turn: int) -> None:
        """Take a task whose sources are stored to its end, once it is its turn for a worker."""
        ...


class Queue(Protocol):
    """Hands accepted tasks to ``Work`` and reports on them."""

    async def start(self, work: Work) -> None:
        """Begin to hand out tasks: first those that no living process works on, oldest first.

        Raises:
            DatabaseUnavailable: they cannot be read.
        """
        ...

    def put(self, tx: Session, task: Queued) -> None:
        """Queue a task that ``tx`` accepts. It is handed out once ``tx`` is committed, and never
        if ``tx`` is rolled back. Called from any thread."""
        ...

    async def stop(self) -> None:
        """Hand out nothing more. Work that has a worker goes on; other tasks stay queued."""
        ...

    async def close(self) -> None:
        """Let go of everything, once no work is going on."""
        ...

    @property
    def state(self) -> str:
        """``ok``, or what is wrong."""
        ...

    async def wait(self, task_id: str, timeout_s: float) -> None:
        """Wait until the task has ended or the time is over; return at once if nobody works on
        it."""
        ...

    def tell(self, task_id: str, state: State, progress: int) -> None:
        """Record how far a task is. A state that has ended wakes everyone who waits. Called from
        any thread, for an end from the event loop only."""
        ...

    async def stage(self, task_id: str) -> Stage | None:
        """How far a task is; None if it has not been begun or has ended."""
        ...
