"""A trace id for every request, and one log line about it."""

from __future__ import annotations

import re
import secrets
import time
from typing import Final

import h11
import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bind_contextvars, clear_contextvars

from idphoto.server import metrics
from idphoto.server.errors import HUNG_UP
from idphoto.tracing.port import NO_SPAN, Span, Tracer

# W3C Trace Context: version, trace id, parent id, flags; later versions may add more.
_TRACEPARENT: Final = re.compile(
    r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(-.*)?"
)
# Probes ask for these every few seconds: they would bury everything else in the traces.
_UNTRACED: Final = frozenset({"/healthz", "/readyz", "/metrics"})

_log = structlog.get_logger("idphoto.access")


class Tracing:
    """ASGI middleware: a trace id, a span and a log line for each request.

    The trace id is in ``request.state.trace_id``, the log and X-Trace-Id. It is the span's, if
    requests are traced.

    HEAD is handled as GET: every resource that supports GET supports HEAD, and the HTTP server
    omits the body.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        traceparent = Headers(scope=scope).get("traceparent")
        with _span_of(scope, traceparent) as span:
            await self._answer(
                scope, receive, send, span, span.trace_id or trace_id_of(traceparent)
            )

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, span: Span, trace_id: str
    ) -> None:
        method, began = scope["method"], time.perf_counter()
        # a pipelined request starts in the context of the previous one
        clear_contextvars()
        bind_contextvars(trace_id=trace_id)
        inner = {**scope, "state": {**scope.get("state", {}), "trace_id": trace_id}}
        if method == "HEAD":
            inner["method"] = "GET"
        exchange = _Exchange(receive, send, trace_id)
        try:
            await self._app(inner, exchange.receive, exchange.send)
        finally:
            took_s = time.perf_counter() - began
            route = getattr(inner.get("route"), "path", "none")
            metrics.observe(method, route, exchange.status, took_s)
            _describe(span, metrics.known_method(method), route, exchange.status)
            _log.info(
                "request",
                method=method,
                route=route,
                status=exchange.status,
                ms=round(1000 * took_s, 1),
                bytes_in=exchange.bytes_in,
            )


def trace_id_of(traceparent: str | None) -> str:
    """The caller's trace id, or a new one: 32 hex digits."""
    match = _TRACEPARENT.fullmatch(traceparent or "")
    return match[1] if match else secrets.token_hex(16)


def _span_of(scope: Scope, traceparent: str | None) -> Span:
    """The request's span, which continues the caller's trace."""
    if scope["path"] in _UNTRACED:
        return NO_SPAN
    tracer: Tracer = scope["app"].state.tracer
    return tracer.span("request", parent=traceparent, kind="server")


def _describe(span: Span, method: str, route: str, status: int) -> None:
    """``route``: the route's template; the request's path may contain anything."""
    span.rename(f"{method} {route}")
    span.note(
        {
            "http.request.method": method,
            "http.route": route,
            "http.response.status_code": status,
        }
    )
    if status >= 500:
        span.fail(str(status))


class _Exchange:
    """Watches one request and its answer. ``status``: the answer's; 499 if there was none."""

    def __init__(self, receive: Receive, send: Send, trace_id: str) -> None:
        self._receive, self._send = receive, send
        self._trace_id = trace_id
        self._half_read = False
        self.status = HUNG_UP
        self.bytes_in = 0

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self.bytes_in += len(message.get("body", b""))
            self._half_read = message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers["X-Trace-Id"] = self._trace_id
            if self._half_read:  # nothing will read the rest
                headers["Connection"] = "close"
        try:
            await self._send(message)
        except h11.LocalProtocolError:
            # the caller broke the protocol; uvicorn has answered that and is closing
            self.status = HUNG_UP
            while (await self._receive())["type"] != "http.disconnect":
                pass
