"""Whether something hides the eyes or the mouth: sunglasses, a mask, a hand, a thing held up."""

from __future__ import annotations

from typing import Final

import numpy as np

from idphoto.errors import FaceCovered
from idphoto.face.landmarks import INNER_LIPS, Face
from idphoto.matting.matte import Matte
from idphoto.models.face_mesh import LEFT_EYE_CORNERS, RIGHT_EYE_CORNERS
from idphoto.models.segmenter import BodyPart

# The discs that are looked at, in distances between the eyes.
_RADIUS: Final = 0.33
_THINGS: Final = (BodyPart.OTHER, BodyPart.CLOTHES, BodyPart.BODY_SKIN)
MAX_COVERED: Final = 0.45
"""The largest share of a disc that may be neither the face's skin nor hair.

Around eyes it is at most 0.25 in some 60 photos of clear glasses, 0.30 with a mask below them, and
0.59 or more in all 10 of sunglasses, glare and things held up. Around mouths it is at most 0.18 in
some 500 photos without a mask; 30 of 35 masks have 0.59 or more, and the others are pictures with
at most 36 pixels between the eyes."""


def covered(matte: Matte, face: Face) -> dict[str, float]:
    """How much of the surroundings of ``eye`` and ``mouth`` is neither skin nor hair, 0–1.

    Of the two eyes, the one that is hidden more. ``face`` is in pixels of the picture.
    """
    shares = [_share(matte, face, at) for at in (RIGHT_EYE_CORNERS, LEFT_EYE_CORNERS, INNER_LIPS)]
    return {"eye": max(shares[:2]), "mouth": shares[2]}


def check_uncovered(matte: Matte, face: Face) -> None:
    """Refuse a face whose eyes or mouth cannot be seen.

    Raises:
        FaceCovered: most of what surrounds an eye or the mouth is neither skin nor hair.
    """
    for where, share in covered(matte, face).items():
        if share > MAX_COVERED:
            raise FaceCovered(where=where, share=share, allowed=MAX_COVERED)


def _share(matte: Matte, face: Face, indices: tuple[int, int]) -> float:
    x, y = matte.to_matte.apply(face.points[list(indices), :2].mean(axis=0)[None])[0]
    radius = max(1.0, _RADIUS * face.inter_eye_px * matte.to_matte.scale)
    top, left = max(0, int(y - radius)), max(0, int(x - radius))
    near = matte.parts[top : max(0, int(y + radius) + 1), left : max(0, int(x + radius) + 1)]
    rows, columns = np.ogrid[: near.shape[0], : near.shape[1]]
    seen = near[np.hypot(columns + left + 0.5 - x, rows + top + 0.5 - y) <= radius]
    return float(np.isin(seen, _THINGS).mean()) if seen.size else 0.0
