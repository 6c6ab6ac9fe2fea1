from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.face.find import CANDIDATE_SCORE, find_faces
from idphoto.face.landmarks import Face
from idphoto.models.face_detector import detect_faces
from idphoto.runtime.engine import Engine

Rgb = NDArray[np.uint8]
Rgbs = Callable[[str], Rgb]
Faces = Callable[[str], list[Face]]

COUNTS = {
    "astronaut": 1,
    "compreface_000_5": 5,
    "compreface_002_A": 1,
    "compreface_004_A": 1,
    "compreface_006_A": 1,
    "compreface_008_B": 1,
    "compreface_009_C": 1,
    "compreface_011_3": 3,
    "compreface_017_0": 0,
    "facerec_biden": 1,
    "facerec_obama": 1,
    "hivision_test0": 1,
    "hivision_test1": 1,
    "hivision_test3": 1,
    "human_stock-emotions-a-1": 1,
}


def pasted(picture: Rgb, scale: float, left: int, top: int, fill: int) -> Rgb:
    """``picture`` somewhere on a canvas of 4000 × 3000 pixels."""
    canvas = np.full((3000, 4000, 3), fill, np.uint8)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=how)
    canvas[top : top + small.shape[0], left : left + small.shape[1]] = small
    return canvas


@pytest.mark.parametrize(("name", "count"), COUNTS.items())
def test_every_face_of_a_photo_is_found_and_nothing_else(
    photo_faces: Faces, name: str, count: int
) -> None:
    assert len(photo_faces(name)) == count


@pytest.mark.parametrize("name", ["compreface_000_5", "compreface_008_B", "hivision_test3"])
def test_a_face_is_found_once_however_the_photo_is_searched(
    engine: Engine, photo_rgb: Rgbs, name: str
) -> None:
    rgb = photo_rgb(name)
    mirrored = np.ascontiguousarray(rgb[:, ::-1])
    assert len(find_faces(engine, mirrored)) == COUNTS[name]
    assert len(find_faces(engine, rgb, tiled=True)) == COUNTS[name]


def test_an_owl_in_a_painting_is_rejected_although_the_detector_accepts_it(
    engine: Engine, photo_rgb: Rgbs, photo_faces: Faces
) -> None:
    candidates = detect_faces(engine, photo_rgb("compreface_004_A"), "short", CANDIDATE_SCORE)
    assert len(candidates) > 1
    (face,) = photo_faces("compreface_004_A")
    assert face.box.iou(candidates[0].box) > 0.5


@pytest.mark.parametrize("name", ["compreface_000_5", "compreface_011_3"])
def test_the_largest_face_comes_first(photo_faces: Faces, name: str) -> None:
    areas = [face.box.area for face in photo_faces(name)]
    assert areas == sorted(areas, reverse=True)


def test_a_face_is_measured_in_pixels_of_the_picture_searched(
    engine: Engine, astronaut: Rgb, photo_faces: Faces
) -> None:
    large = cv2.resize(astronaut, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
    (found,) = find_faces(engine, np.asarray(large, np.uint8))
    (face,) = photo_faces("astronaut")
    off = found.scaled(1 / 3).points[:, :2] - face.points[:, :2]
    assert np.hypot(*off.T).mean() < 0.02 * face.width_px


@pytest.mark.parametrize(
    ("name", "scale", "left", "top"),
    [
        ("astronaut", 0.65, 100, 80),  # a head of 95 px
        ("astronaut", 0.65, 1900, 1300),
        ("astronaut", 0.65, 3600, 2600),
        ("astronaut", 0.9, 1900, 1300),
        ("astronaut", 1.8, 100, 80),
        ("astronaut", 2.3, 2600, 1700),  # a head of 340 px
        ("facerec_biden", 0.4, 3000, 1400),
        ("facerec_biden", 1.0, 50, 1500),
    ],
)
def test_a_small_head_in_a_large_picture_is_found_by_searching_its_parts(
    engine: Engine, photo_rgb: Rgbs, photo_faces: Faces,
    name: str, scale: float, left: int, top: int,
) -> None:  # fmt: skip
    face = photo_faces(name)[0].scaled(scale)
    canvas = pasted(photo_rgb(name), scale, left, top, fill=90)
    found = find_faces(engine, canvas, tiled=True)[0]
    off = found.points[:, :2] - (left, top) - face.points[:, :2]
    assert np.hypot(*off.T).mean() < 0.05 * face.width_px


def test_the_quick_search_alone_misses_a_small_head(engine: Engine, astronaut: Rgb) -> None:
    assert find_faces(engine, pasted(astronaut, 0.65, 1900, 1300, fill=90)) == []


@pytest.mark.parametrize("tiled", [False, True])
@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 2000, 3), (300, 200, 3)])
def test_a_blank_picture_has_no_face(engine: Engine, shape: tuple[int, ...], tiled: bool) -> None:
    assert find_faces(engine, np.full(shape, 200, np.uint8), tiled=tiled) == []
