"""Spoil good pictures on purpose, by known amounts: pure functions on uint8 ``(H, W, 3)`` sRGB.

Light is multiplied and averaged where cameras do it, in linear light. Results have the picture's
size, so that landmarks stay where they are.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.arrays import Pixels
from idphoto.imaging.colour import LUMINANCE, to_linear, to_srgb8


def lit(rgb: Pixels, times: float) -> Pixels:
    """As if ``times`` as much light had reached the sensor; what exceeds its range is clipped."""
    return tinted(rgb, (times, times, times))


def tinted(rgb: Pixels, gains: tuple[float, float, float]) -> Pixels:
    """In coloured light: red, green and blue of linear light times ``gains``."""
    return to_srgb8(np.clip(to_linear(rgb) * np.array(gains, np.float32), 0, 1))


def shaded(rgb: Pixels, x: float, soft_px: float, times: float) -> Pixels:
    """The side left of column ``x`` gets ``times`` as much light. ``soft_px``: the width of the
    transition."""
    columns = np.arange(rgb.shape[1]) + 0.5
    share = np.clip((columns - x) / max(soft_px, 1e-6) + 0.5, 0, 1)
    gain = (times + (1 - times) * share).astype(np.float32)
    return to_srgb8(np.clip(to_linear(rgb) * gain[None, :, None], 0, 1))


def greyed(rgb: Pixels) -> Pixels:
    """Without colour: three equal channels of the same luminance."""
    grey = to_linear(rgb) @ LUMINANCE
    return to_srgb8(np.repeat(grey[..., None], 3, axis=2))


def sepia(rgb: Pixels) -> Pixels:
    """Toned in brown, as old prints are: every colour follows from the brightness."""
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)[..., None]
    tone = grey * np.array([1.0, 0.86, 0.67], np.float32) + np.array([18, 10, 4], np.float32)
    return np.clip(tone, 0, 255).astype(np.uint8)


def defocused(rgb: Pixels, sigma_px: float) -> Pixels:
    """Out of focus: a Gaussian of ``sigma_px``."""
    return cv2.GaussianBlur(rgb, (0, 0), sigma_px)  # type: ignore[return-value]


def shaken(rgb: Pixels, length_px: float, angle_deg: float = 0.0) -> Pixels:
    """Smeared along a line of ``length_px``, as by a hand that moves."""
    reach = math.ceil(length_px / 2) + 1
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    turn = math.radians(angle_deg)
    for step in np.linspace(-length_px / 2, length_px / 2, 8 * reach + 1):
        x, y = reach + step * math.cos(turn), reach + step * math.sin(turn)
        kernel[round(y), round(x)] += 1
    return cv2.filter2D(rgb, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE)  # type: ignore[return-value]


def enlarged(rgb: Pixels, times: float, interpolation: int = cv2.INTER_CUBIC) -> Pixels:
    """With the detail of a picture 1/``times`` as large, which was enlarged."""
    height, width = rgb.shape[:2]
    small = max(1, round(width / times)), max(1, round(height / times))
    shrunk = cv2.resize(rgb, small, interpolation=cv2.INTER_AREA)
    return cv2.resize(shrunk, (width, height), interpolation=interpolation)  # type: ignore[return-value]


def compressed(rgb: Pixels, quality: int) -> Pixels:
    """Saved as a JPEG of ``quality``, 1–100, and read again."""
    _, data = cv2.imencode(
        ".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality]
    )
    bgr = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR))
    return cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)  # type: ignore[return-value]


def grained(rgb: Pixels, sigma: float, seed: int = 0) -> Pixels:
    """With a sensor's noise: a standard deviation of ``sigma`` codes."""
    noise: NDArray[np.float64] = np.random.default_rng(seed).normal(0, sigma, rgb.shape)
    return np.clip(rgb + noise, 0, 255).round().astype(np.uint8)
