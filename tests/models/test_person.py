from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.face.landmarks import FACE_OVAL, Face
from idphoto.imaging.decode import open_source
from idphoto.imaging.geometry import Similarity
from idphoto.models.person import LEFT_SHOULDER, RIGHT_SHOULDER, Person, detect_people, find_person
from idphoto.runtime.engine import Engine

Rgb = NDArray[np.uint8]


@pytest.fixture(scope="module")
def found(engine: Engine, astronaut: Rgb) -> Person:
    return find_person(engine, astronaut, detect_people(engine, astronaut, 0.5)[0])


def test_the_mask_covers_the_face_and_not_the_objects_beside_it(
    found: Person, photo_faces: Callable[[str], list[Face]]
) -> None:
    mask = found.mask_on(Similarity(), (512, 512))
    assert mask.shape == (512, 512)
    assert mask.dtype == np.float32
    assert 0 <= mask.min() < mask.max() <= 1
    oval = np.zeros((512, 512), np.uint8)
    outline = photo_faces("astronaut")[0].mesh[list(FACE_OVAL), :2]
    cv2.fillConvexPoly(oval, np.round(outline).astype(np.int32), 1)
    assert mask[oval > 0].mean() > 0.95
    assert mask[:250, 430:].mean() < 0.05  # the shuttle model


def test_the_shoulders_lie_below_the_chin_on_their_own_sides(
    found: Person, photo_faces: Callable[[str], list[Face]]
) -> None:
    chin = photo_faces("astronaut")[0].point(152)
    right, left = found.landmarks[RIGHT_SHOULDER], found.landmarks[LEFT_SHOULDER]
    assert right[0] < chin[0] < left[0]
    assert min(right[1], left[1]) > chin[1]
    assert found.landmarks.shape == (33, 2)


def test_the_mask_follows_the_requested_grid(found: Person) -> None:
    whole = found.mask_on(Similarity(), (512, 512))
    part = found.mask_on(Similarity(0.5, 0.0, -30, 0), (200, 256))
    same = cv2.resize(whole, (256, 256), interpolation=cv2.INTER_AREA)[:, 30:230]
    assert np.abs(part - same).mean() < 0.01


def test_outside_its_square_the_mask_is_empty(found: Person) -> None:
    assert found.mask_on(Similarity(dx=-5000), (64, 64)).max() == 0


def test_a_landscape_has_no_people(engine: Engine, photo_rgb: Callable[[str], Rgb]) -> None:
    assert detect_people(engine, photo_rgb("compreface_017_0"), 0.5) == []


@pytest.mark.parametrize("name", ["p_22fc0130_plain", "p_71bcce3a_plain", "p_bd6af989_clutter"])
def test_the_mask_is_near_the_exact_matte(engine: Engine, shared: Path, name: str) -> None:
    rgb = open_source(shared / "mattes" / f"{name}.png").decode().rgb
    true = open_source(shared / "mattes" / f"{name}_alpha.png").decode().rgb[..., 0] > 127
    best = detect_people(engine, rgb, 0.5)[0]
    size_wh = rgb.shape[1], rgb.shape[0]
    mask = find_person(engine, rgb, best).mask_on(Similarity(), size_wh) > 0.5
    assert (mask & true).sum() / (mask | true).sum() > 0.9
