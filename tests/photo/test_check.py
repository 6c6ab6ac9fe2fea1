"""Numbers of a finished photo against a specification."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from idphoto.compliance.ground import SeenGround
from idphoto.photo.check import Finished, Violation, fit_of, violations
from idphoto.specs import Range, Spec, load_spec

WHITE = SeenGround((255, 255, 255), 0.0)
# 35 × 45 mm at 254 dpi: ten pixels to the millimetre
SPEC = Spec(
    slug="xx-passport",
    title="Nowhere passport",
    category="Passport",
    country="XX",
    vendor_id=None,
    size_mm=(35, 45),
    size_px=(350, 450),
    dpi=254,
    backgrounds=("FFFFFF", "DCDCDC"),
    head_height_mm=Range(32, 36),
    eye_line_mm=Range(20, 26),
    top_margin_mm=Range(2, 6),
    file_bytes=Range(10_000, 50_000),
    file_format="jpeg",
    unverified=("all",),
)
GOOD = Finished(
    size_wh=(350, 450),
    dpi=254,
    format="jpeg",
    size_bytes=30_000,
    eyes_top=215,
    chin_top=390,
    crown_top=50,
    head_top=30,
    px_per_mm=10,
    ground=WHITE,
)


def found(spec: Spec = SPEC, **changes: Any) -> list[Violation]:
    return list(violations(spec, replace(GOOD, **changes)))


def test_a_photo_that_meets_everything_breaks_nothing() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("changes", "violation"),
    [
        ({"size_wh": (380, 450)}, Violation("size_mm", "38×45", "35×45", "mm")),
        ({"chin_top": 425}, Violation("head_height_mm", "37.5", "32–36", "mm")),
        ({"chin_top": 350}, Violation("head_height_mm", "30.0", "32–36", "mm")),
        ({"eyes_top": 260}, Violation("eye_line_mm", "19.0", "20–26", "mm")),
        ({"head_top": 70}, Violation("top_margin_mm", "7.0", "2–6", "mm")),
        ({"format": "png"}, Violation("file_format", "png", "jpeg")),
        ({"size_bytes": 51_000}, Violation("file_bytes", "51,000", "10,000–50,000", "bytes")),
        (
            {"ground": SeenGround((67, 142, 219), 0.0)},
            Violation("backgrounds", "438EDB", "FFFFFF or DCDCDC"),
        ),
        (
            {"ground": SeenGround((255, 255, 255), 0.26)},
            Violation("backgrounds", "plain but for 26%", "plain but for 10%"),
        ),
        (
            {"ground": None, "transparent": True},
            Violation("backgrounds", "transparent", "FFFFFF or DCDCDC"),
        ),
    ],
)
def test_a_broken_rule_is_named_with_what_was_found(
    changes: dict[str, Any], violation: Violation
) -> None:
    assert found(**changes) == [violation]


def test_a_second_measurement_may_miss_a_limit_by_its_own_error() -> None:
    assert found(chin_top=415) == []  # 36.5 mm
    assert [one.rule for one in found(chin_top=418)] == ["head_height_mm"]  # 36.8 mm
    assert found(head_top=19) == []


def test_hair_counts_where_the_specification_says_so() -> None:
    hairy = replace(SPEC, head_measured_to="hair")
    assert found(hairy) == []
    assert found(hairy, head_top=20, chin_top=390) == [
        Violation("head_height_mm", "37.0", "32–36", "mm")
    ]


def test_the_print_is_measured_at_the_files_own_dpi() -> None:
    assert found(dpi=300) == [Violation("size_mm", "29.6×38.1", "35×45", "mm")]
    finer: dict[str, Any] = {"size_wh": (700, 900), "dpi": 508, "px_per_mm": 20}
    head: dict[str, Any] = {"eyes_top": 430, "chin_top": 780, "crown_top": 100, "head_top": 60}
    assert found(**finer, **head) == []
    coarser: dict[str, Any] = {"size_wh": (175, 225), "dpi": 127, "px_per_mm": 5}
    head = {"eyes_top": 107, "chin_top": 195, "crown_top": 25, "head_top": 15}
    assert found(**coarser, **head) == [Violation("dpi", "127", "at least 254")]


def test_a_size_in_pixels_is_met_exactly_or_within_its_limits() -> None:
    exact = load_spec("us-dv-lottery")
    head = {"eyes_top": 220, "chin_top": 480, "crown_top": 140, "head_top": 120}
    lottery = {**head, "px_per_mm": exact.px_per_mm, "dpi": 300}
    assert found(exact, size_wh=(600, 600), **lottery) == []
    assert found(exact, size_wh=(601, 601), **lottery) == [
        Violation("size_px", "601×601", "600×600", "px")
    ]
    upload = load_spec("nz-passport")  # 900 × 1200 to 4500 × 6000 px
    ground, size_bytes = SeenGround((220, 220, 220), 0.0), 600_000
    assert found(upload, size_wh=(900, 1200), ground=ground, size_bytes=size_bytes) == []
    assert [
        one.rule for one in found(upload, size_wh=(600, 800), ground=ground, size_bytes=size_bytes)
    ] == ["min_px"]
    assert [
        one.rule
        for one in found(upload, size_wh=(1200, 1200), ground=ground, size_bytes=size_bytes)
    ] == ["size_px"]


def test_a_wall_may_be_off_white_but_not_tinted() -> None:
    assert fit_of(SPEC, SeenGround((240, 240, 236), 0.05)).fits
    assert fit_of(SPEC, SeenGround((190, 192, 191), 0.0)).fits
    assert not fit_of(SPEC, SeenGround((150, 150, 150), 0.0)).fits
    assert not fit_of(SPEC, SeenGround((200, 215, 250), 0.0)).fits
    assert fit_of(replace(SPEC, backgrounds=()), SeenGround((0, 0, 255), 0.0)).fits
