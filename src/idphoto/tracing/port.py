"""The port for traces: what can be said about a span, and a tracer that records nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from types import TracebackType
from typing import Final, Literal, Protocol

from idphoto.errors import IdPhotoError, InternalError

Fact = Literal[
    "http.request.method",
    "http.response.status_code",
    "http.route",
    "idphoto.api",
    "idphoto.attempt",
    "idphoto.bytes",
    "idphoto.priority",
    "idphoto.task",
    "idphoto.tries",
]
"""Everything that a span may say beside its name, its times and ``error.type``. Nothing in this
list identifies a person, a key or an address."""
Facts = Mapping[Fact, str | int]

SpanKind = Literal["internal", "server", "client"]

NO_FACTS: Final[Facts] = {}


class Span(Protocol):
    """One piece of work in a trace. In its ``with`` block it is the current span, and an exception
    that leaves the block fails it."""

    @property
    def traceparent(self) -> str | None:
        """Its place in its trace (W3C Trace Context, 55 characters); None if nothing is traced."""
        ...

    @property
    def trace_id(self) -> str | None:
        """The id of its trace: 32 hex digits; None if nothing is traced."""
        ...

    def rename(self, name: str) -> None: ...

    def note(self, facts: Facts) -> None:
        """Add facts."""
        ...

    def fail(self, code: str) -> None:
        """Mark it as failed. ``code``: of the error, as ``code_of`` returns it."""
        ...

    def end(self, at: float | None = None) -> None:
        """End it, by default now. ``at``: seconds since the epoch."""
        ...

    def __enter__(self) -> Span: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class Tracer(Protocol):
    """Records spans. No method ever raises or waits for a collector."""

    def span(
        self,
        name: str,
        facts: Facts = NO_FACTS,
        *,
        parent: str | None = None,
        kind: SpanKind = "internal",
        began_at: float | None = None,
    ) -> Span:
        """Begin a span.

        ``parent``: the ``traceparent`` of the span that it is part of; by default the current
        one, of which a server's span is never part. Without a parent it begins a trace.
        ``began_at``: seconds since the epoch, if it has begun before.
        """
        ...

    async def close(self, within_s: float) -> None:
        """Send what has been recorded; after this time the rest is lost."""
        ...


def code_of(error: BaseException) -> str:
    """A code for any exception, without its text, which may repeat a request."""
    if isinstance(error, IdPhotoError):
        return error.code
    return "cancelled" if isinstance(error, asyncio.CancelledError) else InternalError.code


class NoSpan:
    """As ``Span``, for what is not traced."""

    traceparent: str | None = None
    trace_id: str | None = None

    def rename(self, name: str) -> None:
        pass

    def note(self, facts: Facts) -> None:
        pass

    def fail(self, code: str) -> None:
        pass

    def end(self, at: float | None = None) -> None:
        pass

    def __enter__(self) -> Span:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        pass


NO_SPAN: Final = NoSpan()


class NoTracer:
    """As ``Tracer``, while tracing is off."""

    def span(
        self,
        name: str,
        facts: Facts = NO_FACTS,
        *,
        parent: str | None = None,
        kind: SpanKind = "internal",
        began_at: float | None = None,
    ) -> Span:
        return NO_SPAN

    async def close(self, within_s: float) -> None:
        pass


NO_TRACER: Final = NoTracer()
