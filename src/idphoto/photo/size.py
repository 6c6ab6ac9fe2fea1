"""The photo's size: the specification's, or what the caller puts in its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from idphoto.errors import BadRequest
from idphoto.imaging.encode import DPI_RANGE
from idphoto.imaging.geometry import mm_to_px
from idphoto.specs import Spec
from idphoto.specs.model import MM_PER_INCH

DEFAULT_DPI: Final = 300
DEFAULT_PX: Final = (295, 413)


@dataclass(frozen=True, slots=True)
class PhotoSize:
    """``size_wh`` in pixels. ``dpi`` of the print. ``px_per_mm``: pixels for each millimetre of
    the specification's limits on the head."""

    size_wh: tuple[int, int]
    dpi: float
    px_per_mm: float


def photo_size(
    spec: Spec | None = None,
    *,
    size_px: tuple[int, int] | None = None,
    size_mm: tuple[float, float] | None = None,
    dpi: float | None = None,
) -> PhotoSize:
    """The size that the caller means; ``size_px`` goes before ``size_mm``.

    - ``dpi`` alone prints the same photo more finely: a specification in millimetres keeps them,
      and the pixels follow. One in pixels keeps its pixels, and ``dpi`` is only written down.
    - ``size_mm`` is another print: its pixels follow from the dpi. A head of 32–36 mm stays one of
      32–36 mm. Only where the specification has no print, its limits are shares of the height.
    - ``size_px`` is the same photo with other pixels: the limits grow with the height. Unless
      ``dpi`` is given, a print keeps its height in millimetres, and the dpi follow.

    Raises:
        BadRequest: a side in millimetres is not above 0.
    """
    if size_mm is not None:
        for name, side in zip(("width_mm", "height_mm"), size_mm, strict=True):
            if not side > 0:
                raise BadRequest(name, f"must be above 0 mm, not {side:g}")
    if spec is None:
        density = DEFAULT_DPI if dpi is None else dpi
        given = size_px or (_pixels(size_mm, density) if size_mm is not None else DEFAULT_PX)
        return PhotoSize(given, density, density / MM_PER_INCH)
    if size_px is not None:
        return _other_pixels(spec, size_px, dpi)
    if size_mm is not None:
        return _other_print(spec, size_mm, spec.dpi if dpi is None else dpi)
    if dpi in (None, spec.dpi) or not spec.is_print or spec.size_mm is None:
        return PhotoSize(spec.size_px, spec.dpi if dpi is None else dpi, spec.px_per_mm)
    finer = _pixels(spec.size_mm, dpi)
    return PhotoSize(finer, dpi, finer[1] / spec.size_mm[1])


def _other_pixels(spec: Spec, size_px: tuple[int, int], dpi: float | None) -> PhotoSize:
    factor = size_px[1] / spec.size_px[1]
    if dpi is None:
        dpi = spec.dpi
        if spec.is_print and factor != 1:
            low, high = DPI_RANGE
            dpi = min(max(round(spec.px_per_mm * factor * MM_PER_INCH), low), high)
    return PhotoSize(size_px, dpi, spec.px_per_mm * factor)


def _other_print(spec: Spec, size_mm: tuple[float, float], dpi: float) -> PhotoSize:
    size_px = _pixels(size_mm, dpi)
    share = spec.px_per_mm * size_px[1] / spec.size_px[1]
    return PhotoSize(size_px, dpi, share if spec.size_mm is None else dpi / MM_PER_INCH)


def _pixels(size_mm: tuple[float, float], dpi: float) -> tuple[int, int]:
    return round(mm_to_px(size_mm[0], dpi)), round(mm_to_px(size_mm[1], dpi))
