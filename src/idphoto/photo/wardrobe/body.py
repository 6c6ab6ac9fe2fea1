"""What a garment's renderer needs to know of the person and of the photo."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Body:
    """Where a garment sits, in the photo's pixels (levelled, y down).

    ``right`` and ``left`` are the person's own; right is at smaller x.
    """

    neck_right: tuple[float, float]
    """Where the visible neck's side meets the shoulder line: the collar line."""
    neck_left: tuple[float, float]
    pit: tuple[float, float]
    """The suprasternal notch: the middle of the neck's base."""
    chin: tuple[float, float]
    shoulder_right: tuple[float, float]
    """The tip of the shoulder (acromion), which may lie outside the photo."""
    shoulder_left: tuple[float, float]
    head_height_px: float
    """Chin to crown: the unit of length."""
    yaw_deg: float
    """The turn of torso and head, positive towards the picture's right."""


@dataclass(frozen=True, slots=True)
class Light:
    """How the photo is lit, and how the camera rendered it."""

    direction: tuple[float, float, float]
    """Towards the key light: a unit vector, x right, y down, z towards the camera."""
    colour: tuple[float, float, float]
    """Linear RGB gains around 1: the light's colour temperature."""
    ambient: float
    """The share of fill light, 0–1."""
    exposure: float
    """Multiplies the cloth's radiance; 1 is as designed."""
    grain: float
    """The standard deviation of the photo's noise, sRGB 0–1."""
    sharpness: float
    """The sigma of the photo's own blur, in pixels."""
