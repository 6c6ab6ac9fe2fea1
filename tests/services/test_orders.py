from __future__ import annotations

import io
import json
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pydantic import ValidationError

from idphoto.errors import BadRequest, DeadlineExceeded, ImageTooLarge, NoFace, UnknownSpec
from idphoto.imaging.decode import DEFAULT_LIMITS, DecodeLimits
from idphoto.imaging.encode import EncodeOptions
from idphoto.photo.background import Gradient, Original, Solid, Transparent
from idphoto.photo.constraints import FrameConstraints, Limit
from idphoto.runtime.engine import Engine
from idphoto.services.orders import (
    IMAGE,
    AnyOrder,
    CutoutOrder,
    HeadshotOrder,
    Made,
    PhotoOrder,
    from_json,
    to_json,
)

BLUE, RED = (0x43, 0x8E, 0xDB), (255, 0, 0)
QUICK = PhotoOrder(quality="fast")

colours = st.tuples(*[st.integers(0, 255)] * 3)
limits = st.builds(
    lambda ends: Limit(target=ends[1], low=ends[0], high=ends[2]),
    st.lists(st.integers(1, 4096), min_size=3, max_size=3).map(sorted),
)
names = ("face_width", "face_height", "head_height", "head_top", "chin_top", "eyes_top")
formats = st.sampled_from(["jpeg", "png", "webp"])
qualities = st.sampled_from(["best", "fast"])
bytes_ = st.none() | st.integers(0, 10**9)
photo_orders = st.builds(
    PhotoOrder,
    spec=st.none() | st.just("picwish-1102"),
    size_px=st.none() | st.tuples(st.integers(32, 4096), st.integers(32, 4096)),
    size_mm=st.none() | st.tuples(st.floats(1, 180), st.floats(1, 180)),
    dpi=st.none() | st.integers(10, 1000),
    background=st.one_of(
        st.none(),
        st.tuples(colours),
        st.tuples(colours, colours),
        st.sampled_from(["transparent", "original"]),
    ),
    constraints=st.none() | st.builds(FrameConstraints, **dict.fromkeys(names, st.none() | limits)),
    format=st.none() | formats,
    jpeg_quality=st.none() | st.integers(1, 100),
    min_bytes=bytes_,
    max_bytes=bytes_,
    watermark=st.none() | st.just("PREVIEW"),
    quality=qualities,
)
headshot_orders = st.builds(HeadshotOrder, template=st.sampled_from(["wedding", "bob_suit"]))
cutout_orders = st.builds(
    CutoutOrder,
    output=st.builds(EncodeOptions, format=formats, dpi=st.integers(10, 1000)),
    background=st.none() | colours,
    quality=qualities,
)


def opened(made: Made, name: str = IMAGE) -> Image.Image:
    return Image.open(io.BytesIO(made.files[name].data))


@given(photo_orders | cutout_orders | headshot_orders)
def test_an_order_survives_being_stored(order: AnyOrder) -> None:
    assert from_json(json.loads(json.dumps(to_json(order)))) == order


def test_a_stored_order_of_another_version_is_refused() -> None:
    for stored in ({"kind": "hologram"}, {}, {"kind": "photo", "size_px": "large"}):
        with pytest.raises(ValidationError):
            from_json(stored)


@pytest.mark.parametrize(
    ("wanted", "background"),
    [
        (None, Solid()),
        ((BLUE,), Solid(BLUE)),
        ((BLUE, RED), Gradient(BLUE, RED)),
        ("transparent", Transparent()),
        ("original", Original()),
    ],
)
def test_an_orders_background_is_one_of_the_photos(wanted: object, background: object) -> None:
    order = replace(QUICK, background=wanted)  # type: ignore[arg-type]
    assert order.request().background == background


def test_an_order_that_cannot_be_made_says_so_before_it_is_stored() -> None:
    with pytest.raises(BadRequest, match="watermark"):
        PhotoOrder(watermark="").request()
    with pytest.raises(UnknownSpec):
        PhotoOrder(spec="picwish-1").request()


def test_a_photo_is_made_as_ordered(engine: Engine, astronaut_jpeg: bytes) -> None:
    order = replace(
        QUICK,
        spec="picwish-2102",
        background=(BLUE,),
        constraints=FrameConstraints(eyes_top=Limit(target=200)),
        max_bytes=30_000,
    )
    told: list[float] = []
    made = from_json(to_json(order)).make(
        engine,
        [astronaut_jpeg],
        DEFAULT_LIMITS,
        deadline=time.monotonic() + 600,
        progress=lambda _, share: told.append(share),
    )
    (file,) = made.files.values()
    assert (file.format, file.size_wh) == ("jpeg", (358, 441))
    assert len(file.data) <= 30_000
    with opened(made) as image:
        assert (image.format, image.size) == ("JPEG", (358, 441))
        assert image.info["dpi"] == pytest.approx((350, 350), abs=0.1)
    assert made.report["geometry"]["px"]["eyes_top"] == pytest.approx(200, abs=4.5)
    assert (told[0], told[-1]) == (0.0, 1.0)


def test_a_watermarked_order_is_not_the_photo_itself(engine: Engine, astronaut_jpeg: bytes) -> None:
    plain = QUICK.make(engine, [astronaut_jpeg], DEFAULT_LIMITS)
    marked = replace(QUICK, watermark="PREVIEW").make(engine, [astronaut_jpeg], DEFAULT_LIMITS)
    before, after = (np.asarray(opened(made)).astype(int) for made in (plain, marked))
    assert (np.abs(before - after).max(axis=2) > 30).mean() > 0.05


@pytest.mark.parametrize(
    ("kind", "background", "mode"),
    [("png", None, "RGBA"), ("jpeg", BLUE, "RGB"), ("png", BLUE, "RGB")],
)
def test_a_cut_out_is_made_as_ordered_at_the_sources_size(
    engine: Engine, astronaut_jpeg: bytes, kind: str, background: tuple[int, int, int], mode: str
) -> None:
    order = CutoutOrder(EncodeOptions(kind), background, "fast")  # type: ignore[arg-type]
    made = from_json(to_json(order)).make(engine, [astronaut_jpeg], DEFAULT_LIMITS)
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


def test_a_cut_out_needs_a_face(engine: Engine, photo_file: Callable[[str], bytes]) -> None:
    order = CutoutOrder(EncodeOptions("png"), None, "fast")
    with pytest.raises(NoFace):
        order.make(engine, [photo_file("compreface_017_0")], DEFAULT_LIMITS)


@pytest.mark.parametrize("order", [QUICK, CutoutOrder(EncodeOptions("png"), None, "fast")])
def test_limits_and_deadlines_hold(
    engine: Engine, astronaut_jpeg: bytes, order: PhotoOrder | CutoutOrder
) -> None:
    with pytest.raises(ImageTooLarge):
        order.make(engine, [astronaut_jpeg], DecodeLimits(max_side_px=511))
    with pytest.raises(DeadlineExceeded):
        order.make(engine, [astronaut_jpeg], DEFAULT_LIMITS, deadline=time.monotonic() - 1)
