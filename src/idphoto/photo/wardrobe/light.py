"""The light a photo was taken in, read from the face, and how the camera rendered it."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.face.outline import coarse_oval, face_outline
from idphoto.imaging.arrays import Field
from idphoto.imaging.colour import LUMINANCE, to_linear
from idphoto.imaging.filters import high_pass
from idphoto.models.face_mesh import LEFT_EYE_CORNERS, RIGHT_EYE_CORNERS
from idphoto.photo.wardrobe.body import Light

# A studio's light: from above, a little in front. Where the face tells nothing it is this.
_USUAL: Final = np.array([0.0, -0.5, 0.87])
_USUAL_WEIGHT: Final = 0.03
_NEIGHBOURS: Final = 9
_ROUNDS: Final = 3
_AMBIENT_RANGE: Final = (0.25, 0.8)
# Eyes, brows and lips in the canonical model: their landmarks show no skin.
_FEATURES: Final = (
    *(33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246),
    *(263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466),
    *(70, 63, 105, 66, 107, 55, 65, 52, 53, 46, 300, 293, 334, 296, 336, 285, 295, 282, 283, 276),
    *(61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185),
    *(78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191),
)  # fmt: skip
_RIGHT_LIDS: Final = (33, 160, 158, 133, 153, 144)
_LEFT_LIDS: Final = (362, 385, 387, 263, 373, 380)
# Skin of all tones, lit neutrally, in linear sRGB: red and blue over green (from the reflectances
# of the Fitzpatrick types: 1.35–1.9 and 0.55–0.8). The eye's white is yellowish.
_SKIN_RATIOS: Final = np.array([1.55, 0.68])
_WHITE_RATIOS: Final = np.array([1.12, 0.88])
# How much of a deviation is the light's doing and not the person's; and what cameras leave of it.
_SKIN_TRUST: Final = 0.3
_WHITE_TRUST: Final = 0.55
_GAIN_RANGE: Final = (0.88, 1.14)
# An eye narrower than this shows no white worth measuring.
_LEAST_EYE_PX: Final = 18.0
# A well exposed face, in linear luminance: between fair and dark skin.
_USUAL_FACE: Final = 0.3
_EXPOSURE_TRUST: Final = 0.35
_EXPOSURE_RANGE: Final = (0.7, 1.15)
# A step edge on a pixel grid, through Sobel's kernel, is as wide as a blur of this sigma.
_PIXEL_SIGMA: Final = 0.65
_MAX_SHARPNESS: Final = 2.5
_MAX_GRAIN: Final = 0.03


def estimate_light(rgb: NDArray[np.uint8], alpha: Field, mesh: NDArray[np.float64]) -> Light:
    """The light on a face.

    ``rgb``: uint8 ``(H, W, 3)``; ``alpha``: float32 ``(H, W)``, 0–1, the person's matte; ``mesh``:
    float64 ``(478, 3)``, the landmarks in the photo's pixels, levelled, z smaller when nearer.
    """
    window = _window(mesh, alpha.shape)
    face = rgb[window]
    points = mesh - (window[1].start, window[0].start, 0.0)
    linear = to_linear(face)
    direction, ambient, level = _key_light(linear, points)
    return Light(
        direction=direction,
        colour=_colour(linear, points),
        ambient=ambient,
        exposure=float(np.clip((level / _USUAL_FACE) ** _EXPOSURE_TRUST, *_EXPOSURE_RANGE)),
        grain=_grain(rgb, alpha),
        sharpness=_sharpness(face),
    )


def _window(mesh: NDArray[np.float64], shape: tuple[int, ...]) -> tuple[slice, slice]:
    """Rows and columns of the face."""
    outline = face_outline(mesh)
    left, top = np.floor(outline.min(axis=0)).astype(int) - 2
    right, bottom = np.ceil(outline.max(axis=0)).astype(int) + 2
    top, left = min(max(0, top), shape[0] - 8), min(max(0, left), shape[1] - 8)
    return slice(top, max(top + 8, bottom)), slice(left, max(left + 8, right))


# --- the key light ------------------------------------------------------------------------------


def _key_light(
    linear: Field, points: NDArray[np.float64]
) -> tuple[tuple[float, float, float], float, float]:
    """Direction, share of ambient light, and the face's luminance.

    Luminance is fitted by the first-order spherical harmonics of the normals (Basri and Jacobs,
    2003: L = a + b·n), robustly: b points to the light.
    """
    luminance = cv2.GaussianBlur(linear @ LUMINANCE, (0, 0), 1.0 + 0.01 * linear.shape[0])
    points = np.delete(points, _FEATURES, axis=0)
    normals = _normals(points)
    rows, columns = luminance.shape
    x, y = points[:, 0].astype(int), points[:, 1].astype(int)
    # at the rim hair and background mix in
    skin = (x >= 0) & (x < columns) & (y >= 0) & (y < rows) & (normals[:, 2] > 0.35)
    if skin.sum() < 20:
        return _unit(_USUAL), 0.5, _USUAL_FACE
    seen, n = luminance[y[skin], x[skin]].astype(np.float64), normals[skin]
    level = max(1e-4, float(np.median(seen)))
    seen = seen / level
    design = np.column_stack([np.ones(len(n)), n])
    # a ridge towards the usual light, for faces lit evenly
    pull = _USUAL_WEIGHT * len(n) * np.diag([0.0, 1.0, 1.0, 1.0])
    target = pull @ np.concatenate([[0.0], 0.5 * _USUAL])
    weights = np.ones(len(n))
    solution = np.zeros(4)
    for _ in range(_ROUNDS):
        weighted = design * weights[:, None]
        solution = np.linalg.solve(design.T @ weighted + pull, weighted.T @ seen + target)
        left_over = np.abs(seen - design @ solution)
        # beards, glints and cast shadows are no shading
        weights = 1.0 / (1.0 + (left_over / 0.12) ** 2)
    key = solution[1:].copy()
    key[2] = max(key[2], 0.15)
    strength = float(np.linalg.norm(key))
    ambient = solution[0] / max(1e-6, solution[0] + strength)
    return _unit(key), float(np.clip(ambient, *_AMBIENT_RANGE)), level


def _normals(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The surface's normals at the landmarks: a plane through each one's neighbours.

    x right, y down, z towards the camera: ``(N, 3)``.
    """
    flat = points[:, :2]
    flat = (flat - flat.mean(axis=0)).astype(np.float32)
    lengths = np.einsum("ij,ij->i", flat, flat)
    apart = lengths[None] - 2.0 * flat @ flat.T  # but for a constant of each row, squared
    nearest = np.argpartition(apart, _NEIGHBOURS, axis=1)[:, :_NEIGHBOURS]
    around = points[nearest] - points[nearest].mean(axis=1, keepdims=True)
    x, y, height = around[..., 0], around[..., 1], -around[..., 2]
    xx, yy, xy = (x * x).sum(1), (y * y).sum(1), (x * y).sum(1)
    xh, yh = (x * height).sum(1), (y * height).sum(1)
    det = np.maximum(xx * yy - xy * xy, 1e-9)
    slope_x, slope_y = (yy * xh - xy * yh) / det, (xx * yh - xy * xh) / det
    normals = np.column_stack([-slope_x, -slope_y, np.ones(len(points))])
    return normals / np.linalg.norm(normals, axis=1, keepdims=True)  # type: ignore[no-any-return]


