"""The people of a headshot: found, measured and cut out once for both variants.

The steps are the photo pipeline's, each run on every person's draft.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from typing import Final

from idphoto.errors import WrongPeople
from idphoto.face.choose import FaceChoice
from idphoto.headshot.template import Template
from idphoto.imaging.decode import Source
from idphoto.photo.draft import PhotoDraft
from idphoto.photo.framing.constraints import FrameConstraints, Limit
from idphoto.photo.request import PhotoRequest
from idphoto.photo.setup import Setup
from idphoto.photo.steps import cut_out as photo_cut_out
from idphoto.photo.steps import decode as photo_decode
from idphoto.photo.steps import find_face as photo_find_face
from idphoto.photo.steps import frame as photo_frame
from idphoto.photo.steps import sharpen_source as photo_sharpen_source

# On a couple's photo both faces are about the same size; with bystanders, the third is smaller.
_PARTNER: Final = 0.5
_BYSTANDER: Final = 0.75
# The width of each canvas of a couple, in head heights: shoulders and sleeves.
_CANVAS_HEADS: Final = 2.5


@dataclass(slots=True)
class PeopleDraft:
    """Filled in by the steps below, in order. ``sources``: one for each person, or one for two."""

    setup: Setup
    sources: tuple[Source, ...]
    template: Template
    retouched: bool
    faces: FaceChoice = "largest"
    photos: list[PhotoDraft] = field(init=False)
    """One for each person, from the left: drafts of the photo pipeline, up to the frame."""


def canvas_wh(template: Template, face_height: float) -> tuple[int, int]:
    """The grid that one person is drawn on: the whole picture, or their part of a couple's."""
    width, height = template.size_wh
    if template.people == 1:
        return width, height
    return min(width, 2 * round(_CANVAS_HEADS * face_height * height / 2)), height


def decode(draft: PeopleDraft) -> None:
    """Read the photos, at no larger size than finding faces needs.

    Raises:
        WrongPeople: more photos than people.
    """
    template = draft.template
    if len(draft.sources) > template.people:
        raise WrongPeople(len(draft.sources), template.people, template.id)
    closest = max(variant.framing.face_height for variant in template.variants)
    size = canvas_wh(template, closest)
    request = PhotoRequest(
        size_wh=size,
        constraints=FrameConstraints(face_height=Limit(target=closest * size[1])),
        retouch=template.retouch,
        faces=draft.faces,
    )
    draft.photos = [PhotoDraft(draft.setup, source, request) for source in draft.sources]
    for photo in draft.photos:
        photo_decode.decode(photo)


def find_people(draft: PeopleDraft) -> None:
    """Find a face for each person.

    Raises:
        NoFace: a photo shows none.
        WrongPeople: one photo for two people shows fewer faces, or more of about their size.
    """
    for photo in draft.photos:
        photo_find_face.find_face(photo)
    if len(draft.photos) < draft.template.people:
        draft.photos = _couple(draft.photos[0], draft.template)


def sharpen_source(draft: PeopleDraft) -> None:
    """Decode at a larger size if the closest crop needs more pixels."""
    for photo in draft.photos:
        photo_sharpen_source.sharpen_source(photo)


def cut_out(draft: PeopleDraft) -> None:
    """Find each person's matte.

    Raises:
        PersonTouched: somebody else touches a person who is to be alone.
    """
    for photo in draft.photos:
        if draft.template.people == 1:
            photo_cut_out.cut_out(photo)
        else:  # a couple may touch
            photo_cut_out.find_matte(photo)


def measure(draft: PeopleDraft) -> None:
    """Measure the whole heads."""
    for photo in draft.photos:
        photo_frame.frame(photo, dressed=True)


STEPS: Final[tuple[Callable[[PeopleDraft], None], ...]] = (
    decode,
    find_people,
    sharpen_source,
    cut_out,
    measure,
)


def _couple(photo: PhotoDraft, template: Template) -> list[PhotoDraft]:
    """The two people of a photo, from its left to its right, each with the other as a bystander."""
    faces = [photo.face, *photo.others]
    alike = [face for face in faces if face.width_px > _PARTNER * faces[0].width_px]
    if len(alike) < template.people:
        raise WrongPeople(len(alike), template.people, template.id)
    if len(alike) > 2 and alike[2].width_px > _BYSTANDER * alike[1].width_px:
        raise WrongPeople(len(alike), template.people, template.id)
    pair = []
    for face in sorted(alike[:2], key=lambda each: float(each.points[:, 0].mean())):
        own = copy(photo)
        own.face, own.others = face, [each for each in faces if each is not face]
        pair.append(own)
    return pair
