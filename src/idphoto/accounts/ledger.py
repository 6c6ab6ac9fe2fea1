"""Credits: a balance, and the entries that explain it.

``ApiKey.credits`` changes in the same transaction as the entry that says why: for a metered key it
is always the sum of the entries. A task is charged once, however often it is attempted: ``reserve``
when it is accepted, then either ``capture`` when it is done or ``release`` when it has failed.
"""

# `credits` is a builtin only in interactive sessions.
# ruff: noqa: A001, A002

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, func, insert, literal, or_, select, update
from sqlalchemy.orm import Session

from idphoto.db.statements import changed, insert_new
from idphoto.db.tables import ApiKey, LedgerEntry
from idphoto.errors import BadRequest, NotEnoughCredits, UnknownKey

# The most that one entry can move; a balance can hold many times as much.
MAX_CREDITS: Final = 1_000_000_000


def grant(tx: Session, key_id: str, credits: int, now: float) -> int:
    """Add ``credits`` (1 to ``MAX_CREDITS``) to the balance and return the new balance.

    Raises:
        BadRequest: ``credits`` is out of range, or the key is not metered.
        UnknownKey: no key has this id.
    """
    if not 1 <= credits <= MAX_CREDITS:
        raise BadRequest("credits", f"must be 1 to {MAX_CREDITS:,}")
    metered = ApiKey.credits.is_not(None)
    granted = _move(tx, key_id, credits, metered)
    balance = _balance(tx, key_id)
    if not granted or balance is None:
        raise BadRequest("credits", "this key is not metered")
    tx.execute(insert(LedgerEntry).values(_entry(key_id, None, "grant", credits, now)))
    return balance


def reserve(tx: Session, key_id: str, task_id: str, credits: int, now: float) -> None:
    """Take ``credits`` (0 to ``MAX_CREDITS``) off the balance for a task. Repeating it changes
    nothing.

    Raises:
        BadRequest: ``credits`` is out of range.
        NotEnoughCredits: the balance does not cover it; nothing is changed.
        UnknownKey: no key has this id.
    """
    if not 0 <= credits <= MAX_CREDITS:
        raise BadRequest("credits", f"must be 0 to {MAX_CREDITS:,}")
    covered = or_(ApiKey.credits.is_(None), ApiKey.credits >= credits)
    if not _move(tx, key_id, -credits, covered):
        if _reserved(tx, task_id):
            return
        raise NotEnoughCredits(_balance(tx, key_id) or 0, credits)
    entry = _entry(key_id, task_id, "reserve", -credits, now)
    if not changed(tx, insert_new(tx, LedgerEntry).values(entry)):
        _move(tx, key_id, credits)  # undo: the task was reserved before


def capture(tx: Session, task_id: str, now: float) -> None:
    """Make the task's reservation final. Does nothing if it is settled or was never made."""
    _settle(tx, task_id, "capture", literal(0), now)


def release(tx: Session, task_id: str, now: float) -> None:
    """Return the task's reservation. Does nothing if it is settled or was never made."""
    if not _settle(tx, task_id, "release", -LedgerEntry.credits, now):
        return
    released = select(LedgerEntry.key_id, LedgerEntry.credits).where(
        LedgerEntry.task_id == task_id, LedgerEntry.kind == "release"
    )
    key_id, credits = tx.execute(released).one()
    _move(tx, key_id, credits)


def lock(tx: Session, key_id: str) -> None:
    """Let the key's other bookings wait for the end of this transaction."""
    tx.execute(select(ApiKey.id).where(ApiKey.id == key_id).with_for_update())


def kinds(tx: Session, task_id: str) -> set[str]:
    """The kinds of entries that a task has."""
    return set(tx.scalars(select(LedgerEntry.kind).where(LedgerEntry.task_id == task_id)))


def charged(tx: Session, task_id: str) -> int:
    """The credits held or taken for the task; 0 once they are released."""
    moved = select(func.sum(LedgerEntry.credits)).where(LedgerEntry.task_id == task_id)
    return -(tx.scalar(moved) or 0)


def _move(tx: Session, key_id: str, credits: int, *conditions: ColumnElement[bool]) -> bool:
    """Add to the balance if ``conditions`` hold at that moment; True if they did."""
    move = update(ApiKey).where(ApiKey.id == key_id, *conditions)
    return changed(tx, move.values(credits=ApiKey.credits + credits)) == 1


def _settle(tx: Session, task_id: str, kind: str, credits: ColumnElement[int], now: float) -> bool:
    """Enter the end of a reservation unless it has one; True if this was entered."""
    columns = {
        "key_id": LedgerEntry.key_id,
        "task_id": LedgerEntry.task_id,
        "kind": literal(kind),
        "credits": credits,
        "at": literal(now),
    }
    reservation = select(*columns.values()).where(
        LedgerEntry.task_id == task_id, LedgerEntry.kind == "reserve"
    )
    settle = insert_new(tx, LedgerEntry).from_select(list(columns), reservation)
    return changed(tx, settle) == 1


def _entry(key_id: str, task_id: str | None, kind: str, credits: int, at: float) -> dict[str, Any]:
    return {"key_id": key_id, "task_id": task_id, "kind": kind, "credits": credits, "at": at}


def _reserved(tx: Session, task_id: str) -> bool:
    entry = select(LedgerEntry.id).where(
        LedgerEntry.task_id == task_id, LedgerEntry.kind == "reserve"
    )
    return tx.scalar(entry) is not None


def _balance(tx: Session, key_id: str) -> int | None:
    found = tx.execute(select(ApiKey.credits).where(ApiKey.id == key_id)).one_or_none()
    if found is None:
        raise UnknownKey(key_id)
    (balance,) = found
    return balance
