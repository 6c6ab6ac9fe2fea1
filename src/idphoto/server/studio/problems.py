"""Errors of sessions, as problem details (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from idphoto.errors import IdPhotoError, InternalError
from idphoto.messages.problems import PROBLEM_TYPE, Problem

# All others are for the operator, and answered with 500 without their message.
STATUSES: Final[Mapping[str, int]] = {
    "bad_request": 400,
    "upload_too_large": 413,
    "invalid_key": 401,
    "not_signed_in": 401,
    "sign_in_refused": 401,
    "studio_closed": 403,
    "cross_site_request": 403,
    "too_many_sign_ins": 429,
    "too_many_requests": 429,
    "database_unavailable": 503,
}
_HIDDEN: Final = frozenset({"database_unavailable"})


def failure(error: IdPhotoError, trace_id: str) -> tuple[int, dict[str, Any]]:
    """The HTTP status and the problem for an error."""
    status = STATUSES.get(error.code, 500)
    shown = error.code in STATUSES and error.code not in _HIDDEN
    problem = Problem(
        type=f"urn:idphoto:error:{error.code}",
        title=error.code.replace("_", " ").capitalize(),
        status=status,
        detail=error.message if shown else InternalError(trace_id).message,
        code=error.code,
        field=error.details().get("field"),
        remedy=error.remedy if shown else "",
        details=error.details() if shown else {},
        trace_id=trace_id,
    )
    return status, problem.model_dump(mode="json")


def respond(
    _: Request, body: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """The problem as an answer."""
    return JSONResponse(body, status, headers, media_type=PROBLEM_TYPE)
