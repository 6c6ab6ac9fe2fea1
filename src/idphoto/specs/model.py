"""What one official photo must be: sizes, head, background, file, person and scene."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Literal

from idphoto.specs.load_requirements import load_requirements
from idphoto.specs.ranges import Range
from idphoto.specs.requirements import Requirements

MM_PER_INCH = 25.4
PRINT_DPI = 300
SIZE_TOLERANCE_PX = 2  # sizes published in whole millimetres are off by up to half a millimetre

_COLOUR = re.compile(r"[0-9A-F]{6}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Spec:
    """One entry of the catalogue. Raises ``ValueError`` if its fields contradict each other.

    Millimetres are millimetres of print; for a file without a printed size, they follow from
    ``size_px`` and ``dpi``. Pairs are (width, height).

    >>> import idphoto
    >>> spec = idphoto.load_spec("us-passport")
    >>> spec.title, spec.size_px, spec.editing_forbidden
    ('US passport', (600, 600), True)
    """

    slug: str
    title: str
    category: str
    country: str | None
    """ISO 3166-1 alpha-2; None if the document belongs to no single country."""
    vendor_id: int | None
    """PicWish's ``spec_id``; None for the catalogue's own entries."""
    size_mm: tuple[float, float] | None
    """The size of the print; None if only a file is required."""
    size_px: tuple[int, int]
    """The size of the picture to make."""
    dpi: int = PRINT_DPI
    min_px: tuple[int, int] | None = None
    max_px: tuple[int, int] | None = None
    """An upload's size must lie between these two."""
    backgrounds: tuple[str, ...] = ()
    """RRGGBB in upper case, the default first; empty if there is no requirement."""
    head_height_mm: Range | None = None
    """From the chin to the point that ``head_measured_to`` names."""
    head_measured_to: Literal["crown", "hair"] = "crown"
    eye_line_mm: Range | None = None
    """The height of the eyes above the bottom edge."""
    top_margin_mm: Range | None = None
    """From the top edge to the top of the head."""
    file_bytes: Range | None = None
    file_format: Literal["jpeg", "png"] | None = None
    editing_forbidden: bool | None = None
    """Whether the authority refuses digitally altered photos; None if not known."""
    aliases: tuple[str, ...] = ()
    """Other words that people search for."""
    note: str = ""
    source: str = ""
    """The authority, its page, and the copy of the page that was read."""
    checked: date | None = None
    """When the entry was last compared with its source; None if never."""
    unverified: tuple[str, ...] = ()
    """Stated fields that the check did not cover; ``("all",)`` if there was no check."""
    requirements: Requirements = field(default_factory=load_requirements, repr=False)
    """What is asked of the person and the scene; it has a source and a date of its own."""

    def __post_init__(self) -> None:
        for problem in self._problems():
            raise ValueError(problem)

    def is_verified(self, name: str) -> bool:
        """Whether the field ``name`` was compared with the source on the day ``checked``."""
        return self.checked is not None and name not in self.unverified

    def for_age(self, years: float | None) -> Spec:
        """This specification for a person of this age, as in ``Requirements.child_rules``.

        A child's limits replace only limits that the specification has: an upload that the
        authority crops itself gets none.
        """
        rules = self.requirements.child_rules(years)
        head = [rule.head_height_mm for rule in rules if rule.head_height_mm]
        eyes = [rule.eye_line_mm for rule in rules if rule.eye_line_mm]
        return replace(
            self,
            requirements=self.requirements.for_age(years),
            head_height_mm=head[-1] if head and self.head_height_mm else self.head_height_mm,
            eye_line_mm=eyes[-1] if eyes and self.eye_line_mm else self.eye_line_mm,
        )

    @property
    def is_print(self) -> bool:
        """Whether the photo is a print whose millimetres, at any dpi, give the pixels.

        Otherwise the size is one in pixels: there is no print, or the two sizes disagree.
        """
        return self.size_mm is not None and sizes_agree(self.size_mm, self.size_px, self.dpi)

    @property
    def px_per_mm(self) -> float:
        """Pixels of ``size_px`` for each millimetre of the head's limits.

        A file may have another shape than its print (1200 × 1600 px for 40 × 50 mm). Authorities
        state the head as a share of the height.
        """
        return self.size_px[1] / self.size_mm[1] if self.size_mm else self.dpi / MM_PER_INCH

    def _problems(self) -> Iterator[str]:
        """What is wrong with this entry, the most basic problem first."""
        if not _SLUG.fullmatch(self.slug):
            yield f"invalid slug {self.slug!r}"
        if not (self.title and self.category):
            yield "needs a title and a category"
        if self.country is not None and not _COUNTRY.fullmatch(self.country):
            yield f"country must be two capital letters, not {self.country!r}"
        if self.dpi <= 0:
            yield f"dpi must be positive, not {self.dpi}"
        if any(min(pair) <= 0 for pair in self._sizes()):
            yield "sizes must be positive"
        if not self._within_limits():
            yield "size_px lies outside min_px and max_px"
        if self.size_mm and not self.note and not sizes_agree(self.size_mm, self.size_px, self.dpi):
            yield "size_mm and size_px disagree, and no note explains it"
        if not all(_COLOUR.fullmatch(colour) for colour in self.backgrounds):
            yield f"backgrounds must be RRGGBB in capitals, not {self.backgrounds}"
        height_mm = self.size_mm[1] if self.size_mm else self.size_px[1] / self.dpi * MM_PER_INCH
        for limit in (self.head_height_mm, self.eye_line_mm, self.top_margin_mm):
            if limit is not None and (limit.high or limit.low or 0) >= height_mm:
                yield f"a measure of the head exceeds the photo's height of {height_mm:.1f} mm"
        if not _STATED.issuperset(self.unverified):
            yield f"unverified names unknown fields: {self.unverified}"
        if (self.checked is None) != (self.unverified == ("all",)):
            yield "needs either the date of a check or unverified = all"

    def _sizes(self) -> Iterator[tuple[float, float]]:
        for pair in (self.size_mm, self.size_px, self.min_px, self.max_px):
            if pair is not None:
                yield pair

    def _within_limits(self) -> bool:
        low, high = self.min_px or (1, 1), self.max_px or self.size_px
        return all(a <= b <= c for a, b, c in zip(low, self.size_px, high, strict=True))


_STATED = frozenset(known.name for known in fields(Spec)) - {"requirements"} | {"all"}


def mm_to_px(mm: float, dpi: int) -> float:
    """Millimetres of print to pixels, unrounded."""
    # not imaging.geometry's: importing numpy takes ten times longer than reading the catalogue
    return mm / MM_PER_INCH * dpi


def sizes_agree(size_mm: tuple[float, float], size_px: tuple[int, int], dpi: int) -> bool:
    """Whether a print at this dpi and a picture have the same size, within SIZE_TOLERANCE_PX."""
    return all(
        abs(mm_to_px(mm, dpi) - px) <= SIZE_TOLERANCE_PX
        for mm, px in zip(size_mm, size_px, strict=True)
    )
