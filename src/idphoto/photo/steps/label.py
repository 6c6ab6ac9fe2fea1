"""A strip with a text at the bottom."""

from __future__ import annotations

from idphoto.photo.draft import PhotoDraft
from idphoto.photo.label import draw_label


def label(draft: PhotoDraft) -> None:
    """Draw the label, if the request has one."""
    if draft.request.label is not None:
        draft.pixels = draw_label(draft.pixels, draft.request.label)
