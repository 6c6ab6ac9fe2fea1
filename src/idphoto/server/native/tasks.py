"""Tasks: their list, one of them, its files, and its end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from idphoto.errors import TaskUnfinished, UnknownFile
from idphoto.messages.tasks import Kind, Task, TaskList, TaskState
from idphoto.server.deps import DrainDep, ServiceDep, SettingsDep
from idphoto.server.native import examples
from idphoto.server.native.answer import MEDIA_TYPES, summary_of
from idphoto.server.native.api import APIS, KINDS, TASKS_PATH
from idphoto.server.native.cursors import Cursor, PageLimit, read_cursor, write_cursor
from idphoto.server.native.deps import KeyCaller, NativeCaller
from idphoto.server.native.desk import NO_STORE, task_response
from idphoto.server.native.errors import ProblemRoute
from idphoto.server.native.openapi import ALWAYS, answers, binary, nothing, problems
from idphoto.server.native.prefer import Prefer
from idphoto.server.waiting import wait_for_task
from idphoto.server.wire.responses import CHARGED
from idphoto.tasks.endings import FILES
from idphoto.tasks.made import REPORT
from idphoto.tasks.model import TaskView
from idphoto.tasks.states import State
from idphoto.tasks.store import TaskPlace

router = APIRouter(tags=["Tasks"], route_class=ProblemRoute)

_OF_ONE: Final = (*ALWAYS, "unknown_task", "storage_unavailable")
_SUFFIXES: Final = {"jpeg": "jpg"}
# A task's state as the database stores it: the queue alone knows the others.
_STORED: Final[Mapping[TaskState, tuple[State, ...]]] = {
    "waiting": (State.QUEUED,),
    "running": (State.RUNNING,),
    "done": (State.DONE,),
    "failed": (State.FAILED,),
}


@router.get(
    TASKS_PATH,
    summary="List tasks",
    operation_id="tasks.list",
    responses={
        **answers(TaskList, {"page": examples.TASKS}),
        **problems(*ALWAYS, "key_required"),
    },
)
async def list_tasks(
    caller: KeyCaller,
    service: ServiceDep,
    kind: Annotated[Kind | None, Query(description="Only of this kind.")] = None,
    state: Annotated[TaskState | None, Query(description="Only in this state.")] = None,
    cursor: Cursor = None,
    limit: PageLimit = 50,
) -> Response:
    """Lists the key's tasks that have not expired, the newest first. A session of the studio may
    not: several people may share its key."""
    apis = [APIS[kind]] if kind else list(KINDS)
    after = None
    if cursor is not None:
        created_at, task_id = read_cursor(cursor, float, str)
        after = TaskPlace(float(created_at), str(task_id))
    views = await service.tasks.page(
        caller, apis, after=after, states=_STORED[state] if state else None, limit=limit + 1
    )
    shown = views[:limit]
    more = len(views) > limit
    page = TaskList(
        items=tuple(map(summary_of, shown)),
        next_cursor=write_cursor(shown[-1].created_at, shown[-1].id) if more else None,
    )
    return Response(page.model_dump_json(), media_type="application/json")


@router.get(
    f"{TASKS_PATH}/{{task_id}}",
    summary="Show a task",
    operation_id="tasks.show",
    responses={
        **answers(
            Task,
            {"done": examples.DONE, "waiting": examples.WAITING, "failed": examples.FAILED},
            headers=[CHARGED],
        ),
        **problems(*_OF_ONE),
    },
)
async def show(
    request: Request,
    task_id: str,
    caller: NativeCaller,
    service: ServiceDep,
    settings: SettingsDep,
    drain: DrainDep,
    preference: Prefer,
) -> Response:
    """Shows a task. With ``Prefer: wait=N`` the answer waits for its end, N seconds at most."""
    view = await service.tasks.find(caller, KINDS, task_id)
    if not view.state.ended and preference.wait_s:
        seconds = min(preference.wait_s, settings.sync_wait_s)
        await wait_for_task(request, service, drain, view.id, seconds)
        view = await service.tasks.find(caller, KINDS, task_id)
    headers = {CHARGED: str(view.charged), **preference.headers()}
    return await task_response(service, view, headers)


@router.get(
    f"{TASKS_PATH}/{{task_id}}/files/{{name}}",
    summary="Download a file",
    operation_id="tasks.file",
    response_class=Response,
    responses={
        **binary(*MEDIA_TYPES.values()),
        **problems(*_OF_ONE, "unknown_file", "task_unfinished"),
    },
)
async def file(
    task_id: str,
    name: str,
    caller: NativeCaller,
    service: ServiceDep,
    download: Annotated[
        bool, Query(description="Whether browsers store the file instead of showing it.")
    ] = False,
) -> Response:
    """A finished file, by the name that the task lists it under."""
    view = await service.tasks.find(caller, KINDS, task_id)
    if not view.state.ended:
        raise TaskUnfinished(view.id)
    facts = ((view.result or {}).get(FILES) or {}).get(name)
    if name == REPORT or name not in view.result_blobs or facts is None:
        raise UnknownFile(view.id, name[:40])
    data = await service.tasks.result(view, name)
    how = "attachment" if download else "inline"
    headers = {
        **NO_STORE,
        "Content-Disposition": f'{how}; filename="{_file_name(view, name, facts["format"])}"',
        "X-Content-Type-Options": "nosniff",
    }
    return Response(data, 200, headers, MEDIA_TYPES[facts["format"]])


@router.delete(
    f"{TASKS_PATH}/{{task_id}}",
    summary="Delete a task",
    operation_id="tasks.delete",
    status_code=204,
    response_class=Response,
    responses={**nothing("Deleted."), **problems(*_OF_ONE)},
)
async def delete(task_id: str, caller: NativeCaller, service: ServiceDep) -> Response:
    """Deletes a task's files and portraits at once, instead of when they expire. A task that has
    not ended is not made, and costs nothing. A portrait that another task still needs, which has
    not ended, is kept for that one."""
    await service.tasks.remove(caller, KINDS, task_id)
    return Response(status_code=204)


def _file_name(view: TaskView, name: str, file_format: str) -> str:
    """Such as ``us-passport.jpg`` and ``us-passport-sheet.pdf``: ASCII without quotes."""
    stem = view.wire.get("name") or KINDS[view.api]
    part = "" if name == "image" else f"-{name}"
    return f"{stem}{part}.{_SUFFIXES.get(file_format, file_format)}"
