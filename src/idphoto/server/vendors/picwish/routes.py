"""PicWish's four routes: between HTTP and the service."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from idphoto.accounts.account import Account
from idphoto.server.deps import (
    BaseUrl,
    Caller,
    CountedCaller,
    DrainDep,
    IdempotencyKey,
    PricesDep,
    ServiceDep,
    SettingsDep,
    TraceId,
    UploadsDep,
)
from idphoto.server.errors import route_class
from idphoto.server.vendors.picwish.answer import created, render
from idphoto.server.vendors.picwish.api import APIS, Api
from idphoto.server.vendors.picwish.errors import failure
from idphoto.server.vendors.picwish.openapi import (
    TASK_ID,
    create_extra,
    create_responses,
    query_responses,
)
from idphoto.server.vendors.picwish.request import read_form
from idphoto.server.waiting import wait_for_task
from idphoto.server.wire.ignored import charge_headers
from idphoto.server.wire.uploads import receive_form
from idphoto.server.wire.verdict import verdict_header
from idphoto.services.service import Service
from idphoto.tasks.callbacks import Renderer
from idphoto.tasks.states import State
from idphoto.tasks.threads import on_checking_thread

RENDERERS: Final[Mapping[str, Renderer]] = dict.fromkeys(APIS, render)

router = APIRouter(tags=["PicWish"], route_class=route_class(lambda error, _: failure(error)))


def _add_routes(api: Api) -> None:
    @router.post(
        api.path,
        summary="Create an ID photo task",
        operation_id=f"{api.name}.create",
        openapi_extra=create_extra(api),
        responses=create_responses(api),
    )
    async def create(
        request: Request,
        caller: CountedCaller,
        service: ServiceDep,
        settings: SettingsDep,
        prices: PricesDep,
        drain: DrainDep,
        uploads: UploadsDep,
        base_url: BaseUrl,
        trace_id: TraceId,
        idempotency_key: IdempotencyKey,
    ) -> JSONResponse:
        with uploads.receiving(caller.id) as upload:
            form = await receive_form(
                request,
                upload,
                max_file_bytes=api.max_upload_bytes,
                file_fields=api.file_fields,
                timeout_s=settings.upload_timeout_s,
            )
            parsed = await on_checking_thread(
                read_form,
                api,
                form.fields,
                form.files,
                prices=prices,
                base_url=base_url,
                trace_id=trace_id,
                quality=settings.quality,
                max_source_side_px=settings.picwish_max_source_side_px,
                unreadable=form.unreadable,
                query=request.query_params.keys(),
            )
            task_id = await service.submit(caller, parsed.submission, idempotency_key)
        headers = charge_headers(parsed.submission.cost, parsed.ignored)
        sync = parsed.sync
        del form, parsed  # frees the picture in them while the caller waits for the task
        if not sync:
            return JSONResponse(created(api, task_id), headers=headers)
        await wait_for_task(request, service, drain, task_id, settings.sync_wait_s)
        return await _task_response(api, service, caller, task_id, headers)

    @router.get(
        f"{api.path}/{{task_id}}",
        summary="Query an ID photo task",
        operation_id=f"{api.name}.query",
        openapi_extra=TASK_ID,
        responses=query_responses(api),
    )
    async def query(request: Request, caller: Caller, service: ServiceDep) -> JSONResponse:
        # FastAPI describes a 422, which never comes, for parameters that it reads itself
        return await _task_response(api, service, caller, request.path_params["task_id"], {})


async def _task_response(
    api: Api, service: Service, caller: Account, task_id: str, headers: dict[str, str]
) -> JSONResponse:
    view = await service.tasks.look(caller, api.name, task_id)
    headers = {**headers, "X-Credits-Charged": str(view.charged), **verdict_header(view.result)}
    if view.state is State.DONE and view.wire["inline"]:
        files = {name: await service.tasks.result(view, name) for name in view.result_blobs}
        # encoding 20 MB as base64 and JSON would block the event loop for a tenth of a second
        return await asyncio.to_thread(lambda: JSONResponse(render(view, files), headers=headers))
    return JSONResponse(render(view, {}), headers=headers)


for _api in APIS.values():
    _add_routes(_api)
