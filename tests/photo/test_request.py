from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from idphoto.errors import BadRequest, EditingForbidden, MissingGlyph, UnknownGarment
from idphoto.imaging.encode import EncodeOptions
from idphoto.photo.background import Backdrop, Gradient, Original, Solid, Transparent
from idphoto.photo.framing.constraints import FrameConstraints, Limit
from idphoto.photo.label import Label
from idphoto.photo.request import PhotoRequest, photo_request
from idphoto.photo.retouch.strengths import Retouch
from idphoto.specs import Range, Spec, load_spec


@pytest.fixture
def spec() -> Spec:
    """35 × 45 mm at 508 dpi, grey, 20 to 40 kB of PNG, a head of 32 to 36 mm."""
    return Spec(
        slug="xx-passport",
        title="Nowhere passport",
        category="Passport",
        country="XX",
        vendor_id=None,
        size_mm=(35, 45),
        size_px=(700, 900),
        dpi=508,
        backgrounds=("808080", "FFFFFF"),
        file_format="png",
        file_bytes=Range(20_000, 40_000),
        head_height_mm=Range(32, 36),
        unverified=("all",),
    )


def test_the_default_request_is_one_inch_on_white() -> None:
    request = photo_request()
    assert request == PhotoRequest()
    assert request.size_wh == (295, 413)
    assert request.background == Solid((255, 255, 255))
    assert request.output == EncodeOptions("jpeg", dpi=300)
    assert request.constraints == FrameConstraints()
    assert (request.quality, request.faces) == ("fast", "largest")


def test_a_specification_sets_everything(spec: Spec) -> None:
    request = photo_request(spec)
    assert request.size_wh == (700, 900)
    assert request.background == Solid((128, 128, 128))
    assert request.output == EncodeOptions("png", dpi=508, min_bytes=20_000, max_bytes=40_000)
    assert request.constraints == FrameConstraints(face_height=Limit(low=640, high=720))
    assert request.spec is spec


def test_anything_in_a_specification_can_be_overridden(spec: Spec) -> None:
    request = photo_request(
        spec,
        size_px=(350, 450),
        dpi=254,
        background="red",
        constraints=FrameConstraints(eyes_top=Limit(target=200)),
        format="jpeg",
        jpeg_quality=80,
        quality="fast",
        faces="only",
    )
    assert request.size_wh == (350, 450)
    assert request.background == Solid((255, 0, 0))
    assert request.output == EncodeOptions("jpeg", dpi=254, quality=80)
    assert (request.quality, request.faces) == ("fast", "only")
    # the specification's head, scaled to half its pixels, and the override in the new pixels
    assert request.constraints == FrameConstraints(
        face_height=Limit(low=320, high=360), eyes_top=Limit(target=200)
    )


def test_a_given_limit_replaces_the_specifications(spec: Spec) -> None:
    wish = FrameConstraints(face_height=Limit(target=650))
    assert photo_request(spec, constraints=wish).constraints == wish


def test_a_given_byte_window_replaces_the_specifications(spec: Spec) -> None:
    output = photo_request(spec, max_bytes=90_000).output
    assert (output.min_bytes, output.max_bytes) == (None, 90_000)


def test_pixels_override_millimetres_and_both_override_the_specification(spec: Spec) -> None:
    assert photo_request(spec, size_px=(100, 120), size_mm=(50, 50)).size_wh == (100, 120)
    assert photo_request(spec, size_mm=(50.8, 25.4)).size_wh == (1016, 508)
    assert photo_request(spec, size_mm=(50.8, 25.4), dpi=100).size_wh == (200, 100)
    assert photo_request(size_mm=(35, 45)).size_wh == (413, 531)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("438EDB", Solid((0x43, 0x8E, 0xDB))),
        ("#0f0", Solid((0, 255, 0))),
        ("white", Solid()),
        (Solid((1, 2, 3)), Solid((1, 2, 3))),
        (Gradient((0, 0, 0), (9, 9, 9)), Gradient((0, 0, 0), (9, 9, 9))),
        (Original(), Original()),
    ],
)
def test_a_background_is_a_colour_or_one_of_the_types(given: Any, expected: Any) -> None:
    assert photo_request(background=given).background == expected


