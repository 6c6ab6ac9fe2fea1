"""The forms in which a picture may be passed."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from idphoto.errors import (
    BadImage,
    BadRequest,
    FileForbidden,
    FileUnreadable,
    ImageTooLarge,
    NoSuchFile,
    NotAFile,
)
from idphoto.imaging.decode import DecodeLimits, open_source
from idphoto.imaging.inputs import SourceLike, is_source_like

Pixels = NDArray[np.uint8]
Save = Callable[..., bytes]


@pytest.fixture
def file(tmp_path: Path, save: Save, quadrants: Pixels) -> Path:
    path = tmp_path / "me.png"
    path.write_bytes(save(quadrants, "png"))
    return path


def image_of(path: Path) -> Image.Image:
    """As Pillow opens it: its pixels are not read yet."""
    return Image.open(io.BytesIO(path.read_bytes()))


FORMS: dict[str, Callable[[Path], SourceLike]] = {
    "str": str,
    "path": lambda path: path,
    "bytes": Path.read_bytes,
    "bytearray": lambda path: bytearray(path.read_bytes()),
    "memoryview": lambda path: memoryview(path.read_bytes()),
    "stream": lambda path: io.BytesIO(path.read_bytes()),
    "image": lambda path: image_of(path),
    "array": lambda path: np.array(image_of(path)),
    "strided": lambda path: np.array(image_of(path))[..., ::-1].copy()[..., ::-1],
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_pixels(form: str, file: Path, quadrants: Pixels) -> None:
    given = FORMS[form](file)
    assert is_source_like(given)
    source = open_source(given)
    assert source.size_wh == (64, 48)
    picture = source.decode()
    assert np.array_equal(picture.rgb, quadrants)
    assert picture.alpha is None
    assert not picture.rgb.flags.writeable
    is_file = form not in ("image", "array", "strided")
    assert (source.file is not None, source.format) == (is_file, "png" if is_file else None)


def test_a_stream_is_read_from_its_start_in_parts(file: Path, quadrants: Pixels) -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 0, 100))

    stream = Slow(file.read_bytes())
    stream.seek(50)
    assert np.array_equal(open_source(stream).decode().rgb, quadrants)


def test_a_stream_that_cannot_be_rewound_is_read_from_where_it_is(
    file: Path, quadrants: Pixels
) -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as end:
        end.write(file.read_bytes())
    with os.fdopen(reading, "rb", buffering=0) as stream:
        assert np.array_equal(open_source(stream).decode().rgb, quadrants)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_an_images_exif_orientation_is_applied_as_a_files_is(
    orientation: int, save: Save, quadrants: Pixels
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = save(quadrants, "jpeg", exif=exif)
    from_file, from_image = open_source(data), open_source(Image.open(io.BytesIO(data)))
    assert from_image.size_wh == from_file.size_wh
    assert np.array_equal(from_image.decode().rgb, from_file.decode().rgb)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "YCbCr", "I", "F", "I;16"])
def test_images_of_every_mode_are_read(mode: str) -> None:
    rgb = open_source(Image.new(mode, (4, 3))).decode().rgb
    assert rgb.dtype == np.uint8
    assert rgb.shape == (3, 4, 3)


def test_grey_and_transparent_arrays_are_read() -> None:
    grey = open_source(np.full((3, 4), 7, np.uint8)).decode()
    assert np.array_equal(grey.rgb, np.full((3, 4, 3), 7))
    clear = open_source(np.zeros((3, 4, 4), np.uint8)).decode()
    assert np.array_equal(clear.rgb, np.full((3, 4, 3), 255))
    assert clear.alpha is not None
    assert not clear.alpha.any()


def test_an_image_states_its_density_only_as_it_was_opened(save: Save, quadrants: Pixels) -> None:
    image = Image.open(io.BytesIO(save(quadrants, "jpeg", dpi=(300, 300))))
    assert open_source(image).density_dpi == (300, 300)
    assert open_source(image.resize((10, 10))).density_dpi is None
    bare = Image.open(io.BytesIO(save(quadrants, "tiff")))
    assert open_source(bare).density_dpi is None


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (None, "NoneType is not a kind of picture"),
        ([1, 2], "list is not a kind of picture"),
        (np.zeros((48, 64, 3)), r"an array of float64 \(48, 64, 3\) .* \(255 \* array\)"),
        (np.zeros((48, 64, 3), np.uint16), r"an array of uint16 \(48, 64, 3\) is not a picture"),
        (np.zeros((3, 4, 2), np.uint8), r"an array of uint8 \(3, 4, 2\) .* use uint8 \(H, W, 3\)"),
        (np.zeros((0, 4, 3), np.uint8), r"an array of uint8 \(0, 4, 3\) is not a picture"),
        (io.StringIO("text"), r"open in text mode: open it in mode 'rb'"),
        ("https://example.com/me.jpg", r"URLs are not read: download the picture"),
        ("me\0.jpg", "is not a path"),
    ],
)
def test_what_is_not_a_picture_is_refused(given: Any, reason: str) -> None:
    with pytest.raises(BadRequest, match=reason) as caught:
        open_source(given, field="logo")
    assert (caught.value.code, caught.value.field) == ("bad_request", "logo")


def test_a_missing_file_is_pythons_own_error_as_well(tmp_path: Path) -> None:
    path = tmp_path / "missing.jpg"
    with pytest.raises(FileNotFoundError) as caught:
        open_source(path)
    error = caught.value
    assert isinstance(error, NoSuchFile)
    assert isinstance(error, BadImage)
    assert (error.code, error.errno, error.filename) == ("no_such_file", errno.ENOENT, str(path))
    assert error.message == f"cannot read {path}: No such file or directory"
    assert str(error) == error.message


def test_a_folder_is_pythons_own_error_as_well(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError) as caught:
        open_source(tmp_path)
    assert isinstance(caught.value, NotAFile)
    assert caught.value.code == "not_a_file"


def test_a_file_that_may_not_be_read_is_pythons_own_error_as_well(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:  # root, whom tests may run as, is refused nothing
        raise PermissionError(errno.EACCES, "Permission denied", str(file))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(PermissionError) as caught:
        open_source(file)
    assert isinstance(caught.value, FileForbidden)
    assert (caught.value.code, caught.value.errno) == ("file_forbidden", errno.EACCES)


def test_any_other_error_of_the_system_names_the_path() -> None:
    with pytest.raises(FileUnreadable, match=r"cannot read x+: ") as caught:
        open_source("x" * 5000)
    assert caught.value.code == "file_unreadable"


def test_a_closed_stream_is_a_bad_image() -> None:
    stream = io.BytesIO(b"")
    stream.close()
    with pytest.raises(BadImage, match="cannot be read") as caught:
        open_source(stream)
    assert caught.value.code == "bad_image"


def test_limits_hold_for_every_form(file: Path) -> None:
    for form in ("path", "bytes", "stream"):
        with pytest.raises(ImageTooLarge) as caught:
            open_source(FORMS[form](file), DecodeLimits(max_bytes=20))
        assert caught.value.what == "file size in bytes"
    for form in FORMS:
        with pytest.raises(ImageTooLarge) as caught:
            open_source(FORMS[form](file), DecodeLimits(max_side_px=63))
        assert caught.value.details() == {
            "what": "longer side in pixels",
            "found": 64,
            "limit": 63,
        }


def test_a_truncated_image_is_a_bad_image(file: Path) -> None:
    data = file.read_bytes()
    with pytest.raises(BadImage, match="damaged or truncated"):
        open_source(Image.open(io.BytesIO(data[: len(data) // 2])))
