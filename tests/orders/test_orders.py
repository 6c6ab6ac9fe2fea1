from __future__ import annotations

import io
import json
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

import cv2
import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pydantic import ValidationError

from idphoto.errors import (
    BadRequest,
    CannotDress,
    DeadlineExceeded,
    ImageTooLarge,
    NoFace,
    SheetTooSmall,
    UnknownSpec,
    UnsupportedFormat,
)
from idphoto.headshot.result import Headshot, Rendered
from idphoto.imaging.decode import DEFAULT_LIMITS, DecodeLimits, open_source
from idphoto.imaging.encode import Encoded, EncodeOptions
from idphoto.orders.cutout import CutoutOrder
from idphoto.orders.headshot import HeadshotOrder
from idphoto.orders.photo import SHEET, PhotoOrder
from idphoto.orders.stored import AnyOrder, from_json, to_json
from idphoto.photo import pipeline
from idphoto.photo.background import Gradient, Original, Solid, Transparent
from idphoto.photo.constraints import FrameConstraints, Limit
from idphoto.photo.label import Label
from idphoto.photo.retouch.strengths import Retouch
from idphoto.runtime.engine import Engine
from idphoto.sheet.request import SheetRequest
from idphoto.tasks.made import IMAGE, Made

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
    retouch=st.builds(Retouch, *[st.floats(0, 1)] * 4),
    label=st.none() | st.builds(Label, st.sampled_from(["Ann", "Zoë 张伟"]), st.integers(16, 99)),
    watermark=st.none() | st.just("PREVIEW"),
    sheet=st.none()
    | st.builds(
        SheetRequest,
        paper=st.sampled_from(["5inch", "A4", "100x150"]),
        orientation=st.sampled_from(["auto", "landscape", "portrait"]),
        label=st.none() | st.just("Ann\nSmith"),
        qr=st.none() | st.text(max_size=20),
    ),
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


def test_an_order_that_the_first_version_stored_is_understood() -> None:
    stored = to_json(QUICK)
    for later in ("retouch", "label", "sheet"):
        del stored[later]
    assert from_json(stored) == QUICK


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


def test_a_photo_is_laid_out_as_ordered(engine: Engine, astronaut_jpeg: bytes) -> None:
    order = replace(
        QUICK,
        background=(BLUE,),
        label=Label("Collins", 40),
        sheet=SheetRequest("6inch", "landscape", qr="https://school.example/7"),
    )
    made = from_json(to_json(order)).make(engine, [astronaut_jpeg], DEFAULT_LIMITS)
    assert list(made.files) == [IMAGE, SHEET]
    file = made.files[SHEET]
    assert (file.format, file.size_wh) == ("jpeg", (1795, 1205))
    with opened(made, SHEET) as image:
        assert (image.format, image.size) == ("JPEG", (1795, 1205))
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        (code,) = zxingcpp.read_barcodes(image)
        pixels = np.asarray(image)
    assert code.text == "https://school.example/7"
    photo = np.asarray(opened(made))
    # pixel for pixel, but for the compression of both, wherever it lies and however turned
    off = min(
        cv2.matchTemplate(pixels, turned, cv2.TM_SQDIFF).min() / photo.size
        for turned in (photo, np.rot90(photo, -1))
    )
    assert off < 10
    assert made.report["px"] == [295, 413]
    assert "sheet" in made.report["timings_ms"]


def test_a_transparent_photo_lies_on_the_sheets_own_colour(
    engine: Engine, astronaut_jpeg: bytes
) -> None:
    order = replace(
        QUICK,
        background="transparent",
        sheet=SheetRequest("5inch", "portrait", background="00FF00", crop_marks=False),
    )
    made = order.make(engine, [astronaut_jpeg], DEFAULT_LIMITS)
    with opened(made) as photo, opened(made, SHEET) as laid_out:
        assert (photo.mode, laid_out.mode, laid_out.size) == ("RGBA", "RGB", (1051, 1500))
        clear = (np.asarray(photo)[..., 3] == 0).mean()
        green = (np.abs(np.asarray(laid_out).astype(int) - (0, 255, 0)).max(axis=2) < 40).mean()
    assert clear > 0.2
    assert green > clear


