"""Orders as JSON, which is how a task keeps them."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import ConfigDict, Field, TypeAdapter

from idphoto.orders.check import CheckOrder
from idphoto.orders.cutout import CutoutOrder
from idphoto.orders.headshot import HeadshotOrder
from idphoto.orders.pages import PagesOrder
from idphoto.orders.photo import PhotoOrder
from idphoto.orders.sheet import SheetOrder

AnyOrder = PhotoOrder | CheckOrder | CutoutOrder | SheetOrder | PagesOrder | HeadshotOrder
_Stored = Annotated[AnyOrder, Field(discriminator="kind")]
# A backdrop is an array of pixels, which no order is accepted with: it is not written as JSON.
_CONFIG: Final = ConfigDict(arbitrary_types_allowed=True, extra="forbid")
_ADAPTER: Final[TypeAdapter[AnyOrder]] = TypeAdapter(_Stored, config=_CONFIG)


def to_json(order: AnyOrder) -> dict[str, Any]:
    """The order as JSON's types."""
    stored: dict[str, Any] = _ADAPTER.dump_python(order, mode="json")
    return stored


def from_json(stored: dict[str, Any]) -> AnyOrder:
    """The order that was stored.

    Raises:
        ValidationError: another version wrote it, whose orders this one does not know.
    """
    return _ADAPTER.validate_python(stored)
