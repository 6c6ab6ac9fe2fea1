from __future__ import annotations

from collections.abc import Sequence

import pytest

from idphoto.orders.choices import GarmentChoice, TemplateChoice, garments, templates
from idphoto.specs.chinese import HAN


@pytest.mark.parametrize("choices", [garments(), templates()])
def test_every_choice_has_a_title_of_its_own_in_both_languages(
    choices: Sequence[GarmentChoice | TemplateChoice],
) -> None:
    assert len({choice.title for choice in choices}) == len(choices)
    assert len({choice.title_zh for choice in choices}) == len(choices)
    assert all(HAN.search(choice.title_zh) for choice in choices)
    assert all(choice.title[0].isupper() for choice in choices)


def test_a_thumbnails_version_is_that_of_what_it_shows() -> None:
    versions = [garment.version for garment in garments()]
    versions += [template.version for template in templates()]
    assert len(set(versions)) == len(versions)
    assert all(len(version) == 8 for version in versions)


def test_a_garments_group_is_who_wears_it() -> None:
    assert {choice.id: choice.group for choice in garments()}["child_3"] == "child"
