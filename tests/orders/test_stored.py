"""Orders as JSON."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from idphoto.face.choose import FaceChoice
from idphoto.imaging.encode import EncodeOptions
from idphoto.orders.check import CheckOrder
from idphoto.orders.cutout import CutoutOrder
from idphoto.orders.headshot import HeadshotOrder
from idphoto.orders.photo import PhotoOrder
from idphoto.orders.sheet import OrderedCopies, SheetOrder
from idphoto.orders.stored import AnyOrder, from_json, to_json
from idphoto.photo.adjustments import Adjustments
from idphoto.photo.background import Backdrop, Gradient, Original, Solid, Transparent
from idphoto.photo.framing.constraints import FrameConstraints, Limit
from idphoto.photo.label import Label
from idphoto.photo.request import PhotoRequest, photo_request
from idphoto.photo.retouch.strengths import Retouch
from idphoto.sheet.request import SheetRequest
from idphoto.specs.load import vendor_specs

colours = st.tuples(*[st.integers(0, 255)] * 3)
limits = st.builds(
    lambda ends: Limit(target=ends[1], low=ends[0], high=ends[2]),
    st.lists(st.integers(1, 4096), min_size=3, max_size=3).map(sorted),
)
names = ("face_width", "face_height", "head_height", "head_top", "chin_top", "eyes_top")
formats = st.sampled_from(["jpeg", "png", "webp"])
qualities = st.sampled_from(["best", "fast"])
choices = st.sampled_from(["largest", "left", "right", "only"]) | st.integers(1, 9)
sides = st.floats(5, 500)
known_specs = st.none() | st.sampled_from(list(vendor_specs()))
sheets = st.builds(
    SheetRequest,
    paper=st.sampled_from(["5inch", "A4", "100x150"]),
    orientation=st.sampled_from(["auto", "landscape", "portrait"]),
    label=st.none() | st.just("Ann\nSmith"),
    qr=st.none() | st.text(max_size=20),
)
photo_orders = st.builds(
    PhotoOrder,
    request=st.builds(
        PhotoRequest,
        size_wh=st.tuples(st.integers(300, 4096), st.integers(300, 4096)),
        background=st.builds(Solid, colours)
        | st.builds(Gradient, colours, colours)
        | st.just(Original()),
        constraints=st.builds(FrameConstraints, **dict.fromkeys(names, st.none() | limits)),
        retouch=st.builds(Retouch, *[st.floats(0, 1)] * 4),
        label=st.none()
        | st.builds(Label, st.sampled_from(["Ann", "Zoë 张伟"]), st.integers(16, 99)),
        output=st.builds(
            EncodeOptions,
            format=formats,
            dpi=st.integers(10, 1000),
            quality=st.none() | st.integers(1, 100),
            max_bytes=st.none() | st.integers(1, 10**9),
        ),
        quality=qualities,
        faces=choices,
        spec=known_specs,
        overridden=st.none() | st.lists(st.sampled_from(["dpi", "backgrounds"])).map(tuple),
        px_per_mm=st.none() | st.floats(1, 100),
        edit_anyway=st.booleans(),
        watermark=st.none() | st.just("PREVIEW"),
        adjustments=st.builds(
            Adjustments,
            chin=st.none() | st.tuples(sides, sides),
            crown=st.none() | st.tuples(sides, sides),
            rotate_deg=st.floats(-15, 15),
            zoom=st.floats(-1, 1),
        ),
    ),
    sheet=st.none() | sheets,
    with_report=st.booleans(),
)
check_orders = st.builds(
    CheckOrder,
    spec=known_specs,
    years=st.none() | st.floats(0, 149),
    judged_as=st.sampled_from(["auto", "source", "finished"]),
    faces=choices,
)
sheet_orders = st.builds(
    SheetOrder,
    request=sheets,
    copies=st.lists(
        st.builds(
            OrderedCopies, st.none() | st.integers(1, 99), st.none() | st.tuples(sides, sides)
        ),
        min_size=1,
        max_size=3,
    ).map(tuple),
)
headshot_orders = st.builds(HeadshotOrder, template=st.sampled_from(["wedding", "bob_suit"]))
cutout_orders = st.builds(
    CutoutOrder,
    output=st.builds(EncodeOptions, format=formats, dpi=st.integers(10, 1000)),
    background=st.none() | colours,
    quality=qualities,
)


QUICK = PhotoOrder(photo_request(quality="fast"))


@given(photo_orders | check_orders | cutout_orders | sheet_orders | headshot_orders)
def test_an_order_survives_being_stored(order: AnyOrder) -> None:
    assert from_json(json.loads(json.dumps(to_json(order)))) == order


@pytest.mark.parametrize("faces", ["largest", "only", "left", "right", 1, 12])
def test_the_choice_of_a_face_is_stored(faces: FaceChoice) -> None:
    order = PhotoOrder(photo_request(faces=faces))
    stored = json.loads(json.dumps(to_json(order)))
    assert stored["request"]["faces"] == faces
    assert from_json(stored) == order


@pytest.mark.parametrize(
    "background",
    [Solid((1, 2, 3)), Gradient((1, 2, 3), (4, 5, 6)), Transparent(), Original()],
    ids=lambda background: background.kind,
)
def test_a_background_is_stored_with_its_kind(background: Solid | Gradient | Transparent) -> None:
    order = PhotoOrder(photo_request(background=background))
    stored = to_json(order)
    assert stored["request"]["background"]["kind"] == background.kind
    assert from_json(stored) == order


def test_a_picture_as_the_background_is_never_stored() -> None:
    backdrop = Backdrop(np.zeros((2, 2, 3), np.uint8))
    with pytest.raises(PydanticSerializationError):
        to_json(PhotoOrder(photo_request(background=backdrop)))


def test_fields_that_a_later_version_adds_get_their_defaults() -> None:
    stored = to_json(QUICK)
    del stored["max_source_side_px"]
    del (
        stored["with_report"],
        stored["sheet"],
        stored["request"]["label"],
        stored["request"]["watermark"],
    )
    for field in ("overridden", "px_per_mm", "edit_anyway", "adjustments"):
        del stored["request"][field]
    assert from_json(stored) == QUICK


@pytest.mark.parametrize(
    "stored",
    [
        {"kind": "hologram"},
        {},
        {"kind": "photo", "spec": None, "size_px": [300, 400]},
        {"kind": "photo", "request": {"size_wh": "large"}},
        {"kind": "photo", "request": {"size_wh": [300, 400], "glasses": "off"}},
    ],
)
def test_a_stored_order_of_another_version_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        from_json(stored)
