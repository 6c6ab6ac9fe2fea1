"""Portraits that photos are made of."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field, model_validator

from idphoto.messages.message import Answer, Pixels, Request


class SourceRef(Request):
    """The portrait: exactly one of the three. A multipart request sends it as the part ``file``
    instead."""

    id: str | None = Field(default=None, description="Of a portrait uploaded before.")
    url: str | None = Field(
        default=None, description="An http or https URL that the server downloads."
    )
    data: str | None = Field(default=None, description="The file's bytes in base64.")

    @model_validator(mode="after")
    def _exactly_one(self) -> SourceRef:
        if sum(each is not None for each in (self.id, self.url, self.data)) != 1:
            raise ValueError("needs exactly one of id, url and data")
        return self


class Source(Answer):
    """An uploaded portrait."""

    id: str
    bytes: int = Field(description="The file's size.")
    format: str = Field(description="As found in the file, such as jpeg or heic.")
    px: Pixels = Field(description="Upright, after the file's own orientation.")
    created_at: datetime
    expires_at: datetime = Field(description="When it is deleted, unless a task uses it later.")
    picture_url: str = Field(description="The upright portrait as a JPEG file of at most 1600 px.")
