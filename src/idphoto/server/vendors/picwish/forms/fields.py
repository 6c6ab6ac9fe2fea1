"""The types of form fields: parsed from text on the wire."""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, WithJsonSchema

from idphoto.orders.values import GARMENT_IDS, KNOWN_GARMENTS, MAX_SIDE_PX
from idphoto.server.wire.values import COLOUR, SIZE, colour, decimal, refused, size, url, whole

FORM: Final = ConfigDict(extra="ignore", frozen=True)

# The sides of a photo whose size is given as {width}x{height}, in pixels.
SIZE_RANGE: Final = (100, 2000)

_UUID: Final = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


def _clothes(text: str) -> str:
    if text not in GARMENT_IDS:
        raise refused(f"must be {KNOWN_GARMENTS}")
    return text


def _image_id(text: str) -> str:
    if not _UUID.fullmatch(text):
        raise refused("must be an image_id, a UUID")
    return text.lower()


def _pattern(pattern: re.Pattern[str]) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^{pattern.pattern}$"})


WHOLE: Final = BeforeValidator(whole)
CLOTHES: Final = AfterValidator(_clothes)
IMAGE_ID: Final = AfterValidator(_image_id)
SOURCE_URL: Final = AfterValidator(url("http", "https", "oss"))

Switch = Annotated[Literal[0, 1], WHOLE]
ReturnType = Annotated[Literal[1, 2], WHOLE]
Share = Annotated[float, Field(ge=0, le=1), BeforeValidator(decimal)]
Bytes = Annotated[int, Field(ge=0), WHOLE]
Length = Annotated[int, Field(ge=1, le=MAX_SIDE_PX), WHOLE]
"""A length of a face or a head, in pixels of the photo."""
Offset = Annotated[int, Field(ge=0, le=MAX_SIDE_PX), WHOLE]
"""A distance from the photo's top edge in its pixels; also the minimum of a length."""
FormFormat = Literal["png", "jpg"]
FormColour = Annotated[tuple[int, int, int], BeforeValidator(colour), _pattern(COLOUR)]
Size = Annotated[tuple[int, int], BeforeValidator(size(*SIZE_RANGE)), _pattern(SIZE)]
