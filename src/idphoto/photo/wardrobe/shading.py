"""Light on the painted cloth: key and fill, highlights, what shades what."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.arrays import Field
from idphoto.photo.wardrobe.body import Body, Light
from idphoto.photo.wardrobe.canvas import GarmentCanvas
from idphoto.photo.wardrobe.fields import blurred

# Radius in head heights and strength of the occlusion by what lies around higher.
_HOLLOWS: Final = ((0.008, 0.26), (0.032, 0.46))
# Shadows of the key light are looked for at these distances, in head heights.
_REACH: Final = (0.008, 0.02, 0.04, 0.07)
_PENUMBRA: Final = 0.022
_SHADOW: Final = 0.75  # of the key light, at most: studio lights are large
_FALL: Final = 0.22  # by how much light weakens a head height farther down
_TURN: Final = 30.0  # degrees: a body turned farther cannot be dressed anyway
# The highlights of ``weave.SURFACES`` are on these scales.
_SHINE: Final = np.float32(0.35)
_TIGHT: Final = np.float32(3.0)
_SKY: Final = 0.35  # how much more fill comes from above than from below
# The lower face as an ellipsoid that stands so far in front of the neck's base.
_JAW: Final = (0.30, 0.34)
_JAW_AHEAD: Final = 0.30
_JAW_SHADOW: Final = 0.62
_JAW_CLOSE: Final = 0.35


def shaded(canvas: GarmentCanvas, body: Body, light: Light) -> NDArray[np.float32]:
    """Linear RGB of the cloth in this light: float32 ``(H, W, 3)``, not limited to 1."""
    lx, ly, lz = _usable(light.direction)
    # a torso turned to the picture's right falls away on that side
    slope_x = canvas.slope_x - np.float32(np.tan(np.deg2rad(np.clip(body.yaw_deg, -_TURN, _TURN))))
    inverse = 1 / np.sqrt(slope_x**2 + canvas.slope_y**2 + 1)
    # the normal is (-slope_x, -slope_y, 1) / length
    facing = (lz - lx * slope_x - ly * canvas.slope_y) * inverse
    up = canvas.slope_y * inverse
    open_sky, jaw = _hollows(canvas), _jaw(canvas, body, (lx, ly, lz))
    key = np.maximum((facing + canvas.wrap) / (1 + canvas.wrap), 0)
    key *= (1 - np.float32(_SHADOW) * _cast(canvas, (lx, ly, lz))) * (1 - jaw[0])
    fill = (1 + np.float32(_SKY) * up) * open_sky * (1 - jaw[1])
    ambient = np.float32(light.ambient)
    level = ambient + (1 - ambient) * lz  # cloth that faces the camera is as designed
    diffuse = (ambient * fill + (1 - ambient) * key * np.sqrt(open_sky)) / level
    # velvet's pile lights up where it is seen from the side
    grazing = (1 - inverse * inverse) * 3
    diffuse = diffuse * (1 + canvas.nap * (grazing - np.float32(0.35)))
    radiance = canvas.colour * diffuse[..., None]
    radiance += (_gloss(canvas, slope_x, inverse, (lx, ly, lz)) * key * open_sky / level)[..., None]
    # lamps hang above: the chest is farther from them than the collar
    radiance /= 1 + np.float32(_FALL * max(-ly, 0.0)) * np.maximum(canvas.y + 0.3, 0)[..., None]
    gains = np.array(light.colour, np.float32) * np.float32(light.exposure)
    return np.asarray(radiance * gains, np.float32)


def _usable(direction: tuple[float, float, float]) -> tuple[float, float, float]:
    """A unit vector from in front of the picture: light from behind leaves cloth to the fill."""
    x, y, z = direction
    z = max(z, 0.25)
    length = float(np.sqrt(x * x + y * y + z * z))
    return x / length, y / length, z / length


def _gloss(
    canvas: GarmentCanvas, slope_x: Field, inverse: Field, light: tuple[float, float, float]
) -> Field:
    """Blinn's highlight: strongest where the normal halves the way from light to camera."""
    lx, ly, lz = light
    length = float(np.sqrt(lx * lx + ly * ly + (lz + 1) ** 2))
    hx, hy, hz = lx / length, ly / length, (lz + 1) / length
    half = np.maximum((hz - hx * slope_x - hy * canvas.slope_y) * inverse, 1e-3)
    return np.asarray(
        _SHINE * canvas.gloss * np.exp(_TIGHT * canvas.tight * np.log(half)), np.float32
    )


def _hollows(canvas: GarmentCanvas) -> Field:
    """How open each point is to light from all around: float32, 0–1."""
    open_sky = np.ones_like(canvas.height)
    for radius, strength in _HOLLOWS:
        above = blurred(canvas.height, radius * canvas.unit_px) - canvas.height
        open_sky *= 1 - np.float32(strength) * np.clip(above / np.float32(0.4 * radius), 0, 1)
    return open_sky


def _cast(canvas: GarmentCanvas, light: tuple[float, float, float]) -> Field:
    """How far each point lies in the shadow of cloth between it and the key light: 0–1."""
    lx, ly, lz = light
    flat = float(np.hypot(lx, ly))
    shadow = np.zeros_like(canvas.height)
    if flat < 0.05:
        return shadow
    for reach in _REACH:
        dx, dy = reach * canvas.unit_px * lx / flat, reach * canvas.unit_px * ly / flat
        shift = np.array([[1, 0, dx], [0, 1, dy]], np.float32)
        size = (canvas.height.shape[1], canvas.height.shape[0])
        towards = cv2.warpAffine(
            canvas.height, shift, size,
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE,
        )  # fmt: skip
        above = towards - canvas.height - np.float32(reach * lz / flat)
        shadow = np.maximum(shadow, np.clip(above / np.float32(_PENUMBRA) + 0.25, 0, 1))
    return blurred(shadow, 0.004 * canvas.unit_px)


def _jaw(
    canvas: GarmentCanvas, body: Body, light: tuple[float, float, float]
) -> tuple[Field, Field]:
    """Share of the key light and of the fill that the lower face keeps from the cloth."""
    lx, ly, lz = light
    unit = np.float32(body.head_height_px)
    px = np.arange(canvas.window.width, dtype=np.float32)[None, :] + canvas.window.left
    py = np.arange(canvas.window.height, dtype=np.float32)[:, None] + canvas.window.top
    x = (px - np.float32(body.chin[0])) / unit
    y = (py - np.float32(body.chin[1])) / unit + np.float32(_JAW[1])
    away = _JAW_AHEAD / max(lz, 0.4)
    cast = ((x + lx * away) / _JAW[0]) ** 2 + ((y + ly * away) / _JAW[1]) ** 2
    close = (x / _JAW[0]) ** 2 + (y / (1.35 * _JAW[1])) ** 2
    key = np.float32(_JAW_SHADOW) * np.clip((1.35 - cast) / 0.7, 0, 1)
    fill = np.float32(_JAW_CLOSE) * np.clip((1.6 - close) / 1.1, 0, 1)
    return key.astype(np.float32), fill.astype(np.float32)
