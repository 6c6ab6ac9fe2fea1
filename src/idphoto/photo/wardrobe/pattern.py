"""What is woven or printed into cloth: patterns over cloth coordinates, never finer than seen."""

from __future__ import annotations

from typing import Final

import numpy as np

from idphoto.imaging.arrays import Field
from idphoto.photo.wardrobe.garment import Cloth
from idphoto.photo.wardrobe.weave import HEAD_MM, Surface

_TAU: Final = np.float32(2 * np.pi)
# A period of fewer pixels than the first is not drawn at all, of more than the second fully:
# Nyquist's limit is 2, and a resampled photo beats before that.
_SEEN_PX: Final = (2.6, 5.0)
_FINE: Final = 0.03  # pixels a period, below which an eighth of the period is seen


def ink_of(cloth: Cloth, u: Field, v: Field, unit_px: float) -> Field | None:
    """Share of the pattern's colour, float32, 0–1; None where the cloth is plain.

    ``u``, ``v``: cloth coordinates across and along, in head heights, broadcastable.
    ``unit_px``: pixels a head height.
    """
    if cloth.pattern == "plain":
        return None
    period = np.float32(cloth.repeat_mm / HEAD_MM)
    a, b = u / period, v / period
    soft = 1.0 / max(float(period) * unit_px, 1.0)  # a pixel in periods
    ink = _PATTERNS[cloth.pattern](a, b, np.float32(soft))
    shown = seen(cloth.repeat_mm, unit_px)
    return np.asarray(ink * np.float32(cloth.strength * shown), np.float32)


def seen(period_mm: float, unit_px: float) -> float:
    """How much of a period's contrast the photo resolves, 0–1."""
    if period_mm <= 0:
        return 0.0
    px = period_mm / HEAD_MM * unit_px
    return float(np.clip((px - _SEEN_PX[0]) / (_SEEN_PX[1] - _SEEN_PX[0]), 0.0, 1.0))


def threads(surface: Surface, u: Field, v: Field, unit_px: float) -> Field | None:
    """The weave's own light and dark around 0, in units of its contrast; None if unresolved."""
    shown = seen(surface.thread_mm, unit_px) * surface.thread
    if shown <= 0:
        return None
    k = _TAU * np.float32(HEAD_MM / surface.thread_mm)
    return np.asarray(np.sin(k * u) * np.sin(k * v) * np.float32(shown), np.float32)


def _band(phase: Field, share: float, soft: np.float32) -> Field:
    """1 within ``share`` of each period around its middle, with edges of a pixel."""
    away = np.abs(phase - np.floor(phase) - np.float32(0.5))
    return np.asarray(
        np.clip((np.float32(share / 2) - away) / np.maximum(soft, 1e-3) + 0.5, 0.0, 1.0), np.float32
    )


def _pinstripe(a: Field, b: Field, soft: np.float32) -> Field:
    # a stripe narrower than a pixel would be lost or beat: widen it and take of its strength
    share = max(0.07, float(soft))
    return _band(a, share, soft) * np.float32(0.07 / share) + 0 * b


def _chalk(a: Field, b: Field, soft: np.float32) -> Field:
    away = np.abs(a - np.floor(a) - np.float32(0.5))
    return np.asarray(
        np.exp(-((away / np.float32(max(0.05, float(soft)))) ** 2)) + 0 * b, np.float32
    )


def _stripe(a: Field, b: Field, soft: np.float32) -> Field:
    return _band(a, 0.5, soft) + 0 * b


def _bars(a: Field, b: Field, soft: np.float32) -> Field:
    """A broad bar with a thin one on either side: a club tie's."""
    return np.asarray(
        np.maximum(_band(b, 0.34, soft), 0.8 * _band(b + np.float32(0.5), 0.07, soft)) + 0 * a,
        np.float32,
    )


def _hoops(a: Field, b: Field, soft: np.float32) -> Field:
    return _band(b, 0.5, soft) + 0 * a


def _check(a: Field, b: Field, soft: np.float32) -> Field:
    return np.asarray(np.maximum(_band(a, 0.09, soft), _band(b, 0.09, soft)), np.float32)


