from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from tests.photo.wardrobe.bodies import body, light

from idphoto.photo.wardrobe.body import Body, Light
from idphoto.photo.wardrobe.load import GARMENT_IDS, load_garment
from idphoto.photo.wardrobe.render import GarmentLayers, render_garment

SIZE = (150, 220)
DESIGNED = body(SIZE)


@lru_cache(maxsize=128)
def dressed(
    garment_id: str,
    someone: Body = DESIGNED,
    lit: Light | None = None,
    size: tuple[int, int] = SIZE,
) -> GarmentLayers:
    return render_garment(load_garment(garment_id), someone, lit or light(), size)


def level(layers: GarmentLayers, columns: slice) -> float:
    """How bright the lower part of the garment is."""
    return float(layers.front.rgb[190:, columns].mean())


@pytest.mark.parametrize("garment_id", GARMENT_IDS)
def test_every_layer_is_on_the_photos_grid_and_in_range(garment_id: str) -> None:
    layers = dressed(garment_id)
    for sheet in (layers.front, layers.back):
        assert sheet.rgb.shape == (220, 150, 3) and sheet.rgb.dtype == np.uint8
        assert sheet.alpha.shape == (220, 150) and sheet.alpha.dtype == np.float32
        assert sheet.alpha.min() >= 0 and sheet.alpha.max() <= 1
    assert layers.shade.shape == (220, 150) and layers.shade.dtype == np.float32
    assert layers.shade.min() > 0.3 and layers.shade.max() <= 1
    assert layers.back.alpha.max() > 0.9, "nothing lies behind the neck"


@pytest.mark.parametrize("garment_id", GARMENT_IDS)
def test_a_garment_covers_the_body_down_to_the_edge_without_a_hole(garment_id: str) -> None:
    alpha = dressed(garment_id).front.alpha
    solid = alpha > 0.98
    assert solid[-1].all()
    begun = np.maximum.accumulate(solid, axis=0)
    holes = begun & (alpha < 0.4)  # where two edges meet a pixel is half covered
    # where a collar's tip or a band lies over an open neck, skin may show below it
    neck = slice(45, 105)
    holes[:, neck] = False
    assert not holes.any()
    assert solid[200:, neck].mean() > 0.93


@pytest.mark.parametrize("garment_id", GARMENT_IDS)
def test_nothing_is_drawn_above_the_collar(garment_id: str) -> None:
    layers = dressed(garment_id)
    chin = int(DESIGNED.chin[1])
    assert layers.front.alpha[: chin - 12].max() == 0
    assert layers.back.alpha[: chin - 16].max() == 0
    face = slice(60, 90)
    assert layers.front.alpha[: chin + 4, face].max() == 0


def test_a_garment_is_always_drawn_the_same() -> None:
    garment, grainy = load_garment("man_12"), light(grain=0.02, sharpness=0.8)
    once = render_garment(garment, DESIGNED, grainy, SIZE)
    again = render_garment(garment, DESIGNED, grainy, SIZE)
    np.testing.assert_array_equal(once.front.rgb, again.front.rgb)
    np.testing.assert_array_equal(once.front.alpha, again.front.alpha)


@pytest.mark.parametrize("garment_id", ["man_1", "man_13", "woman_16", "child_5"])
def test_light_from_the_other_side_mirrors_the_shading(garment_id: str) -> None:
    left = dressed(garment_id, lit=light((-0.8, -0.2, 0.5), ambient=0.3))
    right = dressed(garment_id, lit=light((0.8, -0.2, 0.5), ambient=0.3))
    right_half, left_half = slice(5, 40), slice(110, 145)
    assert level(left, right_half) > level(left, left_half)
    assert level(right, left_half) > level(right, right_half)
    # folds differ from side to side, so only roughly
    assert level(left, right_half) == pytest.approx(level(right, left_half), rel=0.15)


def test_cloth_takes_the_colour_of_the_light() -> None:
    warm = dressed("man_11", lit=light(colour=(1.2, 1.0, 0.7))).front.rgb[200:]
    red, green, blue = warm.reshape(-1, 3).mean(axis=0)
    assert red > green + 8 > blue + 30


def test_half_the_exposure_gives_half_the_light() -> None:
    grey = dressed("man_18").front.rgb[200:].mean()
    dark = dressed("man_18", lit=light(exposure=0.5)).front.rgb[200:].mean()
    assert 0.6 < dark / grey < 0.8  # half the light is 0.73 of the value, in sRGB's middle


