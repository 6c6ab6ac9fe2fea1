from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.face.landmarks import Face
from idphoto.imaging.warp import shrunk
from idphoto.models.face_detector import DetectorRange, detect_faces
from idphoto.runtime.engine import Engine

Rgb = NDArray[np.uint8]
NOSE_TIP = 1  # in the face mesh


@pytest.mark.parametrize("reach", ["short", "full"])
def test_a_portrait_has_one_face_with_its_six_keypoints_in_place(
    engine: Engine, photo_rgb: Callable[[str], Rgb], photo_faces: Callable[[str], list[Face]],
    reach: DetectorRange,
) -> None:  # fmt: skip
    (found,) = detect_faces(engine, photo_rgb("astronaut"), reach, 0.5)
    (face,) = photo_faces("astronaut")
    right_eye, left_eye, nose, mouth, right_ear, left_ear = found.keypoints
    off = 0.12 * found.box.width
    assert right_eye == pytest.approx(face.right_eye, abs=off)
    assert left_eye == pytest.approx(face.left_eye, abs=off)
    assert nose == pytest.approx(face.point(NOSE_TIP), abs=off)
    assert mouth == pytest.approx((face.point(13) + face.point(14)) / 2, abs=off)
    assert right_ear[0] < right_eye[0] < left_eye[0] < left_ear[0]
    assert 0.5 <= found.score <= 1


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("compreface_000_5", 5),
        ("compreface_008_B", 1),
        ("compreface_009_C", 1),
        ("compreface_011_3", 3),
        ("compreface_017_0", 0),
    ],
)
def test_the_full_range_finds_everybody_with_the_nose_where_the_mesh_has_it(
    engine: Engine, photo_rgb: Callable[[str], Rgb], photo_faces: Callable[[str], list[Face]],
    name: str, count: int,
) -> None:  # fmt: skip
    found = detect_faces(engine, photo_rgb(name), "full", 0.5)
    assert len(found) == count
    for detection in found:
        nose = detection.keypoints[2]
        nearest = min(
            float(np.hypot(*(face.mesh[NOSE_TIP, :2] - nose))) for face in photo_faces(name)
        )
        assert nearest < 0.15 * detection.box.width


def test_the_best_face_comes_first_and_none_is_below_the_minimum_score(
    engine: Engine, photo_rgb: Callable[[str], Rgb]
) -> None:
    rgb = photo_rgb("compreface_000_5")
    scores = [found.score for found in detect_faces(engine, rgb, "full", 0.5)]
    assert scores == sorted(scores, reverse=True)
    least = scores[2]
    kept = [found.score for found in detect_faces(engine, rgb, "full", least)]
    assert kept == [score for score in scores if score >= least]


@pytest.mark.parametrize("reach", ["short", "full"])
def test_boxes_are_in_pixels_of_the_given_picture(
    engine: Engine, astronaut: Rgb, reach: DetectorRange
) -> None:
    (large,) = detect_faces(engine, astronaut, reach, 0.5)
    half, to_half = shrunk(astronaut, 256)
    (small,) = detect_faces(engine, half, reach, 0.5)
    again = small.mapped(to_half.inverse())
    assert again.box.iou(large.box) > 0.9


@pytest.mark.parametrize("shape", [(1, 1, 3), (4, 900, 3), (700, 3, 3)])
def test_a_nearly_empty_picture_has_no_face(engine: Engine, shape: tuple[int, ...]) -> None:
    assert detect_faces(engine, np.full(shape, 128, np.uint8), "full", 0.5) == []
