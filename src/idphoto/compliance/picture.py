"""What a page shows of a photo: its pixels, and where the head is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from idphoto.face.measure import FaceGeometry
from idphoto.imaging.arrays import Pixels


@dataclass(frozen=True, slots=True)
class MeasuredLine:
    """A measured line across the picture, from ``left`` to ``right``, in its pixels (x, y).

    ``what``: of the head; ``length``: how far it is above the chin or, on a finished photo, from
    an edge, in words; empty if only the place matters.
    """

    what: str
    left: tuple[float, float]
    right: tuple[float, float]
    length: str = ""


@dataclass(frozen=True, slots=True)
class MeasuredPicture:
    """``rgb``: uint8 ``(H, W, 3)``. ``geometry``: the head in its levelled pixels; None if there is
    no whole head. ``px_per_mm``: pixels of ``rgb`` for each millimetre of a finished photo; None
    for a portrait that a photo is still to be made of. ``shrink``: the file's pixels for each of
    these."""

    rgb: Pixels
    geometry: FaceGeometry | None = None
    px_per_mm: float | None = None
    shrink: int = 1

    @property
    def size_wh(self) -> tuple[int, int]:
        return self.rgb.shape[1], self.rgb.shape[0]

    def lines(self) -> list[MeasuredLine]:
        """The top of the hair, the crown, the eyes and the chin; from the top down."""
        head = self.geometry
        if head is None:
            return []
        places = [("eyes", head.eyes_y), ("chin", head.chin_y)]
        if head.crown_y - head.top_y > 0.01 * head.head_height_px:
            places = [("top of the hair", head.top_y), ("crown", head.crown_y), *places]
        else:
            places = [("crown", head.crown_y), *places]
        half = 0.75 * head.face_width_px
        back = head.levelling.inverse()
        lines = []
        for what, y in places:
            ends = np.array([(head.centre_x - half, y), (head.centre_x + half, y)])
            (left, right) = back.apply(ends)
            lines.append(
                MeasuredLine(
                    what,
                    (float(left[0]), float(left[1])),
                    (float(right[0]), float(right[1])),
                    self._length(what, y),
                )
            )
        return lines

    def _length(self, what: str, y: float) -> str:
        """How high a line is, along the picture's own edges."""
        head = self.geometry
        if head is None or self.px_per_mm is None:
            return ""
        back = head.levelling.inverse()
        places = back.apply(np.array([(head.centre_x, y), (head.centre_x, head.chin_y)]))
        down, chin = (float(place[1]) for place in places)
        if what in ("eyes", "chin"):
            return f"{(self.rgb.shape[0] - down) / self.px_per_mm:.1f} mm above the bottom"
        above = f"{(chin - down) / self.px_per_mm:.1f} mm above the chin"
        if what == "top of the hair" or head.top_y == head.crown_y:
            return f"{above}, {max(0.0, down) / self.px_per_mm:.1f} mm below the edge"
        return above
