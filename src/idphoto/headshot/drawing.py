"""One variant, drawn: a list of steps that goes on where ``people.py`` ends.

Framing, drawing, retouching and dressing are the photo pipeline's. What a headshot adds stands
between them: a couple's common light, drawn hair, a logo, the studio.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.errors import CannotDress
from idphoto.face.outline import soft_oval
from idphoto.headshot.framing import head_limits
from idphoto.headshot.hair.bob import Bob, draw_bob, lay_bob, without_hair
from idphoto.headshot.logo import Logo, print_logo
from idphoto.headshot.outfits import load_outfit
from idphoto.headshot.pair import common_light, matched, shaded_by, stand_together
from idphoto.headshot.people import PeopleDraft, canvas_wh
from idphoto.headshot.studio import paint_ground, relight
from idphoto.headshot.template import Variant
from idphoto.imaging.arrays import Field
from idphoto.photo.background import composite
from idphoto.photo.draft import PhotoDraft
from idphoto.photo.retouch.strengths import Retouch
from idphoto.photo.steps import draw as photo_draw
from idphoto.photo.steps import frame as photo_frame
from idphoto.photo.steps import retouch as photo_retouch
from idphoto.photo.steps.dress import wearer_of
from idphoto.photo.wardrobe.closed import with_closed_collar
from idphoto.photo.wardrobe.garment import Garment
from idphoto.photo.wardrobe.wear import Wearer, clothe, cut_to

# A pixel inside the face's outline is the person if its alpha is at least this.
PERSON: Final = 0.5


@dataclass(slots=True)
class PersonDraft:
    """One person on their canvas. Arrays are on the canvas's grid.

    ``photo``: their draft of the photo pipeline, framed for this variant. ``left``: the canvas's
    first column on the picture.
    """

    photo: PhotoDraft
    outfit: str
    left: int
    mesh: NDArray[np.float64] = field(init=False)
    """``(478, 3)``, canvas pixels."""
    oval: Field = field(init=False)
    """1 inside the face."""
    wearer: Wearer = field(init=False)
    bob: Bob | None = field(init=False)
    rgb: NDArray[np.uint8] = field(init=False)
    alpha: Field = field(init=False)

    @property
    def head_px(self) -> float:
        """Chin to the top of the skull on the canvas."""
        return self.photo.head_height_px


@dataclass(slots=True)
class HeadshotDraft:
    """One variant in the making."""

    shared: PeopleDraft
    variant: Variant
    logo: Logo
    people: list[PersonDraft] = field(init=False)
    pixels: NDArray[np.uint8] = field(init=False)


def frame(draft: HeadshotDraft) -> None:
    """Decide where each head goes."""
    template, framing = draft.shared.template, draft.variant.framing
    size = canvas_wh(template, framing.face_height)
    unit = framing.face_height * size[1]
    lefts = stand_together(template.size_wh[0], size[0], unit, template.people)
    retouch = template.retouch if draft.shared.retouched else Retouch()
    draft.people = []
    for found, outfit, left in zip(draft.shared.photos, draft.variant.outfits, lefts, strict=True):
        limits = head_limits(found.geometry, framing, size[1], bob=template.hair == "bob")
        photo = found.for_request(
            replace(found.request, size_wh=size, constraints=limits, retouch=retouch)
        )
        photo_frame.frame(photo, dressed=True)
        draft.people.append(PersonDraft(photo, outfit, left))


def draw(draft: HeadshotDraft) -> None:
    """Draw the people on their canvases."""
    for person in draft.people:
        photo_draw.draw(person.photo)
        person.mesh = person.photo.points
        person.oval = soft_oval(person.mesh, person.photo.alpha.shape)


def retouch(draft: HeadshotDraft) -> None:
    """Correct light and skin; give a couple the same light."""
    people = draft.people
    for person in people:
        photo_retouch.retouch(person.photo)
    if draft.shared.retouched and len(people) > 1:
        balanced = matched([(person.photo.rgb, person.mesh) for person in people])
        for person, rgb in zip(people, balanced, strict=True):
            person.photo.rgb = rgb


def measure(draft: HeadshotDraft) -> None:
    """Measure the people for clothes: body, hair, light."""
    for person in draft.people:
        person.wearer = wearer_of(person.photo)
    if len(draft.people) > 1:
        light = common_light([person.wearer.light for person in draft.people])
        for person in draft.people:
            person.wearer = replace(person.wearer, light=light)


def style_hair(draft: HeadshotDraft) -> None:
    """Draw a bob in place of the person's own hair, if the template has one."""
    for person in draft.people:
        person.bob = None
        if draft.shared.template.hair == "bob":
            on = person.wearer
            person.bob = draw_bob(on.rgb, on.alpha, on.parts, on.mesh, person.head_px, on.light)
            person.wearer = replace(on, parts=without_hair(on.parts, person.bob))


def dress(draft: HeadshotDraft) -> None:
    """Take the old clothes off and put the outfit on.

    Raises:
        CannotDress: even the outfit's closed cut would bare a neck that the photo hides.
    """
    for person in draft.people:
        outfit = load_outfit(person.outfit)
        try:
            person.rgb, person.alpha = _clothed(draft, person, outfit)
        except CannotDress:
            # nobody's chest is invented: those who came in a tie get no open collar
            person.rgb, person.alpha = _clothed(draft, person, with_closed_collar(outfit))
        if person.bob is not None:
            person.rgb, person.alpha = lay_bob(person.rgb, person.alpha, person.oval, person.bob)


def _clothed(
    draft: HeadshotDraft, person: PersonDraft, outfit: Garment
) -> tuple[NDArray[np.uint8], Field]:
    layers = cut_to(person.wearer, outfit)
    if draft.variant.logo is not None:
        layers = print_logo(layers, draft.logo, draft.variant.logo, person.wearer.body)
    return clothe(person.wearer, layers)


def lay_ground(draft: HeadshotDraft) -> None:
    """Put the studio behind the people, and its light on them."""
    template = draft.shared.template
    ground = paint_ground(draft.variant.ground, template.size_wh)
    pixels = ground.copy()
    standing = np.zeros(pixels.shape[:2], np.float32)
    # the person at the right stands behind the other
    for person in reversed(draft.people):
        at, own = overlap(person.left, person.alpha.shape[1], template.size_wh[0])
        rgb, alpha, oval = person.rgb[:, own], person.alpha[:, own], person.oval[:, own]
        under = shaded_by(pixels[:, at], alpha, standing[:, at], person.head_px)
        lit = relight(
            rgb.astype(np.float32) / 255.0,
            alpha,
            oval,
            under,
            person.wearer.light.direction[0],
            float(person.wearer.body.chin[1]),
            person.head_px,
        )
        composed = composite(lit, alpha, under)
        # the mesh's outline may run a little outside the face: the ground shows there
        sure = (oval > 0.999) & (alpha >= PERSON)
        composed[sure] = rgb[sure]
        pixels[:, at] = composed
        standing[:, at] = np.maximum(standing[:, at], alpha - oval)
    draft.pixels = pixels


STEPS: Final[tuple[Callable[[HeadshotDraft], None], ...]] = (
    frame,
    draw,
    retouch,
    measure,
    style_hair,
    dress,
    lay_ground,
)


def overlap(left: int, width: int, whole: int) -> tuple[slice, slice]:
    """The columns of a canvas that begins at ``left``: on the picture, and its own."""
    start, stop = max(0, left), min(whole, left + width)
    return slice(start, stop), slice(start - left, stop - left)
