"""A garment on a person: measured, lit, rendered, laid over."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from idphoto.photo.wardrobe.dress import dress
from idphoto.photo.wardrobe.fit import measure_body
from idphoto.photo.wardrobe.garment import Garment
from idphoto.photo.wardrobe.light import estimate_light
from idphoto.photo.wardrobe.parts import separate
from idphoto.photo.wardrobe.render import render_garment


def wear(
    garment: Garment,
    rgb: NDArray[np.uint8],
    alpha: NDArray[np.float32],
    mesh: NDArray[np.float64],
    *,
    head_height_px: float,
    yaw_deg: float,
    shoulders: NDArray[np.float64] | None,
) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """The person in the garment: uint8 ``(H, W, 3)``, and the new matte, float32 ``(H, W)``, 0–1.

    Args:
        garment: what to wear.
        rgb: uint8 ``(H, W, 3)`` sRGB, with the background that it was taken before.
        alpha: float32 ``(H, W)``, 0–1, the person's matte on the same grid.
        mesh: the face's landmarks in pixels of that grid, levelled, float64 ``(468, 3)``.
        head_height_px: chin to crown.
        yaw_deg: of the head, positive towards the photo's right.
        shoulders: ``(2, 2)``, the person's right and left, as the body network saw them, or None.

    The colours are the person's own, without the old background: they need no ``true_colours``.

    Raises:
        CannotDress: the head is turned too far, or a hand is at head or neck.
        LibraryMissing: the drawing library is not installed.
    """
    parts = separate(rgb, alpha, mesh, head_height_px)
    body = measure_body(parts, mesh, head_height_px, yaw_deg, shoulders)
    light = estimate_light(rgb, alpha, mesh)
    layers = render_garment(garment, body, light, (rgb.shape[1], rgb.shape[0]))
    return dress(rgb, alpha, parts, mesh, body, light, layers)
