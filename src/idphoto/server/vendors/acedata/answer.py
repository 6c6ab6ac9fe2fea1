"""Renders a task as the answer's JSON."""

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
    """The answer to a new task that has a callback."""
    return {"task_id": task_id}


def answer(view: TaskView) -> tuple[int, dict[str, Any]]:
    """The HTTP status and body for a caller who has waited for a task."""
    if not view.state.ended:
        why = "the task is not finished yet; query its task_id at /headshots/tasks"
        return TIMEOUT.status, failed(TIMEOUT, why, view.trace_id, view.id)
    if view.state is State.DONE:
        return 200, render(view, {})
    return _why(view)[0].status, render(view, {})


def render(view: TaskView, _: Mapping[str, bytes]) -> dict[str, Any]:
    """A task as a query shows it and, once it has ended, as its callback receives it."""
    if view.state is State.DONE:
        return {"success": True, "task_id": view.id, "data": _photos(view)}
    if view.state is State.FAILED:
        return failed(*_why(view), view.trace_id, view.id)
    return unknown(view.id)


def unknown(task_id: str) -> dict[str, Any]:
    """The answer for a task that has not ended, does not exist or belongs to another key."""
    return {"task_id": task_id, "status": "unknown", "data": []}


def item(task_id: str, view: TaskView | None, account_id: str) -> dict[str, Any]:
    """A task as ``/headshots/tasks`` shows it.

    ``view``: None if the key has no such task; the item then has only what the caller already
    knows. A key is an account here, so one id serves as application, credential and user.
    """
    owner = {"application_id": account_id, "credential_id": account_id, "user_id": account_id}
    if view is None:
        return {"id": task_id, "api_id": API_ID, **owner, "response": unknown(task_id)}
    return {
        "_id": _object_id(view),
        "id": view.id,
        "api_id": API_ID,
        "application_id": owner["application_id"],
        "created_at": round(view.created_at, 3),
        "credential_id": owner["credential_id"],
        "request": view.wire["request"],
        "trace_id": as_uuid(view.trace_id),
        "user_id": owner["user_id"],
        "response": render(view, {}),
    }


def batch(items: Sequence[Mapping[str, Any]], count: int) -> dict[str, Any]:
    """Several tasks. ``count``: their total number, even if ``items`` has only some of them."""
    return {"items": list(items), "count": count}


def _why(view: TaskView) -> tuple[AceDataRow, str]:
    """The error row of a failed task, and the message for the caller."""
    failure = view.failure or UNKNOWN_FAILURE
    row = row_of(failure.code)
    return row, message(row, failure)


def _photos(view: TaskView) -> list[dict[str, str]]:
    # labels as the first page lists them; its examples abbreviate one label in different ways
    label = TEMPLATES[view.wire["request"]["template"]].label
    urls = sorted(view.result_urls.items())
    return [
        {"id": _photo_id(view, place, len(urls)), "image_url": url, "template": label}
        for place, (_, url) in enumerate(urls)
    ]


def _photo_id(view: TaskView, place: int, count: int) -> str:
    """yyyymmddHHMMSS in UTC and four digits. Stable for a picture, and unique within its task."""
    made_at = view.completed_at or view.created_at
    share = _PHOTO_IDS // count
    digest = hashlib.sha256(f"{view.id} {place}".encode()).digest()
    digits = place * share + int.from_bytes(digest[:8]) % share
    return time.strftime("%Y%m%d%H%M%S", time.gmtime(made_at)) + f"{digits:04}"


def _object_id(view: TaskView) -> str:
    """24 hex digits that begin with the time, like MongoDB's."""
    return f"{int(view.created_at):08x}" + hashlib.sha256(view.id.encode()).hexdigest()[:16]
