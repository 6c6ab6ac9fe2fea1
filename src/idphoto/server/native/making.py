"""What can be ordered: photos, checks, cut-outs, sheets and headshots."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, get_args

from fastapi import APIRouter, Response
from pydantic import BaseModel

from idphoto.errors import BadRequest, UnknownTask, UnknownTemplate
from idphoto.messages.orders import (
    CheckRequest,
    CutoutRequest,
    HeadshotsRequest,
    PhotoRequest,
    SheetPhoto,
    SheetRequest,
)
from idphoto.messages.tasks import Task
from idphoto.orders.check import order_check
from idphoto.orders.cutout import CutoutOrder
from idphoto.orders.headshot import HeadshotOrder
from idphoto.orders.sheet import OrderedCopies, order_sheet
from idphoto.orders.stored import to_json
from idphoto.orders.values import (
    TEMPLATES,
    EncodeOptions,
    TemplateId,
    parse_colour,
)
from idphoto.server.native import examples
from idphoto.server.native.api import KINDS, MAX_SOURCES
from idphoto.server.native.bodies import AskedOrder
from idphoto.server.native.desk import Desk, DeskDep
from idphoto.server.native.errors import ProblemRoute
from idphoto.server.native.openapi import CREATING, answers, failing, order_body, problems
from idphoto.server.native.translate import (
    AnySource,
    named_source,
    photo_order,
    price_of_photo,
    requested_sheet,
    source_of,
)
from idphoto.server.wire.responses import CHARGED, callback
from idphoto.tasks.made import IMAGE
from idphoto.tasks.model import Submission, Upload
from idphoto.tasks.states import State
from idphoto.tasks.threads import on_checking_thread

router = APIRouter(tags=["Orders"], route_class=ProblemRoute)

_ANSWERS: Final = {
    **answers(Task, {"done": examples.DONE}, headers=[CHARGED, "Location"]),
    **answers(
        Task,
        {"waiting": examples.WAITING},
        status=202,
        description="Accepted: the task has not ended yet",
        headers=[CHARGED, "Location"],
    ),
    **problems(*CREATING, *failing(), "unknown_spec", "unknown_garment", "unknown_template"),
}
_SOURCE: Final = {"source": {"url": "https://people.example/erika.jpg"}}


def _described(
    model: type[BaseModel], example: dict[str, Any], *, several: bool = False
) -> dict[str, Any]:
    return {**order_body(model, example, several=several), **callback(Task)}


@router.post(
    "/v1/photos",
    summary="Make a photo",
    operation_id="photos.create",
    openapi_extra=_described(PhotoRequest, {**_SOURCE, "spec": "us-passport"}),
    responses=_ANSWERS,
)
async def photos(desk: DeskDep) -> Response:
    """Makes an official photo of a portrait, and a print sheet of it if you ask for one. The
    finished photo is checked against what the authority asks for."""
    return await desk.make(PhotoRequest, _photo)


@router.post(
    "/v1/checks",
    summary="Check a photo",
    operation_id="checks.create",
    openapi_extra=_described(CheckRequest, {**_SOURCE, "spec": "gb-passport"}),
    responses=_ANSWERS,
)
async def checks(desk: DeskDep) -> Response:
    """Checks a portrait, or a finished photo, against what an authority asks for."""
    return await desk.make(CheckRequest, _check)


@router.post(
    "/v1/cutouts",
    summary="Cut a person out",
    operation_id="cutouts.create",
    openapi_extra=_described(CutoutRequest, {**_SOURCE, "format": "png"}),
    responses=_ANSWERS,
)
async def cutouts(desk: DeskDep) -> Response:
    """Cuts a person out of a portrait, at the portrait's own size."""
    return await desk.make(CutoutRequest, _cutout)


@router.post(
    "/v1/sheets",
    summary="Lay out a sheet",
    operation_id="sheets.create",
    openapi_extra=_described(
        SheetRequest,
        {"photos": [{"task": examples.DONE.id, "count": 4}], "paper": "A6", "format": "pdf"},
    ),
    responses={**_ANSWERS, **problems("unknown_task", in_path=True)},
)
async def sheets(desk: DeskDep) -> Response:
    """Lays out finished photos on a sheet of paper, each at its exact size in print."""
    return await desk.make(SheetRequest, _sheet, max_files=0)


@router.post(
    "/v1/headshots",
    summary="Make two headshots",
    operation_id="headshots.create",
    openapi_extra=_described(
        HeadshotsRequest,
        {"sources": [_SOURCE["source"]], "template": "male_portrait"},
        several=True,
    ),
    responses=_ANSWERS,
)
async def headshots(desk: DeskDep) -> Response:
    """Makes the two headshots of a template, as the files 1 and 2. A couple comes from one
    portrait of both people or one of each; otherwise the first suitable portrait is used."""
    return await desk.make(HeadshotsRequest, _headshots, max_files=MAX_SOURCES)


