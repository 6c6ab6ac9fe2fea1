"""Hands in the photo: the person's own, or those that hold a child."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.face.measure import FaceGeometry
from idphoto.matting.grid import distance_to, parts_reaching, separate_parts
from idphoto.matting.matte import Matte
from idphoto.models.segmenter import BodyPart
from idphoto.photo.framing.frame import Frame

# In face widths: the neck is this wide, to either side of the middle.
_HALF_NECK: Final = 0.45
# In head heights: the neck begins this far above the chin's tip.
_JAW: Final = 0.1
_TOUCHING_PX: Final = 2.0
# In face widths from the middle: nearer than this there is no bare arm.
_ARMS_BESIDE: Final = 0.75
# Of the face's skin: a hand is about as large as a face, and less than this is a neckline.
_LEAST: Final = 0.15
# Skin of the chest is parted from the neck by hair; a hand lies on clothes for this much of its
# outline.
_ON_CLOTHES: Final = 0.5


def skin_of_hands(matte: Matte, geometry: FaceGeometry, frame: Frame) -> float:
    """Skin in the photo that is neither face nor neck nor a bare arm, as a share of the face.

    It lies apart from the neck, and either beside the face or in front of the clothes.
    """
    skin = matte.shows(BodyPart.BODY_SKIN)
    if not skin.any():
        return 0.0
    to_level = geometry.levelling.after(matte.to_matte.inverse())
    x, y = to_level.pixels((skin.shape[1], skin.shape[0]))
    width, height = frame.size_wh
    across, down = frame.scale * x + frame.dx, frame.scale * y + frame.dy
    shown = (across >= 0) & (across < width) & (down >= 0) & (down < height)
    skin &= shown
    off = np.abs(x - geometry.centre_x) / geometry.face_width_px
    below = (y - geometry.chin_y) / geometry.head_height_px
    face_skin = matte.shows(BodyPart.FACE_SKIN)
    under = (off < _HALF_NECK) & (below > -_JAW) & (distance_to(face_skin) <= _TOUCHING_PX)
    neck = parts_reaching(skin, under)
    face = max(1, int((face_skin & shown).sum()))
    found = 0
    for part in separate_parts(skin, neck):
        size = int(part.sum())
        if size <= _LEAST * face:
            continue
        raised = below[part].min() < 0 and off[part].mean() > _HALF_NECK
        in_front = off[part].mean() < _ARMS_BESIDE and _on_clothes(matte, part) > _ON_CLOTHES
        if raised or in_front:
            found += size
    return found / face


def _on_clothes(matte: Matte, part: NDArray[np.bool_]) -> float:
    """The share of a part's outline, 0–1, at which clothes lie."""
    around = ~part & (distance_to(part) <= _TOUCHING_PX)
    return float((matte.parts[around] == BodyPart.CLOTHES).mean()) if around.any() else 0.0
