from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from idphoto.specs.load_requirements import load_requirements
from idphoto.specs.ranges import Range
from idphoto.specs.requirements import ANY_ANGLE_DEG, WAIVERS, ChildRule, Requirements


def asked(**changes: Any) -> Requirements:
    return replace(load_requirements("icao"), **changes)


TWO_AGES = asked(
    children=(
        ChildRule(1, waives=("eyes_open",)),
        ChildRule(6, waives=("smile", "mouth_closed", "looking_at_camera", "pose")),
    )
)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"name": "US passport"}, "name"),
        ({"title": ""}, "title"),
        ({"glasses": "tinted"}, "glasses must be one of"),
        ({"smile": "faint"}, "smile must be one of"),
        ({"head_covering": "hat"}, "head_covering must be one of"),
        ({"background_shadow": True}, "background_shadow must be one of"),
        ({"max_yaw_deg": 0}, "max_yaw_deg"),
        ({"max_roll_deg": 181}, "max_roll_deg"),
        ({"min_inter_eye_px": 0}, "positive"),
        ({"background_delta_e": -1}, "positive"),
        ({"max_age_months": 0}, "positive"),
        ({"inter_eye_share": Range(23, 33)}, "share"),
        ({"min_jpeg_quality": 101}, "quality"),
        ({"children": (ChildRule(1), ChildRule(1))}, "same age"),
        ({"unverified": ("shoe_size",)}, "unknown fields"),
        ({"unverified": ("background_delta_e",)}, "unknown fields"),
        ({"unverified": ("all",)}, "check"),
        ({"checked": None}, "check"),
    ],
)
def test_requirements_out_of_range_are_refused(changes: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        asked(**changes)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [({"below_years": 0}, "positive"), ({"waives": ("shoes",)}, "unknown requirements")],
)
def test_a_child_rule_names_an_age_and_known_requirements(
    changes: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        ChildRule(**{"below_years": 6} | changes)


@pytest.mark.parametrize("years", [None, 6, 6.0, 40])
def test_nothing_is_waived_without_an_age_or_from_the_birthday_on(years: float | None) -> None:
    assert TWO_AGES.for_age(years) is TWO_AGES


def test_a_child_of_five_need_not_look_at_the_camera_but_opens_its_eyes() -> None:
    child = TWO_AGES.for_age(5.9)
    assert (child.smile, child.mouth_closed, child.looking_at_camera) == ("allowed", False, False)
    assert child.max_yaw_deg == child.max_pitch_deg == child.max_roll_deg == ANY_ANGLE_DEG
    assert child.eyes_open


def test_an_infant_has_the_waivers_of_older_children_too() -> None:
    infant = TWO_AGES.for_age(0)
    assert not infant.eyes_open
    assert infant.smile == "allowed"
    assert infant.glasses == "clear"


def test_a_negative_age_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        TWO_AGES.for_age(-1)


def test_the_rule_for_the_youngest_comes_last_in_whatever_order_they_are_written() -> None:
    assert [rule.below_years for rule in TWO_AGES.child_rules(0.5)] == [6, 1]


@pytest.mark.parametrize("name", WAIVERS)
def test_every_waiver_changes_a_strict_set(name: str) -> None:
    strict = asked(
        glasses="forbidden", head_covering="forbidden", children=(ChildRule(6, waives=(name,)),)
    )
    assert strict.for_age(3) != strict


def test_a_field_is_verified_only_by_a_check_that_covers_it() -> None:
    checked = asked(checked=date(2026, 1, 1), unverified=("smile",))
    assert checked.is_verified("glasses")
    assert not checked.is_verified("smile")
    assert not asked(checked=None, unverified=("all",)).is_verified("glasses")
