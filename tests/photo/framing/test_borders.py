"""What the source's borders cut, on drawn people, and what may be completed, on numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from idphoto.errors import BodyCutOff, HairCutOff
from idphoto.face.landmarks import Face
from idphoto.face.measure import VERTEX_RATIO, FaceGeometry, estimate_geometry
from idphoto.imaging.geometry import Similarity
from idphoto.models.segmenter import BodyPart
from idphoto.photo.framing.borders import (
    MAX_HIDDEN,
    SIDES,
    BorderCut,
    Borders,
    BorderSide,
    cap_height,
    check_borders,
    closed_outline,
    read_borders,
    visible_cuts,
)
from idphoto.photo.framing.frame import MAX_STRETCH_BELOW, MAX_STRETCH_BESIDE, Frame
from idphoto.photo.matting.matte import Matte

Box = tuple[int, int, int, int]
Parts = NDArray[np.uint8]

PICTURE_WH = (600, 800)
UNIT = 60.0
EYES = (300.0, 250.0)
CHIN_Y = EYES[1] + 1.4 * UNIT
HEAD_PX = VERTEX_RATIO * 1.4 * UNIT
ALL = (0, 0, *PICTURE_WH)


@pytest.fixture
def geometry(draw_face: Callable[[float, float, float], Face]) -> FaceGeometry:
    return estimate_geometry(draw_face(*EYES, UNIT), PICTURE_WH)


def seen(*areas: tuple[BodyPart, Box], to_matte: Similarity | None = None) -> Matte:
    """The matte of a picture in which the areas (part, (left, top, right, bottom)) are a person."""
    parts: Parts = np.full(PICTURE_WH[::-1], BodyPart.BACKGROUND, np.uint8)
    for part, (left, top, right, bottom) in areas:
        parts[top:bottom, left:right] = part
    alpha = (parts != BodyPart.BACKGROUND).astype(np.float32)
    nothing = np.zeros_like(alpha)
    return Matte(alpha, nothing, parts, to_matte or Similarity(), contact=0.0)


HAIR, SHIRT, SKIN = BodyPart.HAIR, BodyPart.CLOTHES, BodyPart.BODY_SKIN
WHOLE_HEAD = (HAIR, (220, 150, 380, 360))
TORSO = (SHIRT, (150, 360, 450, 700))


# --- which borders cut the person ---------------------------------------------------------------


def test_a_person_inside_the_picture_is_cut_by_no_border(geometry: FaceGeometry) -> None:
    borders = read_borders(seen(WHOLE_HEAD, TORSO), geometry, PICTURE_WH)
    assert borders.cuts == {}
    assert (borders.left_x, borders.right_x) == (None, None)


def test_where_only_the_mattes_region_ends_nothing_is_cut(geometry: FaceGeometry) -> None:
    # the matte begins 50 px below the picture's top and covers half of its width
    part = seen((HAIR, ALL), to_matte=Similarity(1.0, 0.0, -100.0, -50.0))
    borders = read_borders(part, geometry, (1000, 1000))
    assert borders.cuts == {}
    assert set(read_borders(part, geometry, (700, 850)).cuts) == {"right", "bottom"}


def round_head(radius: float, hidden: float) -> Matte:
    """A disc of hair above a torso, of which the picture's top hides a part."""
    y, x = np.mgrid[: PICTURE_WH[1], : PICTURE_WH[0]] + 0.5
    disc = np.hypot(x - 300, y - (radius - hidden)) < radius
    matte = seen(TORSO)
    alpha = np.maximum(matte.alpha, disc.astype(np.float32))
    return replace(matte, alpha=alpha, parts=np.where(disc, np.uint8(HAIR), matte.parts))


def test_a_round_head_cut_by_the_top_is_completed_to_its_circle(geometry: FaceGeometry) -> None:
    radius, hidden = 110.0, 12.0
    cut = read_borders(round_head(radius, hidden), geometry, PICTURE_WH).cuts["top"]
    # a border is read up to 3 px inside, where the head is wider
    assert 2 * math.sqrt(2 * radius * hidden - hidden**2) <= cut.head <= 112
    assert cut.hidden == pytest.approx(hidden, abs=3)
    assert (cut.body, cut.clothes) == (0.0, 1.0)
    assert not cut.only_clothes


