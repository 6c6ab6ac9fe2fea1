"""The bodies, described for FastAPI's documentation page."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel


def request_body(body: type[BaseModel]) -> dict[str, Any]:
    """An endpoint's body, for ``openapi_extra``: every field with its range and default."""
    schema = body.model_json_schema()
    properties = {name: _plain(field) for name, field in schema["properties"].items()}
    described = {
        "type": "object",
        "properties": properties,
        "required": schema.get("required", []),
    }
    return {
        "requestBody": {"required": True, "content": {"application/json": {"schema": described}}}
    }


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """A field without the words for a null, which is the same as leaving it out."""
    kind, *_ = schema.get("anyOf", [{}])
    rest = {key: value for key, value in schema.items() if key not in ("anyOf", "title")}
    if rest.get("default", ...) is None:
        del rest["default"]
    return {**kind, **rest}
