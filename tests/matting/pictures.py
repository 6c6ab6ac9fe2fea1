"""Pictures in the colours of a map, and networks that read such maps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.models.segmenter import NETWORK, BodyPart

Rgb = NDArray[np.uint8]

COLOURS = {
    BodyPart.BACKGROUND: (0, 0, 0),
    BodyPart.HAIR: (250, 0, 0),
    BodyPart.BODY_SKIN: (0, 250, 0),
    BodyPart.FACE_SKIN: (0, 0, 250),
    BodyPart.CLOTHES: (250, 250, 0),
    BodyPart.OTHER: (250, 0, 250),
}
UNSEEN = (250, 250, 250)
"""Background to the segmenter, part of the person to the detail network."""

_PALETTE = np.array([*COLOURS.values(), UNSEEN], np.float32)
_LOGITS = np.full((len(_PALETTE), len(BodyPart)), -10, np.float32)
_LOGITS[np.arange(len(BodyPart)), np.arange(len(BodyPart))] = 10
_LOGITS[-1, BodyPart.BACKGROUND] = 10
_DRAWN = np.array([0, 1, 1, 1, 1, 1, 1], np.float32)

Box = tuple[int, int, int, int]


def painted(size_wh: tuple[int, int], *areas: tuple[BodyPart | tuple[int, int, int], Box]) -> Rgb:
    """A picture with areas (what, (left, top, right, bottom)) on background, later ones on top."""
    rgb = np.zeros((size_wh[1], size_wh[0], 3), np.uint8)
    for what, (left, top, right, bottom) in areas:
        rgb[top:bottom, left:right] = COLOURS[what] if isinstance(what, BodyPart) else what
    return rgb


class Reader:
    """Stands in for the engine: its networks see what the colours mean."""

    def __init__(self, detail: Callable[[NDArray[np.float32]], NDArray[np.float32]] | None = None):
        self.asked: list[tuple[str, Any]] = []
        self.seen: list[Rgb] = []
        """What the segmenter was shown."""
        self._detail = detail or (lambda alpha: alpha)

    def network(
        self, name: str, input_hw: tuple[int, int] | None = None, outputs: Sequence[int] = ()
    ) -> Callable[[NDArray[np.float32]], list[NDArray[np.float32]]]:
        self.asked.append((name, input_hw))
        return self._segment if name == NETWORK else self._draw

    def _segment(self, x: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        rgb = (x[0] + 1) * 127.5
        self.seen.append(np.round(rgb).astype(np.uint8))
        return [_LOGITS[_nearest(rgb)][None]]

    def _draw(self, x: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        rgb = x[0].transpose(1, 2, 0) * 256 + 128
        alpha = _DRAWN[_nearest(rgb)]
        softened = np.asarray(cv2.blur(alpha, (3, 3)), np.float32)
        return [self._detail(softened)[None, None]]


def _nearest(rgb: NDArray[np.float32]) -> NDArray[np.intp]:
    far = np.stack([((rgb - colour) ** 2).sum(axis=-1) for colour in _PALETTE])
    return np.asarray(far.argmin(axis=0), np.intp)