def test_the_jaw_shades_the_collar() -> None:
    """In light from above, cloth under the chin is darker than the same cloth beside it."""
    shirt = dressed("man_9", lit=light((0, -0.8, 0.6))).front.rgb[160:170].mean(axis=(0, 2))
    assert shirt[55:60].mean() < shirt[20:30].mean()


@pytest.mark.parametrize("garment_id", ["man_4", "man_5", "woman_11", "woman_12"])
def test_twice_the_pixels_show_the_same_garment(garment_id: str) -> None:
    small = dressed(garment_id).front
    double = body((300, 440), head_px=200.0)
    large = dressed(garment_id, double, None, (300, 440)).front
    shrunk = cv2.resize(large.rgb, SIZE, interpolation=cv2.INTER_AREA).astype(float)
    alpha = cv2.resize(large.alpha, SIZE, interpolation=cv2.INTER_AREA)
    assert np.abs(alpha - small.alpha).mean() < 0.01
    inside = (alpha > 0.99) & (small.alpha > 0.99)
    assert np.abs(shrunk - small.rgb)[inside].mean() < 8
    assert abs(shrunk[inside].mean() - small.rgb[inside].mean()) < 2


def test_a_pattern_too_fine_for_the_photo_leaves_no_moire() -> None:
    """A photo with a head of 40 px cannot show 14 mm pinstripes: the cloth becomes nearly plain."""
    tiny = body((60, 88), head_px=40.0)
    striped = dressed("man_4", tiny, None, (60, 88)).front.rgb[:, :, 2].astype(float)
    rows = striped[80:, 2:14]
    assert np.abs(np.diff(rows, axis=1)).mean() < 6


@pytest.mark.parametrize("yaw_deg", [-20.0, 20.0])
def test_satin_keeps_its_colour_on_a_turned_body(yaw_deg: float) -> None:
    turned = replace(DESIGNED, yaw_deg=yaw_deg)
    straight = dressed("woman_11").front.rgb[200:].mean(axis=(0, 1))
    red, green, blue = dressed("woman_11", turned).front.rgb[200:].mean(axis=(0, 1))
    assert red == pytest.approx(straight[0], rel=0.25)
    assert red > 1.5 * green and red > 1.5 * blue


EXTREMES: dict[str, Body] = {
    "no neck at all": body(SIZE, neck=0.0),
    "a bull's neck": body(SIZE, neck=2.5),
    "shoulders at the ears": body(SIZE, slope=-0.5),
    "shoulders that drop": body(SIZE, slope=0.8),
    "no shoulders": body(SIZE, shoulders=0.0),
    "turned far": body(SIZE, turn=0.3),
    "enormous": body(SIZE, head_px=2000.0),
    "a few pixels": body(SIZE, head_px=6.0),
}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("someone", EXTREMES.values(), ids=EXTREMES)
@pytest.mark.parametrize("garment_id", ["man_4", "woman_8", "child_2"])
def test_odd_measurements_do_not_break_the_renderer(garment_id: str, someone: Body) -> None:
    lit = light((0.9, 0.1, -0.4), grain=0.01, sharpness=1.0)  # even from behind
    layers = render_garment(load_garment(garment_id), someone, lit, SIZE)
    for field in (layers.front.alpha, layers.back.alpha, layers.shade):
        assert np.isfinite(field).all() and field.min() >= 0 and field.max() <= 1


def test_nothing_is_drawn_below_the_photo() -> None:
    low = body((150, 2000))
    layers = render_garment(load_garment("man_1"), low, light(), SIZE)
    assert layers.front.alpha.max() == 0 and layers.back.alpha.max() == 0
    assert layers.shade.min() == 1


def test_each_garment_has_its_own_folds() -> None:
    """Two white shirts hang alike but not the same."""
    one, other = (dressed(g).front.rgb[200:, 10:40].astype(float) for g in ("man_9", "man_20"))
    assert np.abs(one - other).max() > 3


def test_a_garment_has_the_photos_grain() -> None:
    still = dressed("man_18").front.rgb.astype(float)
    grainy = dressed("man_18", lit=light(grain=0.03)).front.rgb.astype(float)
    flat: NDArray[np.float64] = (grainy - still)[200:]
    assert flat.std() == pytest.approx(0.03 * 255, rel=0.1)
