"""The body of ``/headshots/tasks``: which tasks it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import BaseModel, Field

from idphoto.errors import BadRequest
from idphoto.server.vendors.acedata.api import MAX_IDS
from idphoto.server.wire.body import BODY, read_body
from idphoto.server.wire.ignored import tellable

USUAL_LIMIT: Final = 20

TaskId = Annotated[str, Field(max_length=100)]
ShortName = Annotated[str, Field(max_length=100)]


class TasksBody(BaseModel):
    """What may be asked for: the page's fields, then what clients send besides."""

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
        description="With retrieve_batch and without ids: the key's own tasks, the newest first. "
        "Whose tasks is said by the key alone.",
    )
    user_id: ShortName | None = Field(None, description="The same.")
    limit: int | None = Field(
        None, ge=1, le=MAX_IDS, description="How many items of a batch; 20 where there are no ids."
    )
    offset: int = Field(
        0, ge=0, le=2**31 - 1, description="How many items of a batch to pass over."
    )


@dataclass(frozen=True, slots=True)
class One:
    """A task by its id."""

    id: str


@dataclass(frozen=True, slots=True)
class Several:
    """Tasks by their ids, in that order, each once; the slice of them that is told."""

    ids: tuple[str, ...]
    offset: int
    limit: int | None


@dataclass(frozen=True, slots=True)
class Latest:
    """The key's own tasks, the newest first."""

    offset: int
    limit: int


def read_tasks(data: bytes) -> tuple[One | Several | Latest, tuple[str, ...]]:
    """Understand a body; with it the names that are no fields, as a header may hold them.

    Raises:
        BadRequest, NotOffered: as ``read_body``; or what says which tasks is missing.
    """
    body, unknown = read_body(TasksBody, data)
    ignored = tellable(unknown)
    if body.action == "retrieve":
        if body.id is None:
            raise BadRequest("id", "is required with action retrieve")
        return One(id=body.id), ignored
    if body.ids is not None:
        ids = tuple(dict.fromkeys(body.ids))
        return Several(ids=ids, offset=body.offset, limit=body.limit), ignored
    if body.application_id is None and body.user_id is None:
        raise BadRequest("ids", "is required with action retrieve_batch")
    return Latest(offset=body.offset, limit=body.limit or USUAL_LIMIT), ignored
