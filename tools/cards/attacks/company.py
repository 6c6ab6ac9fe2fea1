"""A card that is not alone: another beside it, or its holder behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tools.cards.attacks.cover import SKINS, Placed, finger
from tools.cards.camera import View, ViewSettings, draw_view, placed
from tools.cards.chance import Chance, Span, chance
from tools.cards.photograph import PHONE, Flat, Photograph, ShotSettings, Thing, expose
from tools.cards.plate import CARD_WH_MM

# Two cards share a frame: each is seen smaller.
PAIR: Final = replace(PHONE, view=ViewSettings(fill=(0.7, 0.95), megapixels=(0.9, 4.0),
                                               least_px_per_mm=6.0))  # fmt: skip
HELD: Final = replace(PHONE, view=ViewSettings((-12.0, 12.0), (0.0, 18.0), (0.4, 0.62), (0.9, 4.0)))


@dataclass(frozen=True, slots=True)
class HoldSettings:
    """``reach_mm``: how far fingers come in over the card's border."""

    reach_mm: Span = (1.5, 4.0)
    held: float = 0.7


def two_cards(first: Flat, second: Flat, seed: int, shot: ShotSettings = PAIR) -> Photograph:
    """Both whole, side by side or one above the other; the truth is that of the first."""
    rng = chance(seed, "pair")
    width, height = CARD_WH_MM
    gap = rng.between((3.0, 18.0))
    above = rng.happens(0.65)
    both = (width, 2 * height + gap) if above else (2 * width + gap, height)
    view = draw_view(chance(seed, "view"), shot.view, both)
    far = (0.0, height + gap) if above else (width + gap, 0.0)
    places = [(0.0, 0.0), far] if rng.happens(0.5) else [far, (0.0, 0.0)]
    seen: list[tuple[Thing, View]] = []
    for thing, (x, y) in zip((first, second), places, strict=True):
        middle = width / 2, height / 2
        at = (x + middle[0] + rng.about(2), y + middle[1] + rng.about(1.2))
        seen.append((thing, view.moved(placed(rng.about(1.5), 1.0, middle, at))))
    return expose(seed=seed, settings=shot, things=seen)


def beside_person(
    card: Flat,
    person: NDArray[np.uint8],
    seed: int,
    shot: ShotSettings = HELD,
    settings: HoldSettings = HoldSettings(),
) -> tuple[Photograph, tuple[Placed, ...]]:
    """``card`` before its holder, in a hand or laid over the photo's lower part; and the fingers.

    ``person``: uint8 sRGB ``(H, W, 3)``, a portrait with its own background.
    """
    rng = chance(seed, "beside")
    view = draw_view(chance(seed, "view"), shot.view, card.size_wh_mm)
    low = view.apply(np.array([CARD_WH_MM]) / 2)[0]
    # down to where a hand would hold it
    drop = np.eye(3)
    drop[1, 2] = rng.between((0.68, 0.78)) * view.size_wh[1] - low[1]
    view = replace(view, to_px=drop @ view.to_px)
    behind = _filling(person, view)
    things: list[tuple[Thing, View]] = [(card, view), (behind[0], behind[1]), (card, view)]
    over = _fingers(rng, settings) if rng.happens(settings.held) else ()
    things += ((each, view.moved(place)) for each, place in over)
    return expose(things, seed, shot), over


def _filling(picture: NDArray[np.uint8], view: View) -> tuple[Flat, View]:
    """``picture`` so large that it is all of the frame's background."""
    height, width = picture.shape[:2]
    frame = view.size_wh
    scale = max(frame[0] / width, frame[1] / height)
    left = (frame[0] - scale * width) / 2
    to_px = np.array([[scale, 0.0, left], [0.0, scale, 0.0], [0.0, 0.0, 1.0]])
    return Flat(picture, 1.0, corner_mm=0.01, thick=False), View(frame, to_px)


def _fingers(rng: Chance, settings: HoldSettings) -> tuple[Placed, ...]:
    skin = np.array(rng.choose(SKINS)) * rng.between((0.85, 1.1))
    width, height = CARD_WH_MM
    things: list[Placed] = []
    for x in (rng.between((0.3, 0.45)), rng.between((0.6, 0.75))):
        over = finger(rng, skin)
        at = (x * width, height - rng.between(settings.reach_mm))
        things.append((over, placed(rng.about(12), 1.0, (over.size_wh_mm[0] / 2, 0.5), at)))
    return tuple(things)