def test_a_round_head_that_only_touches_the_top_is_not_cut(geometry: FaceGeometry) -> None:
    assert read_borders(round_head(110.0, 0.0), geometry, PICTURE_WH).cuts == {}


def test_straight_hair_cut_by_the_top_may_go_on_for_half_a_circle(geometry: FaceGeometry) -> None:
    cut = read_borders(seen((HAIR, (240, 0, 360, 360))), geometry, PICTURE_WH).cuts["top"]
    assert cut.head == 120
    assert cut.hidden == pytest.approx(60, abs=3)


def test_a_strand_at_the_border_is_no_cut(geometry: FaceGeometry) -> None:
    strand = (HAIR, (300, 0, 304, 200))
    assert read_borders(seen(WHOLE_HEAD, strand, TORSO), geometry, PICTURE_WH).cuts == {}


@pytest.mark.parametrize(
    ("side", "sleeve"), [("left", (0, 450, 300, 700)), ("right", (300, 450, 600, 700))]
)
def test_a_sleeve_cut_by_a_side_is_body_and_all_clothes(
    geometry: FaceGeometry, side: BorderSide, sleeve: Box
) -> None:
    cuts = read_borders(seen(WHOLE_HEAD, TORSO, (SHIRT, sleeve)), geometry, PICTURE_WH).cuts
    assert set(cuts) == {side}
    assert cuts[side].body == 250
    assert (cuts[side].head, cuts[side].hidden) == (0, 0)
    assert cuts[side].only_clothes


def test_a_bare_arm_at_the_border_is_no_clothes(geometry: FaceGeometry) -> None:
    arm = (SKIN, (0, 450, 300, 700))
    cut = read_borders(seen(WHOLE_HEAD, TORSO, arm), geometry, PICTURE_WH).cuts["left"]
    assert cut.clothes == 0
    assert not cut.only_clothes


def test_the_share_of_clothes_is_that_of_the_border(geometry: FaceGeometry) -> None:
    sleeve, hand = (SHIRT, (0, 450, 300, 650)), (SKIN, (0, 650, 300, 700))
    cut = read_borders(seen(TORSO, sleeve, hand), geometry, PICTURE_WH).cuts["left"]
    assert cut.clothes == pytest.approx(0.8)
    assert not cut.only_clothes


def test_a_little_skin_at_the_border_does_not_matter(geometry: FaceGeometry) -> None:
    sleeve, hand = (SHIRT, (0, 450, 300, 680)), (SKIN, (0, 680, 300, 700))
    assert read_borders(seen(TORSO, sleeve, hand), geometry, PICTURE_WH).cuts["left"].only_clothes


def test_hair_at_a_side_is_the_head_down_to_the_collar_and_body_below(
    geometry: FaceGeometry,
) -> None:
    long_hair = (HAIR, (0, 200, 300, 600))
    cut = read_borders(seen(TORSO, long_hair), geometry, PICTURE_WH).cuts["left"]
    collar = CHIN_Y + 0.1 * HEAD_PX
    assert cut.head == pytest.approx(collar - 200, abs=1)
    assert cut.body == pytest.approx(600 - collar, abs=1)
    assert not cut.only_clothes


def test_a_shoulder_raised_to_the_cheek_is_still_body(geometry: FaceGeometry) -> None:
    shoulder = (SHIRT, (0, 280, 300, 700))
    cut = read_borders(seen(TORSO, shoulder), geometry, PICTURE_WH).cuts["left"]
    assert (cut.head, cut.body) == (0, 420)


def test_a_hat_above_the_eyes_is_never_body(geometry: FaceGeometry) -> None:
    brim = (SHIRT, (0, 150, 300, 200))
    cut = read_borders(seen(TORSO, brim), geometry, PICTURE_WH).cuts["left"]
    assert (cut.head, cut.body) == (50, 0)


