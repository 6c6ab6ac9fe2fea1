"""What there is to choose from besides documents: papers, garments, headshot templates."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from idphoto.messages.message import Answer, Pair


class Paper(Answer):
    """A sheet of paper."""

    name: str = Field(examples=["6inch"])
    size_mm: Pair = Field(description="Upright.")
    aliases: tuple[str, ...] = ()


class PaperList(Answer):
    items: tuple[Paper, ...]


class Garment(Answer):
    """A garment of the wardrobe."""

    id: str = Field(examples=["man_1"])
    title: str = Field(description="In the language that was asked for.")
    group: Literal["man", "woman", "child"]
    thumbnail_url: str = Field(description="A picture of it, worn by nobody.")


class GarmentList(Answer):
    items: tuple[Garment, ...]


class Template(Answer):
    """A template of headshots."""

    id: str = Field(examples=["male_portrait"])
    title: str = Field(description="In the language that was asked for.")
    people: Literal[1, 2]
    thumbnail_url: str = Field(description="A picture of the template, with nobody in it.")


class TemplateList(Answer):
    items: tuple[Template, ...]
