"""Tasks to show in the OpenAPI description: each API writes them as it writes any other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from idphoto.errors import NoFace
from idphoto.tasks.model import TaskFailure, TaskView
from idphoto.tasks.states import State

TASK_ID: Final = "94806a3f-1173-4afb-9bcc-3ff19c0981f4"
TRACE_ID: Final = "4bf92f3577b34da6a3ce929d0e0e4736"

_CREATED_AT: Final = 1_758_771_079.0


def task(
    api: str, state: State, wire: dict[str, Any], files: Mapping[str, str], charged: int
) -> TaskView:
    """A task of ``api`` that is queued, running, done or failed.

    ``wire``: as in ``TaskView``. ``files``: the paths of its files by name, once it is done.
    """
    done, failed = state is State.DONE, state is State.FAILED
    return TaskView(
        id=TASK_ID,
        api=api,
        wire=wire,
        state=state,
        progress=100 if done else 40,
        created_at=_CREATED_AT,
        started_at=None if state is State.QUEUED else _CREATED_AT + 1,
        completed_at=_CREATED_AT + 3 if state.ended else None,
        image_id="19e2bfa2-99c0-41f0-823d-a3b20139f801",
        trace_id=TRACE_ID,
        charged=0 if failed else charged,
        failure=TaskFailure(NoFace.code, {}) if failed else None,
        result_urls={
            name: f"https://photos.example/files/{path}" for name, path in files.items() if done
        },
        result_blobs={name: path for name, path in files.items() if done},
        result=None,
    )
