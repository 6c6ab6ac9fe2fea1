"""Face embeddings: those of one person lie close together (SFace; Zhong et al., 2021)."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.geometry import Similarity
from idphoto.imaging.warp import warp
from idphoto.runtime.engine import Engine

# Embeddings of two networks cannot be compared: what stores embeddings, or distances between
# them, stores this name as well. Another alignment would need another name.
NETWORK: Final = "sface_2021dec"
NUMBERS: Final = 128
_SIDE: Final = 112
# Where the network's training faces have the middles of the eyes, the tip of the nose and the
# corners of the mouth, the person's right ones first: ArcFace's five places (Deng et al., 2019), as
# OpenCV aligns faces for SFace. They count from the middle of the first pixel, so half a pixel is
# added.
_PLACES: Final = 0.5 + np.array(
    [
        (38.2946, 51.6963),
        (73.5318, 51.5014),
        (56.0252, 71.7366),
        (41.5493, 92.3655),
        (70.7299, 92.2041),
    ]
)
# The landmarks of FaceMesh whose mean is that place. An eye's corners move less than its lids.
_LANDMARKS: Final = ((33, 133), (263, 362), (1,), (61,), (291,))

Embedding = NDArray[np.float64]


def embed(engine: Engine, rgb: NDArray[np.uint8], landmarks: NDArray[np.float64]) -> Embedding:
    """The embedding of one face: float64 ``(128,)``, of length 1.

    ``rgb``: uint8 ``(H, W, 3)``. ``landmarks``: ``(468, 2 or 3)``, those of FaceMesh in pixels of
    ``rgb``.

    Raises:
        WeightsUnavailable: the weights are not on this machine, and no source delivered them.
    """
    to_input = _aligned(landmarks[:, :2])
    face = warp(rgb, to_input, (_SIDE, _SIDE))
    # the network itself scales 0 to 255 to what it was trained on
    x = np.ascontiguousarray(face.transpose(2, 0, 1)[None], np.float32)
    found = engine.network(NETWORK)(x)[0][0].astype(np.float64)
    return np.asarray(found / np.linalg.norm(found))


def distance(one: Embedding, other: Embedding) -> float:
    """1 − the cosine of two embeddings: 0 for one picture, about 0.9 for strangers, at most 2."""
    # half the squared difference of unit vectors is the same, and exactly 0 for equal ones
    return float(((one - other) ** 2).sum()) / 2


def _aligned(landmarks: NDArray[np.float64]) -> Similarity:
    """The map to the network's input that brings the landmarks nearest to ``_PLACES``.

    In complex numbers a similarity is z → az + b, and least squares has a closed form.
    """
    found = np.array([landmarks[list(which)].mean(axis=0) for which in _LANDMARKS])
    source, target = (points @ (1, 1j) for points in (found, _PLACES))
    off = source - source.mean()
    a = complex((off.conj() * target).sum() / (off.conj() * off).sum())
    b = complex(target.mean() - a * source.mean())
    return Similarity(abs(a), float(np.degrees(np.angle(a))), b.real, b.imag)
