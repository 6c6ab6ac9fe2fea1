from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.face.landmarks import CHIN, FOREHEAD, Face
from idphoto.imaging.geometry import Box
from idphoto.models.face_mesh import crop_to, find_mesh, line_angle_deg
from idphoto.runtime.engine import Engine

Rgb = NDArray[np.uint8]
# Pairs of points on the person's right and left: eye corners, mouth corners, cheeks, brows.
PAIRS = ((33, 263), (133, 362), (61, 291), (234, 454), (105, 334))
MIDDLE = (FOREHEAD, CHIN, 1)
PORTRAITS = ("astronaut", "facerec_obama", "hivision_test0", "hivision_test3")


def test_faces_score_high_and_other_things_low(
    engine: Engine, photo_rgb: Callable[[str], Rgb], photo_faces: Callable[[str], list[Face]]
) -> None:
    rgb, (face,) = photo_rgb("astronaut"), photo_faces("astronaut")
    assert find_mesh(engine, rgb, face.box, face.roll_deg).score > 0.9
    suit = face.box.shifted(0, 2.5 * face.box.height)
    assert find_mesh(engine, rgb, suit, 0.0).score < 0.5
    assert find_mesh(engine, np.zeros_like(rgb), face.box, 0.0).score < 0.5


@pytest.mark.parametrize("name", PORTRAITS)
def test_a_mirrored_photo_has_mirrored_landmarks(
    engine: Engine, photo_rgb: Callable[[str], Rgb], photo_faces: Callable[[str], list[Face]],
    name: str,
) -> None:  # fmt: skip
    rgb, face = photo_rgb(name), photo_faces(name)[0]
    width = rgb.shape[1]
    box = Box(width - face.box.right, face.box.top, width - face.box.left, face.box.bottom)
    mirrored = find_mesh(engine, np.ascontiguousarray(rgb[:, ::-1]), box, 0.0).landmarks
    pairs = [*PAIRS, *((left, right) for right, left in PAIRS), *((i, i) for i in MIDDLE)]
    for here, there in pairs:
        x, y = mirrored[there, :2]
        off = math.dist((width - x, y), face.mesh[here, :2]) / face.width_px
        assert off < 0.05, (here, there)


@pytest.mark.parametrize("angle_deg", [0, 30, -75])
def test_a_crop_has_its_centre_in_the_middle_and_its_side_along_the_angle(
    angle_deg: float,
) -> None:
    to_crop = crop_to((100.0, 60.0), 40.0, angle_deg, 64)
    turn = math.radians(angle_deg)
    right_of_centre = (100 + 20 * math.cos(turn), 60 + 20 * math.sin(turn))
    mapped = to_crop.apply(np.array([(100.0, 60.0), right_of_centre]))
    assert mapped == pytest.approx(np.array([[32.0, 32.0], [64.0, 32.0]]))


@pytest.mark.parametrize(
    ("end", "angle_deg"), [((5, 0), 0), ((5, 5), 45), ((0, 5), 90), ((5, -5), -45)]
)
def test_line_angles_are_clockwise(end: tuple[float, float], angle_deg: float) -> None:
    assert line_angle_deg(np.zeros(2), np.array(end, np.float64)) == pytest.approx(angle_deg)


@pytest.mark.parametrize("name", PORTRAITS)
@pytest.mark.parametrize(
    ("growth", "shift", "turn"), [(1.2, 0.1, 0), (0.85, -0.1, 10), (1, 0, -15)]
)
def test_the_landmarks_hardly_depend_on_the_detectors_box(
    engine: Engine, photo_rgb: Callable[[str], Rgb], photo_faces: Callable[[str], list[Face]],
    name: str, growth: float, shift: float, turn: float,
) -> None:  # fmt: skip
    face = photo_faces(name)[0]
    more = (growth - 1) / 2 * face.box.width
    box = face.box.grown(*[more] * 4).shifted(shift * face.box.width, shift * face.box.height)
    mesh = find_mesh(engine, photo_rgb(name), box, face.roll_deg + turn)
    off = np.hypot(*(mesh.landmarks - face.mesh)[:, :2].T) / face.width_px
    assert off.mean() < 0.01
    assert off[CHIN] < 0.02
