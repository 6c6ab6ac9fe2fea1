"""BlazePose: where a person is, as a coarse mask and the shoulders (MediaPipe).

The mask is rough (256² over a whole body), but it distinguishes people from furniture: it shows the
matting network whom to keep.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.geometry import Similarity
from idphoto.imaging.warp import letterbox, warp
from idphoto.models.face_mesh import crop_to
from idphoto.models.ssd import Detection, anchor_centres, decode, merge
from idphoto.runtime.engine import Engine

_DETECT_SIDE: Final = 224
_ANCHORS: Final = anchor_centres(_DETECT_SIDE, ((8, 2), (16, 2), (32, 6)))
_LANDMARK_SIDE: Final = 256
# Body crops are this many times as large as the circle that the detector gives.
_BODY_MARGIN: Final = 1.25
LEFT_SHOULDER, RIGHT_SHOULDER = 11, 12


@dataclass(frozen=True, slots=True)
class Person:
    """One person.

    ``mask``: float32 ``(256, 256)``, 0–1, on the square to which ``to_mask`` maps picture pixels.
    ``landmarks``: float64 ``(33, 2)``, pixels of the picture. ``score``: 0–1, the detector's.
    """

    mask: NDArray[np.float32]
    to_mask: Similarity
    landmarks: NDArray[np.float64]
    score: float

    def mapped(self, to_picture: Similarity) -> Person:
        """The same person in another picture's pixels."""
        back = self.to_mask.after(to_picture.inverse())
        return Person(self.mask, back, to_picture.apply(self.landmarks), self.score)

    def mask_on(self, to_grid: Similarity, size_wh: tuple[int, int]) -> NDArray[np.float32]:
        """The mask resampled onto another grid, given the map from picture to grid. 0 outside."""
        mask = warp(self.mask, to_grid.after(self.to_mask.inverse()), size_wh)
        return np.clip(mask, 0.0, 1.0)  # enlarging overshoots


def detect_people(engine: Engine, rgb: NDArray[np.uint8], min_score: float) -> list[Detection]:
    """People with a score of at least ``min_score``, best first.

    The boxes are the faces'. Keypoints: the middle of the hips, a point on the circle around the
    whole body in the direction of the head, the middle of the shoulders, and a point on the circle
    around the upper body.
    """
    to_input = letterbox((rgb.shape[1], rgb.shape[0]), _DETECT_SIDE)
    x = warp(rgb, to_input, (_DETECT_SIDE, _DETECT_SIDE)).astype(np.float32) / 127.5 - 1.0
    outputs = engine.network("pose_detection")(x[None])
    regressors = next(o for o in outputs if o.shape[-1] == 12)[0]
    logits = next(o for o in outputs if o.shape[-1] == 1)[0, :, 0]
    found = decode(regressors, logits, _ANCHORS, _DETECT_SIDE, min_score)
    return [d.mapped(to_input.inverse()) for d in merge(found)]


def find_person(engine: Engine, rgb: NDArray[np.uint8], detection: Detection) -> Person:
    """The mask and landmarks of one detected person."""
    hip, head = detection.keypoints[0], detection.keypoints[1]
    radius = float(np.hypot(*(head - hip)))
    # the direction hip → head points up in the network's input
    angle = math.degrees(math.atan2(head[0] - hip[0], hip[1] - head[1]))
    side = 2 * radius * _BODY_MARGIN
    to_mask = crop_to((float(hip[0]), float(hip[1])), side, angle, _LANDMARK_SIDE)
    x = warp(rgb, to_mask, (_LANDMARK_SIDE, _LANDMARK_SIDE)).astype(np.float32) / 255.0
    outputs = engine.network("pose_landmark_full")(x[None])
    logits = next(o for o in outputs if o.shape[1:] == (256, 256, 1))[0, :, :, 0]
    raw = next(o for o in outputs if o.size == 195).reshape(39, 5)[:33, :2].astype(np.float64)
    mask = (1.0 / (1.0 + np.exp(-np.clip(logits, -30, 30)))).astype(np.float32)
    return Person(mask, to_mask, to_mask.inverse().apply(raw), detection.score)
