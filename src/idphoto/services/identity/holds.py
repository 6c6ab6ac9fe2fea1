"""Credits held while a check is under way. There is no task to remember them by."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from idphoto.accounts import ledger
from idphoto.db.tables import LedgerEntry, Task

_ENDS: Final = ("capture", "release")


def release_left(tx: Session, now: float) -> int:
    """Give back the credits that are held and belong to no task; the number of holds.

    Call it only while no check is under way in any process: the holds are then those of a process
    that died.
    """
    end = aliased(LedgerEntry)
    settled = select(end.id).where(end.task_id == LedgerEntry.task_id, end.kind.in_(_ENDS))
    task = select(Task.id).where(Task.id == LedgerEntry.task_id)
    left = select(LedgerEntry.task_id).where(
        LedgerEntry.kind == "reserve", ~settled.exists(), ~task.exists()
    )
    holds = list(tx.scalars(left))
    for hold in holds:
        if hold is not None:
            ledger.release(tx, hold, now)
    return len(holds)
