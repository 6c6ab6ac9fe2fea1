"""The bodies, described for FastAPI's documentation page."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel


def request_body(body: type[BaseModel]) -> dict[str, Any]:
    """An endpoint's body, for ``openapi_extra``: every field with its range and default."""
    schema = body.model_json_schema()
    described = _object(schema, schema.get("$defs", {}))
    return {
        "requestBody": {"required": True, "content": {"application/json": {"schema": described}}}
    }


def _object(schema: dict[str, Any], others: dict[str, Any]) -> dict[str, Any]:
    """An object with all its fields. ``others``: the objects that fields refer to, by name."""
    properties = {name: _plain(field, others) for name, field in schema["properties"].items()}
    return {
        "type": "object",
        "properties": properties,
        "required": schema.get("required", []),
    }


def _plain(schema: dict[str, Any], others: dict[str, Any]) -> dict[str, Any]:
    """A field without the words for a null, which is the same as leaving it out."""
    kind, *_ = schema.get("anyOf", [{}])
    rest = {key: value for key, value in schema.items() if key not in ("anyOf", "title")}
    if rest.get("default", ...) is None:
        del rest["default"]
    if reference := kind.get("$ref"):
        kind = _object(others[reference.rpartition("/")[2]], others)
    return {**kind, **rest}
