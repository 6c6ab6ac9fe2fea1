"""The OpenAPI description: bodies, answers and errors."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated, Final, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from idphoto.errors import (
    BadRequest,
    DeadlineExceeded,
    IdPhotoError,
    NotEnoughCredits,
    NotOffered,
    UploadTooLarge,
)
from idphoto.orders.values import TemplateId
from idphoto.server.vendors.acedata.answer import batch, created, item, render
from idphoto.server.vendors.acedata.api import MAX_BODY_BYTES, MAX_QUERY_BYTES, NAME
from idphoto.server.vendors.acedata.errors import ERRORS, AceDataRow, failure
from idphoto.server.vendors.acedata.query import TasksBody
from idphoto.server.vendors.acedata.request import GenerateBody
from idphoto.server.vendors.acedata.respond import LINES
from idphoto.server.wire import examples
from idphoto.server.wire.openapi import json_body
from idphoto.server.wire.responses import (
    CHARGED,
    IGNORED,
    Responses,
    callback,
    refusals,
    success,
)
from idphoto.tasks.states import State

_CODES: Final = sorted({row.code for row in ERRORS.values()})
# What only new work is refused with: no credits, a repeated request, a rate, time on a worker.
_OF_NEW_WORK: Final = (403, 409, 422, 429, 504)


class AceDataFault(TypedDict):
    """What is wrong."""

    code: Annotated[str, Field(json_schema_extra={"enum": list(_CODES)})]
    message: Annotated[str, Field(description="Begins with a field's name, if one is at fault.")]


class AceDataError(TypedDict):
    """A request that is refused, or a task that has failed."""

    success: Literal[False]
    task_id: NotRequired[Annotated[str, Field(description="The task, if there is one.")]]
    error: AceDataFault
    trace_id: Annotated[str, Field(description="A UUID: X-Trace-Id with dashes.")]


class HeadshotTaskId(TypedDict):
    """A new task that has a callback."""

    task_id: str


class HeadshotPicture(TypedDict):
    """One picture."""

    id: Annotated[str, Field(pattern="^[0-9]{18}$", description="The time, and four digits.")]
    image_url: Annotated[str, Field(description="The PNG's URL, which expires.")]
    template: Annotated[str, Field(description="The template's label.")]


class Headshots(TypedDict):
    """A task that is done."""

    success: Literal[True]
    task_id: str
    data: Annotated[list[HeadshotPicture], Field(description="The two pictures.")]


class HeadshotUnknown(TypedDict):
    """A task that has not ended, does not exist or belongs to another key."""

    task_id: str
    status: Literal["unknown"]
    data: Annotated[list[HeadshotPicture], Field(max_length=0)]


class HeadshotRequest(TypedDict):
    """The body that created a task."""

    mode: Literal["fast", "relax"]
    template: TemplateId
    image_urls: Annotated[list[str], Field(description="base64 is shown by its size only.")]
    callback_url: NotRequired[str]


class HeadshotItem(TypedDict):
    """A task. One that does not exist has no time, request and trace_id."""

    _id: NotRequired[Annotated[str, Field(pattern="^[0-9a-f]{24}$")]]
    id: Annotated[str, Field(description="The task_id.")]
    api_id: str
    application_id: str
    created_at: NotRequired[Annotated[float, Field(description="Seconds since 1970.")]]
    credential_id: str
    request: NotRequired[HeadshotRequest]
    trace_id: NotRequired[str]
    user_id: str
    response: Headshots | AceDataError | HeadshotUnknown


class HeadshotBatch(TypedDict):
    """Several tasks."""

    items: list[HeadshotItem]
    count: Annotated[int, Field(ge=0, description="Of all, even if items has fewer.")]


_REQUEST: Final = {
    "mode": "fast",
    "template": "male_portrait",
    "image_urls": ["https://people.example/erika.jpg"],
}
_DONE, _FAILED, _RUNNING = (
    examples.task(NAME, state, {"request": _REQUEST}, {"1": "1.png", "2": "2.png"}, 15)
    for state in (State.DONE, State.FAILED, State.RUNNING)
)
_OWNER: Final = "ad7afe47-cea9-4cda-980f-2ad8810e51cf"


def errors(
    table: Mapping[str, AceDataRow], *samples: IdPhotoError, sometimes: Collection[str] = ()
) -> Responses:
    """The responses to errors, as ``refusals`` has them; every route can answer in lines."""
    return refusals(
        table, failure, AceDataError, samples=samples, sometimes=sometimes, media_types=[LINES]
    )


GENERATE: Final = {**json_body(GenerateBody), **callback(Headshots, AceDataError)}
GENERATE_RESPONSES: Final = {
    **success(
        HeadshotTaskId | Headshots,
        {"done": render(_DONE, {}), "created": created(examples.TASK_ID)},
        always=[CHARGED],
        sometimes=[IGNORED],
        media_types=[LINES],
    ),
    **errors(
        ERRORS,
        BadRequest("image_urls", "entry 1 must be a URL or a picture as base64"),
        NotOffered("mode", "must be 'fast' or 'relax'"),
        UploadTooLarge("the request's body", MAX_BODY_BYTES),
        NotEnoughCredits(balance=3, need=15),
        DeadlineExceeded("", 1.0),
        sometimes=[CHARGED, IGNORED],
    ),
}
TASKS: Final = json_body(TasksBody)
TASKS_RESPONSES: Final = {
    **success(
        HeadshotItem | HeadshotBatch,
        {
            "done": item(examples.TASK_ID, _DONE, _OWNER),
            "running": item(examples.TASK_ID, _RUNNING, _OWNER),
            "failed": item(examples.TASK_ID, _FAILED, _OWNER),
            "unknown": item(examples.TASK_ID, None, _OWNER),
            "batch": batch([item(examples.TASK_ID, _DONE, _OWNER)], 1),
        },
        sometimes=[CHARGED, IGNORED],
        media_types=[LINES],
    ),
    **errors(
        {code: row for code, row in ERRORS.items() if row.status not in _OF_NEW_WORK},
        BadRequest("id", "is required with action retrieve"),
        NotOffered("action", "must be 'retrieve' or 'retrieve_batch'"),
        UploadTooLarge("the request's body", MAX_QUERY_BYTES),
    ),
}
