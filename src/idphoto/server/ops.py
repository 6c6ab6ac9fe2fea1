"""Endpoints for operators: liveness, readiness and metrics."""

from __future__ import annotations

import asyncio
from typing import Final

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from idphoto.server.deps import DrainDep, ServiceDep
from idphoto.server.errors import plain_answer
from idphoto.services.service import Service

READY_WITHIN_S: Final = 5.0

router = APIRouter(include_in_schema=False)
metrics_router = APIRouter(include_in_schema=False)
_log = structlog.get_logger("idphoto.server")


@router.get("/healthz")
async def healthz() -> Response:
    """200 as long as the event loop runs."""
    return plain_answer(200, "ok")


@router.get("/readyz")
async def readyz(request: Request, service: ServiceDep, drain: DrainDep) -> Response:
    """200 if new work can be accepted, otherwise 503 with the names of the parts that fail.

    ``missing``: the parts that the server did not find at its start, and without which it refuses
    some of the work.
    """
    faults = await _faults(service)
    if drain.begun:
        faults["server"] = "stopping"
    missing: list[str] = request.app.state.missing
    more = {"missing": missing} if missing else {}
    if not faults:
        return JSONResponse({"status": 200, "message": "ready", **more})
    _log.warning("not ready", **faults)
    message = f"not ready: {', '.join(sorted(faults))}"
    return JSONResponse({"status": 503, "message": message, **more}, 503)


@metrics_router.get("/metrics")
async def metrics(service: ServiceDep) -> Response:
    """The process's metrics, for Prometheus, and how many tasks all processes have in hand."""
    await service.observe()
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


async def _faults(service: Service) -> dict[str, str]:
    try:
        async with asyncio.timeout(READY_WITHIN_S):
            states = await service.ready()
    except TimeoutError:
        return {"service": f"no answer within {READY_WITHIN_S:g} s"}
    return {name: state for name, state in states.items() if state != "ok"}
