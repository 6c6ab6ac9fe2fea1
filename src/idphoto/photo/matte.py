"""The matte: whose alpha it is, and how sure.

The matting network sees what stands out, not who is meant: a cardigan may be lost, a chair kept, and
which of them flips with scale. The person mask is coarse but knows people. So the network proposes,
the mask judges: a proposal that loses or adds a large part of the person is tried again at another
scale, and what is still lost is filled from the mask, what is far from the person is dropped. Small
disagreements are left to the network, which is far sharper.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.face.landmarks import FACE_OVAL, Face
from idphoto.imaging.geometry import Similarity
from idphoto.models.matting import MattingName, estimate_alpha
from idphoto.models.person import Person, detect_people, find_person
from idphoto.runtime.engine import Engine

Alpha = NDArray[np.float32]
Quality = Literal["fast", "best"]

# All lengths are fractions of the matte's longer side.
_SURE_INSET: Final = 0.02  # the mask's own border is off by about this much
_NEAR_REACH: Final = 0.12  # hair and hands reach this far beyond the mask
_SNAP_REACH: Final = 0.02  # further from the contour than this nothing is see-through
# From 30 composites: right mattes lose at most a tenth of the person mask's core (an arm's angle
# the mask fills in wrongly), wrong ones a quarter and more (the clothes).
_LOST_TOO_MUCH: Final = 0.12
_ADDED_TOO_MUCH: Final = 0.12
PERSON_SCORE: Final = 0.5  # below, the mask is not to be trusted (DESIGN)


@dataclass(frozen=True, slots=True)
class Matte:
    """``alpha``: float32 ``(h, w)``, 0–1, on the grid that ``to_matte`` maps picture pixels to.

    ``lost`` and ``added``: share of the person that the network missed, and that it had too much,
    before the matte was held to the person; None where there was no person mask to tell.
    """

    alpha: Alpha
    to_matte: Similarity
    lost: float | None
    added: float | None


def find_mask(engine: Engine, rgb: NDArray[np.uint8], face: Face | None) -> Person | None:
    """The mask of the person with this face; without a face, of the surest person.

    None where no person is found, or none whose head is this face's.
    """
    for detection in detect_people(engine, rgb, PERSON_SCORE):
        if face is None or detection.box.intersect(face.box).area > 0.3 * face.box.area:
            return find_person(engine, rgb, detection)
    return None


def matte_sizes(longest_px: float, quality: Quality) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Network sizes for an output of ``longest_px``: those averaged, and those tried on failure."""
    small = longest_px <= 800
    if quality == "fast":
        return ((512,), (640,)) if small else ((640,), (768,))
    return ((768,), (640, 512)) if small else ((640, 768), (512,))


def matte_person(
    engine: Engine,
    rgb: NDArray[np.uint8],
    person: Person | None,
    face: Face | None,
    sizes: tuple[tuple[int, ...], tuple[int, ...]],
    network: MattingName = "isnet",
) -> Matte:
    """The person's matte over the whole of ``rgb``, uint8 ``(H, W, 3)``.

    ``person`` and ``face`` are in pixels of ``rgb``; ``sizes`` as from ``matte_sizes``.
    """
    height, width = rgb.shape[:2]
    first, fallback = sizes
    scale = min(1.0, max(first) / max(height, width))
    size_wh = max(1, round(width * scale)), max(1, round(height * scale))

    def propose(side: int) -> Alpha:
        alpha = estimate_alpha(engine, rgb, side, network)
        return cv2.resize(alpha, size_wh, interpolation=cv2.INTER_LINEAR)  # type: ignore[return-value]

    to_matte = Similarity(size_wh[0] / width)
    alpha = np.mean([propose(side) for side in first], axis=0, dtype=np.float32)
    if person is None and face is None:
        return Matte(_snapped(alpha), to_matte, None, None)
    judge = _Judge.of(person, face, to_matte, size_wh)
    alpha, lost, added = judge.best_of(alpha, fallback, propose)
    return Matte(_snapped(judge.held(alpha, lost)), to_matte, lost, added)


