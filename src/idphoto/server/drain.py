"""Stopping in good order, within one deadline for requests and tasks."""

from __future__ import annotations

import asyncio
import time
from typing import Final

# The rest of the time is for writing the answers.
_ANSWER_AFTER: Final = 0.8


class Drain:
    """Whether the server is stopping. Used from its event loop only."""

    def __init__(self, drain_s: float) -> None:
        """``drain_s``: how long requests and tasks in progress may go on once the server stops."""
        self._drain_s = drain_s
        self._begun = asyncio.Event()
        self._begun_at = 0.0

    @property
    def begun(self) -> bool:
        return self._begun.is_set()

    def begin(self) -> None:
        self._begun_at = time.monotonic()
        self._begun.set()

    def left_s(self) -> float:
        """How much of the time is left."""
        gone_s = time.monotonic() - self._begun_at if self.begun else 0.0
        return max(self._drain_s - gone_s, 0.0)

    async def last_call(self) -> None:
        """Wait until the server is about to cut off requests that still wait."""
        await self._begun.wait()
        await asyncio.sleep(_ANSWER_AFTER * self._drain_s)
