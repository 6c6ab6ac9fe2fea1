"""Callbacks to make, and every try of them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from idphoto.db.statements import changed
from idphoto.db.tables import Delivery, DeliveryAttempt, Task
from idphoto.db.text import fitted, storable
from idphoto.tasks.states import DeliveryStatus

_ERROR_LENGTH = 200


def add(tx: Session, delivery_id: str, task_id: str, url: str, now: float) -> None:
    """A callback to make at once. A task has one at most."""
    tx.execute(
        insert(Delivery).values(
            id=delivery_id,
            task_id=task_id,
            url=url,
            status=DeliveryStatus.PENDING,
            attempts=0,
            next_at=now,
            created_at=now,
        )
    )


def due(
    tx: Session, now: float, limit: int, per_key: int, under_way: Collection[str] = ()
) -> list[Delivery]:
    """At most ``limit`` pending callbacks whose time has come, the longest due first.

    ``under_way``: ids of those that are being made. With them a key has ``per_key`` at most: one
    whose receivers hang keeps no other key's callbacks waiting.
    """
    rank = func.row_number().over(partition_by=Task.key_id, order_by=Delivery.next_at)
    ranked = (
        select(Delivery.id, rank.label("rank"))
        .join(Task, Task.id == Delivery.task_id)
        .where(Delivery.status == DeliveryStatus.PENDING, Delivery.next_at <= now)
        .subquery()
    )
    found = (
        select(Delivery)
        .join(ranked, ranked.c.id == Delivery.id)
        .where(ranked.c.rank <= per_key, Delivery.id.not_in(under_way))
        .order_by(Delivery.next_at)
        .limit(limit)
    )
    return list(tx.scalars(found))


def next_due_at(tx: Session, after: float) -> float | None:
    """When the next pending callback is due after that time; None if none is."""
    pending = Delivery.status == DeliveryStatus.PENDING
    return tx.scalar(select(func.min(Delivery.next_at)).where(pending, Delivery.next_at > after))


def record(
    tx: Session,
    delivery_id: str,
    *,
    at: float,
    took_ms: float,
    http_status: int | None,
    error: str | None,
    delivered: bool,
    next_at: float | None,
) -> None:
    """A try was made: note it, and what follows. Nothing to do if the callback is settled.

    ``next_at``: when to try again, if it was not delivered; None gives it up.
    """
    status = _status(delivered, next_at)
    settled = {"settled_at": at} if next_at is None or delivered else {"next_at": next_at}
    tried = (
        update(Delivery)
        .where(Delivery.id == delivery_id, Delivery.status == DeliveryStatus.PENDING)
        .values(attempts=Delivery.attempts + 1, status=status, **settled)
    )
    if not changed(tx, tried):
        return
    number = select(Delivery.attempts).where(Delivery.id == delivery_id).scalar_subquery()
    tx.execute(
        insert(DeliveryAttempt).values(
            delivery_id=delivery_id,
            number=number,
            at=at,
            took_ms=took_ms,
            http_status=http_status,
            error=None if error is None else fitted(error, _ERROR_LENGTH),
        )
    )


def recent(
    tx: Session, *, task_id: str | None = None, status: str | None = None, limit: int = 50
) -> list[Delivery]:
    """The latest callbacks, the newest first, of one task or of one status if given."""
    if task_id is not None and not storable(task_id):
        return []
    found = select(Delivery).order_by(Delivery.created_at.desc()).limit(limit)
    if task_id is not None:
        found = found.where(Delivery.task_id == task_id)
    if status is not None:
        found = found.where(Delivery.status == status)
    return list(tx.scalars(found))


def attempts_of(tx: Session, delivery_id: str) -> list[DeliveryAttempt]:
    """All tries of a callback, the first first."""
    found = (
        select(DeliveryAttempt)
        .where(DeliveryAttempt.delivery_id == delivery_id)
        .order_by(DeliveryAttempt.number)
    )
    return list(tx.scalars(found))


def _status(delivered: bool, next_at: float | None) -> DeliveryStatus:
    if delivered:
        return DeliveryStatus.DELIVERED
    return DeliveryStatus.GIVEN_UP if next_at is None else DeliveryStatus.PENDING
