"""The callbacks table: what is due, and every try."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.orm import Session

from idphoto.db.statements import changed
from idphoto.db.tables import Callback, CallbackTry, Task
from idphoto.db.text import fitted, storable
from idphoto.tasks.states import CallbackStatus

_ERROR_LENGTH = 200


def add(tx: Session, callback_id: str, task_id: str, url: str, now: float) -> None:
    """Note a callback that is due at once. A task has at most one."""
    tx.execute(
        insert(Callback).values(
            id=callback_id,
            task_id=task_id,
            url=url,
            status=CallbackStatus.PENDING,
            tries=0,
            next_at=now,
            created_at=now,
        )
    )


def due(
    tx: Session, now: float, limit: int, per_key: int, under_way: Collection[str] = ()
) -> list[Callback]:
    """At most ``limit`` pending callbacks whose time has come. Keys take turns; of one key's, the
    longest due comes first.

    ``under_way``: ids of callbacks that are being sent. Together with them a key has at most
    ``per_key``, so that receivers that hang delay no other key's callbacks.
    """
    sent_now = Callback.id.in_(under_way)  # they have been taken, and are due much later
    rank = func.row_number().over(
        partition_by=Task.key_id, order_by=(sent_now.desc(), Callback.next_at)
    )
    ranked = (
        select(Callback.id, rank.label("rank"))
        .join(Task, Task.id == Callback.task_id)
        .where(Callback.status == CallbackStatus.PENDING, or_(Callback.next_at <= now, sent_now))
        .subquery()
    )
    found = (
        select(Callback)
        .join(ranked, ranked.c.id == Callback.id)
        .where(ranked.c.rank <= per_key, Callback.id.not_in(under_way))
        .order_by(ranked.c.rank, Callback.next_at)
        .limit(limit)
    )
    return list(tx.scalars(found))


def take(tx: Session, ids: Collection[str], now: float, until: float) -> set[str]:
    """Keep these callbacks for one sender until ``until``: nobody else finds them due before. The
    ids of those that no other sender has taken first."""
    taken = (
        update(Callback)
        .where(Callback.id.in_(ids), Callback.next_at <= now)
        .where(Callback.status == CallbackStatus.PENDING)
        .values(next_at=until)
        .returning(Callback.id)
    )
    return set(tx.scalars(taken)) if ids else set()


def give_back(tx: Session, ids: Collection[str], now: float) -> None:
    """Let callbacks that were taken and not sent be due at once."""
    pending = Callback.status == CallbackStatus.PENDING
    tx.execute(update(Callback).where(Callback.id.in_(ids), pending).values(next_at=now))


def next_due_at(tx: Session, after: float) -> float | None:
    """When the next pending callback is due after that time; None if there is none."""
    pending = Callback.status == CallbackStatus.PENDING
    return tx.scalar(select(func.min(Callback.next_at)).where(pending, Callback.next_at > after))


def record(
    tx: Session,
    callback_id: str,
    *,
    at: float,
    took_ms: float,
    http_status: int | None,
    error: str | None,
    delivered: bool,
    next_at: float | None,
) -> None:
    """Record a try and what follows from it. A callback that is settled stays as it is.

    ``next_at``: when to try again if it was not delivered; None gives it up.
    """
    status = _status(delivered, next_at)
    settled = {"settled_at": at} if next_at is None or delivered else {"next_at": next_at}
    tried = (
        update(Callback)
        .where(Callback.id == callback_id, Callback.status == CallbackStatus.PENDING)
        .values(tries=Callback.tries + 1, status=status, **settled)
    )
    if not changed(tx, tried):
        return
    number = select(Callback.tries).where(Callback.id == callback_id).scalar_subquery()
    tx.execute(
        insert(CallbackTry).values(
            callback_id=callback_id,
            number=number,
            at=at,
            took_ms=took_ms,
            http_status=http_status,
            error=None if error is None else fitted(error, _ERROR_LENGTH),
        )
    )


def cancel(tx: Session, task_id: str, now: float) -> None:
    """Send no callback of this task any more."""
    pending = (Callback.task_id == task_id, Callback.status == CallbackStatus.PENDING)
    settled = {"status": CallbackStatus.GIVEN_UP, "settled_at": now}
    tx.execute(update(Callback).where(*pending).values(**settled))


def recent(
    tx: Session, *, task_id: str | None = None, status: str | None = None, limit: int = 50
) -> list[Callback]:
    """The latest callbacks, newest first; of one task or one status if given."""
    if task_id is not None and not storable(task_id):
        return []
    found = select(Callback).order_by(Callback.created_at.desc()).limit(limit)
    if task_id is not None:
        found = found.where(Callback.task_id == task_id)
    if status is not None:
        found = found.where(Callback.status == status)
    return list(tx.scalars(found))


def tries_of(tx: Session, callback_id: str) -> list[CallbackTry]:
    """All tries of a callback, the first one first."""
    found = (
        select(CallbackTry)
        .where(CallbackTry.callback_id == callback_id)
        .order_by(CallbackTry.number)
    )
    return list(tx.scalars(found))


def _status(delivered: bool, next_at: float | None) -> CallbackStatus:
    if delivered:
        return CallbackStatus.DELIVERED
    return CallbackStatus.GIVEN_UP if next_at is None else CallbackStatus.PENDING
