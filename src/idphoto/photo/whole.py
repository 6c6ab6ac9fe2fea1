"""Cutting the person out of a whole picture, at its full size."""

from __future__ import annotations

import time
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.face.find import find_faces
from idphoto.imaging.decode import Source
from idphoto.imaging.geometry import Box
from idphoto.imaging.warp import shrunk
from idphoto.photo.cutout import refine_edges, to_rgba, true_colours
from idphoto.photo.matte import Quality, Reach, find_mask, matte_person, matte_sizes
from idphoto.photo.result import Cutout
from idphoto.runtime.engine import Engine
from idphoto.settings import get_settings

# Edges are refined at this size at the most: the matte knows nothing finer, and memory stays
# bounded whatever the picture's size.
_REFINED_PX: Final = 1600


def matte_picture(engine: Engine, rgb: NDArray[np.uint8], quality: Quality) -> NDArray[np.float32]:
    """The matte of the picture's person: float32 ``(H, W)``, 0–1, on the grid of ``rgb``."""
    height, width = rgb.shape[:2]
    faces = find_faces(engine, rgb)
    face = faces[0] if faces else None
    person = find_mask(engine, rgb, face)
    sizes = matte_sizes(max(width, height), quality)
    region, reach = Box(0, 0, width, height), Reach.of_picture(max(width, height))
    matte = matte_person(
        engine, rgb, region, person, face, faces[1:], reach, sizes, get_settings().matting
    )
    alpha = cv2.resize(matte.alpha, (width, height), interpolation=cv2.INTER_CUBIC)
    return refine_edges(rgb, np.clip(alpha, 0.0, 1.0))


def cut_out(engine: Engine, source: Source, quality: Quality) -> Cutout:
    """See ``idphoto.cut_out``."""
    started = time.monotonic()
    rgb = source.decode().rgb
    decoded = time.monotonic()
    height, width = rgb.shape[:2]
    small, to_small = shrunk(rgb, _REFINED_PX)
    alpha = matte_picture(engine, small, quality)
    matted = time.monotonic()
    rgba = to_rgba(true_colours(small, alpha), alpha)
    if to_small.scale < 1.0:
        rgba = cv2.resize(rgba, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.uint8)
        opaque = rgba[..., 3] >= 250
        rgba[..., :3][opaque] = rgb[opaque]
    return Cutout(
        rgba,
        {
            "decode": (decoded - started) * 1000.0,
            "matte": (matted - decoded) * 1000.0,
            "colours": (time.monotonic() - matted) * 1000.0,
        },
    )
