"""How accurate the matte is, on composites whose exact alpha is known."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.pictures import SHARED
from idphoto.api import default_setup
from idphoto.imaging.decode import open_source
from idphoto.matting.matte import Quality
from idphoto.photo.cut_out import make_cutout

EDGE_REACH_PX = 10
# People with faces, and people whose faces are blurred or turned away.
SETS: Final = ("people_mattes", "mattes")


@dataclass(frozen=True, slots=True)
class Composite:
    """A picture whose exact alpha is known, and the set it belongs to."""

    group: str
    picture: Path
    alpha: Path

    @property
    def name(self) -> str:
        return self.picture.stem


def composites(folder: Path = SHARED) -> list[Composite]:
    """The composites of all sets beside this checkout; empty if they are missing."""
    return [
        Composite(group, path.with_name(path.name.replace("_alpha", "")), path)
        for group in SETS
        for path in sorted((folder / group).glob("*_alpha.png"))
    ]


def exact_alpha(composite: Composite) -> NDArray[np.float32]:
    """float32 ``(H, W)``, 0–1."""
    return open_source(composite.alpha).decode().rgb[..., 0].astype(np.float32) / 255.0


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
    for composite in composites():
        cut = make_cutout(default_setup(), open_source(composite.picture), quality).rgba
        alpha = cut[..., 3].astype(np.float32) / 255.0
        errors = matte_errors(alpha, exact_alpha(composite))
        rows.append({"set": composite.group, "picture": composite.name, **errors})
    return rows


def summarise(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row per set, of rows as ``measure_mattes`` returns them.

    ``mse``, ``edge``, ``sad``: means over the pictures.
    """
    summaries = []
    for group in dict.fromkeys(row["set"] for row in rows):
        of_set = [row for row in rows if row["set"] == group]
        worst = max(of_set, key=lambda row: row["mse"])
        mse, edge = ([row[name] for row in of_set] for name in ("mse", "edge_mse"))
        summaries.append(
            {
                "set": group,
                "pictures": len(of_set),
                "mse": statistics.fmean(mse),
                "median": statistics.median(mse),
                "worst": worst["mse"],
                "worst of": worst["picture"],
                "edge": statistics.fmean(edge),
                "edge worst": max(edge),
                "sad": statistics.fmean(row["sad"] for row in of_set),
            }
        )
    return summaries
