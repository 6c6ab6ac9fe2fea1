"""What checks look at: a portrait, its background, and the photo that is handed in."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.compliance.ground import SeenGround, measure_ground
from idphoto.compliance.sharpness import measure_sharpness
from idphoto.compliance.tones import Tones, measure_colour, measure_tones
from idphoto.face.expression import Expression
from idphoto.face.landmarks import Face
from idphoto.imaging.arrays import Alpha, Field, Pixels, Points
from idphoto.imaging.colour import LUMINANCE, to_linear
from idphoto.imaging.geometry import Box, Similarity, box_around
from idphoto.imaging.warp import warp
from idphoto.matting.matte import Matte
from idphoto.matting.veil import Veil

# Faces are looked at with at most this many pixels between the eyes: what is measured then does not
# depend on how large the picture is. Smaller faces are not enlarged.
FACE_EYE_PX: Final = 120.0
# The longer side of a coarse matte.
_THIN_PX: Final = 256
# What a look at the face shows, in distances between the eyes from their middle: to each side,
# above and below.
_BESIDE, _ABOVE, _BELOW = 1.4, 1.5, 2.3


@dataclass(frozen=True, eq=False)
class FaceLook:
    """A face, levelled, with at most ``FACE_EYE_PX`` between the eyes.

    ``rgb``: uint8 ``(H, W, 3)``. ``points``: float64 ``(478, 2)``, in its pixels. ``parts``: uint8
    ``(H, W)``, the person segmenter's :class:`BodyPart` there. ``to_picture``: the map back.
    """

    rgb: Pixels
    points: Points
    parts: NDArray[np.uint8]
    to_picture: Similarity
    inter_eye_px: float

    @cached_property
    def lab(self) -> Field:
        """CIE L*a*b* (D65), float32 ``(H, W, 3)``."""
        return cv2.cvtColor(self.rgb.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2Lab)  # type: ignore[return-value]

    @cached_property
    def luminance(self) -> Field:
        """Linear light, 0–1, float32 ``(H, W)``."""
        return to_linear(self.rgb) @ LUMINANCE

    @cached_property
    def grey(self) -> Field:
        """Luma, 0–255, float32 ``(H, W)``."""
        return cv2.cvtColor(self.rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)

    @cached_property
    def tones(self) -> Tones:
        """The colours of the cheeks and of the white of the eye."""
        return measure_tones(self.lab, self.points)

    @cached_property
    def colour(self) -> float | None:
        """How much its colours differ, as ``measure_colour`` says."""
        return measure_colour(self.rgb, self.lab, self.hull)

    @cached_property
    def sharpness(self) -> float | None:
        """The share of fine detail, as ``measure_sharpness`` says."""
        return measure_sharpness(self.grey, self.hull)

    @cached_property
    def hull(self) -> NDArray[np.bool_]:
        """The convex hull of the landmarks: bool ``(H, W)``."""
        drawn = np.zeros(self.rgb.shape[:2], np.uint8)
        corners = cv2.convexHull(self.points.astype(np.float32)).round().astype(np.int32)
        cv2.fillConvexPoly(drawn, corners, 1)
        return drawn > 0

    def around(self, x: float, y: float, half_width: float, half_height: float) -> Box:
        """The box around (``x``, ``y``) of this picture, in pixels of the whole picture."""
        corners = np.array(
            [
                (x + across * half_width, y + down * half_height)
                for across in (-1, 1)
                for down in (-1, 1)
            ]
        )
        return box_around(self.to_picture.apply(corners))


@dataclass(frozen=True)
class Portrait:
    """One person in a picture.

    ``rgb``: uint8 ``(H, W, 3)``, the upright picture, at 1/``shrink`` of its full size. ``face``
    and ``matte``: in its pixels. ``expression``: None for a face too small to be read.
    ``others``: how many further faces there are; ``which_face``: which one is judged, in words.
    ``glimpsed``: where other people are partly seen. ``jpeg_quality``: of the file's quantisation
    tables, 1–100; None if it is not a JPEG.
    """

    rgb: Pixels
    shrink: int
    face: Face
    matte: Matte
    expression: Expression | None
    others: int = 0
    which_face: str = ""
    glimpsed: tuple[str, ...] = ()
    jpeg_quality: float | None = None

    @property
    def inter_eye_px(self) -> float:
        """Between the eyes, in pixels of the file."""
        return self.face.inter_eye_px * self.shrink

    @property
    def face_box(self) -> Box:
        """Around the landmarks, in pixels of ``rgb``."""
        return box_around(self.face.points[:, :2])

    @cached_property
    def thin_matte(self) -> Matte:
        """The matte on a coarse grid, enough to find hats and hands."""
        return self.matte.thinned(max(1, round(max(self.matte.alpha.shape) / _THIN_PX)))

    @cached_property
    def look(self) -> FaceLook:
        """The face, as most checks see it."""
        face = self.face
        scale = min(1.0, FACE_EYE_PX / face.inter_eye_px)
        unit = scale * face.inter_eye_px
        size = math.ceil(2 * _BESIDE * unit), math.ceil((_ABOVE + _BELOW) * unit)
        turn = Similarity(scale, -face.roll_deg)
        x, y = turn.apply(((face.right_eye + face.left_eye) / 2)[None])[0]
        to_look = Similarity(
            scale, -face.roll_deg, _BESIDE * unit - float(x), _ABOVE * unit - float(y)
        )
        return FaceLook(
            warp(self.rgb, to_look, size, "replicate"),
            to_look.apply(face.points[:, :2]),
            _nearest(self.matte.parts, to_look.after(self.matte.to_matte.inverse()), size),
            to_look.inverse(),
            unit,
        )


@dataclass(frozen=True)
class SeenWall:
    """The background that a photo shows. ``rgb``: uint8 ``(H, W, 3)``; ``alpha``: float32
    ``(H, W)``, 0–1, the person's matte; both from the top edge down to the chin.
    ``head_left_x``, ``head_right_x``: the head's sides."""

    rgb: Pixels
    alpha: Alpha
    head_left_x: float
    head_right_x: float

    @cached_property
    def seen(self) -> SeenGround | None:
        """Its colour, and how plain it is; None if the person leaves next to nothing of it."""
        return measure_ground(self.rgb, self.alpha)


