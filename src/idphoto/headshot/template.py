"""A template as frozen values: outfits, a studio's backdrop, framing and retouching."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from idphoto.imaging.colour import Colour
from idphoto.photo.retouch.strengths import Retouch

TemplateId = Literal[
    "male_portrait",
    "male_portrait2",
    "kindergarten",
    "logo_tshirt",
    "wedding",
    "business_photo",
    "bob_suit",
    "female_portrait",
]


@dataclass(frozen=True, slots=True)
class Ground:
    """A studio's backdrop: a pool of light on painted cloth or paper."""

    lit: Colour
    """The colour in the middle of the light."""
    dark: Colour
    """The colour in the corners."""
    at: tuple[float, float] = (0.5, 0.42)
    """The middle of the light, in shares of the width and height."""
    reach: float = 0.75
    """The distance at which half of the light is left, in heights of the picture."""
    mottle: float = 0.0
    """How unevenly the cloth is painted, 0–1; 0 is paper."""


@dataclass(frozen=True, slots=True)
class Framing:
    """The place of the head, in shares of the picture's height."""

    face_height: float
    """Chin to crown, without hair."""
    eyes_top: float
    """The eye line below the top edge, unless hair needs more room."""


@dataclass(frozen=True, slots=True)
class LogoPlace:
    """The place of a logo, in head heights from the pit of the neck."""

    right: float
    """To its middle, towards the picture's right."""
    down: float
    """To its middle."""
    width: float
    """The largest width."""
    height: float
    """The largest height."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the two pictures of a template.

    ``outfits``: one for each person, from the left. ``prompt``: what the picture shows, for a
    renderer that takes a description in words.
    """

    outfits: tuple[str, ...]
    ground: Ground
    framing: Framing
    prompt: str
    logo: LogoPlace | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """A style. ``label``, ``label_zh``: its name on the vendor's page and in its schema."""

    id: TemplateId
    label: str
    label_zh: str
    size_wh: tuple[int, int]
    retouch: Retouch
    variants: tuple[Variant, Variant]
    hair: Literal["own", "bob"] = "own"

    @property
    def people(self) -> int:
        """How many people the picture shows."""
        return len(self.variants[0].outfits)

    @property
    def prints_logo(self) -> bool:
        """Whether a logo is printed."""
        return any(variant.logo is not None for variant in self.variants)
