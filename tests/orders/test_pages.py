"""Pages of many people's photos, as a task makes them."""

from __future__ import annotations

import io
import json
import time

import numpy as np
import pypdf
import pytest

from idphoto.errors import BadRequest, DeadlineExceeded, SheetTooSmall
from idphoto.imaging.decode import DEFAULT_LIMITS
from idphoto.imaging.encode import EncodeOptions, encode
from idphoto.orders.pages import OrderedSection, PagesOrder, order_pages
from idphoto.orders.stored import from_json, to_json
from idphoto.photo.setup import Setup
from idphoto.sheet.request import SheetRequest

REQUEST = SheetRequest("A4", format="pdf", rotate=False)
CLASSES = (OrderedSection(("Ada", "Bob"), "4b"), OrderedSection(("Chen",), "5a"))


@pytest.fixture
def photos() -> list[bytes]:
    """Three finished photos of 35 × 45 mm."""
    return [
        encode(np.full((531, 413, 3), 60 * number, np.uint8), EncodeOptions(dpi=300)).data
        for number in (1, 2, 3)
    ]


def test_each_section_is_laid_out_on_its_own_pages(photos: list[bytes], photo_setup: Setup) -> None:
    order = order_pages(REQUEST, CLASSES, 2, (413, 531), 300)
    made = order.make(photo_setup, photos, DEFAULT_LIMITS)
    assert list(made.files) == ["image"]
    assert made.files["image"].format == "pdf"
    assert len(pypdf.PdfReader(io.BytesIO(made.files["image"].data)).pages) == 2
    report = {name: made.report[name] for name in ("paper", "pages", "count", "counts", "dpi")}
    assert report == {"paper": "A4", "pages": 2, "count": 6, "counts": [2, 2, 2], "dpi": 300}
    assert list(made.report["timings_ms"]) == ["read_photos", "lay_out"]


def test_the_order_survives_being_stored() -> None:
    order = order_pages(REQUEST, CLASSES, 2, (413, 531), 300)
    assert from_json(json.loads(json.dumps(to_json(order)))) == order


def test_it_ends_at_its_deadline(photos: list[bytes], photo_setup: Setup) -> None:
    order = PagesOrder(REQUEST, CLASSES)
    with pytest.raises(DeadlineExceeded, match="before the step 'read_photos'"):
        order.make(photo_setup, photos, DEFAULT_LIMITS, deadline=time.monotonic() - 1)


@pytest.mark.parametrize(
    ("request_", "sections", "error", "message"),
    [
        (SheetRequest(format="jpeg"), CLASSES, BadRequest, "format: only a PDF has several pages"),
        (REQUEST, (), BadRequest, "photos: must not be empty"),
        (
            SheetRequest("50x50", format="pdf", margin_mm=10),
            CLASSES,
            SheetTooSmall,
            "the photo of 35 × 50 mm does not fit",
        ),
    ],
)
def test_pages_that_cannot_be_made_are_not_ordered(
    request_: SheetRequest,
    sections: tuple[OrderedSection, ...],
    error: type[Exception],
    message: str,
) -> None:
    with pytest.raises(error, match=message):
        order_pages(request_, sections, 1, (413, 531), 300)
