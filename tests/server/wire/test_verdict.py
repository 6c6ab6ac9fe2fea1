from __future__ import annotations

from typing import Any

import pytest

from idphoto.server.wire.verdict import verdict_header


@pytest.mark.parametrize(
    ("compliance", "header"),
    [
        ({"verdict": "pass", "worst": None}, "pass"),
        ({"verdict": "unsure", "worst": "smile"}, "unsure; smile"),
        ({"verdict": "fail", "worst": "eyes_closed"}, "fail; eyes_closed"),
    ],
)
def test_the_header_has_the_verdict_and_the_worst_check(
    compliance: dict[str, Any], header: str
) -> None:
    assert verdict_header({"compliance": compliance}) == {"X-Compliance-Verdict": header}


@pytest.mark.parametrize("report", [None, {}, {"timings_ms": {}}])
def test_without_an_official_photo_there_is_no_header(report: dict[str, Any] | None) -> None:
    assert verdict_header(report) == {}
