"""The tasks table: the truth about all accepted work.

A worker may only end the attempt that it began. A result of an earlier attempt, or one that comes
after the task has ended, is rejected: the attempt is fenced off.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from numbers import Integral, Real
from typing import Any, Final

from sqlalchemy import ColumnElement, Update, and_, case, func, insert, or_, select, update
from sqlalchemy.orm import Session

from idphoto.db.statements import changed
from idphoto.db.tables import UNENDED as UNENDED_ROWS
from idphoto.db.tables import Callback, Task
from idphoto.db.text import fitted, storable
from idphoto.errors import GivenUp, IdPhotoError, UnknownTask
from idphoto.tasks.queue import Queued
from idphoto.tasks.states import CallbackStatus, Priority, State

_STORED: Final = (State.QUEUED, State.RUNNING, State.DONE, State.FAILED)
UNENDED: Final = tuple(state for state in _STORED if not state.ended)
_DETAIL_LENGTH: Final = 500
_SHOWN_ID: Final = 40  # characters of what may be anything


@dataclass(frozen=True, slots=True)
class TaskSource:
    """One of a task's pictures. ``url``: where to download it, if it is remote; ``image_id``: once
    it is stored."""

    url: str | None
    image_id: str | None


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task to accept; the fields are those of :class:`~idphoto.db.tables.Task`."""

    id: str
    key_id: str
    api: str
    wire: dict[str, Any]
    order: dict[str, Any]
    cost: int
    base_url: str
    callback_url: str | None
    sources: tuple[TaskSource, ...]
    priority: Priority
    turn: int
    max_source_bytes: int
    time_limit_s: float
    trace_id: str
    traceparent: str | None = None
    fingerprint: str | None = None
    keep_until: float | None = None


def create(tx: Session, new: NewTask, now: float) -> None:
    """Accept a task: it is queued."""
    values = {**asdict(new), "state": State.QUEUED, "attempts": 0, "created_at": now}
    tx.execute(insert(Task).values(values))


def get(tx: Session, task_id: str) -> Task | None:
    """The task, as it is now."""
    return tx.get(Task, task_id, populate_existing=True)


def find(tx: Session, task_id: str, key_id: str, apis: Collection[str]) -> Task:
    """The task, if it belongs to this key and to one of these APIs.

    Raises:
        UnknownTask: it does not exist, belongs to another key or API, or its pictures are gone.
    """
    task = get(tx, task_id) if storable(task_id) else None
    if task is None or task.api not in apis or (task.key_id, task.purged_at) != (key_id, None):
        raise UnknownTask(task_id[:_SHOWN_ID])
    return task


def claim(tx: Session, task_id: str, max_attempts: int, now: float) -> int | None:
    """Begin the task; the number of this attempt, from 1, or None if it has ended or never was.

    A running task may be claimed: its worker counts as dead and is fenced off.

    Raises:
        GivenUp: it has been begun ``max_attempts`` times.
    """
    begin = _update(task_id, Task.state.in_(UNENDED), Task.attempts < max_attempts).values(
        state=State.RUNNING, attempts=Task.attempts + 1, started_at=now
    )
    begun = changed(tx, begin) == 1
    found = select(Task.attempts).where(Task.id == task_id, Task.state.in_(UNENDED))
    attempts = tx.scalar(found)
    if attempts is not None and not begun:
        raise GivenUp(attempts)
    return attempts


def finish(
    tx: Session,
    task_id: str,
    attempt: int,
    *,
    blobs: Mapping[str, str],
    result: dict[str, Any],
    expires_at: float,
    now: float,
) -> bool:
    """End the task with what this attempt made; False if the attempt is fenced off.

    ``blobs``: by name, the keys that its files are stored under. ``result``: what was measured.
    ``expires_at``: until when the files are kept.
    """
    done = _update(task_id, _running(attempt)).values(
        state=State.DONE,
        completed_at=now,
        result_blobs=dict(blobs),
        result=result,
        expires_at=expires_at,
    )
    return changed(tx, done) == 1


