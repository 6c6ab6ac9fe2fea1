"""What a card lies on: surfaces made up from a seed, squares that can be mirrored on and on."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from tools.cards.chance import Chance, chance
from tools.cards.fonts import set_text

from idphoto.drawing.paint import paint

Surface = Literal[
    "wood", "cloth", "paper", "marble", "clutter", "light", "beige", "dark", "white", "leather",
    "stone", "table", "green", "blue",
]  # fmt: skip
SIDE_PX: Final = 900
VARIANTS: Final = 3  # of each; colours vary further
Pixels = NDArray[np.float32]

_WOODS: Final = ((196, 152, 104), (150, 102, 62), (110, 72, 45), (222, 190, 150), (88, 60, 44))
_CLOTHS: Final = ((60, 74, 110), (150, 60, 60), (200, 195, 185), (70, 90, 75), (45, 45, 50),
                  (120, 130, 150), (190, 160, 120))  # fmt: skip
_CHARACTERS: Final = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对"
    "成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
)


@lru_cache(maxsize=64)
def draw_surface(kind: Surface, variant: int) -> NDArray[np.uint8]:
    """uint8 sRGB ``(900, 900, 3)``; ``variant`` is one below ``VARIANTS``."""
    rng = chance(variant, kind)
    pixels: NDArray[np.uint8] = np.clip(_DRAW[kind](rng) + 0.5, 0, 255).astype(np.uint8)
    pixels.setflags(write=False)
    return pixels


def clouds(rng: Chance, cells: float, octaves: int = 4, stretch: float = 1.0) -> Pixels:
    """Fractal noise, about −1 to 1: float32 ``(900, 900)``; ``stretch``: longer along x."""
    total = np.zeros((SIDE_PX, SIDE_PX), np.float32)
    size, weight = cells, 1.0
    for _ in range(octaves):
        shape = max(2, round(size)), max(2, round(size / stretch))
        grid = rng.rng.standard_normal(shape).astype(np.float32)
        total += weight * cv2.resize(grid, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_CUBIC)
        size, weight = size * 2.1, weight * 0.5
    return np.asarray(total / 1.6, np.float32)


def _grain(rng: Chance, strength: float) -> Pixels:
    return rng.rng.normal(0, strength, (SIDE_PX, SIDE_PX, 1)).astype(np.float32)


def _wood(rng: Chance) -> Pixels:
    tone = np.array(rng.choose(_WOODS), np.float32)
    rings = clouds(rng, 5, 2, 6.0) * rng.between((4, 9))
    lines = np.sin(rings * 6.0 + clouds(rng, 60, 2, 12.0))
    pores = np.minimum(clouds(rng, 300, 2, 20.0), 0)
    value = 1 + 0.09 * lines + 0.06 * clouds(rng, 3, 3, 3.0) + 0.07 * pores
    boards = np.ones(SIDE_PX, np.float32)
    if rng.happens(0.5):
        for y in range(rng.whole(60, 300), SIDE_PX, rng.whole(220, 420)):
            boards[y : y + 3] = 0.55
    return np.asarray(tone * (value * boards[:, None])[..., None] + _grain(rng, 2.5), np.float32)


def _cloth(rng: Chance) -> Pixels:
    tone = np.array(rng.choose(_CLOTHS), np.float32)
    y, x = np.mgrid[:SIDE_PX, :SIDE_PX].astype(np.float32)
    pitch = rng.between((3.5, 8))
    drift = 2.5 * clouds(rng, 8, 2)
    weave = np.sin(2 * np.pi * (x + drift) / pitch) * np.sin(2 * np.pi * (y - drift) / pitch)
    value = 1 + 0.13 * weave + 0.06 * clouds(rng, 200, 2) + 0.1 * clouds(rng, 2.5, 2)
    pixels = tone * value[..., None]
    if rng.happens(0.5):  # a check
        other = np.array(rng.choose(_CLOTHS), np.float32)
        band = rng.between((60, 160))
        share = 0.25 * (np.sin(2 * np.pi * x / band) > 0.3) + 0.25 * (
            np.sin(2 * np.pi * y / band) > 0.3
        )
        pixels = pixels * (1 - share[..., None]) + other * value[..., None] * share[..., None]
    return np.asarray(pixels + _grain(rng, 3), np.float32)


def _paper(rng: Chance) -> Pixels:
    white = rng.whole(225, 250)
    rgb = np.empty((SIDE_PX, SIDE_PX, 3), np.uint8)
    rgb[:] = white, white - rng.whole(0, 4), white - rng.whole(0, 12)
    size = rng.between((16, 34))
    y = 0.0
    while y < SIDE_PX:
        y += size * rng.between((1.5, 1.8))
        if rng.happens(0.12):
            continue
        count = rng.whole(10, 60)
        text = "".join(rng.choose(_CHARACTERS) for _ in range(count))
        line, _ = set_text(text, "Noto Sans CJK SC")
        paint(rgb, line.scaled(size).moved(size * rng.choose((1, 1, 3)), y), (40, 40, 45))
    return np.asarray(rgb + _grain(rng, 1.5) + 4 * clouds(rng, 3, 2)[..., None])


def _marble(rng: Chance) -> Pixels:
    light = rng.happens(0.6)
    tone = np.array((228, 226, 222) if light else (58, 56, 60), np.float32)
    vein = np.exp(-np.abs(clouds(rng, 4, 5)) * rng.between((8, 20)))
    vein += 0.6 * np.exp(-np.abs(clouds(rng, 7, 5, 2.0)) * rng.between((10, 25)))
    depth = (-70 if light else 110) * np.array((1, 0.97, 0.92), np.float32)
    value = tone * (1 + 0.06 * clouds(rng, 3, 4))[..., None] + depth * vein[..., None]
    return np.asarray(value + _grain(rng, 1.5), np.float32)


def _stone(rng: Chance) -> Pixels:
    """Terrazzo, or worktops with specks."""
    tone = (rng.between((110, 220)) + rng.rng.normal(0, 9, 3)).astype(np.float32)
    pixels = np.tile(tone, (SIDE_PX, SIDE_PX, 1)).astype(np.float32)
    for _ in range(rng.whole(900, 2500)):
        at = rng.rng.integers(0, SIDE_PX, 2)
        size = rng.rng.integers(1, 9, 2)
        colour = tone + rng.rng.uniform(-70, 60) + rng.rng.uniform(-12, 12, 3)
        cv2.ellipse(pixels, at.tolist(), size.tolist(), rng.between((0, 180)), 0, 360,
                    colour.tolist(), -1, cv2.LINE_AA)  # fmt: skip
    return np.asarray(pixels * (1 + 0.03 * clouds(rng, 4, 3))[..., None] + _grain(rng, 2))


def _leather(rng: Chance) -> Pixels:
    tone: NDArray[np.float32] = np.array(
        rng.choose(((60, 42, 34), (35, 35, 38), (120, 78, 50), (150, 30, 40)))
    )
    bumps = clouds(rng, 90, 2)
    relief = cv2.Sobel(np.abs(bumps), cv2.CV_32F, 1, 1, ksize=5)
    value = 1 + 0.25 * np.clip(relief / 3, -1, 1) + 0.1 * clouds(rng, 3, 2)
    return np.asarray(tone * value[..., None] + _grain(rng, 2), np.float32)


def _plain(low: int, high: int, tint: float) -> Callable[[Chance], Pixels]:
    def draw(rng: Chance) -> Pixels:
        tone = rng.between((low, high)) + rng.rng.uniform(-tint, tint, 3)
        value = 1 + 0.02 * clouds(rng, 3, 3) + 0.012 * clouds(rng, 250, 2)
        return np.asarray(tone * value[..., None] + _grain(rng, 1.5), np.float32)

    return draw


def _toned(tones: tuple[tuple[int, int, int], ...], spread: float) -> Callable[[Chance], Pixels]:
    """One of ``tones``: felt, leather cloth, a cutting mat's plain part."""

    def draw(rng: Chance) -> Pixels:
        tone = np.array(rng.choose(tones), np.float32) * rng.between((0.75, 1.2))
        tone = tone + rng.rng.uniform(-spread, spread, 3)
        value = 1 + 0.03 * clouds(rng, 3, 3) + 0.03 * clouds(rng, 250, 2)
        return np.asarray(tone * value[..., None] + _grain(rng, 2.5), np.float32)

    return draw


