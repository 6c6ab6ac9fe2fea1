"""Checks URLs that callers send before they are used."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

MAX_CALLBACK_URL: Final = 2048
MAX_SOURCE_URL: Final = 4096

_BLANK: Final = re.compile(r"[\x00-\x20\x7f\ud800-\udfff]")


def fault_of_url(text: str, schemes: Sequence[str]) -> str | None:
    """Why a URL cannot be used; None if it can. It must have one of ``schemes``."""
    if _BLANK.search(text):
        return "must not contain spaces or control characters"
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "must be a URL"
    if parts.scheme not in schemes:
        return f"must be a URL that begins with {' or '.join(s + '://' for s in schemes)}"
    if not host:
        return "must be a URL with a host"
    if parts.username is not None or parts.password is not None:
        return "must be a URL without a user name and password"
    if parts.scheme == "oss" and not parts.path.strip("/"):
        return "must be oss://bucket/key"
    return None
