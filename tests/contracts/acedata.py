"""Extracts AceData's programs and JSON examples from its pages and fills in their placeholders."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final

GENERATE: Final = "/headshots/generate"
TASKS: Final = "/headshots/tasks"
CHECK: Final = "/identity/idcard/check-1e"

_PROGRAMS: Final = {
    "curl": r"^curl -X POST .*?^\}'$",
    "python": r"^import requests$.*?^print\(response\.text\)$",
}
_HOST: Final = r"https://api\.[\w.-]+(?=/(?:headshots|identity)/)"
_PICTURE: Final = r"https://[\w./-]+\.jpg"
# The ids of the tasks that the second page queries.
_TASK_ID: Final = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


@dataclass(frozen=True, slots=True)
class Blanks:
    """The values a reader of the pages fills in.

    ``task_ids`` replace the page's ids in order; ids beyond them stay as printed.
    """

    url: str
    key: str
    picture_url: str = ""
    task_ids: tuple[str, ...] = ()

    def fill(self, text: str) -> str:
        """The text with its placeholders filled in and nothing else changed."""
        filled = re.sub(_HOST, lambda _: self.url, text).replace("{token}", self.key)
        filled = re.sub(_PICTURE, lambda _: self.picture_url, filled)
        # the third page prints this placeholder without quotes
        filled = filled.replace("{image_url}", json.dumps(self.picture_url))
        ids = iter(self.task_ids)
        return re.sub(_TASK_ID, lambda found: next(ids, found[0]), filled)


def programs(page: str, language: str) -> list[str]:
    """The page's programs in one language, as printed and in page order."""
    return [f"{text}\n" for text in re.findall(_PROGRAMS[language], page, re.M | re.S)]


def examples(page: str) -> list[dict[str, Any]]:
    """The page's JSON answers in page order; text that only looks like JSON is skipped."""
    found = []
    for match in re.finditer(r"^\{$", page, re.M):
        try:
            found.append(json.JSONDecoder().raw_decode(page, match.start())[0])
        except ValueError:
            continue
    return found


def labels(page: str) -> dict[str, str]:
    """The templates listed on the page and their labels."""
    return dict(re.findall(r'^   "(\w+)": +(.+?),?$', page, re.M))


def codes(page: str) -> set[tuple[int, str]]:
    """The HTTP status and code of each error on the page."""
    listed = re.findall(r"• (\d{3}) (\w+):", page)
    return {(int(status), code) for status, code in listed}
