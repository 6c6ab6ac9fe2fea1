"""Which pixels are skin, by the landmarks and by the person's own skin colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.arrays import Mask
from idphoto.imaging.geometry import Box
from idphoto.photo.retouch.regions import (
    LEFT_BROW,
    LEFT_EYE,
    LIPS,
    NOSTRILS,
    RIGHT_BROW,
    RIGHT_EYE,
    FacePlan,
    fill,
)

# The colour model is fitted at this width of the face: it describes areas, not pores.
_MODEL_FACE_PX: Final = 64
# Lengths in widths of the face.
_FEATURE_MARGIN: Final = 0.02
_BROW_MARGIN: Final = 0.012
_SOFT: Final = 0.012
_INSET: Final = 0.06  # samples keep away from the outline, where hair and background begin
_AREA: Final = 0.03  # colours are compared after a blur of this: a blemish does not make a beard
# The least spread of one person's skin in CIE Lab, after even light is removed.
_LEAST_SPREAD: Final = np.array([6.0, 3.0, 4.0], np.float32)
_MOST_SPREAD: Final = np.array([14.0, 6.0, 7.0], np.float32)
_SURE, _UNSURE = 2.0, 3.5  # distance in spreads: skin below, none above
_TRIMS: Final = 2
_TRIM: Final = 2.5  # samples further off than this are of something else
_LEAST_SAMPLES: Final = 16


@dataclass(frozen=True, slots=True)
class Skin:
    """The skin of face and neck.

    ``box``: whole pixels of the photo. ``mask``: float32 ``(h, w)`` on them, 0–1; eyes, brows,
    lips, nostrils, beard, hair and the frames of glasses are left out.
    """

    box: Box
    mask: Mask

    @property
    def rows(self) -> slice:
        return slice(round(self.box.top), round(self.box.bottom))

    @property
    def columns(self) -> slice:
        return slice(round(self.box.left), round(self.box.right))


def find_skin(rgb: NDArray[np.uint8], alpha: NDArray[np.float32], plan: FacePlan) -> Skin:
    """The skin of the face and of the neck below it.

    ``rgb``: uint8 ``(H, W, 3)`` sRGB; ``alpha``: float32 ``(H, W)``, 0–1, the person.
    """
    box = plan.box((rgb.shape[1], rgb.shape[0]))
    skin = Skin(box, np.zeros((round(box.height), round(box.width)), np.float32))
    if not skin.mask.size:
        return skin
    unit = plan.width_px
    features = [plan.outline(part) for part in (RIGHT_EYE, LEFT_EYE, LIPS, NOSTRILS)]
    brows = [plan.outline(part) for part in (RIGHT_BROW, LEFT_BROW)]
    soft = _SOFT * unit
    closed = np.maximum(
        fill(features, box, _FEATURE_MARGIN * unit, soft),
        fill(brows, box, _BROW_MARGIN * unit, soft),
    )
    # softness is for the skin's side of the border
    closed[fill([*features, *brows], box) > 0.0] = 1.0
    face = fill([plan.forehead(), plan.neck()], box, 0.0, soft)
    inner = fill([plan.forehead()], box, -_INSET * unit)
    likely = _by_colour(rgb[skin.rows, skin.columns], inner * (closed < 0.02), unit)
    opaque = np.clip((alpha[skin.rows, skin.columns] - 0.8) / 0.2, 0.0, 1.0)
    return Skin(box, np.clip(face * (1.0 - closed) * likely * opaque, 0.0, 1.0))


def _by_colour(rgb: NDArray[np.uint8], samples: Mask, unit: float) -> Mask:
    """How likely each pixel is skin, by the colours of ``samples``; float32 ``(h, w)``, 0–1."""
    height, width = rgb.shape[:2]
    shrink = min(1.0, _MODEL_FACE_PX / unit)
    small_wh = max(2, round(width * shrink)), max(2, round(height * shrink))
    small = np.asarray(cv2.resize(rgb, small_wh, interpolation=cv2.INTER_AREA), np.uint8)
    chosen = cv2.resize(samples, small_wh, interpolation=cv2.INTER_AREA) > 0.9
    if chosen.sum() < _LEAST_SAMPLES:
        return np.zeros((height, width), np.float32)
    blurred = cv2.GaussianBlur(small, (0, 0), _AREA * unit * shrink)
    lab = cv2.cvtColor(blurred.astype(np.float32) / np.float32(255.0), cv2.COLOR_RGB2LAB)
    distance = _distance(np.asarray(lab, np.float32), chosen)
    likely = 1.0 - _smoothstep((distance - _SURE) / (_UNSURE - _SURE))
    return np.clip(cv2.resize(likely, (width, height), interpolation=cv2.INTER_LINEAR), 0.0, 1.0)


def _distance(lab: NDArray[np.float32], chosen: NDArray[np.bool_]) -> Mask:
    """Distance to the chosen pixels' colour, in its spreads, without a gradient of light.

    The model has a plane of lightness, so that a face lit from one side is all skin, and a single
    hue, so that a fringe is not. It is fitted again without outliers, since the samples may include
    a beard or a fringe.
    """
    height, width = lab.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    basis = np.stack([np.ones_like(x), x / width - 0.5, y / height - 0.5], axis=-1)
    places, samples = basis[chosen], lab[chosen]
    kept = np.ones(len(samples), bool)
    for turn in range(1 + _TRIMS):
        plane = np.linalg.lstsq(places[kept], samples[kept, 0], rcond=None)[0].astype(np.float32)
        residual = _even(samples, places, plane)
        middle = np.median(residual[kept], axis=0)
        spread = 1.4826 * np.median(np.abs(residual[kept] - middle), axis=0)
        spread = np.clip(spread, _LEAST_SPREAD, _MOST_SPREAD)
        trimmed = (((residual - middle) / spread) ** 2).sum(axis=-1) < _TRIM**2
        if turn == _TRIMS or trimmed.sum() < _LEAST_SAMPLES:
            break
        kept = trimmed
    apart = (_even(lab, basis, plane) - middle) / spread
    distance: Mask = np.sqrt((apart * apart).sum(axis=-1, dtype=np.float32))
    return distance


def _even(
    lab: NDArray[np.float32], places: NDArray[np.float32], plane: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Colours without a plane of lightness."""
    even = lab.copy()
    even[..., 0] -= places @ plane
    return even


def _smoothstep(t: Mask) -> Mask:
    t = np.clip(t, 0.0, 1.0)
    return t * t * (3.0 - 2.0 * t)
