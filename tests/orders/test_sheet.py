"""Print sheets, ordered and made."""

from __future__ import annotations

import io
import time
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from idphoto.errors import (
    BadRequest,
    DeadlineExceeded,
    ImageTooLarge,
    ImplausibleDensity,
    SheetFull,
    SheetTooSmall,
)
from idphoto.imaging.decode import DEFAULT_LIMITS
from idphoto.imaging.encode import EncodeOptions, encode
from idphoto.messages.tasks import SheetResult
from idphoto.orders.sheet import OrderedCopies, SheetOrder, order_sheet
from idphoto.orders.stored import from_json, to_json
from idphoto.photo.setup import Setup
from idphoto.sheet.request import SheetRequest
from idphoto.tasks.made import IMAGE, Made

FILLED = (OrderedCopies(),)


def photo(width: int, height: int, colour: tuple[int, int, int], dpi: float = 300) -> bytes:
    """A plain photo's file."""
    pixels = np.broadcast_to(np.array(colour, np.uint8), (height, width, 3))
    return encode(pixels, EncodeOptions("png", dpi=dpi)).data


RED = photo(295, 413, (200, 0, 0))
BLUE = photo(413, 531, (0, 0, 200))


def made_of(order: SheetOrder, *photos: bytes, setup: Setup) -> Made:
    stored = from_json(to_json(order))
    assert stored == order
    return stored.make(setup, photos, DEFAULT_LIMITS)


def test_a_sheet_is_made_as_ordered(photo_setup: Setup) -> None:
    order = order_sheet(
        SheetRequest("6inch", format="png"), [OrderedCopies(3), OrderedCopies(2, (35, 45))]
    )
    made = made_of(order, RED, BLUE, setup=photo_setup)
    file = made.files[IMAGE]
    assert (list(made.files), file.format, file.size_wh) == ([IMAGE], "png", (1795, 1205))
    result = SheetResult.model_validate(made.report)
    assert (result.paper, result.paper_mm, result.dpi) == ("6inch", (152, 102), 300)
    assert (result.count, result.counts) == (5, (3, 2))
    assert made.report["bytes"] == len(file.data)
    assert set(made.report["timings_ms"]) == {"read_photos", "lay_out"}
    with Image.open(io.BytesIO(file.data)) as image:
        pixels = np.asarray(image).astype(int)
    for colour, count, size in (((200, 0, 0), 3, 295 * 413), ((0, 0, 200), 2, 413 * 531)):
        assert (np.abs(pixels - colour).max(axis=2) == 0).sum() == count * size


def test_a_sheet_is_filled_with_a_photo_whose_count_is_not_given(photo_setup: Setup) -> None:
    made = made_of(order_sheet(SheetRequest("A6", format="pdf"), FILLED), RED, setup=photo_setup)
    assert made.files[IMAGE].data.startswith(b"%PDF-")
    assert made.report["counts"] == [made.report["count"]]
    assert made.report["count"] > 6


@pytest.mark.parametrize(
    ("copies", "error", "said"),
    [
        ((), BadRequest, "photos: must not be empty"),
        ((OrderedCopies(0),), BadRequest, "count: 0 is outside 1–10,000"),
        ((OrderedCopies(1, (0, 45)),), BadRequest, "size_mm: 0 mm is outside 5–2,000 mm"),
        ((OrderedCopies(1, (9e9, 45)),), BadRequest, "size_mm: 9e+09 mm is outside 5–2,000 mm"),
        ((OrderedCopies(1, (float("nan"), 45)),), BadRequest, "size_mm: nan mm is outside"),
        ((OrderedCopies(None, (200, 200)),), SheetTooSmall, "does not fit on the sheet"),
        ((OrderedCopies(99, (35, 45)),), SheetFull, "of the 99 photos requested"),
        ((OrderedCopies(), OrderedCopies(9, (50, 50))), SheetFull, "of the 1 and 9 photos"),
    ],
)
def test_a_sheet_that_cannot_hold_its_photos_is_refused_before_it_is_accepted(
    copies: tuple[OrderedCopies, ...], error: type[Exception], said: str
) -> None:
    with pytest.raises(error) as refused:
        order_sheet(SheetRequest("6inch"), copies)
    assert said in str(refused.value)


def test_a_label_that_leaves_no_room_is_refused_before_it_is_accepted() -> None:
    with pytest.raises((SheetTooSmall, BadRequest)) as refused:
        order_sheet(SheetRequest("5inch", label="\n".join("Ann" for _ in range(200))), FILLED)
    assert refused.value.code in ("bad_request", "sheet_too_small")


def test_photos_that_just_fit_are_accepted(photo_setup: Setup) -> None:
    tight = SheetRequest("100x150", margin_mm=0, gutter_mm=0, crop_marks=False)
    order = order_sheet(tight, [OrderedCopies(4, (49.9, 74.9))])
    half = photo(589, 885, (9, 9, 9))
    assert made_of(order, half, setup=photo_setup).report["count"] == 4


def test_a_photo_of_another_shape_than_ordered_is_refused(photo_setup: Setup) -> None:
    order = order_sheet(SheetRequest(), [OrderedCopies(1, (35, 45))])
    with pytest.raises(BadRequest, match="does not have the proportions of the photo"):
        made_of(order, photo(400, 400, (1, 2, 3)), setup=photo_setup)
    with pytest.raises(ImplausibleDensity):
        made_of(
            order_sheet(SheetRequest(), FILLED), photo(700, 900, (1, 2, 3), 72), setup=photo_setup
        )


def test_limits_and_deadlines_hold(photo_setup: Setup) -> None:
    order = replace(order_sheet(SheetRequest(), FILLED), max_source_side_px=412)
    with pytest.raises(ImageTooLarge, match="413; the limit is 412"):
        order.make(photo_setup, [RED], DEFAULT_LIMITS)
    late = order_sheet(SheetRequest(), FILLED)
    with pytest.raises(DeadlineExceeded):
        late.make(photo_setup, [RED], DEFAULT_LIMITS, deadline=time.monotonic() - 1)
