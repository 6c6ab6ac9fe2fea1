from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from idphoto.errors import FaceCutOff
from idphoto.face.find import find_faces
from idphoto.face.landmarks import Face
from idphoto.face.marks import HeadMarks
from idphoto.face.measure import (
    VERTEX_RATIO,
    FaceGeometry,
    estimate_geometry,
    measure_head,
    with_hidden_top,
)
from idphoto.imaging.geometry import Similarity
from idphoto.imaging.warp import warp
from idphoto.runtime.engine import Engine

Alpha = NDArray[np.float32]
Rgb = NDArray[np.uint8]
DrawFace = Callable[[float, float, float], Face]

UNIT = 60.0
EYES = (300.0, 300.0)
SIZE_WH = (600, 800)
CHIN_Y = EYES[1] + 1.4 * UNIT
CROWN_Y = CHIN_Y - VERTEX_RATIO * 1.4 * UNIT


@pytest.fixture(scope="module")
def face(draw_face: DrawFace) -> Face:
    return draw_face(*EYES, UNIT)


def person(
    hair_top_y: float = CROWN_Y - 20,
    body_x: tuple[int, int] = (150, 450),
    body_bottom: int = 800,
    head_half: float = 75,
) -> Alpha:
    """A matte: an oval head down to the chin, a neck, and a rectangular body."""
    drawn = np.zeros(SIZE_WH[::-1], np.uint8)
    middle, half = (hair_top_y + CHIN_Y) / 2, (CHIN_Y - hair_top_y) / 2
    y, x = np.mgrid[: SIZE_WH[1], : SIZE_WH[0]] + 0.5
    drawn[((x - EYES[0]) / head_half) ** 2 + ((y - middle) / half) ** 2 < 1] = 1
    drawn[round(CHIN_Y) - 20 : body_bottom, 270:330] = 1
    drawn[round(CHIN_Y) + 30 : body_bottom, body_x[0] : body_x[1]] = 1
    return drawn.astype(np.float32)


def moved(face: Face, move: Similarity) -> Face:
    return replace(
        face,
        points=np.column_stack([move.apply(face.points[:, :2]), move.scale * face.points[:, 2]]),
    )


def measured(face: Face, alpha: Alpha) -> FaceGeometry:
    return measure_head(face, alpha, Similarity(), SIZE_WH)


def ratios(geometry: FaceGeometry) -> list[float]:
    eyes = geometry.eyes_y
    heights = (geometry.chin_y, geometry.crown_y, geometry.top_y)
    widths = (geometry.face_width_px, geometry.head_width_px)
    return [length / geometry.inter_eye_px for length in (*(y - eyes for y in heights), *widths)]


# --- the head -----------------------------------------------------------------------------------


def test_a_drawn_head_is_measured_as_it_was_drawn(face: Face) -> None:
    geometry = measured(face, person(hair_top_y=190))
    assert geometry.eyes_y == pytest.approx(EYES[1])
    assert geometry.chin_y == pytest.approx(CHIN_Y)
    assert geometry.crown_y == pytest.approx(CROWN_Y)
    assert geometry.top_y == pytest.approx(190, abs=3)
    assert geometry.centre_x == pytest.approx(EYES[0])
    assert geometry.inter_eye_px == pytest.approx(UNIT)
    assert geometry.face_width_px == pytest.approx(2.1 * UNIT, rel=0.02)
    assert geometry.head_width_px == pytest.approx(150, abs=3)
    assert geometry.head_height_px == pytest.approx(CHIN_Y - CROWN_Y)


def test_on_a_bald_head_the_crown_is_the_mattes_top(face: Face) -> None:
    geometry = measured(face, person(hair_top_y=CROWN_Y + 5))
    assert geometry.top_y == pytest.approx(CROWN_Y + 5, abs=3)
    assert geometry.crown_y == geometry.top_y


@settings(max_examples=25)
@given(hair=st.floats(-5, 120), half=st.floats(60, 110))
def test_the_crown_is_never_above_the_visible_top(
    draw_face: DrawFace, hair: float, half: float
) -> None:
    geometry = measured(draw_face(*EYES, UNIT), person(hair_top_y=CROWN_Y - hair, head_half=half))
    assert geometry.top_y <= geometry.crown_y < geometry.eyes_y
    assert geometry.top_y == pytest.approx(CROWN_Y - hair, abs=4)
    assert geometry.face_width_px <= geometry.head_width_px <= 1.5 * geometry.face_width_px


def test_a_stray_hair_does_not_raise_the_head(face: Face) -> None:
    alpha = person(hair_top_y=190)
    alpha[100:200, 298:304] = 1
    assert measured(face, alpha).top_y == pytest.approx(190, abs=3)


def test_an_object_above_the_head_is_not_part_of_it(face: Face) -> None:
    alpha = person(hair_top_y=190)
    alpha[60:150, 200:400] = 1
    assert measured(face, alpha).top_y == pytest.approx(190, abs=3)


