"""Open connections: how many there may be, and which are closed when they do nothing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Final, Self

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from idphoto.server import metrics
from idphoto.settings import ServerSettings

# How long a client may leave an answer unread that no longer fits into the system's buffers.
READ_WITHIN_S: Final = 120.0


@dataclass(frozen=True, slots=True)
class Connections:
    """What a server's connections share: their limits, and those that may be closed to make room.

    ``most``: how many may be open. ``rest_s``: how long a client may take to send the rest of a
    body that nobody reads. ``waiting``: connections without a request, ``unread``: those whose
    client does not read its answer; each in the order in which they came to be so.
    """

    most: int
    head_s: float
    keep_alive_s: float
    rest_s: float
    waiting: dict[Connection, None] = field(default_factory=dict)
    unread: dict[Connection, None] = field(default_factory=dict)

    @classmethod
    def of(cls, settings: ServerSettings, most: int) -> Self:
        """The limits in the settings, but for ``most``."""
        return cls(most, settings.head_timeout_s, settings.keep_alive_s, settings.upload_timeout_s)

    def make_room(self, newest: Connection) -> None:
        """Close the connection that has waited longest, or the newest if each has a request."""
        chosen = next(iter(self.waiting), None) or next(iter(self.unread), newest)
        chosen.drop("room")


class _Phase(Enum):
    """What a connection does."""

    KEPT = auto()  # nothing since its last answer
    HEAD = auto()  # its next request's headers are due
    REQUEST = auto()  # a request is being answered
    REST = auto()  # its request has been answered before all of its body came


class Connection(H11Protocol):
    """uvicorn's connection, which is closed if its client is too slow, or to make room.

    uvicorn itself closes idle connections after their first request only, and waits without end
    for a first request, for the rest of any request's headers, and until an answer is read.
    """

    def __init__(self, shared: Connections, *args: Any, **options: Any) -> None:
        """``args``, ``options``: what uvicorn passes."""
        super().__init__(*args, **options)
        self.timeout_keep_alive = shared.keep_alive_s  # type: ignore[assignment] # any number does
        self._shared = shared
        self._phase = _Phase.KEPT
        self._until: asyncio.TimerHandle | None = None
        self._read_until: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self._shared.most:
            self._shared.make_room(self)
        self._enter(_Phase.HEAD)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._leave()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._enter(_Phase.HEAD)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._enter(_Phase.KEPT)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._read_until = self.loop.call_later(READ_WITHIN_S, self.drop, "unread")
        self._shared.unread[self] = None

    def resume_writing(self) -> None:
        super().resume_writing()
        self._end_unread()

    def drop(self, reason: str) -> None:
        """Close the connection at once. ``reason``: for the metric."""
        metrics.DROPPED.labels(reason).inc()
        self._leave()
        self.transport.abort()

    def _enter(self, otherwise: _Phase) -> None:
        """Enter the phase that uvicorn's state shows; ``otherwise``: the one without a request."""
        if self.cycle is not None and not self.cycle.response_complete:
            phase = _Phase.REQUEST
        elif self.conn.their_state is h11.SEND_BODY:
            phase = _Phase.REST
        else:
            phase = otherwise
        if phase is self._phase or self.transport.is_closing():
            return
        self._phase = phase
        self._end_waiting()
        if phase is not _Phase.REQUEST:
            self._shared.waiting[self] = None
        if phase is _Phase.HEAD:
            self._until = self.loop.call_later(self._shared.head_s, self.drop, "head")
        elif phase is _Phase.REST:
            self._until = self.loop.call_later(self._shared.rest_s, self.drop, "rest")

    def _leave(self) -> None:
        self._end_waiting()
        self._end_unread()

    def _end_waiting(self) -> None:
        self._shared.waiting.pop(self, None)
        if self._until is not None:
            self._until.cancel()

    def _end_unread(self) -> None:
        self._shared.unread.pop(self, None)
        if self._read_until is not None:
            self._read_until.cancel()
