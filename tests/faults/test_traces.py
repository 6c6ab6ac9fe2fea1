"""Traces of a real server, with a collector that is there, away, or hangs."""

from __future__ import annotations

from collections.abc import Callable

from tests.faults.serving import Server
from tests.tracing.collector import collecting


def test_a_stopping_server_sends_its_last_spans(make_server: Callable[..., Server]) -> None:
    server = make_server(tracing="1")
    with collecting() as collector:
        server.set_variable("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
        server.start()
        answer = server.post(files={"image_file": b"picture"}, sync="1")
        assert answer.json()["data"]["state"] == 1
        assert server.stop() == 0
        spans = {span.name: span for span in collector.spans}
    assert {"accept", "wait", "attempt", "blank", "publish", "end"} <= spans.keys()
    assert {span.trace_id.hex() for span in spans.values()} == {answer.headers["X-Trace-Id"]}


def test_a_collector_that_is_away_fails_no_request_and_fills_no_log(
    make_server: Callable[..., Server],
) -> None:
    server = make_server(tracing="1")
    with collecting() as gone:
        server.set_variable("OTEL_EXPORTER_OTLP_ENDPOINT", gone.url)
    server.set_variable("OTEL_EXPORTER_OTLP_TIMEOUT", "0.1")
    server.set_variable("OTEL_BSP_SCHEDULE_DELAY", "20")
    server.start()
    for _ in range(5):
        answer = server.post(files={"image_file": b"picture"}, sync="1")
        assert (answer.status_code, answer.json()["data"]["state"]) == (200, 1)
    assert server.stop() == 0
    log = (server.folder / "log").read_text()
    assert log.count("traces cannot be sent") == 1
    assert log.count("Failed to export") == 1  # as its reason


def test_a_collector_that_hangs_does_not_keep_a_server_from_stopping(
    make_server: Callable[..., Server],
) -> None:
    server = make_server(tracing="1", drain_s="1")
    with collecting() as collector:
        collector.gate.clear()
        server.set_variable("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
        server.set_variable("OTEL_EXPORTER_OTLP_TIMEOUT", "1000")
        server.start()
        answer = server.post(files={"image_file": b"picture"}, sync="1")
        assert answer.json()["data"]["state"] == 1
        assert server.stop() == 0
    log = (server.folder / "log").read_text()
    assert "the last traces were not sent" in log
    assert '"stopped"' in log
