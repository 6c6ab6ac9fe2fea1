from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from idphoto.errors import BadGarment, UnknownGarment
from idphoto.photo.wardrobe.garment import Cloth, Garment, Jacket, Neckwear, Shirt
from idphoto.photo.wardrobe.load import GARMENT_IDS, load_garment, read_garment

ALL = [load_garment(garment_id) for garment_id in GARMENT_IDS]
GREY = (0.5, 0.5, 0.5)


def cut_of(garment: Garment) -> tuple[Any, ...]:
    """A garment without its colours and cloths: its cut."""

    def plain(part: Any) -> Any:
        changes: dict[str, Any] = {}
        for field in fields(part):
            value = getattr(part, field.name)
            if isinstance(value, Cloth):
                changes[field.name] = Cloth("poplin", GREY)
            elif isinstance(value, tuple):
                changes[field.name] = GREY
            elif isinstance(value, float):
                changes[field.name] = 0.5
        return replace(part, **changes)

    return tuple(plain(part) for part in garment.parts)


def toml(parts: str, title: str = "a shirt") -> str:
    return f'title = "{title}"\ntitle_zh = "衬衫"\n[[parts]]\n{parts}\n'


def test_the_vendors_fifty_ids_are_all_there() -> None:
    kinds = [garment.id.rsplit("_", 1) for garment in ALL]
    assert [f"{kind}_{number}" for kind, number in kinds] == list(GARMENT_IDS)
    assert {
        kind: [int(n) for k, n in kinds if k == kind] for kind in ("man", "woman", "child")
    } == {
        "man": list(range(1, 21)),
        "woman": list(range(1, 21)),
        "child": list(range(1, 11)),
    }


def test_every_garment_has_a_unique_title_in_one_line() -> None:
    titles = [garment.title for garment in ALL]
    assert len(set(titles)) == 50
    assert all(10 < len(title) < 90 and "\n" not in title for title in titles)


def test_the_garments_differ_in_cut_and_not_only_in_colour() -> None:
    assert len({cut_of(garment) for garment in ALL}) >= 40


def test_garments_use_every_kind_of_part_and_half_of_all_weaves() -> None:
    parts = {type(part).__name__ for garment in ALL for part in garment.parts}
    weaves = {part.cloth.weave for garment in ALL for part in garment.parts}
    assert len(parts) == 10
    assert len(weaves) >= 12


def test_womens_fronts_close_right_over_left_and_mens_the_other_way() -> None:
    sides = {
        (garment.id.split("_")[0], part.over)
        for garment in ALL
        for part in garment.parts
        if isinstance(part, Jacket)
    }
    assert {side for kind, side in sides if kind == "woman"} == {"right"}
    assert {side for kind, side in sides if kind == "man"} == {"left"}


def test_a_part_is_read_with_its_defaults() -> None:
    text = toml('part = "shirt"\ncloth = { weave = "oxford", colour = "FF0080" }\ncollar = "band"')
    assert read_garment("x", text) == Garment(
        "x", "a shirt", "衬衫", (Shirt(Cloth("oxford", (1.0, 0.0, 128 / 255)), collar="band"),)
    )


def test_whole_numbers_are_lengths_too() -> None:
    cloth = '{ weave = "silk", colour = "000000", pattern = "dots", repeat_mm = 9 }'
    (part,) = read_garment("x", toml(f'part = "neckwear"\ncloth = {cloth}')).parts
    assert part == Neckwear(Cloth("silk", (0.0, 0.0, 0.0), "dots", repeat_mm=9.0))


@pytest.mark.parametrize("garment_id", ["man_0", "man_21", "woman_21", "child_11", "", "../man_1"])
def test_an_unknown_id_is_named(garment_id: str) -> None:
    with pytest.raises(UnknownGarment) as caught:
        load_garment(garment_id)
    assert caught.value.code == "unknown_garment"
    assert str(caught.value) == (
        f"no garment {garment_id!r}: "
        "choose man_1 to man_20, woman_1 to woman_20 or child_1 to child_10"
    )


CLOTH = 'cloth = { weave = "poplin", colour = "FFFFFF" }'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "'parts'"),
        ('title = "x"\nparts = []\n', "has no parts"),
        (f'title = "x"\n[[parts]]\npart = "shirt"\n{CLOTH}\n', "'title_zh'"),
        (f"size = 3\n{toml(CLOTH)}", "unknown keys ['size']"),
        (toml(f'part = "sock"\n{CLOTH}'), "unknown part 'sock'"),
        (toml(f'part = "shirt"\n{CLOTH}\nlegs = 2'), "shirt: unknown keys ['legs']"),
        (toml(f'part = "shirt"\n{CLOTH}\ncollar = "huge"'), "shirt.collar: 'huge' is not one of"),
        (toml(f'part = "jacket"\n{CLOTH}\nwidth = "wide"'), "jacket.width: 'wide' is not a float"),
        (toml(f'part = "jacket"\n{CLOTH}\nwidth = true'), "jacket.width: True is not a float"),
        (toml(f'part = "jacket"\n{CLOTH}\nsnug = 1'), "jacket.snug: 1 is not a bool"),
        (toml('part = "shirt"\ncloth = { weave = "poplin", colour = "white" }'), "is not a colour"),
        (
            toml('part = "shirt"\ncloth = { weave = "poplin", colour = "GGGGGG" }'),
            "invalid literal",
        ),
        (toml('part = "shirt"\ncloth = "poplin"'), "shirt.cloth: 'poplin' is not a table"),
        (toml('part = "shirt"'), "missing 1 required positional argument: 'cloth'"),
        ("title = ", "Invalid value"),
    ],
)
def test_a_broken_file_is_reported_with_its_fault(text: str, reason: str) -> None:
    with pytest.raises(BadGarment) as caught:
        read_garment("man_99", text)
    assert caught.value.code == "bad_garment"
    assert "wardrobe file man_99.toml: " in str(caught.value)
    assert reason in caught.value.reason
