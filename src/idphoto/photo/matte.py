"""The matte: whose alpha it is, and how sure.

The matting network sees what stands out, not who is meant: a cardigan may be lost, a chair kept,
and which of them flips with scale. The person mask is coarse but knows people. So the network
proposes and the mask judges: a proposal that loses or adds a large part of the person is tried
again at another scale; what is still lost is filled from the mask, what is far from the person is
dropped. Small disagreements are left to the network, which is far sharper.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.face.landmarks import CHIN, Face
from idphoto.face.outline import coarse_oval, face_outline
from idphoto.imaging.arrays import Alpha
from idphoto.imaging.geometry import Box, Similarity
from idphoto.imaging.warp import shrunk
from idphoto.models.matting import MattingName, estimate_alpha
from idphoto.models.person import Person, detect_people, find_person
from idphoto.models.ssd import Detection
from idphoto.runtime.engine import Engine

Quality = Literal["fast", "best"]

# All lengths are fractions of the matte's longer side.
_SURE_INSET: Final = 0.02  # the mask's own border is off by about this much
_DEEP: Final = 0.05  # holes as far as this inside the mask are none
_CROWD_REACH: Final = 0.02  # as far as the mask is trusted beside somebody else
_SNAP_REACH: Final = 0.02  # further from the contour than this nothing is see-through
# From 30 composites: right mattes lose at most a tenth of the person mask's core (an arm's angle
# the mask fills in wrongly), wrong ones a quarter and more (the clothes).
LOST_TOO_MUCH: Final = 0.12
_HAIR_AROUND: Final = 1.5  # a face's outline times this takes in the hair
_LOOK_PX: Final = 512  # people are looked for in a picture of this size
PERSON_SCORE: Final = 0.5  # below, the mask is not to be trusted (DESIGN)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far beyond the mask the person may be, in the picture's pixels.

    Further than ``held`` nothing is kept. What a proposal has further than ``judged``, as a share
    of the person, makes it doubtful when it is more than ``doubtful``: then no more than half of
    ``judged`` is kept. When it is more than ``refused``, another proposal is asked for.
    """

    held: float
    judged: float
    doubtful: float
    refused: float

    @classmethod
    def of_portrait(cls, head_height_px: float, quality: Quality) -> Reach:
        """Hair. Of 36 portraits, right mattes have at most 0.01 beyond ``judged``, wrong more."""
        refused = 0.012 if quality == "best" else 0.1
        return cls(0.15 * head_height_px, 0.08 * head_height_px, 0.012, refused)

    @classmethod
    def of_picture(cls, longest_px: float) -> Reach:
        """Hands, and what they hold, of people in any pose."""
        return cls(0.12 * longest_px, 0.12 * longest_px, 0.12, 0.12)


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

    None where no mask is to be trusted: no person is found, or none covers the face.
    """
    small, to_small = shrunk(rgb, _LOOK_PX)  # fine enough for a mask of 256² pixels
    seen = None if face is None else face.scaled(to_small.scale)
    for detection in _bodies(engine, small, seen):
        person = find_person(engine, small, detection)
        if seen is None or _covers(person, seen):
            return person.mapped(to_small.inverse())
    return None


def _bodies(engine: Engine, rgb: NDArray[np.uint8], face: Face | None) -> Iterator[Detection]:
    """Where the person's body may be, the likeliest first."""
    people = detect_people(engine, rgb, PERSON_SCORE)
    if face is None:
        yield from people
        return
    around = face.box.grown(*[4 * face.box.height] * 4)
    yield from (person for person in people if person.box.intersect(around).area > 0)
    yield body_under(face)


def body_under(face: Face) -> Detection:
    """Where the body of a face must be: a stand-in where the person detector sees nobody.

    A standing adult's hips lie about six eye-to-chin lengths below the eyes, and a circle round
    them that holds the body reaches a head above the head.
    """
    eyes = (face.right_eye + face.left_eye) / 2
    down = face.point(CHIN) - eyes
    hips = eyes + 5.9 * down
    return Detection(face.box, 0.0, np.stack([hips, hips - 7.5 * down]))


def _covers(person: Person, face: Face) -> bool:
    """Whether the mask holds most of the face."""
    inside = coarse_oval(person.to_mask.apply(face_outline(face.mesh)), person.mask.shape)
    return bool(inside.any()) and float(person.mask[inside > 0].mean()) > 0.6


