"""Cut-outs, ordered and made."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from idphoto.errors import DeadlineExceeded, ImageTooLarge, NoFace
from idphoto.imaging.decode import DEFAULT_LIMITS, DecodeLimits
from idphoto.imaging.encode import EncodeOptions
from idphoto.orders.cutout import CutoutOrder
from idphoto.orders.stored import from_json, to_json
from idphoto.photo.setup import Setup
from idphoto.tasks.made import IMAGE, Made

BLUE = (0x43, 0x8E, 0xDB)
QUICK = CutoutOrder(EncodeOptions("png"), None, "fast")


def opened(made: Made, name: str = IMAGE) -> Image.Image:
    return Image.open(io.BytesIO(made.files[name].data))


@pytest.mark.parametrize(
    ("kind", "background", "mode"),
    [("png", None, "RGBA"), ("jpeg", BLUE, "RGB"), ("png", BLUE, "RGB")],
)
def test_a_cutout_is_made_as_ordered_at_the_sources_size(
    photo_setup: Setup,
    astronaut_jpeg: bytes,
    kind: str,
    background: tuple[int, int, int],
    mode: str,
) -> None:
    order = CutoutOrder(EncodeOptions(kind), background, "fast")  # type: ignore[arg-type]
    made = from_json(to_json(order)).make(photo_setup, [astronaut_jpeg], DEFAULT_LIMITS)
    (file,) = made.files.values()
    assert (file.format, file.size_wh) == (kind, (512, 512))
    with opened(made) as image:
        assert (image.format, image.mode, image.size) == (kind.upper(), mode, (512, 512))
        corner = np.asarray(image)[60, 470].astype(int)  # the shuttle
    expected = np.array(background or (0, 0, 0, 0))
    assert np.abs(corner - expected).max() <= 3
    assert made.report["px"] == [512, 512]
    assert made.report["bytes"] == len(file.data)
    assert set(made.report["timings_ms"]) == {"decode", "matte", "colours"}


def test_a_cutout_needs_a_face(photo_setup: Setup, photo_file: Callable[[str], bytes]) -> None:
    with pytest.raises(NoFace):
        QUICK.make(photo_setup, [photo_file("compreface_017_0")], DEFAULT_LIMITS)


def test_limits_and_deadlines_hold(photo_setup: Setup, astronaut_jpeg: bytes) -> None:
    with pytest.raises(ImageTooLarge):
        QUICK.make(photo_setup, [astronaut_jpeg], DecodeLimits(max_side_px=511))
    narrow = replace(QUICK, max_source_side_px=511)
    with pytest.raises(ImageTooLarge, match="512; the limit is 511"):
        narrow.make(photo_setup, [astronaut_jpeg], DEFAULT_LIMITS)
    with pytest.raises(DeadlineExceeded):
        QUICK.make(photo_setup, [astronaut_jpeg], DEFAULT_LIMITS, deadline=time.monotonic() - 1)