def _green(rng: Chance) -> Pixels:
    """A cutting mat with its lines, or felt."""
    pixels = _toned(((40, 92, 70), (70, 110, 70), (28, 70, 62)), 8.0)(rng)
    if rng.happens(0.4):
        step, tone = rng.whole(60, 150), rng.between((0.1, 0.4))
        for at in range(0, SIDE_PX, step):
            pixels[at : at + 2] += tone * (220 - pixels[at : at + 2])
            pixels[:, at : at + 2] += tone * (220 - pixels[:, at : at + 2])
    return pixels


def _table(rng: Chance) -> Pixels:
    """A laminate with two materials that meet: the edge of a table, a folder on it."""
    first = _DRAW[rng.choose(("wood", "light", "dark", "stone"))](rng)
    second = _DRAW[rng.choose(("light", "dark", "leather", "cloth", "wood"))](rng)
    at, slope = rng.between((200, 700)), rng.about(0.3)
    y, x = np.mgrid[:SIDE_PX, :SIDE_PX]
    edge = np.clip((x - at - slope * y) / 1.5, 0, 1)[..., None]
    shade = 1 - 0.4 * np.exp(-np.abs(x - at - slope * y) / 14)[..., None]
    return np.asarray((first * (1 - edge) + second * edge) * shade, np.float32)


