"""What many tests share: the real networks, and photos with a person."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import skia
import skimage.data
from hypothesis import HealthCheck, settings
from numpy.typing import NDArray
from PIL import Image

from idphoto.errors import WeightsUnavailable
from idphoto.face.find import find_faces
from idphoto.face.landmarks import FACE_OVAL, INNER_LIPS, LEFT_LIDS, RIGHT_LIDS, Face
from idphoto.imaging.decode import open_source
from idphoto.imaging.geometry import Box
from idphoto.models.face_mesh import LEFT_EYE_CORNERS, RIGHT_EYE_CORNERS
from idphoto.runtime.engine import Engine, default_engine
from idphoto.runtime.weights import WeightsStore
from idphoto.settings import get_settings

# No test fails because the machine is busy.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

# Real photos and exact mattes stand beside a checkout, never in it (DESIGN, section 4).
SHARED = Path(__file__).resolve().parents[2] / "shared"
# What the photo pipeline takes a first look at.
LOOK_PX = 960


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the shared test photos are not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The real networks, from the user's own models folder: fetched once, by one worker."""
    store = WeightsStore(get_settings().models_dir)
    try:
        for entry in store.entries:
            if entry.group in ("photo", "idcard"):
                store.path(entry.name)
    except WeightsUnavailable as error:
        pytest.skip(error.message)
    return default_engine()


@pytest.fixture(scope="session")
def need_font() -> Callable[[str], None]:
    """``need_font(text)``: skips where none of the system's fonts has its first character."""

    def look(text: str) -> None:
        normal = skia.FontStyle.Normal()
        if skia.FontMgr().matchFamilyStyleCharacter("", normal, [], ord(text[0])) is None:
            pytest.skip(f"no installed font has {text[0]} ({unicodedata.name(text[0])})")

    return look


@pytest.fixture(scope="session")
def astronaut() -> NDArray[np.uint8]:
    """Eileen Collins, by NASA (public domain): uint8 (512, 512, 3), head and shoulders."""
    return np.asarray(skimage.data.astronaut())


@pytest.fixture(scope="session")
def jpeg() -> Callable[[NDArray[np.uint8]], bytes]:
    """``jpeg(rgb)``: the file's bytes."""

    def write(rgb: NDArray[np.uint8]) -> bytes:
        buffer = io.BytesIO()
        Image.fromarray(rgb).save(buffer, "JPEG", quality=95)
        return buffer.getvalue()

    return write


@pytest.fixture(scope="session")
def astronaut_jpeg(
    astronaut: NDArray[np.uint8], jpeg: Callable[[NDArray[np.uint8]], bytes]
) -> bytes:
    return jpeg(astronaut)


@pytest.fixture(scope="session")
def photo_file(request: pytest.FixtureRequest) -> Callable[[str], bytes]:
    """``photo_file(name)``: the bytes of a shared photo, or of ``astronaut``; skips without it."""

    def read(name: str) -> bytes:
        if name == "astronaut":
            data: bytes = request.getfixturevalue("astronaut_jpeg")
            return data
        folder: Path = request.getfixturevalue("shared")
        return (folder / "photos" / f"{name}.jpg").read_bytes()

    return read


@pytest.fixture(scope="session")
def photo_rgb(photo_file: Callable[[str], bytes]) -> Callable[[str], NDArray[np.uint8]]:
    """``photo_rgb(name)``: uint8 (H, W, 3), big photos shrunk."""

    @cache
    def decode(name: str) -> NDArray[np.uint8]:
        source = open_source(photo_file(name))
        fits = [s for s in (1, 2, 4, 8) if max(source.size_wh) / s >= LOOK_PX]
        return source.decode(max(fits, default=1)).rgb

    return decode


@pytest.fixture(scope="session")
def photo_faces(
    engine: Engine, photo_rgb: Callable[[str], NDArray[np.uint8]]
) -> Callable[[str], list[Face]]:
    """``photo_faces(name)``: the faces found in ``photo_rgb(name)``, the largest first."""

    @cache
    def find(name: str) -> list[Face]:
        return find_faces(engine, photo_rgb(name))

    return find


@pytest.fixture(scope="session")
def draw_face() -> Callable[[float, float, float], Face]:
    """``draw_face(x, y, unit)``: a level face seen from the front, without any picture.

    ``x``, ``y``: the middle of the eyes, which are ``unit`` pixels apart. The chin lies 1.4 units
    below them, the face is 2.1 units wide.
    """

    def draw(x: float, y: float, unit: float) -> Face:
        around = np.radians(np.arange(len(FACE_OVAL)) * 10.0)  # clockwise from the forehead
        mesh = np.zeros((468, 3))
        mesh[:, 1] = 0.2  # all else lies in the middle
        mesh[list(FACE_OVAL), 0] = 1.05 * np.sin(around) / np.sin(np.radians(80))
        mesh[list(FACE_OVAL), 1] = 0.2 - 1.2 * np.cos(around)
        for side, corners, (upper, lower) in (
            (-1, RIGHT_EYE_CORNERS, RIGHT_LIDS),
            (1, LEFT_EYE_CORNERS, LEFT_LIDS),
        ):
            mesh[list(corners), :2] = (0.8 * side, 0), (0.2 * side, 0)
            mesh[[upper, lower], :2] = (0.5 * side, -0.1), (0.5 * side, 0.1)
        mesh[list(INNER_LIPS), :2] = (0, 0.8), (0, 0.84)
        rim = np.array([[0, 0], [0.1, 0], [0, -0.1], [-0.1, 0], [0, 0.1]])
        place, half_way = np.array([x, y]), np.array([0.5, 0])
        outline = unit * mesh[:, :2] + place
        return Face(
            Box(*map(float, outline.min(axis=0)), *map(float, outline.max(axis=0))),
            0.9,
            unit * mesh + (x, y, 0),
            unit * (rim - half_way) + place,
            unit * (rim + half_way) + place,
        )

    return draw
