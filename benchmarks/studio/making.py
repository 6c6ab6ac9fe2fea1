"""A photo's round trip in the page, against the same request sent without it."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any, Final, Literal, cast

import httpx
from playwright.sync_api import FilePayload, Page, Request

from benchmarks.pictures import twelve_megapixels
from benchmarks.studio.browsing import DOCUMENT, Studio

PAIRS: Final = 15
UPLOADS: Final = 5
_WARM: Final = 2
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Move:
    """A change on the page: a control of ``tab`` that is pressed, or slid to ``value``; what its
    order has then."""

    tab: str
    role: Literal["radio", "slider"]
    name: str
    value: str | None
    order: dict[str, Any]


# Colours beside the document's own, by their names on the page: every press changes the photo.
PRESSES: Final = tuple(
    Move("Background", "radio", name, None, {"background": code})
    for name, code in {"Blue": "438EDB", "Red": "E1141E", "Light grey": "D9D9D9"}.items()
)
SLIDES: Final = tuple(
    Move(
        "Position",
        "slider",
        "Head size",
        str(zoom),
        {"adjustments": {"zoom": zoom, "shift": 0, "rotate_deg": 0}},
    )
    for zoom in (0.2, 0.3, 0.4)
)


@dataclass(frozen=True, slots=True)
class Trip:
    """One photo in the page, ms: from the press to its request, the answer, the picture's request
    and its end, and the painted photo. ``direct``: the same request beside the page."""

    pause: float
    order: float
    handover: float
    picture: float
    paint: float
    direct: float

    @property
    def page(self) -> float:
        return self.pause + self.after_pause

    @property
    def after_pause(self) -> float:
        return self.order + self.handover + self.picture + self.paint


def trip_of(times: dict[str, Any], direct_ms: float) -> Trip:
    """``times``: what ``watch.changed`` of watch.js returns. Without a request of its own, the
    picture came with the answer."""
    order = times["order"]
    picture = times["picture"] or {"began": order["ended"], "ended": order["ended"]}
    return Trip(
        pause=order["began"] - times["pressed"],
        order=order["ended"] - order["began"],
        handover=picture["began"] - order["ended"],
        picture=picture["ended"] - picture["began"],
        paint=times["painted"] - picture["ended"],
        direct=direct_ms,
    )


def summarise(trips: Sequence[Trip]) -> list[Row]:
    """Medians, ms. ``ratio``: to the direct request's time; the median of those of each pair, which
    a drift of the machine hardly moves."""

    def row(about: str, part: Callable[[Trip], float]) -> Row:
        return {
            "": about,
            "p50_ms": statistics.median(map(part, trips)),
            "ratio": statistics.median(part(trip) / trip.direct for trip in trips),
        }

    return [
        row("the request, sent directly", lambda trip: trip.direct),
        row("the page, until the photo is painted", lambda trip: trip.page),
        row("- pause before its request", lambda trip: trip.pause),
        row("- its request", lambda trip: trip.order),
        row("- until the picture is asked for", lambda trip: trip.handover),
        row("- the picture", lambda trip: trip.picture),
        row("- until it is painted", lambda trip: trip.paint),
        row("the page without pause and request", lambda trip: trip.after_pause - trip.order),
    ]


def measure_trips(studio: Studio, moves: Sequence[Move]) -> list[Trip]:
    """Page and direct request take turns, and take turns at being first."""
    trips = []
    with studio.page(f"/photo?spec={DOCUMENT}") as page, httpx.Client(timeout=120) as client:
        orders: list[dict[str, Any]] = []
        page.on("request", lambda request: _keep_order(request, orders))
        _upload(page)
        page.get_by_role("tab", name=moves[0].tab).click()
        for turn, move in enumerate(islice(cycle(moves), _WARM + PAIRS)):
            order = {**orders[-1], **move.order}
            if turn % 2:
                direct = _send(studio, client, order)
                times = _move(page, move)
            else:
                times = _move(page, move)
                direct = _send(studio, client, order)
            assert orders[-1] == order, "the page has ordered something else"
            trips.append(trip_of(times, direct))
    return trips[_WARM:]


def _move(page: Page, move: Move) -> dict[str, Any]:
    control = page.get_by_role(move.role, name=move.name, exact=True).element_handle()
    script = "([control, value]) => watch.changed(control, value)"
    return cast(dict[str, Any], page.evaluate(script, [control, move.value]))


def _keep_order(request: Request, orders: list[dict[str, Any]]) -> None:
    if request.method == "POST" and request.url.endswith("/v1/photos"):
        orders.append(cast(dict[str, Any], request.post_data_json))


def _send(studio: Studio, client: httpx.Client, order: dict[str, Any]) -> float:
    """The time of the request, ms."""
    headers = {"Authorization": f"Bearer {studio.key}"}
    began = time.perf_counter()
    answer = client.post(f"{studio.url}/v1/photos", headers=headers, json=order)
    took = time.perf_counter() - began
    assert answer.json()["state"] == "done", answer.text
    return took * 1000


def _upload(page: Page) -> float:
    """Choose a portrait; from then until the first photo is painted, ms."""
    _, data = twelve_megapixels()
    file: FilePayload = {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": data}
    page.locator("input[type=file]:not([capture])").set_input_files(file)
    took: float = page.evaluate("watch.painted().then((end) => end - watch.chosen)")
    return took


def measure_uploads(studio: Studio) -> Row:
    """From the chosen file to the first painted photo, ms; every time in a new browser."""
    times = []
    for _ in range(UPLOADS):
        with studio.page(f"/photo?spec={DOCUMENT}") as page:
            times.append(_upload(page))
    about, data = twelve_megapixels()
    return {
        "portrait": f"{about}, {len(data) / 1e6:.1f} MB",
        "p50_ms": statistics.median(times),
        "worst_ms": max(times),
    }
