"""Sizes as people type them: ``35x45``, ``35×45 mm``, ``2x2 inch``, ``600*600px``, ``4x6厘米``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from idphoto.specs.model import MM_PER_INCH, Spec

# How well a size fits: the same, the same but for rounding or another definition of an inch, the
# height first, or within what an authority accepts.
_SAME, _NEAR, _TURNED, _ACCEPTED = 1.0, 0.8, 0.7, 0.5
_SAME_MM, _NEAR_MM = 0.1, 1.0
_SAME_PX, _NEAR_PX = 0, 3
_SAME_SHAPE: Final = 0.02

_MM_PER: Final = {"mm": 1.0, "cm": 10.0, "in": MM_PER_INCH}
_UNITS: Final = {
    **dict.fromkeys(("mm", "毫米", "millimetre", "millimeter"), "mm"),
    **dict.fromkeys(("cm", "厘米", "公分", "centimetre", "centimeter"), "cm"),
    **dict.fromkeys(("in", "inch", "inche", '"', "''", "”", "″", "英寸"), "in"),
    **dict.fromkeys(("px", "pixel", "像素"), "px"),
}
# Without a unit, sides below 10 may be inches or centimetres; from there on millimetres or pixels.
_SMALL: Final = 10.0

_NUMBER: Final = r"(\d{1,5}(?:[.,]\d{1,2})?)"
_UNIT: Final = rf"\s*({'|'.join(sorted(map(re.escape, _UNITS), key=len, reverse=True))})?s?"
_BY: Final = r"\s*(?:[x×*✕╳乘]|by)\s*"
_SIZE: Final = re.compile(rf"(?<![a-z0-9_.,]){_NUMBER}{_UNIT}{_BY}{_NUMBER}{_UNIT}(?![a-z0-9])")


@dataclass(frozen=True, slots=True)
class SizeQuery:
    """A width and a height with the unit that was given; None if none was."""

    width: float
    height: float
    unit: Literal["mm", "cm", "in", "px"] | None

    def fit(self, spec: Spec) -> float:
        """How well a specification has this size, 0–1; 0 if it does not."""
        return max((size_fit for size_fit in self._fits(spec)), default=0.0)

    def _fits(self, spec: Spec) -> Iterator[float]:
        if self.unit == "px" or (self.unit is None and min(self.width, self.height) >= _SMALL):
            pair = (self.width, self.height)
            yield _closeness(pair, spec.size_px, _SAME_PX, _NEAR_PX)
            yield _ACCEPTED if _accepts(spec, pair) else 0.0
        if spec.size_mm is not None:
            for factor in self._mm_factors():
                pair = (self.width * factor, self.height * factor)
                yield _closeness(pair, spec.size_mm, _SAME_MM, _NEAR_MM)

    def _mm_factors(self) -> tuple[float, ...]:
        if self.unit is not None:
            return () if self.unit == "px" else (_MM_PER[self.unit],)
        if max(self.width, self.height) < _SMALL:
            return _MM_PER["in"], _MM_PER["cm"]
        return (_MM_PER["mm"],)


def typed_sizes(text: str) -> tuple[str, tuple[SizeQuery, ...]]:
    """The sizes in a text, and what is left of it without them.

    ``text``: folded, as by :func:`idphoto.specs.countries.fold`.

    >>> typed_sizes("us visa 2x2 inch")
    ('us visa  ', (SizeQuery(width=2.0, height=2.0, unit='in'),))
    """
    sizes = tuple(_typed(match) for match in _SIZE.finditer(text))
    return _SIZE.sub(" ", text), sizes


def _typed(match: re.Match[str]) -> SizeQuery:
    width, first, height, second = match.groups()
    unit = _UNITS.get(second or first or "")
    wide, high = (float(side.replace(",", ".")) for side in (width, height))
    return SizeQuery(wide, high, unit)  # type: ignore[arg-type]  # the table has those four


def _closeness(
    asked: tuple[float, float], has: tuple[float, float], same: float, near: float
) -> float:
    apart = max(abs(a - b) for a, b in zip(asked, has, strict=True))
    if apart <= same:
        return _SAME
    if apart <= near:
        return _NEAR
    turned = max(abs(a - b) for a, b in zip(asked[::-1], has, strict=True))
    return _TURNED if turned <= same else 0.0


def _accepts(spec: Spec, pair: tuple[float, float]) -> bool:
    """Whether an upload of this size has the shape and lies within the authority's limits."""
    if spec.min_px is None or spec.max_px is None:
        return False
    sides = zip(spec.min_px, pair, spec.max_px, strict=True)
    shape = (pair[0] / pair[1]) / (spec.size_px[0] / spec.size_px[1])
    return all(low <= side <= high for low, side, high in sides) and abs(shape - 1) <= _SAME_SHAPE
