from __future__ import annotations

import numpy as np
import pytest

from idphoto.headshot.templates import TEMPLATES
from idphoto.headshot.thumbnail import draw_template

SIZE = (120, 150)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_templates_picture_has_its_studio_above_and_its_clothes_below(name: str) -> None:
    template = TEMPLATES[name]
    pixels = draw_template(template, SIZE)
    assert pixels.shape == (150, 120, 3)
    assert pixels.dtype == np.uint8
    ground = template.variants[0].ground
    corner = pixels[:8, :8].reshape(-1, 3).mean(axis=0)
    low, high = np.array(ground.dark) - 25, np.array(ground.lit) + 25
    assert ((low <= corner) & (corner <= high)).all()
    bottom = pixels[-20:].astype(float)
    assert np.abs(bottom.mean(axis=(0, 1)) - corner).max() > 15 or bottom.std() > 10


def test_a_couple_has_a_neck_on_each_side_and_none_between() -> None:
    pixels = draw_template(TEMPLATES["wedding"], SIZE).astype(int)
    red = (pixels[..., 0] - pixels[..., 1]) > 90  # the ground
    row = red[60]
    assert not row[25:35].any() and not row[85:95].any()
    assert row[55:65].all()


def test_a_logo_is_printed() -> None:
    pixels = draw_template(TEMPLATES["logo_tshirt"], SIZE).astype(int)
    teal = (pixels[..., 1] - pixels[..., 0]) > 60
    assert teal.any()
    assert not (draw_template(TEMPLATES["bob_suit"], SIZE).astype(int)[..., 1] > 250).all()