def test_a_backdrop_is_kept_unchanged() -> None:
    picture = np.zeros((3, 4, 3), np.uint8)
    background = photo_request(background=Backdrop(picture)).background
    assert isinstance(background, Backdrop)
    assert background.rgb is picture


def test_without_a_colour_in_the_specification_the_background_is_white(spec: Spec) -> None:
    assert photo_request(replace(spec, backgrounds=())).background == Solid()


def test_a_transparent_photo_is_a_png() -> None:
    assert photo_request(background=Transparent()).output.format == "png"
    assert photo_request(background=Transparent(), format="webp").output.format == "webp"


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"size_px": (31, 400)}, "width"),
        ({"size_px": (300, 0)}, "height"),
        ({"size_px": (300, 4097)}, "height"),
        ({"size_mm": (0, 45)}, "width_mm"),
        ({"size_mm": (35, -1)}, "height_mm"),
        ({"size_mm": (35, 4000)}, "height"),
        ({"dpi": 5}, "dpi"),
        ({"dpi": 5000}, "dpi"),
        ({"background": "blurple"}, "background"),
        ({"background": "12345"}, "background"),
        ({"background": Transparent(), "format": "jpeg"}, "background"),
        ({"format": "gif"}, "format"),
        ({"format": "JPEG"}, "format"),
        ({"jpeg_quality": 0}, "quality"),
        ({"jpeg_quality": 101}, "quality"),
        ({"min_bytes": -1}, "min_bytes"),
        ({"max_bytes": 0}, "max_bytes"),
        ({"min_bytes": 30_000, "max_bytes": 20_000}, "min_bytes"),
        ({"watermark": ""}, "watermark"),
        ({"watermark": "   "}, "watermark"),
        ({"watermark": "x" * 41}, "watermark"),
        ({"watermark": "two\nlines"}, "watermark"),
        ({"watermark": "..."}, "watermark"),
    ],
)
def test_an_impossible_request_is_refused_with_the_fields_name(
    wish: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadRequest) as caught:
        photo_request(**wish)
    assert caught.value.code == "bad_request"
    assert caught.value.field == field
    assert caught.value.message.startswith(f"{field}: ")


@pytest.mark.parametrize(
    ("text", "height", "field"), [("x" * 80, 30, "label_text"), ("Anna", 138, "label_height")]
)
def test_a_label_that_does_not_fit_the_photo_is_refused_with_the_fields_name(
    text: str, height: int, field: str
) -> None:
    label = Label(text, height)
    with pytest.raises(BadRequest) as caught:
        photo_request(label=label)
    assert caught.value.code == "bad_request"
    assert caught.value.field == field
    assert caught.value.message.startswith(f"{field}: ")


def test_a_watermark_is_a_short_printable_text() -> None:
    assert photo_request().watermark is None
    for text in ("PREVIEW", "x" * 40, "~ not for use! ~", "ÜBUNG"):
        assert photo_request(watermark=text).watermark == text


def test_a_text_may_use_any_script_that_a_font_has() -> None:
    for text in ("样张 仅供预览", "محمد علي"):
        request = photo_request(label=Label(text), watermark=text)
        assert (request.label, request.watermark) == (Label(text), text)


def test_a_watermark_that_no_font_has_is_refused_when_the_request_is_made() -> None:
    with pytest.raises(MissingGlyph) as caught:
        photo_request(watermark="A \U0003134a")
    assert caught.value.code == "missing_glyph"
    assert caught.value.message == (
        "no installed font has \U0003134a (Chinese, Japanese or Korean): install one that does"
    )


def test_a_label_is_fitted_to_its_photo() -> None:
    text = "Wolfeschlegelsteinhausenbergerdorff"
    assert photo_request(size_px=(413, 626), label=Label(text)).label == Label(text)
    with pytest.raises(BadRequest) as caught:
        photo_request(size_px=(102, 126), label=Label(text))
    assert caught.value.field == "label_text"


