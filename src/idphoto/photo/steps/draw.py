"""The person on the photo's grid."""

from __future__ import annotations

import numpy as np

from idphoto.imaging.geometry import Similarity
from idphoto.photo.background import Original
from idphoto.photo.draft import PhotoDraft
from idphoto.photo.edges import refine_edges
from idphoto.photo.render import continue_background, render


def draw(draft: PhotoDraft) -> None:
    """Resample the source and the matte onto the photo's grid."""
    draft.rgb = render(draft.picture.rgb, Similarity(), draft.placement, "replicate")
    if isinstance(draft.request.background, Original):
        draft.rgb = continue_background(draft.rgb, draft.picture_wh, draft.placement)
        # the check of a specification needs to know which pixels are background
        if not draft.request.retouch.any and draft.request.spec is None:
            return
    alpha = render(draft.matte.alpha, draft.matte.to_matte.inverse(), draft.placement, "replicate")
    draft.alpha = refine_edges(draft.rgb, np.clip(alpha, 0.0, 1.0))
