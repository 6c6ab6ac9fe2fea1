"""The edge of a cut-out: alpha refined along the picture's edges, and the person's own colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.arrays import Alpha, Mask, Rgb

# Lengths are fractions of the picture's longer side; values are for colours 0–1. On 30 composites
# with exact alpha, halving or doubling any of them changes the error by less than a tenth.
_GUIDE_RADIUS: Final = 0.012
_GUIDE_EPS: Final = 1e-4
# Alpha below this is more often uncertainty of the network than a hair.
_VEIL: Final = 0.06
# Outlines that are not hair are sharper than the filter leaves them.
_CRISP: Final = 2.0
_COLOUR_RADII: Final = (0.09, 0.03, 0.007)
_COLOUR_SHRINKS: Final = (8, 4, 2)
# A pixel with up to this alpha still shows some of the background's colour.
_BARE: Final = 0.1
_BEHIND_RADII: Final = (0.004, 0.012, 0.036)
_ENOUGH: Final = 0.1  # least share of a window that must be bare to estimate the colour there


def refine_edges(rgb: NDArray[np.uint8], alpha: Alpha, soft: Mask) -> Alpha:
    """``alpha`` redrawn along the picture's own edges, only near its contour.

    ``rgb``: uint8 ``(H, W, 3)``; ``alpha``: float32 ``(H, W)``, 0–1; ``soft``: the same, where hair
    may be see-through. All on one grid, as is the result. A guided filter with a colour guide (He
    et al., 2013) fits alpha as a linear function of colour in small windows. Where hair and
    background differ in colour, it follows single strands.
    """
    longest = max(alpha.shape)
    radius = max(2, round(_GUIDE_RADIUS * longest))
    rows, columns = _bounds((alpha > 0.02) & (alpha < 0.98), 4 * radius)
    refined = alpha.copy()
    if refined[rows, columns].size:
        guide = rgb[rows, columns].astype(np.float32) / 255.0
        refined[rows, columns] = _guided(guide, alpha[rows, columns], radius)
    lifted: Alpha = (refined - _VEIL) / (1.0 - _VEIL)
    contrast = soft + (1.0 - soft) * _CRISP
    return np.asarray(np.clip((lifted - 0.5) * contrast + 0.5, 0.0, 1.0), np.float32)


def true_colours(rgb: NDArray[np.uint8], alpha: Alpha) -> Rgb:
    """The person's colours without the old background: float32 ``(H, W, 3)``, 0–1.

    ``rgb``: uint8 ``(H, W, 3)``; ``alpha``: float32 ``(H, W)``, 0–1. Solves I = αF + (1 − α)B for F
    by blurring the certain colours of both sides into the edge, from coarse to fine, and adding the
    remaining difference to F each time (blur fusion: Forte, 2021). Where alpha is 0 or 1, F is the
    picture.
    """
    image = rgb.astype(np.float32) / 255.0
    longest = max(alpha.shape)
    rows, columns = _bounds((alpha > 0.0) & (alpha < 1.0), round(_COLOUR_RADII[0] * longest))
    part, a = image[rows, columns], alpha[rows, columns]
    if part.size == 0:
        return image
    size = a.shape[1], a.shape[0]
    front = back = part
    for radius, shrink in zip(_COLOUR_RADII, _COLOUR_SHRINKS, strict=True):
        small = max(1, size[0] // shrink), max(1, size[1] // shrink)
        coarse, coarse_a = _resized(part, small), _resized(a, small)
        front, back = _resized(front, small), _resized(back, small)
        front = _explained(coarse, coarse_a[..., None], front, back)
        front, back = _spread(front, back, coarse_a, radius * longest / shrink)
    edge = (a > 0.0) & (a < 1.0)  # a small part of the picture
    front, back = _resized(front, size)[edge], _resized(back, size)[edge]
    part[edge] = _explained(part[edge], a[edge][:, None], front, back)
    return image


def background_behind(rgb: NDArray[np.uint8], alpha: Alpha) -> NDArray[np.uint8]:
    """The background, continued a little way behind the person: uint8 ``(H, W, 3)``.

    ``rgb``: uint8 ``(H, W, 3)``; ``alpha``: float32 ``(H, W)``, 0–1. Where alpha is 0 it is the
    picture. Behind the person's edge it is the nearest background, more blurred further in. Deep
    behind the person, where nobody will see it, it is the picture again.
    """
    bare = 1.0 - np.clip(alpha / _BARE, 0.0, 1.0)
    picture = rgb.astype(np.float32)
    found, known = picture * bare[..., None], bare
    for radius in _BEHIND_RADII:
        k = (2 * max(1, round(radius * max(alpha.shape))) + 1,) * 2
        weight = cv2.blur(bare, k)
        near = cv2.blur(picture * bare[..., None], k) / np.maximum(weight, 1e-5)[..., None]
        share = (1.0 - known) * np.clip(weight / _ENOUGH, 0.0, 1.0)
        found += share[..., None] * near
        known = known + share
    found += (1.0 - known)[..., None] * picture
    rounded: NDArray[np.uint8] = np.clip(found + 0.5, 0, 255).astype(np.uint8)
    return rounded


def to_rgba(colours: Rgb, alpha: Alpha) -> NDArray[np.uint8]:
    """uint8 ``(H, W, 4)``, straight alpha; black where alpha is 0, to keep no background."""
    rgba = (np.dstack([colours, alpha]) * 255.0 + 0.5).astype(np.uint8)
    rgba[rgba[..., 3] == 0] = 0
    return rgba


def _explained(image: Rgb, alpha: Alpha, front: Rgb, back: Rgb) -> Rgb:
    """``front``, corrected by the difference between the picture and the mix of both sides."""
    left_over = image - alpha * front - (1.0 - alpha) * back
    return np.clip(front + alpha * left_over, 0.0, 1.0)  # type: ignore[no-any-return]


def _spread(front: Rgb, back: Rgb, alpha: Alpha, radius: float) -> tuple[Rgb, Rgb]:
    """Both sides' colours, each blurred over ``radius`` pixels from where it is certain."""
    a = alpha[..., None]
    k = (2 * max(1, round(radius / 2)) + 1,) * 2
    weight = cv2.blur(a, k)[..., None]
    return (
        cv2.blur(front * a, k) / (weight + 1e-5),
        cv2.blur(back * (1.0 - a), k) / (1.0 - weight + 1e-5),
    )


