"""What an authority asks of the person and the scene, beyond sizes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Literal

from idphoto.specs.ranges import Range

ANY_ANGLE_DEG = 180.0
"""The limit of a pose without a limit."""

# What a child rule may waive → the fields that change, and how.
WAIVERS: Mapping[str, Mapping[str, Any]] = {
    "glasses": {"glasses": "free"},
    "smile": {"smile": "allowed"},
    "mouth_closed": {"mouth_closed": False},
    "eyes_open": {"eyes_open": False},
    "looking_at_camera": {"looking_at_camera": False},
    "head_covering": {"head_covering": "free"},
    "max_yaw_deg": {"max_yaw_deg": ANY_ANGLE_DEG},
    "max_pitch_deg": {"max_pitch_deg": ANY_ANGLE_DEG},
    "max_roll_deg": {"max_roll_deg": ANY_ANGLE_DEG},
    "pose": dict.fromkeys(("max_yaw_deg", "max_pitch_deg", "max_roll_deg"), ANY_ANGLE_DEG),
}

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CHOICES = {
    "glasses": ("forbidden", "clear", "free"),
    "smile": ("forbidden", "allowed"),
    "head_covering": ("forbidden", "religious", "free"),
    "background_shadow": ("forbidden", "allowed"),
}


@dataclass(frozen=True, slots=True)
class ChildRule:
    """What changes for a child. Raises ``ValueError`` if it names an unknown requirement.

    >>> import idphoto
    >>> infants = idphoto.ChildRule(below_years=1, waives=("smile", "eyes_open"))
    >>> infants.below_years
    1
    """

    below_years: int
    """Holds until this birthday: 1 for infants, 6 for children of five and younger."""
    waives: tuple[str, ...] = ()
    """Keys of ``WAIVERS``."""
    head_height_mm: Range | None = None
    eye_line_mm: Range | None = None
    """Replace the specification's limits of the same names; None keeps them."""

    def __post_init__(self) -> None:
        if self.below_years <= 0:
            raise ValueError(f"a child's age must be positive, not {self.below_years}")
        if not WAIVERS.keys() >= set(self.waives):
            raise ValueError(f"waives unknown requirements: {self.waives}")


@dataclass(frozen=True, slots=True)
class Requirements:
    """What one authority asks. Raises ``ValueError`` if a field is out of range.

    Angles are absolute, in degrees. Sizes are those of the finished file.

    >>> import idphoto
    >>> asked = idphoto.load_spec("gb-passport").requirements
    >>> asked.title, asked.smile, asked.mouth_closed
    ('HM Passport Office', 'forbidden', True)
    """

    name: str
    title: str
    """The authority, and the documents that this covers."""
    glasses: Literal["forbidden", "clear", "free"]
    """``clear``: allowed if the eyes are visible, without tint or glare."""
    smile: Literal["forbidden", "allowed"]
    """``forbidden``: a neutral expression."""
    mouth_closed: bool
    eyes_open: bool
    looking_at_camera: bool
    head_covering: Literal["forbidden", "religious", "free"]
    """``religious``: allowed for religious reasons; many authorities add medical ones."""
    max_yaw_deg: float
    max_pitch_deg: float
    max_roll_deg: float
    min_inter_eye_px: int
    """Between the centres of the eyes."""
    even_light: bool
    """No shadows or reflections on the face."""
    background_plain: bool
    background_shadow: Literal["forbidden", "allowed"]
    background_delta_e: float
    """How far the background may be from the specification's colours. Our tolerance: authorities
    name colours, not distances."""
    colour: bool
    """Whether black and white is refused."""
    inter_eye_share: Range | None = None
    """The distance between the eyes' centres over the photo's width."""
    face_width_share: Range | None = None
    """The face's width over the photo's."""
    min_jpeg_quality: int | None = None
    """On the scale of 1 to 100 that most encoders share."""
    max_age_months: int | None = None
    children: tuple[ChildRule, ...] = ()
    note: str = ""
    source: str = ""
    """The authority, its page, and the copy of the page that was read."""
    checked: date | None = None
    """When the requirements were last compared with their source; None if never."""
    unverified: tuple[str, ...] = ()
    """Stated fields that the check did not cover; ``("all",)`` if there was no check."""

    def __post_init__(self) -> None:
        for problem in self._problems():
            raise ValueError(problem)

    def is_verified(self, field: str) -> bool:
        """Whether ``field`` was compared with the source on the day ``checked``."""
        return self.checked is not None and field not in self.unverified

    def child_rules(self, years: float | None) -> tuple[ChildRule, ...]:
        """The rules that hold at this age, the one for the youngest last.

        ``years``: 0 for an infant; None if unknown, which is nobody's child: an age is never
        guessed. Raises ``ValueError`` if negative.
        """
        if years is None:
            return ()
        if years < 0:
            raise ValueError(f"an age cannot be negative: {years}")
        holding = [rule for rule in self.children if years < rule.below_years]
        return tuple(sorted(holding, key=lambda rule: -rule.below_years))

    def for_age(self, years: float | None) -> Requirements:
        """What is asked at this age, as in :meth:`child_rules`. Head sizes: see ``Spec.for_age``.

        A waived pose has limits of ``ANY_ANGLE_DEG``.
        """
        changes: dict[str, Any] = {}
        for rule in self.child_rules(years):
            for waived in rule.waives:
                changes |= WAIVERS[waived]
        return replace(self, **changes) if changes else self

    def _problems(self) -> Iterator[str]:
        """What is wrong, the most basic problem first."""
        if not _NAME.fullmatch(self.name):
            yield f"invalid name {self.name!r}"
        if not self.title:
            yield "needs a title"
        for field, choices in _CHOICES.items():
            if getattr(self, field) not in choices:
                yield f"{field} must be one of {choices}, not {getattr(self, field)!r}"
        for field in ("max_yaw_deg", "max_pitch_deg", "max_roll_deg"):
            if not 0 < getattr(self, field) <= ANY_ANGLE_DEG:
                yield f"{field} must lie within 0 and {ANY_ANGLE_DEG:g}, not {getattr(self, field)}"
        for field in ("min_inter_eye_px", "background_delta_e", "max_age_months"):
            value = getattr(self, field)
            if value is not None and value <= 0:
                yield f"{field} must be positive, not {value}"
        for share in (self.inter_eye_share, self.face_width_share):
            if share is not None and max(share.low or 0, share.high or 0) > 1:
                yield f"a share cannot exceed 1: {share}"
        if self.min_jpeg_quality is not None and not 1 <= self.min_jpeg_quality <= 100:
            yield f"min_jpeg_quality must lie within 1 and 100, not {self.min_jpeg_quality}"
        ages = [rule.below_years for rule in self.children]
        if len(ages) != len(set(ages)):
            yield f"two child rules have the same age: {ages}"
        if not _STATED.issuperset(self.unverified):
            yield f"unverified names unknown fields: {self.unverified}"
        if (self.checked is None) != (self.unverified == ("all",)):
            yield "needs either the date of a check or unverified = all"


# Fields of the catalogue itself, and our tolerance: no authority states them.
OWN = frozenset({"name", "title", "background_delta_e", "note", "source", "checked", "unverified"})
_STATED = frozenset(field.name for field in fields(Requirements)) - OWN | {"all"}
