"""What can be seen of the face, and what it does."""

from __future__ import annotations

from idphoto.compliance.checks.face_covered import check_uncovered
from idphoto.compliance.checks.headgear import share_of_headgear
from idphoto.compliance.evidence import Portrait
from idphoto.face.expression import measure_expression
from idphoto.face.measure import estimate_geometry
from idphoto.photo.draft import PhotoDraft


def inspect_face(draft: PhotoDraft) -> None:
    """Refuse a face that something covers; of any other, measure expression and headgear.

    Raises:
        FaceCovered: an eye or the mouth cannot be seen.
    """
    picture = draft.picture
    seen = Portrait(picture.rgb, picture.shrink, draft.face, draft.matte, draft.expression)
    check_uncovered(seen.look)
    draft.expression = measure_expression(draft.setup.engine, draft.picture.rgb, draft.face)
    geometry = estimate_geometry(draft.face, draft.picture_wh)
    draft.headgear = share_of_headgear(draft.matte, geometry)
