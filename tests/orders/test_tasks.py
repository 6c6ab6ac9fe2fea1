"""Orders as tasks, from acceptance to the file that is fetched."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.services.conftest import OpenService, open_service
from tests.services.work import submission

from idphoto.messages.tasks import CheckResult
from idphoto.orders.check import order_check
from idphoto.orders.sheet import OrderedCopies, order_sheet
from idphoto.orders.stored import AnyOrder
from idphoto.sheet.request import SheetRequest
from idphoto.tasks.model import TaskView, Upload
from idphoto.tasks.states import State

__all__ = ["open_service"]


def done(
    open_service: OpenService, order: AnyOrder, photos: list[bytes], name: str
) -> tuple[TaskView, bytes, str]:
    """Submit the order, wait for its end, and fetch the file ``name`` and its media type."""

    async def scenario() -> tuple[TaskView, bytes, str]:
        async with open_service() as (service, account):
            work = submission(*map(Upload, photos), order=order)
            task_id = await service.submit(account, work)
            await service.tasks.wait(task_id, 120.0)
            view = await service.tasks.look(account, "test", task_id)
            assert view.state is State.DONE, view.failure
            url = urlsplit(view.result_urls[name])
            query = {key: values[0] for key, values in parse_qs(url.query).items()}
            file = await service.open_file(
                url.path.removeprefix("/files/"), int(query["expires"]), query["signature"]
            )
            assert file is not None
            return view, *file

    return asyncio.run(scenario())


def test_a_check_runs_as_a_task_and_its_report_is_fetched_as_json(
    open_service: OpenService, astronaut_jpeg: bytes
) -> None:
    view, data, media_type = done(
        open_service, order_check("us-passport"), [astronaut_jpeg], "report"
    )
    assert (list(view.result_urls), media_type) == (["report"], "application/json")
    found = CheckResult.model_validate_json(data).compliance
    assert (found.spec, len(found.findings) > 20) == ("us-passport", True)


@pytest.mark.parametrize(
    ("kind", "media_type", "first"),
    [("jpeg", "image/jpeg", b"\xff\xd8\xff"), ("pdf", "application/pdf", b"%PDF-")],
)
def test_a_sheet_of_two_photos_runs_as_a_task(
    open_service: OpenService, astronaut_jpeg: bytes, kind: str, media_type: str, first: bytes
) -> None:
    order = order_sheet(
        SheetRequest("6inch", format=kind),  # type: ignore[arg-type]
        [OrderedCopies(2, (40, 40)), OrderedCopies(1, (30, 30))],
    )
    view, data, found = done(open_service, order, [astronaut_jpeg] * 2, "image")
    assert (list(view.result_urls), found) == (["image"], media_type)
    assert data.startswith(first)