def matte_sizes(longest_px: float, quality: Quality) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Network sizes for an output of ``longest_px``: those averaged, and those tried on failure."""
    small = longest_px <= 800
    if quality == "fast":
        return ((512,), (640, 768)) if small else ((640,), (768,))
    return ((768,), (640, 512)) if small else ((640, 768), (512,))


def matte_person(
    engine: Engine,
    rgb: NDArray[np.uint8],
    region: Box,
    person: Person | None,
    face: Face | None,
    others: Sequence[Face],
    reach: Reach,
    sizes: tuple[tuple[int, ...], tuple[int, ...]],
    network: MattingName = "isnet",
) -> Matte:
    """The person's matte over ``region`` of ``rgb``, uint8 ``(H, W, 3)``.

    ``person``, ``face``, the ``others`` in the picture, who are to be left out, and ``reach`` are
    in pixels of ``rgb``; ``sizes`` as from ``matte_sizes``.
    """
    left, top = max(0, int(region.left)), max(0, int(region.top))
    rgb = rgb[top : math.ceil(region.bottom), left : math.ceil(region.right)]
    height, width = rgb.shape[:2]
    first, fallback = sizes
    scale = min(1.0, max(first) / max(height, width))
    size_wh = max(1, round(width * scale)), max(1, round(height * scale))

    def propose(side: int) -> Alpha:
        alpha = estimate_alpha(engine, rgb, side, network)
        return cv2.resize(alpha, size_wh, interpolation=cv2.INTER_LINEAR)  # type: ignore[return-value]

    to_matte = Similarity(scale, 0.0, -left * scale, -top * scale)
    alpha: Alpha = np.stack([propose(side) for side in first]).mean(axis=0)
    if person is None and face is None:
        return Matte(_snapped(alpha), to_matte, None, None)
    judge = _Judge.of(person, face, others, reach, to_matte, size_wh)
    alpha, lost, added = judge.best_of(alpha, fallback, propose)
    return Matte(_snapped(judge.held(alpha, lost, added)), to_matte, lost, added)


@dataclass(frozen=True, slots=True)
class _Judge:
    """What is surely the person, how far from the person each pixel is, and who is somebody else.

    ``sure``, ``strangers``: bool ``(h, w)``; ``mask``: float32 ``(h, w)``, 0–1; ``distance``:
    float32 ``(h, w)``, as are the lengths of ``reach`` in the matte's pixels.
    """

    sure: NDArray[np.bool_]
    strangers: NDArray[np.bool_]
    mask: Alpha
    distance: Alpha
    reach: Reach

    @classmethod
    def of(
        cls,
        person: Person | None,
        face: Face | None,
        others: Sequence[Face],
        reach: Reach,
        to_matte: Similarity,
        size_wh: tuple[int, int],
    ) -> _Judge:
        shape = size_wh[::-1]
        longest = max(shape)
        strangers = np.zeros(shape, bool)
        for other in others:
            strangers |= _downwards(_oval(other, to_matte, shape, _HAIR_AROUND))
        mask = np.zeros(shape, np.float32)
        distance = np.zeros(shape, np.float32)
        scale = to_matte.scale
        reach = replace(reach, held=reach.held * scale, judged=reach.judged * scale)
        if person is not None:
            mask = cv2.blur(person.mask_on(to_matte, size_wh), (5, 5))
            distance = _distance_to(mask > 0.4)
            if strangers.any():  # somebody else within reach: the mask alone tells the two apart
                reach = replace(reach, held=_CROWD_REACH * longest)
        # the picture's own edge is no border of the person
        sure = _distance_to(mask <= 0.9) > _SURE_INSET * longest
        if face is not None:
            oval = _oval(face, to_matte, shape, 1.0)
            sure |= oval
            mask = np.maximum(mask, oval)
            strangers &= ~_oval(face, to_matte, shape, _HAIR_AROUND)
        return cls(sure & ~strangers, strangers, mask, distance, reach)

    def faults(self, alpha: Alpha) -> tuple[float, float]:
        """Shares of the person lost and added."""
        kept = alpha > 0.5
        area = max(1, int((self.mask > 0.5).sum()))
        lost = int((self.sure & ~kept).sum()) / max(1, int(self.sure.sum()))
        far = self.distance > self.reach.judged
        return lost, int((kept & far & ~self.strangers).sum()) / area

    def best_of(
        self, alpha: Alpha, others: tuple[int, ...], propose: Callable[[int], Alpha]
    ) -> tuple[Alpha, float, float]:
        """``alpha`` if it is sound, else the soundest of it and the proposals at other sizes."""
        lost, added = self.faults(alpha)
        for side in others:
            if lost <= LOST_TOO_MUCH and added <= self.reach.refused:
                break
            other = propose(side)
            faults = self.faults(other)
            if sum(faults) < lost + added:
                alpha, (lost, added) = other, faults
        return alpha, lost, added

    def held(self, alpha: Alpha, lost: float, added: float) -> Alpha:
        """``alpha`` without what is far from the person, with what was surely lost filled in.

        A small lost part is filled only where the picture's edge cuts the body, and deep inside:
        elsewhere it may be the gap between an arm and the body, or a curl's.
        """
        longest = max(alpha.shape)
        soft = _odd(_SURE_INSET * longest)
        missed = (self.sure & (alpha < 0.7)).astype(np.uint8)
        if lost <= LOST_TOO_MUCH:
            deep = (_distance_to(self.mask <= 0.9) > _DEEP * longest).astype(np.uint8)
            missed = _reaching(missed, top=False) | (missed & _holes(alpha) & deep)
        if missed.any():
            grown = _distance_to(missed > 0) <= 2 * _SURE_INSET * longest
            fill = cv2.blur(grown.astype(np.float32), (soft, soft))
            alpha = np.maximum(alpha, np.minimum(fill, self.mask))
        # in doubt the mask's word counts for more than a lock of hair
        reach = self.reach.held if added <= self.reach.doubtful else self.reach.judged / 2
        near = cv2.blur((self.distance <= reach).astype(np.float32), (soft, soft))
        strangers = cv2.blur(self.strangers.astype(np.float32), (5, 5))
        return np.minimum(alpha, near) * (1.0 - strangers)  # type: ignore[no-any-return]


def _oval(
    face: Face, to_matte: Similarity, shape: tuple[int, ...], growth: float
) -> NDArray[np.bool_]:
    """The inside of a face's outline, grown about its middle."""
    outline = to_matte.apply(face_outline(face.mesh))
    middle = outline.mean(axis=0)
    return coarse_oval(middle + growth * (outline - middle), shape) > 0


