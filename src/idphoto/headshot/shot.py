"""One variant as a list of steps, on the photo pipeline's own."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.face.outline import soft_oval
from idphoto.headshot.framing import head_limits
from idphoto.headshot.hair.bob import Bob, draw_bob, lay_bob, without_hair
from idphoto.headshot.logo import Logo, print_logo
from idphoto.headshot.outfits import load_outfit
from idphoto.headshot.pair import common_light, matched, shaded_by, stand_together
from idphoto.headshot.sitting import Sitting, canvas_wh
from idphoto.headshot.studio import paint_ground, relight
from idphoto.headshot.template import Variant
from idphoto.photo import pipeline
from idphoto.photo.background import composite
from idphoto.photo.draft import Draft
from idphoto.photo.retouch.strengths import Retouch
from idphoto.photo.wardrobe.body import Body, Light
from idphoto.photo.wardrobe.dress import dress as dress_person
from idphoto.photo.wardrobe.fit import measure_body
from idphoto.photo.wardrobe.light import estimate_light
from idphoto.photo.wardrobe.parts import Parts, separate
from idphoto.photo.wardrobe.render import render_garment

Field = NDArray[np.float32]

# Inside of the face's outline, what the matte gives at least this share is the person.
PERSON: Final = 0.5


@dataclass(slots=True)
class Person:
    """One person on their canvas: what the steps find out. ``left``: the canvas's first column on
    the picture. Arrays are on the canvas's grid."""

    draft: Draft
    outfit: str
    left: int
    mesh: NDArray[np.float64] = field(init=False)
    """``(468, 3)``, canvas pixels."""
    parts: Parts = field(init=False)
    body: Body = field(init=False)
    light: Light = field(init=False)
    oval: Field = field(init=False)
    """1 inside of the face."""
    bob: Bob | None = field(init=False)
    rgb: NDArray[np.uint8] = field(init=False)
    alpha: Field = field(init=False)

    @property
    def head_px(self) -> float:
        """Chin to crown on the canvas."""
        return self.draft.geometry.head_height_px * self.draft.placement.to_photo.scale


@dataclass(slots=True)
class Shot:
    """One variant in the making."""

    sitting: Sitting
    variant: Variant
    logo: Logo
    people: list[Person] = field(init=False)
    pixels: NDArray[np.uint8] = field(init=False)


def frame(shot: Shot) -> None:
    """Where each head goes."""
    template, framing = shot.sitting.template, shot.variant.framing
    size = canvas_wh(template, framing.face_height)
    unit = framing.face_height * size[1]
    lefts = stand_together(template.size_wh[0], size[0], unit, template.people)
    shot.people = []
    for sat, outfit, left in zip(shot.sitting.drafts, shot.variant.outfits, lefts, strict=True):
        draft = copy(sat)
        limits = head_limits(draft.geometry, framing, size[1], bob=template.hair == "bob")
        retouch = template.retouch if shot.sitting.retouched else Retouch()
        draft.request = replace(draft.request, size_wh=size, constraints=limits, retouch=retouch)
        pipeline.frame(draft)
        shot.people.append(Person(draft, outfit, left))


def draw(shot: Shot) -> None:
    """The people on their canvases."""
    for person in shot.people:
        pipeline.draw(person.draft)
        person.mesh = person.draft.mesh
        person.oval = soft_oval(person.mesh, person.draft.alpha.shape)


def retouch(shot: Shot) -> None:
    """The people in better light, with calmer skin; a couple in the same light."""
    for person in shot.people:
        pipeline.retouch(person.draft)
    if shot.sitting.retouched and len(shot.people) > 1:
        drafts = [person.draft for person in shot.people]
        balanced = matched(
            [(d.rgb, person.mesh) for d, person in zip(drafts, shot.people, strict=True)]
        )
        for draft, rgb in zip(drafts, balanced, strict=True):
            draft.rgb = rgb


def measure(shot: Shot) -> None:
    """Where clothes sit, what is hair, and the light."""
    for person in shot.people:
        draft = person.draft
        person.parts = separate(draft.rgb, draft.alpha, person.mesh, person.head_px)
        person.body = measure_body(
            person.parts, person.mesh, person.head_px, draft.geometry.yaw_deg, draft.shoulders
        )
        person.light = estimate_light(draft.rgb, draft.alpha, person.mesh)
    if len(shot.people) > 1:
        light = common_light([person.light for person in shot.people])
        for person in shot.people:
            person.light = light


def style_hair(shot: Shot) -> None:
    """A bob instead of their own hair, where the template has one."""
    for person in shot.people:
        person.bob = None
        if shot.sitting.template.hair == "bob":
            draft = person.draft
            person.bob = draw_bob(
                draft.rgb, draft.alpha, person.parts, person.mesh, person.head_px, person.light
            )
            person.parts = without_hair(person.parts, person.bob)


def dress(shot: Shot) -> None:
    """The outfit on, the old clothes off."""
    for person in shot.people:
        draft = person.draft
        height, width = draft.alpha.shape
        layers = render_garment(
            load_outfit(person.outfit), person.body, person.light, (width, height)
        )
        if shot.variant.logo is not None:
            layers = print_logo(layers, shot.logo, shot.variant.logo, person.body)
        person.rgb, person.alpha = dress_person(
            draft.rgb, draft.alpha, person.parts, person.mesh, person.body, person.light, layers
        )
        if person.bob is not None:
            person.rgb, person.alpha = lay_bob(person.rgb, person.alpha, person.oval, person.bob)


def lay_ground(shot: Shot) -> None:
    """The studio behind the people, and its light on them."""
    template = shot.sitting.template
    ground = paint_ground(shot.variant.ground, template.size_wh)
    pixels = ground.copy()
    standing = np.zeros(pixels.shape[:2], np.float32)
    # whoever stands at the right is behind
    for person in reversed(shot.people):
        at, own = overlap(person.left, person.alpha.shape[1], template.size_wh[0])
        rgb, alpha, oval = person.rgb[:, own], person.alpha[:, own], person.oval[:, own]
        under = shaded_by(pixels[:, at], alpha, standing[:, at], person.head_px)
        lit = relight(
            rgb.astype(np.float32) / 255.0,
            alpha,
            oval,
            under,
            person.light.direction[0],
            float(person.body.chin[1]),
            person.head_px,
        )
        composed = composite(lit, alpha, under)
        # the mesh's outline may run a little beside the face: there the ground shows
        sure = (oval > 0.999) & (alpha >= PERSON)
        composed[sure] = rgb[sure]
        pixels[:, at] = composed
        standing[:, at] = np.maximum(standing[:, at], alpha - oval)
    shot.pixels = pixels


STEPS: Final[tuple[Callable[[Shot], None], ...]] = (
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
