"""Portraits for cards: the test photos' people, framed after GA 461-2004 by the project itself."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import skimage.data
from numpy.typing import NDArray
from PIL import Image
from tools.cards.people import Sex

from idphoto.api import default_engine, make_photo
from idphoto.face.find import find_faces
from idphoto.imaging.decode import open_source
from idphoto.photo.framing.constraints import FrameConstraints, Limit
from idphoto.photo.request import photo_request

# Real photos stand beside a checkout, never in it.
PHOTOS: Final = Path(__file__).resolve().parents[3] / "shared" / "photos"
SIZE_WH: Final = (358, 441)  # GA 461-2004: 26 × 32 mm at 350 dpi
_ROOM: Final = 1.9  # round a face of a group, in its widths: the head, and no other
_LOOK_PX: Final = 1600


@dataclass(frozen=True, slots=True)
class Source:
    """A face in a test photo.

    ``id``: its own. ``identity``: the same for one person's photos. ``file``: without suffix.
    ``face``: its number from the left; None where it is the only one.
    """

    id: str
    identity: str
    sex: Sex
    file: str
    face: int | None = None


@dataclass(frozen=True, slots=True)
class Portrait:
    """``rgb``: uint8 sRGB ``(441, 358, 3)``, on white."""

    source: Source
    rgb: NDArray[np.uint8]


SOURCES: Final = (
    Source("selfie_a1", "a", "女", "compreface_002_A"),
    Source("selfie_a2", "a", "女", "compreface_006_A"),
    Source("indoor_a3", "a", "女", "compreface_004_A"),
    Source("bearded_c", "c", "男", "compreface_009_C"),
    Source("suit_d", "d", "男", "facerec_biden"),
    Source("suit_e", "e", "男", "facerec_obama"),
    Source("suit_f", "f", "男", "hivision_test0"),
    Source("long_hair_g", "g", "女", "hivision_test1"),
    Source("loose_hair_h", "h", "女", "hivision_test3"),
    Source("group_n", "n", "女", "compreface_000_5", 1),
    Source("group_o", "o", "男", "compreface_000_5", 2),
    Source("group_p", "p", "女", "compreface_000_5", 3),
    Source("group_q", "q", "女", "compreface_000_5", 4),
    Source("astronaut", "r", "女", "astronaut"),
)


def available() -> tuple[Source, ...]:
    """Those whose photos are at hand: all, or the astronaut alone."""
    return tuple(
        source for source in SOURCES if source.file == "astronaut" or _path(source).exists()
    )


@cache
def portrait(source: Source) -> Portrait:
    """The portrait of ``source``, on the process's own engine.

    Raises:
        IdPhotoError: no photo can be made of it.
    """
    photo = make_photo(_photo(source), _REQUEST, engine=default_engine())
    pixels = photo.pixels
    pixels.setflags(write=False)
    return Portrait(source, pixels)


def registry_photo(source: Source) -> bytes:
    """The file that an authority would hold of ``source``: the photo itself, or the face of it."""
    return _photo(source)


def _path(source: Source) -> Path:
    return PHOTOS / f"{source.file}.jpg"


@cache
def _photo(source: Source) -> bytes:
    if source.file == "astronaut":
        return _jpeg(np.asarray(skimage.data.astronaut()))
    data = _path(source).read_bytes()
    return data if source.face is None else _jpeg(_cut(data, source.face))


def _cut(data: bytes, number: int) -> NDArray[np.uint8]:
    """Around one face of a group, without most of the others."""
    picture = open_source(data).decode(1).rgb
    faces = sorted(find_faces(default_engine(), picture, tiled=True), key=lambda f: f.box.left)
    box = faces[number].box
    x, y = box.centre
    half = _ROOM * box.width / 2
    top, bottom = max(0, round(y - 1.2 * half)), round(y + 1.5 * half)
    return np.ascontiguousarray(picture[top:bottom, max(0, round(x - half)) : round(x + half)])


def _jpeg(rgb: NDArray[np.uint8]) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


# GA 461-2004 in pixels. The hair's place gives way where a head is long.
_REQUEST: Final = photo_request(
    size_px=SIZE_WH,
    dpi=350,
    constraints=FrameConstraints(
        face_width=Limit(target=205, low=170, high=221),
        head_top=Limit(target=14, low=5, high=40),
    ),
)
