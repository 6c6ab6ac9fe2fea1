"""From a task, or an error, to the answer's JSON."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from idphoto.errors import IdPhotoError
from idphoto.headshot.templates import TEMPLATES
from idphoto.server.vendors.acedata.api import API_ID
from idphoto.services.model import TaskView
from idphoto.tasks.states import State

Told = tuple[int, str]
"""An HTTP status and the vendor's code."""

# The pages explain both 400s as "missing or invalid parameters" and tell no more of them, nor does
# any page explain the third: so each has a meaning of its own here.
TOKEN_MISMATCHED: Final = (400, "token_mismatched")  # a parameter is missing or malformed
API_NOT_IMPLEMENTED: Final = (400, "api_not_implemented")  # a word that nothing answers to
BAD_REQUEST: Final = (400, "bad_request")  # a photo that cannot be used
INVALID_TOKEN: Final = (401, "invalid_token")
FORBIDDEN: Final = (403, "forbidden")  # understood, and not paid for
TOO_MANY_REQUESTS: Final = (429, "too_many_requests")
API_ERROR: Final = (500, "api_error")
TIMEOUT: Final = (504, "timeout")

# An error's code → how it is told; any other is an api_error whose message is not told.
ERRORS: Final[Mapping[str, Told]] = {
    "bad_request": TOKEN_MISMATCHED,
    "not_offered": API_NOT_IMPLEMENTED,
    "unknown_template": API_NOT_IMPLEMENTED,
    "upload_too_large": BAD_REQUEST,
    "bad_image": BAD_REQUEST,
    "unsupported_format": BAD_REQUEST,
    "image_too_large": BAD_REQUEST,
    "download_failed": BAD_REQUEST,
    "address_refused": BAD_REQUEST,
    "download_too_large": BAD_REQUEST,
    "source_expired": BAD_REQUEST,
    "no_face": BAD_REQUEST,
    "several_faces": BAD_REQUEST,
    "face_too_small": BAD_REQUEST,
    "face_cut_off": BAD_REQUEST,
    "framing_conflict": BAD_REQUEST,
    "wrong_people": BAD_REQUEST,
    "cannot_dress": BAD_REQUEST,
    "cannot_style_hair": BAD_REQUEST,
    "invalid_key": INVALID_TOKEN,
    "not_enough_credits": FORBIDDEN,
    "too_many_requests": TOO_MANY_REQUESTS,
    "deadline_exceeded": TIMEOUT,
    "given_up": API_ERROR,
    "out_of_resources": API_ERROR,
    "internal_error": API_ERROR,
}
# Errors that are about the photos, and are told by the field that they came in.
_OF_PHOTOS: Final = frozenset(
    code for code, told in ERRORS.items() if told == BAD_REQUEST and code != "upload_too_large"
)
_FIELD: Final = re.compile(r"\bimage_url\b")
_PHOTO_IDS: Final = 10_000  # four digits


def created(task_id: str) -> dict[str, Any]:
    """The answer to a task whose result is sent to a callback."""
    return {"task_id": task_id}


def failure(error: IdPhotoError, trace_id: str) -> tuple[int, dict[str, Any]]:
    """The answer to a request that failed: its HTTP status, and the body."""
    status, code = ERRORS.get(error.code, API_ERROR)
    return status, _failed(code, _message(error.code, error.message), trace_id)


def answer(view: TaskView) -> tuple[int, dict[str, Any]]:
    """The answer to whoever waited for a task: its HTTP status, and the body."""
    if not view.state.ended:
        status, code = TIMEOUT
        message = "not done yet, and still being made: ask for the task_id at /headshots/tasks"
        return status, _failed(code, message, view.trace_id, view.id)
    if view.state is State.DONE:
        return 200, render(view, {})
    return ERRORS.get(view.failure_code or "", API_ERROR)[0], render(view, {})


def render(view: TaskView, _: Mapping[str, bytes]) -> dict[str, Any]:
    """A task as a query tells it, and as its callback is sent it once it has ended."""
    if view.state is State.DONE:
        return {"success": True, "task_id": view.id, "data": _photos(view)}
    if view.state is State.FAILED:
        why = view.failure_code or "internal_error"
        message = _message(why, view.failure_message or "failed")
        return _failed(ERRORS.get(why, API_ERROR)[1], message, view.trace_id, view.id)
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
        "trace_id": _as_uuid(view.trace_id),
        "user_id": whose["user_id"],
        "response": render(view, {}),
    }


def batch(items: Sequence[Mapping[str, Any]], count: int) -> dict[str, Any]:
    """Several tasks. ``count``: how many there are, also where only some of them are told."""
    return {"items": list(items), "count": count}


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


def _failed(code: str, message: str, trace_id: str, task_id: str | None = None) -> dict[str, Any]:
    """An error's body. ``task_id``: of the task that failed, where there is one."""
    return {
        "success": False,
        **({"task_id": task_id} if task_id else {}),
        "error": {"code": code, "message": message},
        "trace_id": _as_uuid(trace_id),
    }


def _message(code: str, message: str) -> str:
    """The error's own words, by the names that the page has."""
    if code not in ERRORS:  # it speaks to the operator, of folders and settings
        return f"internal error ({code})"
    if code not in _OF_PHOTOS:
        return message
    return "image_urls: " + _FIELD.sub("the URL", message)


def _as_uuid(trace_id: str) -> str:
    """The 32 digits of a trace id, in groups."""
    cuts = (0, 8, 12, 16, 20, 32)
    return "-".join(trace_id[a:b] for a, b in pairwise(cuts))
