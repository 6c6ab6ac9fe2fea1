"""Renders a task as the answer's JSON."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any, Final

from idphoto.errors import UnknownTask
from idphoto.orders.photo import SHEET
from idphoto.server.vendors.picwish.api import APIS, Api
from idphoto.server.vendors.picwish.errors import message, row_of
from idphoto.tasks.made import IMAGE
from idphoto.tasks.model import UNKNOWN_FAILURE, TaskView
from idphoto.tasks.states import State

STATES: Final = {
    State.QUEUED: 0,
    State.DONE: 1,
    State.PREPARING: 2,
    State.WAITING: 3,
    State.RUNNING: 4,
    State.PUBLISHING: 5,
}
DETAILS: Final = {
    State.QUEUED: "Queued",
    State.DONE: "Complete",
    State.PREPARING: "Preparing",
    State.WAITING: "Waiting",
    State.RUNNING: "Processing",
    State.PUBLISHING: "Publishing",
}

# A finished file → the key that carries it.
_FILE_KEYS: Final = {IMAGE: "image", SHEET: "layout_image"}


def created(api: Api, task_id: str) -> dict[str, Any]:
    """The answer to a new task whose caller does not wait for it."""
    return {"status": 200, "message": api.created_message, "data": {"task_id": task_id}}


def render(view: TaskView, files: Mapping[str, bytes]) -> dict[str, Any]:
    """A task as shown by a query, a synchronous answer or a callback.

    ``files``: the files of a finished task by name, if its sender wants base64.

    Raises:
        UnknownTask: the task is finished, but one of its files is gone.
    """
    api = APIS[view.api]
    failed = view.state is State.FAILED
    outcome = _reason(view) if failed else "success"
    data = _data(api, view)
    if api.has_details:
        data |= _details(view)
    if view.state is State.DONE:
        names = dict.fromkeys([IMAGE, *view.result_blobs])  # a finished task always has a photo
        data |= {_FILE_KEYS[name]: _file(view, name, files) for name in names}
    known = {key: value for key, value in data.items() if value is not None}
    return {"status": 200, "message": outcome, "data": known}


def _data(api: Api, view: TaskView) -> dict[str, Any]:
    """The keys of both APIs; None for values that are not known yet."""
    failed, done = view.state is State.FAILED, view.state is State.DONE
    state = row_of((view.failure or UNKNOWN_FAILURE).code).state if failed else STATES[view.state]
    # client programs treat 100 as done, whatever the state
    progress = 100 if done else 0 if failed else min(view.progress, 99)
    times = {
        "created_at": view.created_at,
        # a task that fails before it starts, for example in the download, counts as processed
        "processed_at": view.started_at or view.completed_at,
        "completed_at": view.completed_at,
    }
    known = {name: None if at is None else api.timestamp(at) for name, at in times.items()}
    return {"task_id": view.id, "state": state, "progress": progress, **known}


def _details(view: TaskView) -> dict[str, Any]:
    """The further keys of the external API."""
    elapsed_s = None
    if view.completed_at is not None:
        elapsed_s = round(max(0.0, view.completed_at - view.created_at), 3)
    return {
        "image_id": view.image_id,
        "return_type": 2 if view.wire["inline"] else 1,
        "state_detail": _reason(view) if view.state is State.FAILED else DETAILS[view.state],
        "time_elapsed": elapsed_s,
    }


def _file(view: TaskView, name: str, files: Mapping[str, bytes]) -> str:
    """A file's URL, or the file itself as base64."""
    try:
        if not view.wire["inline"]:
            return view.result_urls[name]
        return base64.b64encode(files[name]).decode("ascii")
    except KeyError:
        raise UnknownTask(view.id) from None


def _reason(view: TaskView) -> str:
    return message(view.failure or UNKNOWN_FAILURE)
