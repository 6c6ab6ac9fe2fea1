"""Cards with nothing wrong, as people hand them in."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, get_args

import numpy as np
from tools.cards.camera import CropSettings, crop_to
from tools.cards.chance import chance
from tools.cards.draw import RESIDENT_CARD
from tools.cards.files import FileSettings
from tools.cards.layout import BILINGUAL, RESIDENT
from tools.cards.people import invent_person, with_rare_name
from tools.cards.photograph import (
    PHONE,
    WHOLE,
    LensSettings,
    LightSettings,
    ShotSettings,
    expose,
    photograph,
)
from tools.cards.plate import CARD_WH_MM
from tools.cards.sample import Sample, specimen, taken
from tools.cards.second import Script, homes
from tools.cards.surfaces import PALE

# A flatbed, or an application that straightens what the camera saw.
_SCANNER: Final = CropSettings(
    turn_deg=0.25, tilt_deg=(0.0, 1.0), stretch=0.012, px_per_mm=12.0, scale_spread=0.45
)
_LAMP: Final = LightSettings(
    level=(0.6, 1.05), slope=(0.0, 0.12), shadow_share=0.0, warmth=0.1, glare_share=0.1
)
SMALL_WIDTH_PX: Final = (190.0, 300.0)
# Shrunk by a messenger or a form: little noise is left, and nothing is enlarged.
_SHRUNK: Final = LensSettings(
    blur_px=(0.3, 0.6), blur_mm=(0.001, 0.002), noise=(0.4, 2.5), smooth=0.1, resized=0.0
)


def clean(seed: int) -> Sample:
    """On a desk, mostly cropped close to the card."""
    card = specimen(seed)
    return taken(seed, photograph(card.flat, seed), card)


def turned(seed: int) -> Sample:
    """The right way up, upside down, or on a side."""
    card = specimen(seed)
    shot = replace(WHOLE, view=replace(WHOLE.view, turn_deg=(0.0, 360.0)))
    return taken(seed, photograph(card.flat, seed, shot), card)


def scan(seed: int) -> Sample:
    """Cropped at the card's border or within a millimetre: no desk on one side or more."""
    rng = chance(seed, "scan")
    card = specimen(seed)
    flush = rng.some(range(4), rng.whole(1, 4))
    margins = rng.rng.uniform(0.1, 1.0, 4)
    margins[flush] = rng.rng.uniform(-0.2, 0.05, len(flush))
    flat_bed = rng.happens(0.6)
    crop = _SCANNER if flat_bed else replace(_SCANNER, turn_deg=0.8, tilt_deg=(0.0, 5.0))
    shot = ShotSettings(light=_LAMP if flat_bed else PHONE.light)
    view = crop_to(rng, crop, CARD_WH_MM, margins)
    if len(flush) < 4 or not flat_bed:
        return taken(seed, expose([(card.flat, view)], seed, shot), card)
    # what lies below the rounded corners is the scanner's white lid, or black
    lid = replace(shot, surfaces=("white", "dark"))
    return taken(seed, expose([(card.flat, view)], seed, lid), card)


def small(seed: int) -> Sample:
    """190 to 300 pixels wide."""
    rng = chance(seed, "small")
    card = specimen(seed)
    scale = rng.between(SMALL_WIDTH_PX) / CARD_WH_MM[0]
    crop = CropSettings(px_per_mm=scale, scale_spread=0.0, scale_limits=(scale, scale))
    margins = rng.rng.exponential(2.0, 4)
    view = crop_to(rng, crop, CARD_WH_MM, np.asarray(margins))
    shot = replace(PHONE, lens=_SHRUNK)
    file = FileSettings(quality=(82.0, 10.0, 55.0, 98.0), again=0.1)
    return taken(seed, expose([(card.flat, view)], seed, shot), card, file=file)


def edge_desk(seed: int) -> Sample:
    """On something as pale as the card: its border is hardly seen."""
    card = specimen(seed)
    shot = replace(PHONE, surfaces=PALE, surface_tone=(0.72, 0.95))
    return taken(seed, photograph(card.flat, seed, shot), card)


def rare_name(seed: int) -> Sample:
    """With a character of Unicode's extensions A to G in the name; ``how``: its letter."""
    person, letter = with_rare_name(invent_person(seed), seed)
    card = specimen(seed, person=person)
    return taken(seed, photograph(card.flat, seed), card, how=letter)


def bilingual(seed: int) -> Sample:
    """With a second script; ``how``: which, and ``in place`` if columns are a plain card's.

    The columns were measured on a Mongolian card. Whether cards of other scripts have them too is
    not known: half of these have a plain card's.
    """
    rng = chance(seed, "bilingual")
    script = rng.choose(get_args(Script))
    provinces, nations = homes(script)
    person = invent_person(seed, home=(rng.choose(nations), rng.choose(provinces)))
    moved = script == "mongolian" or rng.happens(0.5)
    layout = BILINGUAL if moved else RESIDENT
    card = specimen(seed, replace(RESIDENT_CARD, second=script, layout=layout), person)
    return taken(
        seed, photograph(card.flat, seed), card, how=script if moved else f"{script}, in place"
    )
