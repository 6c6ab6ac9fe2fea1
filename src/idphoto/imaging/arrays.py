"""Names for the arrays that many rooms pass around."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""sRGB codes ``(H, W, 3)``, or ``(H, W, 4)`` with alpha."""
Field = NDArray[np.float32]
"""Numbers on a picture's grid, ``(H, W)`` or with channels."""
Rgb = NDArray[np.float32]
"""Colours of a picture, 0–1, ``(H, W, 3)``: sRGB or linear light, as its user says."""
Mask = NDArray[np.float32]
"""How much each pixel belongs, 0–1, ``(H, W)``."""
Alpha = NDArray[np.float32]
"""A matte: how much of each pixel is the person, 0–1, ``(H, W)``."""
Points = NDArray[np.float64]
"""x and y, ``(N, 2)``."""
Point = tuple[float, float]
"""x and y."""
