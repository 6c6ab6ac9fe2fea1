"""Pictures in which no ID card can be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from idphoto.errors.base import PhotoAtFault


@dataclass(eq=False)
class NoCard(PhotoAtFault):
    """The picture does not show the portrait side of an ID card; `reason` says what it shows."""

    template: ClassVar[str] = "the portrait side of an ID card was not found: {reason}"
    remedy: ClassVar[str] = "take a photo of the side with the portrait"

    reason: str


@dataclass(eq=False)
class SeveralCards(PhotoAtFault):
    """The picture shows more than one ID card."""

    template: ClassVar[str] = "{found} ID cards found: show only one"
    remedy: ClassVar[str] = "take a photo of each card"

    found: int


@dataclass(eq=False)
class CardTooSmall(PhotoAtFault):
    """The card covers too few pixels to be read."""

    template: ClassVar[str] = (
        "the card is {found_px:.0f} px wide, at least {need_px:.0f} px are needed: "
        "move closer, or take a larger picture"
    )
    remedy: ClassVar[str] = "move closer"

    found_px: float
    need_px: float


@dataclass(eq=False)
class CardUnreadable(PhotoAtFault):
    """A card was found, but none of its fields can be read; `reason` says why."""

    template: ClassVar[str] = "cannot read the card's {field}: {reason}"
    remedy: ClassVar[str] = "take a sharper, brighter photo without glare"

    field: str
    reason: str


@dataclass(eq=False)
class CardBlurred(PhotoAtFault):
    """A card was found, but blur or poor light hides its print; `quality` and `need` are 0–100."""

    template: ClassVar[str] = (
        "the picture's quality is {quality:.0f}, at least {need:.0f} is needed to read a card: "
        "hold the camera still and close, let it focus, and avoid poor light"
    )
    remedy: ClassVar[str] = "hold the camera still and close, let it focus, and add light"

    quality: float
    need: float


@dataclass(eq=False)
class CardOnScreen(PhotoAtFault):
    """The card is shown on a screen, whose pixels hide its print; `score` is 0–1."""

    template: ClassVar[str] = (
        "this is a photo of a screen (score {score:.2f}), whose pixels hide the card's print: "
        "take a photo of the card itself"
    )
    remedy: ClassVar[str] = "take a photo of the card itself"

    score: float
