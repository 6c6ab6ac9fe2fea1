"""From a task, or an error, to the answer's JSON."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any, Final

from idphoto.errors import IdPhotoError, UnknownTask
from idphoto.orders.photo import SHEET
from idphoto.server.vendors.picwish.api import APIS, Api
from idphoto.tasks.made import IMAGE
from idphoto.tasks.model import TaskView
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

# An error's code → the state of the task that it ended; any other is -1.
FAILED_STATES: Final = {
    "storage_unavailable": -2,
    "download_failed": -3,
    "address_refused": -3,
    "download_too_large": -5,
    "bad_image": -7,
    "unsupported_format": -7,
    "image_too_large": -7,
    "deadline_exceeded": -8,
    "given_up": -13,
    "no_face": -14,
    "several_faces": -14,
    "face_too_small": -14,
    "face_cut_off": -14,
    "framing_conflict": -14,
    "cannot_dress": -14,
    "cannot_fit": -14,
    "bad_request": -14,
    "missing_glyph": -14,
    "sheet_too_small": -14,
    "sheet_full": -14,
    "out_of_resources": -15,
}
# An error's code → the HTTP status of a request that it ended; any other is 500. The pages know
# no 402: a request that cannot be paid for is one that its key does not allow.
HTTP_STATUSES: Final = {
    "bad_request": 400,
    "unknown_spec": 400,
    "missing_glyph": 400,
    "sheet_too_small": 400,
    "sheet_full": 400,
    "bad_image": 400,
    "unsupported_format": 400,
    "image_too_large": 400,
    "download_failed": 400,
    "address_refused": 400,
    "download_too_large": 400,
    "source_expired": 400,
    "invalid_key": 401,
    "not_enough_credits": 401,
    "unknown_task": 404,
    "upload_too_large": 413,
    "too_many_requests": 429,
}
# Errors whose message is for the caller; others speak to the operator, of folders and settings.
_TOLD: Final = frozenset({*FAILED_STATES, *HTTP_STATUSES, "internal_error"})
# A finished file → the key that carries it.
_FILE_KEYS: Final = {IMAGE: "image", SHEET: "layout_image"}
# How the library names an end of a limit → how a field does.
_LIBRARY_NAME: Final = re.compile(r"\b([a-z]+(?:_[a-z]+)+)\.(low|high|target)\b")
_WIRE_NAME: Final = {"low": "min_{}", "high": "max_{}", "target": "{}"}


def created(api: Api, task_id: str) -> dict[str, Any]:
    """The answer to a task that was accepted and is not waited for."""
    return {"status": 200, "message": api.created_message, "data": {"task_id": task_id}}


def failure(error: IdPhotoError) -> tuple[int, dict[str, Any]]:
    """The answer to a request that failed: its HTTP status, and the body."""
    status = HTTP_STATUSES.get(error.code, 500)
    # the pages' own words, which programs may compare with
    message = "Invalid API key" if error.code == "invalid_key" else error.message
    return status, {"status": status, "message": _told(error.code, message)}


def render(view: TaskView, files: Mapping[str, bytes]) -> dict[str, Any]:
    """A task, as it is asked for, answered synchronously or sent to its callback.

    ``files``: those of a finished task whose sender wants base64, by name.

    Raises:
        UnknownTask: the task is finished and a file of it is gone.
    """
    api = APIS[view.api]
    failed = view.state is State.FAILED
    message = _reason(view) if failed else "success"
    data = _data(api, view)
    if api.tells_details:
        data |= _details(view)
    if view.state is State.DONE:
        names = dict.fromkeys([IMAGE, *view.result_blobs])  # done is never told without a photo
        data |= {_FILE_KEYS[name]: _told_file(view, name, files) for name in names}
    known = {key: value for key, value in data.items() if value is not None}
    return {"status": 200, "message": message, "data": known}


def _data(api: Api, view: TaskView) -> dict[str, Any]:
    """What both APIs tell; None for what is not known yet."""
    failed, done = view.state is State.FAILED, view.state is State.DONE
    state = FAILED_STATES.get(view.failure_code or "", -1) if failed else STATES[view.state]
    # programs take 100 for done, whatever the state
    progress = 100 if done else 0 if failed else min(view.progress, 99)
    times = {
        "created_at": view.created_at,
        # what fails before its turn, such as a download, was processed none the less
        "processed_at": view.started_at or view.completed_at,
        "completed_at": view.completed_at,
    }
    told = {name: None if at is None else api.timestamp(at) for name, at in times.items()}
    return {"task_id": view.id, "state": state, "progress": progress, **told}


def _details(view: TaskView) -> dict[str, Any]:
    """What the second API tells besides."""
    elapsed_s = None
    if view.completed_at is not None:
        elapsed_s = round(max(0.0, view.completed_at - view.created_at), 3)
    return {
        "image_id": view.image_id,
        "return_type": 2 if view.wire["inline"] else 1,
        "state_detail": _reason(view) if view.state is State.FAILED else DETAILS[view.state],
        "time_elapsed": elapsed_s,
    }


def _told_file(view: TaskView, name: str, files: Mapping[str, bytes]) -> str:
    """A file's address, or the file itself as base64."""
    try:
        if not view.wire["inline"]:
            return view.result_urls[name]
        return base64.b64encode(files[name]).decode("ascii")
    except KeyError:
        raise UnknownTask(view.id) from None


def _reason(view: TaskView) -> str:
    told = _told(view.failure_code or "internal_error", view.failure_message or "failed")
    return _LIBRARY_NAME.sub(lambda found: _WIRE_NAME[found[2]].format(found[1]), told)


def _told(code: str, message: str) -> str:
    return message if code in _TOLD else f"internal error ({code})"
