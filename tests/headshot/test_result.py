"""What a finished headshot offers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from idphoto.errors import BadRequest
from idphoto.headshot.result import Headshot, Rendered
from idphoto.imaging.encode import EncodeOptions, OutputFormat, encode


def headshot(kind: OutputFormat) -> Headshot:
    pixels = np.full((40, 30, 3), 200, np.uint8)
    return Headshot("bob", 2, encode(pixels, EncodeOptions(kind)), Rendered(pixels, (), (), {}))


def test_a_headshot_describes_itself_in_a_line() -> None:
    shot = headshot("jpeg")
    assert repr(shot) == f"Headshot(bob 2, 30×40 px, JPEG {len(shot.data):,} bytes)"
    assert (shot.image.mode, shot.image.size) == ("RGB", (30, 40))


def test_a_headshot_is_saved_and_shown(tmp_path: Path) -> None:
    shot = headshot("jpeg")
    shot.save(tmp_path / "me.jpg")
    assert (tmp_path / "me.jpg").read_bytes() == shot.data == shot._repr_jpeg_()
    assert shot._repr_png_() is None
    with pytest.raises(BadRequest, match="does not name a jpeg file") as caught:
        shot.save(tmp_path / "me.png")
    assert caught.value.code == "bad_request"
    assert headshot("png")._repr_png_() == headshot("png").data
