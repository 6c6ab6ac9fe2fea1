"""The embedding of a reference photo."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from idphoto.face.find import choose_face, find_faces
from idphoto.imaging.decode import SHRINKS, open_source
from idphoto.models.face_embedder import ALIGNED_BY, WEIGHTS, Embedding, FaceEmbedder
from idphoto.runtime.weights import WeightsStore
from idphoto.settings import get_settings

if TYPE_CHECKING:
    from idphoto.runtime.engine import Engine

# The embedder sees a face at 150 px: of a phone's picture an eighth would lose some of that.
_LEAST_SIDE_PX: Final = 1600


def reference_embedding(engine: Engine, photo: bytes) -> Embedding:
    """The embedding, float64 ``(128,)``, of the one face in a picture file.

    Raises:
        NoFace, SeveralFaces: there is not one face.
        BadImage, ImageTooLarge: the picture cannot be read.
        LibraryMissing: dlib is not installed.
        WeightsUnavailable: the network cannot be had.
    """
    source = open_source(photo)
    fits = [each for each in SHRINKS if max(source.size_wh) / each >= _LEAST_SIDE_PX]
    rgb = source.decode(max(fits, default=1)).rgb
    face = choose_face(find_faces(engine, rgb), "only")
    return _embedder().embed(rgb, face.mesh[list(ALIGNED_BY), :2])


@cache
def _embedder() -> FaceEmbedder:
    return FaceEmbedder(WeightsStore(get_settings().models_dir).path(WEIGHTS))
