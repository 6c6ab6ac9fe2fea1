"""What can be seen of the face."""

from __future__ import annotations

from idphoto.compliance.checks.face_covered import check_uncovered
from idphoto.photo.draft import PhotoDraft
from idphoto.photo.evidence import portrait_of


def inspect_face(draft: PhotoDraft) -> None:
    """Look at the person as the compliance checks do, and refuse a face that something covers.

    Raises:
        FaceCovered: an eye or the mouth cannot be seen.
    """
    draft.portrait = portrait_of(draft)
    check_uncovered(draft.portrait.look)
