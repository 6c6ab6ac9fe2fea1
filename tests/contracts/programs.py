"""Extracts PicWish's client programs from its pages and fills in their placeholders.

This file copies nothing from the pages except the words that locate a place in them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

MODES: Final = ("async", "sync", "callback")
SOURCES: Final = ("url", "file")
PATHS: Final[Mapping[str, str]] = {
    "v1": "/api/tasks/visual/idphoto",
    "external": "/api/tasks/visual/external/idphoto",
}

# How the program in each language begins, in the order used by each of the page's six parts.
_BEGINNINGS: Final = (
    ("curl", ("#Create a task",)),
    ("php", ("<?php",)),
    ("java", ("public static void main", "OkHttpClient")),
    ("node", ("const request = require",)),
    ("python", ("import ",)),
    ("csharp", ("using System;",)),
    ("swift", ("import UIKit",)),
    ("go", ("package ",)),
)
_PARTS: Final = tuple((mode, source) for source in SOURCES for mode in MODES)
_END: Final = "Request Instructions"
# In these languages a part may hold a second program: curl's query, or the receiver of a callback.
_SECOND: Final[Mapping[str, str]] = {
    "curl": r"^(?=#Get )",
    "php": r"^(?=<\?php)",
    "go": r"^(?=package )",
}

_ENDPOINT: Final = r"https://[\w.-]+/api/tasks/visual/(?:external/)?idphoto"
_OPEN: Final[Mapping[str, str]] = {
    r"\bYOUR_API_KEY\b": "key",
    r"\b(?:YOUR?_IMA?GE?(?:_NETWORK)?_URL|IMAGE_HTTP_URL)\b": "picture_url",
    r"/path/to/image\.jpg|\bYOUR_IMAGE_FILE_PATH\b": "picture_file",
    r"\bYOUR_(?:SERVER_)?URL\b": "callback_url",
}

# The pages have lost their indentation, which only Python needs. The depth of each line:
_PYTHON_DEPTHS: Final[Mapping[tuple[str, str], str]] = {
    ("async", "url"): "000001111111122334421221000011123222344556665666633442333301122101",
    ("sync", "url"): "000011111122334445455455212201",
    ("callback", "url"): "000001111112212201",
    ("async", "file"): "000000111111111122334421221000011123222344556665666633442333301122101",
    ("sync", "file"): "0000011111111122334445455455212201",
    ("callback", "file"): "0000001111111112212201",
}


@dataclass(frozen=True, slots=True)
class Program:
    """One program of a page, as printed. ``second``: the program after it in the same language."""

    language: str
    mode: str
    source: str
    text: str
    second: str = ""


@dataclass(frozen=True, slots=True)
class Blanks:
    """The values a reader of the page fills in. ``endpoint``: the full URL of one of the APIs."""

    endpoint: str
    key: str
    picture_url: str
    picture_file: Path
    callback_url: str

    def fill(self, text: str) -> str:
        """The text with its placeholders filled in and nothing else changed."""
        filled = _put(_ENDPOINT, self.endpoint, text)
        for pattern, name in _OPEN.items():
            filled = _put(pattern, str(getattr(self, name)), filled)
        return filled


def external_programs(page: str) -> list[Program]:
    """All programs on the external API's page: eight languages, three modes, two sources."""
    rest = iter(_pieces(page))
    return [
        _program(language, mode, source, next(rest))
        for mode, source in _PARTS
        for language, _ in _BEGINNINGS
    ]


def v1_programs(page: str) -> list[Program]:
    """The curl programs on the v1 API's page. It has no others, and none for sync with a file."""
    query, *_ = (text for text in _fenced(page, "bash") if "{task_id}" in text)
    return [
        Program(
            "curl",
            "sync" if "sync=1" in text else "async",
            "url" if "image_url" in text else "file",
            text,
            query,
        )
        for text in _fenced(page, "bash")
        if text != query
    ]


def external_answers(page: str) -> list[dict[str, Any]]:
    """The JSON answers of the external API's page: created, refused, processing, completed,
    refused, failed."""
    text = page[page.index("Response Examples") :]
    starts = [match.start() for match in re.finditer(r"^\{$", text, re.MULTILINE)]
    return [json.JSONDecoder().raw_decode(text, start)[0] for start in starts]


def v1_answers(page: str) -> list[dict[str, Any]]:
    """The JSON answers of the v1 API's page: created, completed."""
    return [json.loads(text) for text in _fenced(page, "json")]


def fields(page: str) -> set[str]:
    """The fields of an answer's ``data`` listed in a page's tables."""
    return set(re.findall(r"^(?:\| data\.|├─ )(\w+) \|", page, re.MULTILINE))


def _put(pattern: str, value: str, text: str) -> str:
    return re.sub(pattern, lambda _: value, text)


def _pieces(page: str) -> list[str]:
    """The page's programs in page order, each up to the start of the next one."""
    lines = page.splitlines()
    at, starts = 0, []
    for _ in _PARTS:
        for _, beginnings in _BEGINNINGS:
            while not lines[at].startswith(beginnings):
                at += 1
            starts.append(at)
            at += 1
    ends = [*starts[1:], lines.index(_END, at)]
    return ["\n".join(lines[a:b]) + "\n" for a, b in zip(starts, ends, strict=True)]


def _program(language: str, mode: str, source: str, text: str) -> Program:
    if language == "python":
        depths = _PYTHON_DEPTHS[mode, source]
        lines = zip(depths, text.splitlines(), strict=True)
        return Program(
            language, mode, source, "".join(f"{'    ' * int(d)}{line}\n" for d, line in lines)
        )
    splitter = _SECOND.get(language, "(?!)")
    first, *second = (part for part in re.split(splitter, text, flags=re.MULTILINE) if part)
    return Program(language, mode, source, first, "".join(second))


def _fenced(page: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
