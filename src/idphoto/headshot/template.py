"""What a template is: outfits, a studio's ground, framing and retouching, as frozen values."""

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
    """A studio's backdrop: a pool of light on a painted cloth or on paper."""

    lit: Colour
    """Where the light falls."""
    dark: Colour
    """In the corners."""
    at: tuple[float, float] = (0.5, 0.42)
    """The middle of the light, in shares of width and height."""
    reach: float = 0.75
    """Where the light has half gone, in heights of the picture."""
    mottle: float = 0.0
    """How uneven the cloth is painted, 0–1; 0 is paper."""


@dataclass(frozen=True, slots=True)
class Framing:
    """Where the head stands, in shares of the picture's height."""

    face_height: float
    """Chin to crown, without hair."""
    eyes_top: float
    """The eye line below the top edge, unless hair needs more room."""


@dataclass(frozen=True, slots=True)
class LogoPlace:
    """Where a logo is printed, in head heights from the pit of the neck."""

    right: float
    """Of its middle, towards the picture's right."""
    down: float
    """Of its middle."""
    width: float
    """The most that it takes across."""
    height: float
    """The most that it takes down."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the two pictures of a template.

    ``outfits``: one for each person, from the left. ``prompt``: for a renderer that is told in
    words what to make of the drawing.
    """

    outfits: tuple[str, ...]
    ground: Ground
    framing: Framing
    prompt: str
    logo: LogoPlace | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """A style. ``label``, ``label_zh``: as the vendor's page and schema spell it."""

    id: TemplateId
    label: str
    label_zh: str
    size_wh: tuple[int, int]
    retouch: Retouch
    variants: tuple[Variant, Variant]
    hair: Literal["own", "bob"] = "own"

    @property
    def people(self) -> int:
        """How many people stand on it."""
        return len(self.variants[0].outfits)

    @property
    def prints_logo(self) -> bool:
        """Whether a logo has a place on it."""
        return any(variant.logo is not None for variant in self.variants)
