"""Creating tasks: receive a request, submit it, and answer with its task once it has ended."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeVar

from fastapi import Depends, Request, Response
from pydantic import BaseModel

from idphoto.accounts.account import Account
from idphoto.accounts.prices import Prices
from idphoto.errors import BadRequest
from idphoto.messages.tasks import Kind
from idphoto.server.deps import (
    BaseUrl,
    DrainDep,
    IdempotencyKey,
    PricesDep,
    ServiceDep,
    SettingsDep,
    TraceId,
    UploadsDep,
)
from idphoto.server.drain import Drain
from idphoto.server.native.answer import task_of, whole_files
from idphoto.server.native.api import APIS, MAX_UPLOAD_BYTES, TASKS_PATH, TIME_LIMIT_S
from idphoto.server.native.bodies import AskedOrder, receive_order
from idphoto.server.native.deps import CountedNativeCaller
from idphoto.server.native.errors import problem_of_task, problem_response
from idphoto.server.native.prefer import Prefer, Preference
from idphoto.server.native.translate import AnySource
from idphoto.server.waiting import wait_for_task
from idphoto.server.wire.budget import Uploads
from idphoto.server.wire.responses import CHARGED
from idphoto.server.wire.urls import MAX_CALLBACK_URL, fault_of_url
from idphoto.server.wire.values import WEB
from idphoto.services.service import Service
from idphoto.settings import ServerSettings
from idphoto.tasks.made import REPORT
from idphoto.tasks.model import Submission, TaskView
from idphoto.tasks.states import Priority, State

_ACCEPTED: Final = 202
# How long a caller may look at a photo in its browser: links are signed and expire.
NO_STORE: Final = {"Cache-Control": "private, no-store"}

_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Desk:
    """A creating request, and what it needs. ``key``: the caller's name for it."""

    request: Request
    caller: Account
    service: Service
    settings: ServerSettings
    prices: Prices
    drain: Drain
    uploads: Uploads
    base_url: str
    trace_id: str
    key: str | None
    preference: Preference

    async def make(
        self,
        kind: type[_Model],
        translate: Callable[[Desk, AskedOrder[_Model]], Awaitable[Submission]],
        *,
        max_files: int = 1,
    ) -> Response:
        """Receive the request's message, submit what ``translate`` makes of it, and answer.

        Raises:
            IdPhotoError: the request is refused.
        """
        with self.uploads.receiving(self.caller.id) as upload:
            asked = await receive_order(
                self.request,
                upload,
                kind,
                timeout_s=self.settings.upload_timeout_s,
                max_files=max_files,
            )
            submission = await translate(self, asked)
            api = submission.api
            task_id = await self.service.submit(self.caller, submission, self.key)
        del asked, submission  # frees the pictures in them while the caller waits for the task
        seconds = self.preference.seconds(self.settings.sync_wait_s)
        if seconds > 0:
            await wait_for_task(self.request, self.service, self.drain, task_id, seconds)
        view = await self.service.tasks.look(self.caller, api, task_id)
        headers = {"Location": f"{TASKS_PATH}/{task_id}", **self.preference.headers()}
        return await answer(self.service, view, headers)

    def submission(
        self,
        kind: Kind,
        order: dict[str, Any],
        sources: tuple[AnySource, ...],
        *,
        cost: int,
        callback_url: str | None,
        inline: bool,
        name: str,
        reports: bool = False,
    ) -> Submission:
        """The work to accept. ``name``: what its files are called when they are downloaded.
        ``reports``: whether the task makes a file that describes its result.

        Raises:
            BadRequest: ``callback_url`` cannot be used.
        """
        check_callback(callback_url)
        return Submission(
            api=APIS[kind],
            order=order,
            cost=cost,
            sources=sources,
            wire={"inline": inline, "name": name, "needs": [REPORT] if reports else []},
            callback_url=callback_url,
            base_url=self.base_url,
            max_source_bytes=MAX_UPLOAD_BYTES,
            time_limit_s=TIME_LIMIT_S,
            trace_id=self.trace_id,
            priority=Priority.FAST,
        )


def check_callback(url: str | None) -> None:
    """Raises ``BadRequest`` if a callback's URL cannot be used."""
    if url is None:
        return
    reason = fault_of_url(url, WEB)
    if len(url) > MAX_CALLBACK_URL:
        reason = f"must have at most {MAX_CALLBACK_URL} characters"
    if reason:
        raise BadRequest("callback_url", reason)


async def answer(service: Service, view: TaskView, headers: Mapping[str, str]) -> Response:
    """The answer to a creating request: the task, or the problem that it failed with."""
    headers = {**headers, CHARGED: str(view.charged)}
    if view.state is State.FAILED:
        return problem_response(problem_of_task(view.failure, view.trace_id, view.id), headers)
    status = 200 if view.state is State.DONE else _ACCEPTED
    return await task_response(service, view, headers, status)


async def task_response(
    service: Service, view: TaskView, headers: Mapping[str, str], status: int = 200
) -> Response:
    """The task as it is.

    Raises:
        UnknownTask: one of its files is gone.
    """
    files = {name: await service.tasks.result(view, name) for name in whole_files(view)}

    def write() -> str:
        return task_of(view, files).model_dump_json()

    # base64 of large files would block the event loop for a tenth of a second
    body = await asyncio.to_thread(write) if view.wire.get("inline") else write()
    return Response(body, status, {**NO_STORE, **headers}, "application/json")


async def _desk(
    request: Request,
    caller: CountedNativeCaller,
    service: ServiceDep,
    settings: SettingsDep,
    prices: PricesDep,
    drain: DrainDep,
    uploads: UploadsDep,
    base_url: BaseUrl,
    trace_id: TraceId,
    idempotency_key: IdempotencyKey,
    preference: Prefer,
) -> Desk:
    return Desk(
        request,
        caller,
        service,
        settings,
        prices,
        drain,
        uploads,
        base_url,
        trace_id,
        idempotency_key,
        preference,
    )


DeskDep = Annotated[Desk, Depends(_desk)]
"""What a creating request needs; raises what its parts raise."""
