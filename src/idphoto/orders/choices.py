"""What an order may choose from by name: papers, garments and headshot templates."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

import idphoto
from idphoto.headshot.templates import TEMPLATES
from idphoto.photo.wardrobe.load import GARMENT_IDS, load_garment
from idphoto.sheet.paper import PAPERS, Paper

WearerGroup = Literal["man", "woman", "child"]


@dataclass(frozen=True, slots=True)
class GarmentChoice:
    """A garment. ``version``: changes when its thumbnail may."""

    id: str
    title: str
    title_zh: str
    group: WearerGroup
    version: str


@dataclass(frozen=True, slots=True)
class TemplateChoice:
    """A headshot template, otherwise as a garment. ``people``: how many it shows, 1 or 2."""

    id: str
    title: str
    title_zh: str
    people: int
    version: str


def papers() -> tuple[Paper, ...]:
    """The papers with names."""
    return PAPERS


@cache
def garments() -> tuple[GarmentChoice, ...]:
    """The wardrobe: men's, women's and children's."""
    found = []
    for garment_id in GARMENT_IDS:
        garment = load_garment(garment_id)
        # every id begins with its group: man_1
        group = cast(WearerGroup, garment_id.partition("_")[0])
        title = garment.title[:1].upper() + garment.title[1:]
        version = _version(repr(garment))
        found.append(GarmentChoice(garment_id, title, garment.title_zh, group, version))
    return tuple(found)


@cache
def templates() -> tuple[TemplateChoice, ...]:
    """The headshot templates."""
    return tuple(
        TemplateChoice(each.id, each.label, each.label_zh, each.people, _version(repr(each)))
        for each in TEMPLATES.values()
    )


def _version(content: str) -> str:
    return hashlib.sha256(f"{idphoto.__version__} {content}".encode()).hexdigest()[:8]