def test_with_an_empty_matte_the_landmarks_decide(face: Face) -> None:
    geometry = measured(face, np.zeros(SIZE_WH[::-1], np.float32))
    plain = estimate_geometry(face, SIZE_WH)
    assert geometry.eyes_y == plain.eyes_y
    assert geometry.top_y <= geometry.crown_y < geometry.eyes_y
    assert (geometry.hair_left_x, geometry.hair_right_x) == (plain.hair_left_x, plain.hair_right_x)


# --- what does not matter -----------------------------------------------------------------------


@pytest.mark.parametrize("angle_deg", [-35, -10, 20, 60])
@pytest.mark.parametrize("scale", [0.5, 1.0, 2.0])
def test_turning_and_scaling_the_photo_changes_no_ratio(
    face: Face, scale: float, angle_deg: float
) -> None:
    alpha = person(body_bottom=600)
    side = round(1200 * scale)
    x, y = Similarity(scale, angle_deg).apply(np.array([[300.0, 400.0]]))[0]
    move = Similarity(scale, angle_deg, side / 2 - float(x), side / 2 - float(y))
    turned = measure_head(
        moved(face, move), warp(alpha, move, (side, side)), Similarity(), (side, side)
    )
    assert turned.roll_deg == pytest.approx(angle_deg)
    plain = measure_head(face, alpha, Similarity(), SIZE_WH)
    assert ratios(turned) == pytest.approx(ratios(plain), abs=0.1)


def test_the_mattes_resolution_and_extent_do_not_matter(face: Face) -> None:
    alpha = person()
    part = Similarity(0.5, 0.0, -50.0, -60.0)
    coarse = warp(alpha, part, (200, 340))
    geometry = measure_head(face, coarse, part, SIZE_WH)
    assert ratios(geometry) == pytest.approx(ratios(measured(face, alpha)), abs=0.05)


# --- hair at the sides --------------------------------------------------------------------------


def test_the_outline_of_hair_is_measured_where_it_is_widest(face: Face) -> None:
    geometry = measured(face, person(head_half=90))
    assert geometry.hair_left_x == pytest.approx(EYES[0] - 90, abs=3)
    assert geometry.hair_right_x == pytest.approx(EYES[0] + 90, abs=3)


def test_hair_that_hangs_to_one_side_is_measured_on_that_side(face: Face) -> None:
    alpha = person()
    alpha[250 : round(CHIN_Y), 300:420] = 1
    geometry = measured(face, alpha)
    assert geometry.hair_right_x == pytest.approx(420, abs=3)
    assert geometry.hair_left_x == pytest.approx(EYES[0] - 75, abs=3)


def test_the_outline_of_hair_is_never_narrower_than_the_face(face: Face) -> None:
    geometry = measured(face, person(head_half=40))
    assert geometry.hair_right_x - geometry.hair_left_x >= geometry.face_width_px


def test_things_beside_the_head_are_not_its_outline(face: Face) -> None:
    alpha = person()
    alpha[200:300, 430:500] = 1  # a lamp
    assert measured(face, alpha).hair_right_x == pytest.approx(EYES[0] + 75, abs=3)


def test_shoulders_below_the_chin_are_not_the_heads_outline(face: Face) -> None:
    assert measured(face, person(body_x=(20, 580))).hair_left_x > EYES[0] - 80


# --- points set by hand -------------------------------------------------------------------------


def by_marks(face: Face, marks: HeadMarks, alpha: Alpha) -> FaceGeometry:
    return measure_head(face, alpha, Similarity(), SIZE_WH, marks)


def test_marks_where_the_landmarks_are_change_nothing(face: Face) -> None:
    assert by_marks(face, HeadMarks.of(face), person()) == measured(face, person())


def test_a_chin_and_a_crown_set_by_hand_replace_the_measured_ones(face: Face) -> None:
    plain = measured(face, person())
    marks = replace(
        HeadMarks.of(face),
        chin=np.array((EYES[0], CHIN_Y + 9)),
        crown=np.array((EYES[0], CROWN_Y + 12)),
    )
    found = by_marks(face, marks, person())
    assert (found.chin_y, found.crown_y) == pytest.approx((CHIN_Y + 9, CROWN_Y + 12))
    assert (found.eyes_y, found.face_width_px) == (plain.eyes_y, plain.face_width_px)
    assert found.top_y == pytest.approx(plain.top_y, abs=2)


def test_the_visible_top_is_no_lower_than_a_crown_set_by_hand(face: Face) -> None:
    marks = replace(HeadMarks.of(face), crown=np.array((EYES[0], CROWN_Y - 40)))
    found = by_marks(face, marks, person(hair_top_y=CROWN_Y - 20))
    assert found.top_y == found.crown_y == pytest.approx(CROWN_Y - 40)
    hidden = with_hidden_top(found, 30, crown_known=True)
    assert (hidden.crown_y, hidden.top_y) == (found.crown_y, found.top_y - 30)