def _clutter(rng: Chance) -> Pixels:
    """Things on a desk: books, pens, coins, leads, a keyboard's corner."""
    pixels = _DRAW[rng.choose(("wood", "light", "dark", "cloth"))](rng)
    fine = clouds(rng, 60, 3)[..., None]
    for _ in range(rng.whole(14, 26)):
        layer = np.zeros((SIDE_PX, SIDE_PX), np.uint8)
        _thing(rng, layer)
        soft = cv2.GaussianBlur(layer, (0, 0), 9)
        shadow = np.roll(soft, (6, 5), (0, 1)).astype(np.float32)[..., None] / 255
        cover = layer.astype(np.float32)[..., None] / 255
        tone, tint = rng.between((25, 235)), rng.rng.normal(0, 25, 3)
        look = np.clip(tone + tint, 8, 250).astype(np.float32) * (1 + 0.05 * fine)
        ground = pixels * (1 - 0.45 * shadow)
        pixels = np.asarray(ground + (look - ground) * cover, np.float32)
    return np.asarray(pixels + _grain(rng, 2), np.float32)


def _thing(rng: Chance, layer: NDArray[np.uint8]) -> None:
    at = rng.rng.uniform(0, SIDE_PX, 2)
    angle = rng.between((0, 180))
    kind = rng.choose(("slab", "slab", "pen", "coin", "lead"))
    if kind == "coin":
        radius = rng.whole(20, 70)
        cv2.circle(layer, at.astype(int).tolist(), radius, 255, -1, cv2.LINE_AA)
    elif kind == "lead":
        points = at + np.cumsum(rng.rng.normal(0, 60, (8, 2)), axis=0)
        spline = cv2.resize(points.astype(np.float32), (2, 120), interpolation=cv2.INTER_CUBIC)
        cv2.polylines(layer, [np.round(spline).astype(np.int32)], False, 255, rng.whole(5, 14),
                      cv2.LINE_AA)  # fmt: skip
    else:
        size = (rng.between((250, 600)), rng.between((9, 22)))
        if kind == "slab":
            size = (rng.between((90, 420)), rng.between((60, 300)))
        box = cv2.boxPoints((at.tolist(), size, angle))
        cv2.fillConvexPoly(layer, np.round(box).astype(np.int32), 255, cv2.LINE_AA)


_DRAW: Final[dict[Surface, Callable[[Chance], Pixels]]] = {
    "wood": _wood,
    "cloth": _cloth,
    "paper": _paper,
    "marble": _marble,
    "clutter": _clutter,
    "light": _plain(120, 205, 8),
    "beige": _toned(((206, 192, 168), (188, 170, 142), (176, 164, 150)), 8.0),
    "dark": _plain(18, 70, 8),
    "white": _plain(226, 243, 4),
    "leather": _leather,
    "stone": _stone,
    "table": _table,
    "green": _green,
    "blue": _toned(((70, 100, 150), (52, 72, 120)), 8.0),
}
# As often as under 45 photographed cards, by eye: white, beige or grey 16, wood 11, black or dark
# stone 9, green 4, granite 2, patterned 2, blue 1.
SURFACES: Final[tuple[Surface, ...]] = (
    ("light",) * 7 + ("beige",) * 3 + ("white",) * 3 + ("paper",) * 2 + ("marble",)
    + ("wood",) * 10 + ("table",) + ("dark",) * 7 + ("leather",) * 2
    + ("green",) * 4 + ("stone",) * 2 + ("cloth", "clutter") + ("blue",)
)  # fmt: skip
# ... on which a pale card is hardly seen.
PALE: Final[tuple[Surface, ...]] = ("white", "white", "paper", "light")
