"""A photo as it looks on a photographed card: small, soft, noisy, compressed, a little pale.

This simulates only what can affect an embedding. ``tools/cards`` draws and photographs whole cards.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from idphoto.face.landmarks import Face
from idphoto.idcard.layout import PORTRAIT_WH_MM, PX_PER_MM
from idphoto.imaging.geometry import Similarity
from idphoto.imaging.warp import warp

# GA 461-2004 at 350 dpi: a face 207 px wide; its eyes are 201 px below the top, the mean of
# fourteen people.
PRINT_WH: Final = (358, 441)
_FACE_WIDTH_PX: Final = 207.0
_EYES_PX: Final = 201.0


@dataclass(frozen=True, slots=True)
class Wear:
    """How a card's photo was taken.

    ``px_per_mm``: of the card in the picture. ``blur_mm``: standard deviation of the blur by lens
    and hand. ``noise``: standard deviation, in codes of 0 to 255. ``contrast``: the share that is
    left. ``grey``: 0 for the print's colours, 1 for none. ``quality``: of the JPEG.
    """

    px_per_mm: float
    blur_mm: float
    noise: float
    contrast: float
    grey: float
    quality: int


# A card fills a picture of 1 to 4 megapixels with 8 to 20 px per millimetre; at 5 a card is 428 px
# wide, and its text is barely legible.
WEARS: Final = (
    Wear(px_per_mm=12, blur_mm=0.05, noise=3, contrast=0.9, grey=0.0, quality=85),
    Wear(px_per_mm=8, blur_mm=0.08, noise=4, contrast=0.85, grey=0.0, quality=75),
    Wear(px_per_mm=8, blur_mm=0.08, noise=4, contrast=0.8, grey=0.6, quality=75),
    Wear(px_per_mm=5, blur_mm=0.12, noise=6, contrast=0.8, grey=0.0, quality=60),
)


def off_a_card(
    rgb: NDArray[np.uint8], face: Face, wear: Wear, rng: np.random.Generator
) -> NDArray[np.uint8]:
    """The photo of a face, printed on a card and cut from its canvas: uint8 ``(512, 416, 3)``."""
    scale = _FACE_WIDTH_PX / face.width_px
    x, y = (face.right_eye + face.left_eye) / 2 * scale
    framed = Similarity(scale, 0.0, PRINT_WH[0] / 2 - float(x), _EYES_PX - float(y))
    printed = warp(rgb, framed, PRINT_WH, "replicate")
    seen_wh = tuple(round(mm * wear.px_per_mm) for mm in PORTRAIT_WH_MM)
    small = cv2.resize(printed, seen_wh, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), wear.blur_mm * wear.px_per_mm)
    seen = np.asarray(soft, np.float64)
    seen += wear.grey * (seen.mean(axis=2, keepdims=True) - seen)
    seen = 128 + wear.contrast * (seen - 128) + rng.normal(0, wear.noise, seen.shape)
    buffer = io.BytesIO()
    Image.fromarray(np.clip(seen + 0.5, 0, 255).astype(np.uint8)).save(
        buffer, "JPEG", quality=wear.quality
    )
    canvas_wh = tuple(round(mm * PX_PER_MM) for mm in PORTRAIT_WH_MM)
    arrived = np.asarray(Image.open(buffer))
    return np.asarray(cv2.resize(arrived, canvas_wh, interpolation=cv2.INTER_CUBIC), np.uint8)