def _unit(vector: NDArray[np.float64]) -> tuple[float, float, float]:
    x, y, z = vector / np.linalg.norm(vector)
    return float(x), float(y), float(z)


# --- colour -------------------------------------------------------------------------------------


def _colour(linear: Field, points: NDArray[np.float64]) -> tuple[float, float, float]:
    """The light's gains, from skin and eye whites; green is held at the mean of 1."""
    inside = coarse_oval(face_outline(points), linear.shape[:2])
    skin = np.median(linear[inside > 0], axis=0) if inside.any() else np.ones(3)
    shift = _SKIN_TRUST * _deviation(skin, _SKIN_RATIOS)
    white = _eye_white(linear, points)
    if white is not None:
        shift = (shift + _WHITE_TRUST * _deviation(white, _WHITE_RATIOS)) / 2
    gains = np.exp([shift[0], 0.0, shift[1]])
    gains = np.clip(gains / float(gains @ LUMINANCE), *_GAIN_RANGE)
    return float(gains[0]), float(gains[1]), float(gains[2])


def _deviation(colour: NDArray[np.floating], usual: NDArray[np.float64]) -> NDArray[np.float64]:
    red, green, blue = np.maximum(np.asarray(colour, np.float64), 1e-4)
    return np.clip(np.log(np.array([red / green, blue / green]) / usual), -0.7, 0.7)


