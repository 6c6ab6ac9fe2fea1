"""Answers that a client may keep: strong entity tags and 304 (RFC 9110, 8.8.3 and 13.1.2)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from fastapi import Request, Response
from pydantic import BaseModel

# The key or the session decides who may see it, so shared caches may not keep it.
REVALIDATED: Final = "private, no-cache"
FOR_A_DAY: Final = "private, max-age=86400"
NOT_MODIFIED: Final[dict[int | str, dict[str, Any]]] = {304: {"description": "Not modified."}}


def tagged(
    request: Request,
    body: bytes,
    media_type: str,
    *,
    cache_control: str,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The body with its entity tag, or 304 to a client that has it."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    known = {"ETag": tag, "Cache-Control": cache_control, **(headers or {})}
    if _has(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=known)
    return Response(body, 200, known, media_type)


def message_response(request: Request, message: BaseModel) -> Response:
    """A message, whose language may be the browser's, with its entity tag."""
    body = message.model_dump_json().encode()
    headers = {"Vary": "Accept-Language"}
    return tagged(request, body, "application/json", cache_control=REVALIDATED, headers=headers)


def _has(if_none_match: str, tag: str) -> bool:
    """The comparison is the weak one: W/ of a proxy that compresses does not matter."""
    names = (each.strip().removeprefix("W/") for each in if_none_match.split(","))
    return any(name in ("*", tag) for name in names)
