"""This process as one of the cluster's workers."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import Final

import structlog
from procrastinate.exceptions import ConnectorException
from procrastinate.manager import JobManager

HEARTBEAT_S: Final = 2.0
# A worker that has been silent for this long counts as dead.
SILENT_S: Final = 6.0
_LEAVE_WITHIN_S: Final = 2.0

_log = structlog.get_logger("idphoto.tasks")


class Member:
    """Its identity, new for each process, and the heartbeat by which the others know it lives."""

    def __init__(self, manager: JobManager) -> None:
        self._manager = manager
        self._since = self._beat_at = float("-inf")
        self.id = 0

    @property
    def alive(self) -> bool:
        """Whether the others take it to be alive."""
        return time.monotonic() - self._beat_at < SILENT_S

    @property
    def steady(self) -> bool:
        """Whether it has been alive for long enough to judge others: after an outage of the
        database, all workers have been silent, and each needs time to report again."""
        return self.alive and time.monotonic() - self._since > SILENT_S

    async def join(self) -> None:
        """Raises ``ConnectorException``: the database cannot be reached."""
        self.id = await self._manager.register_worker()
        self._since = self._beat_at = time.monotonic()

    async def run(self) -> None:
        """Report until cancelled."""
        while True:
            await asyncio.sleep(HEARTBEAT_S)
            try:
                await self._beat()
            except ConnectorException as error:
                _log.warning("heartbeat delayed", reason=type(error.__cause__).__name__)

    async def leave(self) -> None:
        """Its jobs are then taken up by others at once."""
        with suppress(ConnectorException, TimeoutError):  # they notice its silence anyway
            async with asyncio.timeout(_LEAVE_WITHIN_S):
                await self._manager.unregister_worker(self.id)

    async def _beat(self) -> None:
        at = time.monotonic()
        await self._manager.update_heartbeat(self.id)
        if not self.alive:
            known = await self._manager.connector.execute_query_all_async(
                "SELECT id FROM procrastinate_workers WHERE id = %(id)s", id=self.id
            )
            if not known:  # it counted as dead
                self.id = await self._manager.register_worker()
            self._since = at
        self._beat_at = at
