"""Messages as the values that orders are made of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from idphoto.accounts.prices import Prices
from idphoto.errors import BadRequest, UploadTooLarge
from idphoto.messages import orders as messages
from idphoto.messages.sources import SourceRef
from idphoto.orders.photo import PhotoOrder, order_photo
from idphoto.orders.values import (
    Adjustments,
    Background,
    FrameConstraints,
    Gradient,
    Limit,
    Original,
    PhotoRequest,
    Quality,
    Retouch,
    SheetRequest,
    Transparent,
    parse_colour,
    photo_request,
)
from idphoto.server.native.api import MAX_UPLOAD_BYTES
from idphoto.server.native.errors import within
from idphoto.server.wire.pictures import decoded, fault_of_picture_url
from idphoto.tasks.model import FromImage, FromUrl, Upload

_SIDES: Final = ("width", "height")
_MAX_SIDE_MM: Final = 2000.0  # much more than any paper

AnySource = Upload | FromUrl | FromImage


def photo_order(
    options: messages.PhotoOptions, sheet: messages.SheetOptions | None, quality: Quality
) -> PhotoOrder:
    """The order for a photo, checked as far as possible without the portrait. It lays out texts
    and the sheet: do not call it on the event loop.

    ``quality``: of the cut-out's edges, where the options name none.

    Raises:
        BadRequest: a value cannot be used; the field is named.
        UnknownSpec, UnknownGarment, EditingForbidden, MissingGlyph, SheetTooSmall: as
            ``photo_request`` and ``order_photo``.
    """
    request = requested_photo(options, quality)
    return order_photo(request, None if sheet is None else requested_sheet(sheet, "sheet"))


def requested_photo(options: messages.PhotoOptions, quality: Quality) -> PhotoRequest:
    """The photo that options ask for; ``quality`` and errors: as for ``photo_order``."""
    if options.size_mm is not None and not 0 < max(options.size_mm) <= _MAX_SIDE_MM:
        raise BadRequest("size_mm", f"sides must be positive, and at most {_MAX_SIDE_MM:,.0f}")
    with _sizes(options):
        return _photo_request(options, quality)


def _photo_request(options: messages.PhotoOptions, quality: Quality) -> PhotoRequest:
    return photo_request(
        options.spec,
        size_px=options.size_px,
        size_mm=options.size_mm,
        dpi=options.dpi,
        background=_background(options.background),
        constraints=_constraints(options.head),
        retouch=_retouch(options.retouch),
        clothes=options.clothes,
        label=options.label,
        format=options.format,
        jpeg_quality=options.jpeg_quality,
        min_bytes=options.min_bytes,
        max_bytes=options.max_bytes,
        quality=options.quality or quality,
        faces=options.faces,
        watermark=options.watermark,
        edit_anyway=options.edit_anyway,
        age=options.age,
        adjustments=_adjustments(options.adjustments),
    )


def requested_sheet(sheet: messages.SheetOptions, place: str = "") -> SheetRequest:
    """The sheet that options ask for. ``place``: the field that holds them, for errors.

    Raises:
        BadRequest: a value cannot be used; the field is named.
    """
    with within(place):
        return SheetRequest(
            paper=sheet.paper,
            orientation=sheet.orientation,
            dpi=sheet.dpi,
            background=sheet.background,
            margin_mm=sheet.margin_mm,
            gutter_mm=sheet.gutter_mm,
            crop_marks=sheet.crop_marks,
            rotate=sheet.rotate,
            label=sheet.label,
            format=sheet.format,
        )


def price_of_photo(
    options: messages.PhotoOptions, sheet: messages.SheetOptions | None, prices: Prices
) -> int:
    """What a photo costs, in credits."""
    if options.watermark is not None:
        return prices.preview
    retouched = _retouch(options.retouch).any
    return (
        (prices.clothes if options.clothes else prices.photo)
        + (prices.retouch if retouched else 0)
        + (prices.layout if sheet is not None else 0)
    )


def source_of(ref: SourceRef | None, files: tuple[bytes, ...]) -> AnySource:
    """The one source of a request: what it names, or the file beside it. Slow where it decodes
    base64: do not call it on the event loop.

    Raises:
        BadRequest: there is none, there are two, or it cannot be used.
        UploadTooLarge: it is too large.
    """
    if files and ref is not None:
        raise BadRequest("source", "cannot be given together with the part file")
    if files:
        return Upload(files[0])
    if ref is None:
        raise BadRequest("source", "is required, unless the part file holds the portrait")
    return named_source(ref, "source")


def named_source(ref: SourceRef, place: str) -> AnySource:
    """The source that a reference names; ``place``: the field that holds it, for errors.

    Raises:
        BadRequest: the URL or the base64 cannot be used.
        UploadTooLarge: it is too large.
    """
    if ref.id is not None:
        return FromImage(ref.id, f"{place}.id")
    if ref.url is not None:
        if reason := fault_of_picture_url(ref.url):
            raise BadRequest(f"{place}.url", reason)
        return FromUrl(ref.url)
    data = decoded(ref.data or "")
    if not data:
        raise BadRequest(f"{place}.data", "must be a picture in base64")
    if len(data) > MAX_UPLOAD_BYTES:
        raise UploadTooLarge(f"{place}.data", MAX_UPLOAD_BYTES)
    return Upload(data)


@contextmanager
def _sizes(options: messages.PhotoOptions) -> Iterator[None]:
    """Name the field that made the photo too large or too small."""
    try:
        yield
    except BadRequest as error:
        if error.field not in _SIDES:
            raise
        given = [name for name in ("size_px", "size_mm", "dpi") if getattr(options, name)]
        raise BadRequest(given[0] if given else "spec", error.reason) from None


def _background(given: messages.Gradient | str | None) -> Background | str | None:
    if isinstance(given, messages.Gradient):
        top = parse_colour(given.top, "background.top")
        return Gradient(top, parse_colour(given.bottom, "background.bottom"))
    if given == "original":
        return Original()
    return Transparent() if given == "transparent" else given


def _retouch(given: messages.Retouch | None) -> Retouch:
    if given is None:
        return Retouch()
    return Retouch(
        bright=given.bright, smooth=given.smooth, thin_face=given.thin_face, sharp=given.sharp
    )


def _adjustments(given: messages.Adjustments | None) -> Adjustments | None:
    return None if given is None else Adjustments(**given.model_dump())


def _constraints(head: messages.Head | None) -> FrameConstraints | None:
    if head is None:
        return None
    limits: dict[str, Limit] = {}
    for name in type(head).model_fields:
        given: messages.Limit | None = getattr(head, name)
        if given is not None:
            with within(f"head.{name}"):
                limits[name] = Limit(given.target, given.low, given.high)
    with within("head"):
        return FrameConstraints(**limits) if limits else None
