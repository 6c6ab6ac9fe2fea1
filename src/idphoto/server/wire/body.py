"""JSON bodies."""

from __future__ import annotations

import json
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from idphoto.errors import BadRequest, NotOffered
from idphoto.server.wire.values import refusal_of

BODY: Final = ConfigDict(extra="ignore", frozen=True, strict=True)

# Far above what the fields take, with commas in five URLs and in a hundred ids.
_MAX_MARKS: Final = 25_000

_Body = TypeVar("_Body", bound=BaseModel)


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
        raise refusal_of(error, of_words=NotOffered) from None
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
