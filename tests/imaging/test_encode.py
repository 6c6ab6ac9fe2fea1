from __future__ import annotations

import io
import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageCms

from idphoto.errors import BadRequest, CannotFit
from idphoto.imaging.colour import srgb_profile
from idphoto.imaging.decode import open_source
from idphoto.imaging.encode import Encoded, EncodeOptions, OutputFormat, encode

FORMATS: tuple[OutputFormat, ...] = ("jpeg", "png", "webp")


def _picture(width: int = 120, height: int = 168, noise: int = 40) -> NDArray[np.uint8]:
    """A smooth picture with some noise, so that the quality affects the size."""
    rows, columns = np.mgrid[:height, :width]
    smooth = np.stack([rows * 255 / height, columns * 255 / width, np.full_like(rows, 90)], -1)
    rough = np.random.default_rng(0).normal(0, noise, smooth.shape)
    return np.clip(smooth + rough, 0, 255).astype(np.uint8)


def _opened(encoded: Encoded) -> Image.Image:
    image = Image.open(io.BytesIO(encoded.data))
    image.load()
    return image


def _dpi(image: Image.Image) -> tuple[float, float]:
    if "dpi" in image.info:
        horizontal, vertical = image.info["dpi"]
        return float(horizontal), float(vertical)
    exif = image.getexif()
    assert exif[0x0128] == 2  # inches
    return float(exif[0x011A]), float(exif[0x011B])


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("size_wh", [(295, 413), (1, 1), (17, 3)])
def test_the_pixel_size_is_exact(kind: Any, size_wh: tuple[int, int]) -> None:
    encoded = encode(_picture(*size_wh), EncodeOptions(kind))
    image = _opened(encoded)
    assert (image.format, image.size) == (kind.upper(), size_wh)
    assert encoded.format == kind


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("dpi", [10, 72, 299.6, 300, 350, 1000])
def test_the_dpi_is_written_to_the_formats_precision(kind: Any, dpi: float) -> None:
    # JPEG stores whole dots per inch, PNG whole dots per metre, WebP (EXIF) fractions.
    tolerance = {"jpeg": 0.5, "png": 0.0127, "webp": 1e-6}[kind]
    written = _dpi(_opened(encode(_picture(), EncodeOptions(kind, dpi=dpi))))
    assert written == pytest.approx((dpi, dpi), abs=tolerance)


def test_only_dpi_and_srgb_are_stated() -> None:
    jpeg, png, webp = (_opened(encode(_picture(), EncodeOptions(kind))) for kind in FORMATS)

    assert [name for name, _ in jpeg.applist] == ["APP0", "APP2"]  # type: ignore[attr-defined]
    assert jpeg.info["icc_profile"] == webp.info["icc_profile"] == srgb_profile()
    assert set(png.info) == {"srgb", "dpi"}
    assert set(webp.getexif()) == {0x011A, 0x011B, 0x0128}
    assert "xmp" not in webp.info


def test_the_tag_is_read_as_srgb() -> None:
    profile = _opened(encode(_picture(), EncodeOptions())).info["icc_profile"]
    assert "sRGB" in ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))


def test_jpeg_is_baseline_with_full_chroma_at_high_quality_only() -> None:
    high = encode(_picture(), EncodeOptions(quality=90))
    low = encode(_picture(), EncodeOptions(quality=89))

    assert (high.subsampling, low.subsampling) == ("4:4:4", "4:2:0")
    for encoded, sampling in ((high, 1), (low, 2)):
        image = _opened(encoded)
        assert "progressive" not in image.info
        assert image.layer[0][1:3] == (sampling, sampling)  # type: ignore[attr-defined]


def test_jpeg_is_written_at_92_by_default() -> None:
    encoded = encode(_picture(), EncodeOptions())
    assert (encoded.quality, encoded.subsampling, encoded.padded_bytes) == (92, "4:4:4", 0)
    assert encoded == encode(_picture(), EncodeOptions(quality=92))


@pytest.mark.parametrize("channels", [3, 4])
def test_png_and_lossless_webp_keep_every_pixel(channels: int) -> None:
    pixels = np.random.default_rng(3).integers(0, 256, (9, 7, channels), dtype=np.uint8)
    if channels == 4:
        pixels[..., 3] |= 1  # colours under full transparency may be dropped
    for options in (EncodeOptions("png"), EncodeOptions("webp", quality=100)):
        image = _opened(encode(pixels, options))
        assert np.array_equal(np.asarray(image), pixels)


def test_lossy_webp_keeps_alpha_exactly() -> None:
    alpha = np.tile(np.arange(120, dtype=np.uint8) * 2, (168, 1))
    pixels = np.dstack([_picture(), alpha])
    encoded = encode(pixels, EncodeOptions("webp", quality=50))
    assert (encoded.quality, encoded.subsampling) == (50, "4:2:0")
    assert np.array_equal(np.asarray(_opened(encoded))[..., 3], alpha)


