"""Which findings are broken rules."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.compliance.drawn import SPEC, asked, handed_in, wall

from idphoto.compliance.check import ON_PHOTO
from idphoto.compliance.registry import checks_about, judge
from idphoto.photo.check import Violation, violations


def found(colour: tuple[int, int, int] = (255, 255, 255), **changes: Any) -> list[Violation]:
    ground = wall(np.full((400, 400, 3), colour, np.uint8)).ground
    evidence = replace(handed_in(**changes), ground=ground)
    return list(violations(judge(evidence, asked(SPEC), checks_about(*ON_PHOTO))))


def test_a_photo_that_meets_everything_breaks_nothing() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("changes", "violation"),
    [
        ({"size_wh": (380, 450)}, Violation("size_mm", "38×45", "35×45", "mm")),
        ({"chin_top": 425.0}, Violation("head_height_mm", "37.5", "32–36", "mm")),
        ({"file_format": "png"}, Violation("file_format", "png", "jpeg")),
        ({"size_bytes": 51_000}, Violation("file_bytes", "51,000", "10,000–50,000", "bytes")),
        (
            {"transparent": True},
            Violation("backgrounds", "transparent", "FFFFFF or DCDCDC"),
        ),
        (
            {"colour": (67, 142, 219)},
            Violation("backgrounds", "438EDB", "FFFFFF or DCDCDC, within ΔE 12"),
        ),
    ],
)
def test_a_broken_rule_is_named_with_what_was_found(
    changes: dict[str, Any], violation: Violation
) -> None:
    assert violation in found(**changes)


def test_a_fault_that_is_no_rule_of_the_specification_is_no_violation() -> None:
    assert found(centre_x=90.0) == []


@pytest.mark.parametrize(
    ("colour", "fits"),
    [
        ((240, 240, 236), True),
        ((190, 192, 191), True),
        # in doubt, but it is a photo that we made
        ((182, 182, 182), False),
        ((150, 150, 150), False),
        ((200, 215, 250), False),
    ],
)
def test_a_wall_may_be_off_white_but_not_tinted(colour: tuple[int, int, int], fits: bool) -> None:
    assert (found(colour) == []) is fits
