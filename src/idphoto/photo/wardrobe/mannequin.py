"""A neutral figure to show a garment on: a head and a neck, and no more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.arrays import Field
from idphoto.photo.wardrobe.body import Body, Light
from idphoto.photo.wardrobe.garment import Garment
from idphoto.photo.wardrobe.render import GarmentLayers, RenderedLayer, render_garment

# In head heights, from the figure's middle and the photo's top: those of an average adult.
_HEAD: Final = 0.4  # of the photo's height
_CHIN: Final = 1.22
_NECK_HALF: Final = 0.245
_NECK_BASE: Final = 0.17  # below the chin
_PIT: Final = 0.36
_SHOULDER_HALF, _SHOULDER = 0.95, 0.4
_SKULL_HALF: Final = 0.35

STUDIO: Final = Light(
    direction=(-0.35, -0.5, 0.79),
    colour=(1.0, 1.0, 1.0),
    ambient=0.5,
    exposure=1.0,
    grain=0.01,
    sharpness=0.6,
)
_SKIN: Final = (186.0, 152.0, 132.0)
GROUND: Final = (214.0, 220.0, 226.0)


_BUST_SKIN: Final = (206.0, 190.0, 176.0)
# The bust: larger and without a head, so that the garment fills the picture.
_BUST_HEAD, _BUST_CHIN = 0.455, 0.13  # of the picture's height
_BUST_TOP: Final = 0.12  # the neck ends above the chin, in head heights
_CUT: Final = 0.055  # half the height of its cut, an ellipse
_CUT_LIGHT, _SHOULDER_LIGHT = 1.02, 0.9
_SUNK: Final = 0.05  # how far its shoulders lie below a person's, in head heights


def on_mannequin(garment: Garment, size_wh: tuple[int, int]) -> NDArray[np.uint8]:
    """The garment on a plain figure before a light ground: uint8 ``(H, W, 3)``.

    Raises:
        LibraryMissing: the drawing library is not installed.
    """
    width, height = size_wh
    head = _HEAD * height
    body = _body((width / 2, _CHIN * head), head)
    layers = render_garment(garment, body, STUDIO, size_wh)
    neck, skull = _neck(body, size_wh), _skull(body, size_wh)
    y, _ = _grid(size_wh)
    # under the chin it is darker
    shade = 0.62 + 0.38 * np.clip((y - body.chin[1]) / (0.25 * head), 0.0, 1.0)
    lit = neck.light * shade * layers.shade
    lit = lit + skull.alpha * (skull.light - lit)
    figure = _painted(lit, np.maximum(neck.alpha, skull.alpha), _SKIN)
    return laid((layers.back, figure, layers.front), plain_ground(size_wh))


def draw_on_bust(garment: Garment, size_wh: tuple[int, int]) -> NDArray[np.uint8]:
    """The garment on a bust before a light ground: uint8 ``(H, W, 3)``.

    Raises:
        LibraryMissing: the drawing library is not installed.
    """
    body = bust_body(size_wh[0] / 2, size_wh)
    layers = render_garment(garment, body, STUDIO, size_wh)
    return on_bust(layers, body, plain_ground(size_wh))


def bust_body(centre: float, size_wh: tuple[int, int], scale: float = 1.0) -> Body:
    """The body of a bust in the middle of a picture: without a head, and larger than life.

    ``centre``: the column of its middle. ``scale``: 1 fills the height; a smaller bust stands
    on the bottom edge.
    """
    height = size_wh[1]
    head = scale * _BUST_HEAD * height
    return _body((centre, height - scale * (1 - _BUST_CHIN) * height), head)


def on_bust(layers: GarmentLayers, body: Body, ground: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A garment, drawn for ``body`` in ``STUDIO``, on a bust before a ground.

    ``ground``: uint8 ``(H, W, 3)``, as is what is returned.
    """
    size_wh = ground.shape[1], ground.shape[0]
    neck, head = _neck(body, size_wh), body.head_height_px
    y, x = _grid(size_wh)
    centre, top = body.chin[0], body.chin[1] - _BUST_TOP * head
    across, down = (x - centre) / (_NECK_HALF * head), (y - top) / (_CUT * head)
    square = across**2 + down**2
    cut = np.clip((1.0 - square) * (0.5 * _CUT * head), 0.0, 1.0)
    below = np.clip(y - top + 0.5, 0.0, 1.0)
    # an uncovered shoulder would show as a line beside the collar
    sunk = np.roll(neck.alpha, round(_SUNK * head), axis=0)
    alpha = np.maximum(np.where(np.abs(across) < 1.0, neck.alpha, sunk) * below, cut)
    # shoulders beside the neck are lit from above; the cylinder has turned away from the light
    beside = np.clip((np.abs(across) - 1.0) / 0.04, 0.0, 1.0)
    lit = (neck.light + beside * (_SHOULDER_LIGHT - neck.light)) * layers.shade
    lit = lit + cut * (_CUT_LIGHT - lit)
    return laid((layers.back, _painted(lit, alpha, _BUST_SKIN), layers.front), ground)


