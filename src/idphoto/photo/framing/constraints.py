"""Where the head must be on a photo: six quantities, each with a target or a range."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import Final, Self

from idphoto.errors import BadRequest
from idphoto.specs import Range, Spec

SIZES = ("face_width", "face_height", "head_height")
PLACES = ("head_top", "chin_top", "eyes_top")

# The distance between the eyes over the face's width across the cheekbones: 0.40 to 0.46.
_EYES_OF_FACE: Final = 0.42
_FROM_LOW: Final = 0.2


@dataclass(frozen=True, slots=True)
class Limit:
    """A target, the lowest and highest value allowed, or both; the ends are included.

    Raises :class:`BadRequest` if there is no value at all, a value is negative or not finite, or
    the values are out of order; ``field`` names the part (``target``, ``low``, ``high``).

    >>> import idphoto
    >>> idphoto.Limit(low=32, high=36).scaled(10)
    Limit(target=None, low=320, high=360)
    """

    target: float | None = None
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        given = [(part, value) for part in ("low", "target", "high")
                 if (value := getattr(self, part)) is not None]  # fmt: skip
        if not given:
            raise BadRequest("target", "needs a target, a low end or a high end")
        for part, value in given:
            if not (math.isfinite(value) and value >= 0):
                raise BadRequest(part, f"must be a finite number of at least 0, not {value}")
        for (lesser, small), (greater, large) in pairwise(given):
            if small > large:
                raise BadRequest(lesser, f"{small:g} is above {greater}, which is {large:g}")

    def scaled(self, factor: float) -> Limit:
        """Every value times ``factor``."""
        parts = (getattr(self, field.name) for field in fields(self))
        return Limit(*(None if value is None else value * factor for value in parts))


@dataclass(frozen=True, slots=True)
class FrameConstraints:
    """Where the head must be, in pixels of the output. ``None`` leaves a quantity free.

    Raises :class:`BadRequest` if the target or the high end of a size is zero.

    >>> import idphoto
    >>> head = idphoto.FrameConstraints(head_height=idphoto.Limit(low=280, high=320))
    >>> photo = idphoto.make_photo("me.jpg", size_px=(413, 531), constraints=head)
    >>> 280 <= photo.measurements.head_height <= 320
    True
    """

    face_width: Limit | None = None
    """Ear to ear across the cheekbones."""
    face_height: Limit | None = None
    """Chin to crown: the skull, without hair."""
    head_height: Limit | None = None
    """Chin to the visible top of the head, hair included."""
    head_top: Limit | None = None
    """The visible top of the head, hair included, below the top edge."""
    chin_top: Limit | None = None
    """The chin below the top edge."""
    eyes_top: Limit | None = None
    """The eye line below the top edge."""

    def __post_init__(self) -> None:
        for name in SIZES:
            limit = self[name]
            if limit is not None and 0 in (limit.target, limit.high):
                raise BadRequest(name, "must be above 0")

    def __getitem__(self, name: str) -> Limit | None:
        """The limit on the quantity of that name."""
        limit: Limit | None = getattr(self, name)
        return limit

    @classmethod
    def from_mm(
        cls,
        px_per_mm: float,
        *,
        face_width: Limit | None = None,
        face_height: Limit | None = None,
        head_height: Limit | None = None,
        head_top: Limit | None = None,
        chin_top: Limit | None = None,
        eyes_top: Limit | None = None,
    ) -> Self:
        """From limits in millimetres of print."""
        in_mm = cls(face_width, face_height, head_height, head_top, chin_top, eyes_top)
        return in_mm.scaled(px_per_mm)

    @classmethod
    def from_spec(
        cls, spec: Spec, *, height_px: int | None = None, px_per_mm: float | None = None
    ) -> Self:
        """A specification's ranges, for a photo of ``height_px`` with ``px_per_mm`` for each of
        their millimetres; by default those of ``spec.size_px``."""
        height_px = spec.size_px[1] if height_px is None else height_px
        px_per_mm = spec.px_per_mm if px_per_mm is None else px_per_mm
        head = _limit(spec.head_height_mm)
        hair_counts = spec.head_measured_to == "hair"
        eyes = _limit(_seen_from_above(spec.eye_line_mm, height_px / px_per_mm))
        width_mm = height_px * spec.size_px[0] / spec.size_px[1] / px_per_mm
        return cls.from_mm(
            px_per_mm,
            face_width=_face_width(spec, width_mm),
            face_height=None if hair_counts else head,
            head_height=head if hair_counts else None,
            head_top=_limit(spec.top_margin_mm),
            eyes_top=eyes,
        )

    def merged(self, override: FrameConstraints) -> Self:
        """These limits, replaced by those of ``override`` where it has any."""
        stated = {name: limit for name in SIZES + PLACES if (limit := override[name])}
        return replace(self, **stated)

    def scaled(self, factor: float) -> Self:
        """Every limit times ``factor``: another unit, or another size of the same photo."""
        given = {name: limit for name in SIZES + PLACES if (limit := self[name])}
        return replace(self, **{name: limit.scaled(factor) for name, limit in given.items()})


def _face_width(spec: Spec, width_mm: float) -> Limit | None:
    """The face's width where the authority states it, or the eyes' distance, as a share of the
    photo's width. The middle of both ranges is aimed at: faces differ."""
    face, eyes = spec.requirements.face_width_share, spec.requirements.inter_eye_share
    if face is None or face.low is None or face.high is None:
        return None
    low = max(face.low, (eyes.low or 0.0) / _EYES_OF_FACE if eyes else 0.0)
    target = low + _FROM_LOW * (face.high - low)
    return Limit(low=face.low * width_mm, target=target * width_mm, high=face.high * width_mm)


def _limit(allowed: Range | None) -> Limit | None:
    return None if allowed is None else Limit(low=allowed.low, high=allowed.high)


def _seen_from_above(eye_line: Range | None, height: float) -> Range | None:
    """A range above the bottom edge as one below the top edge."""
    if eye_line is None:
        return None
    low = None if eye_line.high is None else max(0.0, height - eye_line.high)
    high = None if eye_line.low is None else max(0.0, height - eye_line.low)
    return Range(low, high)
