"""Calls that create tasks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from idphoto.client.calls.building import body, new_key, path, request, waiting, with_spec
from idphoto.client.keywords import (
    BatchSheetKeywords,
    CheckKeywords,
    CutoutKeywords,
    PhotoKeywords,
    SheetKeywords,
    TaskKeywords,
)
from idphoto.client.pictures import PictureLike, Printable, embedded, printed, referred, sent_file
from idphoto.client.wire import Call, SentFile, reads
from idphoto.messages.batches import BatchSheetsRequest
from idphoto.messages.message import Request
from idphoto.messages.orders import (
    CheckRequest,
    CutoutRequest,
    HeadshotsRequest,
    PhotoRequest,
    SheetRequest,
)
from idphoto.messages.tasks import Task

WAIT_S: Final = 600.0
"""How long the client waits for a task, unless it is told otherwise. No task takes longer."""
_ABOUT_THE_CALL: Final = ("wait_s", "idempotency_key")


@dataclass(frozen=True, slots=True)
class Creation:
    """The call that creates a task, and how long to wait until the task has ended."""

    call: Call[Task]
    wait_s: float


def make_photo(picture: PictureLike, spec: str | None, options: PhotoKeywords) -> Creation:
    """Make a photo."""
    return _from_picture("photos", PhotoRequest, picture, with_spec(spec, options))


def check_photo(picture: PictureLike, spec: str | None, options: CheckKeywords) -> Creation:
    """Check a photo."""
    return _from_picture("checks", CheckRequest, picture, with_spec(spec, options))


def cut_out(picture: PictureLike, options: CutoutKeywords) -> Creation:
    """Cut a person out."""
    return _from_picture("cutouts", CutoutRequest, picture, options)


def make_sheet(photos: Iterable[Printable], options: SheetKeywords) -> Creation:
    """Lay out a sheet."""
    fields = {"photos": tuple(map(printed, photos)), **options}
    return _creation(path("sheets"), SheetRequest, fields, ())


def make_headshots(
    pictures: Iterable[PictureLike], template: str, options: TaskKeywords
) -> Creation:
    """Make the headshots of a template.

    A request has its pictures as parts or in its JSON: if one is named there, all are in it.
    """
    pictures = tuple(pictures)
    fields: dict[str, Any] = {"template": template, **options}
    if any(referred(each) is not None for each in pictures):
        fields["sources"] = tuple(embedded(each, "pictures") for each in pictures)
        return _creation(path("headshots"), HeadshotsRequest, fields, ())
    files = tuple(sent_file(each, "pictures") for each in pictures)
    return _creation(path("headshots"), HeadshotsRequest, fields, files)


def make_batch_sheets(batch_id: str, options: BatchSheetKeywords) -> Creation:
    """Lay out the finished photos of a batch."""
    return _creation(path("batches", batch_id, "sheets"), BatchSheetsRequest, options, ())


def _from_picture(
    resource: str, model: type[Request], picture: PictureLike, options: Mapping[str, Any]
) -> Creation:
    reference = referred(picture)
    if reference is not None:
        return _creation(path(resource), model, {**options, "source": reference}, ())
    return _creation(path(resource), model, options, (sent_file(picture, "source"),))


def _creation(
    where: str, model: type[Request], options: Mapping[str, Any], files: tuple[SentFile, ...]
) -> Creation:
    fields = {name: value for name, value in options.items() if name not in _ABOUT_THE_CALL}
    wait_s = options.get("wait_s", WAIT_S)
    headers, asked_s = waiting(wait_s)
    call = Call(
        "POST",
        where,
        reads(Task),
        headers=headers,
        order=body(request(model, fields)),
        files=files,
        key=new_key(options.get("idempotency_key")),
        wait_s=asked_s,
    )
    return Creation(call, wait_s)
