"""As many pixels of the face as the photo needs."""

from __future__ import annotations

from typing import Final

from idphoto.errors import FaceTooSmall
from idphoto.photo.draft import PhotoDraft

# If the source is enlarged more than this, the person cannot be recognised in the photo. Well
# before that, a notice says that the photo will look soft.
_MAX_ENLARGEMENT: Final = 5.0


def sharpen_source(draft: PhotoDraft) -> None:
    """Decode at a larger size if the photo needs more pixels of the face than have been read.

    Raises:
        FaceTooSmall: the source has too few even at full size.
    """
    scale = draft.rough_frame.scale
    if scale > 1.0 and draft.picture.shrink > 1:
        finer = draft.decoded(max(draft.picture_wh) * scale)
        factor = draft.picture.shrink / finer.shrink
        draft.picture, draft.face = finer, draft.face.scaled(factor)
        draft.others = [face.scaled(factor) for face in draft.others]
        scale /= factor
    if scale > _MAX_ENLARGEMENT:
        found = draft.face.width_px
        raise FaceTooSmall(found_px=found, need_px=found * scale / _MAX_ENLARGEMENT)
