"""QR codes of an exact size, as sturdy as the size allows."""

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

# Blocks of eight pixels are what a JPEG blurs: modules of three still read at quality 75.
_MODULE_PX: Final = 4
_LEAST_MODULE_PX: Final = 3
_LEVELS: Final[tuple[Level, ...]] = ("H", "Q", "M", "L")  # mends 30, 25, 15, 7 % of the code
# Version 40 at level L: ISO/IEC 18004, table 7.
_MOST: Final = "7,089 digits, or 4,296 capitals and digits, or 2,953 bytes"


@dataclass(frozen=True, slots=True)
class QrCode:
    """``modules``: bool ``(N, N)``, True where dark, without the quiet zone.

    ``size_px``: the side of all of it, quiet zone included; ``module_px``: of a module.
    """

    modules: NDArray[np.bool_]
    level: Level
    version: int
    module_px: int
    size_px: int

    @property
    def offset_px(self) -> int:
        """From an edge of the whole to the first module: at least the quiet zone."""
        return (self.size_px - len(self.modules) * self.module_px) // 2

    def picture(self) -> NDArray[np.uint8]:
        """The code in grey, uint8 ``(size_px, size_px)``: 0 on 255."""
        white = np.full((self.size_px, self.size_px), 255, np.uint8)
        start, side = self.offset_px, len(self.modules) * self.module_px
        large = self.modules.repeat(self.module_px, axis=0).repeat(self.module_px, axis=1)
        white[start : start + side, start : start + side][large] = 0
        return white


@lru_cache(maxsize=16)  # what was checked when it was asked for is drawn soon after
def make_qr(data: str, size_px: int) -> QrCode:
    """The QR code of ``data`` in a square of ``size_px``, its quiet zone of 4 modules included.

    At the highest level of error correction with modules of 4 px or more; if there is none, of 3.

    Raises:
        BadRequest: there is too much data for any QR code, or for this size; fields ``qr`` and
            ``qr_size_px``.
    """
    if not data:
        raise BadRequest("qr", "has no data")
    least = _LEAST_MODULE_PX * _side(_symbol(data, "L", mask=0))  # of all levels the smallest
    if least > size_px:
        reason = f"{size_px} px are too few for {_amount(data)}: needed are {least}"
        raise BadRequest("qr_size_px", reason)
    level = _level(data, size_px)
    symbol = _symbol(data, level)
    modules = np.array([list(row) for row in symbol.matrix], bool)
    return QrCode(modules, level, int(symbol.version), size_px // _side(symbol), size_px)


def _level(data: str, size_px: int) -> Level:
    """The highest level with modules of 4 px or more; if there is none, of 3."""
    fine: Level | None = None
    for level in _LEVELS:
        try:
            module_px = size_px // _side(_symbol(data, level, mask=0))
        except BadRequest:  # too much for this level
            continue
        if module_px >= _MODULE_PX:
            return level
        if module_px >= _LEAST_MODULE_PX and fine is None:
            fine = level
    return fine or "L"


def _symbol(data: str, level: Level, mask: int | None = None) -> segno.QRCode:
    """The symbol; with any ``mask`` it is as large, and made in a third of the time."""
    # Readers take bytes for UTF-8 wherever they can be; the older encodings that would be
    # tried first they have to guess.
    encoding = None if data.isascii() else "utf-8"
    try:
        return segno.make(
            data, error=level, micro=False, boost_error=False, encoding=encoding, mask=mask
        )
    except segno.DataOverflowError as error:
        raise BadRequest("qr", f"{_amount(data)} are too much: a QR code has {_MOST}") from error


def _side(symbol: segno.QRCode) -> int:
    """In modules, with the quiet zone."""
    return len(symbol.matrix) + 2 * QUIET_MODULES


def _amount(data: str) -> str:
    size = len(data.encode())
    return "1 byte" if size == 1 else f"{size:,} bytes"
