"""Which of the people in a picture is the one with the face, and what is somebody else's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.face.landmarks import CHIN, Face
from idphoto.face.measure import VERTEX_RATIO
from idphoto.face.outline import coarse_oval, face_outline
from idphoto.imaging.arrays import Alpha, Mask
from idphoto.imaging.geometry import Similarity
from idphoto.matting.grid import distance_to, parts_reaching, separate_parts, softened

# In head heights. Shoulders begin about this far below the chin.
_SHOULDERS: Final = 0.25
# A curl may lie loose beside the hair this far from the person.
_LOOSE: Final = 0.1
_SCRAP: Final = 0.03  # beside the body, not even that far
_SOLID: Final = 0.3
# A face this much smaller is further away: its body is behind, not beside.
_BEHIND: Final = 0.8
_NECK: Final = 0.45  # heads reach this far below the face's middle
# Skin of a face apart from all faces found, and larger than this share of the person's own, is
# somebody else's, even if only part of it is in the picture.
_LEAST_FACE: Final = 0.06
_FACE_SHARE: Final = 0.65  # of the head's height is the face's skin, chin to hairline
# The chest reaches so far to each side of the face's middle, and below the chin.
_CHEST: Final = (0.5, 1.0)
_MOSTLY: Final = 0.9
# People who stand close touch at the shoulders; contact further up is somebody in the way.
_CONTACT_DOWN_TO: Final = 0.5


@dataclass(frozen=True, slots=True)
class PlacedHead:
    """Somebody's head on the matte's grid: its middle and its height, chin to crown, in pixels.

    ``behind``: further away than the person, whose shoulders hide this one's body.
    """

    middle: tuple[float, float]
    height: float
    behind: bool = False

    @classmethod
    def of(cls, face: Face, to_grid: Similarity) -> PlacedHead:
        x, y = to_grid.apply(((face.right_eye + face.left_eye + face.point(CHIN)) / 3)[None])[0]
        return cls((float(x), float(y)), VERTEX_RATIO * face.eyes_to_chin_px * to_grid.scale)


def face_oval(
    face: Face, to_grid: Similarity, shape: tuple[int, ...], growth: float = 1.0
) -> NDArray[np.bool_]:
    """The inside of a face's outline, grown about its middle, on a grid of ``shape``."""
    outline = to_grid.apply(face_outline(face.points))
    middle = outline.mean(axis=0)
    return coarse_oval(middle + growth * (outline - middle), shape) > 0


def other_heads(
    face: Face,
    others: Sequence[Face],
    face_skin: NDArray[np.bool_],
    to_grid: Similarity,
) -> list[PlacedHead]:
    """Everybody else's head: those of the ``others`` found, then faces that only skin shows.

    ``face_skin``: bool ``(h, w)``, the grid's pixels that show the skin of a face.
    """
    own = PlacedHead.of(face, to_grid)
    heads = []
    known = face_oval(face, to_grid, face_skin.shape)
    for other in others:
        head = PlacedHead.of(other, to_grid)
        heads.append(replace(head, behind=head.height < _BEHIND * own.height))
        known |= face_oval(other, to_grid, face_skin.shape)
    least = _LEAST_FACE * float(face_oval(face, to_grid, face_skin.shape).sum())
    for part in separate_parts(face_skin, known):
        rows, columns = np.nonzero(part)
        if len(rows) > least:
            middle = float(columns.mean()) + 0.5, float(rows.mean()) + 0.5
            height = min(own.height, float(np.ptp(rows) + 1) / _FACE_SHARE)
            heads.append(PlacedHead(middle, height, behind=True))
    return heads


