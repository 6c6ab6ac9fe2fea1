"""Read from the matte what the source's borders cut."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from idphoto.face.measure import FaceGeometry
from idphoto.imaging.arrays import Alpha
from idphoto.imaging.warp import PixelT
from idphoto.matting.matte import Matte
from idphoto.models.segmenter import BodyPart
from idphoto.photo.framing.borders import SIDES, BorderCut, Borders, BorderSide

BORDER_PX: Final = 3
"""The number of outermost rows in which a matte may fade."""
# In head heights (chin to crown).
_LEAST_CUT: Final = 0.04  # a shorter stretch of border is a strand
_LOOK_INSIDE: Final = 0.05  # how far inside a border the outline is read again
_COLLAR: Final = 0.1  # below the chin by this, hair lies on the body
_SHOWN_BELOW: Final = 0.5  # photos end about this far below the chin
_TORSO: Final = 0.6  # to either side of the face's middle there is always torso


def read_borders(matte: Matte, geometry: FaceGeometry, picture_wh: tuple[int, int]) -> Borders:
    """What the borders of a picture of ``picture_wh`` pixels cut.

    Where the matte's region ends inside the picture, nothing is cut.
    """
    cuts = {}
    at = _Grid.of(matte, geometry)
    for side in SIDES:
        if at.reaches(side, picture_wh) and (cut := at.cut(side)) is not None:
            cuts[side] = cut
    cut_below = "bottom" in cuts
    return Borders(
        cuts,
        at.torso_bottom(picture_wh),
        abs(math.tan(math.radians(geometry.roll_deg))) if cut_below else 0.0,
        at.levelled_side("left") if "left" in cuts else None,
        at.levelled_side("right") if "right" in cuts else None,
    )


def cap_height(half_chord: float, half_inside: float, depth: float) -> float:
    """How far a round outline goes on beyond a border that cuts it along a chord.

    ``half_inside`` is half of its width ``depth`` further inside. With x² = 2Rt − t² at the
    distance t from the apex, eliminating R leaves δh² + (x₂² − x₁² + δ²)h − δx₁² = 0. Where the
    outline does not widen, it is at least half a circle: ``half_chord``.

    >>> round(cap_height(0.6, 0.8, 0.2), 3)
    0.2
    """
    if half_inside <= half_chord:
        return half_chord
    k = half_inside**2 - half_chord**2 + depth**2
    root = math.sqrt(k**2 + 4 * depth**2 * half_chord**2)
    return min(half_chord, (root - k) / (2 * depth))


def border_first(image: NDArray[PixelT], side: BorderSide) -> NDArray[PixelT]:
    """``image`` with its border at ``side`` as the first row."""
    if side in ("left", "right"):
        image = image.swapaxes(0, 1)
    return image[::-1] if side in ("right", "bottom") else image


@dataclass(frozen=True, slots=True)
class _Grid:
    """A matte with the head's measurements, seen from each of the picture's borders.

    ``x``, ``y``: the levelled position of each of the matte's pixels, ``(h, w)`` each.
    """

    matte: Matte
    geometry: FaceGeometry
    x: NDArray[np.float32]
    y: NDArray[np.float32]

    @classmethod
    def of(cls, matte: Matte, geometry: FaceGeometry) -> _Grid:
        to_level = geometry.levelling.after(matte.to_matte.inverse())
        height, width = matte.alpha.shape
        return cls(matte, geometry, *to_level.pixels((width, height)))

    @property
    def head_px(self) -> float:
        """The head's height in pixels of the matte."""
        return self.geometry.head_height_px * self.matte.to_matte.scale

    def reaches(self, side: BorderSide, picture_wh: tuple[int, int]) -> bool:
        """Whether the matte's border is the picture's."""
        height, width = self.matte.alpha.shape
        corners = self.matte.to_matte.inverse().apply(np.array([[0, 0], [width, height]]))
        slack = 1.5 / self.matte.to_matte.scale
        (left, top), (right, bottom) = corners
        return bool(
            {
                "left": left <= slack,
                "top": top <= slack,
                "right": right >= picture_wh[0] - slack,
                "bottom": bottom >= picture_wh[1] - slack,
            }[side]
        )

    def cut(self, side: BorderSide) -> BorderCut | None:
        """What the border cuts; None for less than a strand."""
        alpha = border_first(self.matte.alpha, side)
        parts = border_first(self.matte.parts, side)[1]
        on_body = self._on_body(side, parts)
        person = alpha[:BORDER_PX].max(axis=0) > 0.5
        head, body = person & ~on_body, person & on_body
        least = _LEAST_CUT * self.head_px
        hidden = self._hidden(alpha, head) if head.sum() >= least else 0.0
        # at a side, hair that goes over into the body has no outline to judge by
        cuts_head = head.sum() >= least and (hidden > 0.0 or side != "top")
        if not cuts_head and body.sum() < least:
            return None
        back = 1.0 / self.matte.to_matte.scale
        clothes = parts[body] == BodyPart.CLOTHES
        return BorderCut(
            side,
            float(head.sum()) * back if cuts_head else 0.0,
            hidden * back,
            float(body.sum()) * back if body.sum() >= least else 0.0,
            float(clothes.mean()) if clothes.size else 1.0,
        )

    def _hidden(self, alpha: Alpha, head: NDArray[np.bool_]) -> float:
        """How far a head goes on beyond a border, in pixels of the matte.

        0 if it ends within the border's own rows. ``alpha``: with the border as its first row;
        ``head``: where the head is in the border's rows.
        """
        depth = max(2 * BORDER_PX, round(_LOOK_INSIDE * self.head_px))
        inside = _widened(alpha[min(depth, len(alpha) - 1)] > 0.5, head)
        # the chord is read in the innermost of the border's rows
        height = cap_height(float(head.sum()) / 2, inside / 2, depth - BORDER_PX + 1)
        return max(0.0, height - BORDER_PX + 0.5)

    def _on_body(self, side: BorderSide, parts: NDArray[np.uint8]) -> NDArray[np.bool_]:
        """Where along a border what it cuts is the body; elsewhere it is the head.

        Below the chin hair lies on the body; raised shoulders may reach up to the eyes.
        """
        if side in ("top", "bottom"):
            return np.full(parts.shape, side == "bottom")
        y = border_first(self.y, side)[0]
        body = np.isin(parts, (BodyPart.CLOTHES, BodyPart.BODY_SKIN)) & (y > self.geometry.eyes_y)
        return np.asarray(body | (y > self.geometry.chin_y + _COLLAR * self._height), np.bool_)

    @property
    def _height(self) -> float:
        return self.geometry.head_height_px

    def levelled_side(self, side: Literal["left", "right"]) -> float:
        """The levelled x of the picture's side, where it cuts the person furthest inside.

        Only down to where a photo usually ends.
        """
        column = 0 if side == "left" else -1
        x, y = self.x[:, column], self.y[:, column]
        person = self.matte.alpha[:, column] > 0.5
        person &= y < self.geometry.chin_y + _SHOWN_BELOW * self._height
        if not person.any():
            return float(x.mean())
        return float(x[person].max() if side == "left" else x[person].min())

    def torso_bottom(self, picture_wh: tuple[int, int]) -> float:
        """The levelled row in which the torso ends below the face's middle.

        That is the picture's border or, where the torso is seen to end sooner, the row down to
        which it is seen over its whole width. Where the matte ends inside the picture, it goes on.
        """
        turn = self.geometry.levelling
        ends = turn.apply(np.array([[0.0, picture_wh[1]], [picture_wh[0], picture_wh[1]]]))
        border = float(np.interp(self.geometry.centre_x, ends[:, 0], ends[:, 1]))
        person = self.matte.alpha > 0.5
        torso = np.abs(self.x - self.geometry.centre_x) < _TORSO * self._height
        torso &= self.y > self.geometry.chin_y
        lowest = np.where(person & torso, self.y, -np.inf).max(axis=0)
        columns = torso.any(axis=0) & np.isfinite(lowest)
        if not columns.any():
            return self.geometry.chin_y
        # where the torso is seen down to the matte's last row, it goes on
        lowest[person[-BORDER_PX:].any(axis=0)] = border
        # one column in twenty may end early: a strap, a gap between arm and body
        least = float(np.percentile(lowest[columns], 5)) + 0.5 / self.matte.to_matte.scale
        return min(border, max(self.geometry.chin_y, least))


def _widened(row: NDArray[np.bool_], border: NDArray[np.bool_]) -> int:
    """How many pixels of ``row`` belong to runs that touch what the border cuts."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], row, [False])).astype(np.int8)))
    runs = zip(edges[::2], edges[1::2], strict=True)
    return sum(int(stop - start) for start, stop in runs if border[start:stop].any())
