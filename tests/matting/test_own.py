"""Whose pixels they are, on scenes of drawn faces and boxes for bodies."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.face.landmarks import CHIN, Face
from idphoto.face.measure import VERTEX_RATIO
from idphoto.imaging.geometry import Similarity
from idphoto.matting.own import (
    PlacedHead,
    contact,
    face_oval,
    other_heads,
    own_only,
    territory_of_others,
    whole_torso,
)

Alpha = NDArray[np.float32]
Shape = NDArray[np.bool_]
DrawFace = Callable[[float, float, float], Face]

SHAPE = 300, 400  # rows, columns
AS_IT_IS = Similarity()
UNIT = 30.0  # between the eyes
HEAD_PX = VERTEX_RATIO * 1.4 * UNIT
NO_SKIN = NO_CLOTHES = np.zeros(SHAPE, bool)


def boxes(*corners: tuple[int, int, int, int]) -> Shape:
    shape = np.zeros(SHAPE, bool)
    for left, top, right, bottom in corners:
        shape[top:bottom, left:right] = True
    return shape


@pytest.fixture
def face(draw_face: DrawFace) -> Face:
    return draw_face(120, 100, UNIT)


@pytest.fixture
def beside(draw_face: DrawFace) -> Face:
    """As large as ``face``, 160 px to its right."""
    return draw_face(280, 100, UNIT)


# --- whose head it is ---------------------------------------------------------------------------


def test_a_head_is_measured_from_chin_to_crown_on_the_mattes_grid(face: Face) -> None:
    head = PlacedHead.of(face, Similarity(0.5, 0.0, 10.0, 20.0))
    assert head.height == pytest.approx(HEAD_PX / 2)
    # a third of the way from the eyes to the chin
    assert head.middle == pytest.approx((120 / 2 + 10, (100 + 1.4 * UNIT / 3) / 2 + 20))


def test_everybody_else_who_was_found_has_a_head(face: Face, beside: Face) -> None:
    (head,) = other_heads(face, [beside], NO_SKIN, AS_IT_IS)
    assert head == PlacedHead.of(beside, AS_IT_IS)
    assert not head.behind


def test_a_much_smaller_face_is_behind_the_person(face: Face, draw_face: DrawFace) -> None:
    (head,) = other_heads(face, [draw_face(280, 100, 0.7 * UNIT)], NO_SKIN, AS_IT_IS)
    assert head.behind


def test_skin_of_a_face_that_was_not_found_is_a_head_behind_the_person(face: Face) -> None:
    (head,) = other_heads(face, [], boxes((300, 65, 340, 115)), AS_IT_IS)
    assert head.middle == pytest.approx((320, 90), abs=0.5)
    assert head.behind
    assert head.height == pytest.approx(50 / 0.65)


def test_half_a_face_at_the_border_is_no_larger_than_the_persons_own(face: Face) -> None:
    (head,) = other_heads(face, [], boxes((340, 0, 400, 290)), AS_IT_IS)
    assert head.height == pytest.approx(HEAD_PX)


def test_the_persons_own_skin_is_nobody_elses(face: Face) -> None:
    own = boxes((90, 60, 150, 140))
    assert other_heads(face, [], own, AS_IT_IS) == []


def test_a_face_that_was_found_is_not_counted_again_by_its_skin(face: Face, beside: Face) -> None:
    skin = face_oval(face, AS_IT_IS, SHAPE) | face_oval(beside, AS_IT_IS, SHAPE)
    assert len(other_heads(face, [beside], skin, AS_IT_IS)) == 1


def test_a_speck_of_skin_is_no_head(face: Face) -> None:
    assert other_heads(face, [], boxes((300, 60, 308, 68)), AS_IT_IS) == []


# --- whose pixels they are ----------------------------------------------------------------------


def test_people_side_by_side_share_the_picture_at_half_their_distance(
    face: Face, beside: Face
) -> None:
    theirs = territory_of_others(face, [PlacedHead.of(beside, AS_IT_IS)], NO_CLOTHES, AS_IT_IS)
    for row in (90, 200, 299):
        assert not theirs[row, :199].any()
        assert theirs[row, 202:].all()


def test_the_larger_of_two_people_has_more_of_the_picture(face: Face, draw_face: DrawFace) -> None:
    half = draw_face(280, 100, UNIT / 2)
    theirs = territory_of_others(face, [PlacedHead.of(half, AS_IT_IS)], NO_CLOTHES, AS_IT_IS)
    first = np.flatnonzero(theirs[250])[0]
    assert first == pytest.approx(120 + 160 * 2 / 3, abs=2)


def test_of_people_behind_only_head_and_neck_are_theirs(face: Face, beside: Face) -> None:
    behind = PlacedHead(PlacedHead.of(beside, AS_IT_IS).middle, HEAD_PX, behind=True)
    theirs = territory_of_others(face, [behind], NO_CLOTHES, AS_IT_IS)
    shoulders = face.point(CHIN)[1] + 0.25 * HEAD_PX
    assert theirs[80, 280]
    assert not theirs[round(shoulders) + 1 :].any()


def test_the_persons_face_is_never_somebody_elses(face: Face, draw_face: DrawFace) -> None:
    near = PlacedHead.of(draw_face(140, 100, 4 * UNIT), AS_IT_IS)
    theirs = territory_of_others(face, [near], NO_CLOTHES, AS_IT_IS)
    assert theirs.any()
    assert not theirs[face_oval(face, AS_IT_IS, SHAPE)].any()


def test_alone_in_the_picture_everything_is_the_persons(face: Face) -> None:
    assert not territory_of_others(face, [], NO_CLOTHES, AS_IT_IS).any()


# --- how long two people touch ------------------------------------------------------------------


def test_contact_is_the_length_of_the_common_border_in_heads(face: Face, beside: Face) -> None:
    cheek_to_cheek = boxes((90, 60, 310, 60 + round(HEAD_PX / 2)))
    found = contact(face, [PlacedHead.of(beside, AS_IT_IS)], cheek_to_cheek, AS_IT_IS)
    assert found == pytest.approx(0.5, abs=0.05)


def test_people_with_a_gap_between_them_do_not_touch(face: Face, beside: Face) -> None:
    apart = boxes((90, 60, 180, 300), (220, 60, 310, 300))
    assert contact(face, [PlacedHead.of(beside, AS_IT_IS)], apart, AS_IT_IS) == 0


def test_below_the_chest_people_may_touch(face: Face, beside: Face) -> None:
    chest = round(face.point(CHIN)[1] + 0.5 * HEAD_PX)
    arm_in_arm = boxes((90, 60, 150, 300), (250, 60, 310, 300), (90, chest + 1, 310, 300))
    assert contact(face, [PlacedHead.of(beside, AS_IT_IS)], arm_in_arm, AS_IT_IS) == 0


def test_people_behind_do_not_touch_the_person(face: Face, beside: Face) -> None:
    behind = PlacedHead(PlacedHead.of(beside, AS_IT_IS).middle, HEAD_PX, behind=True)
    assert contact(face, [behind], boxes((90, 60, 310, 300)), AS_IT_IS) == 0


# --- what is connected to the face --------------------------------------------------------------


SEED = boxes((90, 60, 150, 140))  # the face; its chin is in row 139
PERSON = SEED | boxes((60, 140, 180, 300))


def alone(shape: Shape) -> Alpha:
    return own_only(shape.astype(np.float32), SEED, HEAD_PX)


def test_a_chair_apart_from_the_person_is_dropped() -> None:
    alpha = alone(PERSON | boxes((250, 150, 300, 300)))
    assert alpha[:, 240:].max() == 0
    assert alpha[PERSON].min() == 1


def test_a_loose_curl_beside_the_hair_is_kept() -> None:
    assert alone(PERSON | boxes((154, 80, 157, 100)))[82:98, 154:157].min() == 1


def test_a_curl_far_from_the_hair_is_dropped() -> None:
    assert alone(PERSON | boxes((170, 80, 174, 100)))[80:100, 168:].max() == 0


def test_beside_the_body_scraps_are_dropped_even_where_a_curl_would_be_kept() -> None:
    assert alone(PERSON | boxes((187, 200, 190, 220)))[200:220, 187:].max() == 0


def test_soft_edges_of_the_person_are_kept() -> None:
    alpha = PERSON.astype(np.float32)
    alpha[140:, 180] = 0.2
    assert own_only(alpha, SEED, HEAD_PX)[160:, 180] == pytest.approx(0.2, abs=0.01)


def test_without_a_face_in_the_matte_nothing_is_dropped() -> None:
    alpha = (PERSON | boxes((250, 150, 300, 300))).astype(np.float32)
    assert np.array_equal(own_only(alpha, np.zeros(SHAPE, bool), HEAD_PX), alpha)


def test_clothes_that_go_on_into_the_persons_own_are_the_persons(face: Face) -> None:
    shirt, hat = boxes((0, 130, 260, 300)), boxes((0, 60, 30, 80))
    behind = PlacedHead((20.0, 110.0), 60.0, behind=True)
    theirs = territory_of_others(face, [behind], shirt | hat, AS_IT_IS)
    assert not theirs[shirt].any()
    assert theirs[hat].all()


# --- holes in the chest -------------------------------------------------------------------------

BODY = (60, 60, 200, 300)


@pytest.mark.parametrize(
    ("hole", "filled"),
    [
        ((125, 170, 140, 180), True),  # in the chest
        ((70, 260, 80, 280), False),  # between arm and body, far down
        ((185, 160, 198, 180), False),  # further out than the chest
    ],
)
def test_only_holes_in_the_chest_are_filled(
    face: Face, hole: tuple[int, int, int, int], filled: bool
) -> None:
    alpha = (boxes(BODY) & ~boxes(hole)).astype(np.float32)
    whole = whole_torso(alpha, np.zeros(SHAPE, np.float32), face, AS_IT_IS)
    assert bool(whole[boxes(hole)].all()) is filled
    np.testing.assert_array_equal(whole[~boxes(hole)], alpha[~boxes(hole)])


def test_the_wall_between_strands_on_the_chest_stays(face: Face) -> None:
    hole = boxes((125, 170, 140, 180))
    alpha = (boxes(BODY) & ~hole).astype(np.float32)
    whole = whole_torso(alpha, np.ones(SHAPE, np.float32), face, AS_IT_IS)
    np.testing.assert_array_equal(whole, alpha)
