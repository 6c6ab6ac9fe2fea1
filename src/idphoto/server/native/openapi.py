"""The OpenAPI description of the native API: bodies, answers, problems and their examples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from idphoto.errors import (
    BadRequest,
    IdPhotoError,
    InternalError,
    InvalidKey,
    NoFace,
    TooManyRequests,
    UnknownSource,
    UnknownTask,
)
from idphoto.messages.problems import PROBLEM_TYPE, Problem
from idphoto.server.errors import RETRY_AFTER
from idphoto.server.native.errors import PREFIX, problem
from idphoto.server.native.table import ERRORS
from idphoto.server.wire.examples import TASK_ID, TRACE_ID
from idphoto.server.wire.responses import CHARGED, Responses, made_up

_SCHEMAS: Final = "#/components/schemas/{model}"
_TRACE: Final = "X-Trace-Id"
_HEADERS: Final[Mapping[str, tuple[str, str]]] = {
    _TRACE: ("string", "Identifies the request in the server's log: 32 hex digits."),
    CHARGED: ("integer", "The credits taken or held for the task."),
    RETRY_AFTER: ("integer", "The seconds after which to try again."),
    "Location": ("string", "The path of what was created."),
    "Preference-Applied": ("string", "What of Prefer was applied."),
}
# What every route may be refused with.
ALWAYS: Final = ("invalid_key", "bad_request", "internal_error", "database_unavailable")
# What a request that creates something may be refused with besides.
CREATING: Final = (
    *ALWAYS,
    "idempotency_key_reused",
    "upload_too_large",
    "too_many_requests",
    "too_many_uploads",
    "storage_unavailable",
    "out_of_resources",
)
_SAMPLES: Final[tuple[IdPhotoError, ...]] = (
    BadRequest("adjustments.zoom", "must be at most 1"),
    InvalidKey("unknown"),
    NoFace(),
    TooManyRequests(qps=2, retry_after_s=0.5),
    UnknownTask(TASK_ID),
    UnknownSource("19e2bfa2-99c0-41f0-823d-a3b20139f801"),
    InternalError(TRACE_ID),
)
_VALIDATION: Final = ("HTTPValidationError", "ValidationError")


def answers(
    model: type[BaseModel],
    examples: Mapping[str, BaseModel],
    *,
    status: int = 200,
    description: str = "Success",
    headers: Collection[str] = (),
) -> Responses:
    """A successful answer with a message. ``examples``: by what they show."""
    shown = {name: {"value": each.model_dump(mode="json")} for name, each in examples.items()}
    return {
        status: {
            "model": model,
            "description": description,
            "headers": _headers((_TRACE, *headers)),
            "content": {"application/json": {"examples": shown}},
        }
    }


def binary(*media_types: str, description: str = "The file.") -> Responses:
    """A successful answer with a file."""
    schema = {"schema": {"type": "string", "format": "binary"}}
    return {
        200: {
            "description": description,
            "headers": _headers((_TRACE,)),
            "content": dict.fromkeys(media_types, schema),
        }
    }


def nothing(description: str) -> Responses:
    """A successful answer without a body."""
    return {204: {"description": description, "headers": _headers((_TRACE,))}}


def problems(*codes: str, in_path: bool = False) -> Responses:
    """The answers to errors with these codes. ``in_path``: as for ``problem``."""
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for code in dict.fromkeys(codes):
        sample = next((each for each in _SAMPLES if each.code == code), None) or made_up(code)
        shown = problem(sample, TRACE_ID, in_path=in_path)
        example = shown.model_dump(mode="json", exclude_none=True)
        found[shown.status][code] = {"value": example}
    reference = {"$ref": _SCHEMAS.format(model=Problem.__name__)}
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "headers": _headers((_TRACE,)) | _optional(RETRY_AFTER, status in (409, 429, 503)),
            "content": {PROBLEM_TYPE: {"schema": reference, "examples": examples}},
        }
        for status, examples in sorted(found.items())
    }


def failing() -> tuple[str, ...]:
    """The codes that a task may fail with, and that a request for one may be refused with."""
    return tuple(
        code
        for code, row in ERRORS.items()
        if row.status not in (403, 404, 409) and row.in_path is None
    )


def order_body(
    model: type[BaseModel],
    example: Mapping[str, Any],
    *,
    part: str = "order",
    several: bool = False,
) -> dict[str, Any]:
    """The body of a creating request, for ``openapi_extra``: JSON, or a form with the same JSON.

    ``several``: whether the form may have several parts ``file``.
    """
    reference = {"$ref": _SCHEMAS.format(model=model.__name__)}
    file: dict[str, Any] = {"type": "string", "format": "binary"}
    if several:
        file = {"type": "array", "items": file}
    form = {
        "schema": {"type": "object", "properties": {part: reference, "file": file}},
        "encoding": {part: {"contentType": "application/json"}},
    }
    json = {"schema": reference, "examples": {"usual": {"value": dict(example)}}}
    content = {"application/json": json, "multipart/form-data": form}
    return {"requestBody": {"required": True, "content": content}}


def file_body() -> dict[str, Any]:
    """A form with one file, for ``openapi_extra``."""
    file = {"type": "string", "format": "binary"}
    schema = {"type": "object", "properties": {"file": file}, "required": ["file"]}
    return {
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}}
    }


def describe(app: FastAPI, models: Collection[type[BaseModel]]) -> None:
    """Let the application's description have the messages that bodies refer to, and none of the
    422 that FastAPI adds and that this API never answers parameters with.

    ``models``: the requests' messages.
    """
    describe_rest: Callable[[], dict[str, Any]] = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _complete(describe_rest(), models)
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign] # as FastAPI's documentation does it


def _complete(document: dict[str, Any], models: Collection[type[BaseModel]]) -> dict[str, Any]:
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    named: list[type[BaseModel]] = [*models, Problem]
    _, found = models_json_schema([(model, "validation") for model in named], ref_template=_SCHEMAS)
    for name, schema in found.get("$defs", {}).items():
        schemas.setdefault(name, schema)
    for path, operations in document["paths"].items():
        for operation in operations.values() if path.startswith(PREFIX) else ():
            if _is_validation(operation["responses"].get("422", {})):
                del operation["responses"]["422"]
    if not any(_is_validation(response) for response in _responses(document)):
        for name in _VALIDATION:
            schemas.pop(name, None)
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    return document


def _responses(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        response
        for operations in document["paths"].values()
        for operation in operations.values()
        for response in operation["responses"].values()
    ]


def _is_validation(response: Mapping[str, Any]) -> bool:
    content = response.get("content", {}).get("application/json", {})
    reference: str = content.get("schema", {}).get("$ref", "")
    return reference.endswith(f"/{_VALIDATION[0]}")


def _headers(names: Collection[str]) -> dict[str, Any]:
    return {name: _header(name, required=True) for name in names}


def _optional(name: str, applies: bool) -> dict[str, Any]:
    return {name: _header(name, required=False)} if applies else {}


def _header(name: str, *, required: bool) -> dict[str, Any]:
    kind, description = _HEADERS[name]
    return {"description": description, "required": required, "schema": {"type": kind}}
