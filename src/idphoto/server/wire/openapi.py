"""OpenAPI descriptions of requests, for the ``openapi_extra`` of a route."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel


def json_body(body: type[BaseModel]) -> dict[str, Any]:
    """A JSON body: every field with its range and default."""
    schema = body.model_json_schema()
    return _body({"application/json": _model(schema, schema.get("$defs", {}))})


def form_body(form: type[BaseModel], file: str) -> dict[str, Any]:
    """A form. ``file``: the field that only a multipart form can have."""
    fields = _fields(form.model_json_schema(), {})
    text = {name: schema for name, schema in fields.items() if name != file}
    return _body(
        {
            "multipart/form-data": {"type": "object", "properties": fields},
            "application/x-www-form-urlencoded": {"type": "object", "properties": text},
        }
    )


def path_parameter(name: str, description: str) -> dict[str, Any]:
    """A text in the path."""
    field = {"name": name, "in": "path", "required": True, "description": description}
    return {"parameters": [{**field, "schema": {"type": "string"}}]}


def _body(schemas: dict[str, dict[str, Any]]) -> dict[str, Any]:
    content = {kind: {"schema": schema} for kind, schema in schemas.items()}
    return {"requestBody": {"required": True, "content": content}}


def _model(schema: dict[str, Any], others: dict[str, Any]) -> dict[str, Any]:
    """An object with all its fields. ``others``: the objects its fields refer to, by name."""
    return {
        "type": "object",
        "properties": _fields(schema, others),
        "required": schema.get("required", []),
    }


def _fields(schema: dict[str, Any], others: dict[str, Any]) -> dict[str, Any]:
    return {name: _field(field, others) for name, field in schema["properties"].items()}


def _field(schema: dict[str, Any], others: dict[str, Any]) -> dict[str, Any]:
    """A field's schema without its null alternative: null is the same as an absent field."""
    kind, *_ = schema.get("anyOf", [{}])
    rest = {key: value for key, value in schema.items() if key not in ("anyOf", "title")}
    if rest.get("default", ...) is None:
        del rest["default"]
    if reference := kind.get("$ref"):
        kind = _model(others[reference.rpartition("/")[2]], others)
    return {**kind, **rest}
