"""Orders as JSON, which is how a task keeps them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Final

from pydantic import Field, TypeAdapter

from idphoto.orders.cutout import CutoutOrder
from idphoto.orders.headshot import HeadshotOrder
from idphoto.orders.photo import PhotoOrder

AnyOrder = PhotoOrder | CutoutOrder | HeadshotOrder
_Stored = Annotated[AnyOrder, Field(discriminator="kind")]
_ADAPTER: Final[TypeAdapter[AnyOrder]] = TypeAdapter(_Stored)


def to_json(order: AnyOrder) -> dict[str, Any]:
    """The order as JSON's types."""
    return asdict(order)


def from_json(stored: dict[str, Any]) -> AnyOrder:
    """The order that was stored.

    Raises:
        ValidationError: it was written by a version whose orders this one does not know.
    """
    return _ADAPTER.validate_python(stored)
