"""Limits of one number."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Range:
    """A closed interval. None leaves an end open; at least one end is given.

    >>> import idphoto
    >>> idphoto.load_spec("de-passport").head_height_mm
    Range(low=32, high=36)
    """

    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        if self.low is None and self.high is None:
            raise ValueError("a range needs a low or a high end")
        if self.low is not None and self.low < 0:
            raise ValueError(f"a range cannot start below zero: {self.low}")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(
                f"a range's low end cannot exceed its high end: {self.low} > {self.high}"
            )
