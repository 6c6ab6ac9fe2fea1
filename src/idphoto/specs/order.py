"""The order in which people leaf through the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from idphoto.specs.countries import country_code, country_name
from idphoto.specs.model import Spec

# What most people need comes first. A category that is not listed comes last.
_CATEGORIES: Final = (
    "Passport",
    "Identity card",
    "Visa",
    "Residence",
    "Government",
    "Enrollment",
    "Student",
    "Qualification",
    "Examination",
)
_EVERYDAY: Final = _CATEGORIES[:5]
_GENERIC: Final = "Common"  # sizes that are no document's


def leafed_through(specs: Iterable[Spec], near: str | None = None) -> list[Spec]:
    """The specifications in the order of a list without a search.

    The everyday documents of the country ``near`` (any name of it) come first, then sizes that
    belong to no document, then what else that country has, then other countries' documents:
    passports, identity cards, visas and so on, an authority's entry before a vendor's, by the
    country's English name.

    >>> from idphoto.specs import all_specs
    >>> [spec.slug for spec in leafed_through(all_specs(), near="US")][:4]
    ['us-passport', 'us-visa', 'us-dv-lottery', 'picwish-3108']
    """
    country = country_code(near) if near else None
    return sorted(specs, key=lambda spec: _place(spec, country))


def _place(spec: Spec, near: str | None) -> tuple[int, int, bool, str, int, str]:
    own = near is not None and spec.country == near
    if spec.category == _GENERIC:
        part = 1
    else:
        part = (0 if spec.category in _EVERYDAY else 2) if own else 3
    known = spec.category in _CATEGORIES
    rank = _CATEGORIES.index(spec.category) if known else len(_CATEGORIES)
    country = "" if spec.country is None else country_name(spec.country, "en")
    # us-passport and us-visa before us-dv-lottery
    plainness = spec.slug.count("-")
    return part, rank, spec.vendor_id is not None, country, plainness, spec.slug
