from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel

from idphoto.server.vendors.acedata.openapi import GENERATE, TASKS
from idphoto.server.vendors.acedata.query import TasksBody
from idphoto.server.vendors.acedata.request import GenerateBody


def schema(body: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = body["requestBody"]["content"]["application/json"]
    return found["schema"]  # type: ignore[no-any-return]


@pytest.mark.parametrize(("body", "described"), [(GenerateBody, GENERATE), (TasksBody, TASKS)])
def test_every_field_is_listed_in_the_pages_order_with_its_type_and_description(
    body: type[BaseModel], described: dict[str, Any]
) -> None:
    listed = schema(described)["properties"]
    assert list(listed) == list(body.model_fields)
    for name, field in listed.items():
        assert field["type"] in ("string", "integer", "array"), name
        assert len(field["description"]) > 8, name
        assert not {"anyOf", "title", "$ref"} & field.keys(), name
        assert field.get("default", "") is not None, name


def test_required_fields_and_allowed_values_are_listed() -> None:
    generate = schema(GENERATE)
    assert generate["required"] == ["template", "image_urls"]
    assert generate["properties"]["mode"]["enum"] == ["fast", "relax"]
    assert generate["properties"]["mode"]["default"] == "fast"
    assert len(generate["properties"]["template"]["enum"]) == 8
    assert generate["properties"]["image_urls"]["maxItems"] == 5
    assert schema(TASKS)["required"] == []
    assert schema(TASKS)["properties"]["action"]["enum"] == ["retrieve", "retrieve_batch"]
