"""Tasks that are unknown or did not end well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from idphoto.errors.base import IdPhotoError, Names


@dataclass(eq=False)
class UnknownTask(IdPhotoError):
    """The task does not exist, belongs to another key, or its result has expired."""

    template: ClassVar[str] = (
        "no task {task_id!r}: it does not exist, belongs to another key, or has expired"
    )
    remedy: ClassVar[str] = "check the id and the key; fetch results within the hour"

    task_id: str


@dataclass(eq=False)
class UnknownFile(IdPhotoError):
    """The task has no file of this name, or has not ended yet."""

    template: ClassVar[str] = "task {task_id} has no file {name!r}"
    remedy: ClassVar[str] = "wait until the task is done, and use a name that its `files` list"

    task_id: str
    name: str


@dataclass(eq=False)
class TaskUnfinished(IdPhotoError):
    """The task has not ended, and what is asked for is possible only then."""

    template: ClassVar[str] = "task {task_id} has not ended yet"
    remedy: ClassVar[str] = "wait until the task has ended, then try again"

    task_id: str


@dataclass(eq=False)
class TaskRemoved(IdPhotoError):
    """The task was deleted before it ended."""

    template: ClassVar[str] = "the task was deleted before it ended"
    remedy: ClassVar[str] = "send the request again"


@dataclass(eq=False)
class UnknownSource(IdPhotoError):
    """The stored portrait does not exist, belongs to another key, or has expired."""

    template: ClassVar[str] = (
        "no portrait {source_id!r}: it does not exist, belongs to another key, or has expired"
    )
    remedy: ClassVar[str] = "check the id and the key, or send the picture again"

    source_id: str


@dataclass(eq=False)
class SourceInUse(IdPhotoError):
    """The stored portrait cannot be deleted: a task that has not ended needs it."""

    template: ClassVar[str] = "portrait {source_id}: a task that has not ended needs it"
    remedy: ClassVar[str] = "wait until the task has ended, then try again"

    source_id: str


@dataclass(eq=False)
class SourceExpired(IdPhotoError):
    """The task's source picture is no longer stored."""

    template: ClassVar[str] = "the source picture is no longer stored: send it again"
    remedy: ClassVar[str] = "send the picture again"


@dataclass(eq=False)
class DeadlineExceeded(IdPhotoError):
    """The time limit passed before the `step` that is named, or within the last one."""

    # ``step`` is "" where the work did not come to a next one.
    template: ClassVar[str] = "timed out: {late_s:.1f} s over the limit{before}"
    remedy: ClassVar[str] = "allow more time, or use a smaller source or `--fast`"

    step: str
    late_s: float

    def words(self, names: Names) -> dict[str, Any]:
        before = f", before the step {self.step!r}" if self.step else ""
        return {**super().words(names), "before": before}


@dataclass(eq=False)
class GivenUp(IdPhotoError):
    """The task was started as often as allowed, and the process died each time."""

    template: ClassVar[str] = "the task was started {attempts} times and never ended"
    remedy: ClassVar[str] = "look at the log; the usual cause is a lack of memory"

    attempts: int
