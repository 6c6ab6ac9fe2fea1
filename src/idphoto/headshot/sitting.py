"""A sitting: whoever is on the photos, found, measured and cut out once for both variants."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from typing import Final

from idphoto.errors import WrongPeople
from idphoto.headshot.template import Template
from idphoto.imaging.decode import Source
from idphoto.photo import pipeline
from idphoto.photo.constraints import FrameConstraints, Limit
from idphoto.photo.draft import Draft
from idphoto.photo.request import PhotoRequest
from idphoto.runtime.engine import Engine

# On a couple's photo both faces are about as large; on one with bystanders the third is smaller.
_PARTNER: Final = 0.5
_BYSTANDER: Final = 0.75
# A couple's own canvases are so many head heights wide: shoulders and sleeves.
_CANVAS_HEADS: Final = 2.5


@dataclass(slots=True)
class Sitting:
    """What the steps below fill in, in order. ``sources``: one for each person, or one for two."""

    engine: Engine
    sources: tuple[Source, ...]
    template: Template
    retouched: bool
    drafts: list[Draft] = field(init=False)
    """One for each person, from the left: drafts of the photo pipeline up to the cut-out."""


def canvas_wh(template: Template, face_height: float) -> tuple[int, int]:
    """The grid that one person is drawn on: the whole picture, or their part of a couple's."""
    width, height = template.size_wh
    if template.people == 1:
        return width, height
    return min(width, 2 * round(_CANVAS_HEADS * face_height * height / 2)), height


def decode(sitting: Sitting) -> None:
    """Read the photos, no more of them than a first look needs.

    Raises:
        WrongPeople: more photos than people.
    """
    template = sitting.template
    if len(sitting.sources) > template.people:
        raise WrongPeople(len(sitting.sources), template.people, template.id)
    closest = max(variant.framing.face_height for variant in template.variants)
    size = canvas_wh(template, closest)
    request = PhotoRequest(
        size_wh=size,
        constraints=FrameConstraints(face_height=Limit(target=closest * size[1])),
        retouch=template.retouch,
    )
    sitting.drafts = [Draft(sitting.engine, source, request) for source in sitting.sources]
    for draft in sitting.drafts:
        pipeline.decode(draft)


def find_people(sitting: Sitting) -> None:
    """A face for each person.

    Raises:
        NoFace: a photo shows none.
        WrongPeople: one photo for two shows fewer, or more of about their size.
    """
    for draft in sitting.drafts:
        pipeline.find_face(draft)
    if len(sitting.drafts) < sitting.template.people:
        sitting.drafts = _couple(sitting.drafts[0], sitting.template)


def sharpen_source(sitting: Sitting) -> None:
    """Decode again, finer, where the closest crop needs more."""
    for draft in sitting.drafts:
        pipeline.sharpen_source(draft)


def cut_out(sitting: Sitting) -> None:
    """Each person's matte."""
    for draft in sitting.drafts:
        pipeline.cut_out(draft)


def measure(sitting: Sitting) -> None:
    """The whole heads."""
    for draft in sitting.drafts:
        pipeline.frame(draft)


STEPS: Final[tuple[Callable[[Sitting], None], ...]] = (
    decode,
    find_people,
    sharpen_source,
    cut_out,
    measure,
)


def _couple(draft: Draft, template: Template) -> list[Draft]:
    """The two of a photo, from its left to its right, each with the other among the others."""
    faces = [draft.face, *draft.others]
    alike = [face for face in faces if face.width_px > _PARTNER * faces[0].width_px]
    if len(alike) < template.people:
        raise WrongPeople(len(alike), template.people, template.id)
    if len(alike) > 2 and alike[2].width_px > _BYSTANDER * alike[1].width_px:
        raise WrongPeople(len(alike), template.people, template.id)
    pair = []
    for face in sorted(alike[:2], key=lambda each: float(each.mesh[:, 0].mean())):
        own = copy(draft)
        own.face, own.others = face, [each for each in faces if each is not face]
        pair.append(own)
    return pair
