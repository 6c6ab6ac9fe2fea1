"""The tables of batches and their items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from idphoto.batches.model import BatchPlace, ItemOrder, ItemPlace, NamedPortrait, Standing
from idphoto.db.statements import changed, insert_new
from idphoto.db.tables import Batch, BatchItem, BatchSheet, Task
from idphoto.db.text import comparable, storable
from idphoto.errors import BatchFull, ItemExists, UnknownBatch
from idphoto.tasks.store import UNENDED

MAX_ITEMS: Final = 2000
_SHOWN_ID: Final = 40  # characters of what may be anything

_VERDICT: Final = Task.result["compliance"]["verdict"].as_string()
_standing: Final[ColumnElement[int]] = case(
    (or_(Task.state == "failed", Task.purged_at.is_not(None)), Standing.REFUSED.value),
    (Task.state.in_(UNENDED), Standing.UNFINISHED.value),
    (_VERDICT == "fail", Standing.FAILED.value),
    (_VERDICT == "unsure", Standing.UNSURE.value),
    else_=Standing.PASSED.value,
)

ItemRow = tuple[BatchItem, Task, Standing]


def create(
    tx: Session,
    batch_id: str,
    key_id: str,
    name: str,
    photo: Mapping[str, Any],
    now: float,
    expires_at: float,
) -> bool:
    """Open a batch; False if there is one with this id."""
    new = insert_new(tx, Batch).values(
        id=batch_id,
        key_id=key_id,
        name=name,
        photo=dict(photo),
        created_at=now,
        expires_at=expires_at,
    )
    return changed(tx, new) == 1


def find(
    tx: Session, batch_id: str, key_id: str, now: float, *, for_writing: bool = False
) -> Batch:
    """The batch, if it belongs to this key and has not expired. ``for_writing``: nobody changes it
    before the end of the transaction.

    Raises:
        UnknownBatch: it does not, or it has.
    """
    wanted = select(Batch).where(
        Batch.id == batch_id, Batch.key_id == key_id, Batch.expires_at > now
    )
    if for_writing:
        wanted = wanted.with_for_update()
    batch = tx.scalar(wanted) if storable(batch_id) else None
    if batch is None:
        raise UnknownBatch(batch_id[:_SHOWN_ID])
    return batch


def page(
    tx: Session, key_id: str, now: float, *, after: BatchPlace | None, limit: int
) -> list[Batch]:
    """At most ``limit`` of the key's batches that have not expired, newest first."""
    found = select(Batch).where(Batch.key_id == key_id, Batch.expires_at > now)
    if after is not None:
        same_time = and_(Batch.created_at == after.created_at, Batch.id > after.id)
        found = found.where(or_(Batch.created_at < after.created_at, same_time))
    return list(tx.scalars(found.order_by(Batch.created_at.desc(), Batch.id).limit(limit)))


def counts(tx: Session, ids: Collection[str]) -> dict[str, dict[Standing, int]]:
    """How many items of each of these batches stand how."""
    standing = _standing.label("standing")
    found = (
        select(BatchItem.batch_id, standing, func.count())
        .join(Task, Task.id == BatchItem.task_id)
        .where(BatchItem.batch_id.in_(ids))
        .group_by(BatchItem.batch_id, standing)
    )
    counted: dict[str, dict[Standing, int]] = defaultdict(dict)
    for batch_id, one, count in tx.execute(found):
        counted[batch_id][Standing(one)] = count
    return counted


def groups(tx: Session, ids: Collection[str]) -> dict[str, list[str]]:
    """The groups in each of these batches, in order, without the empty one."""
    found = (
        select(BatchItem.batch_id, BatchItem.group)
        .where(BatchItem.batch_id.in_(ids), BatchItem.group != "")
        .distinct()
        .order_by(BatchItem.group)
    )
    named: dict[str, list[str]] = defaultdict(list)
    for batch_id, group in tx.execute(found):
        named[batch_id].append(group)
    return named


def item(tx: Session, batch_id: str, name: str) -> BatchItem | None:
    """The item of this name."""
    return tx.get(BatchItem, (batch_id, name), populate_existing=True)