def test_a_sheet_is_not_begun_after_its_time(
    engine: Engine, astronaut_jpeg: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = pipeline.run(engine, open_source(astronaut_jpeg), QUICK.request())
    monkeypatch.setattr(pipeline, "run", lambda *_, **__: made)
    order = replace(QUICK, sheet=SheetRequest())
    with pytest.raises(DeadlineExceeded) as late:
        order.make(engine, [astronaut_jpeg], DEFAULT_LIMITS, deadline=time.monotonic() - 1)
    assert late.value.step == "sheet"


def test_whether_a_photo_can_be_laid_out_is_known_before_there_is_one() -> None:
    replace(QUICK, sheet=SheetRequest("5inch")).check_sheet()
    replace(QUICK, size_px=(4000, 4000)).check_sheet()
    large = replace(QUICK, size_px=(1400, 1400), sheet=SheetRequest("5inch"))
    with pytest.raises(SheetTooSmall) as refused:
        large.check_sheet()
    assert refused.value.what == "photo"


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


# --- headshots ----------------------------------------------------------------------------------


def test_a_pair_of_headshots_is_made_as_ordered(engine: Engine, astronaut_jpeg: bytes) -> None:
    told: list[float] = []
    order = HeadshotOrder("logo_tshirt")
    made = from_json(to_json(order)).make(
        engine, [astronaut_jpeg], DEFAULT_LIMITS, progress=lambda _, share: told.append(share)
    )
    assert list(made.files) == ["1", "2"]
    for name, file in made.files.items():
        assert (file.format, file.size_wh) == ("png", (768, 1024))
        with opened(made, name) as image:
            assert (image.format, image.mode, image.size) == ("PNG", "RGB", (768, 1024))
    assert made.files["1"].data != made.files["2"].data
    assert made.report["headshots"][0]["bytes"] == len(made.files["1"].data)
    assert made.report["timings_ms"]["dress"] > 0
    assert (told == sorted(told), told[-1]) == (True, 1.0)


class Sitters:
    """Stands in for ``make_headshots``: photos that name an error raise it."""

    faults: ClassVar = {
        b"nobody": NoFace(),
        b"no picture": UnsupportedFormat("text"),
        b"turned": CannotDress("the head's turn", 40, 25),
        b"slow": DeadlineExceeded("dress", 1.0),
    }

    def __init__(self) -> None:
        self.asked: list[list[bytes]] = []

    def __call__(self, photos: list[bytes], *_: Any, **__: Any) -> tuple[Headshot, Headshot]:
        self.asked.append(list(photos))
        for photo in photos:
            if fault := self.faults.get(photo):
                raise fault
        pixels = np.zeros((4, 3, 3), np.uint8)
        rendered = Rendered(pixels, (), (), {"dress": 1.0})
        png = Encoded(b"png", "png", None, None, 0)
        return Headshot("x", 1, png, rendered), Headshot("x", 2, png, rendered)


@pytest.fixture
def sitters(monkeypatch: pytest.MonkeyPatch) -> Sitters:
    made = Sitters()
    monkeypatch.setattr("idphoto.orders.headshot.make_headshots", made)
    return made


def test_one_person_is_made_from_the_first_photo_that_can_be_used(
    engine: Engine, sitters: Sitters
) -> None:
    photos = [b"no picture", b"nobody", b"turned", b"good", b"better"]
    made = HeadshotOrder("bob_suit").make(engine, photos, DEFAULT_LIMITS)
    assert sitters.asked == [[b"no picture"], [b"nobody"], [b"turned"], [b"good"]]
    assert made.files["1"].size_wh == (3, 4)
    assert made.report["timings_ms"] == {"dress": 2.0}


def test_where_no_photo_can_be_used_the_first_ones_fault_is_told(
    engine: Engine, sitters: Sitters
) -> None:
    with pytest.raises(NoFace):
        HeadshotOrder("bob_suit").make(engine, [b"nobody", b"turned"], DEFAULT_LIMITS)
    assert len(sitters.asked) == 2


def test_what_is_no_fault_of_a_photo_ends_the_search(engine: Engine, sitters: Sitters) -> None:
    with pytest.raises(DeadlineExceeded):
        HeadshotOrder("bob_suit").make(engine, [b"slow", b"good"], DEFAULT_LIMITS)
    assert sitters.asked == [[b"slow"]]


@pytest.mark.parametrize("photos", [[b"one of both"], [b"hers", b"his"]])
def test_a_couple_is_made_from_all_photos_together(
    engine: Engine, sitters: Sitters, photos: list[bytes]
) -> None:
    HeadshotOrder("wedding").make(engine, photos, DEFAULT_LIMITS)
    assert sitters.asked == [photos]
    with pytest.raises(NoFace):
        HeadshotOrder("wedding").make(engine, [b"hers", b"nobody"], DEFAULT_LIMITS)
