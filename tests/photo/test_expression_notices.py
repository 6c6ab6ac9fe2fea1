"""Notices of what the person does or wears, and the refusal of a covered face."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from idphoto import make_photo
from idphoto.errors import FaceCovered
from idphoto.face.expression import Expression
from idphoto.photo.notices import on_face
from idphoto.photo.request import photo_request
from idphoto.runtime.engine import Engine

AT_REST = Expression(smile=0.0, lip_gap=0.005, pallor=-5.0, lid_gap=0.08, gaze=0.0)
JUDGED = {"eyes_closed", "eyes_off_camera", "mouth_open", "smile", "headgear"}

Codes = Callable[[Path], set[str]]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"smile": 0.7}, "smile"),
        ({"lip_gap": 0.07}, "mouth_open"),
        ({"lip_gap": 0.02, "pallor": 7.5}, "mouth_open"),
        ({"lid_gap": 0.02}, "eyes_closed"),
        ({"lid_gap": 0.02, "gaze": 0.3}, "eyes_closed"),
        ({"gaze": 0.15}, "eyes_off_camera"),
        ({"gaze": -0.15}, "eyes_off_camera"),
    ],
)
def test_each_expression_has_its_notice(changes: dict[str, Any], code: str) -> None:
    assert [one[1] for one in on_face(replace(AT_REST, **changes)) if one[0]] == [code]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"smile": 0.45},
        {"lip_gap": 0.03},
        {"pallor": 20.0},  # of lips that touch
        {"lid_gap": 0.04},
        {"gaze": 0.06},
    ],
)
def test_a_neutral_face_gives_none(changes: dict[str, Any]) -> None:
    assert not any(one[0] for one in on_face(replace(AT_REST, **changes)))


def test_a_face_that_is_too_small_is_not_judged() -> None:
    assert on_face(None) == []


# --- people --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def codes(engine: Engine) -> Codes:
    def judged(path: Path) -> set[str]:
        request = photo_request(size_px=(295, 413), quality="fast")
        photo = make_photo(path.read_bytes(), request, engine=engine)
        return {notice.code for notice in photo.notices} & JUDGED

    return judged


@pytest.mark.parametrize("number", ["008", "025", "037", "061", "062", "087", "129", "136"])
def test_neutral_studio_portraits_give_none(codes: Codes, shared: Path, number: str) -> None:
    assert codes(shared / "people" / f"london_{number}.jpg") == set()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("london_025_smile", {"smile", "mouth_open"}),
        ("london_021_smile", {"smile"}),
        ("london_024_smile", {"mouth_open"}),
        ("unsplash_charles", {"smile", "mouth_open"}),
        ("carvekit_hat", {"smile", "mouth_open", "eyes_off_camera", "headgear"}),
        ("house_alma-adams", {"smile", "mouth_open", "headgear"}),
        ("house_ilhan-omar", {"smile", "mouth_open", "headgear"}),
        ("fairface_sikh_turban", {"headgear"}),
        ("fairface_headscarf", {"headgear"}),
        ("fairface_old_man_thin_hair", set()),  # with glasses
    ],
)
def test_people_get_the_notices_a_clerk_would_give(
    codes: Codes, shared: Path, name: str, expected: set[str]
) -> None:
    assert codes(shared / "people" / f"{name}.jpg") == expected


@pytest.mark.parametrize(
    ("file", "where"),
    [
        ("people/fairface_toddler_covered", "eye"),
        ("photos/compreface_000_5", "eye"),
        ("inputs/o_sunglasses", "eye"),
        ("inputs/o_glasses_glare", "eye"),
        ("inputs/o_face_mask", "mouth"),
    ],
)
def test_a_covered_face_is_refused(codes: Codes, shared: Path, file: str, where: str) -> None:
    with pytest.raises(FaceCovered) as caught:
        codes(shared / f"{file}.jpg")
    assert caught.value.where == where
