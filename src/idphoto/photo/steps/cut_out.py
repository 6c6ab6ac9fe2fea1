"""The person's matte."""

from __future__ import annotations

from typing import Final

from idphoto.errors import PersonTouched
from idphoto.matting.matte import matte_person
from idphoto.photo.draft import PhotoDraft
from idphoto.photo.framing.region import region_to_cut_out

# In head heights, above the chest: people who stand close touch at the shoulders.
_MAX_CONTACT: Final = 0.3


def cut_out(draft: PhotoDraft) -> None:
    """Find the matte of a person who is alone, or can be cut apart from others.

    Raises:
        PersonTouched: somebody else touches the person.
    """
    find_matte(draft)
    if draft.matte.contact > _MAX_CONTACT:
        raise PersonTouched(contact=draft.matte.contact, allowed=_MAX_CONTACT)


def find_matte(draft: PhotoDraft) -> None:
    """Find the person's matte over everything that the photo may show."""
    draft.matte = matte_person(
        draft.setup.engine,
        draft.picture.rgb,
        region_to_cut_out(draft.face, draft.rough_frame, draft.picture_wh, draft.rough_marks),
        draft.face,
        draft.others,
        draft.request.quality,
        draft.setup.matting,
    )
