"""What lies behind the person.

``kind`` distinguishes the backgrounds in stored JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.arrays import Rgb
from idphoto.imaging.colour import Colour
from idphoto.imaging.decode import DEFAULT_LIMITS, DecodeLimits, open_source
from idphoto.imaging.inputs import SourceLike

WHITE: Final[Colour] = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Solid:
    """One sRGB colour: red, green and blue, 0–255.

    >>> import idphoto
    >>> idphoto.photo_request(background=idphoto.Solid((67, 142, 219))).background.colour
    (67, 142, 219)
    """

    colour: Colour = WHITE
    kind: Literal["solid"] = "solid"


@dataclass(frozen=True, slots=True)
class Gradient:
    """From ``top`` to ``bottom``, evenly in sRGB, which looks nearly even.

    >>> import idphoto
    >>> sky = idphoto.Gradient(top=(158, 201, 240), bottom=(255, 255, 255))
    >>> idphoto.photo_request(background=sky).background == sky
    True
    """

    top: Colour
    bottom: Colour
    kind: Literal["gradient"] = "gradient"


@dataclass(frozen=True, slots=True)
class Transparent:
    """No background: the output carries alpha, and is a PNG or WebP file.

    >>> import idphoto
    >>> idphoto.photo_request(background=idphoto.Transparent()).output.format
    'png'
    """

    kind: Literal["transparent"] = "transparent"


@dataclass(frozen=True, slots=True)
class Backdrop:
    """A picture, uint8 ``(H, W, 3)`` sRGB, scaled to cover the photo and centred.

    >>> import idphoto
    >>> wall = idphoto.Backdrop.load("me.jpg")
    >>> wall.rgb.shape
    (512, 512, 3)
    """

    rgb: NDArray[np.uint8]
    kind: Literal["backdrop"] = "backdrop"

    @classmethod
    def load(cls, source: SourceLike, limits: DecodeLimits = DEFAULT_LIMITS) -> Self:
        """A picture in any form that ``make_photo`` reads.

        Raises:
            BadRequest, BadImage, ImageTooLarge: as ``make_photo``.
        """
        return cls(open_source(source, limits, field="background").decode().rgb)


@dataclass(frozen=True, slots=True)
class Original:
    """The source's own background, continued where the photo reaches outside the source.

    >>> import idphoto
    >>> photo = idphoto.make_photo("me.jpg", background=idphoto.Original())
    >>> photo.image.mode
    'RGB'
    """

    kind: Literal["original"] = "original"


Background = Solid | Gradient | Transparent | Backdrop | Original


def render_background(
    background: Solid | Gradient | Backdrop, size_wh: tuple[int, int]
) -> NDArray[np.uint8]:
    """The background alone: uint8 ``(H, W, 3)``."""
    width, height = size_wh
    if isinstance(background, Backdrop):
        return _cover(background.rgb, size_wh)
    if isinstance(background, Solid):
        return np.full((height, width, 3), background.colour, np.uint8)
    ends = np.array([background.top, background.bottom], np.float32)
    share = np.linspace(0.0, 1.0, height, dtype=np.float32)[:, None]
    rows = np.round(ends[0] + share * (ends[1] - ends[0])).astype(np.uint8)
    return np.ascontiguousarray(np.broadcast_to(rows[:, None], (height, width, 3)))


def composite(
    foreground: Rgb, alpha: NDArray[np.float32], background: NDArray[np.uint8]
) -> NDArray[np.uint8]:
    """``foreground`` over ``background``: uint8 ``(H, W, 3)``.

    ``foreground``: float32 ``(H, W, 3)``, 0–1; ``alpha``: float32 ``(H, W)``, 0–1.

    This mixes sRGB values on purpose, not light. Optics mix light, and for drawn coverage (text,
    marks) linear light is right. But matting networks learn alpha from pictures composed in sRGB,
    and ``true_colours`` splits the edge by the same equation, so alpha here *means* the share in
    sRGB. Mixed in linear light, dark hair loses half its strands on white, and light hair swells on
    blue.
    """
    mixed: Rgb = foreground * np.float32(255.0)
    mixed -= background
    mixed *= alpha[..., None]
    mixed += background
    rounded: NDArray[np.uint8] = np.clip(mixed + 0.5, 0, 255).astype(np.uint8)
    return rounded


def _cover(rgb: NDArray[np.uint8], size_wh: tuple[int, int]) -> NDArray[np.uint8]:
    width, height = size_wh
    scale = max(width / rgb.shape[1], height / rgb.shape[0])
    wide, high = max(width, round(rgb.shape[1] * scale)), max(height, round(rgb.shape[0] * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    scaled = cv2.resize(rgb, (wide, high), interpolation=how)
    left, top = (wide - width) // 2, (high - height) // 2
    return scaled[top : top + height, left : left + width]  # type: ignore[return-value]
