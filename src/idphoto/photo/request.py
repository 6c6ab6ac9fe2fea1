"""What a photo is to be: one frozen, validated value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from idphoto.errors import BadRequest
from idphoto.face.find import FaceChoice
from idphoto.imaging.colour import parse_colour
from idphoto.imaging.encode import EncodeOptions
from idphoto.imaging.geometry import mm_to_px
from idphoto.photo.background import Background, Original, Solid, Transparent
from idphoto.photo.framing.constraints import FrameConstraints
from idphoto.photo.label import Label, fit_label
from idphoto.photo.matte import Quality
from idphoto.photo.retouch.strengths import Retouch
from idphoto.photo.wardrobe.load import load_garment
from idphoto.photo.watermark import check_watermark
from idphoto.specs import Spec

MIN_SIDE_PX: Final = 32
MAX_SIDE_PX: Final = 4096


@dataclass(frozen=True, slots=True)
class PhotoRequest:
    """One photo to make.

    ``size_wh``: exact pixels of the output. ``constraints`` in those pixels. ``background``: see
    ``background.py``. ``retouch``: how far the person is made to look better. ``clothes``: a
    garment of the wardrobe to wear, such as ``woman_7``. ``label``: a strip with a text over the
    photo's lowest rows. ``output``: format, DPI and byte window. ``watermark``: a text laid all
    over the photo, 1 to 40 characters in any script.

    Raises:
        BadRequest: a value is out of range, or two contradict; the field is named.
        UnknownGarment: the wardrobe has no garment of that name.
        MissingGlyph: no installed font has some characters of the label or the watermark.
    """

    size_wh: tuple[int, int] = (295, 413)
    background: Background = field(default_factory=Solid)
    constraints: FrameConstraints = field(default_factory=FrameConstraints)
    retouch: Retouch = field(default_factory=Retouch)
    clothes: str | None = None
    label: Label | None = None
    output: EncodeOptions = field(default_factory=EncodeOptions)
    quality: Quality = "best"
    faces: FaceChoice = "largest"
    spec: Spec | None = None
    watermark: str | None = None

    def __post_init__(self) -> None:
        for name, side in zip(("width", "height"), self.size_wh, strict=True):
            if not MIN_SIDE_PX <= side <= MAX_SIDE_PX:
                raise BadRequest(name, f"{side} px is outside {MIN_SIDE_PX}–{MAX_SIDE_PX} px")
        if isinstance(self.background, Transparent) and self.output.format == "jpeg":
            raise BadRequest("background", "JPEG cannot be transparent: choose PNG or WebP")
        if self.clothes is not None:
            load_garment(self.clothes)
            if isinstance(self.background, Original):
                # the background behind the old clothes was never photographed
                raise BadRequest("clothes", "cannot be changed if the original background is kept")
        if self.label is not None:
            fit_label(self.label, self.size_wh)
        if self.watermark is not None:
            check_watermark(self.watermark)


def photo_request(
    spec: Spec | None = None,
    *,
    size_px: tuple[int, int] | None = None,
    size_mm: tuple[float, float] | None = None,
    dpi: int | None = None,
    background: Background | str | None = None,
    constraints: FrameConstraints | None = None,
    retouch: Retouch | None = None,
    clothes: str | None = None,
    label: Label | None = None,
    format: str | None = None,  # noqa: A002 - the word users know
    jpeg_quality: int | None = None,
    min_bytes: int | None = None,
    max_bytes: int | None = None,
    quality: Quality = "best",
    faces: FaceChoice = "largest",
    watermark: str | None = None,
) -> PhotoRequest:
    """A request from a specification, with anything in it overridden.

    ``size_px`` goes before ``size_mm`` (at ``dpi``), both before the specification's size.
    ``background`` is a colour ("438EDB", "white"), one of the background types, or None for the
    specification's first colour (white where it names none). A byte window that the specification
    sets holds unless ``jpeg_quality`` or a window of your own is given.

    Raises:
        BadRequest: a value is out of range, or two contradict; the field is named.
    """
    if dpi is None:
        dpi = spec.dpi if spec else 300
    if size_px is None and size_mm is not None:
        for name, side in zip(("width_mm", "height_mm"), size_mm, strict=True):
            if not side > 0:
                raise BadRequest(name, f"must be above 0 mm, not {side:g}")
        size_px = round(mm_to_px(size_mm[0], dpi)), round(mm_to_px(size_mm[1], dpi))
    if size_px is None:
        size_px = spec.size_px if spec else (295, 413)
    if background is None:
        background = spec.backgrounds[0] if spec and spec.backgrounds else "FFFFFF"
    if isinstance(background, str):
        background = Solid(parse_colour(background, "background"))
    if format is None:
        clear = isinstance(background, Transparent)
        format = "png" if clear else (spec and spec.file_format) or "jpeg"  # noqa: A001
    if format not in ("jpeg", "png", "webp"):
        raise BadRequest("format", f"{format!r} is not one of jpeg, png, webp")
    if spec and spec.file_bytes and (jpeg_quality, min_bytes, max_bytes) == (None, None, None):
        low, high = spec.file_bytes.low, spec.file_bytes.high
        min_bytes, max_bytes = _whole(low), _whole(high)
    limits = FrameConstraints()
    if spec is not None:
        limits = FrameConstraints.from_spec(spec).scaled(size_px[1] / spec.size_px[1])
    return PhotoRequest(
        size_wh=size_px,
        background=background,
        constraints=limits.merged(constraints) if constraints else limits,
        retouch=retouch or Retouch(),
        clothes=clothes,
        label=label,
        output=EncodeOptions(
            format=format,  # type: ignore[arg-type]
            dpi=dpi,
            quality=jpeg_quality,
            min_bytes=min_bytes,
            max_bytes=max_bytes,
        ),
        quality=quality,
        faces=faces,
        spec=spec,
        watermark=watermark,
    )


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)