async def _photo(desk: Desk, asked: AskedOrder[PhotoRequest]) -> Submission:
    order = asked.order

    def read() -> Submission:
        source = source_of(order.source, asked.files)
        made = photo_order(order, order.sheet, desk.settings.quality)
        return desk.submission(
            "photo",
            to_json(replace(made, with_report=True)),
            (source,),
            cost=price_of_photo(order, order.sheet, desk.prices),
            callback_url=order.callback_url,
            inline=order.inline,
            name=made.request.spec.slug if made.request.spec else "photo",
            reports=True,
        )

    return await on_checking_thread(read)


async def _check(desk: Desk, asked: AskedOrder[CheckRequest]) -> Submission:
    order = asked.order

    def read() -> Submission:
        source = source_of(order.source, asked.files)
        made = order_check(order.spec, age=order.age, judged_as=order.judged_as, faces=order.faces)
        return desk.submission(
            "check",
            to_json(made),
            (source,),
            cost=desk.prices.check,
            callback_url=order.callback_url,
            inline=order.inline,
            name="check",
            reports=True,
        )

    return await on_checking_thread(read)


async def _cutout(desk: Desk, asked: AskedOrder[CutoutRequest]) -> Submission:
    order = asked.order

    def read() -> Submission:
        source = source_of(order.source, asked.files)
        if order.format == "jpeg" and order.background is None:
            raise BadRequest("background", "is required with JPEG, which cannot be transparent")
        ground = order.background
        colour = None if ground is None else parse_colour(ground, "background")
        made = CutoutOrder(
            EncodeOptions(order.format), colour, order.quality or desk.settings.quality
        )
        return desk.submission(
            "cutout",
            to_json(made),
            (source,),
            cost=desk.prices.cutout,
            callback_url=order.callback_url,
            inline=order.inline,
            name="cutout",
        )

    return await on_checking_thread(read)


async def _sheet(desk: Desk, asked: AskedOrder[SheetRequest]) -> Submission:
    order = asked.order
    sources = [
        await _finished(desk, photo, f"photos.{place}") for place, photo in enumerate(order.photos)
    ]

    def read() -> Submission:
        copies = [OrderedCopies(photo.count, photo.size_mm) for photo in order.photos]
        made = order_sheet(requested_sheet(order), copies)
        return desk.submission(
            "sheet",
            to_json(made),
            tuple(sources),
            cost=desk.prices.sheet,
            callback_url=order.callback_url,
            inline=order.inline,
            name="sheet",
        )

    return await on_checking_thread(read)


async def _finished(desk: Desk, photo: SheetPhoto, place: str) -> AnySource:
    """A finished photo to print: a task's, or one that the request names."""
    if (photo.task is None) == (photo.source is None):
        raise BadRequest(place, "needs either task or source")
    if photo.source is not None:
        return await on_checking_thread(named_source, photo.source, f"{place}.source")
    assert photo.task is not None  # noqa: S101 - see above
    try:
        view = await desk.service.tasks.find(desk.caller, KINDS, photo.task)
        if view.state is not State.DONE or IMAGE not in view.result_blobs:
            raise BadRequest(f"{place}.task", "has made no photo")
        return Upload(await desk.service.tasks.result(view, IMAGE))
    except UnknownTask:
        raise BadRequest(f"{place}.task", "no task has this id, or it has expired") from None


async def _headshots(desk: Desk, asked: AskedOrder[HeadshotsRequest]) -> Submission:
    order = asked.order

    def read() -> Submission:
        template = _template(order.template)
        if order.sources and asked.files:
            raise BadRequest("sources", "cannot be given together with the part file")
        sources: list[AnySource] = [Upload(data) for data in asked.files]
        sources += [
            named_source(ref, f"sources.{place}") for place, ref in enumerate(order.sources)
        ]
        if not sources:
            raise BadRequest("sources", "is required, unless the parts file hold the portraits")
        people = TEMPLATES[template].people
        if people > 1 and len(sources) > people:
            raise BadRequest("sources", f"must have at most {people} entries with {template}")
        return desk.submission(
            "headshots",
            to_json(HeadshotOrder(template)),
            tuple(sources),
            cost=desk.prices.headshots,
            callback_url=order.callback_url,
            inline=order.inline,
            name=template.replace("_", "-"),
        )

    return await on_checking_thread(read)


def _template(name: str) -> TemplateId:
    for known in get_args(TemplateId):
        if name == known:
            found: TemplateId = known
            return found
    raise UnknownTemplate(name[:40], ", ".join(get_args(TemplateId)))
