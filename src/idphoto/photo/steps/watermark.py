"""A text all over the photo."""

from __future__ import annotations

from idphoto.photo.draft import PhotoDraft
from idphoto.photo.watermark import stamp


def watermark(draft: PhotoDraft) -> None:
    """Draw the watermark, if the request has one."""
    if draft.request.watermark is not None:
        draft.pixels = stamp(draft.pixels, draft.request.watermark)
