from __future__ import annotations

import math
from typing import Any

import pytest

from idphoto.errors import BadRequest
from idphoto.photo.framing.constraints import PLACES, SIZES, FrameConstraints, Limit
from idphoto.specs import Range, Spec, load_spec


def spec(**changes: Any) -> Spec:
    values: dict[str, Any] = {
        "slug": "xx-passport",
        "title": "Nowhere passport",
        "category": "Passport",
        "country": "XX",
        "vendor_id": None,
        "size_mm": (35, 45),
        "size_px": (700, 900),
        "dpi": 508,
        "unverified": ("all",),
    }
    return Spec(**values | changes)


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({}, "target"),
        ({"target": -1}, "target"),
        ({"low": math.nan}, "low"),
        ({"high": math.inf}, "high"),
        ({"low": 2, "high": 1}, "low"),
        ({"low": 2, "target": 1}, "low"),
        ({"target": 3, "high": 2}, "target"),
        ({"low": 1, "target": 3, "high": 2}, "target"),
    ],
)
def test_an_impossible_limit_is_refused_with_its_parts_name(
    parts: dict[str, float], field: str
) -> None:
    with pytest.raises(BadRequest) as error:
        Limit(**parts)
    assert error.value.field == field


def test_a_limits_ends_may_coincide() -> None:
    assert Limit(low=5, target=5, high=5).target == 5


@pytest.mark.parametrize("name", SIZES)
@pytest.mark.parametrize("limit", [Limit(target=0), Limit(high=0)])
def test_a_head_of_size_0_is_refused(name: str, limit: Limit) -> None:
    with pytest.raises(BadRequest) as error:
        FrameConstraints(**{name: limit})
    assert error.value.field == name


@pytest.mark.parametrize("name", PLACES)
def test_a_limit_may_be_at_the_top_edge(name: str) -> None:
    assert FrameConstraints(**{name: Limit(target=0)})[name] == Limit(target=0)


def test_an_override_replaces_whole_limits_and_leaves_the_others() -> None:
    rules = FrameConstraints(face_height=Limit(low=300, high=400), head_top=Limit(low=10))
    wish = FrameConstraints(face_height=Limit(target=350), eyes_top=Limit(high=200))
    assert rules.merged(wish) == FrameConstraints(
        face_height=Limit(target=350), head_top=Limit(low=10), eyes_top=Limit(high=200)
    )


def test_scaling_keeps_open_ends_open() -> None:
    rules = FrameConstraints(face_width=Limit(low=10, target=11), chin_top=Limit(high=30))
    assert rules.scaled(2) == FrameConstraints(
        face_width=Limit(low=20, target=22), chin_top=Limit(high=60)
    )


def test_millimetres_become_pixels() -> None:
    assert FrameConstraints.from_mm(
        20, head_height=Limit(low=32, high=36), head_top=Limit(target=4)
    ) == FrameConstraints(head_height=Limit(low=640, high=720), head_top=Limit(target=80))


def test_a_spec_without_head_figures_sets_no_limits() -> None:
    assert FrameConstraints.from_spec(spec()) == FrameConstraints()
    assert FrameConstraints.from_spec(load_spec("picwish-1102")) == FrameConstraints()


def test_a_head_measured_to_the_crown_limits_the_face() -> None:
    assert FrameConstraints.from_spec(spec(head_height_mm=Range(32, 36))) == FrameConstraints(
        face_height=Limit(low=640, high=720)
    )


def test_a_head_measured_to_the_hair_limits_the_head() -> None:
    hairy = spec(head_height_mm=Range(30, None), head_measured_to="hair")
    assert FrameConstraints.from_spec(hairy) == FrameConstraints(head_height=Limit(low=600))


@pytest.mark.parametrize(
    ("above_bottom", "below_top"),
    [
        (Range(22, 32), Limit(low=260, high=460)),
        (Range(22, None), Limit(high=460)),
        (Range(None, 32), Limit(low=260)),
    ],
)
def test_an_eye_line_above_the_bottom_is_converted_to_one_below_the_top(
    above_bottom: Range, below_top: Limit
) -> None:
    eyes = FrameConstraints.from_spec(spec(eye_line_mm=above_bottom)).eyes_top
    assert eyes is not None
    for part in ("low", "high"):
        assert getattr(eyes, part) == pytest.approx(getattr(below_top, part))


def test_a_top_margin_is_measured_to_the_hair() -> None:
    margin = FrameConstraints.from_spec(spec(top_margin_mm=Range(4, 6)))
    assert margin == FrameConstraints(head_top=Limit(low=80, high=120))


def test_a_file_of_another_shape_than_its_print_keeps_shares_of_the_height() -> None:
    face = FrameConstraints.from_spec(load_spec("hk-passport")).face_height
    assert face == Limit(low=1600 * 32 / 50, high=1600 * 36 / 50)


def test_a_file_without_a_print_size_uses_its_dpi() -> None:
    head = FrameConstraints.from_spec(load_spec("us-dv-lottery")).head_height
    assert head is not None
    assert head.low == pytest.approx(25.4 / 25.4 * 300)
