"""Calls about tasks and their files."""

from __future__ import annotations

import base64
from typing import BinaryIO

from idphoto.client.calls.building import path, query, waiting
from idphoto.client.wire import Call, reads, reads_bytes, reads_nothing
from idphoto.messages.tasks import Kind, Task, TaskList, TaskState, TaskSummary

TaskLike = Task | TaskSummary | str
"""A task, or its id."""


def task_id(task: TaskLike) -> str:
    """The id of a task."""
    return task if isinstance(task, str) else task.id


def show_task(task: TaskLike, wait_s: float = 0.0) -> Call[Task]:
    """The task, as soon as it has ended or the wait is over."""
    headers, asked_s = waiting(wait_s)
    return Call(
        "GET",
        path("tasks", task_id(task)),
        reads(Task),
        headers=headers if asked_s else (),
        wait_s=asked_s,
    )


def list_tasks(kind: Kind | None, state: TaskState | None, cursor: str | None) -> Call[TaskList]:
    """A page of the key's tasks."""
    asked = query(kind=kind, state=state, cursor=cursor)
    return Call("GET", path("tasks"), reads(TaskList), query=asked)


def inlined(task: TaskLike, name: str) -> bytes | None:
    """A finished file's bytes, if the task at hand holds them."""
    if not isinstance(task, Task):
        return None
    found = (each.data for each in task.files if each.name == name)
    data = next(found, None)
    return None if data is None else base64.b64decode(data)


def download(task: TaskLike, name: str) -> Call[bytes]:
    """A finished file's bytes."""
    return Call("GET", path("tasks", task_id(task), "files", name), reads_bytes)


def save(task: TaskLike, name: str, file: BinaryIO) -> Call[None]:
    """A finished file, written to an open file."""
    where = path("tasks", task_id(task), "files", name)
    return Call("GET", where, reads_nothing, save_to=file)


def delete_task(task: TaskLike) -> Call[None]:
    """Delete the task with its files."""
    return Call("DELETE", path("tasks", task_id(task)), reads_nothing)
