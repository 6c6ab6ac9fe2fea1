"""The results: a rendered variant, and a finished headshot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.encode import Encoded
from idphoto.photo.result import Notice


@dataclass(frozen=True, slots=True)
class FacePlace:
    """Where one person's face is on the picture, for checks and for further crops.

    ``mesh``: float64 ``(478, 2)``, the landmarks in its pixels. ``head_height_px``: chin to crown.
    """

    mesh: NDArray[np.float64]
    head_height_px: float


@dataclass(frozen=True, slots=True)
class Rendered:
    """One variant before it is encoded. ``pixels``: uint8 ``(H, W, 3)`` sRGB."""

    pixels: NDArray[np.uint8]
    faces: tuple[FacePlace, ...]
    notices: tuple[Notice, ...]
    timings_ms: dict[str, float]


@dataclass(frozen=True, slots=True)
class Headshot:
    """One of a template's two pictures.

    ``timings_ms``: by step; the first picture's include the steps that both share.
    """

    template: str
    variant: int
    encoded: Encoded
    rendered: Rendered

    @property
    def data(self) -> bytes:
        """The file."""
        return self.encoded.data

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """uint8 ``(H, W, 3)`` sRGB."""
        return self.rendered.pixels

    @property
    def size_wh(self) -> tuple[int, int]:
        return self.pixels.shape[1], self.pixels.shape[0]

    @property
    def notices(self) -> tuple[Notice, ...]:
        return self.rendered.notices

    @property
    def timings_ms(self) -> dict[str, float]:
        return self.rendered.timings_ms