@pytest.mark.parametrize("kind", ["png", "webp"])
def test_alpha_survives_encoding_and_decoding(kind: Any) -> None:
    pixels = np.full((8, 8, 4), (10, 20, 30, 255), np.uint8)
    pixels[:4, :, 3] = 0
    picture = open_source(encode(pixels, EncodeOptions(kind, quality=100)).data).decode()
    assert picture.alpha is not None
    assert np.array_equal(picture.alpha, pixels[..., 3])
    assert (picture.rgb[:4] == 255).all()


def test_random_noise_at_the_highest_quality_is_written() -> None:
    noise = np.random.default_rng(4).integers(0, 256, (600, 500, 3), dtype=np.uint8)
    encoded = encode(noise, EncodeOptions(quality=100))
    assert np.abs(np.asarray(_opened(encoded)).astype(int) - noise).mean() < 2


def test_a_view_that_is_not_contiguous_is_written_correctly() -> None:
    wide = _picture()[::2, ::-3]
    assert np.array_equal(np.asarray(_opened(encode(wide, EncodeOptions("png")))), wide)


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_picture_gives_the_same_bytes(kind: Any) -> None:
    options = EncodeOptions(kind)
    assert encode(_picture(), options) == encode(_picture(), options)


# --- the byte window ----------------------------------------------------------------------------


def test_the_default_quality_is_kept_if_it_fits_the_window() -> None:
    plain = encode(_picture(), EncodeOptions())
    size = len(plain.data)
    assert encode(_picture(), EncodeOptions(min_bytes=size, max_bytes=size)) == plain


def test_a_maximum_lowers_quality_no_further_than_needed() -> None:
    picture = _picture(295, 413)
    fitted = encode(picture, EncodeOptions(max_bytes=30_000))

    assert fitted.quality is not None
    assert len(fitted.data) <= 30_000
    one_higher = encode(picture, EncodeOptions(quality=fitted.quality + 1))
    assert len(one_higher.data) > 30_000


