"""Tasks as messages: for answers and for callbacks."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from pydantic import ValidationError

from idphoto.messages.tasks import File, Task, TaskState, TaskSummary
from idphoto.server.native.api import KINDS
from idphoto.server.native.errors import problem_of_task
from idphoto.server.native.results import result_of
from idphoto.tasks.endings import FILES
from idphoto.tasks.made import REPORT
from idphoto.tasks.model import TaskView
from idphoto.tasks.states import State

STATES: Final[Mapping[State, TaskState]] = {
    State.QUEUED: "waiting",
    State.PREPARING: "waiting",
    State.WAITING: "waiting",
    State.RUNNING: "running",
    State.PUBLISHING: "running",
    State.DONE: "done",
    State.FAILED: "failed",
}
MEDIA_TYPES: Final[Mapping[str, str]] = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "pdf": "application/pdf",
}


def whole_files(view: TaskView) -> list[str]:
    """The names of the files that an answer with this task needs whole."""
    if view.state is not State.DONE:
        return []
    return [name for name in view.result_blobs if view.wire.get("inline") or name == REPORT]


def task_of(view: TaskView, files: Mapping[str, bytes]) -> Task:
    """The task. ``files``: those that ``whole_files`` lists. Slow where they are inline: do not
    call it on the event loop then."""
    done, failed = view.state is State.DONE, view.state is State.FAILED
    kind = KINDS[view.api]
    report = _report(view, files)
    return Task(
        id=view.id,
        kind=kind,
        state=STATES[view.state],
        progress=100 if done else min(view.progress, 99),
        created_at=at(view.created_at),
        started_at=_at(view.started_at),
        completed_at=_at(view.completed_at),
        expires_at=_at(view.expires_at),
        charged=view.charged,
        source_id=view.image_id,
        trace_id=view.trace_id,
        files=tuple(_files(view, files)) if done else (),
        result=_result(kind, report) if done else None,
        problem=problem_of_task(view.failure, view.trace_id, view.id) if failed else None,
    )


def render(view: TaskView, files: Mapping[str, bytes]) -> dict[str, Any]:
    """The body of a callback: the task."""
    return task_of(view, files).model_dump(mode="json")


def summary_of(view: TaskView) -> TaskSummary:
    """The task, as a list shows it."""
    compliance = (view.result or {}).get("compliance") or {}
    return TaskSummary(
        id=view.id,
        kind=KINDS[view.api],
        state=STATES[view.state],
        created_at=at(view.created_at),
        completed_at=_at(view.completed_at),
        code=view.failure.code if view.failure else None,
        verdict=compliance.get("verdict"),
    )


def at(seconds: float) -> datetime:
    """A time, from seconds since the epoch."""
    return datetime.fromtimestamp(seconds, UTC)


def _at(seconds: float | None) -> datetime | None:
    return None if seconds is None else at(seconds)


def _report(view: TaskView, files: Mapping[str, bytes]) -> dict[str, Any]:
    """All that is known of the result: the report's file, or what the task's row keeps of it."""
    told: dict[str, Any] = json.loads(files[REPORT]) if REPORT in files else {}
    return {**(view.result or {}), **told}


def _result(kind: Any, report: dict[str, Any]) -> Any:
    try:
        return result_of(kind, report)
    except (ValidationError, KeyError, TypeError, ValueError):  # of another version
        return None


def _files(view: TaskView, files: Mapping[str, bytes]) -> list[File]:
    facts = (view.result or {}).get(FILES) or {}
    found = []
    for name, url in view.result_urls.items():
        known = facts.get(name)
        if name == REPORT or known is None:
            continue
        inline = files.get(name) if view.wire.get("inline") else None
        found.append(
            File(
                name=name,
                format=known["format"],
                media_type=MEDIA_TYPES[known["format"]],
                px=known["px"],
                bytes=known["bytes"],
                url=url,
                data=None if inline is None else base64.b64encode(inline).decode("ascii"),
            )
        )
    return found
