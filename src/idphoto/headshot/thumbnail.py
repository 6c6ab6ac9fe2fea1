"""A template's picture for a gallery: its studio and its clothes, with nobody in them."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from idphoto.headshot.logo import neutral_mark, print_logo
from idphoto.headshot.outfits import load_outfit
from idphoto.headshot.studio import paint_ground
from idphoto.headshot.template import Template
from idphoto.photo.wardrobe.mannequin import STUDIO, bust_body, on_bust
from idphoto.photo.wardrobe.render import render_garment

# Of the picture's height, as for one garment; two busts stand beside each other.
_ALONE, _COUPLE = 0.9, 0.74
# Distance of a couple's middles, in shares of the width.
_APART: Final = 0.5


def draw_template(template: Template, size_wh: tuple[int, int]) -> NDArray[np.uint8]:
    """The template's first variant on busts: uint8 ``(H, W, 3)``.

    A template that prints a logo shows the mark that stands for any.

    Raises:
        LibraryMissing: the drawing library is not installed.
    """
    variant, (width, _) = template.variants[0], size_wh
    pixels = paint_ground(variant.ground, size_wh)
    couple = len(variant.outfits) > 1
    middles = [0.5 - _APART / 2, 0.5 + _APART / 2] if couple else [0.5]
    # as in the photo, who is at the right stands behind the other
    for middle, outfit in reversed(list(zip(middles, variant.outfits, strict=True))):
        body = bust_body(middle * width, size_wh, _COUPLE if couple else _ALONE)
        layers = render_garment(load_outfit(outfit), body, STUDIO, size_wh)
        if variant.logo is not None:
            layers = print_logo(layers, neutral_mark(), variant.logo, body)
        pixels = on_bust(layers, body, pixels)
    return pixels
