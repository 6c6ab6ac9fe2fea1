"""``idphoto authority``: what all its commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.authority.numbers import DEMO, invented
from tests.cli.authority.people import find

Run = Callable[..., Any]


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "--name", "李四", "--number", invented(2)),
        ("list",),
        ("remove", DEMO),
        ("ask", "--name", "张三", "--number", DEMO),
    ],
)
def test_another_secret_is_reported_and_changes_nothing(
    authority: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    authority("add", "--name", "张三", "--number", DEMO)
    with monkeypatch.context() as changed:
        changed.setenv("IDPHOTO_SECRET", "a secret that came with a new machine")
        outcome = authority(*arguments)
    assert (outcome.status, outcome.out) == (1, "")
    assert outcome.err.startswith("idphoto: the registry was written with another secret: restore")
    assert find(folder) is not None
    assert find(folder, invented(2)) is None


@pytest.mark.parametrize("command", ["add", "import", "list", "remove", "ask"])
def test_the_help_has_an_example(idphoto: Run, command: str) -> None:
    said = " ".join(idphoto("authority", command, "--help").out.split())
    assert f"idphoto authority {command}" in said