def fail(
    tx: Session,
    task_id: str,
    attempt: int | None,
    *,
    failure: IdPhotoError,
    now: float,
    expires_at: float,
) -> bool:
    """End the task with an error; False if the attempt is fenced off, or the task has ended.

    ``attempt``: the one that failed; None fails the task whichever attempt runs.
    """
    still_ours = Task.state.in_(UNENDED) if attempt is None else _running(attempt)
    failed = _update(task_id, still_ours).values(
        state=State.FAILED,
        completed_at=now,
        failure_code=failure.code,
        failure_details={name: _stored(value) for name, value in failure.details().items()},
        expires_at=expires_at,
    )
    return changed(tx, failed) == 1


def _stored(value: object) -> object:
    """A detail as JSON that every database takes: numbers of Python's own, texts fitted."""
    if value is None:
        return None
    if isinstance(value, list | tuple):
        return [_stored(each) for each in value]
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return float(value) if math.isfinite(value) else 0.0  # JSON has no infinity
    return fitted(str(value), _DETAIL_LENGTH)


def requeue(tx: Session, task_id: str, attempt: int) -> bool:
    """Queue the task as if this attempt had not begun; False if the attempt is fenced off."""
    back = _update(task_id, _running(attempt)).values(
        state=State.QUEUED, attempts=attempt - 1, started_at=None
    )
    return changed(tx, back) == 1


def sources_of(task: Task) -> tuple[TaskSource, ...]:
    """The task's pictures, in the order in which they were named."""
    return tuple(TaskSource(**each) for each in task.sources)


def set_sources(tx: Session, task_id: str, sources: Sequence[TaskSource]) -> bool:
    """Record that the task's sources are stored, for this attempt and later ones; False if it has
    ended."""
    told = [asdict(source) for source in sources]
    return changed(tx, _update(task_id, Task.state.in_(UNENDED)).values(sources=told)) == 1


def needed_images(tx: Session) -> set[str]:
    """The ids of all stored sources that unfinished tasks need."""
    found = tx.scalars(select(Task.sources).where(Task.state.in_(UNENDED)))
    return {each["image_id"] for sources in found for each in sources if each["image_id"]}


def unfinished(tx: Session) -> list[Queued]:
    """All tasks that have not ended, the oldest first."""
    return _queued(tx, Task.state.in_(UNENDED))


def queued(tx: Session, ids: Collection[str]) -> list[Queued]:
    """Those of these tasks that have not ended, the oldest first."""
    return _queued(tx, Task.state.in_(UNENDED), Task.id.in_(ids)) if ids else []


def _queued(tx: Session, *conditions: ColumnElement[bool]) -> list[Queued]:
    found = (
        select(Task.id, Task.key_id, Task.priority, Task.turn, Task.sources)
        .where(*conditions)
        .order_by(Task.created_at, Task.id)
    )
    return [
        Queued(task_id, key_id, Priority(priority), turn, all(each["image_id"] for each in sources))
        for task_id, key_id, priority, turn, sources in tx.execute(found)
    ]


def latest(
    tx: Session, key_id: str, api: str, now: float, *, offset: int, limit: int
) -> tuple[list[Task], int]:
    """The key's tasks of one API that have not expired, newest first, from ``offset`` on; and how
    many there are in all."""
    kept = (
        Task.key_id == key_id,
        Task.api == api,
        Task.purged_at.is_(None),
        or_(Task.expires_at.is_(None), Task.expires_at >= now),
    )
    page = select(Task).where(*kept).order_by(Task.created_at.desc(), Task.id)
    count = select(func.count()).select_from(Task).where(*kept)
    return list(tx.scalars(page.offset(offset).limit(limit))), tx.scalar(count) or 0


@dataclass(frozen=True, slots=True)
class TaskPlace:
    """Where a page of tasks ends: the time and id of its last task."""

    created_at: float
    task_id: str


