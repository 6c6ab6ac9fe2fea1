"""The results: a photo with its measurements and notices, and a cut-out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.compliance.report import ComplianceReport
from idphoto.imaging.colour import Colour
from idphoto.imaging.encode import Encoded
from idphoto.photo.background import Solid, composite, render_background

_BAND_PX: Final = 256


@dataclass(frozen=True, slots=True)
class Notice:
    """Something on a photo that an authority may object to.

    ``code`` is stable snake_case, ``message`` a sentence.
    """

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Measurements:
    """The head on the finished photo, in its pixels; angles in degrees.

    ``head_top`` is the visible top with hair, ``crown_top`` the top of the skull. ``face_height``
    is from chin to crown, ``head_height`` from chin to the visible top. The photo is level:
    ``source_roll_deg`` is the roll that was corrected.
    """

    face_width: float
    face_height: float
    head_height: float
    head_top: float
    crown_top: float
    eyes_top: float
    chin_top: float
    inter_eye: float
    yaw_deg: float
    pitch_deg: float
    source_roll_deg: float

    LENGTHS = (
        "face_width",
        "face_height",
        "head_height",
        "head_top",
        "crown_top",
        "eyes_top",
        "chin_top",
        "inter_eye",
    )


@dataclass(frozen=True, slots=True)
class Photo:
    """A finished photo.

    ``pixels``: uint8 ``(H, W, 3)``, or ``(H, W, 4)`` where transparent. ``compliance``: what a
    clerk would find: light, face and sharpness as in the source, background, framing and file as in
    the photo. ``timings_ms``: by step.
    """

    encoded: Encoded
    pixels: NDArray[np.uint8]
    dpi: float
    measurements: Measurements
    notices: tuple[Notice, ...]
    compliance: ComplianceReport
    timings_ms: dict[str, float]

    @property
    def data(self) -> bytes:
        """The file."""
        return self.encoded.data

    @property
    def size_wh(self) -> tuple[int, int]:
        return self.pixels.shape[1], self.pixels.shape[0]


@dataclass(frozen=True, slots=True)
class Cutout:
    """A person cut out at the source's full size. ``rgba``: uint8 ``(H, W, 4)``, straight alpha."""

    rgba: NDArray[np.uint8]
    timings_ms: dict[str, float]

    def on(self, colour: Colour) -> NDArray[np.uint8]:
        """The person on one sRGB colour: uint8 ``(H, W, 3)``."""
        composed = np.empty_like(self.rgba[..., :3])
        # in bands: the floating-point copies of a whole 16-megapixel picture take 400 MB
        for top in range(0, len(self.rgba), _BAND_PX):
            band = self.rgba[top : top + _BAND_PX].astype(np.float32) / np.float32(255.0)
            ground = render_background(Solid(colour), (band.shape[1], band.shape[0]))
            composed[top : top + _BAND_PX] = composite(band[..., :3], band[..., 3], ground)
        return composed
