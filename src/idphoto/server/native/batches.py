"""Batches: opened, filled, looked through, printed, downloaded, deleted."""

from __future__ import annotations

import unicodedata
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Annotated, Final

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from idphoto.batches.archive import zipped
from idphoto.batches.file_names import FileNames, stem_of
from idphoto.batches.model import BatchEntry, BatchPlace, ItemPlace, NamedPortrait, Standing
from idphoto.batches.table import write_table
from idphoto.errors import BadRequest, NothingToPrint, UnknownTask
from idphoto.messages.batches import (
    Batch,
    BatchItem,
    BatchItemList,
    BatchItemRequest,
    BatchList,
    BatchRequest,
    BatchSheetsRequest,
    ItemOrder,
)
from idphoto.messages.orders import PhotoOptions
from idphoto.messages.tasks import Task
from idphoto.orders.pages import OrderedSection, order_pages
from idphoto.orders.stored import to_json
from idphoto.server.deps import BaseUrl, ServiceDep
from idphoto.server.native import batch_examples, examples
from idphoto.server.native.api import APIS, BATCHES_PATH, TASKS_PATH
from idphoto.server.native.batch_answers import (
    batch_of,
    findings_of,
    has_photo,
    item_of,
    path_of,
    row_of,
)
from idphoto.server.native.bodies import receive_order
from idphoto.server.native.cursors import Cursor, PageLimit, read_cursor, write_cursor
from idphoto.server.native.deps import KeyCaller, NativeCaller
from idphoto.server.native.desk import NO_STORE, Desk, DeskDep, answer
from idphoto.server.native.errors import ProblemRoute, within
from idphoto.server.native.openapi import (
    ALWAYS,
    CREATING,
    answers,
    binary,
    failing,
    nothing,
    order_body,
    problems,
)
from idphoto.server.native.translate import photo_order, price_of_photo, requested_sheet
from idphoto.server.waiting import wait_for_task
from idphoto.server.wire.responses import CHARGED
from idphoto.services.service import Service
from idphoto.tasks.made import IMAGE
from idphoto.tasks.model import Submission, Upload
from idphoto.tasks.threads import on_checking_thread

router = APIRouter(tags=["Batches"], route_class=ProblemRoute)

_ONE: Final = f"{BATCHES_PATH}/{{batch_id}}"
_OF_ONE: Final = (*ALWAYS, "unknown_batch")
_ITEM: Final = "item"
# More would take more memory than a server may have: all are read before they are laid out.
MAX_PRINTED: Final = 500
# Invisible characters, which no name of a person or a file needs and no page shows.
_REFUSED: Final = frozenset({"Cc", "Cs", "Cn", "Zl", "Zp"})
_POINTS: Final = ("left_eye", "right_eye", "chin", "crown")


@router.post(
    BATCHES_PATH,
    summary="Open a batch",
    operation_id="batches.create",
    status_code=201,
    openapi_extra=order_body(
        BatchRequest, {"name": "Spring 2027", "photo": {"spec": "us-passport"}}
    ),
    responses={
        **answers(
            Batch,
            {"batch": batch_examples.BATCH},
            status=201,
            description="Created",
            headers=["Location"],
        ),
        **problems(*CREATING, "unknown_spec", "unknown_garment", "editing_forbidden"),
    },
)
async def create(desk: DeskDep) -> Response:
    """Opens a batch: portraits of many people, whose photos are all made in the same way. It and
    everything in it is deleted a day later, unless the server's operator chose another time."""
    with desk.uploads.receiving(desk.caller.id) as upload:
        asked = await receive_order(
            desk.request,
            upload,
            BatchRequest,
            timeout_s=desk.settings.upload_timeout_s,
            max_files=0,
        )
    order = asked.order
    await on_checking_thread(_check, desk, order)
    photo = order.photo.model_dump(mode="json", exclude_none=True)
    view = await desk.service.batches.open(desk.caller, order.name.strip(), photo, desk.key)
    headers = {**NO_STORE, "Location": f"{BATCHES_PATH}/{view.id}"}
    return Response(batch_of(view).model_dump_json(), 201, headers, "application/json")


