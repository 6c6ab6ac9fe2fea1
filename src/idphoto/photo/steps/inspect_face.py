"""What can be seen of the face, and what it does."""

from __future__ import annotations

from idphoto.face.expression import measure_expression
from idphoto.face.measure import estimate_geometry
from idphoto.photo.covered import check_uncovered
from idphoto.photo.draft import PhotoDraft
from idphoto.photo.headgear import share_of_headgear


def inspect_face(draft: PhotoDraft) -> None:
    """Refuse a face that something covers; of any other, measure expression and headgear.

    Raises:
        FaceCovered: an eye or the mouth cannot be seen.
    """
    check_uncovered(draft.matte, draft.face)
    draft.expression = measure_expression(draft.setup.engine, draft.picture.rgb, draft.face)
    geometry = estimate_geometry(draft.face, draft.picture_wh)
    draft.headgear = share_of_headgear(draft.matte, geometry)
