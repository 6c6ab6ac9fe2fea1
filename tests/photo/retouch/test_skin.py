"""The skin's mask on real people: it includes the cheeks and nothing that is not skin."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.photo.retouch.conftest import Portrait

from idphoto.imaging.geometry import Box
from idphoto.photo.retouch.regions import (
    LEFT_EYE,
    LIPS,
    RIGHT_EYE,
    FacePlan,
    fill,
)
from idphoto.photo.retouch.skin import find_skin

PEOPLE = (
    "astronaut",
    "compreface_002_A",
    "compreface_004_A",
    "compreface_009_C",
    "facerec_biden",
    "facerec_obama",
    "hivision_test0",
    "hivision_test1",
    "hivision_test3",
)
Portraits = Callable[[str], Portrait]
# Landmarks in the middle of the person's right and left cheeks.
CHEEKS = (205, 425)


def on_photo(person: Portrait) -> NDArray[np.float32]:
    skin = person.skin
    mask = np.zeros(person.alpha.shape, np.float32)
    mask[skin.rows, skin.columns] = skin.mask
    return mask


def share(mask: NDArray[np.float32], person: Portrait, *parts: tuple[int, ...]) -> float:
    height, width = mask.shape
    outlines = [person.plan.outline(part) for part in parts]
    inside = fill(outlines, Box(0, 0, width, height)) > 0.9
    return float(mask[inside].mean())


@pytest.mark.parametrize("name", PEOPLE)
def test_cheeks_are_skin_but_eyes_and_lips_are_not(portrait: Portraits, name: str) -> None:
    person = portrait(name)
    mask = on_photo(person)
    assert 0.0 <= mask.min() <= mask.max() <= 1.0
    assert share(mask, person, RIGHT_EYE, LEFT_EYE) < 0.02
    assert share(mask, person, LIPS) < 0.02
    for cheek in CHEEKS:
        x, y = person.mesh[cheek].astype(int)
        assert mask[y - 3 : y + 4, x - 3 : x + 4].mean() > 0.5


@pytest.mark.parametrize("name", PEOPLE)
def test_nothing_behind_the_person_is_skin(portrait: Portraits, name: str) -> None:
    person = portrait(name)
    assert on_photo(person)[person.alpha < 0.5].max() == 0.0


def test_a_beard_is_not_skin(portrait: Portraits) -> None:
    person = portrait("compreface_009_C")
    jaw = person.mesh[[150, 379]].astype(int)
    mask = on_photo(person)
    assert all(mask[y - 2 : y + 3, x - 2 : x + 3].mean() < 0.5 for x, y in jaw)


def test_a_fringe_of_the_skins_colour_is_not_skin(portrait: Portraits) -> None:
    person = portrait("astronaut")
    hair = person.plan.forehead()[0].astype(int)  # where a hairline would be
    assert on_photo(person)[hair[1] - 4 : hair[1] + 5, hair[0] - 20 : hair[0] + 21].mean() < 0.3


def test_both_halves_of_a_face_lit_from_one_side_are_skin(portrait: Portraits) -> None:
    person = portrait("facerec_obama")
    across = np.linspace(0.5, 1.0, person.rgb.shape[1])[None, :, None]
    lit = (person.rgb * across).astype(np.uint8)
    skin = find_skin(lit, person.alpha, person.plan)
    even = person.skin.mask.sum()
    assert skin.mask.sum() == pytest.approx(even, rel=0.15)


def test_a_face_outside_the_photo_has_no_skin() -> None:
    mesh = np.random.default_rng(0).uniform(0, 50, (468, 2)) - 400
    rgb = np.full((60, 40, 3), 128, np.uint8)
    skin = find_skin(rgb, np.ones((60, 40), np.float32), FacePlan.of(mesh))
    assert skin.mask.size == 0 or skin.mask.max() == 0.0
