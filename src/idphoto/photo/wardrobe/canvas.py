"""What has been painted of a garment, before any light falls on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.imaging.arrays import Field
from idphoto.photo.wardrobe import form
from idphoto.photo.wardrobe.curves import Curve
from idphoto.photo.wardrobe.drape import Drape
from idphoto.photo.wardrobe.fields import slopes
from idphoto.photo.wardrobe.folds import Hang, fold_slopes
from idphoto.photo.wardrobe.piece import PieceForm

_FORMS: Final = {
    "torso": form.torso,
    "neck": form.neck,
    "collar": form.collar,
    "sleeve": form.sleeve,
    "flat": form.flat,
}
_UNDER: Final = 0.03  # skin lies so far below a garment's form, in head heights


@dataclass(frozen=True, slots=True)
class Window:
    """The part of the photo that a garment may cover, in pixels."""

    left: int
    top: int
    width: int
    height: int


@dataclass(slots=True)
class GarmentCanvas:
    """Fields over a window. ``x`` ``(1, W)`` and ``y``: garment space; ``colour``: linear RGB
    ``(H, W, 3)``; ``slope_x``, ``slope_y``: of the surface; ``height``: above the torso's middle,
    in head heights, for what shades what; the last four: how the cloth takes light (``weave``).
    """

    drape: Drape
    window: Window
    name: str
    """Seeds what is random about the garment."""
    x: Field
    y: Field
    colour: NDArray[np.float32]
    alpha: Field
    slope_x: Field
    slope_y: Field
    height: Field
    gloss: Field
    tight: Field
    nap: Field
    wrap: Field
    solids: dict[PieceForm, tuple[Field, Field, Field]] = field(default_factory=dict)
    hung: dict[Hang, tuple[Field, Field]] = field(default_factory=dict)

    @property
    def unit_px(self) -> float:
        """Pixels a head height."""
        return self.drape.unit_px

    def to_window(self, curve: Curve) -> Curve:
        """Garment space → pixels of the window, as the rasteriser counts them."""
        corner = np.array([self.window.left, self.window.top], np.float32)
        # pixel centres lie at whole numbers in the drape, at halves in the rasteriser
        return self.drape.to_photo(curve) - corner + np.float32(0.5)

    def solid(self, name: PieceForm) -> tuple[Field, Field, Field]:
        """A form's height in head heights and its slopes."""
        if name not in self.solids:
            height = _FORMS[name](self.x, self.y)
            self.solids[name] = (height, *slopes(height * np.float32(self.unit_px)))
        return self.solids[name]

    def folds(self, hang: Hang) -> tuple[Field, Field]:
        """The slopes of the garment's folds."""
        if hang not in self.hung:
            self.hung[hang] = fold_slopes(hang, self.name, self.x, self.y, self.unit_px)
        return self.hung[hang]


def blank(drape: Drape, window: Window, name: str) -> GarmentCanvas:
    """Nothing yet but the body."""
    x, y = drape.from_photo(window.left, window.top, (window.width, window.height))
    canvas = GarmentCanvas(
        drape=drape,
        window=window,
        name=name,
        x=x,
        y=y,
        colour=np.zeros((*y.shape, 3), np.float32),
        alpha=np.zeros_like(y),
        slope_x=np.zeros_like(y),
        slope_y=np.zeros_like(y),
        height=np.zeros_like(y),
        gloss=np.zeros_like(y),
        tight=np.ones_like(y),
        nap=np.zeros_like(y),
        wrap=np.zeros_like(y),
    )
    canvas.height = canvas.solid("torso")[0] - np.float32(_UNDER)
    return canvas
