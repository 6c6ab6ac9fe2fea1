"""What a garment is: a few layers of parts from a small vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ClothColour = tuple[float, float, float]
"""sRGB, 0–1."""

Weave = Literal[
    "poplin", "oxford", "twill", "flannel", "silk", "satin", "crepe",
    "jersey", "pique", "knit", "cable", "denim", "velvet", "linen", "metal", "horn",
]  # fmt: skip
Pattern = Literal[
    "plain", "pinstripe", "chalk", "stripe", "bars", "hoops", "check", "tartan", "glen",
    "herringbone", "dots", "foulard", "medallion", "cable",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cloth:
    """A fabric: how it is woven, its colours, what is woven or printed into it."""

    weave: Weave
    colour: ClothColour
    pattern: Pattern = "plain"
    ink: ClothColour = (1.0, 1.0, 1.0)
    """The pattern's colour."""
    repeat_mm: float = 12.0
    """The pattern's period."""
    strength: float = 1.0
    """Opacity of the pattern, 0–1."""


@dataclass(frozen=True, slots=True)
class Shirt:
    """A woven shirt or blouse with a collar and a front that buttons."""

    cloth: Cloth
    collar: Literal[
        "classic", "spread", "button_down", "wing", "band", "open", "camp", "peter_pan"
    ] = "classic"
    collar_cloth: Cloth | None = None
    front: Literal["placket", "pleats", "hidden"] = "placket"
    buttons: ClothColour = (0.93, 0.92, 0.88)
    over: Literal["left", "right"] = "left"
    """The half that lies on top: the left on men's clothes, the right on women's."""
    pockets: Literal["none", "patch", "flap"] = "none"
    hang: Literal["shirt", "soft"] = "shirt"


@dataclass(frozen=True, slots=True)
class Top:
    """What is pulled over the head: T-shirt, jersey, shell, dress."""

    cloth: Cloth
    neck: Literal["crew", "scoop", "boat", "v", "deep_v", "square", "turtle", "mock", "cowl"] = (
        "crew"
    )
    edge: Literal["rib", "bound", "plain"] = "plain"
    edge_cloth: Cloth | None = None
    hang: Literal["shirt", "soft", "knit"] = "shirt"


@dataclass(frozen=True, slots=True)
class Polo:
    """A knitted shirt with a soft collar and a short placket."""

    cloth: Cloth
    collar_cloth: Cloth | None = None
    tipping: ClothColour | None = None
    buttons: ClothColour = (0.93, 0.92, 0.88)
    fastened: bool = True


@dataclass(frozen=True, slots=True)
class Jacket:
    """A tailored jacket, coat or blazer, with lapels or without."""

    cloth: Cloth
    lapel: Literal["notch", "peak", "shawl", "none", "stand"] = "notch"
    breasted: Literal["single", "double"] = "single"
    over: Literal["left", "right"] = "left"
    facing: Cloth | None = None
    """The lapels' own cloth, as a dinner jacket has."""
    stance: float = 1.30
    """Where the lapels end, in head heights below the pit of the neck."""
    width: float = 1.0
    """Of the lapels, as a share of a classic one."""
    buttons: ClothColour = (0.10, 0.10, 0.11)
    metal_buttons: bool = False
    piping: ClothColour | None = None
    pocket: Literal["none", "welt", "square", "patch"] = "welt"
    square: ClothColour = (0.95, 0.95, 0.95)
    snug: bool = False
    """Close to the neck, where no shirt's collar lies between."""


@dataclass(frozen=True, slots=True)
class Knit:
    """A cardigan, a pullover or a vest over something else."""

    cloth: Cloth
    style: Literal["cardigan", "round_cardigan", "v_pullover", "v_vest", "waistcoat"] = "cardigan"
    depth: float = 0.75
    edge_cloth: Cloth | None = None
    buttons: ClothColour = (0.20, 0.17, 0.14)
    over: Literal["left", "right"] = "left"


@dataclass(frozen=True, slots=True)
class Pinafore:
    """A dress with a bib and straps, over a shirt."""

    cloth: Cloth
    bib: float = 0.42
    buttons: ClothColour = (0.75, 0.62, 0.30)


@dataclass(frozen=True, slots=True)
class StandCoat:
    """Traditional: a collar that stands (mandarin) or stands and falls (Zhongshan)."""

    cloth: Cloth
    collar: Literal["mandarin", "zhongshan", "tang"] = "mandarin"
    closure: Literal["centre", "diagonal", "frogs"] = "centre"
    trim: Cloth | None = None
    buttons: ClothColour = (0.10, 0.10, 0.11)
    pockets: bool = False
    hang: Literal["tailored", "soft", "shirt"] = "tailored"


@dataclass(frozen=True, slots=True)
class Neckwear:
    """What is tied round the neck."""

    cloth: Cloth
    style: Literal[
        "tie",
        "slim_tie",
        "bow_tie",
        "ribbon",
        "pussy_bow",
        "neckerchief",
        "red_scarf",
        "sailor_knot",
    ] = "tie"


@dataclass(frozen=True, slots=True)
class SailorCollar:
    """A broad collar that lies on the shoulders, with stripes."""

    cloth: Cloth
    stripes: ClothColour = (1.0, 1.0, 1.0)
    depth: float = 0.42


@dataclass(frozen=True, slots=True)
class Trim:
    """Small things on top."""

    style: Literal["epaulettes", "name_plate", "crest", "pearls", "wings"]
    cloth: Cloth


Part = Shirt | Top | Polo | Jacket | Knit | Pinafore | StandCoat | Neckwear | SailorCollar | Trim


@dataclass(frozen=True, slots=True)
class Garment:
    """An outfit. ``parts`` from the skin outwards; ``title_zh``: the title in Chinese."""

    id: str
    title: str
    title_zh: str
    parts: tuple[Part, ...]