def territory_of_others(
    face: Face, heads: Sequence[PlacedHead], clothes: NDArray[np.bool_], to_grid: Similarity
) -> NDArray[np.bool_]:
    """The pixels that are nearer to somebody else than to the person: bool ``(h, w)``.

    Everybody is a head with a body straight below it, and distances are in heads of each. Of people
    further behind only head and neck are theirs: the person's shoulders hide the rest. ``clothes``:
    bool ``(h, w)``; those that go on into the person's own are the person's.
    """
    shape = clothes.shape
    theirs = np.zeros(shape, bool)
    own = PlacedHead.of(face, to_grid)
    own_distance = _distance(own, shape)
    shoulders = float(to_grid.apply(face.point(CHIN)[None])[0, 1]) + _SHOULDERS * own.height
    rows = np.arange(shape[0])[:, None]
    for head in heads:
        nearer = _distance(head, shape) < own_distance
        if head.behind:
            nearer &= rows < min(shoulders, head.middle[1] + _NECK * head.height)
            nearer &= ~parts_reaching(clothes, clothes & ~nearer)
        theirs |= nearer
    return theirs & ~face_oval(face, to_grid, shape, 1.1)


def contact(
    face: Face,
    heads: Sequence[PlacedHead],
    person: NDArray[np.bool_],
    to_grid: Similarity,
) -> float:
    """How long the border with people beside the person is, above the chest, in head heights.

    ``person``: bool ``(h, w)``, everybody's pixels.
    """
    own = PlacedHead.of(face, to_grid)
    heads = [head for head in heads if not head.behind]
    theirs = territory_of_others(face, heads, np.zeros_like(person), to_grid)
    chin = float(to_grid.apply(face.point(CHIN)[None])[0, 1])
    touching = person & theirs & (distance_to(person & ~theirs) <= 1.5)
    return float(touching[: max(0, round(chin + _CONTACT_DOWN_TO * own.height))].sum()) / own.height


def _distance(head: PlacedHead, shape: tuple[int, ...]) -> Alpha:
    """Each pixel's distance to the axis of head and body, in heads."""
    x = np.arange(shape[1], dtype=np.float32)[None] + 0.5 - np.float32(head.middle[0])
    rows = np.arange(shape[0], dtype=np.float32)[:, None] + 0.5
    above = np.maximum(np.float32(head.middle[1]) - rows, 0)
    return np.asarray(np.hypot(x, above) / np.float32(head.height), np.float32)


def whole_torso(alpha: Alpha, soft: Mask, face: Face, to_grid: Similarity) -> Alpha:
    """``alpha`` with holes in the chest filled: float32 ``(h, w)``, 0–1.

    Between neck and chest nothing can be seen through a person, except between strands of hair
    (``soft``). Gaps between arms and body lie further down or out.
    """
    inside = alpha > 0.5
    edge = np.ones_like(inside)
    edge[1:-1, 1:-1] = False
    own = PlacedHead.of(face, to_grid)
    chin = float(to_grid.apply(face.point(CHIN)[None])[0, 1])
    chest = np.zeros_like(inside)
    rows = slice(max(0, round(chin)), max(0, round(chin + _CHEST[1] * own.height)))
    reach = _CHEST[0] * own.height
    columns = slice(max(0, round(own.middle[0] - reach)), max(0, round(own.middle[0] + reach)))
    chest[rows, columns] = True
    filled = alpha.copy()
    for hole in separate_parts(~inside, edge):
        if (chest[hole] & (soft[hole] < 0.5)).mean() > _MOSTLY:
            filled[hole] = 1.0
    return filled


def own_only(alpha: Alpha, face_seed: NDArray[np.bool_], head_px: float) -> Alpha:
    """``alpha`` without what is not connected to the face: float32 ``(h, w)``, 0–1.

    Loose curls near the hair stay; furniture, other people and scraps go. ``face_seed``: bool
    ``(h, w)``, the upright face's oval; where it is empty, ``alpha`` is returned.
    """
    body = parts_reaching(alpha > _SOLID, face_seed)
    if not body.any():
        return alpha
    chin = int(np.flatnonzero(face_seed.any(axis=1))[-1])
    away = distance_to(body)
    reach = np.full((len(alpha), 1), _LOOSE * head_px, np.float32)
    reach[chin:] = max(2.0, _SCRAP * head_px)
    return alpha * softened(away <= reach, 0.3 * _SCRAP * head_px)
