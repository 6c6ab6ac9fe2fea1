"""The OpenAPI description: forms, answers and errors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from idphoto.errors import BadRequest, IdPhotoError, UnknownTask, UploadTooLarge
from idphoto.orders.photo import SHEET
from idphoto.server.vendors.picwish.answer import STATES, created, render
from idphoto.server.vendors.picwish.api import V1, Api
from idphoto.server.vendors.picwish.errors import ERRORS, PicWishRow, failure
from idphoto.server.wire import examples
from idphoto.server.wire.openapi import form_body, path_parameter
from idphoto.server.wire.responses import (
    CHARGED,
    IGNORED,
    VERDICT,
    Responses,
    callback,
    refusals,
    success,
)
from idphoto.tasks.made import IMAGE
from idphoto.tasks.states import State

_STATES: Final = sorted({*STATES.values(), *(row.state for row in ERRORS.values())})
# What a query can be refused with: it has no body, costs nothing and is not counted.
_QUERY_ERRORS: Final = ("invalid_key", "unknown_task", "internal_error")

TASK_ID: Final = path_parameter("task_id", "The task_id of the answer that created the task.")


class PicWishError(TypedDict):
    """A request that is refused."""

    status: Annotated[int, Field(description="The HTTP status.")]
    message: Annotated[str, Field(description="What is wrong; begins with a field's name.")]


class PicWishTaskId(TypedDict):
    """Identifies a task."""

    task_id: Annotated[str, Field(description="Ask for the result with it.")]


class PicWishCreated(TypedDict):
    """A new task."""

    status: Literal[200]
    message: str
    data: PicWishTaskId


class PicWishTask(PicWishTaskId):
    """What both APIs say about a task. A key whose value is not known yet is absent."""

    state: Annotated[
        int,
        Field(
            description="0 queued, 1 done, 2 to 5 in progress, negative if failed.",
            json_schema_extra={"enum": list(_STATES)},
        ),
    ]
    progress: Annotated[int, Field(ge=0, le=100, description="100 only if done.")]
    image: NotRequired[
        Annotated[str, Field(description="The photo's URL, which expires, or base64; if done.")]
    ]


class PicWishV1Task(PicWishTask):
    """A task. A key whose value is not known yet is absent."""

    created_at: Annotated[str, Field(description="Seconds since 1970.")]
    processed_at: NotRequired[str]
    completed_at: NotRequired[str]


class PicWishExternalTask(PicWishTask):
    """A task. A key whose value is not known yet is absent."""

    created_at: Annotated[int, Field(description="Seconds since 1970.")]
    processed_at: NotRequired[int]
    completed_at: NotRequired[int]
    layout_image: NotRequired[
        Annotated[str, Field(description="The print sheet, in the same way as image.")]
    ]
    image_id: NotRequired[Annotated[str, Field(description="For last_id of another task.")]]
    return_type: Literal[1, 2]
    state_detail: Annotated[str, Field(description="The state in words, or why it failed.")]
    time_elapsed: NotRequired[
        Annotated[float, Field(ge=0, description="Seconds from creation to the end.")]
    ]


class PicWishV1Answer(TypedDict):
    """A task, which may have failed: its state decides."""

    status: Literal[200]
    message: Annotated[str, Field(description="success, or why the task failed.")]
    data: PicWishV1Task


class PicWishExternalAnswer(TypedDict):
    """A task, which may have failed: its state decides."""

    status: Literal[200]
    message: Annotated[str, Field(description="success, or why the task failed.")]
    data: PicWishExternalTask


def create_extra(api: Api) -> dict[str, Any]:
    """The form and the callback, for ``openapi_extra``."""
    return {**form_body(api.form, file="image_file"), **callback(_answer(api))}


def create_responses(api: Api) -> Responses:
    """The responses to a new task, whether its sender waits for the result or not."""
    shown = {"created": created(api, examples.TASK_ID), **_tasks(api)}
    samples = (
        BadRequest("callback_url", "must be a URL with a host"),
        UploadTooLarge("image_file", api.max_upload_bytes),
        UnknownTask(examples.TASK_ID),
    )
    return {
        **success(
            PicWishCreated | _answer(api), shown, always=[CHARGED], sometimes=[IGNORED, VERDICT]
        ),
        **_refusals(ERRORS, *samples),
    }


def query_responses(api: Api) -> Responses:
    """The responses to a query."""
    errors = {code: ERRORS[code] for code in _QUERY_ERRORS}
    return {
        **success(_answer(api), _tasks(api), always=[CHARGED], sometimes=[VERDICT]),
        **_refusals(errors, UnknownTask(examples.TASK_ID)),
    }


def _refusals(errors: Mapping[str, PicWishRow], *samples: IdPhotoError) -> Responses:
    return refusals(errors, lambda error, _: failure(error), PicWishError, samples=samples)


def _answer(api: Api) -> type:
    return PicWishV1Answer if api is V1 else PicWishExternalAnswer


def _tasks(api: Api) -> dict[str, dict[str, Any]]:
    """Tasks in every kind of state, as the API shows them."""
    files = {IMAGE: "photo.jpg"} | ({} if api is V1 else {SHEET: "sheet.jpg"})
    states = (State.DONE, State.RUNNING, State.FAILED)
    return {
        state.value: render(examples.task(api.name, state, {"inline": False}, files, 1), {})
        for state in states
    }
