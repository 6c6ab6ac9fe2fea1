"""BlazeFace: boxes and six keypoints for every face (MediaPipe; Bazarevsky et al., 2019)."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.warp import letterbox, warp
from idphoto.models.ssd import Detection, anchor_centres, decode, merge
from idphoto.runtime.engine import Engine

DetectorRange = Literal["short", "full"]

# weights file, input side, anchor layers (stride, anchors per cell)
_NETWORKS: Final = {
    "short": ("face_detection_short_range", 128, ((8, 2), (16, 6))),
    "full": ("face_detection_full_range_sparse", 192, ((4, 1),)),
}
_ANCHORS: Final = {r: anchor_centres(side, layers) for r, (_, side, layers) in _NETWORKS.items()}


def detect_faces(
    engine: Engine, rgb: NDArray[np.uint8], reach: DetectorRange, min_score: float
) -> list[Detection]:
    """All faces with a score of at least ``min_score``, best first, in pixels of ``rgb``.

    ``rgb``: uint8 ``(H, W, 3)``. ``reach``: ``short`` finds faces from about a fifth of the
    picture's longer side, ``full`` from about a twentieth. Keypoints: the person's right eye, left
    eye, nose tip, mouth, right ear, left ear.
    """
    name, side, _ = _NETWORKS[reach]
    to_input = letterbox((rgb.shape[1], rgb.shape[0]), side)
    x = warp(rgb, to_input, (side, side)).astype(np.float32) / 127.5 - 1.0
    outputs = engine.network(name)(x[None])
    regressors = next(o for o in outputs if o.shape[-1] == 16)[0]
    logits = next(o for o in outputs if o.shape[-1] == 1)[0, :, 0]
    found = decode(regressors, logits, _ANCHORS[reach], side, min_score)
    return [d.mapped(to_input.inverse()) for d in merge(found)]
