"""``idphoto authority ask``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.authority.numbers import DEMO, invented
from tests.authority.outsider import Outsider, Says, outsider
from tests.cli.authority.people import NOTE

__all__ = ["outsider"]

Run = Callable[..., Any]


@pytest.mark.parametrize(
    ("name", "number", "message"),
    [
        ("张三", DEMO, {"answer": "record", "about": "a photo of 7 bytes, an embedding"}),
        ("李四", DEMO, {"answer": "name_mismatch", "about": None}),
        ("李四", invented(1), {"answer": "no_photo", "about": None}),
        ("李四", invented(2), {"answer": "no_record", "about": None}),
    ],
)
def test_the_registry_is_asked_as_the_server_does(
    authority: Run,
    tmp_path: Path,
    embedded: list[bytes],
    name: str,
    number: str,
    message: dict[str, str | None],
) -> None:
    (tmp_path / "face.jpg").write_bytes(b"a photo")
    authority("add", "--name", "张三", "--number", DEMO, "--photo", tmp_path / "face.jpg")
    authority("add", "--name", "李四", "--number", invented(1))
    outcome = authority("ask", "--name", name, "--number", number, "--json")
    assert (outcome.status, json.loads(outcome.out)) == (0, message)


def test_without_an_authority_the_answer_is_unavailable(
    authority: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IDPHOTO_AUTHORITY", "")
    added = authority("add", "--name", "张三", "--number", DEMO)
    assert (added.status, added.err) == (0, NOTE)
    outcome = authority("ask", "--name", "张三", "--number", DEMO)
    assert outcome.status == 1
    assert outcome.out == "unavailable: no authority is set up: IDPHOTO_AUTHORITY is empty\n"


def test_another_server_is_asked_as_the_server_does(
    authority: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    outsider: Callable[..., Outsider],
) -> None:
    running = outsider()
    running.always(Says(status=404))
    config = tmp_path / "authority.toml"
    config.write_text(
        f'url = "{running.url}"\n'
        'form = { name = "{name}", number = "{number}" }\n'
        'answers = [{ status = 404, means = "no_record" }, { status = 200, means = "record" }]\n'
    )
    monkeypatch.setenv("IDPHOTO_AUTHORITY", "http")
    outcome = authority("ask", "--name", "张三", "--number", DEMO)
    assert (outcome.status, outcome.out) == (1, "")
    assert (
        outcome.err
        == "idphoto: IDPHOTO_AUTHORITY_CONFIG: must name the file that describes the authority\n"
    )
    monkeypatch.setenv("IDPHOTO_AUTHORITY_CONFIG", str(config))
    assert authority("ask", "--name", "张三", "--number", DEMO).out == "no_record\n"
