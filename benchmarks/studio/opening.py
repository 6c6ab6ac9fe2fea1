"""How much the first load is, and how soon the page can be used."""

from __future__ import annotations

import re
import statistics
from typing import Any, Final

from playwright.sync_api import Request

from benchmarks.studio.browsing import Studio

TIMES: Final = 10
MAX_KB: Final = 150

Row = dict[str, Any]


def measure_bytes(studio: Studio) -> list[Row]:
    """What comes over the wire until the page rests, as compressed; bodies and headers, by file."""
    finished: list[Request] = []
    with studio.page() as page:
        page.on("requestfinished", lambda request: finished.append(request))
        page.goto("/studio")
        page.locator("main li a").first.wait_for()
        page.wait_for_load_state("networkidle")
        rows = [_row(request, studio.url) for request in finished]
    page_bytes = [row["body"] for row in rows if _is_of_page(row["file"])]
    answers = [row["body"] for row in rows if not _is_of_page(row["file"])]
    return [
        *sorted(rows, key=lambda row: -row["body"]),
        {"file": "the page", "body": sum(page_bytes), "headers": ""},
        {"file": "answers of the server", "body": sum(answers), "headers": ""},
        {"file": "all", "body": sum(page_bytes) + sum(answers), "headers": ""},
    ]


def _is_of_page(name: str) -> bool:
    return name.startswith("/studio") and name != "/studio/session"


def _row(request: Request, url: str) -> Row:
    sizes = request.sizes()
    # Vite's names end in a digest, which changes with every change
    name = re.sub(r"-[\w-]{8}(?=\.(?:js|css)$)", "", request.url.removeprefix(url))
    return {
        "file": name,
        "body": sizes["responseBodySize"],
        "headers": sizes["responseHeadersSize"],
    }


def measure_interactive(studio: Studio) -> list[Row]:
    """From the navigation's start, ms: first paint, field there, typed words answered."""
    runs = []
    for _ in range(TIMES):
        with studio.page("#search") as page:
            runs.append(page.evaluate("watch.answered"))
    names = {
        "paint": "something is painted",
        "field": "the search field takes text",
        "answered": "what was typed there is answered and painted",
    }
    return [
        {
            "until": text,
            "p50_ms": statistics.median(run[name] for run in runs),
            "worst_ms": max(run[name] for run in runs),
        }
        for name, text in names.items()
    ]
