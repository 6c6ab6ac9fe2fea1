"""Where the head is on the source, however its file is turned and however large it is."""

from __future__ import annotations

import io
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from idphoto import make_photo
from idphoto.api import measure_face
from idphoto.photo.result import HeadOnSource, Photo
from idphoto.runtime.engine import Engine

POINTS = ("left_eye", "right_eye", "chin", "crown", "top")
ORIENTATION = 0x0112


def points_of(head: HeadOnSource) -> NDArray[np.float64]:
    return np.array([getattr(head, name) for name in POINTS])


def file_of(rgb: NDArray[np.uint8], orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "JPEG", quality=95, exif=exif)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def upright(engine: Engine, astronaut: NDArray[np.uint8]) -> Photo:
    return make_photo(file_of(astronaut), "jp-visa", engine=engine)


def test_the_points_are_those_that_measuring_the_face_finds(
    engine: Engine, astronaut: NDArray[np.uint8], upright: Photo
) -> None:
    head, face = upright.head_on_source, measure_face(file_of(astronaut), engine=engine)
    assert head.size_wh == (512, 512)
    # left is the picture's, and the person's own right
    expected = (face.right_eye, face.left_eye, face.chin, face.crown, face.head_top)
    assert np.abs(points_of(head) - np.array(expected)).max() < 3


def test_the_map_to_the_photo_leads_to_where_the_head_is_there(upright: Photo) -> None:
    head, on_photo = upright.head_on_source, upright.measurements
    left, right, chin, crown, top = upright.to_photo.apply(points_of(head))
    assert (left[1] + right[1]) / 2 == pytest.approx(on_photo.eyes_top)
    assert left[1] == pytest.approx(right[1])
    assert right[0] - left[0] == pytest.approx(on_photo.inter_eye)
    assert (chin[1], crown[1]) == pytest.approx((on_photo.chin_top, on_photo.crown_top))
    assert top[1] == pytest.approx(on_photo.head_top)


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_the_points_of_a_file_with_an_orientation_are_on_the_upright_picture(
    engine: Engine, astronaut: NDArray[np.uint8], upright: Photo, orientation: int
) -> None:
    quarters = {3: 2, 6: 1, 8: 3}[orientation]
    stored = np.rot90(astronaut[:, :450], quarters)
    photo = make_photo(file_of(stored, orientation), "jp-visa", engine=engine)
    assert photo.head_on_source.size_wh == (450, 512)
    off = points_of(photo.head_on_source) - points_of(upright.head_on_source)
    assert np.abs(off).max() < 3


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_the_points_of_a_file_that_lies_on_its_side_lie_there_too(
    engine: Engine, astronaut: NDArray[np.uint8], upright: Photo, quarters: int
) -> None:
    picture = np.ascontiguousarray(astronaut[:, :450])
    photo = make_photo(file_of(np.rot90(picture, quarters)), "jp-visa", engine=engine)
    assert "turned_upright" in [notice.code for notice in photo.notices]
    width, height = photo.head_on_source.size_wh
    assert (width, height) == ((450, 512) if quarters == 2 else (512, 450))
    x, y = points_of(upright.head_on_source).T
    expected = {1: (y, 450 - x), 2: (450 - x, 512 - y), 3: (512 - y, x)}[quarters]
    off = points_of(photo.head_on_source) - np.column_stack(expected)
    assert np.abs(off).max() < 3
    eyes = photo.to_photo.apply(points_of(photo.head_on_source)[:2])
    assert eyes[:, 1] == pytest.approx([photo.measurements.eyes_top] * 2)


def test_the_points_on_a_large_file_are_in_its_own_pixels(
    engine: Engine, astronaut: NDArray[np.uint8], upright: Photo
) -> None:
    large = cv2.resize(astronaut, (3001, 3001), interpolation=cv2.INTER_CUBIC)
    photo = make_photo(file_of(large.astype(np.uint8)), "jp-visa", engine=engine)
    assert photo.head_on_source.size_wh == (3001, 3001)
    off = points_of(photo.head_on_source) / (3001 / 512) - points_of(upright.head_on_source)
    assert np.abs(off).max() < 4
    assert photo.to_photo.scale == pytest.approx(upright.to_photo.scale * 512 / 3001, rel=0.03)


def test_what_the_map_shows_is_what_the_photo_shows(
    engine: Engine, photo_rgb: Callable[[str], NDArray[np.uint8]]
) -> None:
    source = photo_rgb("compreface_002_A")
    photo = make_photo(source, background="white", engine=engine)
    width, height = photo.size_wh
    matrix = photo.to_photo.matrix
    matrix[:, 2] += matrix[:, :2] @ (0.5, 0.5) - (0.5, 0.5)
    mapped = cv2.warpAffine(source, matrix, (width, height), flags=cv2.INTER_AREA)
    eyes, half = round(photo.measurements.eyes_top), round(photo.measurements.inter_eye / 2)
    face = slice(eyes - half, eyes + 2 * half), slice(width // 2 - half, width // 2 + half)
    off = mapped[face].astype(int) - photo.pixels[face]
    assert np.abs(off).mean() < 12
