"""The catalogue of documents."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from idphoto.messages.message import Answer, Bounds, Page, Pair, Pixels

Language = Literal["en", "zh"]


class SpecSummary(Answer):
    """A document, as a list shows it."""

    id: str = Field(examples=["us-passport"])
    title: str = Field(description="In the language that was asked for.", examples=["US passport"])
    country: str | None = Field(default=None, description="ISO 3166-1 alpha-2.", examples=["US"])
    country_name: str | None = Field(
        default=None, description="In the language that was asked for."
    )
    category: str = Field(description="The same in all languages.", examples=["passport"])
    category_name: str = Field(default="", description="In the language that was asked for.")
    size_mm: Pair | None = Field(
        default=None, description="Of the print; null if only a file is needed."
    )
    size_px: Pixels
    dpi: int
    editing_forbidden: bool | None = Field(
        default=None, description="Whether the authority refuses edited photos; null if not known."
    )
    verified: bool = Field(description="Whether it was compared with the authority's own page.")


class Requirement(Answer):
    """One thing that the authority asks for, in words."""

    field: str = Field(examples=["smile"])
    text: str = Field(examples=["neutral expression, no smile"])
    verified: bool = Field(
        default=True, description="Whether the source says so; false for common practice."
    )


class SpecDetail(SpecSummary):
    """Everything that is known of a document."""

    aliases: tuple[str, ...] = ()
    backgrounds: tuple[str, ...] = Field(default=(), description="RRGGBB, the usual one first.")
    head_height_mm: Bounds | None = None
    head_measured_to: Literal["crown", "hair"] = "crown"
    eye_line_mm: Bounds | None = Field(default=None, description="Above the bottom edge.")
    top_margin_mm: Bounds | None = None
    min_px: Pixels | None = None
    max_px: Pixels | None = None
    file_bytes: Bounds | None = None
    file_format: Literal["jpeg", "png"] | None = None
    requirements: tuple[Requirement, ...] = ()
    note: str = ""
    source: str = Field(default="", description="The authority and its page.")
    checked: date | None = Field(
        default=None, description="When it was last compared with the source."
    )
    unverified: tuple[str, ...] = Field(
        default=(), description="Fields that the comparison left out."
    )


class SpecList(Page):
    """Part of the catalogue."""

    items: tuple[SpecSummary, ...]
    total: int = Field(description="Of all parts.")
    countries: tuple[str, ...] = Field(
        default=(),
        description="Every country that has documents, by ISO 3166-1 alpha-2, whatever was asked.",
    )
