"""A text laid over a finished photo, so that it can be judged but not used."""

from __future__ import annotations

import math
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.float32]

# Chosen by eye, on photos of 102 × 126 to 602 × 602 px: the face can be judged, and no part large
# enough to use is free of letters. Lengths but the first are in heights of a capital.
_CAP_HEIGHT: Final = 0.055  # of the photo's shorter side
_LEAST_CAP_PX: Final = 8.0  # below, the letters run together
_LINE_GAP: Final = 2.5
_WORD_GAP: Final = 1.5
_STROKE: Final = 0.11
_OUTLINE: Final = 0.08
_ANGLE_DEG: Final = 30.0
_LIGHT: Final = 0.5  # opacity of the letters
_DARK: Final = 0.5  # ... and of their outline

_FONT: Final = cv2.FONT_HERSHEY_DUPLEX


def stamp(pixels: NDArray[np.uint8], text: str) -> NDArray[np.uint8]:
    """A copy of ``pixels`` with ``text`` repeated along diagonals, all over.

    ``pixels``: uint8 sRGB ``(H, W, 3)``, or ``(H, W, 4)`` with straight alpha; transparent parts
    are written on as well. ``text``: printable ASCII. White letters with a black outline, so that
    they show on any ground.
    """
    height, width = pixels.shape[:2]
    letters, outline = _masks((width, height), text)
    rgb = pixels[..., :3].astype(np.float32)
    alpha = pixels[..., 3:].astype(np.float32) / 255.0 if pixels.shape[2] == 4 else None
    for share, level in ((_DARK * outline, 0.0), (_LIGHT * letters, 255.0)):
        rgb, alpha = _over(level, share[..., None], rgb, alpha)
    layers = [rgb] if alpha is None else [rgb, alpha * 255.0]
    return (np.concatenate(layers, axis=-1) + 0.5).astype(np.uint8)


def _over(
    level: float, share: Mask, rgb: NDArray[np.float32], alpha: Mask | None
) -> tuple[NDArray[np.float32], Mask | None]:
    """A grey ``level`` over straight colours, by ``share`` ``(H, W, 1)`` of coverage."""
    if alpha is None:
        return rgb + share * (level - rgb), None
    covered = share + alpha * (1.0 - share)
    part = share / np.maximum(covered, 1e-6)
    return rgb + part * (level - rgb), covered


def _masks(size_wh: tuple[int, int], text: str) -> tuple[Mask, Mask]:
    """Coverage of the letters and of their outline alone, each ``(H, W)``, 0–1."""
    width, height = size_wh
    cap = max(_LEAST_CAP_PX, _CAP_HEIGHT * min(size_wh))
    side = math.ceil(math.hypot(width, height)) + 1
    turn = cv2.getRotationMatrix2D((side / 2, side / 2), _ANGLE_DEG, 1.0)
    turn[0, 2] += (width - side) / 2
    turn[1, 2] += (height - side) / 2
    drawn = cv2.warpAffine(_lines(side, text, cap), turn, size_wh, flags=cv2.INTER_CUBIC)
    reach = 2 * max(1, round(_OUTLINE * cap)) + 1
    grown = cv2.dilate(drawn, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    letters = drawn.astype(np.float32) / 255.0
    return letters, grown.astype(np.float32) / 255.0 - letters


def _lines(side: int, text: str, cap: float) -> NDArray[np.uint8]:
    """A square full of level lines of the text, every other one shifted by half a repeat."""
    canvas = np.zeros((side, side), np.uint8)
    stroke = max(1, round(_STROKE * cap))
    # measured, since the sizes of OpenCV's built-in letters differ between its releases
    scale = cap / cv2.getTextSize("H", _FONT, 1.0, 1)[0][1]
    repeat = cv2.getTextSize(text, _FONT, scale, stroke)[0][0] + round(_WORD_GAP * cap)
    step = round((1.0 + _LINE_GAP) * cap)
    for line, base in enumerate(range(step // 2, side + step, step)):
        for left in range(-repeat * (line % 2) // 2, side, repeat):
            cv2.putText(canvas, text, (left, base), _FONT, scale, 255, stroke, cv2.LINE_AA)
    return canvas
