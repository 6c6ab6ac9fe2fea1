"""Pictures in JSON: a URL or base64."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

from idphoto.server.wire.urls import MAX_SOURCE_URL, fault_of_url
from idphoto.server.wire.values import WEB

_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_DATA_URL: Final = re.compile(r"data:[^,]{0,200};base64,", re.IGNORECASE)
_BLANKS: Final = re.compile(r"\s+")
# Some programs send URL-safe base64, with its own last two characters and without padding.
_URL_SAFE: Final = str.maketrans("-_", "+/")


def is_url(text: str) -> bool:
    """Whether the text is meant to be a URL; base64 never looks like one."""
    return _URL.match(text) is not None


def fault_of_picture_url(text: str) -> str | None:
    """Why a picture's URL cannot be used; None if it can."""
    if reason := fault_of_url(text, WEB):
        return reason
    if len(text) > MAX_SOURCE_URL:
        return f"must have at most {MAX_SOURCE_URL} characters"
    return None


def decoded(text: str) -> bytes | None:
    """Decode base64, with or without a ``data:…;base64,`` prefix; None if it is not base64."""
    head = _DATA_URL.match(text)
    code = _BLANKS.sub("", text[head.end() :] if head else text).translate(_URL_SAFE).rstrip("=")
    try:
        return base64.b64decode(code + "=" * (-len(code) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
