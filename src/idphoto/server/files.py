"""Result files, behind signed links that expire."""

from __future__ import annotations

import re
from typing import Final

from fastapi import APIRouter, Response

from idphoto.server.deps import ServiceDep
from idphoto.server.errors import plain_answer, route_class

_EXPIRES: Final = re.compile(r"[0-9]{1,12}")
_SIGNATURE: Final = re.compile(r"[0-9a-f]{64}")
_HEADERS: Final = {
    "Cache-Control": "private, no-store",
    "Content-Disposition": "inline",
    "X-Content-Type-Options": "nosniff",
}

# Links are signed, so the key is never bad input: what can fail is the storage.
router = APIRouter(
    route_class=route_class(lambda error, _: (503, {"status": 503, "message": error.message}))
)


@router.get("/files/{key:path}", include_in_schema=False)
async def get_file(
    key: str, service: ServiceDep, expires: str = "", signature: str = ""
) -> Response:
    """The file, or 404 for every fault, so that guessing reveals nothing."""
    found = None
    if _EXPIRES.fullmatch(expires) and _SIGNATURE.fullmatch(signature):
        found = await service.open_file(key, int(expires), signature)
    if found is None:
        return plain_answer(404, "no such file, or its link has expired")
    data, media_type = found
    return Response(data, headers=_HEADERS, media_type=media_type)
