"""Tasks from their acceptance to their end, with everything that can go wrong between."""

from __future__ import annotations

import asyncio
import contextlib
import io
import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from PIL import Image
from sqlalchemy import select
from tests.services.conftest import OpenService
from tests.services.work import (
    CREDITS,
    STRANGER,
    TRANSPARENT,
    failure_of,
    held_back,
    submission,
    with_a_copy,
)

from idphoto.accounts.account import Account
from idphoto.db.database import Database
from idphoto.db.tables import ApiKey, Task
from idphoto.errors import (
    BadRequest,
    DatabaseUnavailable,
    NotEnoughCredits,
    StorageUnavailable,
    TooManyTasks,
    UnknownTask,
)
from idphoto.orders.photo import PhotoOrder
from idphoto.services.service import Service
from idphoto.storage.blobs import Blobs
from idphoto.tasks import patience, store, workers
from idphoto.tasks.made import Made
from idphoto.tasks.model import FromImage, FromUrl, Submission, TaskView, Upload
from idphoto.tasks.states import State


async def ended(service: Service, account: Account, work: Submission) -> TaskView:
    """Submit a task and wait for its end."""
    task_id = await service.tasks.submit(account, work)
    await service.tasks.wait(task_id, 120.0)
    return await service.tasks.look(account, "test", task_id)


def balance(folder: Path) -> int | None:
    database = Database(f"sqlite:///{folder / 'idphoto.db'}")
    with database.reading() as tx:
        left = tx.scalar(select(ApiKey.credits))
    database.close()
    return left


def stored(folder: Path) -> list[Path]:
    """The files in the storage."""
    kinds = ((folder / "blobs" / kind).rglob("*") for kind in ("sources", "results"))
    return [path for kind in kinds for path in kind if path.is_file()]


