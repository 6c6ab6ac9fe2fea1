"""What a finished photo and a cut-out offer."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import idphoto
from idphoto.errors import BadRequest
from idphoto.photo.result import Cutout, Photo
from idphoto.runtime.engine import Engine


@pytest.fixture(scope="module", params=["jpeg", "png", "webp"])
def photo(request: pytest.FixtureRequest, engine: Engine, astronaut_jpeg: bytes) -> Photo:
    return idphoto.make_photo(
        astronaut_jpeg, engine=engine, size_px=(120, 160), format=request.param
    )


@pytest.fixture
def cutout() -> Cutout:
    rgba = np.zeros((30, 40, 4), np.uint8)
    rgba[:, :20] = (200, 100, 50, 255)
    return Cutout(rgba, {})


def test_a_photo_describes_itself_in_a_line(photo: Photo) -> None:
    kind = {"jpeg": "JPEG", "png": "PNG", "webp": "WebP"}[photo.encoded.format]
    count = len(photo.notices)
    assert repr(photo) == (
        f"Photo(120×160 px, {kind} {len(photo.data):,} bytes, "
        f"verdict {photo.compliance.verdict}, {count} notice{'' if count == 1 else 's'})"
    )
    assert len(repr(photo.encoded)) < 100


def test_a_photo_is_an_image(photo: Photo) -> None:
    assert (photo.image.mode, photo.image.size) == ("RGB", (120, 160))
    assert np.array_equal(np.asarray(photo.image), photo.pixels)


def test_a_photo_is_saved_as_it_was_checked(photo: Photo, tmp_path: Path) -> None:
    suffix = {"jpeg": ".jpg", "png": ".png", "webp": ".webp"}[photo.encoded.format]
    photo.save(str(tmp_path / f"me{suffix}"))
    assert (tmp_path / f"me{suffix}").read_bytes() == photo.data
    with pytest.raises(BadRequest, match=r"does not name a \w+ file: use me\.") as caught:
        photo.save(tmp_path / "me.tiff")
    assert (caught.value.code, caught.value.field) == ("bad_request", "path")
    with pytest.raises(FileNotFoundError):
        photo.save(tmp_path / "missing" / f"me{suffix}")
    assert [path.name for path in tmp_path.iterdir()] == [f"me{suffix}"]


def test_a_notebook_shows_a_photo(photo: Photo) -> None:
    if photo.encoded.format == "jpeg":
        assert (photo._repr_jpeg_(), photo._repr_png_()) == (photo.data, None)
        return
    shown = photo._repr_png_()
    assert shown is not None
    assert photo._repr_jpeg_() is None
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(shown))), photo.pixels)


def test_photos_are_told_apart_by_identity(photo: Photo) -> None:
    assert photo in [photo]
    assert photo not in [dataclasses.replace(photo)]


def test_a_cutout_describes_and_shows_itself(cutout: Cutout) -> None:
    assert repr(cutout) == "Cutout(40×30 px)"
    assert (cutout.image.mode, cutout.size_wh) == ("RGBA", (40, 30))
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(cutout._repr_png_()))), cutout.rgba)


@pytest.mark.parametrize("name", ["me.png", "me.webp"])
def test_a_cutout_is_saved_with_its_transparency(cutout: Cutout, tmp_path: Path, name: str) -> None:
    cutout.save(tmp_path / name)
    with Image.open(tmp_path / name) as image:
        assert (image.format, image.mode) == (name[3:].upper(), "RGBA")
        assert image.getpixel((39, 0))[3] == 0  # type: ignore[index]


def test_a_cutout_is_not_saved_without_transparency(cutout: Cutout, tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match=r"must end in \.png or \.webp: .* on\(colour\)") as caught:
        cutout.save(tmp_path / "me.jpg")
    assert caught.value.field == "path"


def test_a_cutout_is_laid_on_a_colour_by_name(cutout: Cutout) -> None:
    assert np.array_equal(cutout.on("438EDB"), cutout.on((0x43, 0x8E, 0xDB)))
    with pytest.raises(BadRequest, match="colour: 'nocolour' is not a colour"):
        cutout.on("nocolour")
