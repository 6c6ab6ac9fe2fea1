"""Calibrating the similarity of faces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from idphoto.errors.base import IdPhotoError


@dataclass(eq=False)
class TooFewPairs(IdPhotoError):
    """A similarity curve cannot be fitted to so few pairs of strangers."""

    template: ClassVar[str] = (
        "too few pairs of strangers to fit one false accept in 10,000: {pairs:,}, of {people:,} "
        "people; {need_pairs:,} are needed, which {need_people:,} people make"
    )
    remedy: ClassVar[str] = (
        "add people; `idphoto idcard calibrate FOLDER --check` counts with any number of them"
    )

    pairs: int
    need_pairs: int
    people: int
    need_people: int
