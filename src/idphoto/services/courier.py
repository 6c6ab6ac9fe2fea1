"""Callbacks: what has ended is told to whoever asked, until they have heard it."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final

import structlog
from standardwebhooks import Webhook

from idphoto.accounts.callback_secret import callback_secret
from idphoto.db.database import Database
from idphoto.db.tables import Delivery, Task
from idphoto.errors import DatabaseUnavailable, StorageUnavailable
from idphoto.net.guard import Guard
from idphoto.net.post import Posted, post
from idphoto.services import metrics
from idphoto.services.model import TaskView
from idphoto.services.views import view_of, with_url
from idphoto.settings import ServerSettings
from idphoto.storage.blobs import Blobs
from idphoto.tasks import deliveries, store

Renderer = Callable[[TaskView, bytes | None], dict[str, Any]]

_AT_A_TIME: Final = 16
_IDLE_S: Final = 30.0
_GONE: Final = 410  # the receiver wants no more of it (RFC 9110; Standard Webhooks says so, too)
# Up to so much is added to each pause, so that receivers that come back are not stormed.
_JITTER: Final = 0.2

_log = structlog.get_logger("idphoto.callbacks")


class Courier:
    """Makes the deliveries that are due, tries again those that failed. The database keeps them."""

    def __init__(
        self,
        settings: ServerSettings,
        database: Database,
        blobs: Blobs,
        guard: Guard,
        secret: bytes,
        renderers: Mapping[str, Renderer],
    ) -> None:
        self._settings = settings
        self._database = database
        self._blobs = blobs
        self._guard = guard
        self._secret = secret
        self._renderers = renderers
        self._news = asyncio.Event()

    def wake(self) -> None:
        """Something may be due."""
        self._news.set()

    async def run(self) -> None:
        """Until cancelled. What is under way then is tried again after the next start."""
        while True:
            self._news.clear()
            try:
                pause_s = await self._round()
            except (DatabaseUnavailable, StorageUnavailable) as error:
                _log.warning("callbacks wait", reason=error.message)
                pause_s = 1.0
            except Exception:
                _log.exception("callbacks failed unforeseen")
                pause_s = _IDLE_S
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), pause_s)

    async def _round(self) -> float:
        """Make what is due; returns the seconds until something may be again."""
        due = await asyncio.to_thread(self._due)
        await asyncio.gather(*(self._deliver(delivery, task) for delivery, task in due))
        if len(due) == _AT_A_TIME:
            return 0.0
        next_at = await asyncio.to_thread(self._next_at)
        return _IDLE_S if next_at is None else min(max(next_at - time.time(), 0.05), _IDLE_S)

    async def _deliver(self, delivery: Delivery, task: Task) -> None:
        body = await self._body(task)
        at = time.time()
        headers = self._headers(delivery.id, task.key_id, at, body)
        posted = await post(
            delivery.url,
            body,
            headers,
            guard=self._guard,
            timeout_s=self._settings.callback_timeout_s,
        )
        await asyncio.to_thread(self._record, delivery, task, posted, at)

    async def _body(self, task: Task) -> bytes:
        view = await with_url(
            view_of(task), self._blobs, task.base_url, task.expires_at, self._secret
        )
        inline = view.result_blob and view.wire.get("inline")
        image = await self._blobs.get(view.result_blob) if inline and view.result_blob else None
        return json.dumps(self._renderers[task.api](view, image), ensure_ascii=False).encode()

    def _headers(self, delivery_id: str, key_id: str, at: float, body: bytes) -> dict[str, str]:
        webhook = Webhook(callback_secret(self._secret, key_id))
        when = datetime.fromtimestamp(at, UTC)
        return {
            "Content-Type": "application/json",
            "User-Agent": "idphoto",
            "webhook-id": delivery_id,
            "webhook-timestamp": str(int(at)),
            "webhook-signature": webhook.sign(delivery_id, when, body.decode()),
        }

    def _record(self, delivery: Delivery, task: Task, posted: Posted, at: float) -> None:
        delivered = posted.http_status is not None and 200 <= posted.http_status < 300
        tries = delivery.attempts + 1
        pauses = self._settings.callback_delays_s
        next_at = None
        if not delivered and tries <= len(pauses) and posted.http_status != _GONE:
            jitter = 1.0 + random.uniform(0.0, _JITTER)  # noqa: S311 - no secret
            next_at = time.time() + pauses[tries - 1] * jitter
        with self._database.transaction() as tx:
            deliveries.record(
                tx,
                delivery.id,
                at=at,
                took_ms=posted.took_ms,
                http_status=posted.http_status,
                error=posted.error,
                delivered=delivered,
                next_at=next_at,
            )
        outcome = "delivered" if delivered else "failed" if next_at else "given_up"
        metrics.CALLBACKS.labels(outcome).inc()
        _log.info(
            "callback",
            task=task.id,
            trace_id=task.trace_id,
            outcome=outcome,
            tries=tries,
            http_status=posted.http_status,
            error=posted.error,
        )

    def _due(self) -> list[tuple[Delivery, Task]]:
        with self._database.reading() as tx:
            found = deliveries.due(tx, time.time(), _AT_A_TIME)
            tasks = {d.id: store.get(tx, d.task_id) for d in found}
            return [(d, task) for d in found if (task := tasks[d.id]) is not None]

    def _next_at(self) -> float | None:
        with self._database.reading() as tx:
            return deliveries.next_due_at(tx)
