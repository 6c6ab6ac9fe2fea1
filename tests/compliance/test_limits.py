from __future__ import annotations

import pytest

from idphoto.compliance.limits import by_range, by_share, limits_of
from idphoto.compliance.verdict import Verdict
from idphoto.specs import Range


def test_a_length_may_exceed_its_range_by_the_error_of_measurement() -> None:
    limits = limits_of(Range(32, 36), give=0.7)
    found = [limits.verdict(value) for value in (31.2, 31.4, 36.6, 36.8)]
    assert found == ["fail", "pass", "pass", "fail"]


def test_a_range_says_what_was_found_and_what_is_asked() -> None:
    judged = by_range(37.44, Range(32, 36), "the head", "mm", "head_height_mm")
    assert judged.verdict is Verdict.FAIL
    assert judged.reason == "the head is 37.4 mm (32–36 mm asked)"
    assert (judged.value, judged.allowed, judged.rule) == (37.44, "32–36", "head_height_mm")


@pytest.mark.parametrize(
    ("value", "verdict"),
    [(0.22, "fail"), (0.228, "unsure"), (0.3, "pass"), (0.335, "unsure"), (0.35, "fail")],
)
def test_near_a_limit_a_share_is_unsure(value: float, verdict: str) -> None:
    assert by_share(value, Range(0.23, 0.33), "the distance").verdict == verdict
