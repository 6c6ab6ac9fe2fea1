from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from idphoto.drawing.raster import fill
from idphoto.drawing.text import TextBlock, fit_text

Coverage = NDArray[np.uint8]


@pytest.fixture(scope="session")
def draw() -> Callable[[TextBlock], Coverage]:
    """``draw(block)``: its coverage, 20 px away from every edge."""

    def paint(block: TextBlock) -> Coverage:
        size_wh = int(block.width) + 40, int(block.height) + 40
        coverage = np.zeros((size_wh[1], size_wh[0]), np.uint8)
        for line in block.outlines(20, 20):
            coverage |= fill(line, size_wh)
        return coverage

    return paint


@pytest.fixture(scope="session")
def ink(draw: Callable[[TextBlock], Coverage]) -> Callable[[str], Coverage]:
    """``ink(line)``: its coverage at 100 px, cropped to its edges."""

    def cut(line: str) -> Coverage:
        block = fit_text([line], (9e9, 9e9), field="text", max_size=100, min_size=100)
        coverage = draw(block)
        rows, columns = (np.flatnonzero(coverage.any(axis=axis)) for axis in (1, 0))
        return coverage[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]

    return cut
