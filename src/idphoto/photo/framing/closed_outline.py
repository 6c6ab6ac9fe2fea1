"""The rounded outline of hair that the source's border cuts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.arrays import Alpha, Mask
from idphoto.imaging.warp import PixelT
from idphoto.matting.matte import Matte
from idphoto.photo.framing.borders import BorderCut, BorderSide
from idphoto.photo.framing.read_borders import border_first

# In head heights: how far inside a border the closed outline begins.
_CLOSING: Final = 0.1


def closed_outline(matte: Matte, cuts: Iterable[BorderCut], head_height_px: float) -> Mask | None:
    """How much of each pixel a rounded outline keeps where ``cuts`` take a little hair off.

    float32 ``(h, w)``, 0–1, on the matte's grid; None where none of them cuts the head. A straight
    edge in hair is seen at once; an arc that touches the border passes for the hair's own outline.
    """
    kept: Mask | None = None
    for cut in cuts:
        if cut.head:
            turned = border_first(matte.alpha, cut.side)
            arc = _arc(turned, max(3.0, _CLOSING * head_height_px * matte.to_matte.scale))
            arc = _as_it_was(arc, cut.side)
            kept = arc if kept is None else np.minimum(kept, arc)
    return kept


def _arc(alpha: Alpha, depth: float) -> Mask:
    """What an arc that touches the first row keeps of each run that this row cuts."""
    kept = np.ones_like(alpha)
    rows = min(round(depth), len(alpha) - 1)
    cut = alpha[:3].max(axis=0) > 0.5
    inside = alpha[rows] > 0.5
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inside, [False])).astype(np.int8)))
    x = np.arange(alpha.shape[1], dtype=np.float32) + 0.5
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        chord = np.flatnonzero(cut[start:stop]) + start
        if not chord.size:
            continue
        middle = (chord[0] + chord[-1] + 1) / 2
        for row in range(rows):
            # a quarter of an ellipse on each side
            share = (1.0 - (1.0 - (row + 0.5) / rows) ** 2) ** 0.5
            left = middle - (middle - start) * share
            right = middle + (stop - middle) * share
            across = np.clip(np.minimum(x - left, right - x) / 1.5 + 0.5, 0.0, 1.0)
            span = slice(max(0, start - 1), stop + 1)
            kept[row, span] = np.minimum(kept[row, span], across[span])
    return kept


def _as_it_was(image: NDArray[PixelT], side: BorderSide) -> NDArray[PixelT]:
    if side in ("right", "bottom"):
        image = image[::-1]
    return image.swapaxes(0, 1) if side in ("left", "right") else image
