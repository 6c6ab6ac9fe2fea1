"""Where the faces of a headshot are, for tests."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.face.landmarks import FACE_OVAL
from idphoto.headshot.result import Rendered


def inside_faces(rendered: Rendered) -> NDArray[np.bool_]:
    """The pixels inside the faces' ovals, two pixels from their border: bool ``(H, W)``."""
    mask = np.zeros(rendered.pixels.shape[:2], np.uint8)
    for face in rendered.faces:
        cv2.fillPoly(mask, [np.round(face.mesh[list(FACE_OVAL)]).astype(np.int32)], 1)
    return cv2.erode(mask, np.ones((5, 5), np.uint8)) > 0
