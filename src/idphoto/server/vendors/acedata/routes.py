"""AceData's two routes for headshots: between HTTP and the service."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request, Response

from idphoto.accounts.account import Account
from idphoto.errors import UnknownTask
from idphoto.server.deps import (
    BaseUrl,
    BearerCaller,
    CountedBearerCaller,
    DrainDep,
    IdempotencyKey,
    PricesDep,
    ServiceDep,
    SettingsDep,
    TraceId,
    UploadsDep,
)
from idphoto.server.errors import route_class
from idphoto.server.vendors.acedata.answer import answer, batch, created, item, render
from idphoto.server.vendors.acedata.api import (
    GENERATE_PATH,
    MAX_BODY_BYTES,
    MAX_QUERY_BYTES,
    NAME,
    TASKS_PATH,
)
from idphoto.server.vendors.acedata.errors import failure
from idphoto.server.vendors.acedata.openapi import (
    GENERATE,
    GENERATE_RESPONSES,
    TASKS,
    TASKS_RESPONSES,
)
from idphoto.server.vendors.acedata.query import Latest, One, read_tasks
from idphoto.server.vendors.acedata.request import read_generate
from idphoto.server.vendors.acedata.respond import respond
from idphoto.server.waiting import wait_for_task
from idphoto.server.wire.ignored import charge_headers, ignored_header
from idphoto.server.wire.uploads import receive_body
from idphoto.services.service import Service
from idphoto.tasks.callbacks import Renderer
from idphoto.tasks.model import TaskView

RENDERERS: Final[Mapping[str, Renderer]] = {NAME: render}

router = APIRouter(tags=["AceData"], route_class=route_class(failure, respond))


@router.post(
    GENERATE_PATH,
    summary="Make two headshots in a style",
    operation_id=f"{NAME}.generate",
    openapi_extra=GENERATE,
    responses=GENERATE_RESPONSES,
)
async def generate(
    request: Request,
    caller: CountedBearerCaller,
    service: ServiceDep,
    settings: SettingsDep,
    prices: PricesDep,
    drain: DrainDep,
    uploads: UploadsDep,
    base_url: BaseUrl,
    trace_id: TraceId,
    idempotency_key: IdempotencyKey,
) -> Response:
    with uploads.receiving(caller.id) as upload:
        data = await receive_body(
            request, upload, max_bytes=MAX_BODY_BYTES, timeout_s=settings.upload_timeout_s
        )
        asked = await asyncio.to_thread(
            read_generate,
            data,
            cost=prices.headshots,
            base_url=base_url,
            trace_id=trace_id,
            query=tuple(request.query_params),
        )
        del data
        task_id = await service.submit(caller, asked.submission, idempotency_key)
    cost, ignored = asked.submission.cost, asked.ignored
    reported = asked.submission.callback_url is not None
    del asked  # frees the pictures in it while the caller waits for the task
    if reported:
        return respond(request, created(task_id), headers=charge_headers(cost, ignored))
    await wait_for_task(request, service, drain, task_id, settings.sync_wait_s)
    view = await service.tasks.look(caller, NAME, task_id)
    status, body = answer(view)
    return respond(request, body, status, charge_headers(view.charged, ignored))


@router.post(
    TASKS_PATH,
    summary="Query headshot tasks",
    operation_id=f"{NAME}.tasks",
    openapi_extra=TASKS,
    responses=TASKS_RESPONSES,
)
async def tasks(
    request: Request,
    caller: BearerCaller,
    service: ServiceDep,
    settings: SettingsDep,
    uploads: UploadsDep,
) -> Response:
    with uploads.receiving(caller.id) as upload:
        data = await receive_body(
            request, upload, max_bytes=MAX_QUERY_BYTES, timeout_s=settings.upload_timeout_s
        )
    wanted, ignored = read_tasks(data)
    if isinstance(wanted, One):
        view = await _find_task(service, caller, wanted.id)
        headers = charge_headers(view.charged if view else 0, ignored)
        return respond(request, item(wanted.id, view, caller.id), headers=headers)
    if isinstance(wanted, Latest):
        views, count = await service.tasks.latest(caller, NAME, wanted.offset, wanted.limit)
        items = [item(view.id, view, caller.id) for view in views]
    else:
        end = None if wanted.limit is None else wanted.offset + wanted.limit
        ids, count = wanted.ids[wanted.offset : end], len(wanted.ids)
        items = [item(each, await _find_task(service, caller, each), caller.id) for each in ids]
    return respond(request, batch(items, count), headers=ignored_header(ignored))


async def _find_task(service: Service, caller: Account, task_id: str) -> TaskView | None:
    try:
        return await service.tasks.look(caller, NAME, task_id)
    except UnknownTask:
        return None
