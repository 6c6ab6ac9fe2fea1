"""Answers with the page's files, and short pages where there is nothing else to show."""

from __future__ import annotations

from html import escape
from typing import Final

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from idphoto.server.studio.page import PageFile
from idphoto.server.studio.policy import HEADERS

_FOR_EVER: Final = "public, max-age=31536000, immutable"
_ASK_AGAIN: Final = "no-cache"  # kept, but used only after the server has said that it is current


def send_file(request: Request, file: PageFile) -> Response:
    """The file, compressed if the browser accepts that, or 304 if it has it already."""
    coding = file.coding_for(request.headers.get("accept-encoding", ""))
    etag = f'"{file.etag}{"-" if coding else ""}{coding}"'
    headers = {
        **HEADERS,
        "Cache-Control": _FOR_EVER if file.is_hashed else _ASK_AGAIN,
        "ETag": etag,
        "Vary": "Accept-Encoding",
    }
    if _has(request, etag):
        return Response(status_code=304, headers=headers)
    if coding:
        headers["Content-Encoding"] = coding
    return Response(file.bodies[coding], headers=headers, media_type=file.media_type)


def short_page(title: str, text: str, status: int = 200) -> Response:
    """A page of one paragraph, without style or script. ``text``: ` surrounds code."""
    parts = escape(text).split("`")
    body = "".join(
        f"<code>{part}</code>" if place % 2 else part for place, part in enumerate(parts)
    )
    page = (
        f'<!doctype html>\n<html lang="en"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title>\n<h1>{escape(title)}</h1>\n<p>{body}</p>\n</html>\n"
    )
    return HTMLResponse(page, status, {**HEADERS, "Cache-Control": "no-store"})


def _has(request: Request, etag: str) -> bool:
    known = (each.strip() for each in request.headers.get("if-none-match", "").split(","))
    return any(each.removeprefix("W/") in (etag, "*") for each in known)