def test_cuts_are_measured_in_the_pictures_pixels(geometry: FaceGeometry) -> None:
    sleeve = (SHIRT, (0, 450, 300, 700))
    fine = seen(WHOLE_HEAD, TORSO, sleeve)
    half = np.s_[::2, ::2]
    coarse = Matte(
        fine.alpha[half], fine.soft[half], fine.parts[half], Similarity(0.5), contact=0.0
    )
    cut = read_borders(coarse, geometry, PICTURE_WH).cuts["left"]
    assert cut.body == pytest.approx(250, abs=2)


# --- how far the body reaches -------------------------------------------------------------------


def test_the_sides_that_cut_the_person_limit_the_photo(geometry: FaceGeometry) -> None:
    both = seen(WHOLE_HEAD, (SHIRT, (0, 400, 600, 700)))
    borders = read_borders(both, geometry, PICTURE_WH)
    assert [borders.left_x, borders.right_x] == pytest.approx([0, 600], abs=1)


def test_a_tilted_pictures_side_is_where_it_cuts_the_person_furthest_inside(
    geometry: FaceGeometry,
) -> None:
    tilted = replace(geometry, roll_deg=-10.0)
    borders = read_borders(seen(WHOLE_HEAD, (SHIRT, (0, 400, 600, 800))), tilted, PICTURE_WH)
    # levelled, the picture is turned clockwise: its left side leans to the left further down
    at_400 = tilted.levelling.apply(np.array([[0.5, 400.5]]))[0, 0]
    assert borders.left_x == pytest.approx(at_400, abs=1)


def test_a_body_that_the_bottom_cuts_reaches_down_to_it(geometry: FaceGeometry) -> None:
    borders = read_borders(seen(WHOLE_HEAD, (SHIRT, (150, 360, 450, 800))), geometry, PICTURE_WH)
    assert borders.cuts["bottom"].only_clothes
    assert borders.body_bottom_y == pytest.approx(800, abs=1)
    assert borders.bottom_slope == 0


def test_a_body_that_ends_inside_the_picture_ends_there(geometry: FaceGeometry) -> None:
    borders = read_borders(seen(WHOLE_HEAD, TORSO), geometry, PICTURE_WH)
    assert borders.body_bottom_y == pytest.approx(700, abs=1)


def test_a_desk_in_front_of_the_body_ends_it(geometry: FaceGeometry) -> None:
    desk = (BodyPart.BACKGROUND, (260, 640, 450, 800))
    body = (SHIRT, (150, 360, 450, 800))
    borders = read_borders(seen(WHOLE_HEAD, body, desk), geometry, PICTURE_WH)
    assert borders.body_bottom_y == pytest.approx(640, abs=2)


def test_without_any_body_it_ends_at_the_chin(geometry: FaceGeometry) -> None:
    borders = read_borders(seen((HAIR, (220, 150, 380, 330))), geometry, PICTURE_WH)
    assert borders.body_bottom_y == pytest.approx(CHIN_Y)


@pytest.mark.parametrize("roll_deg", [-12.0, 12.0])
def test_a_tilted_picture_ends_sooner_to_one_side(geometry: FaceGeometry, roll_deg: float) -> None:
    body = seen(WHOLE_HEAD, (SHIRT, (100, 360, 500, 800)))
    borders = read_borders(body, replace(geometry, roll_deg=roll_deg), PICTURE_WH)
    assert borders.bottom_slope == pytest.approx(math.tan(math.radians(12)))


# --- how much clothes may be stretched ----------------------------------------------------------


def cut(side: BorderSide, *, hidden: float = 0.0, clothes: float = 1.0) -> BorderCut:
    """A border that cuts hair if something is hidden, otherwise the body."""
    head = 40.0 if hidden else 0.0
    return BorderCut(side, head, hidden, 0.0 if hidden else 200.0, clothes)


def borders_of(*cuts: BorderCut) -> Borders:
    return Borders({each.side: each for each in cuts}, 800.0, 0.0, None, None)


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
        ("bottom", 1.0, 0.15, MAX_STRETCH_BELOW),
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
    assert refused.value.allowed == allowed
    assert f"the body is cut off at the {side} of the photo: {missing:.0%}" in refused.value.message
    assert "--clothes" in refused.value.remedy


