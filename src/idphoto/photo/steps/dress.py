"""The person's own colours, in other clothes if the request names some."""

from __future__ import annotations

import numpy as np

from idphoto.photo.background import Original
from idphoto.photo.draft import PhotoDraft
from idphoto.photo.edges import true_colours
from idphoto.photo.wardrobe.load import load_garment
from idphoto.photo.wardrobe.shoulders import find_shoulders
from idphoto.photo.wardrobe.wear import Wearer, clothe, cut_to


def dress(draft: PhotoDraft) -> None:
    """Separate the person's colours from the old background, and change the clothes.

    Raises:
        CannotDress: the head is turned too far, or a hand is at head or neck.
        LibraryMissing: the drawing library is not installed.
    """
    if isinstance(draft.request.background, Original):
        return
    if draft.request.clothes is None:
        draft.foreground = true_colours(draft.rgb, draft.alpha)
        return
    wearer = wearer_of(draft)
    rgb, draft.alpha = clothe(wearer, cut_to(wearer, load_garment(draft.request.clothes)))
    draft.foreground = rgb.astype(np.float32) / np.float32(255.0)


def wearer_of(draft: PhotoDraft) -> Wearer:
    """The person of a draft that has been drawn, measured for clothes.

    Raises:
        CannotDress: the head is turned too far, or a hand is at head or neck.
    """
    shoulders = find_shoulders(draft.setup.engine, draft.picture.rgb, draft.face)
    return Wearer.measured(
        draft.setup.engine,
        draft.rgb,
        draft.alpha,
        draft.points,
        head_height_px=draft.head_height_px,
        yaw_deg=draft.geometry.yaw_deg,
        shoulders=None if shoulders is None else draft.placement.to_photo.apply(shoulders),
    )
