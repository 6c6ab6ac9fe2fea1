"""Two people side by side: their places, and a common light."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.face.landmarks import LEFT_CHEEK, RIGHT_CHEEK
from idphoto.face.outline import face_outline
from idphoto.imaging.colour import linear_to_srgb, to_linear
from idphoto.photo.wardrobe.body import Light
from idphoto.photo.wardrobe.light import estimate_light

# Distance between the faces, in head heights: shoulders are 1.7 wide, so they overlap by a third.
APART: Final = 1.12
# Two cameras differ by more than this; the rest may be a real difference between the people.
_EXPOSURE_TRUST: Final = 0.5
_EXPOSURE_RANGE: Final = (0.88, 1.14)
# Strength of one person's shadow on the other's clothes, and its reach in head heights.
_SHADOW: Final = 0.42
_SHADOW_REACH: Final = 0.045


def stand_together(width: int, canvas: int, unit_px: float, people: int) -> list[int]:
    """The first column of each person's canvas, from the left; the face is in its middle."""
    if people == 1:
        return [(width - canvas) // 2]
    half = APART * unit_px / 2
    return [round(width / 2 + side * half - canvas / 2) for side in (-1, 1)]


def common_light(lights: Sequence[Light]) -> Light:
    """One light for all clothes: the mean of the light on the faces."""
    direction = np.mean([light.direction for light in lights], axis=0)
    direction = direction / np.linalg.norm(direction)
    colour = np.mean([light.colour for light in lights], axis=0)
    return replace(
        lights[0],
        direction=(float(direction[0]), float(direction[1]), float(direction[2])),
        colour=(float(colour[0]), float(colour[1]), float(colour[2])),
        ambient=float(np.mean([light.ambient for light in lights])),
        exposure=float(np.mean([light.exposure for light in lights])),
        grain=float(np.mean([light.grain for light in lights])),
        sharpness=float(np.mean([light.sharpness for light in lights])),
    )


def matched(
    people: Sequence[tuple[NDArray[np.uint8], NDArray[np.float64]]],
) -> list[NDArray[np.uint8]]:
    """The photos as if taken in one light: exposure and colour temperature meet half-way.

    ``people``: each person's photo, uint8 ``(H, W, 3)``, and landmarks, float64 ``(478, 3)``, in
    its pixels. The light is estimated from the whites of the eyes and from possible skin colours,
    so that fair and dark skin keep their colour.
    """
    gains = []
    for rgb, mesh in people:
        alpha = np.ones(rgb.shape[:2], np.float32)
        light = estimate_light(rgb, alpha, mesh)
        gains.append(np.array(light.colour) * _brightness(rgb, mesh) ** _EXPOSURE_TRUST)
    middle = np.exp(np.mean(np.log(gains), axis=0))
    return [
        _scaled(rgb, np.clip(middle / own, *_EXPOSURE_RANGE))
        for (rgb, _), own in zip(people, gains, strict=True)
    ]


def shaded_by(
    pixels: NDArray[np.uint8],
    front: NDArray[np.float32],
    standing: NDArray[np.float32],
    head_px: float,
) -> NDArray[np.uint8]:
    """The picture behind a person, in that person's soft shadow: uint8 ``(H, W, 3)``.

    ``front``: float32 ``(H, W)``, 0–1, the person in front. ``standing``: the people behind, whose
    clothes take the shadow; the backdrop is too far away, and faces stay as they are.
    """
    if not standing.any():
        return pixels
    soft = cv2.GaussianBlur(front, (0, 0), _SHADOW_REACH * head_px) * standing
    shaded = pixels * (1.0 - _SHADOW * np.clip(1.4 * soft, 0.0, 1.0))[..., None]
    return np.asarray(shaded + 0.5, np.uint8)


def _brightness(rgb: NDArray[np.uint8], mesh: NDArray[np.float64]) -> float:
    """The brightness of the face's brightest parts, which show the light more than the skin."""
    outline = face_outline(mesh)
    left, right = mesh[RIGHT_CHEEK, 0], mesh[LEFT_CHEEK, 0]
    top, bottom = outline[:, 1].min(), outline[:, 1].max()
    rows, columns = rgb.shape[:2]
    face = rgb[
        max(0, int(top)) : min(rows, int(bottom)), max(0, int(left)) : min(columns, int(right))
    ]
    if not face.size:
        return 1.0
    return float(np.percentile(to_linear(face)[..., 1], 90)) + 0.05


def _scaled(rgb: NDArray[np.uint8], gains: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Light times ``gains``, ``(3,)``, by one table per channel."""
    levels = to_linear(np.arange(256, dtype=np.uint8)[None, :, None].repeat(3, axis=2))[0]
    table = np.clip(linear_to_srgb(np.clip(levels * gains, 0.0, 1.0)) * 255.0 + 0.5, 0, 255)
    codes = table.astype(np.uint8)
    return np.stack([codes[rgb[..., i], i] for i in range(3)], axis=-1)
