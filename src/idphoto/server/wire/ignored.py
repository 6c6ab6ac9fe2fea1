"""Headers that report the charge and the ignored fields, which are not an error."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_MAX_NAMES: Final = 20
_MAX_NAME_LENGTH: Final = 40
_UNPRINTABLE: Final = re.compile(r"[^A-Za-z0-9_.\[\]-]")


def header_names(names: Iterable[str]) -> tuple[str, ...]:
    """The names in a form that is safe for a header: at most 20, each short and printable."""
    shown = dict.fromkeys(_UNPRINTABLE.sub("?", name[:_MAX_NAME_LENGTH]) for name in names if name)
    return tuple(shown)[:_MAX_NAMES]


def ignored_header(ignored: tuple[str, ...]) -> dict[str, str]:
    """The header that names ignored fields; empty if there are none."""
    return {"X-Ignored-Fields": ", ".join(ignored)} if ignored else {}


def charge_headers(charged: int, ignored: tuple[str, ...]) -> dict[str, str]:
    """``ignored_header``, and the header that reports the credits charged."""
    return {"X-Credits-Charged": str(charged), **ignored_header(ignored)}
