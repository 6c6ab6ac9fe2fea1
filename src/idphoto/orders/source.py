"""Uploaded portraits: whether they can be read, and what their headers say."""

from __future__ import annotations

from dataclasses import dataclass

from idphoto.imaging.decode import DecodeLimits, open_source


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """``format``: as found in the file, such as jpeg. ``size_wh``: in pixels, upright."""

    format: str
    size_wh: tuple[int, int]


def source_limits(max_side_px: int) -> DecodeLimits:
    """The largest portrait that a server accepts. ``max_side_px``: its longest side."""
    return DecodeLimits(max_side_px=max_side_px)


def source_facts(data: bytes, limits: DecodeLimits) -> SourceFacts:
    """Read a portrait's header; its pixels are not decoded.

    Raises:
        UnsupportedFormat, BadImage: it cannot be read.
        ImageTooLarge: it exceeds ``limits``.
    """
    source = open_source(data, limits)
    return SourceFacts(source.format or "", source.size_wh)
