"""Python and the clock."""

from __future__ import annotations

import platform

import idphoto
from idphoto.health import system


def test_the_versions_are_named() -> None:
    part = system.python()
    assert idphoto.__version__ in part.found
    assert platform.python_version() in part.found


def test_a_clock_before_the_installation_is_wrong() -> None:
    part = system.clock(now=0.0)
    assert part.status == "warning"
    assert part.found == "1970-01-01 00:00 UTC, before idphoto was installed"


def test_a_clock_of_today_is_plausible() -> None:
    assert system.clock().status == "ok"
