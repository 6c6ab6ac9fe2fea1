"""The ``Prefer`` header (RFC 7240): how long a caller waits for a task."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Header, Request

_WAIT: Final = re.compile(r'wait\s*=\s*"?([0-9]{1,6})"?', re.IGNORECASE)
_ASYNC: Final = "respond-async"
APPLIED: Final = "Preference-Applied"


@dataclass(frozen=True, slots=True)
class Preference:
    """``wait_s``: how long the caller waits, None if the header does not say. ``is_async``: whether
    it wants an answer at once."""

    wait_s: float | None = None
    is_async: bool = False

    def seconds(self, most: float) -> float:
        """How long to wait before a new task is answered, ``most`` seconds at most."""
        if self.wait_s is not None:
            return min(self.wait_s, most)
        return 0.0 if self.is_async else most

    def headers(self) -> dict[str, str]:
        """The header that confirms what was applied."""
        if self.wait_s is not None:
            return {APPLIED: f"wait={self.wait_s:.0f}"}
        return {APPLIED: _ASYNC} if self.is_async else {}


def read_prefer(values: list[str]) -> Preference:
    """What the headers' values say; preferences that are not known are ignored.

    >>> read_prefer(["respond-async, wait=10"])
    Preference(wait_s=10.0, is_async=True)
    """
    parts = [part.strip() for value in values for part in re.split("[,;]", value[:200])]
    waits = [float(match[1]) for part in parts if (match := _WAIT.fullmatch(part))]
    return Preference(waits[0] if waits else None, _ASYNC in (part.lower() for part in parts))


async def _preference(
    request: Request,
    _: Annotated[
        str | None,
        Header(
            alias="Prefer",
            description="respond-async: answer at once, with 202 and the task's Location. wait=N: "
            "wait for the task, N seconds at most.",
        ),
    ] = None,
) -> Preference:
    return read_prefer(request.headers.getlist("prefer"))


Prefer = Annotated[Preference, Depends(_preference)]
"""What the request prefers."""
