"""Errors, as RFC 9457 has them."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from idphoto.messages.message import Answer

PROBLEM_TYPE = "application/problem+json"


class Problem(Answer):
    """Why a request was refused, or why a task failed (RFC 9457, ``application/problem+json``)."""

    type: str = Field(
        description="Identifies the kind of error: urn:idphoto:error: and its code.",
        examples=["urn:idphoto:error:no_face"],
    )
    title: str = Field(description="The kind of error, the same for all of its kind.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What is wrong this time, with its numbers.")
    code: str = Field(
        description="The error's stable code; docs/errors.md lists them.", examples=["no_face"]
    )
    field: str | None = Field(
        default=None, description="The field of the request that is at fault."
    )
    remedy: str = Field(default="", description="What to do about it.")
    details: dict[str, Any] = Field(default={}, description="The numbers in detail, by name.")
    trace_id: str | None = Field(
        default=None, description="Identifies the request in the server's log."
    )
