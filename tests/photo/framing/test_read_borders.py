"""What the source's borders cut of drawn people."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.photo.framing.cut_people import (
    ALL,
    CHIN_Y,
    HAIR,
    HEAD_PX,
    PICTURE_WH,
    SHIRT,
    SKIN,
    TORSO,
    WHOLE_HEAD,
    Box,
    seen,
)

from idphoto.face.measure import FaceGeometry
from idphoto.imaging.geometry import Similarity
from idphoto.matting.matte import Matte
from idphoto.models.segmenter import BodyPart
from idphoto.photo.framing.borders import (
    BorderSide,
)
from idphoto.photo.framing.read_borders import cap_height, read_borders

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
