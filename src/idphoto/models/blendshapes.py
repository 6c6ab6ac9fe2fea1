"""The blendshapes network (MediaPipe): how far a face has moved from rest, read off its points."""

from __future__ import annotations

from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.runtime.engine import Engine

NETWORK: Final = "face_blendshapes"

# Which of the 478 points the network takes, in its order.
_POINTS: Final = (
    0, 1, 4, 5, 6, 7, 8, 10, 13, 14, 17, 21, 33, 37, 39, 40, 46, 52, 53, 54, 55, 58, 61, 63, 65, 66,
    67, 70, 78, 80, 81, 82, 84, 87, 88, 91, 93, 95, 103, 105, 107, 109, 127, 132, 133, 136, 144,
    145, 146, 148, 149, 150, 152, 153, 154, 155, 157, 158, 159, 160, 161, 162, 163, 168, 172, 173,
    176, 178, 181, 185, 191, 195, 197, 234, 246, 249, 251, 263, 267, 269, 270, 276, 282, 283, 284,
    285, 288, 291, 293, 295, 296, 297, 300, 308, 310, 311, 312, 314, 317, 318, 321, 323, 324, 332,
    334, 336, 338, 356, 361, 362, 365, 373, 374, 375, 377, 378, 379, 380, 381, 382, 384, 385, 386,
    387, 388, 389, 390, 397, 398, 400, 402, 405, 409, 415, 454, 466, 468, 469, 470, 471, 472, 473,
    474, 475, 476, 477,
)  # fmt: skip


class Blendshape(IntEnum):
    """The movements in use; the values are indices of the network's outputs."""

    SMILE_LEFT = 44
    SMILE_RIGHT = 45


def read_blendshapes(engine: Engine, points: NDArray[np.float64]) -> NDArray[np.float32]:
    """The share of each of 52 movements in a face, 0–1: float32 ``(52,)``.

    ``points``: ``(478, 2 or 3)``, the face's. They may be in any unit, and turned: the network
    brings them to one size and place.
    """
    x = points[list(_POINTS), :2].astype(np.float32)
    return engine.network(NETWORK)(x[None])[0].reshape(52)
