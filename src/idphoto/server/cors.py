"""What pages of other origins may send and read, where the operator allows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

SENT: Final = (
    "X-API-KEY",
    "Authorization",
    "Content-Type",
    "Idempotency-Key",
    "Prefer",
    "traceparent",
)
READ: Final = (
    "X-Credits-Charged",
    "X-Ignored-Fields",
    "X-Compliance-Verdict",
    "X-Trace-Id",
    "Retry-After",
    "Location",
    "Preference-Applied",
    "Content-Disposition",
)


def cors(origins: Sequence[str]) -> list[Middleware]:
    """The middleware for pages of these origins; none without any."""
    if not origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=("GET", "HEAD", "POST", "DELETE"),
            allow_headers=SENT,
            expose_headers=READ,
        )
    ]
