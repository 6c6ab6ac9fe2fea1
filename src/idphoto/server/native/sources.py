"""Portraits that are uploaded once, for any number of tasks."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from idphoto.messages.sources import Source
from idphoto.orders.preview import upright_jpeg
from idphoto.orders.source import SourceFacts, source_facts, source_limits
from idphoto.server.deps import (
    BaseUrl,
    IdempotencyKey,
    ServiceDep,
    SettingsDep,
    UploadsDep,
)
from idphoto.server.native import examples
from idphoto.server.native.answer import at
from idphoto.server.native.api import SOURCES_PATH
from idphoto.server.native.bodies import receive_file
from idphoto.server.native.deps import CountedNativeCaller, NativeCaller
from idphoto.server.native.desk import NO_STORE
from idphoto.server.native.errors import ProblemRoute
from idphoto.server.native.openapi import (
    ALWAYS,
    CREATING,
    answers,
    binary,
    file_body,
    nothing,
    problems,
)
from idphoto.tasks.sources import StoredSource
from idphoto.tasks.threads import on_checking_thread

router = APIRouter(tags=["Portraits"], route_class=ProblemRoute)

# As wide as a page shows it on a screen of two pixels a point.
_PREVIEW_PX = 1600
_OF_ONE = (*ALWAYS, "unknown_source", "storage_unavailable")
_UNREADABLE = ("bad_image", "unsupported_format", "image_too_large")


@router.post(
    SOURCES_PATH,
    summary="Upload a portrait",
    operation_id="sources.create",
    status_code=201,
    openapi_extra=file_body(),
    responses={
        **answers(
            Source,
            {"source": examples.SOURCE},
            status=201,
            description="Created",
            headers=["Location"],
        ),
        **problems(*CREATING, *_UNREADABLE),
    },
)
async def create(
    request: Request,
    caller: CountedNativeCaller,
    service: ServiceDep,
    settings: SettingsDep,
    uploads: UploadsDep,
    base_url: BaseUrl,
    idempotency_key: IdempotencyKey,
) -> Response:
    """Uploads a portrait, which any number of orders may then name. Only its header is read."""
    with uploads.receiving(caller.id) as upload:
        data = await receive_file(request, upload, timeout_s=settings.upload_timeout_s)
        limits = source_limits(settings.max_source_side_px)
        facts = await on_checking_thread(source_facts, data, limits)
        stored = await service.tasks.sources.add(caller, data, idempotency_key)
    body = _message(stored, facts, base_url).model_dump_json()
    headers = {**NO_STORE, "Location": f"{SOURCES_PATH}/{stored.id}"}
    return Response(body, 201, headers, "application/json")


@router.get(
    f"{SOURCES_PATH}/{{source_id}}",
    summary="Describe a portrait",
    operation_id="sources.show",
    responses={**answers(Source, {"source": examples.SOURCE}), **problems(*_OF_ONE)},
)
async def show(
    source_id: str,
    caller: NativeCaller,
    service: ServiceDep,
    settings: SettingsDep,
    base_url: BaseUrl,
) -> Response:
    """Describes a stored portrait."""
    stored = await service.tasks.sources.look(caller, source_id)
    data = await service.tasks.sources.read(stored)
    limits = source_limits(settings.max_source_side_px)
    facts = await on_checking_thread(source_facts, data, limits)
    body = _message(stored, facts, base_url).model_dump_json()
    return Response(body, 200, NO_STORE, "application/json")


@router.get(
    f"{SOURCES_PATH}/{{source_id}}/picture",
    summary="Show a portrait",
    operation_id="sources.picture",
    response_class=Response,
    responses={**binary("image/jpeg"), **problems(*_OF_ONE, *_UNREADABLE)},
)
async def picture(
    source_id: str, caller: NativeCaller, service: ServiceDep, settings: SettingsDep
) -> Response:
    """The upright portrait as a JPEG file of at most 1600 px."""
    stored = await service.tasks.sources.look(caller, source_id)
    data = await service.tasks.sources.read(stored)
    limits = source_limits(settings.max_source_side_px)
    shown = await on_checking_thread(upright_jpeg, data, limits, _PREVIEW_PX)
    return Response(shown, 200, NO_STORE, "image/jpeg")


@router.delete(
    f"{SOURCES_PATH}/{{source_id}}",
    summary="Delete a portrait",
    operation_id="sources.delete",
    status_code=204,
    response_class=Response,
    responses={**nothing("Deleted."), **problems(*_OF_ONE, "source_in_use")},
)
async def delete(source_id: str, caller: NativeCaller, service: ServiceDep) -> Response:
    """Deletes a portrait at once. While a task that has not ended needs it, that is refused."""
    await service.tasks.sources.remove(caller, source_id)
    return Response(status_code=204)


def _message(stored: StoredSource, facts: SourceFacts, base_url: str) -> Source:
    return Source(
        id=stored.id,
        bytes=stored.size_bytes,
        format=facts.format,
        px=facts.size_wh,
        created_at=at(stored.created_at),
        expires_at=at(stored.expires_at),
        picture_url=f"{base_url}{SOURCES_PATH}/{stored.id}/picture",
    )
