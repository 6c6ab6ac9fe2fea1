from __future__ import annotations

from typing import Any

import pytest

from idphoto.server.vendors.picwish.api import EXTERNAL, V1, Api
from idphoto.server.vendors.picwish.openapi import create_extra

BOTH = pytest.mark.parametrize("api", [V1, EXTERNAL], ids=lambda api: api.name)
MULTIPART, URLENCODED = "multipart/form-data", "application/x-www-form-urlencoded"


def properties(api: Api, kind: str = MULTIPART) -> dict[str, Any]:
    content = create_extra(api)["requestBody"]["content"]
    found: dict[str, Any] = content[kind]["schema"]["properties"]
    return found


@BOTH
def test_every_field_is_listed_in_the_pages_order_with_its_type_and_description(api: Api) -> None:
    listed = properties(api)
    assert list(listed) == list(api.form.model_fields)
    for name, schema in listed.items():
        assert schema["type"] in ("string", "integer", "number"), name
        assert len(schema["description"]) > 10, name
        assert not {"anyOf", "title", "$ref"} & schema.keys(), name
        assert schema.get("default", "") is not None, name


@BOTH
def test_a_file_can_only_come_as_a_part(api: Api) -> None:
    assert properties(api)["image_file"]["format"] == "binary"
    assert properties(api, URLENCODED).keys() == properties(api).keys() - {"image_file"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("dpi", {"type": "integer", "minimum": 10, "maximum": 1000, "default": 300}),
        ("px_width", {"minimum": 32, "exclusiveMaximum": 1800, "default": 295}),
        ("px_height", {"minimum": 32, "exclusiveMaximum": 1800, "default": 413}),
        ("mm_width", {"minimum": 1, "exclusiveMaximum": 180}),
        ("change_bg", {"type": "integer", "enum": [0, 1], "default": 1}),
        ("bright_factor", {"type": "number", "minimum": 0, "maximum": 1, "default": 0.5}),
        ("quality", {"minimum": 1, "maximum": 100, "default": 92}),
        ("layout_size", {"type": "string", "enum": ["5inch", "6inch"], "default": "5inch"}),
        ("label_height", {"default": 30}),
        ("layout_qr_code_size", {"default": 290}),
        ("image_url", {"type": "string", "maxLength": 512}),
        ("format", {"enum": ["png", "jpg"], "default": "jpg"}),
        ("return_type", {"enum": [1, 2], "default": 1}),
        ("bg_color", {"type": "string", "pattern": "^#?([0-9A-Fa-f]{6})$"}),
    ],
)
def test_ranges_and_defaults_match_the_page(name: str, expected: dict[str, Any]) -> None:
    assert properties(EXTERNAL)[name].items() >= expected.items()


def test_v1_lists_its_own_ranges() -> None:
    listed = properties(V1)
    assert listed["format"].items() >= {"enum": ["png", "jpg"], "default": "png"}.items()
    assert listed["image_url"]["maxLength"] == 4096
    assert listed["size"]["pattern"] == "^([0-9]{1,5})x([0-9]{1,5})$"
