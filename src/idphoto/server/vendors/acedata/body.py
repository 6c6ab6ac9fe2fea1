"""A JSON body, taken for what it must be."""

from __future__ import annotations

import json
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from idphoto.errors import BadRequest, NotOffered

BODY: Final = ConfigDict(extra="ignore", frozen=True, strict=True)

_REASONS: Final = {
    "missing": "is required",
    "string_type": "must be text",
    "bool_type": "must be true or false",
    "model_type": "must be an object",
    "string_unicode": "must be text",
    "list_type": "must be a list",
    "int_type": "must be a whole number",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "string_too_long": "must have at most {max_length} characters",
    "too_short": "must have at least {min_length} entry",
    "too_long": "must have at most {max_length} entries",
    "literal_error": "must be {expected}",
}

# Far above what the fields take, with commas in five URLs and in a hundred ids.
_MAX_MARKS: Final = 25_000

_Body = TypeVar("_Body", bound=BaseModel)


def refused(reason: str) -> PydanticCustomError:
    """A validator's refusal, with its reason as it is told."""
    return PydanticCustomError("refused", "{reason}", {"reason": reason})


def read_body(kind: type[_Body], data: bytes) -> tuple[_Body, list[str]]:
    """The body, and the names in it that are no fields.

    Text is taken without the blanks round it; null and an empty text are no value.

    Raises:
        BadRequest: it is no JSON object, or the first field on the page that is wrong.
        NotOffered: that field is one of a few words, and this is none of them.
    """
    values = {name: value for name, value in _object(data).items() if value not in (None, "")}
    try:
        body = kind.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        problem = NotOffered if first["type"] == "literal_error" else BadRequest
        raise problem(str(first["loc"][0]), _reason_of(first)) from None
    return body, [name for name in values if name not in kind.model_fields]


def _object(data: bytes) -> dict[str, Any]:
    # base64 has none of these: so large a body is mostly base64, or made to fill the memory
    if sum(map(data.count, (b"[", b"{", b","))) > _MAX_MARKS:
        raise BadRequest("body", "holds too many values")
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):  # their messages repeat what was sent
        raise BadRequest("body", "must be JSON") from None
    if not isinstance(found, dict):
        raise BadRequest("body", "must be a JSON object")
    return {name: _stripped(value) for name, value in found.items()}


def _stripped(value: Any) -> Any:
    if isinstance(value, list):
        return [_stripped(each) if isinstance(each, str) else each for each in value]
    return value.strip() if isinstance(value, str) else value


def _reason_of(error: ErrorDetails) -> str:
    """What is wrong, and where in the field."""
    template = _REASONS.get(error["type"])
    reason = template.format(**error.get("ctx", {})) if template else error["msg"]
    within = error["loc"][1:]
    if not within:
        return reason
    places = [f"entry {each + 1}" if isinstance(each, int) else str(each) for each in within]
    return f"{', '.join(places)} {reason}"