def test_clothes_within_their_limits_are_completed(geometry: FaceGeometry) -> None:
    frame = replace(INSIDE, missing_left_px=0.07 * 300, missing_bottom_px=0.11 * 400)
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


# --- the height of a cap ------------------------------------------------------------------------


@given(st.floats(10, 1000), st.floats(0.01, 0.9), st.floats(0.02, 0.9))
def test_a_cap_is_as_high_as_that_of_the_circle_it_was_cut_from(
    radius: float, hidden: float, share: float
) -> None:
    height = hidden * radius
    depth = share * (radius - height)  # down to the circle's middle, where it is widest

    def half_width(from_apex: float) -> float:
        return math.sqrt(2 * radius * from_apex - from_apex**2)

    found = cap_height(half_width(height), half_width(height + depth), depth)
    assert found == pytest.approx(height, rel=1e-6)


@given(st.floats(1, 500), st.floats(0, 1), st.floats(1, 50))
def test_an_outline_that_does_not_widen_is_half_a_circle(
    half_chord: float, narrower: float, depth: float
) -> None:
    assert cap_height(half_chord, narrower * half_chord, depth) == half_chord


@given(st.floats(1, 500), st.floats(1, 3), st.floats(1, 50))
def test_a_cap_is_never_higher_than_half_a_circle(
    half_chord: float, wider: float, depth: float
) -> None:
    assert 0 < cap_height(half_chord, wider * half_chord, depth) <= half_chord


# --- the closed outline -------------------------------------------------------------------------


def closed(matte: Matte, *cuts: BorderCut) -> NDArray[np.float32]:
    kept = closed_outline(matte, cuts, HEAD_PX)
    assert kept is not None
    assert kept.shape == matte.alpha.shape
    assert (kept.min() >= 0, kept.max()) == (True, 1)
    return np.asarray(kept)


def test_hair_cut_by_the_top_is_rounded_off_and_its_apex_touches_the_border() -> None:
    kept = closed(seen((HAIR, (200, 0, 400, 360))), cut("top", hidden=5))
    assert kept[0, 200:215].max() == kept[0, 385:400].max() == 0
    assert kept[0, 298:302].min() == 1
    assert kept[20:].min() == 1
    # the further inside, the wider
    widths = (kept[:15, 200:400] > 0.5).sum(axis=1)
    assert (np.diff(widths) >= 0).all()


def test_the_arc_meets_the_hairs_own_outline_without_a_step() -> None:
    kept = closed(seen((HAIR, (200, 0, 400, 360))), cut("top", hidden=5))
    rows = round(0.1 * HEAD_PX)
    assert (kept[rows - 1, 200:400] > 0.5).sum() >= 195
    assert kept[rows].min() == 1


@pytest.mark.parametrize(
    ("side", "area", "corner", "apex"),
    [
        ("left", (0, 150, 300, 350), (153, 0), (250, 0)),
        ("right", (300, 150, 600, 350), (153, 599), (250, 599)),
    ],
)
def test_hair_cut_by_a_side_is_rounded_off_there(
    side: BorderSide, area: Box, corner: tuple[int, int], apex: tuple[int, int]
) -> None:
    kept = closed(seen((HAIR, area)), cut(side, hidden=5))
    assert (kept[corner], kept[apex]) == (0, 1)


def test_two_cut_borders_are_both_closed() -> None:
    matte = seen((HAIR, (200, 0, 400, 360)), (HAIR, (0, 150, 300, 350)))
    kept = closed(matte, cut("top", hidden=5), cut("left", hidden=5))
    assert kept[0, 205] == kept[153, 0] == 0


def test_what_the_border_does_not_cut_is_kept_whole() -> None:
    beside = (SHIRT, (450, 5, 550, 360))
    kept = closed(seen((HAIR, (200, 0, 400, 360)), beside), cut("top", hidden=5))
    assert kept[5:, 450:550].min() == 1


def test_a_body_that_a_border_cuts_is_not_rounded_off() -> None:
    matte = seen((SHIRT, (0, 400, 600, 800)))
    assert closed_outline(matte, (cut("left"), cut("bottom")), HEAD_PX) is None
    assert closed_outline(matte, (), HEAD_PX) is None
