"""Loading the networks before the first photo asks for them."""

from __future__ import annotations

from typing import Final

import numpy as np

from idphoto.models import matting
from idphoto.models.face_embedder import face_embedder
from idphoto.models.text_finder import find_text
from idphoto.models.text_reader import read_line
from idphoto.photo.matte import Quality, matte_sizes
from idphoto.runtime.engine import Engine
from idphoto.settings import get_settings

_NETWORKS: Final = (
    "face_detection_short_range",
    "face_detection_full_range_sparse",
    "face_landmark",
    "iris_landmark",
    "pose_detection",
    "pose_landmark_full",
)
_USUAL_PX: Final = 413  # the long side of the one-inch photo: larger ones load more when they come
# A phone's picture, and the lines of a card on it: the shapes that networks are compiled for.
_CARD_HWC: Final = (1200, 1600, 3)
_LINE_HEIGHT_PX: Final = 48
_LINE_WIDTHS_PX: Final = (160, 320, 640)


def warm(engine: Engine, quality: Quality) -> None:
    """Load what the usual photo needs; weights that are not there yet are fetched.

    Raises:
        WeightsUnavailable: they cannot be had.
    """
    name = get_settings().matting
    sizes, _ = matte_sizes(_USUAL_PX, quality)
    for side in sizes:
        matting.load_ahead(engine, side, name)
    for network in _NETWORKS:
        engine.network(network)
    for side in sizes:
        matting.load(engine, side, name)


def warm_cards(engine: Engine) -> None:
    """Load what reading and comparing cards needs beside.

    Raises:
        WeightsUnavailable: they cannot be had.
    """
    face_embedder(engine)
    wide = np.full(_CARD_HWC, 255, np.uint8)
    for blank in (wide, wide.transpose(1, 0, 2)):
        find_text(engine, blank, min_score=1.0)
    for width in _LINE_WIDTHS_PX:
        read_line(engine, np.full((_LINE_HEIGHT_PX, width, 3), 255, np.uint8))
