from __future__ import annotations

import struct
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from idphoto.errors import (
    BadImage,
    BadRequest,
    IdPhotoError,
    ImageTooLarge,
    LibraryMissing,
    UnsupportedFormat,
)
from idphoto.imaging.decode import DecodeLimits, Picture, open_source

PILLOW_FORMATS = ("jpeg", "png", "bmp", "gif", "tiff", "webp", "sgi", "avif")
ALL_FORMATS = (*PILLOW_FORMATS, "heif", "raw")

Sample = Callable[[str], bytes]
Save = Callable[..., bytes]


@pytest.mark.parametrize("kind", [*PILLOW_FORMATS, "heif"])
def test_every_format_decodes_to_the_same_upright_pixels(
    kind: str, sample: Sample, quadrants: NDArray[np.uint8]
) -> None:
    source = open_source(sample(kind))
    picture = source.decode()

    assert (source.format, source.size_wh) == (kind, (64, 48))
    assert picture.rgb.dtype == np.uint8
    assert picture.rgb.flags.c_contiguous
    assert picture.alpha is None
    centres = np.s_[12::24, 16::32]
    assert np.abs(picture.rgb[centres].astype(int) - quadrants[centres]).max() <= 6


def test_a_camera_raw_file_is_distinguished_from_a_tiff_and_developed(sample: Sample) -> None:
    source = open_source(sample("raw"))
    picture = source.decode()

    assert (source.format, source.size_wh) == ("raw", (60, 40))
    assert picture.rgb.shape == (40, 60, 3)
    left, right = picture.rgb[:, 5].mean(), picture.rgb[:, 54].mean()
    assert left > right + 50


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_raw_file_is_turned_once(orientation: int, make_dng: Callable[[int], bytes]) -> None:
    plain = open_source(make_dng(1)).decode().rgb
    source = open_source(make_dng(orientation))
    rgb = source.decode().rgb

    assert source.size_wh == rgb.shape[1::-1]
    expected = _turned(plain, orientation)
    assert rgb.shape == expected.shape
    assert np.abs(rgb.astype(int) - expected)[4:-4, 4:-4].mean() < 4


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "tiff", "avif"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_applied(
    kind: str, orientation: int, save: Save, quadrants: NDArray[np.uint8]
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    source = open_source(save(quadrants, kind, exif=exif))
    rgb = source.decode().rgb

    expected = _turned(quadrants, orientation)
    assert source.size_wh == expected.shape[1::-1]
    assert rgb.shape == expected.shape
    height, width = rgb.shape[:2]
    centres = np.s_[height // 4 :: height // 2, width // 4 :: width // 2]
    assert np.abs(rgb[centres].astype(int) - expected[centres]).max() <= 40


def test_heif_is_turned_by_its_own_properties_and_not_again_by_exif(
    save: Save, quadrants: NDArray[np.uint8]
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    # pillow-heif writes the orientation as a HEIF property and also leaves the EXIF tag.
    source = open_source(save(quadrants, "heif", exif=exif.tobytes()))

    assert source.size_wh == (48, 64)
    assert source.decode().rgb.shape == (64, 48, 3)


def test_png_exif_after_the_pixels_is_read(save: Save, quadrants: NDArray[np.uint8]) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    content = exif.tobytes().removeprefix(b"Exif\0\0")
    body = b"eXIf" + content
    chunk = struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))
    png = save(quadrants, "png")
    source = open_source(png[:-12] + chunk + png[-12:])

    assert source.size_wh == (48, 64)
    assert source.decode().rgb.shape == (64, 48, 3)


@pytest.mark.parametrize("kind", ALL_FORMATS)
@pytest.mark.parametrize("shrink", [1, 2, 4, 8])
def test_every_format_shrinks_rounding_sides_up(kind: str, shrink: int, sample: Sample) -> None:
    source = open_source(sample(kind))
    picture = source.decode(shrink)

    width, height = source.size_wh
    assert picture.shrink == shrink
    assert picture.rgb.shape == (-(-height // shrink), -(-width // shrink), 3)
    assert np.abs(picture.rgb.mean() - source.decode().rgb.mean()) < 8
    assert source.shrinkable == (kind == "jpeg")


@pytest.mark.parametrize(
    ("longest_px", "shrink"), [(1, 8), (8, 8), (9, 4), (16, 4), (17, 2), (33, 1), (500, 1)]
)
def test_the_largest_shrink_that_keeps_so_many_pixels(
    longest_px: float, shrink: int, save: Save
) -> None:
    picture = Image.new("RGB", (48, 64))
    assert open_source(save(picture, "jpeg")).shrink_for(longest_px) == shrink
    png = open_source(save(picture, "png"))
    assert png.shrink_for(longest_px) == 1  # it would save no time
    assert png.shrink_for(longest_px, cheaply=False) == shrink


@pytest.mark.parametrize("size_wh", [(1, 1), (3, 2), (9, 1), (7, 500), (501, 9)])
@pytest.mark.parametrize("shrink", [2, 4, 8])
def test_odd_and_tiny_jpegs_shrink_rounding_sides_up(
    size_wh: tuple[int, int], shrink: int, save: Save
) -> None:
    width, height = size_wh
    picture = open_source(save(Image.new("RGB", size_wh), "jpeg")).decode(shrink)

    assert picture.rgb.shape == (-(-height // shrink), -(-width // shrink), 3)


def test_a_shrink_that_is_not_a_power_of_two_is_a_bad_request(sample: Sample) -> None:
    with pytest.raises(BadRequest) as caught:
        open_source(sample("jpeg")).decode(3)
    assert caught.value.field == "shrink"


@pytest.mark.parametrize("kind", ["jpeg", "png", "tiff", "bmp"])
def test_the_density_that_a_file_states_is_reported(
    kind: str, save: Save, quadrants: NDArray[np.uint8]
) -> None:
    found = open_source(save(quadrants, kind, dpi=(350, 350))).density_dpi
    assert found == pytest.approx((350, 350), rel=1e-3)


@pytest.mark.parametrize("kind", ["jpeg", "webp", "heif"])
def test_the_density_in_exif_is_used_if_there_is_no_other(
    kind: str, save: Save, quadrants: NDArray[np.uint8]
) -> None:
    exif = Image.Exif()
    exif[0x011A] = exif[0x011B] = 240.0
    exif[0x0128] = 2
    assert open_source(save(quadrants, kind, exif=exif.tobytes())).density_dpi == (240, 240)


def test_a_resolution_per_centimetre_is_reported_per_inch(
    save: Save, quadrants: NDArray[np.uint8]
) -> None:
    data = bytearray(save(quadrants, "jpeg", dpi=(118, 118)))
    data[13] = 2  # JFIF's units
    assert open_source(bytes(data)).density_dpi == pytest.approx((299.72, 299.72))


@pytest.mark.parametrize("dpi", [(300, 150), (1, 1), (20_000, 20_000)])
def test_an_implausible_density_is_reported_as_well(
    dpi: tuple[int, int], save: Save, quadrants: NDArray[np.uint8]
) -> None:
    assert open_source(save(quadrants, "jpeg", dpi=dpi)).density_dpi == dpi


def test_a_ratio_of_pixel_sides_is_no_density(save: Save, quadrants: NDArray[np.uint8]) -> None:
    data = bytearray(save(quadrants, "jpeg", dpi=(72, 72)))
    data[13] = 0  # JFIF's units: none
    assert open_source(bytes(data)).density_dpi is None


def test_raw_files_need_a_library_that_some_systems_lack(
    sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rawpy", None)
    with pytest.raises(LibraryMissing) as caught:
        open_source(sample("raw"))
    assert caught.value.library == "rawpy"
    assert caught.value.for_caller() == "this server cannot read camera raw files"


@pytest.mark.parametrize("kind", ["jpeg", "png", "gif", "webp", "tiff", "heif", "raw"])
def test_a_file_that_states_no_density_has_none(kind: str, sample: Sample) -> None:
    assert open_source(sample(kind)).density_dpi is None


def test_an_exif_block_without_a_resolution_gives_no_density(
    save: Save, quadrants: NDArray[np.uint8]
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 3
    assert open_source(save(quadrants, "jpeg", exif=exif.tobytes())).density_dpi is None


def test_a_phones_mpo_is_a_jpeg(save: Save, quadrants: NDArray[np.uint8]) -> None:
    second = Image.fromarray(quadrants[::-1].copy())
    mpo = save(quadrants, "mpo", save_all=True, append_images=[second], quality=95)
    source = open_source(mpo)

    assert (source.format, source.shrinkable) == ("jpeg", True)
    assert source.decode(2).rgb.shape == (24, 32, 3)
    assert source.decode().rgb[12, 16, 0] > 200  # the first frame's red corner


@pytest.mark.parametrize("kind", ["gif", "tiff", "webp", "png"])
def test_the_first_of_several_frames_is_decoded(
    kind: str, save: Save, quadrants: NDArray[np.uint8]
) -> None:
    second = Image.fromarray(255 - quadrants)
    rgb = open_source(save(quadrants, kind, save_all=True, append_images=[second])).decode().rgb

    assert np.abs(rgb[12, 16].astype(int) - quadrants[12, 16]).max() < 25


def test_a_file_is_read_by_its_content_not_its_name(tmp_path: Path, sample: Sample) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(sample("png"))
    assert open_source(path).format == "png"


@pytest.mark.parametrize("kind", ALL_FORMATS)
@pytest.mark.parametrize("kept", [0.3, 0.6, 0.8])
def test_a_truncated_file_is_a_bad_image(kind: str, kept: float, sample: Sample) -> None:
    data = sample(kind)
    with pytest.raises(BadImage) as caught:
        open_source(data[: int(len(data) * kept)]).decode()
    assert caught.value.code == "bad_image"
    assert kind in caught.value.reason


@pytest.mark.parametrize(
    ("data", "error", "reason"),
    [
        (b"", BadImage, "the file is empty"),
        (b"hello, this is text", UnsupportedFormat, "an unknown format"),
        (b"%PDF-1.7\n%\xe2\xe3", UnsupportedFormat, "a PDF document"),
        (b'<svg xmlns="x"/>', UnsupportedFormat, "an SVG drawing"),
        (b'<?xml version="1.0"?>\n<svg/>', UnsupportedFormat, "an SVG drawing"),
        (b"<!DOCTYPE html><p>Not found", UnsupportedFormat, "a web page"),
        (b"\xff\xd8\xff" + bytes(range(256)), BadImage, "the jpeg header is damaged"),
        (b"\xff\xd8\xff", BadImage, "the jpeg header is damaged"),
        (b"BM, thought the text file", BadImage, "the bmp header is damaged"),
        (b"II*\0", BadImage, "the tiff header is damaged"),
        (b"RIFF\x10\0\0\0WEBP", BadImage, "the webp header is damaged"),
        (b"\0\0\0\x14ftypheic\0\0\0\0mif1", BadImage, "the heif header is damaged"),
        (b"FUJIFILMCCD-RAW 0201", BadImage, "the raw header is damaged"),
    ],
)
def test_data_that_is_not_a_picture_is_refused_with_a_reason(
    data: bytes, error: type[BadImage], reason: str
) -> None:
    with pytest.raises(BadImage) as caught:
        open_source(data)
    assert type(caught.value) is error
    assert reason in caught.value.message


def test_a_reason_contains_no_path_and_no_library(tmp_path: Path) -> None:
    path = tmp_path / "secret-name.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0 broken")
    for given_path in (path, tmp_path / "secret-missing.jpg", tmp_path):
        with pytest.raises(BadImage) as caught:
            open_source(given_path)
        assert "secret" not in caught.value.reason
        assert str(tmp_path) not in caught.value.reason
        assert "PIL" not in caught.value.message


@pytest.mark.parametrize("kind", ["jpeg", "png", "bmp", "sgi"])
def test_a_picture_without_pixels_is_a_bad_image(kind: str, sample: Sample) -> None:
    with pytest.raises(BadImage, match="damaged"):
        open_source(_resized(sample(kind), kind, 64, 0)).decode()


@pytest.mark.parametrize("kind", ["jpeg", "png", "bmp", "gif", "webp", "sgi"])
def test_limits_are_checked_on_the_header_alone(kind: str, save: Save, sample: Sample) -> None:
    # Files that claim far more pixels than they have: decoding would fail otherwise, or worse.
    data = save(Image.new("RGBA", (64, 48)), "webp") if kind == "webp" else sample(kind)
    with pytest.raises(ImageTooLarge) as caught:
        open_source(_resized(data, kind, 16_000, 15_000))
    assert caught.value.details() == {
        "what": "number of pixels",
        "found": 240_000_000,
        "limit": 120_000_000,
    }


def test_a_picture_over_pillows_own_limit_opens_without_a_warning(sample: Sample) -> None:
    # Pillow would warn above 89 megapixels, and warnings are errors here.
    assert open_source(_resized(sample("png"), "png", 12_000, 9_000)).size_wh == (12_000, 9_000)


@pytest.mark.parametrize(
    ("limits", "what", "found"),
    [
        (DecodeLimits(max_side_px=63), "longer side in pixels", 64),
        (DecodeLimits(max_pixels=64 * 48 - 1), "number of pixels", 64 * 48),
        (DecodeLimits(max_bytes=100), "file size in bytes", None),
    ],
)
def test_each_limit_is_reported_with_its_numbers(
    limits: DecodeLimits, what: str, found: int | None, sample: Sample, tmp_path: Path
) -> None:
    data = sample("png")
    path = tmp_path / "picture"
    path.write_bytes(data)
    for given_source in (data, path):
        with pytest.raises(ImageTooLarge) as caught:
            open_source(given_source, limits)
        assert caught.value.what == what
        assert caught.value.found == (found or len(data))


def test_a_picture_exactly_at_the_limits_is_accepted(sample: Sample) -> None:
    data = sample("png")
    limits = DecodeLimits(max_bytes=len(data), max_side_px=64, max_pixels=64 * 48)
    assert open_source(data, limits).size_wh == (64, 48)


def test_one_source_may_be_decoded_by_many_threads(sample: Sample) -> None:
    sources = [open_source(sample(kind)) for kind in ("jpeg", "png", "webp", "raw")]
    expected = [source.decode(2).rgb for source in sources]
    barrier = threading.Barrier(8)

    def decode_all(_: int) -> list[NDArray[np.uint8]]:
        barrier.wait()
        return [source.decode(2).rgb for source in sources]

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(decode_all, range(8)))
    assert all(
        np.array_equal(got, want)
        for result in results
        for got, want in zip(result, expected, strict=True)
    )


def test_rare_codecs_are_not_imported_until_needed() -> None:
    code = (
        "import sys, idphoto.imaging.decode;"
        "print(sorted({'rawpy', 'pi_heif', 'PIL.AvifImagePlugin'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_real_photos_open_upright_and_shrink(shared: Path) -> None:
    for path in sorted((shared / "photos").glob("*.jpg")):
        source = open_source(path)
        picture = source.decode(4)
        width, height = source.size_wh
        assert picture.rgb.shape == (-(-height // 4), -(-width // 4), 3)
        assert picture.rgb.std() > 10


@pytest.mark.parametrize("kind", ALL_FORMATS)
def test_damaged_bytes_give_a_picture_or_one_of_our_own_errors(kind: str, sample: Sample) -> None:
    data = sample(kind)
    limits = DecodeLimits(max_pixels=1_000_000)
    places = st.integers(0, len(data) - 1)

    @settings(max_examples=60, derandomize=True)
    @given(
        cut=st.none() | st.integers(0, len(data)),
        changes=st.dictionaries(places | st.integers(0, 63), st.integers(0, 255), max_size=6),
    )
    def check(cut: int | None, changes: dict[int, int]) -> None:
        damaged = bytearray(data)
        for place, value in changes.items():
            damaged[min(place, len(data) - 1)] = value
        try:
            result: Picture | IdPhotoError = open_source(bytes(damaged[:cut]), limits).decode(2)
        except IdPhotoError as error:
            result = error
        if isinstance(result, Picture):
            assert result.rgb.ndim == 3
        else:
            assert result.message

    check()


def _turned(picture: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    """EXIF 2.32, 4.6.4, Orientation: where row 0 and column 0 of the stored picture are shown."""
    rotated = {
        1: picture,
        2: picture[:, ::-1],
        3: picture[::-1, ::-1],
        4: picture[::-1],
        5: picture.transpose(1, 0, 2),
        6: np.rot90(picture, -1),
        7: picture[::-1, ::-1].transpose(1, 0, 2),
        8: np.rot90(picture),
    }
    return rotated[orientation]


def _resized(data: bytes, kind: str, width: int, height: int) -> bytes:
    """The same file with a different size in its header."""
    changed = bytearray(data)
    if kind == "png":
        struct.pack_into(">II", changed, 16, width, height)
        struct.pack_into(">I", changed, 29, zlib.crc32(changed[12:29]))
    elif kind == "jpeg":
        frame = data.index(b"\xff\xc0")
        struct.pack_into(">HH", changed, frame + 5, height, width)
    elif kind == "bmp":
        struct.pack_into("<ii", changed, 18, width, height)
    elif kind == "gif":
        struct.pack_into("<HH", changed, 6, width, height)
    elif kind == "sgi":
        struct.pack_into(">HH", changed, 6, width, height)
    elif kind == "webp":
        assert data[12:16] == b"VP8X"
        changed[24:27] = (width - 1).to_bytes(3, "little")
        changed[27:30] = (height - 1).to_bytes(3, "little")
    return bytes(changed)
