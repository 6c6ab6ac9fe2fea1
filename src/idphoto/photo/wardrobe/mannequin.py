"""A neutral figure to show a garment on: a head and a neck, and no more."""

from __future__ import annotations

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

_LIGHT: Final = Light(
    direction=(-0.35, -0.5, 0.79),
    colour=(1.0, 1.0, 1.0),
    ambient=0.5,
    exposure=1.0,
    grain=0.01,
    sharpness=0.6,
)
_SKIN: Final = (186.0, 152.0, 132.0)
GROUND: Final = (214.0, 220.0, 226.0)


def on_mannequin(garment: Garment, size_wh: tuple[int, int]) -> NDArray[np.uint8]:
    """The garment on a plain figure before a light ground: uint8 ``(H, W, 3)``.

    Raises:
        LibraryMissing: the drawing library is not installed.
    """
    width, height = size_wh
    body = _body(width / 2, _HEAD * height)
    layers = render_garment(garment, body, _LIGHT, size_wh)
    rgb = np.empty((height, width, 3), np.float32)
    rgb[...] = GROUND
    for sheet in (layers.back, _figure(body, size_wh, layers), layers.front):
        rgb += sheet.alpha[..., None] * (sheet.rgb - rgb)
    return (rgb + 0.5).astype(np.uint8)


def _body(centre: float, head: float) -> Body:
    chin = _CHIN * head
    return Body(
        neck_right=(centre - _NECK_HALF * head, chin + _NECK_BASE * head),
        neck_left=(centre + _NECK_HALF * head, chin + _NECK_BASE * head),
        pit=(centre, chin + _PIT * head),
        chin=(centre, chin),
        shoulder_right=(centre - _SHOULDER_HALF * head, chin + _SHOULDER * head),
        shoulder_left=(centre + _SHOULDER_HALF * head, chin + _SHOULDER * head),
        head_height_px=head,
        yaw_deg=0.0,
    )


def _figure(body: Body, size_wh: tuple[int, int], layers: GarmentLayers) -> RenderedLayer:
    """An egg on a cylinder, lit as the garment is, with its shade below the collar."""
    width, height = size_wh
    head, (centre, chin) = body.head_height_px, body.chin
    y, x = np.mgrid[:height, :width].astype(np.float32) + np.float32(0.5)
    light_x, light_y, light_z = _LIGHT.direction
    across = (x - centre) / (_NECK_HALF * head)
    away = np.sqrt(np.clip(1.0 - across**2, 0.0, 1.0))
    shaded = 0.5 + 0.5 * np.clip(across * light_x + away * light_z, 0.0, 1.0)
    # under the chin it is darker
    lit = shaded * (0.62 + 0.38 * np.clip((y - chin) / (0.25 * head), 0.0, 1.0)) * layers.shade
    # chest and shoulders, for low necklines
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
    neck = (drawn / np.float32(255.0)) * (np.abs(across) < 2.0)
    across, down = (x - centre) / (_SKULL_HALF * head), (y - chin + 0.5 * head) / (0.5 * head)
    square = across**2 + down**2
    away = np.sqrt(np.clip(1.0 - square, 0.0, 1.0))
    facing = np.clip(across * light_x + down * light_y + away * light_z, 0.0, 1.0)
    skull = np.clip((1.0 - square) * (0.1 * head), 0.0, 1.0)
    lit = lit + skull * (0.5 + 0.55 * facing - lit)
    rgb = np.clip(lit[..., None] * np.array(_SKIN, np.float32), 0, 255).astype(np.uint8)
    alpha: Field = np.maximum(neck, skull).astype(np.float32)
    return RenderedLayer(rgb, alpha)
