"""Spans by OpenTelemetry: where they belong, what they say, and a collector that is away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator

import pytest
import structlog
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from opentelemetry.trace import SpanKind, StatusCode
from tests.tracing.collector import Collector, collecting, in_memory

from idphoto.errors import BadSetting, NotEnoughCredits
from idphoto.tracing.otel import OtelTracer, OutageLog

TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = f"00-{TRACE_ID}-00f067aa0ba902b7-01"


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    with collecting() as it:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", it.url)
        yield it


def test_a_span_continues_the_trace_of_its_parent() -> None:
    tracer, kept = in_memory()
    span = tracer.span("attempt", {"idphoto.attempt": 2}, parent=PARENT)
    assert span.trace_id == TRACE_ID
    assert span.traceparent is not None
    tracer.span("decode", parent=span.traceparent, began_at=10.0).end(11.5)
    span.end()
    step, attempt = kept.get_finished_spans()
    assert attempt.parent is not None and step.parent is not None
    assert f"{attempt.parent.span_id:016x}" == "00f067aa0ba902b7"
    assert step.parent.span_id == attempt.context.span_id
    assert (step.start_time, step.end_time) == (10_000_000_000, 11_500_000_000)
    assert attempt.attributes == {"idphoto.attempt": 2}


def test_a_span_is_part_of_the_current_one_but_a_servers_never_is() -> None:
    tracer, kept = in_memory()
    with tracer.span("request", kind="server"):
        tracer.span("accept").end()
        tracer.span("pipelined", kind="server").end()
    tracer.span("later").end()
    spans = {span.name: span for span in kept.get_finished_spans()}
    accept = spans["accept"].parent
    assert accept is not None and accept.span_id == spans["request"].context.span_id
    assert spans["pipelined"].parent is spans["later"].parent is None
    assert spans["request"].kind is SpanKind.SERVER


def test_an_invalid_parent_begins_a_trace() -> None:
    tracer, kept = in_memory()
    tracer.span("fetch", parent="nonsense").end()
    assert kept.get_finished_spans()[0].parent is None


def test_an_exception_fails_its_span_by_its_code_and_its_text_is_not_recorded() -> None:
    tracer, kept = in_memory()
    with pytest.raises(NotEnoughCredits), tracer.span("accept"):
        raise NotEnoughCredits(balance=1, need=6)
    with pytest.raises(ValueError, match="private"), tracer.span("publish"):
        raise ValueError("private")
    spans = kept.get_finished_spans()
    assert [span.attributes for span in spans] == [
        {"error.type": "not_enough_credits"},
        {"error.type": "internal_error"},
    ]
    assert all(span.status.status_code is StatusCode.ERROR for span in spans)
    assert "private" not in "".join(span.to_json() for span in spans)
    assert [span.events for span in spans] == [(), ()]


def test_what_was_recorded_reaches_the_collector_when_the_tracer_is_closed(
    collector: Collector,
) -> None:
    tracer = OtelTracer.open("1.2.3")
    with tracer.span("request", {"http.response.status_code": 200}, kind="server"):
        tracer.span("accept", {"idphoto.priority": "fast"}).end()
    asyncio.run(tracer.close(60))
    assert collector.paths == ["/v1/traces"]
    assert collector.services == {"idphoto"}
    accept, request = collector.spans
    assert (accept.name, request.name) == ("accept", "request")
    assert accept.parent_span_id == request.span_id
    assert [(it.key, it.value.int_value) for it in request.attributes] == [
        ("http.response.status_code", 200)
    ]


def test_the_standard_variables_name_the_service_and_choose_what_is_sampled(
    collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_SERVICE_NAME", "photos-berlin")
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "parentbased_always_off")
    tracer = OtelTracer.open("1.2.3")
    tracer.span("unsampled", kind="server").end()
    tracer.span("sampled by the caller", kind="server", parent=PARENT).end()
    asyncio.run(tracer.close(60))
    assert collector.services == {"photos-berlin"}
    assert [span.name for span in collector.spans] == ["sampled by the caller"]


def test_a_span_that_is_not_sampled_still_passes_its_decision_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "parentbased_always_off")
    tracer, kept = in_memory()
    span = tracer.span("accept")
    assert span.traceparent is not None
    assert not int(span.traceparent[-2:], 16) & 1  # W3C: the flag "sampled"
    monkeypatch.delenv("OTEL_TRACES_SAMPLER")
    other, also_kept = in_memory()
    other.span("attempt", parent=span.traceparent).end()
    assert kept.get_finished_spans() == also_kept.get_finished_spans() == ()


def test_a_disabled_sdk_traces_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_SDK_DISABLED", "true")
    tracer, _ = in_memory()
    with tracer.span("request", kind="server") as span:
        assert span.traceparent is span.trace_id is None


def test_closing_does_not_wait_for_a_collector_that_hangs(collector: Collector) -> None:
    collector.gate.clear()
    tracer = OtelTracer.open("1.2.3")
    tracer.span("request").end()
    with structlog.testing.capture_logs() as lines:
        asyncio.run(tracer.close(0.05))
    assert [line["event"] for line in lines] == ["the last traces were not sent"]


class Failing(SpanExporter):
    """Fails where its outcomes say so, and logs that twice, as OpenTelemetry does."""

    def __init__(self, *outcomes: bool) -> None:
        self.outcomes = list(outcomes)

    def export(self, spans: object) -> SpanExportResult:
        if self.outcomes.pop(0):
            return SpanExportResult.SUCCESS
        name = "opentelemetry.exporter.otlp.proto.http.trace_exporter"
        logging.getLogger(name).warning("Transient error %s", "refused")
        logging.getLogger(name).error("Failed to export")
        return SpanExportResult.FAILURE


def test_an_outage_is_two_lines_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    exporter = OutageLog(Failing(True, False, False, False, True, True))
    with structlog.testing.capture_logs() as lines:
        for _ in range(6):
            exporter.export(())
    exporter.shutdown()
    assert [(line["event"], line.get("reason")) for line in lines] == [
        ("traces cannot be sent", "Transient error refused"),
        ("traces are sent again", None),
    ]
    assert caplog.records == []


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        (
            "OTEL_EXPORTER_OTLP_PROTOCOL",
            "grpc",
            "OTEL_EXPORTER_OTLP_PROTOCOL: traces are sent by http/protobuf only",
        ),
        (
            "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
            "http/json",
            "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: traces are sent by http/protobuf only",
        ),
        ("OTEL_BSP_MAX_QUEUE_SIZE", "-1", "OTEL_…: max_queue_size must be a positive integer."),
    ],
)
def test_a_variable_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, message: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(BadSetting) as caught:
        OtelTracer.open("1.2.3")
    assert (caught.value.code, caught.value.message) == ("bad_setting", message)