def _eye_white(linear: Field, points: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """The mean colour of the eyes' whites; None where there is too little of them."""
    found = []
    for lids, corners in ((_RIGHT_LIDS, RIGHT_EYE_CORNERS), (_LEFT_LIDS, LEFT_EYE_CORNERS)):
        width = float(np.hypot(*(points[corners[0], :2] - points[corners[1], :2])))
        if width < _LEAST_EYE_PX:
            continue
        eye = np.zeros(linear.shape[:2], np.uint8)
        cv2.fillPoly(eye, [np.round(points[list(lids), :2]).astype(np.int32)], 1)
        pixels = linear[cv2.erode(eye, np.ones((3, 3), np.uint8)) > 0]
        if len(pixels) < 12:
            continue
        light = pixels @ LUMINANCE
        low, high = np.percentile(light, (60, 92))
        white = pixels[(light >= low) & (light <= high)].mean(axis=0)
        # an iris, or skin, is more colourful than any white in plausible light
        if white.max() < 2.2 * max(1e-4, float(white.min())):
            found.append(white)
    return np.mean(found, axis=0) if found else None


# --- the camera ---------------------------------------------------------------------------------


def _grain(rgb: NDArray[np.uint8], alpha: Field) -> float:
    """The noise of flat parts: what a small blur takes away, in the quietest blocks."""
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255.0
    noise = high_pass(grey)
    side = 12
    rows, columns = grey.shape[0] // side, grey.shape[1] // side
    if not rows or not columns:
        return 0.0
    blocks = cv2.resize(
        (noise * noise)[: rows * side, : columns * side],
        (columns, rows),
        interpolation=cv2.INTER_AREA,
    )
    solid = cv2.resize(alpha, (columns, rows), interpolation=cv2.INTER_AREA) > 0.97
    level = cv2.resize(grey, (columns, rows), interpolation=cv2.INTER_AREA)
    # black cloth, and what is burnt out, shows no noise
    usable = blocks[solid & (level > 0.12) & (level < 0.94)]
    if usable.size < 8:
        return 0.0
    return float(min(np.sqrt(np.percentile(usable, 25)), _MAX_GRAIN))


def _sharpness(face: NDArray[np.uint8]) -> float:
    """The blur of the face's sharpest edges (Zhuo and Sim, 2011).

    An edge of blur s loses gradient by sqrt(1 + s0² / s²) when blurred by s0 more.
    """
    grey = cv2.cvtColor(face, cv2.COLOR_RGB2GRAY).astype(np.float32)
    before = _gradient(grey)
    after = _gradient(np.asarray(cv2.GaussianBlur(grey, (0, 0), 1.0), np.float32))
    strong = before >= max(float(np.percentile(before, 97)), 4.0)
    if strong.sum() < 10:
        return _MAX_SHARPNESS / 2
    ratio = before[strong] / np.maximum(after[strong], 1e-3)
    sigmas = 1.0 / np.sqrt(np.maximum(ratio * ratio - 1.0, 0.05))
    sigma = float(np.percentile(sigmas, 30))
    return float(np.clip(np.sqrt(max(0.0, sigma**2 - _PIXEL_SIGMA**2)), 0.0, _MAX_SHARPNESS))


def _gradient(grey: Field) -> Field:
    x, y = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    return cv2.magnitude(x, y)  # type: ignore[return-value]
