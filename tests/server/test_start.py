"""What the server says at its start about what it lacks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
import structlog
from fastapi import FastAPI

from idphoto.health.part import HealthPart
from idphoto.server import start
from idphoto.server.start import examine_start
from idphoto.settings import ServerSettings

PARTS = (
    HealthPart("python", "ok", "Python 3.11.7"),
    HealthPart("font: Thai", "warning", "no font has ไ", "install a font"),
    HealthPart("drawing", "missing", "cannot load it", "install it"),
)


def started(app: FastAPI, settings: ServerSettings, examine: Callable[..., Any]) -> list[Any]:
    """The log of a start with these parts."""
    with pytest.MonkeyPatch.context() as patch, structlog.testing.capture_logs() as lines:
        patch.setattr(start, "examine", examine)
        asyncio.run(examine_start(app, settings))
    return lines


def test_what_is_missing_is_logged_by_name(own_app: FastAPI, settings: ServerSettings) -> None:
    lines = started(own_app, settings, lambda data_dir: PARTS)
    assert [(line["log_level"], line["event"], line["part"]) for line in lines] == [
        ("warning", "part warning", "font: Thai"),
        ("error", "part missing", "drawing"),
    ]
    assert lines[1]["remedy"] == "install it"
    assert own_app.state.missing == ["drawing"]


def test_a_start_that_cannot_be_examined_is_logged_and_goes_on(
    own_app: FastAPI, settings: ServerSettings
) -> None:
    def fail(data_dir: object) -> None:
        raise RuntimeError("broken")

    lines = started(own_app, settings, fail)
    assert [line["event"] for line in lines] == ["the start cannot be examined"]
    assert own_app.state.missing == []
