"""The person on the photo's grid."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.compliance.checks.background_uneven import MOST_UNEVEN
from idphoto.compliance.checks.editing_forbidden import MOST_BEYOND
from idphoto.compliance.ground import measure_ground
from idphoto.errors import BackgroundCutOff, BodyCutOff
from idphoto.imaging.arrays import Alpha
from idphoto.imaging.geometry import Similarity
from idphoto.matting.own import face_oval, own_only
from idphoto.photo.background import Original
from idphoto.photo.draft import PhotoDraft
from idphoto.photo.edges import refine_edges
from idphoto.photo.framing.borders import visible_cuts
from idphoto.photo.framing.closed_outline import closed_outline
from idphoto.photo.render import continue_background, footprint, render

# The share of the photo in which the person would have to go on beyond the source.
_NEGLIGIBLE: Final = 0.001


def draw(draft: PhotoDraft) -> None:
    """Resample the source and the matte onto the photo's grid.

    Outside of the source nothing belongs to the person.

    Raises:
        BodyCutOff: the body goes on where the source has ended.
        BackgroundCutOff: the photo keeps its background, and that cannot be continued.
    """
    keeps_background = isinstance(draft.request.background, Original)
    draft.rgb = render(draft.picture.rgb, Similarity(), draft.placement, "replicate")
    covered = footprint(draft.picture_wh, draft.placement)
    shown = covered >= 128
    draft.beyond_source = 1.0 - float(shown.mean())
    draft.alpha = _alpha(draft, shown)
    if keeps_background:
        _check_background(draft, shown)
        draft.rgb = continue_background(draft.rgb, covered)


def _alpha(draft: PhotoDraft, shown: NDArray[np.bool_]) -> Alpha:
    """The person's matte on the photo's grid."""
    to_source = draft.matte.to_matte.inverse()
    alpha, soft = (
        np.clip(render(field, to_source, draft.placement, "replicate"), 0.0, 1.0)
        for field in (draft.matte.alpha, draft.matte.soft)
    )
    alpha = refine_edges(draft.rgb, alpha, soft)
    if not draft.dressed:
        _check_body(draft, alpha, shown)
    alpha *= shown
    cuts = visible_cuts(draft.borders, draft.geometry, draft.frame)
    kept = closed_outline(draft.matte, cuts, draft.geometry.head_height_px)
    if kept is not None:
        alpha *= np.clip(render(kept, to_source, draft.placement, "replicate"), 0.0, 1.0)
    seed = face_oval(draft.face, draft.placement.to_photo, alpha.shape)
    return own_only(alpha, seed, draft.head_height_px)


def _check_body(draft: PhotoDraft, alpha: Alpha, shown: NDArray[np.bool_]) -> None:
    chin = round(draft.measurements.chin_top)
    beyond = float(((alpha > 0.5) & ~shown)[chin:].sum()) / alpha.size
    if beyond > _NEGLIGIBLE:
        raise BodyCutOff(side="bottom", missing=beyond, allowed=_NEGLIGIBLE)


def _check_background(draft: PhotoDraft, shown: NDArray[np.bool_]) -> None:
    missing = draft.beyond_source
    if missing <= MOST_BEYOND:
        return
    # only what the source shows is judged
    ground = measure_ground(draft.rgb, np.where(shown, draft.alpha, np.float32(1.0)))
    if ground is None or ground.uneven > MOST_UNEVEN:
        uneven = 1.0 if ground is None else ground.uneven
        raise BackgroundCutOff(missing=missing, uneven=uneven, max_uneven=MOST_UNEVEN)