def _downwards(head: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """``head`` and all below it: somebody's body."""
    return np.logical_or.accumulate(head, axis=0)


def _reaching(parts: NDArray[np.uint8], *, top: bool) -> NDArray[np.uint8]:
    """The connected parts that reach the picture's sides or bottom, or its top if that counts."""
    labels = np.asarray(cv2.connectedComponents(parts)[1], np.intp)
    border = np.concatenate(
        [labels[-1], labels[:, 0], labels[:, -1], *([labels[0]] if top else [])]
    )
    touching = np.zeros(int(labels.max()) + 1, np.uint8)
    touching[border] = 1
    touching[0] = 0  # what is of no part
    return touching[labels]


def _holes(alpha: Alpha) -> NDArray[np.uint8]:
    """What is clear but has no way out to the picture's border."""
    clear = (alpha <= 0.7).astype(np.uint8)
    return clear & (1 - _reaching(clear, top=True))


def _snapped(alpha: Alpha) -> Alpha:
    """``alpha`` made opaque well inside its contour, and clear well outside.

    The network leaves doubt as a grey veil, which no cloth is; only edges and hair are see-through.
    """
    reach = max(3.0, _SNAP_REACH * max(alpha.shape))
    inside = alpha > 0.5
    opaque = np.clip((_distance_to(~inside) / reach - 1.0) / 0.3, 0.0, 1.0)
    clear = np.clip((_distance_to(inside) / reach - 1.0) / 0.3, 0.0, 1.0)
    return (alpha + (1.0 - alpha) * opaque) * (1.0 - clear)  # type: ignore[no-any-return]


def _distance_to(which: NDArray[np.bool_]) -> Alpha:
    """Each pixel's distance to the nearest of ``which``, in pixels; very far where there is none.

    Thresholds of it grow and shrink shapes by any radius at the same small cost.
    """
    return cv2.distanceTransform((~which).astype(np.uint8), cv2.DIST_L2, 3)  # type: ignore[return-value]


def _odd(length: float) -> int:
    return 2 * max(1, round(length)) + 1
