"""The ID card check's two routes: from HTTP to the service and back."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request, Response

from idphoto.errors import HostUnreachable, IdPhotoError
from idphoto.server.deps import (
    BearerCaller,
    CountedBearerCaller,
    DrainDep,
    ServiceDep,
    SettingsDep,
    TraceId,
)
from idphoto.server.errors import route_class
from idphoto.server.ignored import charge_headers
from idphoto.server.uploads import receive_body
from idphoto.server.vendors.acedata.idcard.api import CHECK_PATH, KEYS_PATH, MAX_BODY_BYTES, NAME
from idphoto.server.vendors.acedata.idcard.request import AskedCheck, CheckBody, read_check
from idphoto.server.vendors.acedata.idcard.results import result_of
from idphoto.server.vendors.acedata.idcard.wire import answer, failure, given_up, unusable
from idphoto.server.vendors.acedata.openapi import request_body
from idphoto.server.vendors.acedata.respond import respond
from idphoto.server.waiting import waited_for

router = APIRouter(tags=["AceData"], route_class=route_class(failure, respond))


@router.post(
    CHECK_PATH,
    summary="Read an ID card, and compare it with the authority's record",
    operation_id=f"{NAME}.check",
    openapi_extra=request_body(CheckBody),
)
async def check(
    request: Request,
    caller: CountedBearerCaller,
    service: ServiceDep,
    settings: SettingsDep,
    drain: DrainDep,
    trace_id: TraceId,
) -> Response:
    asked: AskedCheck | None = None
    try:
        data = await receive_body(
            request, max_bytes=MAX_BODY_BYTES, timeout_s=settings.upload_timeout_s
        )
        asked = await asyncio.to_thread(read_check, data, query=tuple(request.query_params))
        del data
        sealer = await service.identity.unwrap(asked.wrapped) if asked.wrapped else None
        work = service.identity.check(caller, asked.check)
        checked = await waited_for(request, drain, work, settings.sync_wait_s)
    except IdPhotoError as error:
        headers = charge_headers(0, asked.ignored if asked else ())
        if result := result_of(error):
            return respond(request, unusable(result), headers=headers)
        if isinstance(error, HostUnreachable):  # a 500 that is no fault of ours: not for the log
            status, body = failure(error, trace_id)
            return respond(request, body, status, headers)
        raise
    if checked is None:
        status, body = given_up(trace_id)
        return respond(request, body, status)
    headers = charge_headers(checked.charged, asked.ignored)
    return respond(request, answer(checked, sealer, asked.blob), headers=headers)


@router.get(
    KEYS_PATH,
    summary="The public keys that callers wrap theirs with, to have answers encrypted",
    operation_id=f"{NAME}.keys",
)
async def public_keys(request: Request, _: BearerCaller, service: ServiceDep) -> Response:
    return respond(request, await service.identity.public_keys())