@router.get(
    BATCHES_PATH,
    summary="List batches",
    operation_id="batches.list",
    responses={
        **answers(BatchList, {"page": batch_examples.BATCHES}),
        **problems(*ALWAYS, "key_required"),
    },
)
async def list_batches(
    caller: KeyCaller, service: ServiceDep, cursor: Cursor = None, limit: PageLimit = 50
) -> Response:
    """Lists the key's batches that have not expired, the newest first. A session of the studio may
    not: several people may share its key."""
    after = None
    if cursor is not None:
        created_at, batch_id = read_cursor(cursor, float, str)
        after = BatchPlace(float(created_at), str(batch_id))
    views = await service.batches.page(caller, after=after, limit=limit + 1)
    shown, more = views[:limit], len(views) > limit
    page = BatchList(
        items=tuple(map(batch_of, shown)),
        next_cursor=write_cursor(shown[-1].created_at, shown[-1].id) if more else None,
    )
    return Response(page.model_dump_json(), 200, NO_STORE, "application/json")


@router.get(
    _ONE,
    summary="Show a batch",
    operation_id="batches.show",
    responses={**answers(Batch, {"batch": batch_examples.BATCH}), **problems(*_OF_ONE)},
)
async def show(batch_id: str, caller: NativeCaller, service: ServiceDep) -> Response:
    """Shows a batch: how many of its items stand how, and which groups it has."""
    view = await service.batches.look(caller, batch_id)
    return Response(batch_of(view).model_dump_json(), 200, NO_STORE, "application/json")


@router.delete(
    _ONE,
    summary="Delete a batch",
    operation_id="batches.delete",
    status_code=204,
    response_class=Response,
    responses={**nothing("Deleted."), **problems(*_OF_ONE, "storage_unavailable")},
)
async def delete(batch_id: str, caller: NativeCaller, service: ServiceDep) -> Response:
    """Deletes a batch and everything in it at once: portraits, photos, sheets and names. Photos
    that are not finished are not made, and cost nothing."""
    await service.batches.remove(caller, batch_id)
    return Response(status_code=204)


@router.post(
    f"{_ONE}/items",
    summary="Add a portrait",
    operation_id="batches.items.add",
    status_code=201,
    openapi_extra=order_body(
        BatchItemRequest,
        {"name": "IMG_0815.jpg", "person": "Erika Mustermann", "group": "4b"},
        part=_ITEM,
    ),
    responses={
        **answers(BatchItem, {"known": batch_examples.ITEM}, description="It was there already"),
        **answers(
            BatchItem,
            {"new": batch_examples.ITEM},
            status=201,
            description="Added",
            headers=[CHARGED],
        ),
        **problems(
            *CREATING, *_OF_ONE, "item_exists", "batch_full", "not_enough_credits", "too_many_tasks"
        ),
    },
)
async def add_item(
    batch_id: str,
    desk: DeskDep,
    replace_: Annotated[
        bool,
        Query(
            alias="replace",
            description="Whether another portrait of this name is replaced, and one that was "
            "refused is made again.",
        ),
    ] = False,
) -> Response:
    """Adds a portrait, and begins to make its photo. The same portrait again, of the same name, is
    the same item: an upload that was interrupted can be repeated as a whole. A picture that cannot
    be used is an item as well, with its problem."""
    batch = await desk.service.batches.look(desk.caller, batch_id)
    with desk.uploads.receiving(desk.caller.id) as upload:
        asked = await receive_order(
            desk.request,
            upload,
            BatchItemRequest,
            timeout_s=desk.settings.upload_timeout_s,
            part=_ITEM,
        )
        if not asked.files:
            raise BadRequest("file", "is required: a part with the picture's bytes and a file name")
        portrait = _portrait(asked.order)
        options = PhotoOptions.model_validate(batch.photo)
        submission = await on_checking_thread(_photo, desk, options, asked.files[0])
        entry, is_new = await desk.service.batches.add(
            desk.caller, batch_id, portrait, submission, replace=replace_
        )
    (findings,) = await findings_of(desk.service, [entry])
    body = item_of(entry, findings, desk.base_url)
    headers = {**NO_STORE, CHARGED: str(entry.task.charged)}
    return Response(body.model_dump_json(), 201 if is_new else 200, headers, "application/json")


