from __future__ import annotations

from pathlib import Path

import pytest

from idphoto.cli.values import (
    TypedSize,
    format_of,
    parse_bytes,
    parse_format,
    parse_limit,
    parse_limits,
    parse_size,
    parse_size_mm,
)
from idphoto.errors import BadRequest
from idphoto.photo.framing.constraints import FrameConstraints, Limit

DPI = 254  # ten pixels a millimetre


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("200", Limit(target=200)),
        ("200.5", Limit(target=200.5)),
        ("20mm", Limit(target=200)),
        ("20 mm", Limit(target=200)),
        ("190:210", Limit(low=190, high=210)),
        ("190:", Limit(low=190)),
        (":210", Limit(high=210)),
        ("190:200:210", Limit(low=190, target=200, high=210)),
        ("190:200:", Limit(low=190, target=200)),
        (":200:210", Limit(target=200, high=210)),
        ("32mm:36mm", Limit(low=320, high=360)),
        ("32:36mm", Limit(low=320, high=360)),
        ("32:34:36mm", Limit(low=320, target=340, high=360)),
        (":36mm", Limit(high=360)),
        (" 190 : 210 ", Limit(low=190, high=210)),
    ],
)
def test_every_way_to_write_a_limit(text: str, limit: Limit) -> None:
    found = parse_limit("face_width", text, DPI)
    for part in ("low", "target", "high"):
        assert getattr(found, part) == pytest.approx(getattr(limit, part))


@pytest.mark.parametrize(
    "text",
    ["", ":", "::", "1:2:3:4", "wide", "12cm", "210:190", "-5", "nan", "inf", "mm", "190:220:210"],
)
def test_an_invalid_limit_is_refused_with_the_name_of_its_option(text: str) -> None:
    with pytest.raises(BadRequest) as caught:
        parse_limit("face_width", text, DPI)
    assert caught.value.field == "face_width"


def test_a_limit_that_is_not_given_constrains_nothing() -> None:
    assert parse_limits({"face_width": None, "eyes_top": "90"}, DPI) == FrameConstraints(
        eyes_top=Limit(target=90)
    )
    assert parse_limits({"face_width": None}, DPI) == FrameConstraints()


@pytest.mark.parametrize("text", ["35x45", "35X45", "35×45", "35.0x45.0"])
def test_a_size_is_two_numbers(text: str) -> None:
    assert parse_size("mm", text) == TypedSize(35, 45, None)
    assert parse_size_mm("mm", text) == (35, 45)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("35x45mm", TypedSize(35, 45, "mm")),
        ("35×45 mm", TypedSize(35, 45, "mm")),
        ("35 mm x 45 mm", TypedSize(35, 45, "mm")),
        ("35mmx45", TypedSize(35, 45, "mm")),
        ("3.5x4.5cm", TypedSize(35, 45, "mm")),
        ("2x2in", TypedSize(50.8, 50.8, "mm")),
        ("2x2 inches", TypedSize(50.8, 50.8, "mm")),
        ('2"x2"', TypedSize(50.8, 50.8, "mm")),
        ("413x531px", TypedSize(413, 531, "px")),
        ("413x531 pixels", TypedSize(413, 531, "px")),
    ],
)
def test_a_size_may_have_a_unit(text: str, size: TypedSize) -> None:
    found = parse_size("size", text)
    assert found.unit == size.unit
    assert found.wh == pytest.approx(size.wh)


def test_a_size_in_pixels_is_no_size_in_millimetres() -> None:
    with pytest.raises(BadRequest) as caught:
        parse_size_mm("mm", "35x45px")
    assert caught.value.message == "mm: is a size in mm, cm or in, not '35x45px'"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("40000", 40_000),
        ("240k", 240_000),
        ("240 KB", 240_000),
        ("1.5MB", 1_500_000),
        ("240KiB", 245_760),
        ("2Mi", 2_097_152),
        ("300 bytes", 300),
        ("0", 0),
    ],
)
def test_a_size_of_a_file_may_have_a_unit(text: str, number: int) -> None:
    assert parse_bytes("max_bytes", text) == number


@pytest.mark.parametrize("text", ["", "k", "-5", "1.5.5k", "1GB", "many", "1e3", "5 kk"])
def test_an_invalid_size_of_a_file_is_refused_with_the_name_of_its_option(text: str) -> None:
    with pytest.raises(BadRequest) as caught:
        parse_bytes("max_bytes", text)
    assert caught.value.field == "max_bytes"


@pytest.mark.parametrize(
    ("text", "kind"), [("jpg", "jpeg"), ("JPEG", "jpeg"), ("png", "png"), ("webp", "webp")]
)
def test_a_format_is_a_suffix(text: str, kind: str) -> None:
    assert parse_format(text) == kind


def test_an_unknown_format_is_refused_with_the_ones_that_are_known() -> None:
    with pytest.raises(BadRequest) as caught:
        parse_format("gif")
    assert caught.value.message == "format: 'gif' is not one of jpg, jpeg, png, webp"


@pytest.mark.parametrize(
    "text",
    ["35", "35x", "x", "35x45x50", "axb", "0x45", "35x-1", "nanx3", "35mmx45px", "35x45m"],
)
def test_an_invalid_size_is_refused_with_the_name_of_its_option(text: str) -> None:
    with pytest.raises(BadRequest) as caught:
        parse_size("mm", text)
    assert caught.value.field == "mm"


@pytest.mark.parametrize(
    ("name", "kind"), [("a.jpg", "jpeg"), ("a.JPEG", "jpeg"), ("a.png", "png"), ("a.webp", "webp")]
)
def test_a_format_follows_from_the_suffix(name: str, kind: str) -> None:
    assert format_of(Path(name)) == kind


def test_an_unknown_suffix_is_refused_with_the_ones_that_are_known() -> None:
    with pytest.raises(BadRequest) as caught:
        format_of(Path("out/a.gif"))
    assert caught.value.message == "output: a.gif must end in one of .jpg, .jpeg, .png, .webp"
