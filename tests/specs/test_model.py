from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from idphoto.specs.load_requirements import load_requirements
from idphoto.specs.model import Spec, sizes_agree
from idphoto.specs.ranges import Range


def spec(**changes: Any) -> Spec:
    values: dict[str, Any] = {
        "slug": "xx-passport",
        "title": "Nowhere passport",
        "category": "Passport",
        "country": "XX",
        "vendor_id": None,
        "size_mm": (35, 45),
        "size_px": (413, 531),
        "unverified": ("all",),
    }
    return Spec(**values | changes)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"slug": "XX passport"}, "slug"),
        ({"title": ""}, "title"),
        ({"country": "Germany"}, "country"),
        ({"dpi": 0}, "dpi"),
        ({"size_mm": (0, 45)}, "positive"),
        ({"size_px": (413, -531)}, "positive"),
        ({"size_px": (600, 600)}, "disagree"),
        ({"min_px": (600, 600)}, "outside"),
        ({"max_px": (400, 600)}, "outside"),
        ({"backgrounds": ("fff",)}, "RRGGBB"),
        ({"backgrounds": ("ffffff",)}, "RRGGBB"),
        ({"head_height_mm": Range(32, 46)}, "exceeds"),
        ({"top_margin_mm": Range(45, None)}, "exceeds"),
        ({"unverified": ("shoe_size",), "checked": date(2026, 1, 1)}, "unknown fields"),
        ({"unverified": ()}, "check"),
        ({"checked": date(2026, 1, 1)}, "check"),
    ],
)
def test_a_spec_that_contradicts_itself_is_refused(changes: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        spec(**changes)


def test_sizes_may_disagree_if_a_note_explains_it() -> None:
    assert spec(size_px=(600, 600), note="the upload is square").size_px == (600, 600)


def test_whole_millimetres_agree_with_their_pixels_within_two() -> None:
    assert sizes_agree((35, 49), (413, 578), 300)
    assert not sizes_agree((35, 49), (295, 413), 300)


@pytest.mark.parametrize("ends", [(None, None), (2, 1), (-1, 1)])
def test_a_range_is_ordered_and_not_negative(ends: tuple[float | None, float | None]) -> None:
    with pytest.raises(ValueError, match="range"):
        Range(*ends)


def test_a_field_is_verified_only_by_a_check_that_covers_it() -> None:
    checked = spec(checked=date(2026, 1, 1), unverified=("size_mm",))
    assert checked.is_verified("size_px")
    assert not checked.is_verified("size_mm")
    assert not spec().is_verified("size_px")


def test_a_spec_without_requirements_of_its_own_asks_what_icao_asks() -> None:
    assert spec().requirements == load_requirements("icao")


def test_a_childs_limits_replace_those_of_the_spec_and_the_youngest_win() -> None:
    german = spec(
        requirements=load_requirements("de"),
        head_height_mm=Range(32, 36),
        eye_line_mm=Range(22, 32),
    )
    child = german.for_age(3)
    assert (child.head_height_mm, child.eye_line_mm) == (Range(22.5, 36), Range(18, 32))
    assert child.requirements == german.requirements.for_age(3)
    assert german.for_age(None) == german.for_age(10) == german


def test_a_childs_limits_add_none_where_the_spec_has_none() -> None:
    upload = spec(requirements=load_requirements("gb"))
    assert upload.for_age(3).head_height_mm is None
    assert not upload.for_age(3).requirements.looking_at_camera
