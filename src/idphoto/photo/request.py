"""What a photo is to be: one frozen, validated value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from idphoto.errors import BadRequest, EditingForbidden
from idphoto.face.choose import FaceChoice, check_face_choice
from idphoto.imaging.colour import parse_colour
from idphoto.imaging.encode import EncodeOptions
from idphoto.matting.matte import Quality
from idphoto.photo.background import Background, Original, Solid, Transparent
from idphoto.photo.framing.constraints import FrameConstraints
from idphoto.photo.label import Label, fit_label
from idphoto.photo.retouch.strengths import Retouch
from idphoto.photo.size import photo_size
from idphoto.photo.wardrobe.load import load_garment
from idphoto.photo.watermark import check_watermark
from idphoto.specs import Spec

MIN_SIDE_PX: Final = 32
MAX_SIDE_PX: Final = 4096
MAX_YEARS: Final = 150


@dataclass(frozen=True, slots=True)
class PhotoRequest:
    """One photo to make.

    ``size_wh``: exact pixels of the output. ``constraints`` in those pixels. ``background``: see
    ``background.py``. ``retouch``: how far the person is made to look better. ``clothes``: a
    garment of the wardrobe to wear, such as ``woman_7``. ``label``: a strip with a text over the
    photo's lowest rows. ``output``: format, DPI and byte window. ``watermark``: a text laid all
    over the photo, 1 to 40 characters in any script. ``faces``: which of several faces to use: the
    "largest", the first from the "left" or the "right", a number that counts them from the left,
    starting at 1, or "only", which refuses a source with several.

    ``spec``: what the finished photo is checked against. ``overridden``: those of its rules (the
    names of its fields) that the caller replaced; breaking one of them is a notice, breaking
    another an error. None if that is not known, as of a request that was put together by hand:
    then the caller chose everything. ``px_per_mm``: pixels for each millimetre of its limits; None
    is the specification's share of the height. ``edit_anyway``: edit the photo although
    the specification forbids it. ``years``: the person's age, if it was stated: authorities ask
    less of small children.

    Raises:
        BadRequest: a value is out of range, or two contradict; the field is named.
        EditingForbidden: the specification forbids an edit that is asked for.
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
    quality: Quality = "fast"
    faces: FaceChoice = "largest"
    spec: Spec | None = None
    watermark: str | None = None
    overridden: tuple[str, ...] | None = None
    px_per_mm: float | None = None
    edit_anyway: bool = False
    years: float | None = None

    def __post_init__(self) -> None:
        if self.spec is not None and self.is_forbidden_edit and not self.edit_anyway:
            raise EditingForbidden(self.spec.title, self.edits[0])
        for name, side in zip(("width", "height"), self.size_wh, strict=True):
            if not MIN_SIDE_PX <= side <= MAX_SIDE_PX:
                raise BadRequest(name, f"{side} px is outside {MIN_SIDE_PX}–{MAX_SIDE_PX} px")
        if isinstance(self.background, Transparent) and self.output.format == "jpeg":
            raise BadRequest("background", "JPEG cannot be transparent: choose PNG or WebP")
        check_face_choice(self.faces)
        if self.years is not None and not 0 <= self.years < MAX_YEARS:
            raise BadRequest("age", f"{self.years:g} is outside 0–{MAX_YEARS} years")
        if self.clothes is not None:
            load_garment(self.clothes)
            if isinstance(self.background, Original):
                # the background behind the old clothes was never photographed
                raise BadRequest("clothes", "cannot be changed if the original background is kept")
        if self.label is not None:
            fit_label(self.label, self.size_wh)
        if self.watermark is not None:
            check_watermark(self.watermark)

    @property
    def edits(self) -> tuple[str, ...]:
        """What is done to the person's own pixels, besides cropping, turning and scaling.

        A watermark does not count: it marks a photo that nobody hands in.
        """
        done = {
            "clothes": self.clothes is not None,
            "retouch": self.retouch.any,
            "label": self.label is not None,
            "background": not isinstance(self.background, Original),
        }
        return tuple(name for name, applies in done.items() if applies)

    @property
    def is_forbidden_edit(self) -> bool:
        """Whether the authority forbids editing, and the photo is edited."""
        forbids = self.spec is not None and self.spec.editing_forbidden is True
        return forbids and bool(self.edits)


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
    quality: Quality = "fast",
    faces: FaceChoice = "largest",
    watermark: str | None = None,
    edit_anyway: bool = False,
    age: float | None = None,
) -> PhotoRequest:
    """A request from a specification, with anything in it overridden.

    ``size_px`` goes before ``size_mm``, both before the specification's size; ``photo_size``
    says what each of them and ``dpi`` mean for the others. ``background`` is a colour ("438EDB",
    "white"), one of the background types, or None for the specification's first colour (white
    where it names none). Where the specification forbids editing, None is the photo's own
    background, unless ``edit_anyway``. A byte window that the specification sets holds unless
    ``jpeg_quality`` or a window of your own is given.

    ``age``: in years, if the person is a child: some authorities then accept another size of the
    head, closed eyes or an open mouth. It is never guessed.

    The finished photo is checked against the specification. A rule that an argument here replaces
    may be broken, and a notice says so.

    Raises:
        BadRequest: a value is out of range, or two contradict; the field is named.
        EditingForbidden: the specification forbids editing, and ``background``, ``retouch``,
            ``clothes`` or ``label`` asks for it without ``edit_anyway``.
    """
    if spec is not None and age is not None:
        if age < 0:
            raise BadRequest("age", f"{age:g} is outside 0–{MAX_YEARS} years")
        spec = spec.for_age(age)
    size = photo_size(spec, size_px=size_px, size_mm=size_mm, dpi=dpi)
    other_px = not (size_px is None and size_mm is None and dpi is None)
    given = {
        **dict.fromkeys(("size_px", "min_px", "max_px"), other_px),
        "size_mm": not (size_px is None and size_mm is None),
        "dpi": not (size_px is None and dpi is None),
        "backgrounds": background is not None,
        "file_format": format is not None or isinstance(background, Transparent),
        "file_bytes": (jpeg_quality, min_bytes, max_bytes) != (None, None, None),
        **_replaced_limits(spec, constraints),
    }
    if background is None:
        if spec is not None and spec.editing_forbidden and not edit_anyway:
            background = Original()
        else:
            background = spec.backgrounds[0] if spec and spec.backgrounds else "FFFFFF"
    if isinstance(background, str):
        background = Solid(parse_colour(background, "background"))
    if format is None:
        clear = isinstance(background, Transparent)
        format = "png" if clear else (spec and spec.file_format) or "jpeg"  # noqa: A001
    if format not in ("jpeg", "png", "webp"):
        raise BadRequest("format", f"{format!r} is not one of jpeg, png, webp")
    if spec and spec.file_bytes and not given["file_bytes"]:
        low, high = spec.file_bytes.low, spec.file_bytes.high
        min_bytes, max_bytes = _whole(low), _whole(high)
    limits = FrameConstraints()
    if spec is not None:
        limits = FrameConstraints.from_spec(
            spec, height_px=size.size_wh[1], px_per_mm=size.px_per_mm
        )
    return PhotoRequest(
        size_wh=size.size_wh,
        background=background,
        constraints=limits.merged(constraints) if constraints else limits,
        retouch=retouch or Retouch(),
        clothes=clothes,
        label=label,
        output=EncodeOptions(
            format=format,  # type: ignore[arg-type]
            dpi=size.dpi,
            quality=jpeg_quality,
            min_bytes=min_bytes,
            max_bytes=max_bytes,
        ),
        quality=quality,
        faces=faces,
        spec=spec,
        watermark=watermark,
        overridden=tuple(name for name, is_given in given.items() if is_given) if spec else None,
        px_per_mm=size.px_per_mm if spec else None,
        edit_anyway=edit_anyway,
        years=age,
    )


def _replaced_limits(spec: Spec | None, given: FrameConstraints | None) -> dict[str, bool]:
    """Which of the specification's rules on the head other limits replace."""
    given = given or FrameConstraints()
    hair_counts = spec is not None and spec.head_measured_to == "hair"
    return {
        "head_height_mm": (given.head_height if hair_counts else given.face_height) is not None,
        "eye_line_mm": given.eyes_top is not None,
        "top_margin_mm": given.head_top is not None,
    }


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)
