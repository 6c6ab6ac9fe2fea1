"""Live views: answered in turn, and not without bound."""

from __future__ import annotations

import asyncio
import threading

import pytest

from idphoto.accounts.account import Account
from idphoto.errors import BadImage, Overloaded
from idphoto.orders.live import LiveView
from idphoto.services.live import MAX_IN_HAND_PER_KEY, LiveViews
from idphoto.tasks.workers import Workers

ONE = Account("one", "one", 0, None)
OTHER = Account("other", "other", 0, None)
NOBODY = LiveView((4, 3), ())


def test_a_key_with_too_many_pictures_in_hand_is_refused_and_others_are_not() -> None:
    go_on = threading.Event()

    def look(data: bytes) -> LiveView:
        go_on.wait(10)
        return NOBODY

    async def scenario() -> None:
        workers = Workers(1)
        views = LiveViews(workers, look)
        looks = [asyncio.create_task(views.look(ONE, b"")) for _ in range(MAX_IN_HAND_PER_KEY)]
        await asyncio.sleep(0)
        with pytest.raises(Overloaded) as refused:
            await views.look(ONE, b"")
        assert (refused.value.in_hand, refused.value.retry_after_s) == (MAX_IN_HAND_PER_KEY, 1.0)
        others = asyncio.create_task(views.look(OTHER, b""))
        await asyncio.sleep(0)
        go_on.set()
        assert await others == NOBODY
        assert await asyncio.gather(*looks) == [NOBODY] * MAX_IN_HAND_PER_KEY
        assert await views.look(ONE, b"") == NOBODY
        workers.close()

    asyncio.run(scenario())


def test_a_picture_that_cannot_be_read_gives_its_place_back() -> None:
    def look(data: bytes) -> LiveView:
        raise BadImage("it is torn")

    async def scenario() -> None:
        workers = Workers(1)
        views = LiveViews(workers, look)
        for _ in range(MAX_IN_HAND_PER_KEY + 1):
            with pytest.raises(BadImage):
                await views.look(ONE, b"")
        workers.close()

    asyncio.run(scenario())
