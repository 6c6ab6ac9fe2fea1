"""What may be completed of what the source's borders cut."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.photo.framing.cut_people import (
    CHIN_Y,
    HEAD_PX,
    borders_of,
    cut,
)

from idphoto.errors import BodyCutOff, HairCutOff
from idphoto.face.measure import FaceGeometry
from idphoto.photo.framing.borders import (
    MAX_HIDDEN,
    SIDES,
    BorderSide,
    check_borders,
    visible_cuts,
)
from idphoto.photo.framing.frame import MAX_STRETCH_BELOW, MAX_STRETCH_BESIDE, Frame

# --- how much clothes may be stretched ----------------------------------------------------------


def test_clothes_may_be_stretched_downwards_and_less_to_the_sides() -> None:
    borders = borders_of(*(cut(side) for side in ("left", "right", "bottom")))
    assert borders.stretch("bottom") == MAX_STRETCH_BELOW
    assert borders.stretch("left", "right") == MAX_STRETCH_BESIDE
    assert MAX_STRETCH_BESIDE < MAX_STRETCH_BELOW


def test_a_body_that_ends_by_itself_is_not_stretched_downwards() -> None:
    assert borders_of().stretch("bottom") == 0


@pytest.mark.parametrize("side", ["left", "right", "bottom"])
def test_skin_and_hair_are_not_stretched(side: BorderSide) -> None:
    assert borders_of(cut(side, clothes=0.8)).stretch(side) == 0
    assert borders_of(cut(side, hidden=10)).stretch(side) == 0


def test_one_bare_arm_forbids_stretching_to_both_sides() -> None:
    borders = borders_of(cut("left"), cut("right", clothes=0.0))
    assert borders.stretch("left", "right") == 0
    assert borders.stretch("left") == MAX_STRETCH_BESIDE


# --- refusals -----------------------------------------------------------------------------------

SIZE_WH = (300, 400)
# The photo's top is the source's, and a few pixels beyond are shown.
BEYOND_TOP = Frame(0.5, 0.0, 10.0, SIZE_WH)
INSIDE = Frame(0.5, 0.0, -10.0, SIZE_WH)


def test_a_frame_inside_the_source_shows_no_cut(geometry: FaceGeometry) -> None:
    borders = borders_of(*(cut(side, hidden=50) for side in SIDES))
    assert list(visible_cuts(borders, geometry, INSIDE)) == []
    check_borders(borders, geometry, INSIDE, dressed=False)


def test_the_cuts_that_a_frame_shows_are_named(geometry: FaceGeometry) -> None:
    borders = borders_of(*(cut(side, hidden=50) for side in ("left", "top", "right")))
    shown = replace(BEYOND_TOP, missing_left_px=5.0)
    assert [cut.side for cut in visible_cuts(borders, geometry, shown)] == ["left", "top"]


def test_too_much_hidden_hair_is_refused_with_its_share_of_the_head(
    geometry: FaceGeometry,
) -> None:
    with pytest.raises(HairCutOff) as refused:
        check_borders(
            borders_of(cut("top", hidden=0.1 * HEAD_PX)), geometry, BEYOND_TOP, dressed=False
        )
    assert refused.value.code == "hair_cut_off"
    assert refused.value.sides == "top"
    assert refused.value.missing == pytest.approx(0.1)
    assert refused.value.allowed == MAX_HIDDEN
    assert "at the top of the photo: about 10% of the head's height" in refused.value.message


def test_hair_hidden_at_two_borders_names_both_and_the_worse_share(geometry: FaceGeometry) -> None:
    borders = borders_of(cut("top", hidden=0.06 * HEAD_PX), cut("right", hidden=0.2 * HEAD_PX))
    with pytest.raises(HairCutOff) as refused:
        check_borders(borders, geometry, replace(BEYOND_TOP, missing_right_px=20.0), dressed=False)
    assert refused.value.sides == "top and right"
    assert refused.value.missing == pytest.approx(0.2)


def test_a_little_hidden_hair_is_closed_and_not_refused(geometry: FaceGeometry) -> None:
    borders = borders_of(cut("top", hidden=0.99 * MAX_HIDDEN * HEAD_PX))
    check_borders(borders, geometry, BEYOND_TOP, dressed=False)
    assert [cut.side for cut in visible_cuts(borders, geometry, BEYOND_TOP)] == ["top"]


def test_where_the_background_is_kept_no_cut_hair_may_show(geometry: FaceGeometry) -> None:
    borders = borders_of(cut("top", hidden=0.01 * HEAD_PX))
    with pytest.raises(HairCutOff) as refused:
        check_borders(borders, geometry, BEYOND_TOP, dressed=False, stretches=False)
    assert (refused.value.sides, refused.value.allowed) == ("top", 0.0)
    check_borders(borders, geometry, INSIDE, dressed=False, stretches=False)


def test_where_the_background_is_kept_no_clothes_are_stretched(geometry: FaceGeometry) -> None:
    frame = replace(INSIDE, missing_bottom_px=0.05 * 400)
    check_borders(borders_of(cut("bottom")), geometry, frame, dressed=False)
    with pytest.raises(BodyCutOff) as refused:
        check_borders(borders_of(cut("bottom")), geometry, frame, dressed=False, stretches=False)
    assert refused.value.allowed == 0.005


@pytest.mark.parametrize(
    ("side", "clothes", "missing", "allowed"),
    [
        ("left", 1.0, 0.10, MAX_STRETCH_BESIDE),
        ("right", 1.0, 0.10, MAX_STRETCH_BESIDE),
        ("bottom", 1.0, 0.15, MAX_STRETCH_BELOW * (1 - (0.5 * CHIN_Y - 10) / 400)),
        ("left", 0.5, 0.02, 0.005),
        ("bottom", 0.0, 0.02, 0.005),
    ],
)
def test_too_little_body_is_refused_with_side_and_shares(
    geometry: FaceGeometry, side: BorderSide, clothes: float, missing: float, allowed: float
) -> None:
    length = SIZE_WH[1] if side == "bottom" else SIZE_WH[0]
    lacking: dict[str, Any] = {f"missing_{side}_px": missing * length}
    frame = replace(INSIDE, **lacking)
    with pytest.raises(BodyCutOff) as refused:
        check_borders(borders_of(cut(side, clothes=clothes)), geometry, frame, dressed=False)
    assert refused.value.code == "body_cut_off"
    assert refused.value.side == side
    assert refused.value.missing == pytest.approx(missing)
    assert refused.value.allowed == pytest.approx(allowed, abs=1e-4)
    assert f"the body is cut off at the {side} of the photo: {missing:.0%}" in refused.value.message
    assert "--clothes" in refused.value.remedy


def test_clothes_within_their_limits_are_completed(geometry: FaceGeometry) -> None:
    frame = replace(INSIDE, missing_left_px=0.055 * 300, missing_bottom_px=0.065 * 400)
    check_borders(borders_of(cut("left"), cut("bottom")), geometry, frame, dressed=False)
    assert frame.missing_left_px > 0


def test_a_body_that_ends_in_the_air_is_refused(geometry: FaceGeometry) -> None:
    frame = replace(INSIDE, missing_bottom_px=0.05 * 400)
    with pytest.raises(BodyCutOff, match="bottom"):
        check_borders(borders_of(), geometry, frame, dressed=False)


def test_new_clothes_make_up_for_any_missing_body(geometry: FaceGeometry) -> None:
    frame = replace(INSIDE, missing_bottom_px=200.0, missing_left_px=100.0)
    check_borders(borders_of(cut("left", clothes=0.0)), geometry, frame, dressed=True)
    with pytest.raises(BodyCutOff):
        check_borders(borders_of(cut("left", clothes=0.0)), geometry, frame, dressed=False)


def test_new_clothes_do_not_make_up_for_hidden_hair(geometry: FaceGeometry) -> None:
    borders = borders_of(cut("top", hidden=0.1 * HEAD_PX))
    with pytest.raises(HairCutOff):
        check_borders(borders, geometry, BEYOND_TOP, dressed=True)
