from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from idphoto.errors import BadCatalogue
from idphoto.specs.countries import COUNTRIES
from idphoto.specs.load import (
    COLOURS,
    VENDOR_REQUIREMENTS,
    all_specs,
    read_national,
    read_vendor,
    spec_by_slug,
    unique,
    vendor_specs,
)
from idphoto.specs.model import sizes_agree
from idphoto.specs.ranges import Range

ROW = re.compile(
    r"^(?P<id>\d{4}) \| (?P<category>[^|]+) \| (?P<title>[^|]+) \| (?P<mm>\d+x\d+) \| "
    r"(?P<px>\d+x\d+) \| (?P<dpi>\d+) \| (?P<colours>[^|]+) \|$",
    re.MULTILINE,
)
HEADER = "id,category,title,mm,px,dpi,colours,country\n"
NATIONAL = [spec for spec in all_specs() if spec.vendor_id is None]


def pair(text: str) -> tuple[int, ...]:
    return tuple(int(side) for side in text.split("x"))


def test_every_row_of_the_vendors_page_is_in_the_catalogue_as_published(shared: Path) -> None:
    page = (shared / "vendor" / "picwish-external-idphoto.txt").read_text(encoding="utf-8")
    rows = [match.groupdict() for match in ROW.finditer(page)]
    assert len(rows) == 130
    published = [
        (
            int(row["id"]),
            row["category"],
            row["title"],
            pair(row["mm"]),
            pair(row["px"]),
            int(row["dpi"]),
            tuple(
                {"White": "FFFFFF", "Blue": "438EDB", "Red": "FF0000"}[colour]
                for colour in row["colours"].split(", ")
                if colour != "No Requirement"
            ),
        )
        for row in rows
    ]
    assert published == [
        (
            spec.vendor_id,
            spec.category,
            spec.title,
            spec.size_mm,
            spec.size_px,
            spec.dpi,
            spec.backgrounds,
        )
        for spec in vendor_specs()
    ]


def test_the_catalogue_holds_the_vendors_130_and_more_than_45_of_its_own() -> None:
    assert len(vendor_specs()) == 130
    assert len(NATIONAL) >= 45
    assert len(all_specs()) == 130 + len(NATIONAL)


def test_no_two_entries_share_a_slug_a_vendor_id_or_a_national_title() -> None:
    ids = Counter(spec.vendor_id for spec in vendor_specs())
    slugs = Counter(spec.slug for spec in all_specs())
    titles = Counter(spec.title for spec in NATIONAL)
    assert {*ids.values(), *slugs.values(), *titles.values()} == {1}


def test_a_row_whose_millimetres_and_pixels_disagree_has_a_note() -> None:
    for spec in vendor_specs():
        assert spec.size_mm is not None
        agrees = sizes_agree(spec.size_mm, spec.size_px, spec.dpi)
        assert bool(spec.note) != agrees, spec.slug
    guangzhou = spec_by_slug("picwish-5107")
    assert guangzhou is not None
    assert "413x579" in guangzhou.note


def test_every_country_can_be_found_by_name() -> None:
    assert {spec.country for spec in all_specs()} - {None} == set(COUNTRIES)


def test_every_national_entry_names_its_source_and_what_was_checked() -> None:
    for spec in NATIONAL:
        assert re.search(r"https?://", spec.source), spec.slug
        if spec.checked is not None:
            assert re.search(r"stored cop(y|ies)|as copied at|as quoted at", spec.source), spec.slug
            assert spec.checked >= date(2026, 11, 21), spec.slug
        stated = [name for name in spec.unverified if name != "all"]
        assert all(getattr(spec, name) not in (None, ()) for name in stated), spec.slug


def test_the_head_and_the_margin_above_it_fit_together() -> None:
    for spec in NATIONAL:
        if spec.size_mm is None or spec.head_height_mm is None:
            continue
        head = spec.head_height_mm.low or 0
        above = (spec.top_margin_mm and spec.top_margin_mm.low) or 0
        assert head + above < spec.size_mm[1], spec.slug


def test_an_upload_has_a_format_if_its_bytes_are_limited() -> None:
    assert [s.slug for s in NATIONAL if s.file_bytes and not s.file_format] == []


def test_the_finnish_decree_is_read_in_full() -> None:
    spec = spec_by_slug("fi-passport")
    assert spec is not None
    assert (spec.size_mm, spec.size_px, spec.country) == ((36, 47), (500, 653), "FI")
    assert (spec.head_height_mm, spec.top_margin_mm) == (Range(32, 36), Range(4, 6))
    assert spec.checked == date(2026, 11, 21)
    assert spec.is_verified("head_height_mm")
    assert not spec.is_verified("file_bytes")


def test_zero_and_infinity_are_open_ends() -> None:
    text = """
        [xx-visa]
        title = "X"
        category = "Visa"
        size_mm = [35, 45]
        top_margin_mm = [2, inf]
        file_bytes = [0, 9_000]
        """
    (spec,) = read_national(text, "x.toml")
    assert (spec.top_margin_mm, spec.file_bytes) == (Range(2, None), Range(None, 9_000))
    assert spec.size_px == (413, 531)
    assert (spec.country, spec.unverified) == ("XX", ("all",))


