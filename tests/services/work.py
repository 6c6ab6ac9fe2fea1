"""Work to hand to the service."""

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

CREDITS: Final = 100  # what the client begins with
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
    """Work as an API would hand it over."""
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
    """Why a task failed that must have."""
    assert view.failure is not None
    return view.failure


TRANSPARENT: Final = CutoutOrder(output=EncodeOptions(format="png"), quality="fast")


def with_a_copy() -> Callable[..., Made]:
    """What makes a photo, and the same again as ``copy``; stands in for ``PhotoOrder.make``."""
    make = PhotoOrder.make

    def twice(self: PhotoOrder, *args: Any, **options: Any) -> Made:
        made = make(self, *args, **options)
        return replace(made, files={**made.files, "copy": made.files["image"]})

    return twice


def held_back(release: threading.Event) -> Callable[..., Made]:
    """What makes a photo only once ``release`` is set; to stand in for ``PhotoOrder.make``."""
    made = PhotoOrder.make

    def held(self: PhotoOrder, *args: Any, **options: Any) -> Made:
        release.wait(60)
        return made(self, *args, **options)

    return held


@dataclass
class Studio:
    """Stands in for ``HeadshotOrder.make``: notes the photos of each order in turn, and hands the
    first of them back as both files."""

    seen: list[tuple[bytes, ...]] = field(default_factory=list)

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(HeadshotOrder, "make", lambda _, *args, **options: self.make(*args))

    def make(self, _: object, photos: Sequence[bytes], __: object) -> Made:
        """Both files, at once."""
        self.seen.append(tuple(photos))
        file = File(photos[0], "png", (1, 1))
        return Made({"1": file, "2": file}, {"timings_ms": {}})


COUPLE: Final = HeadshotOrder("wedding")
