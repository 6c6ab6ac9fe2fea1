"""What shells offer as values of options: each a value and what it stands for."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import shorten
from typing import Final

_ABOUT_LENGTH: Final = 50

Offers = list[tuple[str, str]]


def specs(incomplete: str) -> Offers:
    """Specifications by name."""
    from idphoto.specs import all_specs

    return _starting(incomplete, ((spec.slug, spec.title) for spec in all_specs()))


def garments(incomplete: str) -> Offers:
    """The wardrobe."""
    from idphoto.photo.wardrobe.load import GARMENT_IDS, load_garment

    wanted = [each for each in GARMENT_IDS if each.startswith(incomplete)]
    return _starting(incomplete, ((each, load_garment(each).title) for each in wanted))


def templates(incomplete: str) -> Offers:
    """Headshot templates."""
    from idphoto.headshot.templates import TEMPLATES

    return _starting(incomplete, ((each.id, each.label) for each in TEMPLATES.values()))


def colours(incomplete: str) -> Offers:
    """Colours by name: our own first, then those of CSS."""
    from PIL import ImageColor

    from idphoto.imaging.colour import NAMED_COLORS

    own = [(name, f"#{bytes(value).hex()}") for name, value in NAMED_COLORS.items()]
    css = [(name, "") for name in ImageColor.colormap if name not in NAMED_COLORS]
    return _starting(incomplete.lower(), [*own, *css])


def formats(incomplete: str) -> Offers:
    """Formats of photos."""
    known = [
        ("jpg", "for prints and uploads"),
        ("png", "lossless, may be transparent"),
        ("webp", "small, may be transparent"),
    ]
    return _starting(incomplete, known)


def clear_formats(incomplete: str) -> Offers:
    """Formats that may be transparent."""
    return [offer for offer in formats(incomplete) if offer[0] != "jpg"]


def sheet_formats(incomplete: str) -> Offers:
    """Formats of print sheets."""
    known = [("jpg", "for a print shop"), ("png", "lossless"), ("pdf", "for a printer")]
    return _starting(incomplete, known)


def faces(incomplete: str) -> Offers:
    """Which of several faces."""
    known = [
        ("largest", "the largest face"),
        ("left", "the first from the left"),
        ("right", "the first from the right"),
    ]
    return _starting(incomplete, known)


def papers(incomplete: str) -> Offers:
    """Papers of print sheets."""
    from idphoto.sheet.paper import PAPERS

    return _starting(
        incomplete, ((each.name, f"{each.width_mm:g} × {each.height_mm:g} mm") for each in PAPERS)
    )


def profiles(incomplete: str) -> Offers:
    """Profiles of the configuration file that is in force here."""
    from idphoto.cli.profiles import read_profiles
    from idphoto.errors import IdPhotoError

    try:
        found = read_profiles(None)
    except IdPhotoError:
        return []
    return _starting(incomplete, ((each.name, ", ".join(each.options)) for each in found))


def _starting(incomplete: str, offers: Iterable[tuple[str, str]]) -> Offers:
    """The offers that begin so. What they stand for is shortened: Typer wraps longer texts, and
    shells take the second line for another value."""
    return [
        (value, shorten(about, _ABOUT_LENGTH, placeholder="…"))
        for value, about in offers
        if value.startswith(incomplete)
    ]
