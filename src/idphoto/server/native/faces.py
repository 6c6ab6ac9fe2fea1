"""Faces in a camera's live view: found at once, in a picture that is not kept."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from idphoto.messages.faces import Face, FaceList
from idphoto.orders.live import LiveView
from idphoto.server.deps import ServiceDep, SettingsDep, UploadsDep
from idphoto.server.native import examples
from idphoto.server.native.api import FACES_PATH
from idphoto.server.native.deps import NativeCaller
from idphoto.server.native.desk import NO_STORE
from idphoto.server.native.errors import ProblemRoute
from idphoto.server.native.openapi import ALWAYS, answers, problems
from idphoto.server.wire.uploads import receive_body

router = APIRouter(tags=["Portraits"], route_class=ProblemRoute)

# A view of 1280 × 960 px takes some 200 kB.
_MAX_BYTES: Final = 2 * 2**20
_PICTURES: Final = ("image/jpeg", "image/png", "image/webp")
_REFUSED: Final = (
    *ALWAYS,
    "upload_too_large",
    "too_many_uploads",
    "bad_image",
    "unsupported_format",
    "image_too_large",
    "overloaded",
    "networks_unavailable",
    "deadline_exceeded",
    "out_of_resources",
    "storage_unavailable",
)


def _body() -> dict[str, Any]:
    schema = {"schema": {"type": "string", "format": "binary"}}
    return {"requestBody": {"required": True, "content": dict.fromkeys(_PICTURES, schema)}}


@router.post(
    FACES_PATH,
    summary="Find the faces in a camera's view",
    operation_id="faces.find",
    openapi_extra=_body(),
    responses={**answers(FaceList, {"one": examples.FACES}), **problems(*_REFUSED)},
)
async def find(
    request: Request,
    caller: NativeCaller,
    service: ServiceDep,
    settings: SettingsDep,
    uploads: UploadsDep,
) -> Response:
    """The faces in a small picture, with what a live view guides by: places, angles, lids and
    light. Some milliseconds; nothing is kept, charged, or counted towards the key's rate, but of
    one key only a few pictures may be in hand."""
    with uploads.receiving(caller.id) as upload:
        data = await receive_body(
            request, upload, max_bytes=_MAX_BYTES, timeout_s=settings.upload_timeout_s
        )
    view = await service.look_live(caller, data)
    return Response(_message(view).model_dump_json(), 200, NO_STORE, "application/json")


def _message(view: LiveView) -> FaceList:
    return FaceList(px=view.size_wh, faces=tuple(Face(**asdict(face)) for face in view.faces))
