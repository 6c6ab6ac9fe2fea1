from __future__ import annotations

import io
import struct
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray
from PIL import Image, ImageCms

from idphoto.imaging.colour import srgb_profile
from idphoto.imaging.decode import Picture, open_source

Save = Callable[..., bytes]
SKIN = (200, 140, 110)


def _decode(data: bytes) -> Picture:
    return open_source(data).decode()


def _profile(space: str, description: str = "test") -> bytes:
    """A tiny ICC profile: "RGB " has red and green swapped primaries, "GRAY" is linear."""
    curve = b"curv" + bytes(4) + struct.pack(">I", 0 if space == "GRAY" else 1)
    curve += b"" if space == "GRAY" else struct.pack(">H", round(2.2 * 256)) + bytes(2)

    def xyz(*values: float) -> bytes:
        return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(v * 65536) for v in values))

    text = description.encode() + b"\0"
    desc = b"desc" + bytes(4) + struct.pack(">I", len(text)) + text + bytes(78)
    tags = {b"desc": desc, b"wtpt": xyz(0.9642, 1.0, 0.8249)}
    if space == "GRAY":
        tags[b"kTRC"] = curve
    else:
        tags |= {b"rTRC": curve, b"gTRC": curve, b"bTRC": curve}
        tags |= {
            b"rXYZ": xyz(0.3851, 0.7169, 0.0971),
            b"gXYZ": xyz(0.4361, 0.2225, 0.0139),
            b"bXYZ": xyz(0.1431, 0.0606, 0.7141),
        }
    at = 128 + 4 + 12 * len(tags)
    table, body = struct.pack(">I", len(tags)), b""
    for name, content in tags.items():
        content += bytes(-len(content) % 4)
        table += struct.pack(">4sII", name, at + len(body), len(content))
        body += content
    head = struct.pack(">I4sI4s4s4s", 0, b"test", 0x02400000, b"mntr", space.encode(), b"XYZ ")
    head += struct.pack(">6H4s", 2000, 1, 1, 0, 0, 0, b"acsp")
    head = head.ljust(68, b"\0") + struct.pack(">3i", 63190, 65536, 54061)
    whole = head.ljust(128, b"\0") + table + body
    return struct.pack(">I", len(whole)) + whole[4:]


@pytest.mark.parametrize(
    ("mode", "value", "expected"),
    [
        ("1", 1, (255, 255, 255)),
        ("L", 77, (77, 77, 77)),
        ("I;16", 0x8080, (128, 128, 128)),
        ("I;16", 65535, (255, 255, 255)),
        ("RGB", SKIN, SKIN),
    ],
)
def test_opaque_pngs_of_any_depth_keep_their_colour(
    mode: str, value: Any, expected: tuple[int, ...], save: Save
) -> None:
    picture = _decode(save(Image.new(mode, (5, 4), value), "png"))
    assert tuple(picture.rgb[2, 2]) == expected
    assert picture.alpha is None


def _two_levels(mode: str) -> Image.Image:
    """5 × 4 pixels: level 1 in the upper half, level 0 in the lower one."""
    levels = np.zeros((4, 5), np.uint16 if mode == "I;16" else np.uint8)
    levels[:2] = 1
    if mode == "1":
        return Image.fromarray(levels.astype(bool))
    if mode == "P":
        image = Image.fromarray(levels)
        image.putpalette([0, 0, 0, *SKIN])
        return image
    return Image.fromarray(levels) if mode == "I;16" else Image.fromarray(levels).convert(mode)


@pytest.mark.parametrize(
    ("mode", "key"), [("1", 1), ("L", 1), ("I;16", 1), ("RGB", (1, 1, 1)), ("P", 1)]
)
def test_a_level_declared_transparent_becomes_alpha_and_white(
    mode: str, key: Any, save: Save
) -> None:
    image = _two_levels(mode)
    picture = _decode(save(image, "png", transparency=key))

    assert picture.alpha is not None
    assert (picture.alpha[:2] == 0).all()
    assert (picture.alpha[2:] == 255).all()
    assert (picture.rgb[:2] == 255).all()


@pytest.mark.parametrize("kind", ["png", "webp", "tiff", "gif"])
def test_colours_under_full_transparency_are_not_visible(kind: str, save: Save) -> None:
    pixels = np.full((6, 8, 4), (1, 2, 3, 0), np.uint8)
    pixels[:, 4:] = (*SKIN, 255)
    picture = _decode(save(pixels, kind, **({"lossless": True} if kind == "webp" else {})))

    assert picture.alpha is not None
    assert (picture.rgb[:, :4] == 255).all()
    assert np.abs(picture.rgb[:, 4:].astype(int) - SKIN).max() <= 3
    assert picture.alpha[0].tolist() == [0] * 4 + [255] * 4


def test_half_transparent_pixels_are_blended_onto_white(save: Save) -> None:
    picture = _decode(save(Image.new("RGBA", (4, 4), (255, 0, 0, 128)), "png"))
    assert tuple(picture.rgb[0, 0]) == (255, 127, 127)
    assert picture.alpha is not None
    assert picture.alpha[0, 0] == 128


