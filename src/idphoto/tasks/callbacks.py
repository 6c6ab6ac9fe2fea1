"""Callbacks: the end of a task is reported to the address its caller named, until it arrives."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

import structlog
from standardwebhooks import Webhook

from idphoto.accounts.callback_secret import callback_secret
from idphoto.db.database import Database
from idphoto.db.tables import Callback, Task
from idphoto.errors import (
    AddressRefused,
    BadRequest,
    DatabaseUnavailable,
    DownloadFailed,
    IdPhotoError,
    InternalError,
)
from idphoto.net.guard import Guard
from idphoto.net.post import Posted, post
from idphoto.settings import ServerSettings
from idphoto.storage.blobs import Blobs
from idphoto.tasks import callback_store, metrics, store
from idphoto.tasks.model import TaskView
from idphoto.tasks.patience import cancelled, until_written
from idphoto.tasks.spans import facts_of
from idphoto.tasks.threads import on_database_thread
from idphoto.tasks.views import view_of, with_urls
from idphoto.tracing.port import Tracer

Renderer = Callable[[TaskView, Mapping[str, bytes]], dict[str, Any]]
"""The body of a callback as the task's API writes it: ``renderer(view, files)``. ``files``: by
name, those that the body holds whole."""

_AT_A_TIME: Final = 64
_PER_KEY: Final = 8
_IDLE_S: Final = 30.0
# What a try may take beside waiting for the answer: to read its files, and to be recorded. A
# process that dies while it sends leaves the callback to others after this.
_SEND_S: Final = 30.0
_LEAVE_WITHIN_S: Final = 1.0
_GONE: Final = 410  # the receiver wants no more callbacks (RFC 9110, Standard Webhooks)
# Up to this share is added to each pause, so that a receiver that comes back is not flooded.
_JITTER: Final = 0.2

_log = structlog.get_logger("idphoto.callbacks")


class Callbacks:
    """Sends the callbacks that are due and tries failed ones again. The database keeps them.

    ``renderers``: by an API's name.
    """

    def __init__(
        self,
        settings: ServerSettings,
        database: Database,
        blobs: Blobs,
        guard: Guard,
        secret: bytes,
        renderers: Mapping[str, Renderer],
        tracer: Tracer,
    ) -> None:
        self._settings = settings
        self._database = database
        self._blobs = blobs
        self._guard = guard
        self._secret = secret
        self._renderers = renderers
        self._tracer = tracer
        self._news = asyncio.Event()
        self._under_way: dict[str, asyncio.Task[None]] = {}

    def check_url(self, url: str) -> None:
        """Find out whether a callback may go to this address.

        Raises:
            BadRequest: it is malformed, or one that the server may not reach.
        """
        try:
            self._guard.check_url(url)
        except AddressRefused as error:
            raise BadRequest("callback_url", error.message) from None
        except DownloadFailed as error:
            raise BadRequest("callback_url", error.reason) from None

    def wake(self) -> None:
        """A callback may have become due."""
        self._news.set()

    async def run(self) -> None:
        """Send callbacks until cancelled. Those under way then are tried again after the next
        start."""
        try:
            while True:
                self._news.clear()
                pause_s = await self._send_due()
                # not wait_for: before Python 3.12 it loses a cancellation that comes with the news
                with suppress(TimeoutError):
                    async with asyncio.timeout(pause_s):
                        await self._news.wait()
        finally:
            await self._leave(dict(self._under_way))

    async def _send_due(self) -> float:
        """Send what is due and not under way; the seconds until more may be due."""
        try:
            due, next_at = await on_database_thread(self._look)
        except DatabaseUnavailable as error:
            _log.warning("callbacks delayed", reason=error.message)
            return 1.0
        for callback, task in due:
            sending = asyncio.create_task(self._send(callback, task))
            self._under_way[callback.id] = sending
            sending.add_done_callback(partial(self._ended, callback.id))
        if next_at is None:
            return _IDLE_S  # if more are due than may be under way, the end of one wakes us
        return min(max(next_at - time.time(), 0.05), _IDLE_S)

    def _ended(self, callback_id: str, _: asyncio.Task[None]) -> None:
        del self._under_way[callback_id]
        self.wake()

    async def _leave(self, under_way: Mapping[str, asyncio.Task[None]]) -> None:
        """Break off what is under way, and let others send it."""
        await cancelled(under_way.values())
        with suppress(DatabaseUnavailable, TimeoutError):  # else they wait until it is due again
            async with asyncio.timeout(_LEAVE_WITHIN_S):
                await on_database_thread(self._give_back, list(under_way))

    async def _send(self, callback: Callback, task: Task) -> None:
        at = time.time()
        try:
            posted = await self._post(callback, task, at)
        except Exception as error:  # such as a picture that is gone: a try like any other
            known = error if isinstance(error, IdPhotoError) else None
            if known is None:
                _log.exception("callback failed unexpectedly", task=task.id, trace_id=task.trace_id)
            posted = Posted(None, known.code if known else InternalError.code, 0.0)
        self._trace(callback, task, posted, at)
        await until_written(lambda: self._record(callback, task, posted, at))

    async def _post(self, callback: Callback, task: Task, at: float) -> Posted:
        expires_at = await self._kept_until(task, at)
        view = await with_urls(view_of(task), self._blobs, task.base_url, expires_at, self._secret)
        whole = {name: key for name, key in view.result_blobs.items() if _is_whole(view, name)}
        stored = {name: await self._blobs.get(key) for name, key in whole.items()}
        files = {name: data for name, data in stored.items() if data is not None}
        body, headers = await asyncio.to_thread(
            self._message, callback.id, task.key_id, at, view, files
        )
        timeout_s = self._settings.callback_timeout_s
        return await post(
            callback.url,
            body,
            headers,
            guard=self._guard,
            key_id=task.key_id,
            timeout_s=timeout_s,
        )

    async def _kept_until(self, task: Task, at: float) -> float | None:
        """Until when a link to the result holds; a late try extends that."""
        if task.expires_at is None or task.expires_at - at > self._settings.keep_s / 2:
            return task.expires_at
        until = at + self._settings.keep_s
        await until_written(lambda: self._keep(task.id, until))
        return until

    def _message(
        self, callback_id: str, key_id: str, at: float, view: TaskView, files: Mapping[str, bytes]
    ) -> tuple[bytes, dict[str, str]]:
        """The body as the task's API writes it, and the headers that sign it."""
        body = json.dumps(self._renderers[view.api](view, files), ensure_ascii=False)
        webhook = Webhook(callback_secret(self._secret, key_id))
        return body.encode(), {
            "Content-Type": "application/json",
            "User-Agent": "idphoto",
            "webhook-id": callback_id,
            "webhook-timestamp": str(int(at)),
            "webhook-signature": webhook.sign(callback_id, datetime.fromtimestamp(at, UTC), body),
        }

    def _trace(self, callback: Callback, task: Task, posted: Posted, at: float) -> None:
        """A span for the try. The receiver is a stranger and gets no ``traceparent``."""
        span = self._tracer.span(
            "callback", facts_of(task), parent=task.traceparent, kind="client", began_at=at
        )
        span.note({"idphoto.tries": callback.tries + 1})
        if posted.http_status is not None:
            span.note({"http.response.status_code": posted.http_status})
        if not _delivered(posted):
            span.fail("not_delivered")
        span.end()

    def _record(self, callback: Callback, task: Task, posted: Posted, at: float) -> None:
        delivered = _delivered(posted)
        tries = callback.tries + 1
        pauses = self._settings.callback_delays_s
        next_at = None
        if not delivered and tries <= len(pauses) and posted.http_status != _GONE:
            jitter = 1.0 + random.uniform(0.0, _JITTER)  # noqa: S311 - no secret
            next_at = time.time() + pauses[tries - 1] * jitter
        with self._database.transaction() as tx:
            callback_store.record(
                tx,
                callback.id,
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

    def _look(self) -> tuple[list[tuple[Callback, Task]], float | None]:
        """The callbacks to send now, taken from other senders, and when another one will be due."""
        under_way = list(self._under_way)
        with self._database.reading() as tx:
            now, room = time.time(), _AT_A_TIME - len(under_way)
            found = callback_store.due(tx, now, room, _PER_KEY, under_way)
            tasks = [(callback, store.get(tx, callback.task_id)) for callback in found]
            next_at = callback_store.next_due_at(tx, now)
        taken = self._take([callback.id for callback in found], now)
        due = [(callback, task) for callback, task in tasks if task and callback.id in taken]
        return due, next_at

    def _take(self, ids: Sequence[str], now: float) -> set[str]:
        """Those of these callbacks that no other process sends."""
        if not ids:
            return set()
        with self._database.transaction() as tx:
            until = now + self._settings.callback_timeout_s + _SEND_S
            return callback_store.take(tx, ids, now, until)

    def _give_back(self, ids: Sequence[str]) -> None:
        with self._database.transaction() as tx:
            callback_store.give_back(tx, ids, time.time())

    def _keep(self, task_id: str, until: float) -> None:
        with self._database.transaction() as tx:
            store.keep_result(tx, task_id, until)


def _is_whole(view: TaskView, name: str) -> bool:
    """Whether the body holds this file whole: all that the request asks for inline, and those that
    the API itself needs in order to write the body."""
    return bool(view.wire.get("inline")) or name in view.wire.get("needs", ())


def _delivered(posted: Posted) -> bool:
    return posted.http_status is not None and 200 <= posted.http_status < 300
