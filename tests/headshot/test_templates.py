from __future__ import annotations

from pathlib import Path

import pytest

from idphoto.errors import UnknownTemplate
from idphoto.headshot.framing import HAIR_GAP, LOWEST_EYES
from idphoto.headshot.outfits import load_outfit
from idphoto.headshot.template import Template
from idphoto.headshot.templates import TEMPLATES, find_template

each_template = pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)


def test_the_templates_are_the_vendors_eight() -> None:
    assert list(TEMPLATES) == [
        "male_portrait",
        "male_portrait2",
        "kindergarten",
        "logo_tshirt",
        "wedding",
        "business_photo",
        "bob_suit",
        "female_portrait",
    ]


def test_their_labels_are_those_of_the_vendors_page_and_schema(shared: Path) -> None:
    page = (shared / "vendor" / "acedata-headshots-generate.txt").read_text("utf-8")
    notes = (shared / "vendor" / "notes.md").read_text("utf-8").replace("\n", "")
    for template in TEMPLATES.values():
        assert f"{template.id} {template.label_zh}" in notes.replace("  ", " ")
        assert template.label_zh in notes
        assert template.label in page


@each_template
def test_every_outfit_can_be_loaded(template: Template) -> None:
    for variant in template.variants:
        assert len(variant.outfits) == template.people
        for name in variant.outfits:
            assert load_outfit(name).parts


@each_template
def test_a_picture_is_at_least_1024_px_long(template: Template) -> None:
    assert max(template.size_wh) >= 1024


@each_template
def test_a_customer_sees_that_the_two_variants_differ(template: Template) -> None:
    one, other = template.variants
    assert one.outfits != other.outfits
    assert one.ground != other.ground
    assert abs(one.framing.face_height - other.framing.face_height) > 0.03


@each_template
def test_there_is_room_above_usual_hair(template: Template) -> None:
    for variant in template.variants:
        # hair a tenth of a head above the crown, eyes half-way down the skull
        needed = 0.61 * variant.framing.face_height + HAIR_GAP
        assert needed < LOWEST_EYES
        assert variant.framing.eyes_top < LOWEST_EYES


def test_a_logo_lies_within_the_picture() -> None:
    for variant in TEMPLATES["logo_tshirt"].variants:
        assert variant.logo is not None
        # the pit of the neck lies 0.9 head heights below the eyes
        seen = (1.0 - variant.framing.eyes_top) / variant.framing.face_height - 0.9
        assert variant.logo.down + variant.logo.height / 2 < seen - 0.05
        assert variant.logo.down - variant.logo.height / 2 > 0.2  # below a round neck


def test_the_error_about_an_unknown_template_lists_all_templates() -> None:
    with pytest.raises(UnknownTemplate) as caught:
        find_template("bussiness_photo")
    assert caught.value.code == "unknown_template"
    assert "'bussiness_photo'" in caught.value.message
    assert "business_photo" in caught.value.known
