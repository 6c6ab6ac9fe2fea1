"""The client for programs without an event loop."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar, Unpack, cast

from idphoto.client import scripts
from idphoto.client.calls import batches, catalogue, orders, sources, tasks
from idphoto.client.calls.batches import BatchLike, batch_id
from idphoto.client.calls.orders import WAIT_S, Creation
from idphoto.client.calls.sources import Uploaded
from idphoto.client.calls.tasks import TaskLike
from idphoto.client.keywords import (
    BatchKeywords,
    BatchSheetKeywords,
    CheckKeywords,
    CutoutKeywords,
    PhotoKeywords,
    SheetKeywords,
    TaskKeywords,
)
from idphoto.client.pictures import PictureFile, PictureLike, Printable
from idphoto.client.retries import Retries
from idphoto.client.saving import new_file
from idphoto.client.server import (
    RemoteServer,
    broken_by,
    load_httpx,
    response_of,
    transport_errors,
)
from idphoto.client.wire import Call, Outcome, Script, restarted
from idphoto.messages.batches import Batch, BatchItem, ItemOrder
from idphoto.messages.catalogue import Garment, Paper, Template
from idphoto.messages.message import Page
from idphoto.messages.sources import Source
from idphoto.messages.specs import Language, SpecDetail, SpecSummary
from idphoto.messages.tasks import Kind, Task, TaskState, TaskSummary

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")
_PageT = TypeVar("_PageT", bound=Page)


class Client:
    """Calls a server. For any number of threads, with one pool of connections.

    ``base_url``: the server's address, such as ``http://127.0.0.1:8000``. ``api_key``: made by
    ``idphoto keys create``. ``timeout_s``: how long the server may be silent. ``language``: of
    titles and sentences; by default English. ``tries``: how often a request is sent at most, if
    the connection breaks or the server asks to come back later; what it creates is created once.
    ``http``: a ``httpx.Client`` of your own, with its proxies and certificates, which you close
    yourself.

    A verb that makes a picture returns the task once it is done.

    Every verb raises:
        ProblemError: the server refuses the request, or the task fails; ``problem`` says why.
        ServerUnreachable: the server does not answer.
        UnexpectedAnswer: the answer is not this API's.
        BadRequest: a value cannot be sent; the field is named.

    Raises:
        BadRequest: the address is no URL, or the key can be no key.
        LibraryMissing: httpx is not installed.

    >>> from idphoto.client import Client
    >>> with Client("http://127.0.0.1:8000", "idp_...") as client:
    ...     task = client.make_photo("me.jpg", "jp-visa")
    ...     client.save(task, "visa.jpg")
    """

    def __init__(
        self,
        base_url: str,
        api_key: str,
        *,
        timeout_s: float = 60.0,
        language: Language | None = None,
        tries: int = 4,
        http: httpx.Client | None = None,
    ) -> None:
        self._server = RemoteServer(base_url, api_key, timeout_s, language, Retries(tries))
        self._own = http is None
        self._http: httpx.Client = load_httpx().Client() if http is None else http

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        if self._own:
            self._http.close()

    # --- what there is to choose from ---------------------------------------------------------

    def search_specs(
        self,
        text: str = "",
        *,
        near: str | None = None,
        country: str | None = None,
        category: str | None = None,
    ) -> Iterator[SpecSummary]:
        """The documents that match words or sizes in English or Chinese, the best first.

        ``near``: the country whose documents come first. ``country``, ``category``: of the only
        documents to list. Without any of them, the whole catalogue.
        """
        for page in self._pages(partial(catalogue.search_specs, text, near, country, category)):
            yield from page.items

    def show_spec(self, spec: str) -> SpecDetail:
        """Everything that is known of a document."""
        return self._ask(catalogue.show_spec(spec))

    def papers(self) -> tuple[Paper, ...]:
        """The papers that have names."""
        return self._ask(catalogue.list_papers()).items

    def garments(self) -> tuple[Garment, ...]:
        """The wardrobe."""
        return self._ask(catalogue.list_garments()).items

    def garment_thumbnail(self, garment: str) -> bytes:
        """A picture of a garment."""
        return self._ask(catalogue.garment_thumbnail(garment))

    def templates(self) -> tuple[Template, ...]:
        """The templates of headshots."""
        return self._ask(catalogue.list_templates()).items

    def template_thumbnail(self, template: str) -> bytes:
        """A picture of a template."""
        return self._ask(catalogue.template_thumbnail(template))

    # --- portraits ----------------------------------------------------------------------------

    def upload(self, picture: PictureFile) -> Source:
        """Upload a portrait, for several tasks."""
        return self._ask(sources.upload(picture))

    def source(self, source: Uploaded) -> Source:
        """What is known of an uploaded portrait."""
        return self._ask(sources.show_source(source))

    def source_picture(self, source: Uploaded) -> bytes:
        """The upright portrait, as a JPEG file of at most 1600 px."""
        return self._ask(sources.download_source(source))

    def delete_source(self, source: Uploaded) -> None:
        """Delete an uploaded portrait now."""
        self._ask(sources.delete_source(source))

    # --- pictures -----------------------------------------------------------------------------

    def make_photo(
        self, source: PictureLike, spec: str | None = None, **options: Unpack[PhotoKeywords]
    ) -> Task:
        """Make a photo. The files: ``image``, and ``sheet`` if one was ordered with it."""
        return self._finish(orders.make_photo(source, spec, options))

    def check_photo(
        self, source: PictureLike, spec: str | None = None, **options: Unpack[CheckKeywords]
    ) -> Task:
        """Check a photo against what an authority asks for."""
        return self._finish(orders.check_photo(source, spec, options))

    def cut_out(self, source: PictureLike, **options: Unpack[CutoutKeywords]) -> Task:
        """Cut the person out, at the portrait's own size."""
        return self._finish(orders.cut_out(source, options))

    def make_sheet(self, photos: Iterable[Printable], **options: Unpack[SheetKeywords]) -> Task:
        """Lay out finished photos on paper."""
        return self._finish(orders.make_sheet(photos, options))

    def make_headshots(
        self, pictures: Iterable[PictureLike], template: str, **options: Unpack[TaskKeywords]
    ) -> Task:
        """Make the two headshots of a template: the files ``1`` and ``2``."""
        return self._finish(orders.make_headshots(pictures, template, options))

    # --- tasks --------------------------------------------------------------------------------

    def task(self, task: TaskLike, *, wait_s: float = 0.0) -> Task:
        """The task as it is now, or once it has ended, if that is within ``wait_s``, at most 20."""
        return self._ask(tasks.show_task(task, wait_s))

    def wait(self, task: TaskLike, *, wait_s: float = WAIT_S) -> Task:
        """Wait until the task has ended.

        Raises:
            TaskOverdue: it has not within ``wait_s``.
        """
        return self._run(scripts.wait_for(task, wait_s, self._server.retries, time.monotonic))

    def tasks(
        self, *, kind: Kind | None = None, state: TaskState | None = None
    ) -> Iterator[TaskSummary]:
        """The key's tasks, the newest first."""
        for page in self._pages(partial(tasks.list_tasks, kind, state)):
            yield from page.items

    def download(self, task: TaskLike, name: str = "image") -> bytes:
        """A finished file's bytes."""
        data = tasks.inlined(task, name)
        return self._ask(tasks.download(task, name)) if data is None else data

    def save(self, task: TaskLike, path: str | os.PathLike[str], name: str = "image") -> None:
        """Write a finished file to ``path``; an error leaves no part of it.

        Raises:
            IoError: the file cannot be written.
        """
        with new_file(path) as file:
            self._ask(tasks.save(task, name, file))

    def delete_task(self, task: TaskLike) -> None:
        """Delete the task and its files now."""
        self._ask(tasks.delete_task(task))

    # --- batches ------------------------------------------------------------------------------

    def open_batch(
        self,
        name: str,
        spec: str | None = None,
        *,
        idempotency_key: str | None = None,
        **options: Unpack[BatchKeywords],
    ) -> Batch:
        """Open a batch: many people, one document."""
        return self._ask(batches.open_batch(name, spec, options, idempotency_key))

    def batches(self) -> Iterator[Batch]:
        """The key's batches, the newest first."""
        for page in self._pages(batches.list_batches):
            yield from page.items

    def batch(self, batch: BatchLike) -> Batch:
        """The batch as it is now, with its counts."""
        return self._ask(batches.show_batch(batch))

    def add_to_batch(
        self,
        batch: BatchLike,
        picture: PictureFile,
        name: str,
        *,
        person: str = "",
        group: str = "",
        replace: bool = False,
    ) -> BatchItem:
        """Add a portrait, whose photo is then made.

        ``name``: of its file, such as ``4b/ada.jpg``; each is in a batch once, and the same
        portrait again adds nothing. ``person``, ``group``: such as a name and a class.
        ``replace``: whether it replaces another portrait of this name.
        """
        call = batches.add_to_batch(batch, picture, name, person, group, replace=replace)
        return self._ask(call)

    def batch_items(
        self, batch: BatchLike, order: ItemOrder = "failures", *, group: str | None = None
    ) -> Iterator[BatchItem]:
        """The portraits of the batch, or of one group: those that fail first, or by name."""
        for page in self._pages(partial(batches.list_items, batch, order, group)):
            yield from page.items

    def delete_batch_item(self, batch: BatchLike, name: str) -> None:
        """Delete a portrait and its photo now."""
        self._ask(batches.delete_item(batch, name))

    def batch_report(self, batch: BatchLike) -> bytes:
        """The batch as a table: a CSV file in UTF-8, failures first."""
        return self._ask(batches.batch_report(batch))

    def save_batch_archive(
        self, batch: BatchLike, path: str | os.PathLike[str], *, group: str | None = None
    ) -> None:
        """Write the ZIP file of the finished photos to ``path``; raises as ``save``."""
        with new_file(path) as file:
            self._ask(batches.save_archive(batch, group, file))

    def make_batch_sheets(self, batch: BatchLike, **options: Unpack[BatchSheetKeywords]) -> Task:
        """Lay out the finished photos of the batch, or of one group, as a PDF."""
        return self._finish(orders.make_batch_sheets(batch_id(batch), options))

    def delete_batch(self, batch: BatchLike) -> None:
        """Delete the batch and all its photos now."""
        self._ask(batches.delete_batch(batch))

    # --- how ----------------------------------------------------------------------------------

    def _ask(self, call: Call[T]) -> T:
        return self._run(scripts.ask(call, self._server.retries))

    def _finish(self, creation: Creation) -> Task:
        script = scripts.finish(
            creation.call, creation.wait_s, self._server.retries, time.monotonic
        )
        return self._run(script)

    def _pages(self, call: Callable[[str | None], Call[_PageT]]) -> Iterator[_PageT]:
        cursor = None
        while True:
            page = self._ask(call(cursor))
            yield page
            if (cursor := page.next_cursor) is None:
                return

    def _run(self, script: Script[T]) -> T:
        try:
            step = next(script)
            while True:
                if step.after_s:
                    time.sleep(step.after_s)
                step = script.send(self._send(step.call))
        except StopIteration as end:
            return cast("T", end.value)

    def _send(self, call: Call[object]) -> Outcome:
        try:
            with self._server.request(self._http, call) as request:
                answer = self._http.send(request, stream=True, auth=None, follow_redirects=False)
                with closing(answer):
                    if call.save_to is None or not answer.is_success:
                        return response_of(answer, answer.read())
                    write = restarted(call.save_to)
                    for chunk in answer.iter_bytes():
                        write(chunk)
                    return response_of(answer, b"")
        except transport_errors() as error:
            return broken_by(error, self._server.url(call))