def test_a_slug_without_a_country_prefix_has_no_country() -> None:
    (spec,) = read_national(
        '[schengen-visa]\ntitle = "X"\ncategory = "Visa"\nsize_mm = [35, 45]', "x.toml"
    )
    assert spec.country is None


@pytest.mark.parametrize(
    ("text", "entry", "reason"),
    [
        ("[xx-visa\n", "?", "line 1"),
        ('[xx-visa]\ncategory = "Visa"\nsize_mm = [35, 45]', "xx-visa", "title"),
        ('[xx-visa]\ntitle = "X"\ncategory = "Visa"', "xx-visa", "size_px"),
        ('[xx-visa]\ntitle = "X"\ncategory = "Visa"\nsize_mm = [35]', "xx-visa", "unpack"),
        ('[xx-visa]\ntitle = "X"\nsize_cm = [3, 4]', "xx-visa", "size_cm"),
        (
            '[xx-visa]\ntitle = "X"\ncategory = "Visa"\nsize_mm = [35, 45]\n'
            'backgrounds = ["mauve"]',
            "xx-visa",
            "mauve",
        ),
        (
            '[xx-visa]\ntitle = "X"\ncategory = "Visa"\nsize_mm = [35, 45]\n'
            "head_height_mm = [36, 32]",
            "xx-visa",
            "low end",
        ),
        (
            '[xx-visa]\ntitle = "X"\ncategory = "Visa"\nsize_mm = [35, 45]\n'
            'requirements = "atlantis"',
            "xx-visa",
            "atlantis",
        ),
        ("xx = 1", "xx", "keys"),
    ],
)
def test_a_broken_national_file_names_file_entry_and_reason(
    text: str, entry: str, reason: str
) -> None:
    with pytest.raises(BadCatalogue) as caught:
        read_national(text, "x.toml")
    assert (caught.value.code, caught.value.file) == ("bad_catalogue", "x.toml")
    assert caught.value.entry == entry
    assert reason in caught.value.reason


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1,Common,One,25,295x413,300,White,", "unpack"),
        ("1,Common,One,25x35,295x413,300,Mauve,", "Mauve"),
        ("1,Common,One,25x0,295x413,300,White,", "positive"),
        ("1,Common,One", ""),
        ("1,Common,One,25x35,295x413,many,White,", "many"),
    ],
)
def test_a_broken_row_names_its_id_and_the_reason(row: str, reason: str) -> None:
    with pytest.raises(BadCatalogue) as caught:
        read_vendor(HEADER + row, "x.csv")
    assert (caught.value.file, caught.value.entry) == ("x.csv", "1")
    assert reason in caught.value.reason


def test_a_duplicate_entry_is_refused() -> None:
    row = "1,Common,One,25x35,295x413,300,White,\n"
    with pytest.raises(BadCatalogue, match="twice"):
        unique(read_vendor(HEADER + row + row, "x.csv"))


def test_an_entry_is_the_same_whether_read_alone_or_with_all() -> None:
    assert [spec_by_slug(spec.slug) for spec in all_specs()] == list(all_specs())
    assert spec_by_slug("xx-passport") is None


def test_the_vendors_colours_are_its_own() -> None:
    vendor = {name: COLOURS[name] for name in ("white", "blue", "red")}
    assert vendor == {"white": "FFFFFF", "blue": "438EDB", "red": "FF0000"}


AUTHORITIES = ("US", "GB", "DE", "CA", "AU", "IN", "CN", "JP", "BR", "MX")


def test_every_document_of_the_ten_authorities_has_their_requirements() -> None:
    for spec in NATIONAL:
        name = spec.requirements.name
        if spec.country in AUTHORITIES:
            assert name.partition("-")[0] == spec.country.lower(), spec.slug
        else:
            assert name == ("schengen" if spec.slug in ("schengen-visa", "no-visa") else "icao")


def test_a_vendors_row_has_an_authoritys_requirements_if_it_is_that_document() -> None:
    named = {str(spec.vendor_id): spec for spec in vendor_specs()}
    for vendor_id, name in VENDOR_REQUIREMENTS.items():
        assert named[vendor_id].requirements.name == name
    others = [spec for vendor_id, spec in named.items() if vendor_id not in VENDOR_REQUIREMENTS]
    assert {spec.requirements.name for spec in others} == {"icao"}


def test_a_head_that_fits_the_shares_of_the_width_fits_the_photo() -> None:
    for spec in all_specs():
        share = spec.requirements.inter_eye_share
        if share is not None and share.high is not None:
            widest_px = share.high * spec.size_px[0]
            assert spec.requirements.min_inter_eye_px <= widest_px, spec.slug


def test_words_in_brackets_that_are_no_slug_name_nothing() -> None:
    assert spec_by_slug('"white"') is None


def test_uploads_have_the_limits_that_their_authorities_state() -> None:
    online, entry = spec_by_slug("gb-passport-online"), spec_by_slug("cn-exit-entry")
    assert online is not None and entry is not None
    assert (online.min_px, online.file_bytes) == ((600, 750), Range(51_200, 10_000_000))
    assert (entry.min_px, entry.max_px) == ((354, 472), (480, 640))
    assert entry.file_bytes == Range(20_480, 80_000)
    assert online.is_verified("min_px") and entry.is_verified("file_bytes")
