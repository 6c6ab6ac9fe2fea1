"""The solids under a garment: slopes and heights of torso, neck and sleeves."""

from __future__ import annotations

from typing import Final

import numpy as np

from idphoto.imaging.arrays import Field
from idphoto.photo.wardrobe.drape import NECK, SHOULDER

_HALF_CHEST: Final = 1.22
_DEPTH: Final = 0.48
# The shoulder's top turns away from the camera over this length.
_TURN: Final = 0.10
_TURN_DEPTH: Final = 0.085


def torso(x: Field, y: Field) -> Field:
    """Height towards the camera in head heights, over garment space."""
    barrel = _DEPTH * np.sqrt(np.maximum(1 - (x / _HALF_CHEST) ** 2, 0.04))
    away = np.abs(x)
    line = NECK[1] + (away - NECK[0]) * (SHOULDER[1] - NECK[1]) / (SHOULDER[0] - NECK[0])
    depth = np.maximum(y - line, -0.06)
    side = np.clip((away - 0.12) / 0.3, 0, 1)
    turn = _TURN_DEPTH * np.exp(-depth / _TURN) * side
    # the chest comes forward below the collar bones
    chest = 0.05 * np.exp(-(((y - 0.85) / 0.5) ** 2)) * np.exp(-(((away - 0.42) / 0.4) ** 2))
    return np.asarray(barrel - turn + chest, np.float32)


def neck(x: Field, y: Field) -> Field:
    """A column that leans forward as it goes down, as a collar does."""
    column = 0.27 * np.sqrt(np.maximum(1 - (x / 0.50) ** 2, 0.05))
    return np.asarray(column + 0.22 * y, np.float32)


def collar(x: Field, y: Field) -> Field:
    """From the neck's column over to the chest: where a jacket's collar lies."""
    column = 0.30 * np.sqrt(np.maximum(1 - (x / 0.52) ** 2, 0.05)) + 0.16 + 0.26 * y
    share = np.clip((0.10 - y) / 0.45, 0, 1)
    share = share * share * (3 - 2 * share)
    return np.asarray(share * column + (1 - share) * torso(x, y), np.float32)


def sleeve(x: Field, y: Field) -> Field:
    """A cylinder that hangs from the shoulder's tip."""
    axis = 0.93 + 0.10 * y
    across = (np.abs(x) - axis) / 0.26
    round_ = 0.16 * np.sqrt(np.maximum(1 - across**2, 0.05))
    cap = 0.09 * np.exp(-np.maximum(y - 0.0, -0.05) / 0.12)
    return np.asarray(round_ - cap, np.float32)


def flat(x: Field, y: Field) -> Field:
    """What faces the camera wherever it lies."""
    return np.zeros(np.broadcast_shapes(x.shape, y.shape), np.float32)
