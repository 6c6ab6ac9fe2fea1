from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from tests.photo.wardrobe.people import CHIN_Y, CLOTH, EYES, HAIR, HEAD, SKIN, Figure, drawn

from idphoto.face.landmarks import FACE_OVAL, Face
from idphoto.models.segmenter import BodyPart
from idphoto.photo.wardrobe.parts import separate
from idphoto.photo.wardrobe.seen import grid_wh

DrawFace = Callable[[float, float, float], Face]
Person = Callable[[str], Figure]
PEOPLE = (
    "astronaut",
    "compreface_004_A",
    "compreface_008_B",
    "compreface_009_C",
    "facerec_biden",
    "facerec_obama",
    "hivision_test1",
)


def oval(figure: Figure) -> NDArray[np.bool_]:
    inside = np.zeros(figure.alpha.shape, np.uint8)
    points = np.round(figure.mesh[list(FACE_OVAL), :2]).astype(np.int32)
    cv2.fillPoly(inside, [points], 1)
    return cv2.erode(inside, np.ones((5, 5), np.uint8)) > 0


@pytest.mark.parametrize("name", PEOPLE)
def test_the_parts_of_a_person_sum_to_the_matte(person: Person, name: str) -> None:
    figure = person(name)
    parts = figure.parts
    for part in (parts.hair, parts.skin, parts.cloth):
        assert part.dtype == np.float32
        assert part.shape == figure.alpha.shape
        assert part.min() >= 0.0
    np.testing.assert_allclose(parts.hair + parts.skin + parts.cloth, figure.alpha, atol=1e-5)


@pytest.mark.parametrize("name", PEOPLE)
def test_the_face_is_skin_even_under_beards_and_glasses(person: Person, name: str) -> None:
    figure = person(name)
    inside = oval(figure)
    np.testing.assert_allclose(figure.parts.skin[inside], figure.alpha[inside], atol=1e-5)


@pytest.mark.parametrize(
    ("name", "part", "spots"),
    [
        # what, and points as shares of the head's height from the chin: to the right, down
        ("astronaut", "cloth", [(0.0, 0.25), (-0.5, 0.6), (0.4, 0.7)]),
        ("astronaut", "hair", [(0.0, -1.0), (-0.4, -0.6), (0.4, -0.6)]),
        ("compreface_004_A", "skin", [(0.0, 0.15), (0.0, 0.35)]),
        ("compreface_004_A", "cloth", [(-0.4, 0.5), (0.4, 0.5)]),
        ("compreface_008_B", "hair", [(0.5, 0.3)]),
        ("compreface_009_C", "skin", [(0.0, 0.05), (0.0, 0.2)]),
        ("facerec_biden", "cloth", [(0.0, 0.4), (-0.28, 0.15)]),
        ("facerec_obama", "cloth", [(0.0, 0.4), (0.25, 0.2), (-0.5, 0.5)]),
        ("hivision_test1", "hair", [(-0.4, 0.5), (0.45, 0.3)]),
        ("hivision_test1", "cloth", [(0.0, 0.6)]),
    ],
)
def test_each_part_of_a_real_person_is_found(
    person: Person, name: str, part: str, spots: list[tuple[float, float]]
) -> None:
    figure = person(name)
    found = getattr(figure.parts, part)
    chin = figure.mesh[152, :2]
    for right, down in spots:
        x, y = (chin + figure.head_height_px * np.array([right, down])).astype(int)
        assert found[y - 3 : y + 4, x - 3 : x + 4].mean() > 0.8, (right, down)


def test_the_parts_of_a_drawn_person_are_found_as_drawn(draw_face: DrawFace) -> None:
    figure = drawn(draw_face)
    parts = figure.parts
    x, neck_y = round(EYES[0]), round(CHIN_Y + 0.15 * HEAD)
    assert parts.hair[90:110, x].min() > 0.9
    assert parts.skin[neck_y, x - 40 : x + 40].min() > 0.9
    assert parts.cloth[560:, 60:350].min() > 0.9


def test_long_hair_before_the_clothes_is_hair_down_to_its_ends(draw_face: DrawFace) -> None:
    parts = drawn(draw_face, long_hair=True).parts
    for side in (-1, 1):
        x = round(EYES[0]) + side * 95
        assert parts.hair[250:530, x].min() > 0.8


def test_a_shirt_of_the_hairs_colour_is_cloth(draw_face: DrawFace) -> None:
    parts = drawn(draw_face, cloth=HAIR).parts
    assert parts.cloth[580:, 60:350].mean() > 0.9


