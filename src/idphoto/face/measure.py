"""Measure a head: landmarks and matte give the chin, crown, top of the hair, widths and the body.

Everything is measured *levelled*: with the picture turned so that the eye line is horizontal.
Distances remain in the picture's pixels.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.errors import FaceCutOff
from idphoto.face.landmarks import FOREHEAD, Face
from idphoto.face.marks import HeadMarks
from idphoto.imaging.arrays import Alpha, Point
from idphoto.imaging.geometry import Similarity
from idphoto.imaging.warp import warp

# Chin to vertex over chin to pupils. Adults' eyes lie a little above the middle of the head: 2.03
# for men and 2.06 for women in the US Army's anthropometric survey (ANSUR 1988: menton and pupil
# heights below the vertex). The landmarks cannot see the vertex under the hair, and the matte only
# shows where the hair ends.
VERTEX_RATIO: Final = 2.04
# The distance between the eyes on the levelled grid on which the matte is read.
_GRID_EYE_PX: Final = 40
# A row belongs to the head, not to a stray hair, if it is opaque over this share of the face.
_SOLID_ROW_SHARE: Final = 0.12
# Hair is read down to here, of the way from the eyes to the chin: raised shoulders begin below.
_EYES_TO_NOSE: Final = 0.4
# A face is cut off if more than this share of the head lies outside the picture.
_CUT_OFF_SHARE: Final = 0.04


@dataclass(frozen=True, slots=True)
class FaceGeometry:
    """A head in levelled pixels of the picture: x and y after turning it by ``-roll_deg``.

    y points down. ``crown_y`` is the top of the skull, under the hair; ``top_y`` is the visible top
    of the head, including hair and headgear (``top_y <= crown_y``). Angles are in degrees: roll
    clockwise, yaw positive towards the picture's right, pitch positive upwards.
    """

    roll_deg: float
    yaw_deg: float
    pitch_deg: float
    centre_x: float
    eyes_y: float
    chin_y: float
    crown_y: float
    top_y: float
    inter_eye_px: float
    face_width_px: float
    head_width_px: float
    hair_left_x: float
    """The outline of hair and headgear, down to the nose, where it is widest."""
    hair_right_x: float

    @property
    def levelling(self) -> Similarity:
        """The map from picture pixels to levelled pixels."""
        return Similarity(angle_deg=-self.roll_deg)

    @property
    def crown(self) -> Point:
        """The top of the skull, x and y in pixels of the picture."""
        return self._on_axis(self.crown_y)

    @property
    def top(self) -> Point:
        """The visible top of the head, as ``crown``."""
        return self._on_axis(self.top_y)

    def _on_axis(self, y: float) -> Point:
        ((x, y),) = self.levelling.inverse().apply(np.array([(self.centre_x, y)]))
        return float(x), float(y)

    @property
    def head_height_px(self) -> float:
        """From the chin to the top of the skull."""
        return self.chin_y - self.crown_y


def estimate_geometry(
    face: Face, size_wh: tuple[int, int], marks: HeadMarks | None = None
) -> FaceGeometry:
    """What the landmarks alone show: without hair.

    ``marks``: where eyes, chin and crown are; by default where the landmarks are.

    Raises:
        FaceCutOff: part of the face lies outside the picture of ``size_wh``.
    """
    marks = marks or HeadMarks.of(face)
    level = marks.levelling
    points = level.apply(face.points[:, :2])
    eyes = level.apply(np.stack([marks.right_eye, marks.left_eye]))
    eyes_y, chin_y = float(eyes[:, 1].mean()), float(level.apply(marks.chin[None])[0, 1])
    if marks.crown is None:
        crown_y = chin_y - VERTEX_RATIO * (chin_y - eyes_y)
    else:
        crown_y = float(level.apply(marks.crown[None])[0, 1])
    left, right = float(points[:, 0].min()), float(points[:, 0].max())
    # ear to ear, however far the photo is turned from where the eyes are level
    eye_level = Similarity(angle_deg=-(marks.roll_deg + marks.turned_deg))
    across = eye_level.apply(face.points[:, :2])[:, 0]
    _check_whole(face, chin_y - crown_y, size_wh)
    return FaceGeometry(
        roll_deg=marks.roll_deg,
        yaw_deg=face.pose.yaw_deg,
        pitch_deg=face.pose.pitch_deg,
        centre_x=_centre_x(eyes, left, right),
        eyes_y=eyes_y,
        chin_y=chin_y,
        crown_y=crown_y,
        top_y=crown_y,
        inter_eye_px=marks.inter_eye_px,
        face_width_px=float(across.max() - across.min()),
        head_width_px=1.1 * (right - left),
        hair_left_x=left,
        hair_right_x=right,
    )


def measure_head(
    face: Face,
    alpha: Alpha,
    to_alpha: Similarity,
    size_wh: tuple[int, int],
    marks: HeadMarks | None = None,
) -> FaceGeometry:
    """Measure a head by its landmarks and its matte.

    Args:
        face: in pixels of the picture.
        alpha: the person's matte, float32 ``(h, w)``, 0–1.
        to_alpha: the map from picture pixels to matte pixels. Outside the matte, alpha is 0.
        size_wh: the picture's size.
        marks: as for ``estimate_geometry``. A crown that they name is the crown, whatever the matte
            shows; the visible top is no lower.

    Raises:
        FaceCutOff: part of the face lies outside the picture.
    """
    plain = estimate_geometry(face, size_wh, marks)
    density = _GRID_EYE_PX / plain.inter_eye_px
    # levelled pixels → a small grid with the eyes in its upper part, wide enough for the hair
    width, above, below = 12 * _GRID_EYE_PX, 6 * _GRID_EYE_PX, 4 * _GRID_EYE_PX
    origin = (plain.centre_x - width / 2 / density, plain.eyes_y - above / density)
    to_grid = Similarity(density, -plain.roll_deg, -origin[0] * density, -origin[1] * density)
    back = to_alpha.inverse()
    grid = warp(alpha, to_grid.after(back), (width, above + below))

    chin_row = round((plain.chin_y - origin[1]) * density)
    forehead_row = round(float(to_grid.apply(face.points[[FOREHEAD], :2])[0, 1]))
    face_px = plain.face_width_px * density
    half = round(0.75 * face_px)
    middle = grid[:chin_row, width // 2 - half : width // 2 + half] > 0.5
    solid = middle.sum(axis=1) > _SOLID_ROW_SHARE * face_px
    top_row = _top_of_run(solid, max(0, min(forehead_row, chin_row - 1)))
    top_y = min(origin[1] + top_row / density, plain.eyes_y)

    rows = slice(max(0, top_row), above + 1)
    widths = (grid[rows] > 0.5).sum(axis=1)
    head_width = float(widths.max(initial=0)) / density
    head_width = min(max(head_width, plain.face_width_px), 1.5 * plain.face_width_px)
    # if bald or close-cropped, the matte's top is the skull's: more exact than any ratio
    if marks is not None and marks.crown is not None:
        crown_y, top_y = plain.crown_y, min(top_y, plain.crown_y)
    else:
        crown_y = max(plain.crown_y, top_y)
    nose_row = round(above + _EYES_TO_NOSE * (chin_row - above))
    ends = [_run_around(row, width // 2) for row in grid[max(0, top_row) : nose_row] > 0.5]
    return replace(
        plain,
        crown_y=crown_y,
        top_y=top_y,
        head_width_px=head_width,
        hair_left_x=min([plain.hair_left_x, *(origin[0] + end[0] / density for end in ends)]),
        hair_right_x=max([plain.hair_right_x, *(origin[0] + end[1] / density for end in ends)]),
    )


def _run_around(row: NDArray[np.bool_], column: int) -> tuple[int, int]:
    """Start and end of the run of ``row`` that contains ``column``; empty if it is not in one."""
    gaps = np.flatnonzero(~row)
    at = np.searchsorted(gaps, column)
    if at < len(gaps) and gaps[at] == column:
        return column, column
    start = int(gaps[at - 1]) + 1 if at else 0
    return start, int(gaps[at]) if at < len(gaps) else len(row)


def with_hidden_top(
    geometry: FaceGeometry, hidden_px: float, *, crown_known: bool = False
) -> FaceGeometry:
    """The head with ``hidden_px`` more at its top, which the picture's border cuts off.

    ``crown_known``: whether the crown stays where it is, because somebody has set it.
    """
    top_y = geometry.top_y - hidden_px
    if crown_known:
        return replace(geometry, top_y=top_y)
    skull = geometry.chin_y - VERTEX_RATIO * (geometry.chin_y - geometry.eyes_y)
    return replace(geometry, top_y=top_y, crown_y=max(skull, top_y))


def _centre_x(eyes: NDArray[np.float64], left: float, right: float) -> float:
    """The apparent middle of the head: halfway between the eyes' middle and the outline's.

    They agree from the front; when the head turns, the eyes move further than the skull.
    """
    return (float(eyes[:, 0].mean()) + (left + right) / 2) / 2


def _check_whole(face: Face, head_height_px: float, size_wh: tuple[int, int]) -> None:
    points = face.points[:, :2]
    outside = {
        "left": -points[:, 0].min(),
        "top": -points[:, 1].min(),
        "right": points[:, 0].max() - size_wh[0],
        "bottom": points[:, 1].max() - size_wh[1],
    }
    most = _CUT_OFF_SHARE * head_height_px
    cut = {side: float(px) / head_height_px for side, px in outside.items() if px > most}
    if cut:
        raise FaceCutOff(sides=" and ".join(cut), missing=max(cut.values()))


def _top_of_run(solid: NDArray[np.bool_], start: int) -> int:
    """The first row of the run of solid rows that contains ``start``, bridging gaps of two rows."""
    top, gap = start, 0
    for row in range(start, -1, -1):
        if solid[row]:
            top, gap = row, 0
        else:
            gap += 1
            if gap > 2:
                break
    return top
