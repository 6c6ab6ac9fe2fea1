"""The session of somebody who uses the studio's page."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from idphoto.messages.message import Answer, Request


class SignIn(Request):
    """The studio's password or the token of a link, exactly one of them."""

    password: str | None = Field(None, min_length=1, max_length=1000)
    token: str | None = Field(None, min_length=1, max_length=1000)


class Session(Answer):
    """Who uses the studio's page, and what the page has to know of the server."""

    signed_in: bool
    how: Literal["local", "password", "link"] | None = Field(
        None, description="At this machine, by the studio's password, or by a link of one's own."
    )
    name: str | None = Field(None, description="Of the link.")
    csrf_token: str = Field(
        "", description="For the header X-CSRF-Token of requests that change something."
    )
    ends_at: float | None = Field(None, description="Seconds since the epoch.")
    ways: tuple[Literal["password", "link"], ...] = Field(
        (), description="How to sign in; empty where nobody has to."
    )
    keep_s: float = Field(description="How long pictures are kept, in seconds.")
    version: str = Field(description="Of the server.")
