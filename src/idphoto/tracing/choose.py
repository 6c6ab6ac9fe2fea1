"""Which tracer a process has, by its settings."""

from __future__ import annotations

from idphoto.errors import LibraryMissing
from idphoto.settings import ServerSettings
from idphoto.tracing.port import NO_TRACER, Tracer


def open_tracer(settings: ServerSettings, version: str) -> Tracer:
    """The tracer that the settings ask for. ``version``: of this program, for its spans.

    Raises:
        LibraryMissing: tracing is on, and OpenTelemetry is not installed.
        BadSetting: tracing is on, and an ``OTEL_…`` variable cannot be used.
    """
    if not settings.tracing:
        return NO_TRACER
    try:
        from idphoto.tracing.otel import OtelTracer
    except ImportError as error:
        raise LibraryMissing(
            "opentelemetry-sdk", "idphoto[tracing]", str(error), "trace its work"
        ) from None
    return OtelTracer.open(version)
