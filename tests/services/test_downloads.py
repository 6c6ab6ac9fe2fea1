"""Downloads of several keys at once, through the whole service."""

from __future__ import annotations

import asyncio

import pytest
from tests.net.names import Names, names
from tests.services.conftest import OpenService
from tests.services.work import COUPLE, STRANGER, Studio, failure_of, submission
from tests.tasks.test_lifecycle import ended, giving, site

from idphoto.tasks.local import DOWNLOADS_PER_KEY
from idphoto.tasks.model import FromUrl, TaskView
from idphoto.tasks.states import Priority, State

__all__ = ["names"]

PER_KEY = DOWNLOADS_PER_KEY[Priority.FAST]


def test_slow_names_of_one_key_delay_no_task_of_another(
    open_service: OpenService, names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    Studio().install(monkeypatch)

    async def scenario(url: str) -> tuple[list[TaskView], list[TaskView]]:
        async with open_service(fetch_timeout_s=60) as (service, account):
            strangers = []
            for n in range(2 * PER_KEY):
                slow = submission(FromUrl(f"http://{n}.slow.test/"), order=COUPLE)
                strangers.append(await service.tasks.submit(STRANGER, slow))
            async with asyncio.timeout(60):
                while len(names.slow()) < PER_KEY:
                    await asyncio.sleep(0.01)
            by_name = url.replace("127.0.0.1", "pictures.test")
            mine = [
                await ended(service, account, submission(FromUrl(each), order=COUPLE))
                for each in (url, by_name)
            ]
            assert len(names.slow()) == PER_KEY
            names.answer_all()
            for task_id in strangers:
                await service.tasks.wait(task_id, 60)
            return mine, [await service.tasks.look(STRANGER, "test", each) for each in strangers]

    with site(giving(b"fetched")) as url:
        mine, strangers = asyncio.run(scenario(url))
    assert [view.state for view in mine] == [State.DONE, State.DONE]
    assert {failure_of(view).code for view in strangers} == {"download_failed"}
