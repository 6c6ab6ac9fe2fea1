"""The ID card check's two routes: between HTTP and the service."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from idphoto.errors import HostUnreachable, IdPhotoError
from idphoto.server.deps import (
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
from idphoto.server.vendors.acedata.idcard.answer import answer, given_up, unusable
from idphoto.server.vendors.acedata.idcard.api import CHECK_PATH, KEYS_PATH, MAX_BODY_BYTES, NAME
from idphoto.server.vendors.acedata.idcard.errors import failure, result_of
from idphoto.server.vendors.acedata.idcard.keys import KeyRing
from idphoto.server.vendors.acedata.idcard.openapi import (
    CHECK,
    CHECK_RESPONSES,
    KEYS_RESPONSES,
)
from idphoto.server.vendors.acedata.idcard.request import AskedCheck, read_check
from idphoto.server.vendors.acedata.idcard.sealing import Sealer, Wrapped, unwrap
from idphoto.server.vendors.acedata.respond import respond
from idphoto.server.waiting import waited_for
from idphoto.server.wire.ignored import charge_headers
from idphoto.server.wire.uploads import receive_body
from idphoto.tasks.threads import on_checking_thread


async def _key_ring(request: Request) -> KeyRing:
    ring: KeyRing = request.app.state.card_keys
    return ring


KeysDep = Annotated[KeyRing, Depends(_key_ring)]

router = APIRouter(tags=["AceData"], route_class=route_class(failure, respond))


@router.post(
    CHECK_PATH,
    summary="Read an ID card and compare it with the authority's record",
    operation_id=f"{NAME}.check",
    openapi_extra=CHECK,
    responses=CHECK_RESPONSES,
)
async def check(
    request: Request,
    caller: CountedBearerCaller,
    service: ServiceDep,
    settings: SettingsDep,
    prices: PricesDep,
    keys: KeysDep,
    drain: DrainDep,
    uploads: UploadsDep,
    trace_id: TraceId,
    idempotency_key: IdempotencyKey,
) -> Response:
    asked: AskedCheck | None = None
    try:
        # to the end: a check has its picture in memory
        with uploads.receiving(caller.id) as upload:
            data = await receive_body(
                request, upload, max_bytes=MAX_BODY_BYTES, timeout_s=settings.upload_timeout_s
            )
            asked = await asyncio.to_thread(
                read_check, data, cost=prices.card_check, query=tuple(request.query_params)
            )
            del data
            sealer = await _unwrapped(keys, asked.wrapped) if asked.wrapped else None
            work = service.check_card(caller, asked.check, idempotency_key)
            checked = await waited_for(request, drain, work, settings.sync_wait_s)
    except IdPhotoError as error:
        headers = charge_headers(0, asked.ignored if asked else ())
        if result := result_of(error):
            return respond(request, unusable(result), headers=headers)
        if isinstance(
            error, HostUnreachable
        ):  # a 500 that is not our fault: keep it out of the log
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
    summary="Get the public keys for wrapping the key that encrypts answers",
    operation_id=f"{NAME}.keys",
    responses=KEYS_RESPONSES,
)
async def public_keys(request: Request, _: BearerCaller, keys: KeysDep) -> Response:
    public = (await keys.loaded()).public()
    return respond(request, {algorithm.value: pem for algorithm, pem in public.items()})


async def _unwrapped(ring: KeyRing, wrapped: Wrapped) -> Sealer:
    return await on_checking_thread(unwrap, await ring.loaded(), wrapped)