@router.get(
    f"{_ONE}/items",
    summary="List portraits",
    operation_id="batches.items.list",
    responses={
        **answers(BatchItemList, {"page": batch_examples.ITEMS}),
        **problems(*_OF_ONE, "storage_unavailable"),
    },
)
async def list_items(
    batch_id: str,
    caller: NativeCaller,
    service: ServiceDep,
    base_url: BaseUrl,
    order: Annotated[
        ItemOrder,
        Query(
            description="failures: those that were refused, then those that fail, are unsure, are "
            "unfinished, pass; each by name."
        ),
    ] = "failures",
    group: Annotated[str | None, Query(max_length=255, description="Only of this group.")] = None,
    cursor: Cursor = None,
    limit: PageLimit = 50,
) -> Response:
    """Lists the items of a batch with their verdicts. Items whose photos end while a list is read
    change their place in the order of failures."""
    after = None
    if cursor is not None:
        standing, name = read_cursor(cursor, int, str)
        if standing not in list(Standing):
            raise BadRequest("cursor", "is not a cursor of this list")
        after = ItemPlace(Standing(int(standing)), str(name))
    entries = await service.batches.items(
        caller, batch_id, order, group=group, after=after, limit=limit + 1
    )
    shown, more = entries[:limit], len(entries) > limit
    found = await findings_of(service, shown)
    last = shown[-1].place if shown else None
    page = BatchItemList(
        items=tuple(item_of(*each, base_url) for each in zip(shown, found, strict=True)),
        next_cursor=write_cursor(int(last.standing), last.name) if last and more else None,
    )
    return Response(page.model_dump_json(), 200, NO_STORE, "application/json")


@router.delete(
    f"{_ONE}/items/{{name:path}}",
    summary="Delete a portrait of a batch",
    operation_id="batches.items.delete",
    status_code=204,
    response_class=Response,
    responses={
        **nothing("Deleted."),
        **problems(*_OF_ONE, "unknown_item", "storage_unavailable"),
    },
)
async def delete_item(
    batch_id: str, name: str, caller: NativeCaller, service: ServiceDep
) -> Response:
    """Deletes an item, with its portrait and its photo, at once."""
    await service.batches.remove_item(caller, batch_id, name)
    return Response(status_code=204)


@router.get(
    f"{_ONE}/report.csv",
    summary="Download the table",
    operation_id="batches.report",
    response_class=Response,
    responses={
        **binary("text/csv", description="The table."),
        **problems(*_OF_ONE, "storage_unavailable"),
    },
)
async def report(batch_id: str, caller: NativeCaller, service: ServiceDep) -> Response:
    """The items as a table for spreadsheets: CSV in UTF-8, failures first. Cells that a spreadsheet
    would compute begin with an apostrophe."""
    entries = await service.batches.items(caller, batch_id)
    found = await findings_of(service, entries)
    rows = [row_of(*each) for each in zip(entries, found, strict=True)]
    headers = {**NO_STORE, "Content-Disposition": 'attachment; filename="report.csv"'}
    return Response(write_table(rows), 200, headers, "text/csv; charset=utf-8")


@router.get(
    f"{_ONE}/archive.zip",
    summary="Download the photos",
    operation_id="batches.archive",
    response_class=Response,
    responses={**binary("application/zip"), **problems(*_OF_ONE)},
)
async def archive(
    batch_id: str,
    caller: NativeCaller,
    service: ServiceDep,
    group: Annotated[str | None, Query(max_length=255, description="Only of this group.")] = None,
) -> Response:
    """All photos that were made, in a folder for each group, named after the person or, without
    one, the portrait's file."""
    batch = await service.batches.look(caller, batch_id)
    entries = await service.batches.items(caller, batch_id, "name", group=group)
    photos = _photos(service, [entry for entry in entries if has_photo(entry)])
    headers = {**NO_STORE, "Content-Disposition": 'attachment; filename="photos.zip"'}
    return StreamingResponse(zipped(photos, batch.created_at), 200, headers, "application/zip")


@router.post(
    f"{_ONE}/sheets",
    summary="Print a batch",
    operation_id="batches.sheets",
    openapi_extra=order_body(BatchSheetsRequest, {"group": "4b", "paper": "A4", "count": 4}),
    responses={
        **answers(Task, {"done": examples.DONE}, headers=[CHARGED, "Location"]),
        **answers(
            Task,
            {"waiting": examples.WAITING},
            status=202,
            description="Accepted: the task has not ended yet",
            headers=[CHARGED, "Location"],
        ),
        **problems(*CREATING, *failing(), *_OF_ONE, "nothing_to_print"),
    },
)
async def sheets(batch_id: str, desk: DeskDep) -> Response:
    """Lays out the finished photos of a group, or of all, as a PDF with as many pages as they need:
    by name, each at its exact size in print. A task that is deleted with the batch."""
    batch = await desk.service.batches.look(desk.caller, batch_id)
    with desk.uploads.receiving(desk.caller.id) as upload:
        asked = await receive_order(
            desk.request,
            upload,
            BatchSheetsRequest,
            timeout_s=desk.settings.upload_timeout_s,
            max_files=0,
        )
    entries = await desk.service.batches.items(
        desk.caller, batch_id, "name", group=asked.order.group
    )
    submission = await _pages(desk, asked.order, [each for each in entries if has_photo(each)])
    task_id = await desk.service.batches.print(desk.caller, batch.id, submission, desk.key)
    del submission  # frees the pictures in it while the caller waits for the task
    seconds = desk.preference.seconds(desk.settings.sync_wait_s)
    if seconds > 0:
        await wait_for_task(desk.request, desk.service, desk.drain, task_id, seconds)
    view = await desk.service.tasks.look(desk.caller, APIS["sheet"], task_id)
    headers = {"Location": f"{TASKS_PATH}/{task_id}", **desk.preference.headers()}
    return await answer(desk.service, view, headers)