def test_an_alpha_channel_without_transparency_is_dropped(save: Save) -> None:
    picture = _decode(save(Image.new("RGBA", (4, 4), (*SKIN, 255)), "png"))
    assert picture.alpha is None
    assert tuple(picture.rgb[0, 0]) == SKIN


def test_alpha_turns_and_shrinks_with_the_picture(save: Save) -> None:
    pixels = np.full((8, 16, 4), (*SKIN, 255), np.uint8)
    pixels[:4] = 0
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = open_source(save(pixels, "png", exif=exif)).decode(2)

    assert picture.rgb.shape == (8, 4, 3)
    assert picture.alpha is not None
    assert (picture.alpha == [255, 255, 0, 0]).all()
    assert tuple(picture.rgb[0, 0]) == SKIN  # not darkened by its transparent neighbours


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "tiff_adobe_deflate"])
@pytest.mark.parametrize(
    ("mode", "value", "expected"),
    [
        ("F", 0.5, 128),
        ("F", 127.5, 128),
        ("I", 65535, 255),
        ("I;16", 0x8080, 128),
        ("L", 77, 77),
        ("1", 1, 255),
        ("LAB", (128, 128, 128), 119),
        ("YCbCr", (100, 128, 128), 100),
        ("CMYK", (0, 0, 0, 155), 100),
    ],
)
def test_tiffs_of_any_number_type_are_scaled_and_not_clipped(
    mode: str, value: Any, expected: int, compression: str, save: Save
) -> None:
    picture = _decode(save(Image.new(mode, (6, 5), value), "tiff", compression=compression))
    assert picture.rgb.shape == (5, 6, 3)
    assert np.abs(picture.rgb.astype(int) - expected).max() <= 1


def test_floats_that_overshoot_a_little_or_are_nan_are_read() -> None:
    values = np.full((4, 4), 0.5, np.float32)
    values[0] = (1.2, np.nan, -0.1, 1.0)
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, values)
    rgb = _decode(buffer.getvalue()).rgb

    assert rgb[0, :, 0].tolist() == [255, 0, 0, 255]
    assert (rgb[1:] == 128).all()


def test_sixteen_bit_colour_tiffs_are_read() -> None:
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, np.full((4, 5, 3), 0x8080, np.uint16), photometric="rgb")
    assert (_decode(buffer.getvalue()).rgb == 128).all()


def test_cmyk_jpegs_keep_their_colours(save: Save) -> None:
    # Pillow writes CMYK the way Adobe does: inverted, with Adobe's marker.
    data = save(Image.new("RGB", (16, 16), SKIN).convert("CMYK"), "jpeg", quality=95)
    assert b"Adobe" in data
    assert np.abs(_decode(data).rgb.astype(int) - SKIN).max() <= 3


def test_a_cmyk_jpeg_with_a_profile_of_another_colour_space_ignores_it(save: Save) -> None:
    image = Image.new("RGB", (16, 16), SKIN).convert("CMYK")
    data = save(image, "jpeg", quality=95, icc_profile=_profile("RGB "))
    assert np.abs(_decode(data).rgb.astype(int) - SKIN).max() <= 3


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "tiff", "avif", "heif"])
def test_an_icc_profile_is_applied(kind: str, save: Save) -> None:
    data = save(Image.new("RGB", (16, 16), (220, 60, 60)), kind, icc_profile=_profile("RGB "))
    red, green, blue = (int(value) for value in _decode(data).rgb[8, 8])
    # In this profile the first channel is green.
    assert green > 200
    assert max(red, blue) < 100


def test_a_grey_profile_is_applied(save: Save) -> None:
    data = save(Image.new("L", (16, 16), 55), "png", icc_profile=_profile("GRAY"))
    # 55/255 of linear light is code 128 in sRGB.
    assert np.abs(_decode(data).rgb.astype(int) - 128).max() <= 2


def test_a_grey_picture_with_a_colour_profile_stays_grey(save: Save) -> None:
    data = save(Image.new("L", (16, 16), 100), "png", icc_profile=_profile("RGB "))
    assert np.abs(_decode(data).rgb.astype(int) - 100).max() <= 4


@pytest.mark.parametrize("profile", [b"broken", _profile("RGB ")[:200], bytes(128)])
def test_a_broken_profile_is_ignored(profile: bytes, save: Save) -> None:
    data = save(Image.new("RGB", (16, 16), SKIN), "png", icc_profile=profile)
    assert (_decode(data).rgb == SKIN).all()


def test_an_srgb_profile_changes_no_pixel(save: Save) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (32, 32, 3), dtype=np.uint8)
    lcms = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (srgb_profile(), lcms):
        got: NDArray[np.uint8] = _decode(save(noise, "png", icc_profile=profile)).rgb
        assert np.array_equal(got, noise)
