from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from tests.photo.wardrobe.people import CHIN_Y, EYES, HEAD, Figure, drawn

from idphoto.errors import CannotDress
from idphoto.face.landmarks import Face
from idphoto.photo.wardrobe.body import Body
from idphoto.photo.wardrobe.fit import MAX_IRIS, MAX_STRAY_SKIN, MAX_YAW_DEG, measure_body
from idphoto.photo.wardrobe.parts import Parts

DrawFace = Callable[[float, float, float], Face]
Person = Callable[[str], Figure]


def body_of(figure: Figure) -> Body:
    return measure_body(
        figure.parts, figure.mesh, figure.head_height_px, figure.yaw_deg, figure.shoulders
    )


def test_a_symmetric_person_has_a_symmetric_body(draw_face: DrawFace) -> None:
    body = body_of(drawn(draw_face))
    middle, tolerance = EYES[0], 0.02 * HEAD
    for right, left in (
        (body.neck_right, body.neck_left),
        (body.shoulder_right, body.shoulder_left),
    ):
        assert abs(right[0] + left[0] - 2 * middle) < 2 * tolerance
        assert abs(right[1] - left[1]) < tolerance
    assert abs(body.pit[0] - middle) < tolerance
    assert body.yaw_deg == 0.0
    assert body.head_height_px == HEAD


def test_the_neck_is_as_wide_as_in_the_photo(draw_face: DrawFace) -> None:
    body = body_of(drawn(draw_face))
    assert (body.neck_left[0] - body.neck_right[0]) / 2 == pytest.approx(0.25 * HEAD, abs=6)


def test_a_body_is_in_order_from_the_chin_down(draw_face: DrawFace) -> None:
    body = body_of(drawn(draw_face))
    assert body.chin[1] == pytest.approx(CHIN_Y, abs=2)
    assert body.chin[1] < body.neck_right[1] < body.pit[1]
    assert body.neck_right[1] < body.shoulder_right[1]
    assert body.shoulder_right[0] < body.neck_right[0] < body.pit[0] < body.neck_left[0]


def test_shoulders_outside_the_photo_follow_from_proportions(draw_face: DrawFace) -> None:
    figure = drawn(draw_face)
    rows = slice(0, round(CHIN_Y + 10))
    found = figure.parts
    parts = Parts(found.hair[rows], found.skin[rows], found.cloth[rows], found.front[rows])
    body = measure_body(parts, figure.mesh, HEAD, 0.0, None)
    out = (body.shoulder_left[0] - body.shoulder_right[0]) / 2 / HEAD
    assert out == pytest.approx(0.85, abs=0.01)  # half the biacromial breadth
    assert (body.pit[1] - body.chin[1]) / HEAD == pytest.approx(0.40, abs=0.02)


def test_implausible_joints_are_ignored(draw_face: DrawFace) -> None:
    figure = drawn(draw_face)
    elsewhere = np.array([[10.0, 100.0], [60.0, 90.0]])
    assert body_of(replace(figure, shoulders=elsewhere)) == body_of(figure)


def test_narrow_joints_make_narrow_shoulders(draw_face: DrawFace) -> None:
    figure = drawn(draw_face)
    joints = np.array([[EYES[0] - 0.5 * HEAD, 480.0], [EYES[0] + 0.5 * HEAD, 480.0]])
    narrow = body_of(replace(figure, shoulders=joints))
    assert narrow.shoulder_left[0] < body_of(figure).shoulder_left[0]


@pytest.mark.parametrize("yaw_deg", [-31.0, 31.0])
def test_a_head_turned_too_far_is_refused(draw_face: DrawFace, yaw_deg: float) -> None:
    with pytest.raises(CannotDress) as caught:
        body_of(replace(drawn(draw_face), yaw_deg=yaw_deg))
    assert caught.value.code == "cannot_dress"
    assert (caught.value.found, caught.value.limit) == (31.0, MAX_YAW_DEG)
    assert "the head is turned too far (31°; at most 25°)" in caught.value.message


def test_a_head_turned_a_little_turns_the_torso_half_as_far(draw_face: DrawFace) -> None:
    assert body_of(replace(drawn(draw_face), yaw_deg=12.0)).yaw_deg == 6.0


def test_a_hand_beside_the_face_is_refused(draw_face: DrawFace) -> None:
    with pytest.raises(CannotDress) as caught:
        body_of(drawn(draw_face, hand=True))
    assert caught.value.code == "cannot_dress"
    assert caught.value.found > caught.value.limit == 100 * MAX_STRAY_SKIN
    assert "a hand or other skin covers the neck" in caught.value.message


def test_an_infant_is_refused(draw_face: DrawFace) -> None:
    figure = drawn(draw_face)
    mesh = figure.mesh.copy()
    for iris in (slice(469, 473), slice(474, 478)):
        middle = mesh[iris].mean(axis=0)
        mesh[iris] = middle + 1.15 * (mesh[iris] - middle)
    with pytest.raises(CannotDress) as caught:
        body_of(replace(figure, mesh=mesh))
    assert caught.value.found > caught.value.limit == 100 * MAX_IRIS
    assert "an infant's head" in caught.value.message


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("covered", "something is held before the chin (40 % of its surroundings"),
        ("unclear", "neck and clothes cannot be told apart (40 % of the collar"),
    ],
)
def test_what_hides_the_neck_is_refused(draw_face: DrawFace, field: str, message: str) -> None:
    figure = drawn(draw_face)
    parts = replace(figure.parts, **{field: 0.4})  # type: ignore[arg-type]
    with pytest.raises(CannotDress) as caught:
        measure_body(parts, figure.mesh, HEAD, 0.0, None)
    assert message in caught.value.message


def test_hands_in_the_hair_of_a_real_person_are_refused(person: Person) -> None:
    with pytest.raises(CannotDress) as caught:
        body_of(person("human_stock-emotions-a-1"))
    assert caught.value.code == "cannot_dress"
    assert "a hand or other skin covers the neck" in caught.value.message


@pytest.mark.parametrize(
    "name",
    [
        "astronaut",
        "compreface_002_A",
        "compreface_004_A",
        "compreface_006_A",
        "compreface_009_C",
        "facerec_biden",
        "facerec_obama",
        "hivision_test0",
        "hivision_test1",
        "hivision_test3",
    ],
)
def test_real_people_have_human_proportions(person: Person, name: str) -> None:
    figure = person(name)
    body, head = body_of(figure), figure.head_height_px
    half_neck = (body.neck_left[0] - body.neck_right[0]) / 2 / head
    half_breadth = (body.shoulder_left[0] - body.shoulder_right[0]) / 2 / head
    assert 0.19 < half_neck < 0.30
    assert 0.75 < half_breadth < 1.0
    assert 0.25 < (body.pit[1] - body.chin[1]) / head < 0.5
    assert abs(body.pit[0] - body.chin[0]) < 0.15 * head
