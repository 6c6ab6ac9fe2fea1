"""Stopping in good order: who still waits is told what there is to tell."""

from __future__ import annotations

import asyncio


class Drain:
    """Whether the server is stopping. Used from its event loop only."""

    def __init__(self, drain_s: float) -> None:
        """``drain_s``: how long requests that have begun may go on once it stops."""
        self._answer_after_s = 0.8 * drain_s  # the rest is for writing the answers
        self._begun = asyncio.Event()

    @property
    def begun(self) -> bool:
        return self._begun.is_set()

    def begin(self) -> None:
        self._begun.set()

    async def last_call(self) -> None:
        """Until the server is about to cut off what still waits."""
        await self._begun.wait()
        await asyncio.sleep(self._answer_after_s)
