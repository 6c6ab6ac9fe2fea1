"""Where a garment sits, and in what light: all that the renderer knows of a photo."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Body:
    """Where a garment sits, in the photo's pixels (levelled, y down).

    right/left are the person's own; right is at smaller x.
    """

    neck_right: tuple[float, float]
    """Where the visible neck's side meets the shoulder line (collar line), person's right."""
    neck_left: tuple[float, float]
    pit: tuple[float, float]
    """The suprasternal notch: the middle of the neck's base."""
    chin: tuple[float, float]
    shoulder_right: tuple[float, float]
    """Tip of the shoulder (acromion), may lie outside the photo."""
    shoulder_left: tuple[float, float]
    head_height_px: float
    """Chin to crown: the unit of length."""
    yaw_deg: float
    """The torso's and head's turn, positive towards the picture's right."""


@dataclass(frozen=True, slots=True)
class Light:
    """The photo's light, as a garment needs it."""

    direction: tuple[float, float, float]
    """Unit vector towards the key light: x right, y down, z towards the camera."""
    colour: tuple[float, float, float]
    """Linear RGB gains around 1: the colour temperature."""
    ambient: float
    """Share of fill light, 0–1."""
    exposure: float
    """Multiplies the cloth's radiance; 1 = as designed."""
    grain: float
    """Standard deviation of the photo's noise, 0–1 sRGB."""
    sharpness: float
    """Sigma in pixels of the photo's own blur."""
