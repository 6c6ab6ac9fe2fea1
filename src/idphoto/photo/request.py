"""What a photo is to be: one frozen, validated value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, TypedDict, get_args

from idphoto.errors import BadRequest, EditingForbidden
from idphoto.face.choose import FaceChoice, check_face_choice
from idphoto.imaging.colour import Colour, parse_colour
from idphoto.imaging.encode import EncodeOptions
from idphoto.matting.matte import Quality
from idphoto.photo.adjustments import Adjustments
from idphoto.photo.background import Background, Original, Solid, Transparent
from idphoto.photo.framing.constraints import FrameConstraints
from idphoto.photo.label import Label, fit_label
from idphoto.photo.retouch.strengths import USUAL_RETOUCH, Retouch
from idphoto.photo.size import photo_size
from idphoto.photo.wardrobe.load import load_garment
from idphoto.photo.watermark import check_watermark
from idphoto.specs import Spec, load_spec

MIN_SIDE_PX: Final = 32
MAX_SIDE_PX: Final = 4096
MAX_YEARS: Final = 150


@dataclass(frozen=True, slots=True)
class PhotoRequest:
    """One photo to make, as ``photo_request`` gives it. Frozen: for any number of photos.

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
    less of small children. ``adjustments``: corrections by hand, for one source.

    Raises:
        BadRequest: a value is out of range, or two contradict; the field is named.
        EditingForbidden: the specification forbids an edit that is asked for.
        UnknownGarment: the wardrobe has no garment of that name.
        MissingGlyph: no installed font has some characters of the label or the watermark.

    >>> import dataclasses, idphoto
    >>> request = idphoto.photo_request("jp-visa")
    >>> left = dataclasses.replace(request, faces="left")
    >>> left.size_wh, left.spec.slug
    ((531, 531), 'jp-visa')
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
    adjustments: Adjustments = field(default_factory=Adjustments)

    def __post_init__(self) -> None:
        if self.spec is not None and self.is_forbidden_edit and not self.edit_anyway:
            raise EditingForbidden(self.spec.title, self.edits[0])
        for name, side in zip(("width", "height"), self.size_wh, strict=True):
            if not MIN_SIDE_PX <= side <= MAX_SIDE_PX:
                raise BadRequest(name, f"{side} px is outside {MIN_SIDE_PX}–{MAX_SIDE_PX} px")
        if isinstance(self.background, Transparent) and self.output.format == "jpeg":
            raise BadRequest("background", "JPEG cannot be transparent: choose PNG or WebP")
        check_face_choice(self.faces)
        if self.quality not in get_args(Quality):
            raise BadRequest("quality", f"{self.quality!r} is not one of fast, best")
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


class PhotoOptions(TypedDict, total=False):
    """The keywords of ``photo_request``, which ``make_photo`` and ``make_photos`` take as well.

    >>> import idphoto
    >>> options: idphoto.PhotoOptions = {"background": "white", "clothes": "woman_2"}
    >>> idphoto.photo_request("jp-visa", **options).clothes
    'woman_2'
    """

    size_px: tuple[int, int] | None
    size_mm: tuple[float, float] | None
    dpi: int | None
    background: Background | Colour | str | None
    constraints: FrameConstraints | None
    retouch: Retouch | bool | None
    clothes: str | None
    label: Label | str | None
    format: str | None
    jpeg_quality: int | None
    min_bytes: int | None
    max_bytes: int | None
    quality: Quality
    faces: FaceChoice
    watermark: str | None
    edit_anyway: bool
    age: float | None
    adjustments: Adjustments | None


def photo_request(
    spec: Spec | str | int | None = None,
    *,
    size_px: tuple[int, int] | None = None,
    size_mm: tuple[float, float] | None = None,
    dpi: int | None = None,
    background: Background | Colour | str | None = None,
    constraints: FrameConstraints | None = None,
    retouch: Retouch | bool | None = None,
    clothes: str | None = None,
    label: Label | str | None = None,
    format: str | None = None,  # noqa: A002 - the word users know
    jpeg_quality: int | None = None,
    min_bytes: int | None = None,
    max_bytes: int | None = None,
    quality: Quality = "fast",
    faces: FaceChoice = "largest",
    watermark: str | None = None,
    edit_anyway: bool = False,
    age: float | None = None,
    adjustments: Adjustments | None = None,
) -> PhotoRequest:
    """A request from a specification, with anything in it overridden.

    The finished photo is checked against the specification. A rule that an argument here replaces
    may be broken, and a notice says so.

    Args:
        spec: the document: a ``Spec``, or what ``load_spec`` takes, such as "us-passport". Without
            one, the photo has 295 × 413 px on white.
        size_px: width and height in pixels. It goes before ``size_mm``, both go before the
            specification's size.
        size_mm: width and height of the print, in millimetres.
        dpi: of the print; it is written into the file, and converts millimetres to pixels.
        background: a colour ("438EDB", "white", ``(67, 142, 219)``) or one of ``Solid``,
            ``Gradient``, ``Backdrop``, ``Transparent`` and ``Original``. None is the
            specification's first colour (white where it names none); where the specification
            forbids editing, it is the photo's own background, unless ``edit_anyway``.
        constraints: where the head is placed, in pixels of the photo.
        retouch: the strength of each correction; True is a usual strength of all that leave the
            face's shape as it is.
        clothes: a garment of the wardrobe, such as "woman_7"; see ``idphoto wardrobe``.
        label: a text on a white strip over the photo's lowest rows.
        format: "jpeg", "png" or "webp"; by default the specification's.
        jpeg_quality: 1–100, of JPEG and WebP files. If given, it overrides any byte window.
        min_bytes, max_bytes: the smallest and the largest size of the file. By default the
            specification's window.
        quality: "best" cuts out finer strands of hair, at twice the time.
        faces: which of several faces to use: the "largest", the first from the "left" or the
            "right", a number that counts them from the left, starting at 1, or "only", which
            refuses a source with several.
        watermark: a text laid all over the photo, 1 to 40 characters in any script.
        edit_anyway: edit the photo although the specification forbids it.
        age: in years, if the person is a child: some authorities then accept another size of the
            head, closed eyes or an open mouth. It is never guessed.
        adjustments: corrections by hand to what was measured on one source, and to how large and
            how high the photo shows the head.

    Raises:
        BadRequest: a value is out of range, or two contradict; the field is named.
        UnknownSpec: as ``load_spec``.
        UnknownGarment: the wardrobe has no garment of that name.
        EditingForbidden: the specification forbids editing, and ``background``, ``retouch``,
            ``clothes`` or ``label`` asks for it without ``edit_anyway``.
        MissingGlyph: no installed font has some characters of the label or the watermark.

    >>> import idphoto
    >>> request = idphoto.photo_request("jp-visa", max_bytes=120_000)
    >>> request.size_wh, request.output.format, request.background
    ((531, 531), 'jpeg', Solid(colour=(255, 255, 255), kind='solid'))
    """
    if isinstance(spec, str | int):
        spec = load_spec(spec)
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
        background = parse_colour(background, "background")
    if isinstance(background, tuple):
        background = Solid(background)
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
        retouch=_strengths(retouch),
        clothes=clothes,
        label=Label(label) if isinstance(label, str) else label,
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
        adjustments=adjustments or Adjustments(),
    )


def _strengths(retouch: Retouch | bool | None) -> Retouch:
    if isinstance(retouch, Retouch):
        return retouch
    return USUAL_RETOUCH if retouch else Retouch()


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