def _check(desk: Desk, order: BatchRequest) -> None:
    """Raises what an item's photo would be refused with, no matter who is in it."""
    _visible(order.name, "name")
    given = order.photo.adjustments
    for name in _POINTS:
        if given is not None and getattr(given, name) is not None:
            raise BadRequest(f"photo.adjustments.{name}", "belongs to one portrait, not to many")
    with within("photo"):
        photo_order(order.photo, None, desk.settings.quality)


def _portrait(order: BatchItemRequest) -> NamedPortrait:
    for field in ("name", "person", "group"):
        _visible(getattr(order, field), f"{_ITEM}.{field}")
    name = order.name.strip()
    if not name or any(part in ("", ".", "..") for part in name.split("/")):
        raise BadRequest(f"{_ITEM}.name", "must be the name of a file")
    return NamedPortrait(name, order.person.strip(), order.group.strip())


def _visible(text: str, field: str) -> None:
    """Raises ``BadRequest`` where a name has characters that nobody sees."""
    if any(unicodedata.category(each) in _REFUSED for each in text):
        raise BadRequest(field, "has a control character or a line break")
    if field == "name" and not text.strip():
        raise BadRequest(field, "must not be blank")


def _photo(desk: Desk, options: PhotoOptions, data: bytes) -> Submission:
    with within("photo"):
        made = photo_order(options, None, desk.settings.quality)
    return desk.submission(
        "photo",
        to_json(replace(made, with_report=True)),
        (Upload(data),),
        cost=price_of_photo(options, None, desk.prices),
        callback_url=None,
        inline=False,
        name=made.request.spec.slug if made.request.spec else "photo",
        reports=True,
    )


async def _pages(
    desk: Desk, order: BatchSheetsRequest, entries: Sequence[BatchEntry]
) -> Submission:
    """The task that prints these photos.

    Raises:
        NothingToPrint: there are none.
        BadRequest, SheetTooSmall, MissingGlyph: as ``order_pages``.
    """
    if not entries:
        raise NothingToPrint()
    if len(entries) > MAX_PRINTED:
        reason = f"{len(entries):,} photos are too many for one file; the limit is {MAX_PRINTED}"
        raise BadRequest("group", f"{reason}: print one group after another")
    ordered = sorted(entries, key=lambda entry: (_who(entry)[0], _who(entry)[1].casefold()))
    sections = [
        OrderedSection(
            tuple(_who(entry)[1] if order.captions else "" for entry in same),
            order.label or group or None,
        )
        for group, same in groupby(ordered, _group)
    ]
    photos = [Upload(await desk.service.tasks.result(entry.task, IMAGE)) for entry in ordered]
    first = entries[0].task.result or {}

    def read() -> Submission:
        width, height = first["px"]
        made = order_pages(
            requested_sheet(order), sections, order.count, (width, height), first["dpi"]
        )
        return desk.submission(
            "sheet",
            to_json(made),
            tuple(photos),
            cost=desk.prices.sheet,
            callback_url=None,
            inline=False,
            name="sheets",
        )

    return await on_checking_thread(read)


def _group(entry: BatchEntry) -> str:
    return entry.portrait.group


def _who(entry: BatchEntry) -> tuple[str, str]:
    """By what photos are sorted, and the name below one."""
    return entry.portrait.group, entry.portrait.person or stem_of(entry.portrait.name)


async def _photos(
    service: Service, entries: Sequence[BatchEntry]
) -> AsyncIterator[tuple[str, bytes]]:
    """The files of an archive. One that was deleted meanwhile is left out."""
    names = FileNames()
    for entry in entries:
        try:
            data = await service.tasks.result(entry.task, IMAGE)
        except UnknownTask:
            continue
        yield path_of(entry, names), data
