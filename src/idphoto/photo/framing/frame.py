"""The input and the output of framing: a measured head, and a frame."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Final

MAX_STRETCH_BELOW: Final = 0.12
"""Most of the photo's height below the chin that clothes are stretched by, downwards."""
MAX_STRETCH_BESIDE: Final = 0.06
"""Most of the photo's width that clothes are stretched by, to either side."""


@dataclass(frozen=True, slots=True)
class Head:
    """A measured head, in pixels of the source turned so that the eyes are level; y points down.

    Raises ``ValueError`` if the figures cannot be those of a head.
    """

    centre_x: float
    eyes_y: float
    chin_y: float
    crown_y: float
    """The top of the skull, without hair."""
    top_y: float
    """The visible top of the head, with hair."""
    face_width: float
    """Ear to ear across the cheekbones."""
    head_width: float
    """With hair."""
    body_bottom_y: float
    """The lowest row in which the source shows the torso, below the middle of the face."""
    hair_left_x: float | None = None
    """The outline of hair and headgear, where it is widest; None if it does not matter."""
    hair_right_x: float | None = None
    bottom_slope: float = 0.0
    """How much sooner, per pixel to one side, the torso ends there."""
    left_x: float | None = None
    """The source's left side where it cuts the person; None if it does not."""
    right_x: float | None = None
    source: tuple[float, float, float] | None = None
    """The source's left, top and right, if the photo shows its background: it stays inside of them
    as far as that is easy."""
    stretch_below: float = 0.0
    """The share of the photo's height below the chin that the source may lack below the body."""
    stretch_beside: float = 0.0
    """The share of the photo's width that it may lack at each side."""

    def __post_init__(self) -> None:
        values = [
            value
            for field in fields(self)
            if field.name != "source" and (value := getattr(self, field.name)) is not None
        ]
        if not all(math.isfinite(value) for value in values):
            raise ValueError(f"a head is measured in finite numbers: {self}")
        if not max(self.crown_y, self.top_y) < self.eyes_y < self.chin_y:
            raise ValueError(f"a head has its top above its eyes, and these above its chin: {self}")
        if min(self.face_width, self.head_width) <= 0:
            raise ValueError(f"a head has some width: {self}")


@dataclass(frozen=True, slots=True)
class Measures:
    """The six quantities of :class:`FrameConstraints`, in pixels of the output."""

    face_width: float
    face_height: float
    head_height: float
    head_top: float
    chin_top: float
    eyes_top: float


@dataclass(frozen=True, slots=True)
class Frame:
    """The crop: p → scale·p + (dx, dy), from the levelled source to the output.

    ``missing_*_px``: how much of the output's body lies beyond the source's edge and must be drawn
    on, in pixels of the output; 0 where the source covers it.
    """

    scale: float
    dx: float
    dy: float
    size_wh: tuple[int, int]
    missing_bottom_px: float = 0.0
    missing_left_px: float = 0.0
    missing_right_px: float = 0.0

    def measured(self, head: Head) -> Measures:
        """The head's six quantities in this frame."""
        s, dy = self.scale, self.dy
        return Measures(
            face_width=s * head.face_width,
            face_height=s * (head.chin_y - head.crown_y),
            head_height=s * (head.chin_y - head.top_y),
            head_top=s * head.top_y + dy,
            chin_top=s * head.chin_y + dy,
            eyes_top=s * head.eyes_y + dy,
        )
