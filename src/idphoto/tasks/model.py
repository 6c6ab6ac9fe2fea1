"""What goes in and comes out of tasks: frozen values, no rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from idphoto.errors import NO_NAMES, IdPhotoError, InternalError, Names, restored
from idphoto.tasks.states import Priority, State


@dataclass(frozen=True, slots=True)
class Upload:
    """A source that came with the request."""

    data: bytes


@dataclass(frozen=True, slots=True)
class FromUrl:
    """A source to download: http, https or oss."""

    url: str


@dataclass(frozen=True, slots=True)
class FromImage:
    """The stored source of an earlier task. ``field``: the API's name for it, for errors."""

    image_id: str
    field: str


@dataclass(frozen=True, slots=True)
class Submission:
    """Work to accept.

    ``api``: the endpoint that asks, such as picwish.v1. ``order``: what to make, as JSON.
    ``cost``: credits. ``wire``: what the API has to remember in order to answer.
    ``base_url``: the server's address as the caller sees it, without a slash at the end.
    ``max_source_bytes``: of each download. ``time_limit_s``: on a worker. ``keep_until``: how long
    its sources and files are kept at least, in seconds since the epoch; None: as long as others.
    """

    api: str
    order: dict[str, Any]
    cost: int
    sources: tuple[Upload | FromUrl | FromImage, ...]
    wire: dict[str, Any]
    callback_url: str | None
    base_url: str
    max_source_bytes: int
    time_limit_s: float
    trace_id: str
    priority: Priority
    keep_until: float | None = None


@dataclass(frozen=True, slots=True)
class TaskFailure:
    """Why a task failed: the code of an error and its ``details()``.

    ``text``: its message, of a task that failed under a version that kept no details.
    """

    code: str
    details: Mapping[str, Any] | None = None
    text: str = "failed"

    def render(self, names: Names = NO_NAMES) -> str:
        """The error's message, as ``IdPhotoError.render`` has it."""
        error = self.restored()
        return error.render(names) if error else self.text

    def for_caller(self) -> str:
        """The message for a server's caller, as ``IdPhotoError.for_caller`` has it."""
        error = self.restored()
        return error.for_caller() if error else ""

    def restored(self) -> IdPhotoError | None:
        """The error itself; None if another version wrote it, or kept no details."""
        return None if self.details is None else restored(self.code, self.details)


UNKNOWN_FAILURE: Final = TaskFailure(InternalError.code)


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task as its owner may see it. Times are seconds since the epoch.

    ``progress``: 0–100; 100 only if done. ``image_id``: of the first source, once it is stored.
    ``charged``: credits taken or held; 0 if failed. ``failure``: why it failed.
    ``result_urls``: by name, signed URLs of a finished task's files; ``result_blobs``: by name,
    the keys that they are stored under. ``expires_at``: until when they are kept, once it ended.
    """

    id: str
    api: str
    wire: dict[str, Any]
    state: State
    progress: int
    created_at: float
    started_at: float | None
    completed_at: float | None
    image_id: str | None
    trace_id: str
    charged: int
    failure: TaskFailure | None
    result_urls: Mapping[str, str]
    result_blobs: Mapping[str, str]
    result: dict[str, Any] | None
    expires_at: float | None = None