def put_item(
    tx: Session,
    batch_id: str,
    portrait: NamedPortrait,
    task_id: str,
    fingerprint: str,
    now: float,
    *,
    instead_of: str | None,
) -> None:
    """Add an item whose photo the task makes. ``instead_of``: the task of the item of this name,
    which it replaces; None if there is no such item.

    Raises:
        ItemExists: there is one, or it has another task.
        BatchFull: it has as many as it may have.
    """
    present = item(tx, batch_id, portrait.name)
    if (present.task_id if present else None) != instead_of:
        raise ItemExists()
    values = {
        "person": portrait.person,
        "group": portrait.group,
        "task_id": task_id,
        "fingerprint": fingerprint,
    }
    if present is not None:
        tx.execute(update(BatchItem).where(*_is(batch_id, portrait.name)).values(**values))
        return
    count = select(func.count()).select_from(BatchItem).where(BatchItem.batch_id == batch_id)
    if (tx.scalar(count) or 0) >= MAX_ITEMS:
        raise BatchFull(MAX_ITEMS)
    new = {"batch_id": batch_id, "name": portrait.name, "created_at": now, **values}
    tx.execute(insert(BatchItem).values(new))


def label_item(tx: Session, batch_id: str, portrait: NamedPortrait) -> None:
    """Note whose portrait an item is."""
    labels = {"person": portrait.person, "group": portrait.group}
    tx.execute(update(BatchItem).where(*_is(batch_id, portrait.name)).values(**labels))


def rows(
    tx: Session,
    batch_id: str,
    order: ItemOrder,
    *,
    name: str | None = None,
    group: str | None = None,
    after: ItemPlace | None = None,
    limit: int | None = None,
) -> list[ItemRow]:
    """Items of a batch and their tasks. ``name``, ``group``: only those of this name or group."""
    if not all(comparable(text) for text in (name, group, after and after.name) if text):
        return []
    found = (
        select(BatchItem, Task, _standing)
        .join(Task, Task.id == BatchItem.task_id)
        .where(BatchItem.batch_id == batch_id)
    )
    if name is not None:
        found = found.where(BatchItem.name == name)
    if group is not None:
        found = found.where(BatchItem.group == group)
    if after is not None:
        found = found.where(_after(after, order))
    by = (_standing, BatchItem.name) if order == "failures" else (BatchItem.name,)
    ordered = tx.execute(found.order_by(*by).limit(limit))
    return [(each, task, Standing(standing)) for each, task, standing in ordered]


def drop_item(tx: Session, batch_id: str, name: str, task_id: str) -> None:
    """Forget an item, if it still has this task."""
    tx.execute(delete(BatchItem).where(*_is(batch_id, name), BatchItem.task_id == task_id))


def add_sheet(tx: Session, batch_id: str, task_id: str) -> None:
    """Note that a task prints photos of the batch."""
    tx.execute(insert(BatchSheet).values(batch_id=batch_id, task_id=task_id))


def end(tx: Session, batch_id: str, now: float) -> None:
    """Let the batch expire now."""
    tx.execute(update(Batch).where(Batch.id == batch_id).values(expires_at=now))


def expired(tx: Session, now: float, limit: int) -> list[str]:
    """The ids of at most ``limit`` batches that have expired, oldest first."""
    found = select(Batch.id).where(Batch.expires_at <= now).order_by(Batch.expires_at)
    return list(tx.scalars(found.limit(limit)))


def tasks_of(tx: Session, batch_id: str, limit: int) -> list[str]:
    """At most ``limit`` of the batch's tasks, those that print among them."""
    items = select(BatchItem.task_id).where(BatchItem.batch_id == batch_id)
    sheets = select(BatchSheet.task_id).where(BatchSheet.batch_id == batch_id)
    return list(tx.scalars(items.union_all(sheets).limit(limit)))


def drop_tasks(tx: Session, batch_id: str, ids: Collection[str]) -> None:
    """Forget the items and sheets with these tasks."""
    for table in (BatchItem, BatchSheet):
        tx.execute(delete(table).where(table.batch_id == batch_id, table.task_id.in_(ids)))


def drop(tx: Session, batch_id: str) -> None:
    """Forget a batch that has neither items nor sheets."""
    tx.execute(delete(Batch).where(Batch.id == batch_id))


def _is(batch_id: str, name: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return BatchItem.batch_id == batch_id, BatchItem.name == name


def _after(place: ItemPlace, order: ItemOrder) -> ColumnElement[bool]:
    if order == "name":
        return BatchItem.name > place.name
    same = and_(_standing == place.standing.value, BatchItem.name > place.name)
    return or_(_standing > place.standing.value, same)
