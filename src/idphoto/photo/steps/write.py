"""The file."""

from __future__ import annotations

from idphoto.imaging.encode import encode
from idphoto.photo.draft import PhotoDraft


def write(draft: PhotoDraft) -> None:
    """Encode the pixels.

    Raises:
        CannotFit: no quality gives a file within the byte limits.
    """
    draft.encoded = encode(draft.pixels, draft.request.output)
