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
from idphoto.photo.framing.constraints import FrameConstraints, Limit
from idphoto.photo.request import photo_request

# Real photos stand beside a checkout, never in it.
SHARED: Final = Path(__file__).resolve().parents[3] / "shared"
SIZE_WH: Final = (358, 441)  # GA 461-2004: 26 × 32 mm at 350 dpi


@dataclass(frozen=True, slots=True)
class Source:
    """A test photo of one person.

    ``id``: its own. ``identity``: the same for one person's photos. ``file``: without suffix, in
    ``folder``.
    """

    id: str
    identity: str
    sex: Sex
    file: str
    folder: str = "photos"


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
    Source("tied_hair_n", "n", "女", "london_034", "people"),
    Source("curls_o", "o", "男", "london_123", "people"),
    Source("bob_p", "p", "女", "london_030", "people"),
    Source("fair_hair_q", "q", "女", "london_120", "people"),
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
    return SHARED / source.folder / f"{source.file}.jpg"


@cache
def _photo(source: Source) -> bytes:
    if source.file == "astronaut":
        return _jpeg(np.asarray(skimage.data.astronaut()))
    return _path(source).read_bytes()


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
