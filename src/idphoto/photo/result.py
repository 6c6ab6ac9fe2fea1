"""The results: a photo with its measurements and notices, and a cut-out."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from idphoto.compliance.report import ComplianceReport
from idphoto.imaging.arrays import Point
from idphoto.imaging.colour import Colour, parse_colour
from idphoto.imaging.encode import Encoded, EncodeOptions, OutputFormat, as_png, encode
from idphoto.imaging.geometry import Similarity
from idphoto.imaging.saving import kind_of, save_as
from idphoto.photo.background import Solid, composite, render_background
from idphoto.photo.framing.constraints import FrameConstraints

_BAND_PX: Final = 256


@dataclass(frozen=True, slots=True)
class Notice:
    """Something on a photo that an authority may object to.

    ``code`` is stable snake_case, ``message`` a sentence.

    >>> import idphoto
    >>> photo = idphoto.make_photo("me.jpg", "jp-visa")
    >>> [notice.code for notice in photo.notices]
    ['mouth_open', 'smile', 'few_pixels', 'enlarged']
    """

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Measurements:
    """The head on the finished photo, in its pixels; angles in degrees.

    ``head_top`` is the visible top with hair, ``crown_top`` the top of the skull. ``face_height``
    is from chin to crown, ``head_height`` from chin to the visible top. The photo is level:
    ``source_roll_deg`` is the roll that was corrected.

    >>> import idphoto
    >>> photo = idphoto.make_photo("me.jpg", "jp-visa")
    >>> head = photo.measurements
    >>> head.head_top < head.eyes_top < head.chin_top
    True
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
class HeadOnSource:
    """The head on the source, in its pixels at full size, after the file's own orientation.

    Points are x and y. Left and right are those of the photo, and so of an upright source.
    ``size_wh``: of the source. ``left_eye``, ``right_eye``: the pupils. ``crown``: the top of the
    skull, under the hair. ``top``: the visible top of the head, with hair. A source that lies on
    its side stays as it is: the points lie on their side too.

    >>> import idphoto
    >>> head = idphoto.make_photo("me.jpg", "jp-visa").head_on_source
    >>> head.size_wh, head.left_eye[0] < head.chin[0] < head.right_eye[0]
    ((512, 512), True)
    """

    size_wh: tuple[int, int]
    left_eye: Point
    right_eye: Point
    chin: Point
    crown: Point
    top: Point


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """A finished photo. A notebook shows it as a picture.

    ``encoded``: the file, and how it was written. ``pixels``: uint8 ``(H, W, 3)`` sRGB, or
    ``(H, W, 4)`` with straight alpha where transparent. ``dpi``: of the print. ``measurements``:
    of the head, in pixels of the photo. ``head_on_source``: the same head, on the source.
    ``to_photo``: from pixels of the source, as it has them, to pixels of the photo; clothes that
    were extended at the photo's edges lie elsewhere. ``constraints``: where the head had to be,
    in pixels of the photo. ``notices``: what an authority may object to.
    ``compliance``: what a clerk would find: light, face and sharpness as in the source, background,
    framing and file as in the photo. ``timings_ms``: by step.

    >>> import idphoto
    >>> photo = idphoto.make_photo("me.jpg", "jp-visa")
    >>> photo.save("visa.jpg")
    >>> photo
    Photo(jp-visa 531×531 px, JPEG ... bytes, verdict fail, ... notices)
    >>> photo.image.size, photo.dpi
    ((531, 531), 300)
    """

    encoded: Encoded
    pixels: NDArray[np.uint8]
    dpi: float
    measurements: Measurements
    head_on_source: HeadOnSource
    to_photo: Similarity
    constraints: FrameConstraints
    notices: tuple[Notice, ...]
    compliance: ComplianceReport
    timings_ms: dict[str, float]

    @property
    def data(self) -> bytes:
        """The file's bytes."""
        return self.encoded.data

    @property
    def size_wh(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.pixels.shape[1], self.pixels.shape[0]

    @property
    def image(self) -> Image.Image:
        """The pixels as a PIL image, RGB or RGBA."""
        return Image.fromarray(self.pixels)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the file, whole or not at all; a file of that name is replaced.

        The bytes are written as they were checked: nothing is encoded again.

        Raises:
            BadRequest: the name's suffix says another format than the file has.
            NoSuchFolder: there is no folder to write it to; a ``FileNotFoundError`` as well.
            IoError: the system cannot write it.
        """
        self.encoded.save(path)

    def __repr__(self) -> str:
        width, height = self.size_wh
        spec = f"{self.compliance.spec} " if self.compliance.spec else ""
        notices = f"{len(self.notices)} notice{'' if len(self.notices) == 1 else 's'}"
        return (
            f"Photo({spec}{width}×{height} px, {self.encoded.in_words}, "
            f"verdict {self.compliance.verdict}, {notices})"
        )

    def _repr_jpeg_(self) -> bytes | None:
        return self.data if self.encoded.format == "jpeg" else None

    def _repr_png_(self) -> bytes | None:
        return None if self.encoded.format == "jpeg" else as_png(self.pixels)


@dataclass(frozen=True, slots=True, eq=False)
class Cutout:
    """A person cut out at the source's full size. A notebook shows it as a picture.

    ``rgba``: uint8 ``(H, W, 4)`` sRGB, straight alpha. ``timings_ms``: by step.

    >>> import idphoto
    >>> person = idphoto.cut_out("me.jpg")
    >>> person.save("me.png")
    >>> person, person.image.mode, person.on("438EDB").shape
    (Cutout(512×512 px), 'RGBA', (512, 512, 3))
    """

    rgba: NDArray[np.uint8]
    timings_ms: dict[str, float]

    @property
    def size_wh(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.rgba.shape[1], self.rgba.shape[0]

    @property
    def image(self) -> Image.Image:
        """The pixels as a PIL image, RGBA."""
        return Image.fromarray(self.rgba)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write a PNG or WebP file, as the name's suffix says; whole or not at all.

        Raises:
            BadRequest: the suffix says neither.
            NoSuchFolder: there is no folder to write it to; a ``FileNotFoundError`` as well.
            IoError: the system cannot write it.
        """
        hint = "others hold no transparency; on(colour) gives opaque pixels"
        kind: OutputFormat = kind_of(path, ("png", "webp"), hint)
        save_as(path, encode(self.rgba, EncodeOptions(format=kind)).data, kind, hint)

    def __repr__(self) -> str:
        width, height = self.size_wh
        return f"Cutout({width}×{height} px)"

    def _repr_png_(self) -> bytes:
        return as_png(self.rgba)

    def on(self, colour: Colour | str) -> NDArray[np.uint8]:
        """The person on one sRGB colour: uint8 ``(H, W, 3)``.

        ``colour``: red, green and blue, 0–255, or what ``photo_request`` takes, such as "white".

        Raises:
            BadRequest: the text names no colour.
        """
        if isinstance(colour, str):
            colour = parse_colour(colour, "colour")
        composed = np.empty_like(self.rgba[..., :3])
        # in bands: the floating-point copies of a whole 16-megapixel picture take 400 MB
        for top in range(0, len(self.rgba), _BAND_PX):
            band = self.rgba[top : top + _BAND_PX].astype(np.float32) / np.float32(255.0)
            ground = render_background(Solid(colour), (band.shape[1], band.shape[0]))
            composed[top : top + _BAND_PX] = composite(band[..., :3], band[..., 3], ground)
        return composed