def test_a_minimum_raises_quality_before_it_pads() -> None:
    picture = _picture()
    default, best = (len(encode(picture, EncodeOptions(quality=q)).data) for q in (92, 100))

    raised = encode(picture, EncodeOptions(min_bytes=(default + best) // 2))
    assert raised.quality is not None
    assert 92 < raised.quality <= 100
    assert raised.padded_bytes == 0
    assert len(raised.data) >= (default + best) // 2

    padded = encode(picture, EncodeOptions(min_bytes=best + 5000))
    assert (padded.quality, padded.padded_bytes) == (100, 5000)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("min_bytes", [100_000, 200_000])
def test_padding_is_exact_and_changes_no_pixel(kind: Any, min_bytes: int) -> None:
    padded = encode(_picture(), EncodeOptions(kind, min_bytes=min_bytes, max_bytes=min_bytes))
    top = encode(_picture(), EncodeOptions(kind, quality=100))

    assert len(padded.data) == min_bytes
    assert padded.padded_bytes == min_bytes - len(top.data)
    assert np.array_equal(np.asarray(_opened(padded)), np.asarray(_opened(top)))
    assert np.array_equal(open_source(padded.data).decode().rgb, open_source(top.data).decode().rgb)


@pytest.mark.parametrize("extra", [1, 2, 3, 4, 5, 65_537, 65_538, 65_540, 131_075])
def test_a_jpeg_can_grow_by_any_number_of_bytes(extra: int) -> None:
    size = len(encode(_picture(), EncodeOptions(quality=100)).data)
    target = size + extra
    padded = encode(_picture(), EncodeOptions(min_bytes=target, max_bytes=target))

    assert (len(padded.data), padded.padded_bytes) == (target, extra)
    assert _opened(padded).size == (120, 168)
    assert open_source(padded.data).decode().rgb.shape == (168, 120, 3)


def test_an_explicit_quality_wins_over_the_window() -> None:
    free = encode(_picture(), EncodeOptions(quality=80))
    assert encode(_picture(), EncodeOptions(quality=80, max_bytes=100)) == free
    assert encode(_picture(), EncodeOptions(quality=80, min_bytes=100_000)) == free


def test_png_ignores_quality_and_obeys_the_window() -> None:
    encoded = encode(_picture(), EncodeOptions("png", quality=50, min_bytes=90_000))
    assert len(encoded.data) == 90_000
    assert encoded.quality is None


def test_png_is_never_degraded_to_fit() -> None:
    with pytest.raises(CannotFit) as caught:
        encode(_picture(), EncodeOptions("png", max_bytes=20_000))
    assert caught.value.smallest > 20_000


def test_png_is_compressed_harder_if_that_is_enough() -> None:
    rows = np.mgrid[:300, :300][0]
    picture = np.dstack([(rows * 7) % 256] * 3).astype(np.uint8)
    picture[::2] = _picture(300, 300)[::2] // 16
    fast = encode(picture, EncodeOptions("png"))
    packed = encode(picture, EncodeOptions("png", max_bytes=len(fast.data) - 1))
    assert len(packed.data) < len(fast.data)
    assert np.array_equal(np.asarray(_opened(packed)), picture)


@pytest.mark.parametrize("kind", ["jpeg", "webp"])
def test_in_a_narrow_window_the_profile_is_left_out(kind: Any) -> None:
    smallest = len(encode(_picture(), EncodeOptions(kind, quality=1)).data)
    fitted = encode(_picture(), EncodeOptions(kind, max_bytes=smallest - 300))
    assert len(fitted.data) <= smallest - 300
    assert "icc_profile" not in _opened(fitted).info
    assert _dpi(_opened(fitted)) == (300, 300)


def test_an_error_says_which_sizes_are_possible() -> None:
    with pytest.raises(CannotFit) as caught:
        encode(_picture(), EncodeOptions(max_bytes=300))
    error = caught.value
    assert (error.code, error.min_bytes, error.max_bytes) == ("cannot_fit", None, 300)
    assert 300 < error.smallest < error.largest
    reached = encode(_picture(), EncodeOptions(max_bytes=error.smallest))
    assert len(reached.data) == error.smallest


@pytest.mark.parametrize("kind", ["png", "webp"])
def test_a_window_narrower_than_the_smallest_filler_cannot_be_met(kind: Any) -> None:
    size = len(encode(_picture(), EncodeOptions(kind, quality=100)).data)
    with pytest.raises(CannotFit) as caught:
        encode(_picture(), EncodeOptions(kind, min_bytes=size + 1, max_bytes=size + 1))
    assert caught.value.smallest < size + 1 < caught.value.largest


@settings(max_examples=60)
@given(
    kind=st.sampled_from(FORMATS),
    size_wh=st.tuples(st.integers(1, 40), st.integers(1, 40)),
    seed=st.integers(0, 1000),
    low=st.none() | st.integers(0, 12_000),
    width=st.none() | st.integers(0, 8_000),
)
def test_a_file_is_within_its_window_or_refused_with_true_numbers(
    kind: Any, size_wh: tuple[int, int], seed: int, low: int | None, width: int | None
) -> None:
    rng = np.random.default_rng(seed)
    picture = rng.integers(0, rng.integers(2, 257), (*size_wh[::-1], 3), dtype=np.uint8)
    high = None if width is None else max(1, (low or 0) + width)
    try:
        encoded = encode(picture, EncodeOptions(kind, min_bytes=low, max_bytes=high))
    except CannotFit as error:
        assert high is not None
        nothing_fits = error.smallest > high
        between_fillers = (low or 0) > error.smallest and error.largest > high
        assert nothing_fits or between_fillers
        return
    assert (low or 0) <= len(encoded.data) <= (high or len(encoded.data))
    assert open_source(encoded.data).decode().rgb.shape == picture.shape
    if kind == "png":
        assert np.array_equal(open_source(encoded.data).decode().rgb, picture)


# --- invalid requests ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"format": "gif"}, "format"),
        ({"dpi": 9}, "dpi"),
        ({"dpi": 1001}, "dpi"),
        ({"dpi": float("nan")}, "dpi"),
        ({"quality": 0}, "quality"),
        ({"quality": 101}, "quality"),
        ({"min_bytes": -1}, "min_bytes"),
        ({"min_bytes": 10**9}, "min_bytes"),
        ({"max_bytes": 0}, "max_bytes"),
        ({"min_bytes": 11, "max_bytes": 10}, "min_bytes"),
    ],
)
def test_invalid_options_are_bad_requests(options: dict[str, Any], field: str) -> None:
    with pytest.raises(BadRequest) as caught:
        EncodeOptions(**options)
    assert caught.value.field == field
    assert str(next(iter(options.values()))).rstrip("0")[:2] in caught.value.reason


def test_a_jpeg_with_alpha_is_a_bad_request() -> None:
    with pytest.raises(BadRequest, match="does not support transparency") as caught:
        encode(np.zeros((4, 4, 4), np.uint8), EncodeOptions())
    assert caught.value.field == "format"


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((4, 4), np.uint8),
        np.zeros((4, 4, 2), np.uint8),
        np.zeros((4, 4, 3), np.float32),
    ],
)
def test_arrays_that_are_not_pictures_are_bad_requests(pixels: Any) -> None:
    with pytest.raises(BadRequest) as caught:
        encode(pixels, EncodeOptions())
    assert caught.value.field == "pixels"


@pytest.mark.parametrize(
    ("kind", "shape"), [("jpeg", (0, 4, 3)), ("webp", (16_384, 1, 3)), ("jpeg", (1, 65_501, 3))]
)
def test_sizes_that_a_format_cannot_hold_are_bad_requests(
    kind: Any, shape: tuple[int, ...]
) -> None:
    with pytest.raises(BadRequest, match="cannot hold") as caught:
        encode(np.zeros(shape, np.uint8), EncodeOptions(kind))
    assert caught.value.field == "format"


def test_cannot_fit_survives_pickling_between_processes() -> None:
    error = pickle.loads(pickle.dumps(CannotFit(1, 2, None, 3)))  # noqa: S301
    assert error.details() == {"smallest": 1, "largest": 2, "min_bytes": None, "max_bytes": 3}
