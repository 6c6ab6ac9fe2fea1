"""Bodies and lights to dress in tests."""

from __future__ import annotations

import math

from idphoto.photo.wardrobe.body import Body, Light
from idphoto.photo.wardrobe.drape import CHIN_Y, NECK, SHOULDER


def body(
    size_wh: tuple[int, int] = (150, 220),
    *,
    head_px: float = 100.0,
    neck: float = 1.0,
    slope: float = 0.0,
    shoulders: float = 1.0,
    turn: float = 0.0,
) -> Body:
    """The body that garments are designed for, or one with other neck, shoulders or turn."""
    middle, pit_y = (size_wh[0] - 1) / 2, 0.7 * size_wh[1]
    pit_x = middle + turn * head_px
    neck_x, neck_y = NECK[0] * neck * head_px, pit_y + NECK[1] * head_px
    shoulder_x, shoulder_y = (
        SHOULDER[0] * shoulders * head_px,
        pit_y + (SHOULDER[1] + slope) * head_px,
    )
    return Body(
        neck_right=(middle - neck_x, neck_y),
        neck_left=(middle + neck_x, neck_y),
        pit=(pit_x, pit_y),
        chin=(pit_x, pit_y + CHIN_Y * head_px),
        shoulder_right=(middle - shoulder_x, shoulder_y),
        shoulder_left=(middle + shoulder_x, shoulder_y),
        head_height_px=head_px,
        yaw_deg=math.degrees(math.asin(turn)) if abs(turn) < 1 else 0.0,
    )


def light(
    direction: tuple[float, float, float] = (-0.3, -0.5, 0.8),
    *,
    colour: tuple[float, float, float] = (1.0, 1.0, 1.0),
    ambient: float = 0.5,
    exposure: float = 1.0,
    grain: float = 0.0,
    sharpness: float = 0.0,
) -> Light:
    length = math.hypot(*direction)
    x, y, z = (part / length for part in direction)
    return Light((x, y, z), colour, ambient, exposure, grain, sharpness)
