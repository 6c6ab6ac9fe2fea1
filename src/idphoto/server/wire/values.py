"""Values on the wire: what a validator refuses and why, and the kinds that several APIs have.

A refusal gives its reason in our own words. ``reason_of`` has the words for pydantic's plain limits
and choices, which also describe themselves to the OpenAPI page.
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
    """A validator's refusal, with the reason that the caller is shown."""
    return PydanticCustomError("refused", "{reason}", {"reason": reason})


def refusal_of(error: ValidationError, of_words: type[BadRequest] = BadRequest) -> BadRequest:
    """The first refusal among those found. ``of_words``: its type where it is about a word that is
    none of those a field takes."""
    first = error.errors(include_url=False, include_input=False)[0]
    kind = of_words if first["type"] == "literal_error" else BadRequest
    return kind(str(first["loc"][0]), reason_of(first))


def reason_of(error: ErrorDetails) -> str:
    """What is wrong with a value, and where within its field."""
    template = _REASONS.get(error["type"])
    limits = {name: _shown(limit) for name, limit in error.get("ctx", {}).items()}
    reason = template.format(**limits) if template else error["msg"]
    within = error["loc"][1:]
    if not within:
        return reason
    places = [f"entry {each + 1}" if isinstance(each, int) else str(each) for each in within]
    return f"{', '.join(places)} {reason}"


def whole(text: str) -> int:
    """A whole number."""
    if not _WHOLE.fullmatch(text):
        raise refused("must be a whole number")
    return int(text)


def decimal(text: str) -> float:
    """A number with or without a fraction; not infinite, and no exponent."""
    if not _DECIMAL.fullmatch(text):
        raise refused("must be a number")
    return float(text)


def colour(text: str) -> tuple[int, int, int]:
    """RRGGBB in hex, with or without a #."""
    match = COLOUR.fullmatch(text)
    if match is None:
        raise refused("must be a colour as RRGGBB in hex")
    red, green, blue = bytes.fromhex(match[1])
    return red, green, blue


def size(low: int, high: int) -> Callable[[str], tuple[int, int]]:
    """A validator of {width}x{height}, each of them ``low`` to ``high``."""

    def read(text: str) -> tuple[int, int]:
        match = SIZE.fullmatch(text)
        if match is None:
            raise refused("must be {width}x{height}, such as 300x400")
        width, height = int(match[1]), int(match[2])
        if not (low <= width <= high and low <= height <= high):
            raise refused(f"width and height must be {low} to {high} each")
        return width, height

    return read


def url(*schemes: str) -> Callable[[str], str]:
    """A validator of URLs that begin with one of ``schemes``."""

    def checked(text: str) -> str:
        if reason := fault_of_url(text, schemes):
            raise refused(reason)
        return text

    return checked


CallbackUrl = Annotated[str, Field(max_length=MAX_CALLBACK_URL), AfterValidator(url(*WEB))]


def _shown(limit: object) -> object:
    return f"{limit:g}" if isinstance(limit, float) else limit
