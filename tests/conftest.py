"""What many tests share: the real networks, and photos with a person."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

# Each of several processes on all cores would keep the others waiting. Before numpy is loaded.
if "PYTEST_XDIST_WORKER" in os.environ:
    for _threads in ("IDPHOTO_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(_threads, "1")

# Pictures do not depend on which fonts a machine happens to have.
os.environ.setdefault("IDPHOTO_SYSTEM_FONTS", "0")

import cv2
import numpy as np
import pytest
import skimage.data
from hypothesis import HealthCheck, settings
from numpy.typing import NDArray
from PIL import Image
from tests.kept import shelf
from tests.kept.networks import remember

from idphoto.api import default_engine, default_setup
from idphoto.assets.store import AssetStore
from idphoto.errors import WeightsUnavailable
from idphoto.face.find import find_faces
from idphoto.face.landmarks import FACE_OVAL, INNER_LIPS, LEFT_LIDS, RIGHT_LIDS, Face
from idphoto.imaging.decode import open_source
from idphoto.imaging.geometry import Box
from idphoto.models.face_landmarker import LEFT_IRIS, RIGHT_IRIS
from idphoto.models.face_mesh import LEFT_EYE_CORNERS, RIGHT_EYE_CORNERS
from idphoto.photo.setup import Setup
from idphoto.runtime.cores import usable_cores
from idphoto.runtime.engine import Engine
from idphoto.settings import get_settings

# No test fails because the machine is busy.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")
if "PYTEST_XDIST_WORKER" in os.environ:
    cv2.setNumThreads(1)

remember()  # what the process's networks have answered

# Real photos and exact mattes stand beside a checkout, never in it (DESIGN, section 4).
SHARED = Path(__file__).resolve().parents[2] / "shared"
# What the photo pipeline takes a first look at.
LOOK_PX = 960


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate-golden",
        action="store_true",
        help="write the golden measures anew (tests/photo/golden); the run fails, saying what "
        "has changed",
    )


def pytest_xdist_auto_num_workers() -> int:
    """``-n auto``: two processes to a core, of which many wait for servers and files."""
    return 2 * usable_cores()


def pytest_sessionstart(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        store = AssetStore(get_settings().models_dir)
        of_fonts = [each.name for each in store.entries if each.group in ("fonts", "rare-fonts")]
        with suppress(WeightsUnavailable):  # without a network, each test that needs one fails
            store.pull(of_fonts)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):
        shelf.prune(time.time())


# --- networks and pictures ----------------------------------------------------------------------


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the shared test photos are not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def shared_input(shared: Path) -> Callable[[str], Path]:
    """``shared_input(name)``: a file of the shared inputs; skips without it."""

    def find(name: str) -> Path:
        path = shared / "inputs" / name
        if not path.is_file():
            pytest.skip(f"{name} is not among the shared inputs")
        return path

    return find


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The real networks, from the user's own models folder: fetched once, by one worker."""
    store = AssetStore(get_settings().models_dir)
    try:
        for entry in store.entries:
            if entry.group in ("photo", "best", "idcard"):
                store.path(entry.name)
    except WeightsUnavailable as error:
        pytest.skip(error.message)
    return default_engine()


@pytest.fixture(scope="session")
def photo_setup(engine: Engine) -> Setup:
    """What photos are made with: the real networks, and the matting network of the settings."""
    return default_setup(engine)


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
def three_people(shared: Path, jpeg: Callable[[NDArray[np.uint8]], bytes]) -> bytes:
    """A JPEG of three people who stand apart, before the same wall."""
    names = ("london_025", "london_044", "london_136")
    sources = (open_source(shared / "people" / f"{name}.jpg") for name in names)
    return jpeg(np.hstack([source.decode(2).rgb for source in sources]))


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
        return source.decode(source.shrink_for(LOOK_PX)).rgb

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
        mesh = np.zeros((478, 3))
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
        # down the nose, and its wings: without them the head has no pose
        mesh[[168, 6, 197, 195, 5, 4, 1], 1] = -0.1, 0.02, 0.14, 0.25, 0.36, 0.49, 0.6
        mesh[[129, 358], :2] = (-0.28, 0.57), (0.28, 0.57)
        half, rim = (
            np.array([0.5, 0.0]),
            np.array([[0, 0], [0.1, 0], [0, -0.1], [-0.1, 0], [0, 0.1]]),
        )
        mesh[RIGHT_IRIS : RIGHT_IRIS + 5, :2] = rim - half
        mesh[LEFT_IRIS : LEFT_IRIS + 5, :2] = rim + half
        points = unit * mesh + (x, y, 0)
        outline = points[:, :2]
        box = Box(*map(float, outline.min(axis=0)), *map(float, outline.max(axis=0)))
        return Face(box, 0.9, points[:468], points)

    return draw
