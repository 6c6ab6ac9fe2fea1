"""A garment on a person: the person is measured, the garment cut to them and laid over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from idphoto.photo.wardrobe.body import Body, Light
from idphoto.photo.wardrobe.dress import dress
from idphoto.photo.wardrobe.fit import measure_body
from idphoto.photo.wardrobe.garment import Garment
from idphoto.photo.wardrobe.light import estimate_light
from idphoto.photo.wardrobe.parts import Parts, separate
from idphoto.photo.wardrobe.render import GarmentLayers, render_garment
from idphoto.photo.wardrobe.seen import see
from idphoto.runtime.engine import Engine


@dataclass(frozen=True, slots=True)
class Wearer:
    """A person measured for clothes.

    ``rgb``: uint8 ``(H, W, 3)`` sRGB, with the background that it was taken before. ``alpha``:
    float32 ``(H, W)``, 0–1, the person's matte on the same grid. ``mesh``: the face's landmarks in
    pixels of that grid, levelled, float64 ``(478, 3)``.
    """

    rgb: NDArray[np.uint8]
    alpha: NDArray[np.float32]
    mesh: NDArray[np.float64]
    parts: Parts
    body: Body
    light: Light

    @classmethod
    def measured(
        cls,
        engine: Engine,
        rgb: NDArray[np.uint8],
        alpha: NDArray[np.float32],
        mesh: NDArray[np.float64],
        *,
        head_height_px: float,
        yaw_deg: float,
        shoulders: NDArray[np.float64] | None,
    ) -> Self:
        """Find the body, the parts that are not clothes, and the light.

        Args:
            engine: runs the segmenter.
            rgb, alpha, mesh: as the class has them.
            head_height_px: chin to crown.
            yaw_deg: of the head, positive towards the photo's right.
            shoulders: ``(2, 2)``, the person's right and left, as the body network found them, or
                None.

        Raises:
            CannotDress: the head is turned too far, or a hand is at head or neck.
        """
        seen = see(engine, rgb, alpha, mesh, head_height_px)
        parts = separate(seen, rgb, alpha, mesh, head_height_px)
        body = measure_body(parts, mesh, head_height_px, yaw_deg, shoulders)
        return cls(rgb, alpha, mesh, parts, body, estimate_light(rgb, alpha, mesh))


def cut_to(wearer: Wearer, garment: Garment) -> GarmentLayers:
    """The garment in the wearer's size and light, on the grid of ``wearer.rgb``.

    Raises:
        LibraryMissing: the drawing library is not installed.
    """
    size_wh = wearer.rgb.shape[1], wearer.rgb.shape[0]
    return render_garment(garment, wearer.body, wearer.light, size_wh)


def clothe(wearer: Wearer, layers: GarmentLayers) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """The person in the garment: uint8 ``(H, W, 3)``, and the new matte, float32 ``(H, W)``, 0–1.

    The colours are the person's own, without the old background: they need no ``true_colours``.
    """
    return dress(
        wearer.rgb,
        wearer.alpha,
        wearer.parts,
        wearer.mesh,
        wearer.body,
        wearer.light,
        layers,
    )
