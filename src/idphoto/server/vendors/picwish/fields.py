"""The kinds of values that form fields hold: text on the wire, typed after it.

Each refuses with a reason in our own words; ``reason_of`` has the words for the limits that are
plain numbers and choices, which also tell themselves to the OpenAPI page.
"""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import ErrorDetails, PydanticCustomError

from idphoto.photo.request import MAX_SIDE_PX
from idphoto.photo.wardrobe.load import GARMENT_IDS, KNOWN_GARMENTS
from idphoto.server.urls import MAX_CALLBACK_URL, fault_of_url

FORM: Final = ConfigDict(extra="ignore", frozen=True)

# A side of a photo that is asked for as {width}x{height}.
SIZE_RANGE: Final = (100, 2000)

_WHOLE: Final = re.compile(r"-?[0-9]{1,64}")
_DECIMAL: Final = re.compile(r"-?([0-9]{1,18}(\.[0-9]{0,18})?|\.[0-9]{1,18})")
_COLOUR: Final = re.compile(r"#?([0-9A-Fa-f]{6})")
_SIZE: Final = re.compile(r"([0-9]{1,5})x([0-9]{1,5})")
_UUID: Final = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")

_REASONS: Final = {
    "greater_than_equal": "must be at least {ge:g}",
    "less_than_equal": "must be at most {le:g}",
    "less_than": "must be less than {lt:g}",
    "string_too_long": "must have at most {max_length} characters",
    "literal_error": "must be {expected}",
}


def reason_of(error: ErrorDetails) -> str:
    """What is wrong with a value, from what pydantic found."""
    template = _REASONS.get(error["type"])
    return template.format(**error["ctx"]) if template else error["msg"]


def refused(reason: str) -> PydanticCustomError:
    """A validator's refusal, with its reason as it is told."""
    return PydanticCustomError("refused", "{reason}", {"reason": reason})


def _whole(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise refused("must be a whole number")
    return int(text)


def _decimal(text: str) -> float:
    if not _DECIMAL.fullmatch(text):
        raise refused("must be a number")
    return float(text)


def _colour(text: str) -> tuple[int, int, int]:
    match = _COLOUR.fullmatch(text)
    if match is None:
        raise refused("must be a colour as RRGGBB in hex")
    red, green, blue = bytes.fromhex(match[1])
    return red, green, blue


def _size(text: str) -> tuple[int, int]:
    match, (low, high) = _SIZE.fullmatch(text), SIZE_RANGE
    if match is None:
        raise refused("must be {width}x{height}, such as 300x400")
    width, height = int(match[1]), int(match[2])
    if not (low <= width <= high and low <= height <= high):
        raise refused(f"width and height must be {low} to {high} each")
    return width, height


def _clothes(text: str) -> str:
    if text not in GARMENT_IDS:
        raise refused(f"must be {KNOWN_GARMENTS}")
    return text


def _image_id(text: str) -> str:
    if not _UUID.fullmatch(text):
        raise refused("must be an image_id, a UUID")
    return text.lower()


def _url(text: str, schemes: tuple[str, ...]) -> str:
    if reason := fault_of_url(text, schemes):
        raise refused(reason)
    return text


WHOLE: Final = BeforeValidator(_whole)
CLOTHES: Final = AfterValidator(_clothes)
IMAGE_ID: Final = AfterValidator(_image_id)
SOURCE_URL: Final = AfterValidator(lambda text: _url(text, ("http", "https", "oss")))

Switch = Annotated[Literal[0, 1], WHOLE]
ReturnType = Annotated[Literal[1, 2], WHOLE]
Share = Annotated[float, Field(ge=0, le=1), BeforeValidator(_decimal)]
Bytes = Annotated[int, Field(ge=0), WHOLE]
Length = Annotated[int, Field(ge=1, le=MAX_SIDE_PX), WHOLE]
"""Of a face or a head, in the photo's pixels."""
Offset = Annotated[int, Field(ge=0, le=MAX_SIDE_PX), WHOLE]
"""Below the photo's top edge, in its pixels; also what a length may have as its lower end."""
FormFormat = Literal["png", "jpg"]
FormColour = Annotated[
    tuple[int, int, int],
    BeforeValidator(_colour),
    WithJsonSchema({"type": "string", "pattern": f"^{_COLOUR.pattern}$"}),
]
Size = Annotated[
    tuple[int, int],
    BeforeValidator(_size),
    WithJsonSchema({"type": "string", "pattern": f"^{_SIZE.pattern}$"}),
]
CallbackUrl = Annotated[
    str,
    Field(max_length=MAX_CALLBACK_URL),
    AfterValidator(lambda text: _url(text, ("http", "https"))),
]
