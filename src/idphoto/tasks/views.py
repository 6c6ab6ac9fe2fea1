"""A task as its owner may see it: its row, and its stage while it is in hand."""

from __future__ import annotations

import dataclasses

from idphoto.db.tables import Task
from idphoto.storage.blobs import Blobs
from idphoto.storage.links import local_url
from idphoto.tasks.model import TaskFailure, TaskView
from idphoto.tasks.queue import Stage
from idphoto.tasks.states import State


def view_of(row: Task, stage: Stage | None = None) -> TaskView:
    """The view of a row. ``stage`` counts unless the row has ended."""
    state, progress = State(row.state), 0
    if state is State.DONE:
        progress = 100
    elif state is not State.FAILED and stage is not None:
        state, progress = stage.state, stage.progress
    return TaskView(
        id=row.id,
        api=row.api,
        wire=row.wire,
        state=state,
        progress=progress,
        created_at=row.created_at,
        started_at=row.started_at,
        completed_at=row.completed_at,
        image_id=row.sources[0]["image_id"] if row.sources else None,
        trace_id=row.trace_id,
        charged=0 if state is State.FAILED else row.cost,
        failure=_failure(row),
        result_urls={},
        result_blobs=row.result_blobs or {},
        result=row.result,
        expires_at=row.expires_at,
    )


def _failure(row: Task) -> TaskFailure | None:
    if row.failure_code is None:
        return None
    return TaskFailure(row.failure_code, row.failure_details, row.failure_message or "failed")


async def with_urls(
    view: TaskView, blobs: Blobs, base_url: str, expires_at: float | None, secret: bytes
) -> TaskView:
    """The view with signed URLs for its files, if there are any."""
    if expires_at is None:
        return view
    urls = {
        name: await blobs.signed_url(key, expires_at)
        or local_url(base_url, key, int(expires_at), secret)
        for name, key in view.result_blobs.items()
    }
    return dataclasses.replace(view, result_urls=urls)
