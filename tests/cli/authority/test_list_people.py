"""``idphoto authority list``."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.authority.numbers import DEMO
from tests.cli.authority.people import MASKED

Run = Callable[..., Any]


def test_the_list_masks_numbers_unless_asked_to_reveal_them(authority: Run) -> None:
    authority("add", "--name", "[red]张三", "--number", DEMO)
    for arguments in ((), ("--json",)):
        outcome = authority("list", *arguments).out
        assert MASKED in outcome
        assert "[red]张三" in outcome
        assert DEMO not in outcome
        assert DEMO in authority("list", "--reveal", *arguments).out
    (entry,) = json.loads(authority("list", "--json").out)
    assert (entry["photo"], entry["created_at"]) == (False, entry["updated_at"])


def test_the_list_fits_a_terminal_of_80_columns(authority: Run, terminal: None) -> None:
    authority("add", "--name", "买买提·吐尔逊", "--number", DEMO)
    _, line, below = authority("list").out.splitlines()
    (entry,) = json.loads(authority("list", "--json").out)
    assert line.split() == ["买买提·吐尔逊", MASKED, "no", entry["created_at"][:10]]
    assert below.strip() == entry["id"]


def test_an_empty_list_says_how_to_add_a_person(authority: Run) -> None:
    assert "idphoto authority add" in authority("list").err
    assert json.loads(authority("list", "--json").out) == []
