from __future__ import annotations

from idphoto.specs import all_specs
from idphoto.specs.order import leafed_through


def test_a_country_nearby_begins_with_its_everyday_documents() -> None:
    slugs = [spec.slug for spec in leafed_through(all_specs(), near="CN")]
    assert slugs[:2] == ["cn-passport", "cn-exit-entry"]
    assert slugs.index("picwish-2102") < slugs.index("picwish-1102") < slugs.index("picwish-5101")
    assert slugs.index("picwish-5101") < slugs.index("us-passport")


def test_without_a_country_nearby_general_sizes_and_passports_come_first() -> None:
    specs = leafed_through(all_specs())
    assert [spec.category for spec in specs[:10]] == ["Common"] * 9 + ["Passport"]
    assert specs[-1].category == "Examination"


def test_an_unknown_country_changes_nothing() -> None:
    assert leafed_through(all_specs(), near="Atlantis") == leafed_through(all_specs())


def test_every_specification_is_listed_once() -> None:
    for near in (None, "US", "CN"):
        specs = leafed_through(all_specs(), near)
        assert len(specs) == len(set(specs)) == len(all_specs())
