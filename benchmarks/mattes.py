"""How accurate the matte is, on composites whose exact alpha is known."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.pictures import SHARED
from idphoto.api import default_setup
from idphoto.imaging.decode import open_source
from idphoto.photo.cut_out import make_cutout
from idphoto.photo.matte import Quality

EDGE_REACH_PX = 10


def matte_errors(alpha: NDArray[np.float32], exact: NDArray[np.float32]) -> dict[str, float]:
    """Errors of ``alpha`` against ``exact``, float32 ``(H, W)``, 0–1.

    ``mse`` ×10⁻³ over the whole picture, ``edge_mse`` ×10⁻³ within ``EDGE_REACH_PX`` of where the
    exact alpha is between 0.02 and 0.98, ``sad`` in thousands of pixels.
    """
    side = 2 * EDGE_REACH_PX + 1
    unsure = ((exact > 0.02) & (exact < 0.98)).astype(np.uint8)
    disk = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    edge = cv2.dilate(unsure, disk) > 0
    squared = (alpha - exact) ** 2
    return {
        "mse": 1e3 * float(squared.mean()),
        "edge_mse": 1e3 * float(squared[edge].mean()),
        "sad": float(np.abs(alpha - exact).sum()) / 1e3,
    }


def measure_mattes(quality: Quality) -> list[dict[str, Any]]:
    """One row per picture; empty if the exact mattes are missing."""
    rows = []
    for path in sorted((SHARED / "mattes").glob("*_alpha.png")):
        picture = path.with_name(path.name.replace("_alpha", ""))
        exact = open_source(path).decode().rgb[..., 0].astype(np.float32) / 255.0
        cut = make_cutout(default_setup(), open_source(picture), quality).rgba
        alpha = cut[..., 3].astype(np.float32) / 255.0
        rows.append({"picture": picture.stem, **matte_errors(alpha, exact)})
    return rows
