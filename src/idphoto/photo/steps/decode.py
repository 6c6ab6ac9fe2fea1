"""Bytes to upright pixels."""

from __future__ import annotations

from typing import Final

from idphoto.matting.matte import DETAIL_SIDE
from idphoto.models.matting import load_ahead
from idphoto.photo.draft import PhotoDraft

# A big JPEG is decoded to at least this many pixels along its longer side at first: enough to find
# faces and to cut out most photos.
FIRST_LOOK_PX: Final = 960


def decode(draft: PhotoDraft) -> None:
    """Read the pixels, at no larger size than finding faces needs."""
    # a new process has not loaded its largest network yet: load it while the first steps run
    if draft.request.quality == "best":
        load_ahead(draft.setup.engine, DETAIL_SIDE, draft.setup.matting)
    draft.turns = 0
    draft.picture = draft.decoded(FIRST_LOOK_PX)
