"""Parses the body of ``/headshots/generate`` into a submission."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from pydantic import BaseModel, Field

from idphoto.errors import BadRequest, UploadTooLarge
from idphoto.orders.headshot import HeadshotOrder
from idphoto.orders.stored import to_json
from idphoto.orders.values import TEMPLATES, TemplateId
from idphoto.server.vendors.acedata.api import (
    MAX_PICTURE_BYTES,
    MAX_SOURCES,
    NAME,
    TIME_LIMIT_S,
)
from idphoto.server.wire.body import BODY, read_body
from idphoto.server.wire.ignored import header_names
from idphoto.server.wire.pictures import decoded, fault_of_picture_url, is_url
from idphoto.server.wire.values import CallbackUrl
from idphoto.tasks.model import FromUrl, Submission, Upload
from idphoto.tasks.states import Priority

PRIORITIES: Final = {"fast": Priority.FAST, "relax": Priority.RELAX}


class GenerateBody(BaseModel):
    """The accepted fields, in the order of the vendor's page."""

    model_config = BODY

    mode: Literal["fast", "relax"] = Field(
        "fast", description="fast tasks run first, relax tasks when no fast task is waiting."
    )
    template: TemplateId = Field(description="The style of the two pictures.")
    image_urls: list[str] = Field(
        min_length=1,
        max_length=MAX_SOURCES,
        description="The portraits: http or https URLs, or pictures as base64, with or without a "
        "data:…;base64, prefix. wedding takes one photo of both people or one photo of each; "
        "other templates use the first suitable photo.",
    )
    callback_url: CallbackUrl | None = Field(
        None,
        description="An http or https URL to send the result to. With it, the request is answered "
        "immediately with the task_id.",
    )


@dataclass(frozen=True, slots=True)
class AskedHeadshots:
    """A parsed request. ``ignored``: the names of ignored fields, safe for a header."""

    submission: Submission
    ignored: tuple[str, ...]


def read_generate(
    data: bytes,
    *,
    cost: int,
    base_url: str,
    trace_id: str,
    query: Sequence[str] = (),
) -> AskedHeadshots:
    """Parse a body. Slow if it contains pictures: do not call it on the event loop.

    ``cost``, ``base_url``, ``trace_id``: as in ``Submission``. ``query``: the names of URL
    parameters, which are ignored.

    Raises:
        BadRequest, NotOffered: as for ``read_body``; also if there are more photos than the
            template takes, or one is neither a URL nor base64.
        UploadTooLarge: a picture is larger than 15 MiB.
    """
    body, unknown = read_body(GenerateBody, data)
    people = TEMPLATES[body.template].people
    limit = people if people > 1 else MAX_SOURCES
    if len(body.image_urls) > limit:
        raise BadRequest("image_urls", f"must have at most {limit} entries with {body.template}")
    sources = tuple(_source(number, text) for number, text in enumerate(body.image_urls, start=1))
    return AskedHeadshots(
        Submission(
            api=NAME,
            order=to_json(HeadshotOrder(body.template)),
            cost=cost,
            sources=sources,
            wire={"request": _request(body, sources)},
            callback_url=body.callback_url,
            base_url=base_url,
            max_source_bytes=MAX_PICTURE_BYTES,
            time_limit_s=TIME_LIMIT_S,
            trace_id=trace_id,
            priority=PRIORITIES[body.mode],
        ),
        header_names([*unknown, *query]),
    )


def _source(number: int, text: str) -> Upload | FromUrl:
    if is_url(text):
        if reason := fault_of_picture_url(text):
            raise BadRequest("image_urls", f"entry {number} {reason}")
        return FromUrl(text)
    picture = decoded(text)
    if not picture:
        raise BadRequest("image_urls", f"entry {number} must be a URL or a picture as base64")
    if len(picture) > MAX_PICTURE_BYTES:
        raise UploadTooLarge("image_urls", MAX_PICTURE_BYTES)
    return Upload(picture)


def _request(body: GenerateBody, sources: Sequence[Upload | FromUrl]) -> dict[str, Any]:
    """The request as later shown with the task; base64 pictures are replaced by their size."""
    shown: dict[str, Any] = {
        "mode": body.mode,
        "template": body.template,
        "image_urls": [
            source.url if isinstance(source, FromUrl) else f"<base64: {len(source.data)} bytes>"
            for source in sources
        ],
    }
    return shown | ({"callback_url": body.callback_url} if body.callback_url else {})
