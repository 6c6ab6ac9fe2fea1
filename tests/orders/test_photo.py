"""Official photos, ordered and made."""

from __future__ import annotations

import io
import json
import time
from dataclasses import replace

import cv2
import numpy as np
import pytest
import zxingcpp
from PIL import Image

from idphoto.errors import DeadlineExceeded, ImageTooLarge, SheetTooSmall
from idphoto.imaging.decode import DEFAULT_LIMITS, DecodeLimits, open_source
from idphoto.messages.tasks import HeadOnSource
from idphoto.orders.photo import SHEET, PhotoOrder, order_photo
from idphoto.orders.stored import from_json, to_json
from idphoto.photo import pipeline
from idphoto.photo.background import Solid, Transparent
from idphoto.photo.framing.constraints import FrameConstraints, Limit
from idphoto.photo.label import Label
from idphoto.photo.request import photo_request
from idphoto.photo.setup import Setup
from idphoto.sheet.request import SheetRequest
from idphoto.specs import load_spec
from idphoto.tasks.made import IMAGE, REPORT, Made

BLUE = (0x43, 0x8E, 0xDB)
QUICK = PhotoOrder(photo_request(quality="fast"))


def opened(made: Made, name: str = IMAGE) -> Image.Image:
    return Image.open(io.BytesIO(made.files[name].data))


def test_a_photo_is_made_as_ordered(photo_setup: Setup, astronaut_jpeg: bytes) -> None:
    order = order_photo(
        photo_request(
            load_spec("picwish-2102"),
            background=Solid(BLUE),
            constraints=FrameConstraints(eyes_top=Limit(target=200)),
            max_bytes=30_000,
            quality="fast",
        )
    )
    shares: list[float] = []
    made = from_json(to_json(order)).make(
        photo_setup,
        [astronaut_jpeg],
        DEFAULT_LIMITS,
        deadline=time.monotonic() + 600,
        progress=lambda _, share: shares.append(share),
    )
    (file,) = made.files.values()
    assert (file.format, file.size_wh) == ("jpeg", (358, 441))
    assert len(file.data) <= 30_000
    with opened(made) as image:
        assert (image.format, image.size) == ("JPEG", (358, 441))
        assert image.info["dpi"] == pytest.approx((350, 350), abs=0.1)
    assert made.report["geometry"]["px"]["eyes_top"] == pytest.approx(200, abs=4.5)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


def test_a_photo_is_laid_out_as_ordered(photo_setup: Setup, astronaut_jpeg: bytes) -> None:
    order = order_photo(
        photo_request(background=Solid(BLUE), label=Label("Collins", 40), quality="fast"),
        SheetRequest("6inch", "landscape", qr="https://school.example/7"),
    )
    made = from_json(to_json(order)).make(photo_setup, [astronaut_jpeg], DEFAULT_LIMITS)
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
    # pixel for pixel, except for the compression of both, wherever it lies and however it is turned
    off = min(
        cv2.matchTemplate(pixels, turned, cv2.TM_SQDIFF).min() / photo.size
        for turned in (photo, np.rot90(photo, -1))
    )
    assert off < 10
    assert made.report["px"] == [295, 413]
    assert "sheet" in made.report["timings_ms"]


def test_a_transparent_photo_shows_the_sheets_colour(
    photo_setup: Setup, astronaut_jpeg: bytes
) -> None:
    order = order_photo(
        photo_request(background=Transparent(), quality="fast"),
        SheetRequest("5inch", "portrait", background="00FF00", crop_marks=False),
    )
    made = order.make(photo_setup, [astronaut_jpeg], DEFAULT_LIMITS)
    with opened(made) as photo, opened(made, SHEET) as laid_out:
        assert (photo.mode, laid_out.mode, laid_out.size) == ("RGBA", "RGB", (1051, 1500))
        clear = (np.asarray(photo)[..., 3] == 0).mean()
        green = (np.abs(np.asarray(laid_out).astype(int) - (0, 255, 0)).max(axis=2) < 40).mean()
    assert clear > 0.2
    assert green > clear


def test_a_sheet_is_not_begun_after_the_deadline(
    photo_setup: Setup, astronaut_jpeg: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = pipeline.run(photo_setup, open_source(astronaut_jpeg), QUICK.request)
    monkeypatch.setattr(pipeline, "run", lambda *_, **__: made)
    order = replace(QUICK, sheet=SheetRequest())
    with pytest.raises(DeadlineExceeded) as late:
        order.make(photo_setup, [astronaut_jpeg], DEFAULT_LIMITS, deadline=time.monotonic() - 1)
    assert late.value.step == "sheet"


def test_a_sheet_that_cannot_be_laid_out_is_refused_before_the_photo_is_made() -> None:
    order_photo(photo_request(), SheetRequest("5inch"))
    order_photo(photo_request(size_px=(4000, 4000)))
    with pytest.raises(SheetTooSmall) as refused:
        order_photo(photo_request(size_px=(1400, 1400)), SheetRequest("5inch"))
    assert refused.value.what == "photo"


def test_a_watermarked_order_differs_from_the_plain_photo(
    photo_setup: Setup, astronaut_jpeg: bytes
) -> None:
    plain = QUICK.make(photo_setup, [astronaut_jpeg], DEFAULT_LIMITS)
    order = PhotoOrder(photo_request(quality="fast", watermark="PREVIEW"))
    marked = order.make(photo_setup, [astronaut_jpeg], DEFAULT_LIMITS)
    before, after = (np.asarray(opened(made)).astype(int) for made in (plain, marked))
    assert (np.abs(before - after).max(axis=2) > 30).mean() > 0.05


def test_limits_and_deadlines_hold(photo_setup: Setup, astronaut_jpeg: bytes) -> None:
    with pytest.raises(ImageTooLarge):
        QUICK.make(photo_setup, [astronaut_jpeg], DecodeLimits(max_side_px=511))
    narrow = replace(QUICK, max_source_side_px=511)
    with pytest.raises(ImageTooLarge, match="512; the limit is 511"):
        narrow.make(photo_setup, [astronaut_jpeg], DEFAULT_LIMITS)
    with pytest.raises(DeadlineExceeded):
        QUICK.make(photo_setup, [astronaut_jpeg], DEFAULT_LIMITS, deadline=time.monotonic() - 1)


def test_a_photo_comes_with_its_whole_report_if_it_was_ordered(
    photo_setup: Setup, astronaut_jpeg: bytes
) -> None:
    order = replace(order_photo(photo_request("jp-visa"), SheetRequest()), with_report=True)
    made = from_json(to_json(order)).make(photo_setup, [astronaut_jpeg], DEFAULT_LIMITS)
    assert list(made.files) == [IMAGE, SHEET, REPORT]
    assert (made.files[REPORT].format, made.files[REPORT].size_wh) == ("json", None)
    whole = json.loads(made.files[REPORT].data)
    findings = whole["compliance"].pop("findings")
    assert {"smile", "head_size"} <= {finding["id"] for finding in findings}
    assert all("error_rates" not in finding for finding in findings)
    assert HeadOnSource.model_validate(whole.pop("head_on_source")).px == (512, 512)
    assert np.shape(whole.pop("to_photo")) == (2, 3)
    assert whole.pop("limits").keys() == {"face_height"}
    # the row's report is the rest, without the findings
    assert whole["timings_ms"]["sheet"] > 0
    assert {**whole, "compliance": made.report["compliance"]} == made.report
    assert "findings" not in made.report["compliance"]
