"""The person's matte."""

from __future__ import annotations

from idphoto.face.measure import VERTEX_RATIO
from idphoto.photo.draft import PhotoDraft
from idphoto.photo.framing.region import region_to_cut_out
from idphoto.photo.matte import Reach, find_mask, matte_person


def cut_out(draft: PhotoDraft) -> None:
    """Find the person's matte over everything that the photo may show."""
    rgb, face = draft.picture.rgb, draft.face
    draft.person = find_mask(draft.setup.engine, rgb, face)
    draft.matte = matte_person(
        draft.setup.engine,
        rgb,
        region_to_cut_out(face, draft.rough_frame, draft.picture_wh),
        draft.person,
        face,
        draft.others,
        Reach.of_portrait(VERTEX_RATIO * face.eyes_to_chin_px, draft.request.quality),
        draft.matte_sizes,
        draft.setup.matting,
    )
