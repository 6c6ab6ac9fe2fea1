from __future__ import annotations

import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from idphoto.errors import BadRequest, ImageTooLarge, UnsupportedFormat
from idphoto.headshot.logo import LIMITS, Logo, neutral_mark, print_logo, read_logo
from idphoto.headshot.template import LogoPlace
from idphoto.photo.wardrobe.body import Body
from idphoto.photo.wardrobe.render import GarmentLayers, RenderedLayer

PLACE = LogoPlace(right=0.0, down=0.7, width=0.8, height=0.4)
BODY = Body((170, 100), (230, 100), (200, 130), (200, 80), (90, 130), (310, 130), 120.0, 0.0)


def file(pixels: NDArray[np.uint8], kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, kind)
    return buffer.getvalue()


def disc(alpha: bool) -> NDArray[np.uint8]:
    """A red disc on white, or on nothing: 100 px across, in a picture of 200 × 140."""
    y, x = np.mgrid[:140, :200]
    inside = np.hypot(x - 99.5, y - 69.5) < 50
    rgb = np.where(inside[..., None], (200, 20, 20), 255).astype(np.uint8)
    return np.dstack([rgb, np.where(inside, 255, 0).astype(np.uint8)]) if alpha else rgb


@pytest.mark.parametrize(
    "data",
    [file(disc(True)), file(disc(False)), file(disc(False), "JPEG")],
    ids=["transparent", "on white", "JPEG"],
)
def test_a_logo_is_trimmed_and_its_plain_background_removed(data: bytes) -> None:
    logo = read_logo(data)
    assert logo.alpha.shape == pytest.approx((100, 100), abs=3)
    assert logo.alpha[50, 50] == 1.0
    assert logo.alpha[2, 2] < 0.1
    assert logo.rgb[50, 50] == pytest.approx((200 / 255, 20 / 255, 20 / 255), abs=0.02)


def test_a_photo_as_a_logo_stays_a_rectangle() -> None:
    noise = np.random.default_rng(0).integers(0, 255, (64, 64, 3), np.uint8)
    assert np.all(read_logo(file(noise)).alpha == 1.0)


def test_a_large_logo_is_shrunk() -> None:
    logo = read_logo(file(np.random.default_rng(0).integers(0, 255, (900, 1800, 3), np.uint8)))
    assert logo.alpha.shape == (400, 800)


def test_a_logo_of_another_format_is_refused() -> None:
    with pytest.raises(BadRequest) as caught:
        read_logo(file(disc(False), "GIF"))
    assert (caught.value.field, caught.value.code) == ("logo", "bad_request")
    assert "must be a PNG or JPEG" in caught.value.message


def test_a_file_that_is_not_a_picture_is_refused() -> None:
    with pytest.raises(UnsupportedFormat):
        read_logo(b"<svg/>")


@pytest.mark.parametrize(
    ("size", "reason"),
    [((31, 200), "at least 32"), ((40, 500), "at most 12 times")],
)
def test_a_logo_of_unusable_size_is_refused(size: tuple[int, int], reason: str) -> None:
    with pytest.raises(BadRequest) as caught:
        read_logo(file(np.zeros((*size, 3), np.uint8)))
    assert reason in caught.value.message


def test_a_huge_logo_is_refused_before_it_is_decoded() -> None:
    with pytest.raises(ImageTooLarge) as caught:
        read_logo(file(np.zeros((40, LIMITS.max_side_px + 1), np.uint8)))
    assert caught.value.limit == LIMITS.max_side_px


@pytest.mark.parametrize("alpha", [True, False])
def test_an_empty_logo_is_refused(alpha: bool) -> None:
    channels = 4 if alpha else 3
    blank = np.full((50, 50, channels), 0 if alpha else 255, np.uint8)
    with pytest.raises(BadRequest) as caught:
        read_logo(file(blank))
    assert "is empty" in caught.value.message


# --- on the chest -------------------------------------------------------------------------------


def shirt() -> GarmentLayers:
    """White cloth that is darker to the right."""
    rgb = np.full((300, 400, 3), 240, np.uint8)
    rgb[:, 200:] = 120
    one = np.ones((300, 400), np.float32)
    return GarmentLayers(RenderedLayer(rgb, one), RenderedLayer(rgb, 0 * one), one)


def printed(yaw_deg: float = 0.0, right: float = 0.0) -> NDArray[np.bool_]:
    """Where ink is, of a square logo."""
    logo = Logo(np.zeros((64, 64, 3), np.float32), np.ones((64, 64), np.float32))
    body = Body(**{n: getattr(BODY, n) for n in BODY.__slots__} | {"yaw_deg": yaw_deg})
    place = LogoPlace(right, PLACE.down, PLACE.width, PLACE.height)
    done = print_logo(shirt(), logo, place, body).front.rgb
    changed: NDArray[np.bool_] = np.any(done != shirt().front.rgb, axis=-1)
    return changed


def test_a_logo_keeps_its_shape_where_the_template_puts_it() -> None:
    rows, columns = np.nonzero(printed())
    assert rows.mean() == pytest.approx(130 + 0.7 * 120, abs=1)
    assert columns.mean() == pytest.approx(200, abs=1)
    assert np.ptp(rows) == pytest.approx(0.4 * 120, abs=3)
    assert np.ptp(columns) == pytest.approx(np.ptp(rows), abs=3)


def test_a_logo_turns_with_the_chest() -> None:
    columns = np.nonzero(printed(yaw_deg=10.0))[1]
    assert columns.mean() > 215
    assert np.ptp(columns) < np.ptp(np.nonzero(printed())[1]) + 1


def test_ink_is_shaded_like_the_cloth_under_it() -> None:
    logo = Logo(np.full((64, 64, 3), 0.8, np.float32), np.ones((64, 64), np.float32))
    done = print_logo(shirt(), logo, PLACE, BODY).front.rgb
    assert done[214, 190].mean() > 1.6 * done[214, 210].mean()


def test_the_neutral_mark_has_ink() -> None:
    mark = neutral_mark()
    assert 0.1 < mark.alpha.mean() < 0.6
    assert mark.alpha[0, 0] == 0.0
