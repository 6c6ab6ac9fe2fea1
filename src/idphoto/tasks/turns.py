"""The order in which waiting tasks are begun: keys take turns, however many tasks each has queued.

A task gets its turn when it is accepted, and the lowest turn is begun first. A key's first task
gets the turn after that of the tasks now running, and each further one the next turn: so a thousand
tasks of one key delay the next task of another by one task, not by a thousand. A turn never
changes, and as long as tasks wait, the turns given out grow: no task waits for ever. This is
start-time fair queueing (Goyal, Vin and Cheng, 1996) with tasks in place of packets.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from idphoto.db.tables import UNENDED, Task
from idphoto.tasks.states import Priority

# The turns that a task takes. A key's relaxed task is begun after twenty of its fast ones and
# twenty of each other key's: so it is made even on a server that is never idle.
LENGTHS: Final[Mapping[Priority, int]] = {Priority.FAST: 1, Priority.RELAX: 20}


def next_turn(now: int, last: int, priority: Priority = Priority.FAST) -> int:
    """The turn of a new task. ``now``: the turn of the tasks now running. ``last``: that of the
    key's last waiting task; 0 if there is none."""
    return max(now, last) + LENGTHS[priority]


def current_turn(tx: Session) -> int:
    """The turn of the tasks now running; if none is, the one before the lowest that waits."""
    running = select(func.max(Task.turn)).where(text("state = 'running'"))
    waiting = select(func.min(Task.turn) - 1).where(text("state = 'queued'"))
    now = select(func.coalesce(running.scalar_subquery(), waiting.scalar_subquery(), 0))
    return tx.scalar(now) or 0


def last_turn(tx: Session, key_id: str, priority: Priority) -> int:
    """The highest turn of the key's unfinished tasks of this priority; 0 if there is none."""
    last = select(func.max(Task.turn)).where(
        Task.key_id == key_id, UNENDED, Task.priority == priority
    )
    return tx.scalar(last) or 0


def unfinished_count(tx: Session, key_id: str) -> int:
    """How many unfinished tasks the key has."""
    count = select(func.count()).select_from(Task).where(Task.key_id == key_id, UNENDED)
    return tx.scalar(count) or 0
