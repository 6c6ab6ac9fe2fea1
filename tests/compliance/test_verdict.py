from __future__ import annotations

import pytest

from idphoto.compliance.verdict import Limits, Verdict, at_least, at_most


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        (5.0, Verdict.PASS),
        (5.1, Verdict.UNSURE),
        (8.0, Verdict.UNSURE),
        (8.1, Verdict.FAIL),
    ],
)
def test_between_the_two_limits_a_check_is_unsure(value: float, verdict: Verdict) -> None:
    assert at_most(5.0, unsure_to=8.0).verdict(value) is verdict
    assert at_least(-5.0, unsure_from=-8.0).verdict(-value) is verdict


def test_without_a_band_a_value_passes_or_fails() -> None:
    assert at_most(5.0).verdict(5.0) is Verdict.PASS
    assert at_most(5.0).verdict(5.01) is Verdict.FAIL
    assert at_least(5.0).verdict(4.99) is Verdict.FAIL


def test_limits_on_both_sides_hold_together() -> None:
    limits = Limits(1.0, 2.0, 3.0, 4.0)
    found = [limits.verdict(value) for value in (0.5, 1.5, 2.5, 3.5, 4.5)]
    assert found == ["fail", "unsure", "pass", "unsure", "fail"]


def test_open_limits_let_everything_pass() -> None:
    assert Limits().verdict(1e9) is Verdict.PASS
