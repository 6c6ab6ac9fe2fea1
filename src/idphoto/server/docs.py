"""The page /docs, served with all its assets, so that it works without the internet."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Final

from fastapi import APIRouter, FastAPI, HTTPException, Request, Response
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import FileResponse

# The package is used only for its copy of Swagger UI, which its releases keep up to date.
_ASSETS: Final = Path(str(resources.files("fastapi_offline"))) / "static"
_NAMES: Final = frozenset({"swagger-ui-bundle.js", "swagger-ui.css", "favicon.png"})
# With this policy a browser asks no other host, whatever the assets contain.
_POLICY: Final = (
    "default-src 'none'; connect-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; "
    "style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

router = APIRouter(include_in_schema=False)


@router.get("/docs")
async def docs(request: Request) -> Response:
    """Swagger UI over /openapi.json."""
    app: FastAPI = request.app
    root = request.scope.get("root_path", "")
    page = get_swagger_ui_html(
        openapi_url=f"{root}{app.openapi_url}",
        title=app.title,
        swagger_js_url=f"{root}/docs/swagger-ui-bundle.js",
        swagger_css_url=f"{root}/docs/swagger-ui.css",
        swagger_favicon_url=f"{root}/docs/favicon.png",
        swagger_ui_parameters={"validatorUrl": None},  # the default is on another host
    )
    page.headers["Content-Security-Policy"] = _POLICY
    return page


@router.get("/docs/{name}")
async def asset(name: str) -> Response:
    """One of the page's assets."""
    if name not in _NAMES:
        raise HTTPException(404)
    return FileResponse(_ASSETS / name)
