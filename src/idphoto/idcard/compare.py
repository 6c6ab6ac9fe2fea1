"""Embed faces to compare them; ``calibration`` turns their distances into similarities."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.errors import FaceTooSmall
from idphoto.face.choose import choose_face
from idphoto.face.find import find_faces
from idphoto.face.landmarks import Face
from idphoto.imaging.decode import open_source
from idphoto.models.face_embedder import Embedding, embed
from idphoto.runtime.engine import Engine

# Shrunk to this width, nineteen faces lay 0.01 to 0.05 from themselves; at 25 px, 0.07 to 0.23, as
# far apart as two photos of one person. A card's face is 60 px wide at 4 px per mm.
MIN_FACE_WIDTH_PX: Final = 40.0

# The embedder sees a face at about 100 px; an eighth of a phone's picture could be less.
_LEAST_SIDE_PX: Final = 1600


def embed_face(engine: Engine, rgb: NDArray[np.uint8]) -> Embedding:
    """The embedding of the one face in a picture: float64 ``(128,)``.

    ``rgb``: uint8 ``(H, W, 3)``.

    Raises:
        NoFace, SeveralFaces: there is not exactly one face.
        FaceTooSmall: the face is narrower than ``MIN_FACE_WIDTH_PX``.
        WeightsUnavailable: the network's weights cannot be loaded.
    """
    return embed_found(engine, rgb, choose_face(find_faces(engine, rgb), "only"))


def embed_photo(engine: Engine, data: bytes) -> Embedding:
    """As ``embed_face``, for a picture file's bytes.

    Raises:
        BadImage, ImageTooLarge: the file cannot be read.
    """
    return embed_face(engine, decode_photo(data))


def decode_photo(data: bytes) -> NDArray[np.uint8]:
    """A picture file's pixels at the size that embedding needs: uint8 ``(H, W, 3)``, upright.

    Raises:
        BadImage, ImageTooLarge: the file cannot be read.
    """
    source = open_source(data)
    return source.decode(source.shrink_for(_LEAST_SIDE_PX, cheaply=False)).rgb


def embed_found(engine: Engine, rgb: NDArray[np.uint8], face: Face) -> Embedding:
    """As ``embed_face``, for a face already found in ``rgb``."""
    if face.width_px < MIN_FACE_WIDTH_PX:
        raise FaceTooSmall(found_px=face.width_px, need_px=MIN_FACE_WIDTH_PX)
    return embed(engine, rgb, face.mesh)