def laid(sheets: Iterable[RenderedLayer], ground: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The layers over a ground, the first one at the bottom: uint8 ``(H, W, 3)``."""
    rgb = ground.astype(np.float32)
    for sheet in sheets:
        rgb += sheet.alpha[..., None] * (sheet.rgb - rgb)
    return (rgb + 0.5).astype(np.uint8)


def plain_ground(size_wh: tuple[int, int]) -> NDArray[np.uint8]:
    """The light ground of the wardrobe's pictures: uint8 ``(H, W, 3)``."""
    width, height = size_wh
    ground = np.empty((height, width, 3), np.uint8)
    ground[...] = GROUND
    return ground


@dataclass(frozen=True, slots=True)
class _Lit:
    """``light``, ``alpha``: float32 ``(H, W)``."""

    light: Field
    alpha: Field


def _body(chin: tuple[float, float], head: float) -> Body:
    centre, low = chin
    return Body(
        neck_right=(centre - _NECK_HALF * head, low + _NECK_BASE * head),
        neck_left=(centre + _NECK_HALF * head, low + _NECK_BASE * head),
        pit=(centre, low + _PIT * head),
        chin=chin,
        shoulder_right=(centre - _SHOULDER_HALF * head, low + _SHOULDER * head),
        shoulder_left=(centre + _SHOULDER_HALF * head, low + _SHOULDER * head),
        head_height_px=head,
        yaw_deg=0.0,
    )


def _grid(size_wh: tuple[int, int]) -> tuple[Field, Field]:
    width, height = size_wh
    y, x = np.mgrid[:height, :width].astype(np.float32) + np.float32(0.5)
    return y, x


def _neck(body: Body, size_wh: tuple[int, int]) -> _Lit:
    """A cylinder, lit as the garment is, with chest and shoulders for low necklines."""
    width, height = size_wh
    head, (centre, chin) = body.head_height_px, body.chin
    _, x = _grid(size_wh)
    light_x, _, light_z = STUDIO.direction
    across = (x - centre) / (_NECK_HALF * head)
    away = np.sqrt(np.clip(1.0 - across**2, 0.0, 1.0))
    shaded = 0.5 + 0.5 * np.clip(across * light_x + away * light_z, 0.0, 1.0)
    shoulders = np.array(
        [
            (centre - _NECK_HALF * head, chin - 0.3 * head),
            (centre + _NECK_HALF * head, chin - 0.3 * head),
            body.neck_left,
            body.shoulder_left,
            (body.shoulder_left[0], 2.0 * height),
            (body.shoulder_right[0], 2.0 * height),
            body.shoulder_right,
            body.neck_right,
        ]
    )
    drawn = np.zeros((height, width), np.uint8)
    cv2.fillPoly(drawn, [np.rint(shoulders * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    # only what the garment is about to cover, or stands in its neckline
    alpha = (drawn / np.float32(255.0)) * (np.abs(across) < 2.0)
    return _Lit(shaded, alpha.astype(np.float32))


def _skull(body: Body, size_wh: tuple[int, int]) -> _Lit:
    """An egg, lit as the garment is."""
    head, (centre, chin) = body.head_height_px, body.chin
    y, x = _grid(size_wh)
    across, down = (x - centre) / (_SKULL_HALF * head), (y - chin + 0.5 * head) / (0.5 * head)
    square = across**2 + down**2
    away = np.sqrt(np.clip(1.0 - square, 0.0, 1.0))
    light_x, light_y, light_z = STUDIO.direction
    facing = np.clip(across * light_x + down * light_y + away * light_z, 0.0, 1.0)
    inside = np.clip((1.0 - square) * (0.1 * head), 0.0, 1.0)
    return _Lit(np.asarray(0.5 + 0.55 * facing, np.float32), inside.astype(np.float32))


def _painted(lit: Field, alpha: Field, skin: tuple[float, float, float]) -> RenderedLayer:
    rgb = np.clip(lit[..., None] * np.array(skin, np.float32), 0, 255).astype(np.uint8)
    return RenderedLayer(rgb, np.asarray(alpha, np.float32))
