"""QR codes of an exact size, with as much error correction as the size allows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

import numpy as np
import segno
from numpy.typing import NDArray

from idphoto.errors import BadRequest

Level = Literal["L", "M", "Q", "H"]

QUIET_MODULES: Final = 4  # ISO/IEC 18004, 5.3.8 (edition of 2015), on each side

# JPEG blurs blocks of eight pixels: modules of three pixels are still readable at quality 75.
_MODULE_PX: Final = 4
_MIN_MODULE_PX: Final = 3
_LEVELS: Final[tuple[Level, ...]] = ("H", "Q", "M", "L")  # restore 30, 25, 15, 7 % of the code
# Version 40 at level L: ISO/IEC 18004, table 7.
_CAPACITY: Final = "7,089 digits, 4,296 capitals and digits, or 2,953 bytes"


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code. ``modules``: bool ``(N, N)``, True where dark, without the quiet zone.

    ``size_px``: the side of the whole, quiet zone included. ``module_px``: the side of a module.

    >>> import idphoto
    >>> sheet = idphoto.make_sheet("me.jpg", "A6", qr="0042")
    >>> sheet.qr.level, sheet.qr.size_px
    ('H', 290)
    """

    modules: NDArray[np.bool_]
    level: Level
    version: int
    module_px: int
    size_px: int

    @property
    def offset_px(self) -> int:
        """The distance from an edge to the first module: at least the quiet zone."""
        return (self.size_px - len(self.modules) * self.module_px) // 2

    def picture(self) -> NDArray[np.uint8]:
        """The code in grey, uint8 ``(size_px, size_px)``, 0 and 255."""
        white = np.full((self.size_px, self.size_px), 255, np.uint8)
        start, side = self.offset_px, len(self.modules) * self.module_px
        large = self.modules.repeat(self.module_px, axis=0).repeat(self.module_px, axis=1)
        white[start : start + side, start : start + side][large] = 0
        return white


@lru_cache(maxsize=16)  # a code is made once to check a request and again to draw it
def make_qr(data: str, size_px: int) -> QrCode:
    """The QR code of ``data`` in a square of ``size_px``, including its quiet zone of 4 modules.

    Uses the highest level of error correction whose modules have at least 4 px, or else 3 px.

    Raises:
        BadRequest: there is too much data for any QR code, or for this size; fields ``qr`` and
            ``qr_size_px``.
    """
    if not data:
        raise BadRequest("qr", "must not be empty")
    smallest = _MIN_MODULE_PX * _side(_symbol(data, "L", mask=0))  # L has the fewest modules
    if smallest > size_px:
        reason = f"{size_px} px is too small for {_amount(data)}: at least {smallest} px are needed"
        raise BadRequest("qr_size_px", reason)
    level = _level(data, size_px)
    symbol = _symbol(data, level)
    modules = np.array([list(row) for row in symbol.matrix], bool)
    return QrCode(modules, level, int(symbol.version), size_px // _side(symbol), size_px)


def _level(data: str, size_px: int) -> Level:
    """The highest level whose modules have at least 4 px, or else 3 px."""
    fine: Level | None = None
    for level in _LEVELS:
        try:
            module_px = size_px // _side(_symbol(data, level, mask=0))
        except BadRequest:  # too much for this level
            continue
        if module_px >= _MODULE_PX:
            return level
        if module_px >= _MIN_MODULE_PX and fine is None:
            fine = level
    return fine or "L"


def _symbol(data: str, level: Level, mask: int | None = None) -> segno.QRCode:
    """The symbol. A fixed ``mask`` gives the same size in a third of the time."""
    # Readers take bytes for UTF-8 wherever possible, but have to guess the older encodings that
    # segno would try first.
    encoding = None if data.isascii() else "utf-8"
    try:
        return segno.make(
            data, error=level, micro=False, boost_error=False, encoding=encoding, mask=mask
        )
    except segno.DataOverflowError as error:
        reason = f"{_amount(data)} will not fit: a QR code holds at most {_CAPACITY}"
        raise BadRequest("qr", reason) from error


def _side(symbol: segno.QRCode) -> int:
    """The side in modules, with the quiet zone."""
    return len(symbol.matrix) + 2 * QUIET_MODULES


def _amount(data: str) -> str:
    size = len(data.encode())
    return "1 byte" if size == 1 else f"{size:,} bytes"
