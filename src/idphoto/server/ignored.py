"""Fields that were sent in vain are no error: a header names them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_MAX_NAMES: Final = 20
_MAX_LENGTH: Final = 40
_UNTOLD: Final = re.compile(r"[^A-Za-z0-9_.\[\]-]")


def tellable(names: Iterable[str]) -> tuple[str, ...]:
    """The names as a header may hold them: short, printable, no more than a few."""
    told = dict.fromkeys(_UNTOLD.sub("?", name[:_MAX_LENGTH]) for name in names if name)
    return tuple(told)[:_MAX_NAMES]


def ignored_header(ignored: tuple[str, ...]) -> dict[str, str]:
    """The header that names them, where there are any."""
    return {"X-Ignored-Fields": ", ".join(ignored)} if ignored else {}


def charge_headers(charged: int, ignored: tuple[str, ...]) -> dict[str, str]:
    """The same, and the header that tells what a request has cost."""
    return {"X-Credits-Charged": str(charged), **ignored_header(ignored)}
