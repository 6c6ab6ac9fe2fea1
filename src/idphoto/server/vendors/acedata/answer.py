"""From a task to the answer's JSON."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

from idphoto.orders.values import TEMPLATES
from idphoto.server.vendors.acedata.api import API_ID
from idphoto.server.vendors.acedata.errors import (
    TIMEOUT,
    AceDataRow,
    as_uuid,
    failed,
    message,
    row_of,
)
from idphoto.tasks.model import UNKNOWN_FAILURE, TaskView
from idphoto.tasks.states import State

_PHOTO_IDS: Final = 10_000  # four digits


def created(task_id: str) -> dict[str, Any]:
    """The answer to a task whose result is sent to a callback."""
    return {"task_id": task_id}


def answer(view: TaskView) -> tuple[int, dict[str, Any]]:
    """The answer to whoever waited for a task: its HTTP status, and the body."""
    if not view.state.ended:
        why = "not done yet, and still being made: ask for the task_id at /headshots/tasks"
        return TIMEOUT.status, failed(TIMEOUT, why, view.trace_id, view.id)
    if view.state is State.DONE:
        return 200, render(view, {})
    return _why(view)[0].status, render(view, {})


def render(view: TaskView, _: Mapping[str, bytes]) -> dict[str, Any]:
    """A task as a query tells it, and as its callback is sent it once it has ended."""
    if view.state is State.DONE:
        return {"success": True, "task_id": view.id, "data": _photos(view)}
    if view.state is State.FAILED:
        return failed(*_why(view), view.trace_id, view.id)
    return unknown(view.id)


def unknown(task_id: str) -> dict[str, Any]:
    """What is told of a task that has not ended, that never was, or that is another key's."""
    return {"task_id": task_id, "status": "unknown", "data": []}


def item(task_id: str, view: TaskView | None, account_id: str) -> dict[str, Any]:
    """A task as ``/headshots/tasks`` tells it. ``view``: None where the key has no such task, of
    which nothing is told but what the caller knows.

    A key is an account here: one id stands for application, credential and user.
    """
    whose = {"application_id": account_id, "credential_id": account_id, "user_id": account_id}
    if view is None:
        return {"id": task_id, "api_id": API_ID, **whose, "response": unknown(task_id)}
    return {
        "_id": _object_id(view),
        "id": view.id,
        "api_id": API_ID,
        "application_id": whose["application_id"],
        "created_at": round(view.created_at, 3),
        "credential_id": whose["credential_id"],
        "request": view.wire["request"],
        "trace_id": as_uuid(view.trace_id),
        "user_id": whose["user_id"],
        "response": render(view, {}),
    }


def batch(items: Sequence[Mapping[str, Any]], count: int) -> dict[str, Any]:
    """Several tasks. ``count``: how many there are, also where only some of them are told."""
    return {"items": list(items), "count": count}


def _why(view: TaskView) -> tuple[AceDataRow, str]:
    """The row of a failed task's error, and what the caller reads of it."""
    failure = view.failure or UNKNOWN_FAILURE
    row = row_of(failure.code)
    return row, message(row, failure.code, failure.render())


def _photos(view: TaskView) -> list[dict[str, str]]:
    # as the first page lists them; the examples shorten one of them, each in another way
    label = TEMPLATES[view.wire["request"]["template"]].label
    urls = sorted(view.result_urls.items())
    return [
        {"id": _photo_id(view, place, len(urls)), "image_url": url, "template": label}
        for place, (_, url) in enumerate(urls)
    ]


def _photo_id(view: TaskView, place: int, count: int) -> str:
    """yyyymmddHHMMSS in UTC and four digits: always the same for a picture, never for two of one
    task."""
    made_at = view.completed_at or view.created_at
    share = _PHOTO_IDS // count
    digest = hashlib.sha256(f"{view.id} {place}".encode()).digest()
    digits = place * share + int.from_bytes(digest[:8]) % share
    return time.strftime("%Y%m%d%H%M%S", time.gmtime(made_at)) + f"{digits:04}"


def _object_id(view: TaskView) -> str:
    """24 hex digits that begin with the time, as MongoDB makes them."""
    return f"{int(view.created_at):08x}" + hashlib.sha256(view.id.encode()).hexdigest()[:16]
