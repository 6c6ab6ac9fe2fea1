"""A collector of traces on 127.0.0.1, and spans kept in memory."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from idphoto.tracing.otel import OtelTracer


@dataclass
class Collector:
    """``got``: the requests, decoded. ``status``: answered to each, once ``gate`` is set."""

    url: str = ""
    status: int = 200
    got: list[ExportTraceServiceRequest] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)

    @property
    def spans(self) -> list[Span]:
        scopes = [
            scope for each in self.got for it in each.resource_spans for scope in it.scope_spans
        ]
        return [span for scope in scopes for span in scope.spans]

    @property
    def services(self) -> set[str]:
        resources = [it.resource for each in self.got for it in each.resource_spans]
        return {
            fact.value.string_value
            for resource in resources
            for fact in resource.attributes
            if fact.key == "service.name"
        }


@contextmanager
def collecting() -> Iterator[Collector]:
    """A collector that answers at once until its ``gate`` is cleared."""
    collector = Collector()
    collector.gate.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            collector.gate.wait()
            if collector.status == 200:
                collector.paths.append(self.path)
                collector.got.append(ExportTraceServiceRequest.FromString(body))
            self.send_response(collector.status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    collector.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield collector
    finally:
        collector.gate.set()
        server.shutdown()
        server.server_close()
        thread.join()


def in_memory() -> tuple[OtelTracer, InMemorySpanExporter]:
    """A tracer, and where its spans are once they have ended."""
    kept = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(kept))
    return OtelTracer(provider), kept
