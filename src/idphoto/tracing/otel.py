"""Traces by OpenTelemetry, sent to a collector by OTLP over HTTP."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from contextvars import Token
from types import TracebackType
from typing import Final, Self

import structlog
from opentelemetry import trace
from opentelemetry.context import Context, attach, detach
from opentelemetry.exporter.otlp.proto.http import trace_exporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from idphoto.errors import BadSetting
from idphoto.tracing.port import NO_FACTS, Facts, Span, SpanKind, code_of

_PROTOCOL: Final = "http/protobuf"
_PROTOCOL_VARIABLES: Final = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
_KINDS: Final = {
    "internal": trace.SpanKind.INTERNAL,
    "server": trace.SpanKind.SERVER,
    "client": trace.SpanKind.CLIENT,
}
_W3C: Final = TraceContextTextMapPropagator()

_log = structlog.get_logger("idphoto.tracing")


class OtelTracer:
    """As ``Tracer``. A thread sends spans in batches; when its queue is full, spans are lost."""

    def __init__(self, provider: TracerProvider) -> None:
        self._provider = provider
        self._tracer = provider.get_tracer("idphoto")

    @classmethod
    def open(cls, version: str) -> Self:
        """A tracer that the standard ``OTEL_…`` variables configure: where the collector is, what
        is sampled, how the service is called. ``version``: of this program.

        Raises:
            BadSetting: one of the variables cannot be used.
        """
        _check_protocol()
        logging.getLogger("opentelemetry").setLevel(logging.WARNING)
        try:
            sender = BatchSpanProcessor(OutageLog(trace_exporter.OTLPSpanExporter()))
            provider = TracerProvider(resource=_resource(version), shutdown_on_exit=False)
        except (ValueError, RuntimeError, OSError) as error:
            raise BadSetting("OTEL_…", str(error)) from None
        provider.add_span_processor(sender)
        return cls(provider)

    def span(
        self,
        name: str,
        facts: Facts = NO_FACTS,
        *,
        parent: str | None = None,
        kind: SpanKind = "internal",
        began_at: float | None = None,
    ) -> Span:
        """As ``Tracer.span``."""
        context = None  # the current one
        if parent is not None or kind == "server":
            context = _W3C.extract({"traceparent": parent or ""}, Context())
        started = self._tracer.start_span(
            name, context, _KINDS[kind], _attributes(facts), start_time=_ns(began_at)
        )
        return _OtelSpan(started)

    async def close(self, within_s: float) -> None:
        """As ``Tracer.close``."""
        loop, closed = asyncio.get_running_loop(), asyncio.Event()

        def close() -> None:
            self._provider.shutdown()
            with suppress(RuntimeError):  # the loop did not wait
                loop.call_soon_threadsafe(closed.set)

        # a thread of its own, that nothing waits for: the SDK's shutdown may take 30 s
        threading.Thread(target=close, name="idphoto-tracing", daemon=True).start()
        try:
            async with asyncio.timeout(within_s):
                await closed.wait()
        except TimeoutError:
            _log.warning("the last traces were not sent", within_s=within_s)


class _OtelSpan:
    """As ``Span``."""

    def __init__(self, span: trace.Span) -> None:
        self._span = span
        self._token: Token[Context] | None = None

    @property
    def traceparent(self) -> str | None:
        at = self._span.get_span_context()
        if not at.is_valid:  # OTEL_SDK_DISABLED
            return None
        ids = trace.format_trace_id(at.trace_id), trace.format_span_id(at.span_id)
        return f"00-{ids[0]}-{ids[1]}-{at.trace_flags:02x}"

    @property
    def trace_id(self) -> str | None:
        at = self._span.get_span_context()
        return trace.format_trace_id(at.trace_id) if at.is_valid else None

    def rename(self, name: str) -> None:
        self._span.update_name(name)

    def note(self, facts: Facts) -> None:
        self._span.set_attributes(_attributes(facts))

    def fail(self, code: str) -> None:
        self._span.set_attribute("error.type", code)
        self._span.set_status(trace.StatusCode.ERROR)

    def end(self, at: float | None = None) -> None:
        self._span.end(_ns(at))

    def __enter__(self) -> Span:
        self._token = attach(trace.set_span_in_context(self._span))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        _: TracebackType | None,
    ) -> None:
        if self._token is not None:
            detach(self._token)
        if error is not None:
            self.fail(code_of(error))
        self.end()


class OutageLog(SpanExporter):
    """An exporter that logs the begin and the end of an outage, and nothing in between."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter
        self._away = False
        logging.getLogger(trace_exporter.__name__).addFilter(_REASON)

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        result = self._exporter.export(spans)
        away = result is not SpanExportResult.SUCCESS
        if away and not self._away:
            _log.warning("traces cannot be sent", reason=_REASON.text)
        elif self._away and not away:
            _log.info("traces are sent again")
        self._away = away
        _REASON.text = ""
        return result

    def shutdown(self) -> None:
        self._exporter.shutdown()

    def force_flush(self, timeout_millis: int = 30000) -> bool:
        return self._exporter.force_flush(timeout_millis)


class _FirstReason(logging.Filter):
    """Keeps the exporter's own lines, one for each try, out of the log; ``text``: the first one.
    The later ones only say that it has stopped trying."""

    text = ""

    def filter(self, record: logging.LogRecord) -> bool:
        self.text = self.text or record.getMessage()
        return False


_REASON: Final = _FirstReason()


def _check_protocol() -> None:
    for variable in _PROTOCOL_VARIABLES:
        if os.environ.get(variable, _PROTOCOL) not in ("", _PROTOCOL):
            raise BadSetting(variable, f"traces are sent by {_PROTOCOL} only")


def _resource(version: str) -> Resource:
    """Who sends the spans; the ``OTEL_…`` variables may name it otherwise."""
    found = Resource({"service.version": version}).merge(Resource.create())
    if not str(found.attributes["service.name"]).startswith("unknown_service"):
        return found
    return found.merge(Resource({"service.name": "idphoto"}))


def _attributes(facts: Facts) -> dict[str, str | int]:
    return {str(name): value for name, value in facts.items()}


def _ns(seconds: float | None) -> int | None:
    return None if seconds is None else int(seconds * 1e9)
