"""Cards that are copied, covered, cut off, shown on a screen, edited or badly photographed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from tools.cards.attacks.border import incomplete
from tools.cards.attacks.copy import CopySettings, photocopy
from tools.cards.attacks.cover import covered
from tools.cards.attacks.edit import edit
from tools.cards.attacks.inked import inked
from tools.cards.attacks.marks import marked
from tools.cards.attacks.screen import recapture
from tools.cards.attacks.spoil import badly_lit, blur
from tools.cards.camera import CropSettings, crop_to, draw_view
from tools.cards.chance import chance
from tools.cards.draw import TEMPORARY_CARD, DrawnCard
from tools.cards.files import FileSettings
from tools.cards.photograph import PHONE, Photograph, expose, photograph
from tools.cards.portraits import portrait
from tools.cards.sample import Sample, Specimen, bearer, specimen, taken


def copied(settings: CopySettings, wrong: str) -> Callable[[int], Sample]:
    """A photograph of a copy on paper."""

    def draw(seed: int) -> Sample:
        card = specimen(seed)
        sheet, kind = photocopy(card.card, seed, settings)
        # the view of a card, and the sheet in its place under it
        view = draw_view(chance(seed, "view"), PHONE.view, card.card.size_wh_mm)
        place = np.eye(3)
        place[:2, 2] = -sheet.corners_mm.mean(axis=0) + np.array(card.card.size_wh_mm) / 2
        return taken(seed, expose([(sheet, view.moved(place))], seed), card, wrong, kind)

    return draw


def border(seed: int) -> Sample:
    card = specimen(seed)
    shot, kind, rest = incomplete(card.flat, seed)
    return taken(seed, shot, card, "border", kind, thing=rest)


def cover(seed: int) -> Sample:
    card = specimen(seed)
    shot, kind, over = covered(card.flat, seed)
    return taken(seed, shot, card, "cover", kind, over=over)


def mark(seed: int) -> Sample:
    """With what the picture may be used for written over it."""
    card = specimen(seed)
    shot, kind, crossed = marked(card.card, seed, _camera(seed, card))
    return taken(seed, shot, card, "marked", kind, crossed=crossed)


def ink(seed: int) -> Sample:
    """With digits, a name or an address made illegible."""
    card = specimen(seed)
    shot, kind, names = inked(card.card, seed, _camera(seed, card))
    return taken(seed, shot, card, "inked", kind, covered=names)


def _camera(seed: int, card: Specimen) -> Callable[[DrawnCard], Photograph]:
    return lambda drawn: photograph(replace(card, card=drawn).flat, seed)


def cut(seed: int) -> Sample:
    """Cropped so that the number's row, or digits of it, are outside of the picture."""
    rng = chance(seed, "cut")
    card = specimen(seed)
    margins = rng.rng.exponential(1.5, 4)
    width, height = card.card.size_wh_mm
    row = card.card.boxes("number")[0]
    side = rng.choose(("bottom", "bottom", "bottom", "right", "right", "left"))
    if side == "bottom":  # through the row, or above it
        margins[3] = rng.between((row.top - 8.0, row.bottom - 0.7)) - height
    elif side == "right":
        margins[2] = rng.between((row.left + 0.4 * row.width, row.right - 1.2)) - width
    else:
        margins[0] = -rng.between((row.left + 1.2, row.left + 0.3 * row.width))
    crop = replace(CropSettings(), turn_deg=0.8, tilt_deg=(0.0, 5.0))
    view = crop_to(rng, crop, card.card.size_wh_mm, np.asarray(margins))
    return taken(seed, expose([(card.flat, view)], seed), card, "cut", side)


def reshoot(seed: int) -> Sample:
    card = specimen(seed)
    return taken(seed, recapture(card.card, seed), card, "reshoot")


def temporary(seed: int) -> Sample:
    card = specimen(seed, TEMPORARY_CARD)
    return taken(seed, photograph(card.flat, seed), card, "temporary")


def blurred(seed: int) -> Sample:
    card = specimen(seed)
    optics, kind = blur(seed)
    return taken(seed, photograph(card.flat, seed, PHONE, optics), card, "blur", kind)


def exposure(seed: int) -> Sample:
    card = specimen(seed)
    shot, kind = badly_lit(PHONE, seed)
    return taken(seed, photograph(card.flat, seed, shot), card, "exposure", kind)


def edited(seed: int) -> Sample:
    card = specimen(seed)
    assert card.card.person is not None
    other = bearer(seed + 1, card.card.person, card.source.identity)
    shot = photograph(card.flat, seed)
    done = edit(shot, card.card, portrait(other).rgb, seed)
    how = done.kind if done.software is None else f"{done.kind}, signed"
    file = FileSettings(software=done.software)
    sample = taken(seed, replace(shot, rgb=done.rgb), card, "edited", how, file=file)
    source = other if done.kind == "portrait" else card.source
    return replace(sample, person=done.person, source=source)
