"""``idphoto authority remove``."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.authority.numbers import DEMO, invented
from tests.cli.authority.people import find

Run = Callable[..., Any]


@pytest.mark.parametrize("by", ["id", "number"])
def test_a_removed_person_is_gone(authority: Run, folder: Path, by: str) -> None:
    authority("add", "--name", "张三", "--number", DEMO)
    (entry,) = json.loads(authority("list", "--reveal", "--json").out)
    assert authority("remove", entry[by]).out == "1 removed\n"
    assert find(folder) is None


def test_an_unknown_person_cannot_be_removed(authority: Run) -> None:
    outcome = authority("remove", DEMO)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err == (
        "idphoto: nobody in the registry has this number or id; `idphoto authority list` shows "
        "who is there\n"
    )


def test_removing_everybody_requires_confirmation(
    authority: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        authority("add", "--name", "张三", "--number", invented(n))
    assert authority("remove").err == "idphoto: number_or_id: give a number or an id, or --all\n"
    assert authority("remove", DEMO, "--all").status == 2
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    assert authority("remove", "--all").status == 1
    assert find(folder, invented(1)) is not None
    monkeypatch.setenv("IDPHOTO_SECRET", "the secret of then is lost for ever")
    assert json.loads(authority("remove", "--all", "--yes", "--json").out) == {"removed": 3}
    assert authority("add", "--name", "张三", "--number", DEMO).status == 0
