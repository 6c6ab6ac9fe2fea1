"""The multiclass selfie segmenter (MediaPipe): hair, skin and clothes of the people in a picture.

It is coarse (256² over whatever it is shown), but it knows people: it never mistakes a chair for a
shoulder, as networks trained on salient objects do.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.runtime.engine import Engine

NETWORK: Final = "person_segmenter"
_SIDE: Final = 256


class BodyPart(IntEnum):
    """What a pixel shows; the values are the network's channels."""

    BACKGROUND = 0
    HAIR = 1
    BODY_SKIN = 2
    FACE_SKIN = 3
    CLOTHES = 4
    OTHER = 5
    """Hats, glasses, jewellery and things that people hold."""


def segment(engine: Engine, rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The probability of each :class:`BodyPart`: float32 ``(256, 256, 6)``, sums of 1.

    ``rgb``: uint8 ``(H, W, 3)``. It is stretched to the network's square; its sides stay the
    result's sides. (On composites with exact alpha, stretching is as good as padding: matte error
    4.3 ×10⁻³ against 4.6.)
    """
    shrinks = max(rgb.shape[:2]) > _SIDE
    how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    x = cv2.resize(rgb, (_SIDE, _SIDE), interpolation=how).astype(np.float32) / 127.5 - 1.0
    logits = engine.network(NETWORK)(x[None])[0].reshape(_SIDE, _SIDE, len(BodyPart))
    odds = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return odds / odds.sum(axis=-1, keepdims=True)  # type: ignore[no-any-return]
