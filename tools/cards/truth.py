"""What of a card can be seen in a picture: its border, and each of its fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tools.cards.attacks.cover import Placed
from tools.cards.camera import View, corners_of
from tools.cards.draw import Printed
from tools.cards.photograph import Flat, mask_of, warp
from tools.cards.plate import CORNER_RADIUS_MM

Seen = NDArray[np.float32]  # of a card: 1 where it is seen, _PX_PER_MM both ways
_PX_PER_MM: Final = 8.0
# A field with more of one of its lines hidden cannot be read: half a character of eleven.
_HIDDEN_SHARE: Final = 0.04
# Sides are cut this far within the border by people who cut along it.
BORDER_MM: Final = 0.35
_PARTS: Final = {"year": "birth", "month": "birth", "day": "birth"}


def seen_in(view: View, size_wh_mm: tuple[float, float], over: Iterable[Placed] = ()) -> Seen:
    """What is inside the picture, and not below the things that lie over it."""
    width, height = (round(side * _PX_PER_MM) for side in size_wh_mm)
    frame = np.ones(view.size_wh[::-1], np.float32)
    to_raster = np.diag([_PX_PER_MM, _PX_PER_MM, 1.0])
    back = to_raster @ np.linalg.inv(view.to_px)
    seen = warp(frame, np.asarray(back), (width, height), 0)
    for thing, place in over:
        mask = mask_of(thing)
        matrix = to_raster @ place @ np.diag([1 / thing.px_per_mm, 1 / thing.px_per_mm, 1.0])
        seen = seen * (1 - warp(mask, matrix, (width, height), 0))
    return np.asarray(seen, np.float32)


def seen_of(thing: Flat) -> Seen:
    """What of a card is still there, its rounded corners counted as there."""
    width, height = (round(side * _PX_PER_MM) for side in thing.size_wh_mm)
    if thing.cover is None:
        return np.ones((height, width), np.float32)
    scale = _PX_PER_MM / thing.px_per_mm
    return warp(mask_of(thing), np.diag([scale, scale, 1.0]), (width, height), 0)


def hidden_fields(prints: Iterable[Printed], seen: Seen) -> frozenset[str]:
    """Fields that cannot be read whole where ``seen`` is all there is."""
    hidden = set()
    for each in prints:
        if each.kind != "value":
            continue
        box = each.box_mm.scaled(_PX_PER_MM)
        left, top = max(0, int(box.left)), max(0, int(box.top))
        part = seen[top : int(np.ceil(box.bottom)), left : int(np.ceil(box.right))]
        whole = (np.ceil(box.bottom) - int(box.top)) * (np.ceil(box.right) - int(box.left))
        if part.sum() < (1 - _HIDDEN_SHARE) * whole:
            hidden.add(_PARTS.get(each.name, each.name))
    return frozenset(hidden)


def is_complete(view: View, size_wh_mm: tuple[float, float]) -> bool:
    """Whether all of the card is in the picture, but for ``BORDER_MM`` along its sides."""
    points = corners_of(size_wh_mm)
    # corners are round: what counts is where the sides begin to be straight
    ends = [(a + CORNER_RADIUS_MM * along) for a, along in _straight(points)]
    inner = np.clip(np.array(ends), BORDER_MM, np.array(size_wh_mm) - BORDER_MM)
    there = view.apply(inner)
    return bool((there >= 0).all() and (there <= np.array(view.size_wh)).all())


def _straight(corners: NDArray[np.float64]) -> Iterator[tuple[NDArray[np.float64], ...]]:
    """Each corner with each of its two directions along the sides."""
    for place, corner in enumerate(corners):
        for other in (corners[place - 1], corners[(place + 1) % len(corners)]):
            yield corner, (other - corner) / np.linalg.norm(other - corner)