def test_every_specification_of_the_catalogue_makes_a_request() -> None:
    for name in ("us-passport", "fr-passport", "jp-visa", "us-dv-lottery", "picwish-6601"):
        spec = load_spec(name)
        request = photo_request(spec)
        assert request.size_wh == spec.size_px
        assert request.output.dpi == spec.dpi


def test_an_unknown_garment_is_refused() -> None:
    with pytest.raises(UnknownGarment) as refused:
        photo_request(clothes="man_21")
    assert refused.value.code == "unknown_garment"
    assert "man_1 to man_20" in refused.value.message


def test_clothes_cannot_be_changed_if_the_original_background_is_kept() -> None:
    with pytest.raises(BadRequest) as refused:
        photo_request(clothes="man_1", background=Original())
    assert refused.value.field == "clothes"


# --- a specification's rules ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wish", "rules"),
    [
        ({}, set()),
        ({"dpi": 600}, {"size_px", "min_px", "max_px", "dpi"}),
        ({"size_mm": (40, 50)}, {"size_px", "min_px", "max_px", "size_mm"}),
        ({"size_px": (350, 450)}, {"size_px", "min_px", "max_px", "size_mm", "dpi"}),
        ({"background": "red"}, {"backgrounds"}),
        ({"background": Original()}, {"backgrounds"}),
        ({"background": Transparent()}, {"backgrounds", "file_format"}),
        ({"format": "jpeg"}, {"file_format"}),
        ({"jpeg_quality": 80}, {"file_bytes"}),
        ({"min_bytes": 1}, {"file_bytes"}),
        ({"max_bytes": 90_000}, {"file_bytes"}),
        ({"constraints": FrameConstraints(face_height=Limit(target=650))}, {"head_height_mm"}),
        ({"constraints": FrameConstraints(head_height=Limit(target=650))}, set()),
        ({"constraints": FrameConstraints(eyes_top=Limit(target=300))}, {"eye_line_mm"}),
        ({"constraints": FrameConstraints(head_top=Limit(target=30))}, {"top_margin_mm"}),
        ({"retouch": Retouch(0.5), "quality": "fast", "faces": "only"}, set()),
    ],
)
def test_a_request_remembers_which_rules_its_caller_replaced(
    spec: Spec, wish: dict[str, Any], rules: set[str]
) -> None:
    assert set(photo_request(spec, **wish).overridden or ()) == rules


def test_where_editing_is_forbidden_the_background_stays_by_default(spec: Spec) -> None:
    forbidding = replace(spec, editing_forbidden=True)
    assert photo_request(forbidding).background == Original()
    assert photo_request(forbidding, watermark="PREVIEW").edits == ()
    assert photo_request(forbidding, edit_anyway=True).background == Solid((128, 128, 128))
    assert photo_request(replace(spec, editing_forbidden=False)).background == Solid((128,) * 3)


@pytest.mark.parametrize(
    ("wish", "edit"),
    [
        ({"background": "808080"}, "background"),
        ({"background": Transparent()}, "background"),
        ({"retouch": Retouch(smooth=0.1)}, "retouch"),
        ({"clothes": "man_1"}, "clothes"),
        ({"label": Label("Anna")}, "label"),
    ],
)
def test_an_edit_that_the_authority_forbids_must_be_asked_for_in_words(
    spec: Spec, wish: dict[str, Any], edit: str
) -> None:
    forbidding = replace(spec, editing_forbidden=True)
    with pytest.raises(EditingForbidden) as refused:
        photo_request(forbidding, **wish)
    assert (refused.value.code, refused.value.edit) == ("editing_forbidden", edit)
    assert "edit_anyway" in refused.value.message
    assert edit in photo_request(forbidding, edit_anyway=True, **wish).edits


def test_a_request_put_together_by_hand_may_not_edit_either(spec: Spec) -> None:
    with pytest.raises(EditingForbidden):
        PhotoRequest(spec=replace(spec, editing_forbidden=True))
