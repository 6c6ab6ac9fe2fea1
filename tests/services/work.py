"""Submissions for the service, and stand-ins for making photos."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import pytest

from idphoto.accounts.account import Account
from idphoto.imaging.encode import EncodeOptions
from idphoto.orders.cutout import CutoutOrder
from idphoto.orders.headshot import HeadshotOrder
from idphoto.orders.photo import PhotoOrder
from idphoto.orders.stored import AnyOrder, to_json
from idphoto.photo.request import photo_request
from idphoto.tasks.made import File, Made
from idphoto.tasks.model import FromImage, FromUrl, Submission, TaskFailure, TaskView, Upload
from idphoto.tasks.states import Priority

CREDITS: Final = 100  # the client's initial balance
STRANGER: Final = Account("somebody-else", "stranger", 0.0, None)


def submission(
    *sources: Upload | FromUrl | FromImage,
    order: AnyOrder | None = None,
    cost: int = 6,
    callback_url: str | None = None,
    time_limit_s: float = 30.0,
    inline: bool = False,
    priority: Priority = Priority.FAST,
) -> Submission:
    """A submission as an API would make it."""
    return Submission(
        api="test",
        order=to_json(order or PhotoOrder(photo_request(quality="fast"))),
        cost=cost,
        sources=sources,
        wire={"inline": inline},
        callback_url=callback_url,
        base_url="http://127.0.0.1:1",
        max_source_bytes=1_000_000,
        time_limit_s=time_limit_s,
        trace_id="t" * 32,
        priority=priority,
    )


def failure_of(view: TaskView) -> TaskFailure:
    """The failure of a task that must have failed."""
    assert view.failure is not None
    return view.failure


TRANSPARENT: Final = CutoutOrder(output=EncodeOptions(format="png"), quality="fast")


def with_a_copy() -> Callable[..., Made]:
    """A stand-in for ``PhotoOrder.make`` that returns the photo a second time as ``copy``."""
    make = PhotoOrder.make

    def twice(self: PhotoOrder, *args: Any, **options: Any) -> Made:
        made = make(self, *args, **options)
        return replace(made, files={**made.files, "copy": made.files["image"]})

    return twice


def held_back(release: threading.Event) -> Callable[..., Made]:
    """A stand-in for ``PhotoOrder.make`` that waits until ``release`` is set."""
    made = PhotoOrder.make

    def held(self: PhotoOrder, *args: Any, **options: Any) -> Made:
        release.wait(60)
        return made(self, *args, **options)

    return held


@dataclass
class Studio:
    """Stands in for ``HeadshotOrder.make``: records the photos of each order, and returns the first
    one as both files."""

    seen: list[tuple[bytes, ...]] = field(default_factory=list)

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(HeadshotOrder, "make", lambda _, *args, **options: self.make(*args))

    def make(self, _: object, photos: Sequence[bytes], __: object) -> Made:
        """Return both files immediately."""
        self.seen.append(tuple(photos))
        file = File(photos[0], "png", (1, 1))
        return Made({"1": file, "2": file}, {"timings_ms": {}})


COUPLE: Final = HeadshotOrder("wedding")
