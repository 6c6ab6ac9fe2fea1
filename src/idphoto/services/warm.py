"""Loading the networks before the first photo asks for them."""

from __future__ import annotations

from typing import Final

from idphoto.models import face_embedder, matting, text_finder, text_reader
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


def warm(engine: Engine, quality: Quality, *, cards: bool) -> None:
    """Load what the usual photo needs, and if ``cards`` what an ID card does; weights that are not
    there yet are fetched.

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
    if cards:
        text_finder.load(engine)
        text_reader.load(engine)
        engine.weights(face_embedder.WEIGHTS)
