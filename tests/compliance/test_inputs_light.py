"""Spoilt photos of a real person, judged with the real networks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from idphoto.api import check_photo
from idphoto.compliance.report import ComplianceReport
from idphoto.runtime.engine import Engine

FAULTS = ("side_light", "too_dark", "too_light", "grey", "colour_cast", "red_eye", "compressed")


@pytest.fixture
def report(
    engine: Engine, shared_input: Callable[[str], Path]
) -> Callable[[str], ComplianceReport]:
    return lambda name: check_photo(shared_input(name), "gb-passport", engine=engine)


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("q_overexposed.jpg", "too_light"),
        ("q_half_shadow.jpg", "side_light"),
        ("q_blurred.jpg", "blurred"),
        ("q_grey.jpg", "grey"),
    ],
)
def test_a_spoilt_photo_fails_for_its_fault_alone(
    report: Callable[[str], ComplianceReport], name: str, fault: str
) -> None:
    found = report(name)
    assert found.finding(fault).verdict == "fail"
    others = [each for each in FAULTS if each != fault]
    assert not [each for each in others if found.finding(each).verdict in ("fail", "unsure")]
