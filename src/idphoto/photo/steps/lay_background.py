"""What is behind the person."""

from __future__ import annotations

from idphoto.photo.background import Original, Transparent, composite, render_background
from idphoto.photo.draft import PhotoDraft
from idphoto.photo.edges import to_rgba


def lay_background(draft: PhotoDraft) -> None:
    """Put the person in front of the background that the request names."""
    background = draft.request.background
    if isinstance(background, Original):
        draft.pixels = draft.rgb
    elif isinstance(background, Transparent):
        draft.pixels = to_rgba(draft.foreground, draft.alpha)
    else:
        behind = render_background(background, draft.request.size_wh)
        draft.pixels = composite(draft.foreground, draft.alpha, behind)