def _resized(image: NDArray[np.float32], size_wh: tuple[int, int]) -> NDArray[np.float32]:
    if (image.shape[1], image.shape[0]) == size_wh:
        return image
    how = cv2.INTER_AREA if size_wh[0] < image.shape[1] else cv2.INTER_LINEAR
    return cv2.resize(image, size_wh, interpolation=how)  # type: ignore[return-value]


def _bounds(which: NDArray[np.bool_], margin: int) -> tuple[slice, slice]:
    """Rows and columns of the box round ``which``, grown; empty slices where it is empty."""
    left, top, width, height = cv2.boundingRect(which.astype(np.uint8))
    if not width:
        return slice(0), slice(0)
    return (
        slice(max(0, top - margin), top + height + margin),
        slice(max(0, left - margin), left + width + margin),
    )


def _guided(guide: Rgb, target: Alpha, radius: int) -> Alpha:
    """The guided filter of ``target`` by a colour ``guide``, with windows of ``2·radius + 1``.

    The linear coefficients are found on a grid half as fine and applied on the full one: the fast
    guided filter (He and Sun, 2015).
    """
    size = target.shape[1], target.shape[0]
    small = (size[0] + 1) // 2, (size[1] + 1) // 2
    fit = LinearFit.of(_resized(guide, small), max(1, round(radius / 2)), _GUIDE_EPS)
    slope, offset = fit.to(_resized(target, small))
    slope, offset = _resized(slope, size), _resized(offset, size)
    return np.clip((slope * guide).sum(axis=-1) + offset, 0.0, 1.0)  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class LinearFit:
    """The guided filter's part that depends only on the guide, for any number of targets.

    ``guide``: float32 ``(H, W, 3)``, 0–1. ``window``: the windows' size. ``mean``: ``(H, W, 3)``,
    of each window's colours; ``inverse``: their covariance's, three rows of three ``(H, W)``.
    """

    guide: Rgb
    window: tuple[int, int]
    mean: Rgb
    inverse: tuple[tuple[Alpha, Alpha, Alpha], ...]

    @classmethod
    def of(cls, guide: Rgb, radius: int, eps: float) -> LinearFit:
        """For windows of ``2·radius + 1``; ``eps``: a colour variance this small is none."""
        k = (2 * radius + 1, 2 * radius + 1)
        mean: Rgb = np.asarray(cv2.blur(guide, k), np.float32)
        red, green, blue = np.moveaxis(guide, -1, 0)
        squares = cv2.blur(guide * guide, k) - mean * mean + np.float32(eps)
        cross = np.stack([red * green, red * blue, green * blue], axis=-1)
        mean_cross = np.stack(
            [mean[..., 0] * mean[..., 1], mean[..., 0] * mean[..., 2], mean[..., 1] * mean[..., 2]],
            axis=-1,
        )
        rr, gg, bb = np.moveaxis(squares, -1, 0)
        rg, rb, gb = np.moveaxis(cv2.blur(cross, k) - mean_cross, -1, 0)
        # the 3 × 3 covariance is inverted by its adjugate: a batched solver takes ten times as long
        first = gg * bb - gb * gb, gb * rb - rg * bb, rg * gb - gg * rb
        scale = 1.0 / (rr * first[0] + rg * first[1] + rb * first[2])
        rows = (
            first,
            (first[1], rr * bb - rb * rb, rb * rg - rr * gb),
            (first[2], rb * rg - rr * gb, rr * gg - rg * rg),
        )
        inverse = tuple((a * scale, b * scale, c * scale) for a, b, c in rows)
        return cls(guide, k, mean, inverse)

    def to(self, target: Alpha) -> tuple[Rgb, Alpha]:
        """Coefficients of target ≈ slope · colour + offset in each window, averaged over windows.

        ``target``: float32 ``(H, W)``. The slope is ``(H, W, 3)``, the offset ``(H, W)``.
        """
        target_mean = cv2.blur(target, self.window)
        with_target = cv2.blur(self.guide * target[..., None], self.window)
        with_target = with_target - self.mean * target_mean[..., None]
        x, y, z = np.moveaxis(with_target, -1, 0)
        slope = np.stack([a * x + b * y + c * z for a, b, c in self.inverse], axis=-1)
        offset = target_mean - np.einsum("ijk,ijk->ij", slope, self.mean)
        return cv2.blur(slope, self.window), cv2.blur(offset, self.window)  # type: ignore[return-value]
