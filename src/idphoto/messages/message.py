"""What every message is."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Pair = Annotated[tuple[float, float], Field(description="Two numbers, the horizontal one first.")]
Pixels = Annotated[tuple[int, int], Field(description="Width and height in pixels.")]
Colour = Annotated[
    str,
    Field(description="RRGGBB, with or without #, or a CSS name.", examples=["438EDB", "white"]),
]


class Request(BaseModel):
    """What a client sends. A field that does not exist is refused, not ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Answer(BaseModel):
    """What the server answers. Clients ignore fields that a later version adds."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Bounds(Answer):
    """The lowest and the highest value; null leaves an end open."""

    low: float | None = None
    high: float | None = None


class Page(Answer):
    """Part of a list. ``next_cursor``: asks for the part after it; null at the end."""

    next_cursor: str | None = None
