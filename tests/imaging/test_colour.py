from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import ImageCms

from idphoto.errors import BadRequest
from idphoto.imaging.colour import (
    linear_to_srgb,
    parse_colour,
    srgb_profile,
    srgb_to_linear,
    to_linear,
    to_srgb8,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#438EDB", (0x43, 0x8E, 0xDB)),
        ("438edb", (0x43, 0x8E, 0xDB)),
        ("#fff", (255, 255, 255)),
        (" White ", (255, 255, 255)),
        ("blue", (0x43, 0x8E, 0xDB)),
        ("red", (255, 0, 0)),
        ("LightBlue", (173, 216, 230)),
        ("rgb(67, 142, 219)", (0x43, 0x8E, 0xDB)),
        ("rgb(100%,0%,0%)", (255, 0, 0)),
        ("hsl(0, 100%, 50%)", (255, 0, 0)),
    ],
)
def test_colours_are_read_from_hex_names_and_css(text: str, expected: tuple[int, int, int]) -> None:
    assert parse_colour(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "#",
        "12345",
        "#12345g",
        "##ffffff",
        "bleu",
        "４３８ＥＤＢ",
        "rgb(1,2)",
        "rgb(300,0,0)",
        "#11223344",
        "rgba(1,2,3,0)",
    ],
)
def test_anything_else_is_a_bad_request_that_names_the_field(text: str) -> None:
    with pytest.raises(BadRequest) as caught:
        parse_colour(text, field="bg_color")
    assert caught.value.field == "bg_color"
    assert repr(text) in caught.value.reason


@pytest.mark.parametrize(
    ("code", "light"), [(0.0, 0.0), (0.04045, 0.0031308), (0.5, 0.2140411), (1.0, 1.0)]
)
def test_the_formulas_meet_known_values(code: float, light: float) -> None:
    assert srgb_to_linear(np.array(code)) == pytest.approx(light, abs=1e-6)
    assert linear_to_srgb(np.array(light)) == pytest.approx(code, abs=1e-5)


def test_the_formulas_undo_each_other() -> None:
    codes = np.linspace(0, 1, 1001)
    assert linear_to_srgb(srgb_to_linear(codes)) == pytest.approx(codes, abs=1e-6)


@pytest.mark.parametrize("shape", [(0,), (3, 0, 3), (), (7,), (2, 3), (4, 5, 3)])
def test_fast_conversions_keep_any_shape(shape: tuple[int, ...]) -> None:
    light = to_linear(np.full(shape, 255, np.uint8))
    assert light.shape == shape
    assert light.dtype == np.float32
    assert (light == 1).all()
    codes = to_srgb8(light)
    assert codes.shape == shape
    assert codes.dtype == np.uint8
    assert (codes == 255).all()


def test_fast_linear_is_the_formula_on_every_code() -> None:
    codes = np.arange(256, dtype=np.uint8)
    assert np.array_equal(to_linear(codes), srgb_to_linear(codes / 255).astype(np.float32))


def test_every_code_survives_the_way_there_and_back() -> None:
    codes = np.arange(256, dtype=np.uint8)
    assert np.array_equal(to_srgb8(to_linear(codes)), codes)


def test_fast_srgb_is_within_rounding_of_the_formula() -> None:
    light = np.linspace(0, 1, 1_000_001, dtype=np.float32)
    assert np.abs(to_srgb8(light) - 255 * linear_to_srgb(light)).max() <= 0.55


def test_light_out_of_range_is_clipped() -> None:
    assert to_srgb8(np.array([-0.5, -1000, 1.5, 1000], np.float32)).tolist() == [0, 0, 255, 255]


def test_views_that_are_not_contiguous_convert_alike() -> None:
    image = np.random.default_rng(2).integers(0, 256, (6, 8, 3), dtype=np.uint8)
    assert np.array_equal(to_linear(image)[::-1, ::2], to_linear(image[::-1, ::2]))
    assert np.array_equal(to_srgb8(to_linear(image)[..., 1]), image[..., 1])


def test_the_profile_is_small_valid_and_has_no_time_of_creation() -> None:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    assert "sRGB" in ImageCms.getProfileDescription(profile)
    assert len(srgb_profile()) < 1000
    created = profile.profile.creation_date
    assert created is not None
    assert created.year == 1999
