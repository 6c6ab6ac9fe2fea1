"""The error table of AceData's endpoints, and the body of an error."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final, NamedTuple

from idphoto.errors import IdPhotoError
from idphoto.tasks.model import TaskFailure


class AceDataRow(NamedTuple):
    """The answer to an error: the HTTP ``status`` and the vendor's ``code``.

    ``shown``: whether the caller sees its message. Other messages are for the operator and mention
    folders and settings; the caller sees what the error has for callers, if anything.
    ``of_photo``: whether the message begins with the name of the photos' field.
    """

    status: int
    code: str
    shown: bool = True
    of_photo: bool = False


# The pages explain two of the 400s only as "missing or invalid parameters" and do not explain the
# third, so the meanings are ours.
TOKEN_MISMATCHED: Final = AceDataRow(400, "token_mismatched")  # a parameter is missing or malformed
API_NOT_IMPLEMENTED: Final = AceDataRow(400, "api_not_implemented")  # a choice we do not offer
BAD_REQUEST: Final = AceDataRow(400, "bad_request")  # the body is too large
BAD_PHOTO: Final = BAD_REQUEST._replace(of_photo=True)  # a photo that cannot be used
INVALID_TOKEN: Final = AceDataRow(401, "invalid_token")
FORBIDDEN: Final = AceDataRow(403, "forbidden")  # a valid request without enough credits
TOO_MANY_REQUESTS: Final = AceDataRow(429, "too_many_requests")
TOO_MANY_UPLOADS: Final = TOO_MANY_REQUESTS._replace(status=503)  # the pages have no code for it
API_ERROR: Final = AceDataRow(500, "api_error")
HIDDEN: Final = API_ERROR._replace(shown=False)
# Not on the pages, whose list is one of examples. The first two are about a header of ours.
IDEMPOTENCY_KEY_IN_USE: Final = AceDataRow(409, "idempotency_key_in_use")
IDEMPOTENCY_KEY_REUSED: Final = AceDataRow(422, "idempotency_key_reused")
SERVICE_UNAVAILABLE: Final = AceDataRow(503, "service_unavailable", shown=False)
TIMEOUT: Final = AceDataRow(504, "timeout")

# Rows that the headshots and the card check share.
COMMON: Final[Mapping[str, AceDataRow]] = {
    "bad_request": TOKEN_MISMATCHED,
    "not_offered": API_NOT_IMPLEMENTED,
    "upload_too_large": BAD_REQUEST,
    "address_refused": BAD_PHOTO,
    "invalid_key": INVALID_TOKEN,
    "not_enough_credits": FORBIDDEN,
    "idempotency_key_in_use": IDEMPOTENCY_KEY_IN_USE,
    "idempotency_key_reused": IDEMPOTENCY_KEY_REUSED,
    "too_many_requests": TOO_MANY_REQUESTS,
    "overloaded": TOO_MANY_REQUESTS,
    "too_many_uploads": TOO_MANY_UPLOADS,
    "deadline_exceeded": TIMEOUT,
    "out_of_resources": API_ERROR,
    "internal_error": API_ERROR,
    "bad_ranges": HIDDEN,
    "bad_setting": HIDDEN,
    "database_unavailable": HIDDEN,
    "library_missing": HIDDEN,
    "networks_unavailable": SERVICE_UNAVAILABLE,
    "storage_unavailable": HIDDEN,
    "weights_corrupt": HIDDEN,
    "weights_unavailable": HIDDEN,
}
ERRORS: Final[Mapping[str, AceDataRow]] = {
    **COMMON,
    "too_many_tasks": TOO_MANY_REQUESTS,
    "unknown_template": API_NOT_IMPLEMENTED,
    "bad_image": BAD_PHOTO,
    "unsupported_format": BAD_PHOTO,
    "image_too_large": BAD_PHOTO,
    "download_failed": BAD_PHOTO,
    "download_too_large": BAD_PHOTO,
    "source_expired": BAD_PHOTO,
    "no_face": BAD_PHOTO,
    "several_faces": BAD_PHOTO,
    "face_too_small": BAD_PHOTO,
    "face_cut_off": BAD_PHOTO,
    "hair_cut_off": BAD_PHOTO,
    "body_cut_off": BAD_PHOTO,
    "head_not_frontal": BAD_PHOTO,
    "person_touched": BAD_PHOTO,
    "framing_conflict": BAD_PHOTO,
    "wrong_people": BAD_PHOTO,
    "cannot_dress": BAD_PHOTO,
    "cannot_style_hair": BAD_PHOTO,
    "given_up": API_ERROR,
    "bad_garment": HIDDEN,
    "cannot_fit": HIDDEN,
    "missing_glyph": HIDDEN,
    "unknown_garment": HIDDEN,
    "unknown_task": HIDDEN,
}
PHOTOS_FIELD: Final = "image_urls"


def failure(error: IdPhotoError, trace_id: str) -> tuple[int, dict[str, Any]]:
    """The HTTP status and body of a failed request."""
    row = row_of(error.code)
    return row.status, failed(row, message(row, error), trace_id)


def row_of(code: str) -> AceDataRow:
    """The row for an error's code."""
    return ERRORS.get(code, HIDDEN)


def message(row: AceDataRow, error: IdPhotoError | TaskFailure, field: str = PHOTOS_FIELD) -> str:
    """The message for the caller. ``field``: the photos' field."""
    if not row.shown:
        return error.for_caller() or f"internal error ({error.code})"
    text = error.for_caller() or error.render()
    return f"{field}: {text}" if row.of_photo else text


def failed(
    row: AceDataRow, message: str, trace_id: str, task_id: str | None = None
) -> dict[str, Any]:
    """An error's body. ``task_id``: the task that failed, if there is one."""
    return {
        "success": False,
        **({"task_id": task_id} if task_id else {}),
        "error": {"code": row.code, "message": message},
        "trace_id": as_uuid(trace_id),
    }


def as_uuid(trace_id: str) -> str:
    """A trace id of 32 hex digits in the UUID format."""
    cuts = (0, 8, 12, 16, 20, 32)
    return "-".join(trace_id[a:b] for a, b in pairwise(cuts))