@contextlib.contextmanager
def site(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    """A web site with one picture; yields the picture's URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/photo.jpg"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def giving(data: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data)

    return answer


@pytest.fixture
def grey_jpeg(jpeg: Callable[[np.ndarray], bytes]) -> bytes:
    return jpeg(np.full((400, 300, 3), 128, np.uint8))


def test_a_task_goes_from_accepted_to_a_photo_that_can_be_fetched(
    open_service: OpenService, astronaut_jpeg: bytes, tmp_path: Path
) -> None:
    async def scenario() -> tuple[TaskView, bytes, tuple[bytes, str] | None]:
        async with open_service() as (service, account):
            view = await ended(service, account, submission(Upload(astronaut_jpeg)))
            url = urlsplit(view.result_urls["image"])
            query = {name: values[0] for name, values in parse_qs(url.query).items()}
            key = url.path.removeprefix("/files/")
            file = await service.open_file(key, int(query["expires"]), query["signature"])
            return view, await service.tasks.result(view, "image"), file

    view, data, file = asyncio.run(scenario())
    assert (view.state, view.progress, view.charged) == (State.DONE, 100, 6)
    assert view.created_at <= (view.started_at or 0) <= (view.completed_at or 0)
    with Image.open(io.BytesIO(data)) as photo:
        assert (photo.format, photo.size) == ("JPEG", (295, 413))
    assert file == (data, "image/jpeg")
    assert balance(tmp_path) == CREDITS - 6


def test_a_cutout_keeps_the_sources_size_and_carries_alpha(
    open_service: OpenService, astronaut_jpeg: bytes
) -> None:
    async def scenario() -> bytes:
        async with open_service() as (service, account):
            view = await ended(
                service, account, submission(Upload(astronaut_jpeg), order=TRANSPARENT)
            )
            return await service.tasks.result(view, "image")

    with Image.open(io.BytesIO(asyncio.run(scenario()))) as picture:
        assert (picture.format, picture.mode, picture.size) == ("PNG", "RGBA", (512, 512))


def test_a_task_may_make_several_files_each_with_its_own_link(
    open_service: OpenService, astronaut_jpeg: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PhotoOrder, "make", with_a_copy())

    async def scenario() -> tuple[TaskView, list[bytes], list[tuple[bytes, str] | None]]:
        async with open_service() as (service, account):
            view = await ended(service, account, submission(Upload(astronaut_jpeg)))
            files = []
            for url in map(urlsplit, view.result_urls.values()):
                query = parse_qs(url.query)
                key, expires_at = url.path.removeprefix("/files/"), int(query["expires"][0])
                files.append(await service.open_file(key, expires_at, query["signature"][0]))
            results = [await service.tasks.result(view, name) for name in view.result_urls]
            with pytest.raises(UnknownTask):
                await service.tasks.result(view, "sheet")
            return view, results, files

    view, results, files = asyncio.run(scenario())
    stored = f"results/{view.id}-1"
    assert view.result_blobs == {"image": f"{stored}.jpg", "copy": f"{stored}-copy.jpg"}
    assert list(view.result_urls) == ["image", "copy"]
    assert results[0] == results[1]
    assert files == [(data, "image/jpeg") for data in results]


def test_a_task_whose_second_file_cannot_be_stored_has_no_files_and_costs_nothing(
    open_service: OpenService,
    astronaut_jpeg: bytes,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    put = Blobs.put

    async def no_copies(self: Blobs, key: str, data: bytes) -> None:
        if key.endswith("-copy.jpg"):
            raise StorageUnavailable("it is away")
        await put(self, key, data)

    monkeypatch.setattr(Blobs, "put", no_copies)
    monkeypatch.setattr(patience, "_STORAGE_PAUSES_S", (0.01,))
    monkeypatch.setattr(PhotoOrder, "make", with_a_copy())

    async def scenario() -> TaskView:
        async with open_service() as (service, account):
            return await ended(service, account, submission(Upload(astronaut_jpeg)))

    view = asyncio.run(scenario())
    assert (view.state, failure_of(view).code) == (State.FAILED, "storage_unavailable")
    assert (view.result_urls, view.result_blobs, view.charged) == ({}, {}, 0)
    assert balance(tmp_path) == CREDITS
    # the photo was stored before: no row names it, so a sweep removes it
    assert [path.name for path in stored(tmp_path) if "results" in path.parts] == [
        f"{view.id}-1.jpg"
    ]


def test_with_an_object_store_the_links_are_the_stores_own(
    open_service: OpenService,
    astronaut_jpeg: bytes,
    bucket: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(PhotoOrder, "make", with_a_copy())

    async def scenario() -> TaskView:
        async with open_service(storage_url=f"s3://{bucket}/photos") as (service, account):
            return await ended(service, account, submission(Upload(astronaut_jpeg)))

    view = asyncio.run(scenario())
    assert set(view.result_urls) == {"image", "copy"}
    for url in view.result_urls.values():
        with urllib.request.urlopen(url) as answer:  # noqa: S310 - on this machine
            data = answer.read()
        assert answer.headers["Content-Type"] == "image/jpeg"
        with Image.open(io.BytesIO(data)) as photo:
            assert photo.size == (295, 413)
        left_s = int(parse_qs(urlsplit(url).query)["X-Amz-Expires"][0])
        assert 3500 < left_s <= 3600
    assert stored(tmp_path) == []


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"no picture", "unsupported_format"),
        (b"\xff\xd8\xff\xe0 cut short", "bad_image"),
        ("grey", "no_face"),
    ],
)
def test_an_unusable_source_fails_its_task_and_costs_nothing(
    open_service: OpenService, grey_jpeg: bytes, tmp_path: Path, source: bytes | str, code: str
) -> None:
    data = grey_jpeg if isinstance(source, str) else source

    async def scenario() -> TaskView:
        async with open_service() as (service, account):
            return await ended(service, account, submission(Upload(data)))

    view = asyncio.run(scenario())
    assert (view.state, failure_of(view).code, view.progress) == (State.FAILED, code, 0)
    assert (view.charged, view.result_urls) == (0, {})
    assert balance(tmp_path) == CREDITS


def test_a_source_with_too_long_a_side_is_refused(
    open_service: OpenService, astronaut_jpeg: bytes
) -> None:
    async def scenario() -> TaskView:
        async with open_service(max_source_side_px=500) as (service, account):
            return await ended(service, account, submission(Upload(astronaut_jpeg)))

    view = asyncio.run(scenario())
    assert failure_of(view).code == "image_too_large"
    assert "500" in failure_of(view).render()


def test_work_that_cannot_be_paid_for_is_refused_and_leaves_nothing(
    open_service: OpenService, astronaut_jpeg: bytes, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with open_service() as (service, account):
            with pytest.raises(NotEnoughCredits) as refused:
                await service.tasks.submit(
                    account, submission(Upload(astronaut_jpeg), cost=CREDITS + 1)
                )
            assert (refused.value.balance, refused.value.need) == (CREDITS, CREDITS + 1)

    asyncio.run(scenario())
    assert stored(tmp_path) == []
    assert balance(tmp_path) == CREDITS


def test_a_task_beyond_the_keys_limit_is_refused_and_leaves_no_picture(
    open_service: OpenService, grey_jpeg: bytes, tmp_path: Path
) -> None:
    async def scenario(silent: str) -> None:
        async with open_service(max_unfinished=1, fetch_timeout_s=60) as (service, account):
            await service.tasks.submit(account, submission(FromUrl(silent), cost=0))
            for _ in range(3):
                with pytest.raises(TooManyTasks):
                    await service.tasks.submit(account, submission(Upload(grey_jpeg)))

    with socket.create_server(("127.0.0.1", 0)) as server:
        asyncio.run(scenario(f"http://127.0.0.1:{server.getsockname()[1]}/"))
    assert stored(tmp_path) == []
    assert balance(tmp_path) == CREDITS


def test_concurrent_requests_are_accepted_only_as_far_as_they_are_paid_for(
    open_service: OpenService, grey_jpeg: bytes, tmp_path: Path
) -> None:
    async def scenario() -> list[object]:
        async with open_service() as (service, account):
            work = submission(Upload(grey_jpeg), cost=CREDITS // 4, time_limit_s=60)
            return await asyncio.gather(
                *(service.tasks.submit(account, work) for _ in range(12)), return_exceptions=True
            )

    # failures return their credits while others still ask: at least four, and never below 0
    answers = asyncio.run(scenario())
    assert sum(isinstance(answer, str) for answer in answers) >= 4
    assert all(isinstance(answer, str | NotEnoughCredits) for answer in answers)
    assert 0 <= (balance(tmp_path) or 0) <= CREDITS


def test_a_task_is_hidden_from_other_keys_and_other_apis(
    open_service: OpenService, grey_jpeg: bytes
) -> None:
    async def scenario() -> None:
        async with open_service() as (service, account):
            view = await ended(service, account, submission(Upload(grey_jpeg)))
            for who, api, task_id in (
                (STRANGER, "test", view.id),
                (account, "other", view.id),
                (account, "test", "00000000-0000-0000-0000-000000000000"),
                (account, "test", "\x00"),
            ):
                with pytest.raises(UnknownTask):
                    await service.tasks.look(who, api, task_id)

    asyncio.run(scenario())


def test_a_stored_source_makes_another_photo_for_its_owner_alone(
    open_service: OpenService, astronaut_jpeg: bytes
) -> None:
    async def scenario() -> tuple[TaskView, TaskView]:
        async with open_service() as (service, account):
            first = await ended(service, account, submission(Upload(astronaut_jpeg)))
            assert first.image_id is not None
            again = FromImage(first.image_id, "last_id")
            second = await ended(service, account, submission(again))
            with pytest.raises(BadRequest) as refused:
                await service.tasks.submit(STRANGER, submission(again, cost=0))
            assert refused.value.field == "last_id"
            return first, second

    first, second = asyncio.run(scenario())
    assert second.state is State.DONE
    assert second.image_id == first.image_id


def test_a_stored_source_and_its_results_are_removed_when_they_expire(
    open_service: OpenService,
    astronaut_jpeg: bytes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(PhotoOrder, "make", with_a_copy())

    async def scenario() -> None:
        async with open_service(keep_s=1.0) as (service, account):
            view = await ended(service, account, submission(Upload(astronaut_jpeg)))
            assert view.image_id is not None
            for _ in range(600):
                if not stored(tmp_path):
                    break
                await asyncio.sleep(0.1)
            with pytest.raises(BadRequest):
                await service.tasks.submit(account, submission(FromImage(view.image_id, "last_id")))
            with pytest.raises(UnknownTask):
                await service.tasks.look(account, "test", view.id)
            with pytest.raises(UnknownTask):
                await service.tasks.result(view, "image")

    asyncio.run(scenario())
    assert stored(tmp_path) == []


def test_a_source_is_fetched_from_its_address_and_kept(
    open_service: OpenService, astronaut_jpeg: bytes
) -> None:
    async def scenario(url: str) -> TaskView:
        async with open_service() as (service, account):
            return await ended(service, account, submission(FromUrl(url)))

    with site(giving(astronaut_jpeg)) as url:
        view = asyncio.run(scenario(url))
    assert view.state is State.DONE
    assert view.image_id is not None


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://127.0.0.1:9/photo.jpg", "download_failed"),
        ("http://[::1]/photo.jpg", "address_refused"),
        ("http://169.254.169.254/latest", "address_refused"),
        ("oss://bucket/photo.jpg", "download_failed"),
        ("too large", "download_too_large"),
    ],
)
def test_a_source_that_cannot_be_fetched_fails_its_task_and_costs_nothing(
    open_service: OpenService, tmp_path: Path, url: str, code: str
) -> None:
    async def scenario(url: str) -> TaskView:
        async with open_service() as (service, account):
            return await ended(service, account, submission(FromUrl(url)))

    with site(giving(bytes(1_000_001))) as large:
        view = asyncio.run(scenario(large if url == "too large" else url))
    assert (view.state, failure_of(view).code) == (State.FAILED, code)
    assert balance(tmp_path) == CREDITS


def test_a_tasks_stages_are_visible_while_it_runs(
    open_service: OpenService, astronaut_jpeg: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, slow = threading.Event(), threading.Event()
    monkeypatch.setattr(PhotoOrder, "make", held_back(go_on))

    def dripping(request: BaseHTTPRequestHandler) -> None:
        slow.wait(60)
        giving(astronaut_jpeg)(request)

    async def scenario(url: str) -> tuple[dict[str, State], set[State]]:
        async with open_service(workers=1, fetch_timeout_s=60) as (service, account):
            photo = Upload(astronaut_jpeg)
            tasks = {
                "first": await service.tasks.submit(account, submission(photo)),
                "second": await service.tasks.submit(account, submission(photo)),
                "fetched": await service.tasks.submit(account, submission(FromUrl(url))),
            }
            wanted = {
                "first": State.RUNNING, "second": State.WAITING, "fetched": State.PREPARING
            }  # fmt: skip
            seen: dict[str, State] = {}
            for _ in range(600):
                views = {n: await service.tasks.look(account, "test", t) for n, t in tasks.items()}
                seen = {name: view.state for name, view in views.items()}
                assert all(view.progress < 100 for view in views.values())
                if seen == wanted:
                    break
                await asyncio.sleep(0.05)
            go_on.set()
            slow.set()
            for task_id in tasks.values():
                await service.tasks.wait(task_id, 120)
            last = {(await service.tasks.look(account, "test", t)).state for t in tasks.values()}
            return seen, last

    with site(dripping) as url:
        seen, last = asyncio.run(scenario(url))
    assert seen == {
        "first": State.RUNNING, "second": State.WAITING, "fetched": State.PREPARING
    }  # fmt: skip
    assert last == {State.DONE}


def test_a_task_past_its_deadline_ends_between_two_steps(
    open_service: OpenService, astronaut_jpeg: bytes, tmp_path: Path
) -> None:
    async def scenario() -> TaskView:
        async with open_service() as (service, account):
            work = submission(Upload(astronaut_jpeg), time_limit_s=0.0)
            return await ended(service, account, work)

    assert failure_of(asyncio.run(scenario())).code == "deadline_exceeded"
    assert balance(tmp_path) == CREDITS


def test_a_task_that_hangs_is_failed_by_the_watchdog_and_others_go_on(
    open_service: OpenService, astronaut_jpeg: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()
    made = PhotoOrder.make

    def hang_once(self: PhotoOrder, *args: object, **options: object) -> Made:
        monkeypatch.setattr(PhotoOrder, "make", made)
        release.wait(120)
        return made(self, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(PhotoOrder, "make", hang_once)
    monkeypatch.setattr(workers, "GRACE_S", 0.2)

    async def scenario() -> tuple[TaskView, TaskView]:
        async with open_service(workers=1) as (service, account):
            work = submission(Upload(astronaut_jpeg), time_limit_s=0.2)
            hung = await ended(service, account, work)
            after = await ended(service, account, submission(Upload(astronaut_jpeg)))
            release.set()
            return hung, after

    hung, after = asyncio.run(scenario())
    assert (hung.state, failure_of(hung).code) == (State.FAILED, "deadline_exceeded")
    assert after.state is State.DONE


@pytest.mark.parametrize(
    ("fault", "code"),
    [(MemoryError(), "out_of_resources"), (ZeroDivisionError("secret"), "internal_error")],
)
def test_an_unexpected_error_fails_the_task_without_details(
    open_service: OpenService,
    astronaut_jpeg: bytes,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    fault: Exception,
    code: str,
) -> None:
    def broken(*_: object, **__: object) -> Made:
        raise fault

    monkeypatch.setattr(PhotoOrder, "make", broken)

    async def scenario() -> TaskView:
        async with open_service() as (service, account):
            return await ended(service, account, submission(Upload(astronaut_jpeg)))

    view = asyncio.run(scenario())
    assert (view.state, failure_of(view).code) == (State.FAILED, code)
    assert "secret" not in failure_of(view).render()
    assert balance(tmp_path) == CREDITS


def test_an_end_that_cannot_be_recorded_is_recorded_later(
    open_service: OpenService,
    astronaut_jpeg: bytes,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    finish, away = store.finish, [True, True]

    def unsteady(*args: object, **options: object) -> bool:
        if away:
            away.pop()
            raise DatabaseUnavailable("the disk is full")
        return finish(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "finish", unsteady)
    monkeypatch.setattr(patience, "_DATABASE_PAUSES_S", (0.01,))

    async def scenario() -> TaskView:
        async with open_service() as (service, account):
            return await ended(service, account, submission(Upload(astronaut_jpeg)))

    assert asyncio.run(scenario()).state is State.DONE
    assert balance(tmp_path) == CREDITS - 6


def test_tasks_that_one_process_accepted_are_made_by_the_next(
    open_service: OpenService, astronaut_jpeg: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()
    made = PhotoOrder.make

    async def leave_behind() -> list[str]:
        monkeypatch.setattr(PhotoOrder, "make", held_back(release))
        async with open_service(workers=1, drain_s=0.1) as (service, account):
            return [
                await service.tasks.submit(account, submission(Upload(astronaut_jpeg)))
                for _ in range(3)
            ]

    async def take_up(tasks: list[str]) -> list[TaskView]:
        monkeypatch.setattr(PhotoOrder, "make", made)
        async with open_service() as (service, account):
            for task_id in tasks:
                await service.tasks.wait(task_id, 120)
            return [await service.tasks.look(account, "test", task_id) for task_id in tasks]

    tasks = asyncio.run(leave_behind())
    release.set()
    assert {view.state for view in asyncio.run(take_up(tasks))} == {State.DONE}


def test_an_unreachable_database_does_not_keep_the_server_from_stopping(
    open_service: OpenService, astronaut_jpeg: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()
    made = PhotoOrder.make

    def away(*_: object) -> bool:
        raise DatabaseUnavailable("the disk is full")

    async def leave_behind() -> str:
        monkeypatch.setattr(PhotoOrder, "make", held_back(release))
        monkeypatch.setattr(store, "requeue", away)
        async with open_service(workers=1, drain_s=0.1) as (service, account):
            task_id = await service.tasks.submit(account, submission(Upload(astronaut_jpeg)))
            while (await service.tasks.look(account, "test", task_id)).state is not State.RUNNING:
                await asyncio.sleep(0.01)
            return task_id

    async def take_up(task_id: str) -> TaskView:
        monkeypatch.setattr(PhotoOrder, "make", made)
        async with open_service() as (service, account):
            await service.tasks.wait(task_id, 120)
            return await service.tasks.look(account, "test", task_id)

    task_id = asyncio.run(leave_behind())
    release.set()
    assert asyncio.run(take_up(task_id)).state is State.DONE


def test_an_order_of_another_version_fails_its_task(
    open_service: OpenService, astronaut_jpeg: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.services.work.to_json", lambda _: {"kind": "hologram"})

    async def scenario() -> TaskView:
        async with open_service() as (service, account):
            return await ended(service, account, submission(Upload(astronaut_jpeg)))

    assert failure_of(asyncio.run(scenario())).code == "internal_error"


def test_times_are_seconds_since_the_epoch(open_service: OpenService, grey_jpeg: bytes) -> None:
    async def scenario() -> TaskView:
        async with open_service() as (service, account):
            return await ended(service, account, submission(Upload(grey_jpeg)))

    before = time.time()
    assert before <= asyncio.run(scenario()).created_at <= time.time()


def test_rows_of_purged_tasks_hold_no_personal_data(
    open_service: OpenService, astronaut_jpeg: bytes, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with open_service(keep_s=1.0) as (service, account):
            await ended(service, account, submission(Upload(astronaut_jpeg)))
            for _ in range(600):
                if not stored(tmp_path):
                    break
                await asyncio.sleep(0.1)
            await asyncio.sleep(0.5)

    asyncio.run(scenario())
    database = Database(f"sqlite:///{tmp_path / 'idphoto.db'}")
    with database.reading() as tx:
        row = tx.scalars(select(Task)).one()
        assert (row.order, row.wire, row.result, row.sources) == ({}, {}, None, [])
    database.close()