def _tartan(a: Field, b: Field, soft: np.float32) -> Field:
    across = 0.45 * _band(a, 0.42, soft) + 0.3 * _band(a + np.float32(0.5), 0.06, soft)
    along = 0.45 * _band(b, 0.42, soft) + 0.3 * _band(b + np.float32(0.5), 0.06, soft)
    return np.asarray(across + along, np.float32)


def _glen(a: Field, b: Field, soft: np.float32) -> Field:
    """Blocks of a finer check; where that is too fine to be seen, its mean."""
    shown = np.float32(0.5) if float(soft) < _FINE else np.float32(0.0)
    fine = 0.5 + shown * np.sin(_TAU * 8 * a) * np.sin(_TAU * 8 * b)
    blocks = _band(a, 0.5, soft) + _band(b, 0.5, soft)
    return np.asarray(blocks * (0.25 + 0.35 * fine), np.float32)


def _herringbone(a: Field, b: Field, soft: np.float32) -> Field:
    zig = np.abs(a - np.floor(a) - np.float32(0.5)) * 2
    return _band(3 * b + zig * 1.5, 0.5, soft * 3)


def _dots(a: Field, b: Field, soft: np.float32) -> Field:
    return _spots(a, b, 0.2, soft)


def _spots(a: Field, b: Field, radius: float, soft: np.float32) -> Field:
    """Dots in staggered rows."""
    p, q = a + b, a - b
    p, q = p - np.floor(p) - np.float32(0.5), q - np.floor(q) - np.float32(0.5)
    away = np.sqrt((p * p + q * q) / 2)
    return np.asarray(np.clip((np.float32(radius) - away) / (soft + 1e-3) + 0.5, 0, 1), np.float32)


def _foulard(a: Field, b: Field, soft: np.float32) -> Field:
    """Small flowers in staggered rows."""
    p, q = a + b, a - b
    p, q = p - np.floor(p) - np.float32(0.5), q - np.floor(q) - np.float32(0.5)
    away = np.sqrt(p * p + q * q)
    petals = 0.27 + 0.09 * np.cos(4 * np.arctan2(q, p))
    ring = np.clip((petals - away) / (soft * 1.4 + 1e-3) + 0.5, 0, 1)
    return np.asarray(
        ring * np.clip((away - np.float32(0.1)) / (soft * 1.4 + 1e-3) + 0.5, 0, 1), np.float32
    )


def _medallion(a: Field, b: Field, soft: np.float32) -> Field:
    """Round medallions with tendrils between: a brocade of our own."""
    p, q = a + b, a - b
    p, q = p - np.floor(p) - np.float32(0.5), q - np.floor(q) - np.float32(0.5)
    away, angle = np.sqrt(p * p + q * q), np.arctan2(q, p)
    edge = soft * 1.4 + 1e-3
    disc = np.clip((0.4 + 0.02 * np.cos(12 * angle) - away) / edge + 0.5, 0, 1)
    hole = np.clip((away - np.float32(0.35)) / edge + 0.5, 0, 1)
    flower = np.clip((0.2 + 0.08 * np.cos(6 * angle) - away) / edge + 0.5, 0, 1)
    vine = _band(2 * a + 0.35 * np.sin(_TAU * b * 2), 0.1, soft * 2) * (away > 0.45)
    return np.asarray(np.maximum(np.maximum(disc * hole, flower), vine), np.float32)


def _cable(a: Field, b: Field, soft: np.float32) -> Field:
    """Dark furrows of a cable knit."""
    twist = 0.22 * np.sin(_TAU * b)
    return np.asarray(
        np.maximum(_band(a + twist, 0.12, soft + 0.04), _band(a - twist, 0.12, soft + 0.04)),
        np.float32,
    )


_PATTERNS = {
    "pinstripe": _pinstripe,
    "chalk": _chalk,
    "stripe": _stripe,
    "bars": _bars,
    "hoops": _hoops,
    "check": _check,
    "tartan": _tartan,
    "glen": _glen,
    "herringbone": _herringbone,
    "dots": _dots,
    "foulard": _foulard,
    "medallion": _medallion,
    "cable": _cable,
}