def test_a_shirt_of_the_skins_colour_is_cloth(draw_face: DrawFace) -> None:
    parts = drawn(draw_face, cloth=SKIN).parts
    assert parts.cloth[590:, 60:350].mean() > 0.8


def test_a_headscarf_is_kept_whole_and_lies_in_front(draw_face: DrawFace) -> None:
    parts = drawn(draw_face, scarf=(150, 30, 50)).parts
    middle = round(EYES[0])
    for x, y in ((middle, 80), (middle - 115, 260), (middle, round(CHIN_Y) + 40)):
        assert parts.hair[y, x] > 0.9
        assert parts.front[y, x] > 0.9
    assert parts.cloth[580:, 60:350].min() > 0.9


def test_hair_that_hangs_together_with_nothing_is_cloth(draw_face: DrawFace) -> None:
    """A fur collar, a toy, somebody else's hair."""
    figure = drawn(draw_face)
    what = figure.seen.copy()
    below = slice(round(0.85 * what.shape[0]), round(0.95 * what.shape[0]))
    what[below, 60:90] = np.eye(6, dtype=np.float32)[BodyPart.HAIR]
    parts = replace(figure, seen=what).parts
    assert parts.hair[540:].max() < 0.1


def test_a_beard_lies_in_front_of_any_garment(draw_face: DrawFace) -> None:
    figure = drawn(draw_face)
    what = figure.seen.copy()
    scale = what.shape[0] / figure.rgb.shape[0]
    chin, middle = round(CHIN_Y * scale), round(EYES[0] * scale)
    what[chin - 2 : chin + 30, middle - 15 : middle + 15] = np.eye(6)[BodyPart.FACE_SKIN]
    parts = replace(figure, seen=what).parts
    x, y = round(EYES[0]), round(CHIN_Y)
    beard = slice(y, y + 50), slice(x - 20, x + 20)
    assert parts.front[beard].min() > 0.8
    assert parts.skin[beard].min() > 0.8


def test_a_neck_does_not_lie_in_front(draw_face: DrawFace) -> None:
    parts = drawn(draw_face).parts
    assert parts.front[round(CHIN_Y + 0.12 * HEAD) : round(CHIN_Y + 0.2 * HEAD)].max() < 0.2


def test_a_neck_that_cannot_be_told_from_the_clothes_is_unclear(draw_face: DrawFace) -> None:
    figure = drawn(draw_face)
    assert figure.parts.unclear < 0.05
    doubtful = np.full_like(figure.seen, 1 / 6)
    assert replace(figure, seen=doubtful).parts.unclear > 0.9


def test_a_bald_head_is_skin(draw_face: DrawFace) -> None:
    parts = drawn(draw_face, hair=SKIN).parts
    assert (parts.hair + parts.skin)[90:200, round(EYES[0])].min() > 0.9
    assert parts.cloth[:300].max() < 0.2


def test_dark_skin_and_dark_hair_are_distinguished_from_the_clothes(draw_face: DrawFace) -> None:
    figure = drawn(draw_face, skin=(84, 56, 44), hair=(28, 24, 24), cloth=(225, 225, 230))
    parts = figure.parts
    neck_y = round(CHIN_Y + 0.15 * HEAD)
    x = round(EYES[0])
    assert parts.skin[neck_y, x - 40 : x + 40].min() > 0.8
    assert parts.cloth[560:, 60:350].min() > 0.9


def test_the_parts_of_a_tiny_photo_are_found_too(draw_face: DrawFace) -> None:
    big = drawn(draw_face)
    size = 64, 97
    scale = size[0] / big.rgb.shape[1]
    rgb = cv2.resize(big.rgb, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
    alpha = np.asarray(cv2.resize(big.alpha, size, interpolation=cv2.INTER_AREA), np.float32)
    seen = np.asarray(cv2.resize(big.seen, grid_wh(rgb.shape, HEAD * scale)), np.float32)
    parts = separate(seen, rgb, alpha, big.mesh * scale, HEAD * scale)
    np.testing.assert_allclose(parts.hair + parts.skin + parts.cloth, alpha, atol=1e-5)
    assert parts.cloth[-4:, 20:44].min() > 0.9


def test_a_person_without_shoulders_in_the_photo_has_no_cloth(draw_face: DrawFace) -> None:
    figure = drawn(draw_face, cloth=CLOTH)
    rows = slice(0, round(CHIN_Y))
    seen = figure.seen[: grid_wh(figure.rgb[rows].shape, HEAD)[1]]
    parts = separate(seen, figure.rgb[rows], figure.alpha[rows], figure.mesh, HEAD)
    assert parts.cloth.mean() < 0.02
