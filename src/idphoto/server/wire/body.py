"""Parses JSON bodies."""

from __future__ import annotations

import json
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from idphoto.errors import BadRequest, NotOffered
from idphoto.server.wire.values import refusal_of

BODY: Final = ConfigDict(extra="ignore", frozen=True, strict=True)

# Far more brackets and commas than the fields need, including commas in five URLs and in 100 ids.
_MAX_SEPARATORS: Final = 25_000

_Body = TypeVar("_Body", bound=BaseModel)


def read_body(kind: type[_Body], data: bytes) -> tuple[_Body, list[str]]:
    """The parsed body, and the names in it that are not fields.

    Text is stripped of surrounding whitespace; null and empty text mean that a field is absent.

    Raises:
        BadRequest: the body is not a JSON object, or a field is wrong; the first one on the page is
            reported.
        NotOffered: that field takes one of several words, and the value is not one of them.
    """
    values = {name: value for name, value in _object(data).items() if value not in (None, "")}
    try:
        body = kind.model_validate(values)
    except ValidationError as error:
        raise refusal_of(error, unknown_word=NotOffered) from None
    return body, [name for name in values if name not in kind.model_fields]


def _object(data: bytes) -> dict[str, Any]:
    # base64 does not contain these characters, so a body with many of them is meant to fill memory
    if sum(map(data.count, (b"[", b"{", b","))) > _MAX_SEPARATORS:
        raise BadRequest("body", "has too many values")
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):  # their messages quote the input
        raise BadRequest("body", "must be JSON") from None
    if not isinstance(found, dict):
        raise BadRequest("body", "must be a JSON object")
    return {name: _stripped(value) for name, value in found.items()}


def _stripped(value: Any) -> Any:
    if isinstance(value, list):
        return [_stripped(each) if isinstance(each, str) else each for each in value]
    return value.strip() if isinstance(value, str) else value
