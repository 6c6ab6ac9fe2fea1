"""Face embeddings: those of one person lie close together (dlib's ResNet; King, 2017)."""

from __future__ import annotations

import threading
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from idphoto.errors import LibraryMissing
from idphoto.runtime.engine import Engine

WEIGHTS: Final = "dlib_face_recognition_resnet_model_v1"
# The five mesh landmarks that correspond to the points by which the network's training faces were
# aligned: the person's left eye's outer and inner corner, the right eye's, the base of the nose.
ALIGNED_BY: Final = (263, 362, 33, 133, 2)
# The distance up to which dlib takes two faces for one person: 99.4 % correct on Labeled Faces in
# the Wild.
SAME_PERSON: Final = 0.6

Embedding = NDArray[np.float64]


class FaceEmbedder:
    """The network. Each thread loads its own, since dlib's network object holds a call's state."""

    def __init__(self, weights: Path) -> None:
        """``weights``: the file of ``WEIGHTS``."""
        self._weights = weights
        self._local = threading.local()

    def embed(self, rgb: NDArray[np.uint8], points: NDArray[np.float64]) -> Embedding:
        """The embedding of one face: float64 ``(128,)``, of length about 1.

        ``rgb``: uint8 ``(H, W, 3)``. ``points``: ``(5, 2)``, the landmarks ``ALIGNED_BY`` in pixels
        of ``rgb``.

        Raises:
            LibraryMissing: dlib is not installed.
        """
        dlib = _dlib()
        network = getattr(self._local, "network", None)
        if network is None:
            network = self._local.network = dlib.face_recognition_model_v1(str(self._weights))
        whole = dlib.rectangle(0, 0, rgb.shape[1], rgb.shape[0])
        places = [dlib.point(round(x), round(y)) for x, y in points.tolist()]
        shape = dlib.full_object_detection(whole, places)
        return np.array(network.compute_face_descriptor(np.ascontiguousarray(rgb), shape))


def face_embedder(engine: Engine) -> FaceEmbedder:
    """The embedder for the engine's weights, one per process.

    Raises:
        WeightsUnavailable: the weights are not on this machine, and no source delivered them.
    """
    return _loaded(engine.weights(WEIGHTS))


@cache
def _loaded(weights: Path) -> FaceEmbedder:
    return FaceEmbedder(weights)


def distance(one: Embedding, other: Embedding) -> float:
    """The distance between two faces: 0 for one picture, at most ``SAME_PERSON`` for one person."""
    return float(np.linalg.norm(one - other))


def _dlib() -> Any:
    try:
        import dlib
    except ImportError as error:
        raise LibraryMissing("dlib", "idphoto[idcard]", str(error)) from None
    return dlib
