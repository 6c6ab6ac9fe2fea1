"""Whether the print density that a file states can be a finished photo's."""

from __future__ import annotations

import math
from typing import Final

from idphoto.errors import ImplausibleDensity
from idphoto.imaging.geometry import px_to_mm
from idphoto.specs.load import all_specs

DEFAULT_DPI: Final = 300.0  # if a file does not state its density
MIN_SIDE_MM: Final = 5.0  # real photos are four times as wide; tiny ones take long to pack

# Authorities ask for 300 dpi or more. Files state less where a program or a camera writes its own
# default: 72 and 96 of screens, 180 and 240 of cameras and their programs, 1 of encoders.
_PRINT_DPI: Final = 250.0
# A lower density is real if the photo then has the size of an ID photo: a scan's, for instance.
_SIZE_TOLERANCE_MM: Final = 0.5
_SQUARE: Final = 0.01  # of the density: programs round it to whole numbers, per inch or per cm


def believed_dpi(density_dpi: tuple[float, float] | None, size_wh: tuple[int, int]) -> float:
    """The density to print a photo at, in dots per inch; 300 if its file states none.

    ``density_dpi``: what the file states, horizontally and vertically. ``size_wh``: in pixels.

    Raises:
        ImplausibleDensity: no ID photo is printed at that density.

    >>> believed_dpi((350, 350), (413, 531)), believed_dpi(None, (413, 531))
    (350, 300.0)
    """
    if density_dpi is None:
        return DEFAULT_DPI
    x, y = density_dpi
    square = math.isclose(x, y, rel_tol=_SQUARE)
    of_prints = x >= _PRINT_DPI and px_to_mm(min(size_wh), x) >= MIN_SIDE_MM
    if square and (of_prints or _is_id_photo(size_wh, x)):
        return x
    raise ImplausibleDensity(density_dpi, size_wh)


def _is_id_photo(size_wh: tuple[int, int], dpi: float) -> bool:
    """Whether a specification of the catalogue has this size in print."""
    size_mm = [px_to_mm(side, dpi) for side in size_wh]
    return any(
        max(abs(found - wanted) for found, wanted in zip(size_mm, spec.size_mm, strict=True))
        <= _SIZE_TOLERANCE_MM
        for spec in all_specs()
        if spec.size_mm is not None
    )
