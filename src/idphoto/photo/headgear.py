"""Hats, turbans and scarves on the head."""

from __future__ import annotations

from typing import Final

import numpy as np

from idphoto.face.measure import FaceGeometry
from idphoto.matting.matte import Matte
from idphoto.models.segmenter import BodyPart

# In distances from the eyes to the chin: above the brows, and no wider than a head with its hair.
_ABOVE_EYES: Final = 0.45
_BESIDE: Final = 1.0


def share_of_headgear(matte: Matte, geometry: FaceGeometry) -> float:
    """The share of the head above the brows, 0–1, that is neither skin nor hair."""
    height, width = matte.alpha.shape
    x, y = geometry.levelling.after(matte.to_matte.inverse()).pixels((width, height))
    unit = geometry.chin_y - geometry.eyes_y
    top = (y < geometry.eyes_y - _ABOVE_EYES * unit) & (matte.alpha > 0.5)
    top &= np.abs(x - geometry.centre_x) < _BESIDE * unit
    worn = matte.shows(BodyPart.OTHER, BodyPart.CLOTHES) & top
    return float(worn.sum()) / max(1, int(top.sum()))
