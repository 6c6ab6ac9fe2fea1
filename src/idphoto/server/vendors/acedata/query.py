"""The body of ``/headshots/tasks``: which tasks to return."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import BaseModel, Field

from idphoto.errors import BadRequest
from idphoto.server.vendors.acedata.api import MAX_IDS
from idphoto.server.wire.body import BODY, read_body
from idphoto.server.wire.ignored import header_names

DEFAULT_LIMIT: Final = 20

TaskId = Annotated[str, Field(max_length=100)]
ShortName = Annotated[str, Field(max_length=100)]


class TasksBody(BaseModel):
    """The accepted fields: those on the page, then others that clients send."""

    model_config = BODY

    id: TaskId | None = Field(None, description="The task, with action retrieve.")
    ids: list[TaskId] | None = Field(
        None, max_length=MAX_IDS, description="The tasks, with action retrieve_batch."
    )
    action: Literal["retrieve", "retrieve_batch"] = Field(
        "retrieve", description="One task, or several."
    )
    application_id: ShortName | None = Field(
        None,
        description="With retrieve_batch and without ids: returns the key's own tasks, newest "
        "first. The value does not matter; only the key decides whose tasks are returned.",
    )
    user_id: ShortName | None = Field(None, description="Same as application_id.")
    limit: int | None = Field(
        None,
        ge=1,
        le=MAX_IDS,
        description="The maximum number of items in a batch; without ids, 20 by default.",
    )
    offset: int = Field(
        0, ge=0, le=2**31 - 1, description="The number of items of a batch to skip."
    )


@dataclass(frozen=True, slots=True)
class One:
    """A task by its id."""

    id: str


@dataclass(frozen=True, slots=True)
class Several:
    """Tasks by their ids, in order and without duplicates; ``offset`` and ``limit`` select some."""

    ids: tuple[str, ...]
    offset: int
    limit: int | None


@dataclass(frozen=True, slots=True)
class Latest:
    """The key's own tasks, newest first."""

    offset: int
    limit: int


def read_tasks(data: bytes) -> tuple[One | Several | Latest, tuple[str, ...]]:
    """Parse a body. Also returns the names of ignored fields, safe for a header.

    Raises:
        BadRequest, NotOffered: as for ``read_body``; also if no tasks are selected.
    """
    body, unknown = read_body(TasksBody, data)
    ignored = header_names(unknown)
    if body.action == "retrieve":
        if body.id is None:
            raise BadRequest("id", "is required with action retrieve")
        return One(id=body.id), ignored
    if body.ids is not None:
        ids = tuple(dict.fromkeys(body.ids))
        return Several(ids=ids, offset=body.offset, limit=body.limit), ignored
    if body.application_id is None and body.user_id is None:
        raise BadRequest("ids", "is required with action retrieve_batch")
    return Latest(offset=body.offset, limit=body.limit or DEFAULT_LIMIT), ignored