@pytest.mark.parametrize("turned_deg", [-15.0, -4.0, 4.0, 15.0])
def test_a_turn_leaves_the_faces_width_and_the_eyes_distance(face: Face, turned_deg: float) -> None:
    plain = measured(face, person())
    found = by_marks(face, replace(HeadMarks.of(face), turned_deg=turned_deg), person())
    assert found.roll_deg == pytest.approx(face.roll_deg - turned_deg)
    assert found.face_width_px == pytest.approx(plain.face_width_px)
    assert found.inter_eye_px == pytest.approx(plain.inter_eye_px)
    # the levelled grid is the picture turned clockwise
    assert found.levelling.angle_deg == pytest.approx(turned_deg - face.roll_deg)


# --- a top that the picture hides ---------------------------------------------------------------


def test_a_hidden_top_raises_the_hair_and_not_the_skull(face: Face) -> None:
    shown = measured(face, person(hair_top_y=CROWN_Y - 20))
    whole = with_hidden_top(shown, 30)
    assert whole.top_y == shown.top_y - 30
    assert whole.crown_y == pytest.approx(CROWN_Y)
    assert (whole.eyes_y, whole.chin_y) == (shown.eyes_y, shown.chin_y)


def test_a_hidden_top_raises_a_bald_skull_no_higher_than_skulls_are(face: Face) -> None:
    shown = measured(face, person(hair_top_y=CROWN_Y + 20))
    assert shown.crown_y == pytest.approx(CROWN_Y + 20, abs=3)
    assert with_hidden_top(shown, 10).crown_y == pytest.approx(CROWN_Y + 10, abs=3)
    assert with_hidden_top(shown, 50).crown_y == pytest.approx(CROWN_Y)


# --- what is missing ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("x", "y", "sides"),
    [
        (300, 0.7 * UNIT, "top"),
        (0.7 * UNIT, 300, "left"),
        (600 - 0.7 * UNIT, 300, "right"),
        (300, 800 - 1.0 * UNIT, "bottom"),
        (0.7 * UNIT, 0.5 * UNIT, "left and top"),
    ],
)
def test_a_face_cut_off_by_the_photo_is_refused_with_side_and_share(
    draw_face: DrawFace, x: float, y: float, sides: str
) -> None:
    # the face reaches 1 unit above the eyes, 1.4 below, and 1.066 to either side
    beyond = {"top": 0.3, "bottom": 0.4, "left and top": 0.5}.get(sides, 1.066 - 0.7)
    with pytest.raises(FaceCutOff) as caught:
        estimate_geometry(draw_face(x, y, UNIT), SIZE_WH)
    assert caught.value.sides == sides
    assert caught.value.missing == pytest.approx(beyond / (VERTEX_RATIO * 1.4), abs=0.01)
    assert f"cut off at the {sides} of the photo" in caught.value.message


@pytest.mark.parametrize("shown", [1.4, 0.95])
def test_a_skull_beyond_the_photos_top_is_no_cut_face(draw_face: DrawFace, shown: float) -> None:
    geometry = estimate_geometry(draw_face(300, shown * UNIT, UNIT), SIZE_WH)
    assert geometry.crown_y == pytest.approx((shown + 1.4 - VERTEX_RATIO * 1.4) * UNIT)
    assert geometry.crown_y < 0


def test_a_real_photo_cropped_through_the_forehead_is_refused(
    engine: Engine, astronaut: Rgb
) -> None:
    cropped = np.ascontiguousarray(astronaut[110:])
    (face,) = find_faces(engine, cropped)
    with pytest.raises(FaceCutOff) as caught:
        estimate_geometry(face, (cropped.shape[1], cropped.shape[0]))
    assert caught.value.sides == "top"
    assert 0.05 < caught.value.missing < 0.5


# --- real heads ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["astronaut", "facerec_obama", "hivision_test0"])
def test_the_proportions_of_a_real_head_survive_turning_and_scaling(
    engine: Engine, photo_rgb: Callable[[str], Rgb], photo_faces: Callable[[str], list[Face]],
    name: str,
) -> None:  # fmt: skip
    rgb = photo_rgb(name)
    height, width = rgb.shape[:2]
    plain = estimate_geometry(photo_faces(name)[0], (width, height))
    expected = [plain.head_height_px / plain.inter_eye_px, plain.face_width_px / plain.inter_eye_px]
    for scale, angle_deg in ((0.6, 0.0), (1.0, 25.0), (0.8, -20.0)):
        x, y = Similarity(scale, angle_deg).apply(np.array([[width / 2, height / 2]]))[0]
        move = Similarity(scale, angle_deg, width / 2 - float(x), height / 2 - float(y))
        turned = warp(rgb, move, (width, height), "replicate")
        geometry = estimate_geometry(find_faces(engine, turned)[0], (width, height))
        found = [
            geometry.head_height_px / geometry.inter_eye_px,
            geometry.face_width_px / geometry.inter_eye_px,
        ]
        assert found == pytest.approx(expected, rel=0.03)


def test_levelling_makes_the_eye_line_horizontal(photo_faces: Callable[[str], list[Face]]) -> None:
    face = photo_faces("facerec_biden")[0]
    geometry = estimate_geometry(face, (970, 2204))
    eyes = geometry.levelling.apply(np.stack([face.right_eye, face.left_eye]))
    assert abs(face.roll_deg) > 5
    assert eyes[:, 1] == pytest.approx([geometry.eyes_y] * 2)
