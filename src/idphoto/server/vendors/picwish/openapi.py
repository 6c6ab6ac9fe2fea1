"""The forms, described for FastAPI's documentation page."""

from __future__ import annotations

from typing import Any

from idphoto.server.vendors.picwish.api import Api


def request_body(api: Api) -> dict[str, Any]:
    """The create endpoint's body, for ``openapi_extra``: every field with its range and default."""
    properties = {
        name: _plain(schema) for name, schema in api.form.model_json_schema()["properties"].items()
    }
    text = {name: schema for name, schema in properties.items() if name != "image_file"}
    return {
        "requestBody": {
            "required": True,
            "content": {
                "multipart/form-data": {"schema": _object(properties)},
                "application/x-www-form-urlencoded": {"schema": _object(text)},
            },
        }
    }


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """A field without the words for a null, which a form cannot hold."""
    kind, *_ = schema.get("anyOf", [{}])
    rest = {key: value for key, value in schema.items() if key not in ("anyOf", "title")}
    if rest.get("default", ...) is None:
        del rest["default"]
    return {**kind, **rest}
