"""Values on the wire: validators that several APIs share, and the reasons they give.

Validators word their own refusals. ``reason_of`` words those of pydantic's limits and choices,
which also appear in the OpenAPI description.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Final

from pydantic import AfterValidator, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from idphoto.errors import BadRequest
from idphoto.server.wire.urls import MAX_CALLBACK_URL, fault_of_url

WEB: Final = ("http", "https")

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
    "less_than": "must be less than {lt}",
    "string_too_long": "must have at most {max_length} characters",
    "too_short": "must have at least {min_length} entry",
    "too_long": "must have at most {max_length} entries",
    "literal_error": "must be {expected}",
}
_WHOLE: Final = re.compile(r"-?[0-9]{1,64}")
_DECIMAL: Final = re.compile(r"-?([0-9]{1,18}(\.[0-9]{0,18})?|\.[0-9]{1,18})")
COLOUR: Final = re.compile(r"#?([0-9A-Fa-f]{6})")
SIZE: Final = re.compile(r"([0-9]{1,5})x([0-9]{1,5})")


def refused(reason: str) -> PydanticCustomError:
    """A validator's refusal, with the reason to show the caller."""
    return PydanticCustomError("refused", "{reason}", {"reason": reason})


def refusal_of(error: ValidationError, unknown_word: type[BadRequest] = BadRequest) -> BadRequest:
    """The first refusal in ``error``. ``unknown_word``: its type if a field takes one of several
    words and the value is not one of them."""
    first = error.errors(include_url=False, include_input=False)[0]
    kind = unknown_word if first["type"] == "literal_error" else BadRequest
    return kind(str(first["loc"][0]), reason_of(first))


def reason_of(error: ErrorDetails) -> str:
    """The reason why a value is refused, and its place in a nested field."""
    template = _REASONS.get(error["type"])
    limits = {name: _shown(limit) for name, limit in error.get("ctx", {}).items()}
    reason = template.format(**limits) if template else error["msg"]
    nested = error["loc"][1:]
    if not nested:
        return reason
    places = [f"entry {each + 1}" if isinstance(each, int) else str(each) for each in nested]
    return f"{', '.join(places)} {reason}"


def whole(text: str) -> int:
    """A whole number."""
    if not _WHOLE.fullmatch(text):
        raise refused("must be a whole number")
    return int(text)


def decimal(text: str) -> float:
    """A finite number with or without a fraction, but without an exponent."""
    if not _DECIMAL.fullmatch(text):
        raise refused("must be a number")
    return float(text)


def colour(text: str) -> tuple[int, int, int]:
    """A colour given as RRGGBB in hex, with or without a #."""
    match = COLOUR.fullmatch(text)
    if match is None:
        raise refused("must be a colour in the form RRGGBB, in hex")
    red, green, blue = bytes.fromhex(match[1])
    return red, green, blue


def size(low: int, high: int) -> Callable[[str], tuple[int, int]]:
    """A validator for {width}x{height}, each from ``low`` to ``high``."""

    def read(text: str) -> tuple[int, int]:
        match = SIZE.fullmatch(text)
        if match is None:
            raise refused("must be {width}x{height}, such as 300x400")
        width, height = int(match[1]), int(match[2])
        if not (low <= width <= high and low <= height <= high):
            raise refused(f"width and height must each be from {low} to {high}")
        return width, height

    return read


def url(*schemes: str) -> Callable[[str], str]:
    """A validator for URLs that begin with one of ``schemes``."""

    def checked(text: str) -> str:
        if reason := fault_of_url(text, schemes):
            raise refused(reason)
        return text

    return checked


CallbackUrl = Annotated[str, Field(max_length=MAX_CALLBACK_URL), AfterValidator(url(*WEB))]


def _shown(limit: object) -> object:
    return f"{limit:g}" if isinstance(limit, float) else limit
