"""Words what pydantic refuses: which field, why, and which one may have been meant."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any, Final, TypeVar

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from idphoto.errors import BadRequest, NotOffered

_Model = TypeVar("_Model", bound=BaseModel)

# Far more brackets and commas than the fields of a request need.
_MAX_SEPARATORS: Final = 25_000
_NUL: Final = rb"\u0000"
_MAX_SHOWN: Final = 60  # characters of a name that an error repeats

_REASONS: Final = {
    "missing": "is required",
    "string_type": "must be text",
    "string_unicode": "must be text",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_parsing_size": "must be a smaller number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "finite_number": "must be a finite number",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "greater_than": "must be more than {gt}",
    "less_than": "must be less than {lt}",
    "string_too_short": "must have at least {min_length} characters",
    "string_too_long": "must have at most {max_length} characters",
    "too_short": "must have at least {min_length} entries",
    "too_long": "must have at most {max_length} entries",
    "literal_error": "must be {expected}",
}


def read_json(kind: type[_Model], data: bytes, field: str = "body") -> _Model:
    """The message in a JSON text. ``field``: what errors call the text as a whole.

    Raises:
        BadRequest: it is not JSON, or a field is wrong; the first one is named, by its path.
        NotOffered: that field takes one of several words, and the value is not one of them.
    """
    # base64 does not contain these characters, so a text with many of them is meant to fill memory
    if sum(map(data.count, (b"[", b"{", b","))) > _MAX_SEPARATORS:
        raise BadRequest(field, "has too many values")
    if _NUL in data:
        raise BadRequest(field, "contains a NUL character")
    try:
        return kind.model_validate_json(data, strict=True)
    except ValidationError as error:
        raise refusal(error, kind, field) from None


def refusal(error: ValidationError, kind: type[BaseModel], field: str) -> BadRequest:
    """The first refusal of a message. ``field``: for one that is about the message as a whole."""
    found = error.errors(include_url=False, include_input=False)
    # of a union's members, each has refused: the deepest place is where the sender was wrong
    first = max(found, key=lambda each: (_same_place(each, found[0]), len(each["loc"])))
    path, models = _walk(kind, first["loc"], unknown=first["type"] == "extra_forbidden")
    if first["type"] == "json_invalid":  # its message quotes the input
        return BadRequest(field, "must be JSON")
    name = ".".join(path)[:_MAX_SHOWN] or field
    if first["type"] == "extra_forbidden":
        known = [each for model in models for each in model.model_fields]
        near = get_close_matches(path[-1], known, 1)
        hint = f": did you mean {near[0]}?" if near else ""
        return BadRequest(name, f"there is no such field{hint}")
    return _refusal(name, first)


def refusal_of_parameters(error: RequestValidationError) -> BadRequest:
    """The first refusal of a request's query, path or headers."""
    first = error.errors()[0]
    return _refusal(str(first["loc"][-1])[:_MAX_SHOWN], first)


def _refusal(name: str, first: ErrorDetails) -> BadRequest:
    kind = NotOffered if first["type"] == "literal_error" else BadRequest
    template = _REASONS.get(first["type"])
    context = first.get("ctx", {})
    if template:
        limits = {
            name: f"{limit:g}" if isinstance(limit, float) else limit
            for name, limit in context.items()
        }
        return kind(name, template.format(**limits))
    raised = context.get("error")  # of a validator of ours
    return kind(name, str(raised) if raised is not None else first["msg"])


def _same_place(one: ErrorDetails, other: ErrorDetails) -> bool:
    """Whether both are about the same field of the message."""
    return one["loc"][:1] == other["loc"][:1]


def _walk(
    kind: type[BaseModel], loc: Sequence[str | int], *, unknown: bool
) -> tuple[list[str], list[type[BaseModel]]]:
    """The path of a place without the names of a union's members, and the models that it is in.

    ``unknown``: whether the last name is one that no model has.
    """
    path: list[str] = []
    inside: list[type[BaseModel]] = [kind]
    models = inside
    for place, part in enumerate(loc, start=1):
        if isinstance(part, int):
            path.append(str(part))
            continue
        owners = [model for model in inside if part in model.model_fields]
        models = owners or inside
        if owners:
            path.append(part)
            fields = (model.model_fields[part].annotation for model in owners)
            inside = [each for field in fields for each in _models_in(field)]
        elif unknown and place == len(loc):
            path.append(part)
    return path, models


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """All models that a value of this type may be or contain."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for each in typing.get_args(annotation):
        yield from _models_in(each)
