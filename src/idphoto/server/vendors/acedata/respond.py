"""Writes AceData's answers as JSON or NDJSON."""

from __future__ import annotations

import json
from typing import Any, Final

from fastapi import Request, Response

from idphoto.server.errors import as_json

LINES: Final = "application/x-ndjson"


def respond(
    request: Request, body: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """A JSON response, or one NDJSON line if the ``Accept`` header prefers it."""
    accepted = [
        each.partition(";")[0].strip().lower()
        for each in request.headers.get("accept", "").split(",")
    ]
    known = [kind for kind in accepted if kind in ("application/json", LINES)]
    if known[:1] != [LINES]:
        return as_json(request, body, status, headers)
    line = json.dumps(body, ensure_ascii=False, separators=(",", ":")) + "\n"
    return Response(line, status, headers, LINES)