@dataclass(frozen=True, slots=True)
class HeadOnPhoto:
    """Where the head is on a photo, in its pixels; ``…_top``: from the top edge."""

    eyes_top: float
    chin_top: float
    crown_top: float
    head_top: float
    centre_x: float
    face_width: float
    inter_eye: float

    @property
    def height(self) -> float:
        """From the chin to the crown."""
        return self.chin_top - self.crown_top


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A photo as it is handed in, and its file.

    ``dpi``: None if the file states none. ``file_format``: ``jpeg``, ``png``, …; it and
    ``size_bytes`` are None for pixels that are not a file. ``head``: None if there is no whole
    head. ``px_per_mm``: pixels for each millimetre of the specification's limits on the head.
    ``turns``: the quarter turns that would bring it upright. ``jpeg_quality``: of the
    file's tables, 1–100; None if it is not a JPEG.
    """

    size_wh: tuple[int, int]
    dpi: float | None
    file_format: str | None
    size_bytes: int | None
    head: HeadOnPhoto | None
    px_per_mm: float
    jpeg_quality: float | None = None
    transparent: bool = False
    turns: int = 0

    @property
    def is_file(self) -> bool:
        """Whether it is a file, and not pixels in memory."""
        return self.size_bytes is not None


@dataclass(frozen=True, slots=True)
class Making:
    """What is known of a photo only because it was made here.

    ``enlargement``: the photo's pixels for each of the source's. ``beyond_source``: the share of
    the photo, 0–1, that the source does not show. ``hair_beyond``: the share of the width by which
    the hair would go on beyond the photo's sides. ``stretched``: the share of the photo's width or
    height by which clothes were extended; None under new clothes. ``veil``: in the matte; None
    where the background was kept.
    """

    enlargement: float
    beyond_source: float = 0.0
    hair_beyond: float = 0.0
    stretched: float | None = None
    veil: Veil | None = None


@dataclass(frozen=True, slots=True)
class HeadCut:
    """What a border of the source cuts off. ``missing``: of the head's height."""

    side: str
    missing: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that can be judged; None is what there is not, or what was not looked at.

    ``cuts``: where hair, headgear or face are cut off. ``body_cut``: where too little of the body
    is seen to make a photo; ``body_known``: whether that was looked at. ``shown``: what the photo
    shows, in levelled pixels of the portrait. ``tilt_deg``: how far the eyes are from level on a
    photo that somebody has turned by hand.
    """

    portrait: Portrait | None = None
    ground: SeenWall | None = None
    photo: HandedIn | None = None
    making: Making | None = None
    cuts: tuple[HeadCut, ...] | None = None
    body_cut: HeadCut | None = None
    body_known: bool = False
    shown: Box | None = None
    tilt_deg: float | None = None


def _nearest(
    labels: NDArray[np.uint8], to_output: Similarity, size_wh: tuple[int, int]
) -> NDArray[np.uint8]:
    matrix = to_output.matrix
    matrix[:, 2] += matrix[:, :2] @ (0.5, 0.5) - (0.5, 0.5)
    return cv2.warpAffine(  # type: ignore[return-value]
        labels, matrix, size_wh, flags=cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE
    )
