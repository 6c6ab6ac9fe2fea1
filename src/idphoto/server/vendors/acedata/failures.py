"""Errors, as all endpoints tell them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final

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
    "overloaded": TOO_MANY_REQUESTS,
    "deadline_exceeded": TIMEOUT,
    "given_up": API_ERROR,
    "out_of_resources": API_ERROR,
    "internal_error": API_ERROR,
}
# Errors that are about the photos, and are told by the field that they came in.
OF_PHOTOS: Final = frozenset(
    code for code, told in ERRORS.items() if told == BAD_REQUEST and code != "upload_too_large"
)


def failed(code: str, message: str, trace_id: str, task_id: str | None = None) -> dict[str, Any]:
    """An error's body. ``task_id``: of the task that failed, where there is one."""
    return {
        "success": False,
        **({"task_id": task_id} if task_id else {}),
        "error": {"code": code, "message": message},
        "trace_id": as_uuid(trace_id),
    }


def message_of(code: str, message: str, field: str) -> str:
    """An error's own words. ``field``: what photos come in."""
    if code not in ERRORS:  # it speaks to the operator, of folders and settings
        return f"internal error ({code})"
    if code not in OF_PHOTOS:
        return message
    return f"{field}: {message}"


def as_uuid(trace_id: str) -> str:
    """The 32 digits of a trace id, in groups."""
    cuts = (0, 8, 12, 16, 20, 32)
    return "-".join(trace_id[a:b] for a, b in pairwise(cuts))
