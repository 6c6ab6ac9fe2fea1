"""Cursors: where a page of a list ends, as an opaque text."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Annotated, Final

from fastapi import Query

from idphoto.errors import BadRequest

_MAX_LENGTH: Final = 1000

Cursor = Annotated[
    str | None,
    Query(max_length=_MAX_LENGTH, description="The next_cursor of the part before this one."),
]
PageLimit = Annotated[int, Query(ge=1, le=200, description="The most entries of a part.")]


def write_cursor(*place: str | int | float) -> str:
    """The cursor after an entry. ``place``: what the list is ordered by, of that entry.

    >>> read_cursor(write_cursor(1.5, "a"), float, str)
    (1.5, 'a')
    """
    text = json.dumps(place, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(cursor: str, *kinds: type) -> tuple[str | int | float, ...]:
    """The place that a cursor stands for; ``kinds``: the types of its values.

    Raises:
        BadRequest: no such list has written it.
    """
    try:
        data = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        place = json.loads(data)
        fits = isinstance(place, list) and len(place) == len(kinds)
        if fits and all(type(value) is kind for value, kind in zip(place, kinds, strict=True)):
            return tuple(place)
    except (ValueError, RecursionError, binascii.Error):
        pass
    raise BadRequest("cursor", "is not a cursor of this list")
