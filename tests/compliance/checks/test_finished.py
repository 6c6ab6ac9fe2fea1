"""Size, framing and file of a finished photo against its specification."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.compliance.drawn import PHOTO, SPEC, asked, handed_in

from idphoto.compliance.asked import Asked
from idphoto.compliance.check import ON_PHOTO
from idphoto.compliance.evidence import Evidence, Making
from idphoto.compliance.finding import Finding
from idphoto.compliance.registry import checks_about, judge
from idphoto.compliance.verdict import Verdict
from idphoto.matting.veil import Veil
from idphoto.specs import Range, Spec
from idphoto.specs.load_requirements import load_requirements


def findings(spec: Spec = SPEC, asks: Asked | None = None, **changes: Any) -> dict[str, Finding]:
    found = judge(handed_in(**changes), asks or asked(spec), checks_about(*ON_PHOTO))
    return {one.id: one for one in found}


def broken(spec: Spec = SPEC, **changes: Any) -> list[tuple[str, str, str, str]]:
    """ComplianceCheck, rule, what was found and what is asked, of each that fails."""
    return [
        (one.id, one.judged.rule, one.check.found(one.judged), one.judged.allowed)
        for one in findings(spec, **changes).values()
        if one.verdict is Verdict.FAIL
    ]


def test_a_photo_that_meets_everything_fails_nothing() -> None:
    assert broken() == []
    assert findings()["head_size"].judged.reason == (
        "the head from the chin to the crown is 34.0 mm (32–36 mm asked)"
    )


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"size_wh": (380, 450)}, ("wrong_size", "size_mm", "38×45", "35×45")),
        ({"chin_top": 425.0}, ("head_size", "head_height_mm", "37.5", "32–36")),
        ({"chin_top": 350.0}, ("head_size", "head_height_mm", "30.0", "32–36")),
        ({"eyes_top": 260.0}, ("eye_line", "eye_line_mm", "19.0", "20–26")),
        ({"head_top": 70.0}, ("top_margin", "top_margin_mm", "7.0", "2–6")),
        ({"file_format": "png"}, ("wrong_format", "file_format", "png", "jpeg")),
        ({"size_bytes": 51_000}, ("file_size", "file_bytes", "51,000", "10,000–50,000")),
        ({"dpi": 300.0}, ("wrong_size", "size_mm", "29.6×38.1", "35×45")),
        ({"centre_x": 100.0}, ("off_centre", "", "0.21", "at most 0.05")),
    ],
)
def test_a_fault_has_its_rule_and_its_numbers(
    changes: dict[str, Any], fault: tuple[str, str, str, str]
) -> None:
    assert fault in broken(**changes)


def test_the_head_may_be_off_by_the_error_of_measurement() -> None:
    assert broken(chin_top=414.0) == []  # 36.4 mm of at most 36


def test_hair_counts_where_the_authority_measures_to_the_hair() -> None:
    spec = replace(SPEC, head_measured_to="hair")
    assert findings(spec)["head_size"].judged.value == 36.0


def test_a_coarse_print_fails() -> None:
    spec = replace(SPEC, head_height_mm=None, eye_line_mm=None, top_margin_mm=None)
    coarse = {"size_wh": (175, 225), "dpi": 127.0, "centre_x": 87.0}
    assert broken(spec, **coarse) == [("wrong_density", "dpi", "127", "at least 254")]


def test_a_file_without_a_density_is_not_assessed_if_its_shape_is_right() -> None:
    found = findings(dpi=None)
    assert found["wrong_size"].verdict is Verdict.NOT_ASSESSED
    assert found["wrong_density"].verdict is Verdict.NOT_ASSESSED
    assert findings(dpi=None, size_wh=(450, 450))["wrong_size"].verdict is Verdict.FAIL


def test_pixels_of_an_upload_lie_between_its_limits() -> None:
    spec = replace(SPEC, size_mm=None, head_height_mm=None, eye_line_mm=None, top_margin_mm=None)
    spec = replace(spec, min_px=(300, 400), max_px=(400, 500))
    rules = {
        (250, 321): "min_px",
        (420, 540): "max_px",
        (400, 450): "size_px",
    }
    for size_wh, rule in rules.items():
        found = broken(spec, size_wh=size_wh, centre_x=size_wh[0] / 2)
        assert [each[1] for each in found] == [rule]
    assert broken(spec, size_wh=(350, 450)) == []


def test_an_exact_size_in_pixels_is_exact() -> None:
    spec = replace(SPEC, size_mm=None, head_height_mm=None, eye_line_mm=None, top_margin_mm=None)
    assert broken(spec, size_wh=(351, 450)) == [("wrong_pixels", "size_px", "351×450", "350×450")]


def test_shares_of_the_width_are_judged_where_an_authority_states_them() -> None:
    asks = replace(
        asked(SPEC),
        requirements=replace(
            load_requirements(),
            inter_eye_share=Range(0.23, 0.33),
            face_width_share=Range(0.53, 0.8),
        ),
    )
    found = findings(asks=asks, inter_eye=60.0, face_width=300.0)
    assert found["eye_distance"].verdict is Verdict.FAIL
    assert found["face_width"].verdict is Verdict.FAIL
    assert findings(asks=asks)["eye_distance"].verdict is Verdict.PASS
    assert "eye_distance" not in findings()


@pytest.mark.parametrize(
    ("edits", "beyond", "verdict"),
    [
        (None, 0.0, "not_assessed"),
        ((), 0.0, "pass"),
        (("retouch",), 0.0, "fail"),
        ((), 0.05, "fail"),
    ],
)
def test_edits_fail_where_the_authority_forbids_them(
    edits: tuple[str, ...] | None, beyond: float, verdict: str
) -> None:
    strict = replace(SPEC, editing_forbidden=True)
    asks = replace(asked(strict), edits=edits)
    assert findings(asks=asks, making=Making(1.0, beyond))["editing_forbidden"].verdict == verdict
    assert "editing_forbidden" not in findings()


@pytest.mark.parametrize(
    ("making", "check", "reason"),
    [
        (Making(2.5), "enlarged", "enlarged 2.5 times"),
        (Making(1.0, hair_beyond=0.1), "hair_outside", "up to 10% of its width"),
        (Making(1.0, stretched=0.25), "body_extended", "to fill 25% of the photo"),
        (Making(1.0, veil=Veil(0.2, 0.9)), "matte_unsure", "an area of 20%"),
    ],
)
def test_what_the_making_did_is_judged(making: Making, check: str, reason: str) -> None:
    evidence = replace(handed_in(making), portrait=None)
    found = {one.id: one for one in judge(evidence, asked(SPEC), checks_about(*ON_PHOTO))}
    assert found[check].verdict is Verdict.FAIL
    assert reason in found[check].judged.reason
    fine = Making(1.0, 0.0, 0.0, 0.0, Veil(0.0, 0.0))
    good = {one.id: one for one in judge(handed_in(fine), asked(SPEC), checks_about(*ON_PHOTO))}
    assert good[check].verdict is Verdict.PASS


def test_under_new_clothes_and_before_the_own_wall_less_is_judged() -> None:
    found = {one.id for one in judge(handed_in(Making(1.0)), asked(SPEC), checks_about(*ON_PHOTO))}
    assert not {"body_extended", "matte_unsure"} & found


def test_a_photo_without_a_whole_head_still_has_a_file() -> None:
    evidence = Evidence(photo=replace(PHOTO, head=None, size_bytes=9))
    found = {one.id: one for one in judge(evidence, asked(SPEC), checks_about(*ON_PHOTO))}
    assert found["file_size"].verdict is Verdict.FAIL
    assert "head_size" not in found


@pytest.mark.parametrize(
    ("turns", "verdict", "reason"),
    [
        (0, "pass", "the person is upright"),
        (1, "fail", "the file shows the person on its side"),
        (2, "fail", "the file shows the person upside down"),
    ],
)
def test_a_file_that_shows_the_person_turned_fails(turns: int, verdict: str, reason: str) -> None:
    found = findings(turns=turns)["not_upright"]
    assert (found.verdict, found.judged.reason) == (verdict, reason)


def test_the_files_quality_is_judged_where_an_authority_states_one() -> None:
    asks = replace(asked(SPEC), requirements=replace(load_requirements(), min_jpeg_quality=85))
    assert findings(asks=asks, jpeg_quality=30.0)["low_quality"].verdict is Verdict.FAIL
    assert findings(asks=asks, jpeg_quality=92.0)["low_quality"].verdict is Verdict.PASS
    assert "low_quality" not in findings(asks=asks)
    assert "low_quality" not in findings(jpeg_quality=30.0)
