"""Notices of what the person does or wears, and the refusal of a covered face."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from idphoto import make_photo
from idphoto.errors import FaceCovered
from idphoto.photo.request import photo_request
from idphoto.runtime.engine import Engine

JUDGED = {"eyes_closed", "eyes_off_camera", "mouth_open", "smile", "headgear"}

Codes = Callable[[Path], set[str]]


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
        ("inputs/o_sunglasses", "eye"),
        ("inputs/o_glasses_glare", "eye"),
        ("inputs/o_face_mask", "mouth"),
    ],
)
def test_a_covered_face_is_refused(codes: Codes, shared: Path, file: str, where: str) -> None:
    with pytest.raises(FaceCovered) as caught:
        codes(shared / f"{file}.jpg")
    assert caught.value.where == where
