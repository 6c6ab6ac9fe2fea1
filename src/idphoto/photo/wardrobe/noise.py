"""The irregularity of yarn: one tile of noise, laid in cloth coordinates."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import cv2
import numpy as np

from idphoto.imaging.arrays import Field

_TILE: Final = 512
_CORRELATION_PX: Final = 1.6


@lru_cache(maxsize=1)
def _tile() -> Field:
    """Periodic noise with mean 0 and standard deviation 1, correlated over a few pixels."""
    white = np.random.default_rng(7).standard_normal((_TILE, _TILE)).astype(np.float32)
    wide = np.pad(white, 16, mode="wrap")
    fine = cv2.GaussianBlur(wide, (0, 0), _CORRELATION_PX / 2)[16:-16, 16:-16]
    # slubs: a share of the irregularity runs along the thread
    along = cv2.GaussianBlur(wide, (0, 0), sigmaX=0.6, sigmaY=4.0)[16:-16, 16:-16]
    both = fine / fine.std() + 0.5 * along / along.std()
    tile = (both - both.mean()) / both.std()
    tile.setflags(write=False)
    return np.asarray(tile, np.float32)


def flecks(u: Field, v: Field, size: float, unit_px: float) -> Field:
    """Noise around 0, of standard deviation 1 where the photo resolves flecks of ``size``.

    ``u``, ``v``: cloth coordinates in head heights, broadcastable to ``(H, W)``; ``size``: in head
    heights. Flecks smaller than a pixel average out.
    """
    shown = min(1.0, size * unit_px / _CORRELATION_PX)
    scale = np.float32(min(_CORRELATION_PX / size, unit_px))
    shape = np.broadcast_shapes(u.shape, v.shape)
    map_x = np.broadcast_to(u * scale, shape).astype(np.float32)
    map_y = np.broadcast_to(v * scale, shape).astype(np.float32)
    map_x -= np.floor(map_x / _TILE) * _TILE
    map_y -= np.floor(map_y / _TILE) * _TILE
    noise = cv2.remap(_tile(), map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
    return noise * np.float32(shown)