@dataclass(frozen=True, slots=True)
class _Judge:
    """What is surely the person, and what is surely too far away to be: bool ``(h, w)`` each."""

    sure: NDArray[np.bool_]
    near: NDArray[np.bool_]
    mask: Alpha

    @classmethod
    def of(
        cls, person: Person | None, face: Face | None, to_matte: Similarity, size_wh: tuple[int, int]
    ) -> _Judge:
        shape = size_wh[::-1]
        mask = np.zeros(shape, np.float32)
        near = np.ones(shape, bool)
        if person is not None:
            mask = cv2.blur(person.mask_on(to_matte, size_wh), (5, 5))  # type: ignore[assignment]
            reach = _disk(_NEAR_REACH * max(shape))
            near = cv2.dilate((mask > 0.4).astype(np.uint8), reach) > 0
        inset = _disk(_SURE_INSET * max(shape))
        # the picture's own edge is no border of the person
        sure = cv2.erode((mask > 0.9).astype(np.uint8), inset, borderValue=1) > 0
        if face is not None:
            oval = to_matte.apply(face.mesh[list(FACE_OVAL), :2])
            filled = np.zeros(shape, np.uint8)
            cv2.fillConvexPoly(filled, np.round(oval).astype(np.int32), 1)
            sure |= filled > 0
            mask = np.maximum(mask, filled)
        return cls(sure, near, mask)

    def faults(self, alpha: Alpha) -> tuple[float, float]:
        """Shares of the person lost and added."""
        kept = alpha > 0.5
        area = max(1, int((self.mask > 0.5).sum()))
        lost = np.count_nonzero(self.sure & ~kept) / max(1, np.count_nonzero(self.sure))
        return lost, np.count_nonzero(kept & ~self.near) / area

    def best_of(
        self, alpha: Alpha, others: tuple[int, ...], propose: Callable[[int], Alpha]
    ) -> tuple[Alpha, float, float]:
        """``alpha`` if it is sound, else the soundest of it and the proposals at other sizes."""
        lost, added = self.faults(alpha)
        for side in others:
            if lost <= _LOST_TOO_MUCH and added <= _ADDED_TOO_MUCH:
                break
            other = propose(side)
            faults = self.faults(other)
            if sum(faults) < lost + added:
                alpha, (lost, added) = other, faults
        return alpha, lost, added

    def held(self, alpha: Alpha, lost: float) -> Alpha:
        """``alpha`` without what is far from the person, with a large lost part filled in."""
        soft = _odd(_SURE_INSET * max(alpha.shape))
        if lost > _LOST_TOO_MUCH:
            missed = (self.sure & (alpha < 0.5)).astype(np.uint8)
            grown = cv2.dilate(missed, _disk(2 * _SURE_INSET * max(alpha.shape)))
            fill = cv2.blur(grown.astype(np.float32), (soft, soft))
            alpha = np.maximum(alpha, np.minimum(fill, self.mask))
        near = cv2.blur(self.near.astype(np.float32), (soft, soft))
        return np.minimum(alpha, near)


def _snapped(alpha: Alpha) -> Alpha:
    """``alpha`` made opaque well inside its contour, and clear well outside.

    The network leaves doubt as a grey veil, which no cloth is; only edges and hair are see-through.
    """
    reach = max(3.0, _SNAP_REACH * max(alpha.shape))
    inside = (alpha > 0.5).astype(np.uint8)
    depth = cv2.distanceTransform(inside, cv2.DIST_L2, 3)
    height = cv2.distanceTransform(1 - inside, cv2.DIST_L2, 3)
    opaque = np.clip((depth / reach - 1.0) / 0.3, 0.0, 1.0)
    clear = np.clip((height / reach - 1.0) / 0.3, 0.0, 1.0)
    return (alpha + (1.0 - alpha) * opaque) * (1.0 - clear)  # type: ignore[no-any-return]


def _disk(radius: float) -> NDArray[np.uint8]:
    side = 2 * max(1, round(radius)) + 1
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))  # type: ignore[return-value]


def _odd(length: float) -> int:
    return 2 * max(1, round(length)) + 1
