"""The results: a rendered variant, and a finished headshot."""

from __future__ import annotations

import os
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from idphoto.imaging.encode import Encoded, as_png
from idphoto.photo.result import Notice


@dataclass(frozen=True, slots=True)
class FacePlace:
    """Where one person's face is on the picture, for checks and for further crops.

    ``mesh``: float64 ``(478, 2)``, the landmarks in its pixels. ``head_height_px``: chin to crown.

    >>> import idphoto
    >>> one, _ = idphoto.make_headshots("me.jpg", "business_photo")
    >>> [face] = one.rendered.faces
    >>> face.mesh.shape
    (478, 2)
    """

    mesh: NDArray[np.float64]
    head_height_px: float


@dataclass(frozen=True, slots=True)
class Rendered:
    """One variant before it is encoded. ``pixels``: uint8 ``(H, W, 3)`` sRGB.

    >>> import idphoto
    >>> one, _ = idphoto.make_headshots("me.jpg", "business_photo")
    >>> one.rendered.pixels.shape, len(one.rendered.faces)
    ((1024, 768, 3), 1)
    """

    pixels: NDArray[np.uint8]
    faces: tuple[FacePlace, ...]
    notices: tuple[Notice, ...]
    timings_ms: dict[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Headshot:
    """One of a template's two pictures. A notebook shows it as a picture.

    ``template``: the template's name. ``variant``: 1 or 2. ``encoded``: the file, and how it was
    written. ``rendered``: its pixels, and where the faces are.

    >>> import idphoto
    >>> one, other = idphoto.make_headshots("me.jpg", "female_portrait")
    >>> one.save("portrait-1.jpg")
    >>> one.image.size, other.variant
    ((768, 1024), 2)
    """

    template: str
    variant: int
    encoded: Encoded
    rendered: Rendered

    @property
    def data(self) -> bytes:
        """The file's bytes."""
        return self.encoded.data

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """uint8 ``(H, W, 3)`` sRGB."""
        return self.rendered.pixels

    @property
    def size_wh(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.pixels.shape[1], self.pixels.shape[0]

    @property
    def image(self) -> Image.Image:
        """The pixels as a PIL image, RGB."""
        return Image.fromarray(self.pixels)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What was observed on the photo."""
        return self.rendered.notices

    @property
    def timings_ms(self) -> dict[str, float]:
        """By step; the first picture's include the steps that both share."""
        return self.rendered.timings_ms

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the file, whole or not at all; a file of that name is replaced.

        Raises:
            BadRequest: the name's suffix says another format than the file has.
            NoSuchFolder: there is no folder to write it to; a ``FileNotFoundError`` as well.
            IoError: the system cannot write it.
        """
        self.encoded.save(path)

    def __repr__(self) -> str:
        width, height = self.size_wh
        file = self.encoded.in_words
        return f"Headshot({self.template} {self.variant}, {width}×{height} px, {file})"

    def _repr_jpeg_(self) -> bytes | None:
        return self.data if self.encoded.format == "jpeg" else None

    def _repr_png_(self) -> bytes | None:
        return None if self.encoded.format == "jpeg" else as_png(self.pixels)