def page(
    tx: Session,
    key_id: str,
    apis: Collection[str],
    now: float,
    *,
    after: TaskPlace | None,
    states: Collection[State] | None,
    limit: int,
) -> list[Task]:
    """At most ``limit`` of the key's tasks of these APIs that have not expired, newest first.

    ``after``: the end of the page before; None begins with the newest. ``states``: as stored;
    None is every one.
    """
    found = select(Task).where(
        Task.key_id == key_id,
        Task.api.in_(apis),
        Task.purged_at.is_(None),
        or_(Task.expires_at.is_(None), Task.expires_at >= now),
    )
    if states is not None:
        found = found.where(Task.state.in_(states))
    if after is not None:
        same_time = and_(Task.created_at == after.created_at, Task.id > after.task_id)
        found = found.where(or_(Task.created_at < after.created_at, same_time))
    return list(tx.scalars(found.order_by(Task.created_at.desc(), Task.id).limit(limit)))


def counts(tx: Session) -> dict[str, int]:
    """The number of tasks in each stored state, 0 included."""
    found = tx.execute(select(Task.state, func.count()).group_by(Task.state))
    return {state.value: 0 for state in _STORED} | dict(found.all())


@dataclass(frozen=True, slots=True)
class Backlog:
    """The unfinished tasks of one priority: how many wait, how many are on a worker, and since when
    (seconds since the epoch) the oldest of the former has waited; None if none waits."""

    waiting: int = 0
    running: int = 0
    oldest_at: float | None = None


def backlog(tx: Session) -> dict[Priority, Backlog]:
    """The unfinished tasks of each priority, of all processes together."""
    waits = Task.state == State.QUEUED
    found = select(
        Task.priority,
        func.sum(case((waits, 1), else_=0)),
        func.sum(case((waits, 0), else_=1)),
        func.min(case((waits, Task.created_at))),
    )
    rows = tx.execute(found.where(UNENDED_ROWS).group_by(Task.priority))
    counted = {Priority(priority): Backlog(*figures) for priority, *figures in rows}
    return {priority: Backlog() for priority in Priority} | counted


def expired_results(tx: Session, now: float, limit: int) -> list[Task]:
    """At most ``limit`` expired tasks, oldest first, failed ones (whose ``result_blobs`` is None)
    included. Tasks with a pending callback are left out: it reports them.
    """
    waited_for = select(Callback.id).where(
        Callback.task_id == Task.id, Callback.status == CallbackStatus.PENDING
    )
    found = (
        select(Task)
        .where(Task.purged_at.is_(None), Task.expires_at < now, ~waited_for.exists())
        .order_by(Task.expires_at)
        .limit(limit)
        .with_for_update(skip_locked=True)  # another worker purges those
    )
    return list(tx.scalars(found))


def mark_purged(tx: Session, ids: Sequence[str], now: float) -> None:
    """The pictures of these tasks are gone: erase everything else that may be personal."""
    tx.execute(
        update(Task)
        .where(Task.id.in_(ids), Task.purged_at.is_(None))
        .values(
            purged_at=now,
            wire={},
            order={},
            callback_url=None,
            sources=[],
            failure_details=None,
            failure_message=None,
            result_blobs=None,
            result=None,
            fingerprint=None,
        )
    )


def expiry_of(now: float, keep_s: float, keep_until: float | None) -> float:
    """When pictures that are stored now expire. ``keep_until``: the task's."""
    return max(now + keep_s, keep_until or 0.0)


def keep_result(tx: Session, task_id: str, until: float) -> None:
    """Keep the result, and links to it made from now on, until ``until`` at least."""
    tx.execute(
        _update(task_id, Task.purged_at.is_(None), Task.expires_at < until).values(expires_at=until)
    )


def knows(tx: Session, task_id: str, blob: str) -> bool:
    """Whether the key ``blob`` is one of the task's files, or may become one because the task has
    not ended."""
    task = get(tx, task_id)
    if task is None:
        return False
    return not State(task.state).ended or blob in (task.result_blobs or {}).values()


def _update(task_id: str, *conditions: ColumnElement[bool]) -> Update:
    return update(Task).where(Task.id == task_id, *conditions)


def _running(attempt: int) -> ColumnElement[bool]:
    return and_(Task.state == State.RUNNING, Task.attempts == attempt)
