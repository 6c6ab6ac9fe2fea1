"""Specifications as messages."""

from __future__ import annotations

from idphoto.messages.message import Bounds
from idphoto.messages.specs import Language, Requirement, SpecDetail, SpecSummary
from idphoto.specs import Range, Requirements, Spec
from idphoto.specs.countries import country_name
from idphoto.specs.requirements import OWN
from idphoto.specs.titles import aliases_in, category_in, note_in, title_in
from idphoto.specs.words import requirements_in_words


def category_id(category: str) -> str:
    """A category's name in the API.

    >>> category_id("Identity card")
    'identity-card'
    """
    return category.casefold().replace(" ", "-")


def summary_of(spec: Spec, language: Language) -> SpecSummary:
    """A specification, as a list shows it."""
    return SpecSummary(
        id=spec.slug,
        title=title_in(spec, language),
        country=spec.country,
        country_name=None if spec.country is None else country_name(spec.country, language),
        category=category_id(spec.category),
        category_name=category_in(spec.category, language),
        size_mm=spec.size_mm,
        size_px=spec.size_px,
        dpi=spec.dpi,
        editing_forbidden=spec.editing_forbidden,
        # a vendor's entries were compared with the vendor's page
        verified=spec.checked is not None and spec.vendor_id is None,
    )


def detail_of(spec: Spec, language: Language) -> SpecDetail:
    """Everything that is known of a specification."""
    return SpecDetail(
        **summary_of(spec, language).model_dump(),
        aliases=aliases_in(spec, language),
        backgrounds=spec.backgrounds,
        head_height_mm=_bounds(spec.head_height_mm),
        head_measured_to=spec.head_measured_to,
        eye_line_mm=_bounds(spec.eye_line_mm),
        top_margin_mm=_bounds(spec.top_margin_mm),
        min_px=spec.min_px,
        max_px=spec.max_px,
        file_bytes=_bounds(spec.file_bytes),
        file_format=spec.file_format,
        requirements=_requirements(spec.requirements, language),
        note=note_in(spec, language),
        source=spec.source,
        checked=spec.checked,
        unverified=spec.unverified,
    )


def _requirements(asked: Requirements, language: Language) -> tuple[Requirement, ...]:
    return tuple(
        Requirement(field=field, text=text, verified=field in OWN or asked.is_verified(field))
        for field, text in requirements_in_words(asked, language).items()
    )


def _bounds(limits: Range | None) -> Bounds | None:
    return None if limits is None else Bounds(low=limits.low, high=limits.high)
