from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

Picture = Callable[[int, int], NDArray[np.uint8]]


@pytest.fixture(scope="session")
def picture() -> Picture:
    """``picture(width, height)``: with a dark frame, and no two equal corners, rows or columns."""

    def draw(width: int, height: int) -> NDArray[np.uint8]:
        across = np.broadcast_to(np.linspace(40, 250, width), (height, width))
        down = np.broadcast_to(np.linspace(30, 220, height)[:, None], (height, width))
        pixels = np.stack([across, down, 255 - across], axis=-1).astype(np.uint8)
        pixels[:3], pixels[-3:], pixels[:, :3], pixels[:, -3:] = 10, 10, 10, 10
        return pixels

    return draw
