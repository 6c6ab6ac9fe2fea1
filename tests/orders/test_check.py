"""Checks, ordered and made."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from idphoto.errors import BadRequest, DeadlineExceeded, ImageTooLarge, UnknownSpec
from idphoto.imaging.decode import DEFAULT_LIMITS
from idphoto.messages.tasks import CheckResult
from idphoto.orders.check import CheckOrder, order_check
from idphoto.orders.stored import from_json, to_json
from idphoto.photo.setup import Setup
from idphoto.specs import load_spec
from idphoto.tasks.made import REPORT


def test_a_check_is_made_as_ordered(photo_setup: Setup, astronaut_jpeg: bytes) -> None:
    order = order_check("gb-passport", age=30, judged_as="source")
    made = from_json(to_json(order)).make(photo_setup, [astronaut_jpeg], DEFAULT_LIMITS)
    assert list(made.files) == [REPORT]
    file = made.files[REPORT]
    assert (file.format, file.size_wh) == ("json", None)
    whole = CheckResult.model_validate_json(file.data)
    report = whole.compliance
    assert (report.spec, report.judged_as, report.age) == ("gb-passport", "source", 30)
    assert (report.verdict, report.worst) == ("fail", "mouth_open")
    assert "error_rates" not in file.data.decode()
    failed = [finding.id for finding in report.findings if finding.verdict == "fail"]
    # a task's row keeps the short report
    assert made.report["compliance"]["fail"] == failed
    assert "findings" not in made.report["compliance"]
    assert len(json.dumps(made.report)) < 1500
    assert set(made.report["timings_ms"]) == set(whole.timings_ms) >= {"judge_picture"}


def test_a_picture_without_a_face_has_a_report(
    photo_setup: Setup, photo_file: Callable[[str], bytes]
) -> None:
    made = order_check().make(photo_setup, [photo_file("compreface_017_0")], DEFAULT_LIMITS)
    report = CheckResult.model_validate_json(made.files[REPORT].data).compliance
    assert (report.verdict, report.worst, report.spec) == ("fail", "no_face", None)


def test_an_accepted_check_keeps_the_specification_of_then() -> None:
    order = order_check("jp-visa")
    assert order.spec == load_spec("jp-visa")
    stored = to_json(order)
    assert stored["spec"]["size_px"] == [531, 531]
    stored["spec"]["size_px"] = [100, 100]
    changed = from_json(stored)
    assert isinstance(changed, CheckOrder)
    assert changed.spec is not None
    assert changed.spec.size_px == (100, 100)


def test_a_check_that_cannot_be_made_is_refused_before_it_is_accepted() -> None:
    with pytest.raises(UnknownSpec) as unknown:
        order_check("atlantis-passport")
    assert (unknown.value.code, "atlantis" in unknown.value.message) == ("unknown_spec", True)
    for options, field, reason in (
        ({"age": -1}, "age", "-1 is outside 0–150 years"),
        ({"age": 150}, "age", "150 is outside 0–150 years"),
        ({"faces": "middle"}, "faces", "'middle' is not one of largest"),
        ({"judged_as": "best"}, "judged_as", "'best' is not one of auto, source, finished"),
    ):
        with pytest.raises(BadRequest) as bad:
            order_check("jp-visa", **options)
        assert (bad.value.field, reason in bad.value.message) == (field, True)


def test_limits_and_deadlines_hold(photo_setup: Setup, astronaut_jpeg: bytes) -> None:
    narrow = replace(order_check(), max_source_side_px=511)
    with pytest.raises(ImageTooLarge, match="512; the limit is 511"):
        narrow.make(photo_setup, [astronaut_jpeg], DEFAULT_LIMITS)
    with pytest.raises(DeadlineExceeded):
        order_check().make(
            photo_setup, [astronaut_jpeg], DEFAULT_LIMITS, deadline=time.monotonic() - 1
        )
