"""Releases credits that interrupted checks have left on hold. Checks have no task records."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from idphoto.accounts import ledger
from idphoto.db.tables import LedgerEntry, Task

_ENDS: Final = ("capture", "release")


def release_left(tx: Session, now: float, before: float) -> int:
    """Release the holds from before ``before`` that do not belong to a task; returns how many there
    were.

    Choose ``before`` so that no check of that time is still running: the remaining holds then come
    from a process that died.
    """
    end = aliased(LedgerEntry)
    settled = select(end.id).where(end.task_id == LedgerEntry.task_id, end.kind.in_(_ENDS))
    task = select(Task.id).where(Task.id == LedgerEntry.task_id)
    left = select(LedgerEntry.task_id).where(
        LedgerEntry.kind == "reserve", LedgerEntry.at < before, ~settled.exists(), ~task.exists()
    )
    holds = list(tx.scalars(left))
    for hold in holds:
        if hold is not None:
            ledger.release(tx, hold, now)
    return len(holds)
