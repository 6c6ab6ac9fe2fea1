"""The spans of an attempt's steps."""

from __future__ import annotations

from tests.tracing.collector import in_memory

from idphoto.tasks.spans import StepSpans

PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def test_each_step_ends_where_the_next_one_begins_and_done_is_no_step() -> None:
    tracer, kept = in_memory()
    with StepSpans(tracer, PARENT) as steps:
        for name in ("decode", "find_face", "done"):
            steps.begin(name)
    decode, find_face = kept.get_finished_spans()
    assert (decode.name, find_face.name) == ("decode", "find_face")
    assert decode.end_time == find_face.start_time
    assert decode.parent is not None
    assert decode.parent.span_id == 0x00F067AA0BA902B7


def test_what_a_hung_thread_reports_later_is_not_recorded() -> None:
    tracer, kept = in_memory()
    with StepSpans(tracer, PARENT) as steps:
        steps.begin("decode")
    steps.begin("find_face")
    assert [span.name for span in kept.get_finished_spans()] == ["decode"]


def test_an_attempt_without_steps_has_no_spans() -> None:
    tracer, kept = in_memory()
    with StepSpans(tracer, PARENT):
        pass
    assert kept.get_finished_spans() == ()


def test_the_steps_of_an_untraced_attempt_are_not_recorded() -> None:
    tracer, kept = in_memory()
    with StepSpans(tracer, None) as steps:
        steps.begin("decode")
    assert kept.get_finished_spans() == ()
