"""What docs/authority.md says, done: its commands, its example of an outside authority."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.authority.numbers import DEMO
from tests.authority.outsider import Outsider, Says, outsider
from tests.docs.blocks import ROOT, Reader, code, read

from idphoto.authority.connector import Connector
from idphoto.authority.connector_config import Description, read_config
from idphoto.authority.port import Answer, NameMismatch, NoPhoto, NoRecord, Record, Unavailable
from idphoto.runtime.engine import Engine
from idphoto.settings import ServerSettings

__all__ = ["outsider"]

DOCUMENT = "docs/authority.md"
TEXT = read(DOCUMENT)
KINDS: dict[str, type] = {
    "record": Record,
    "no_record": NoRecord,
    "name_mismatch": NameMismatch,
    "no_photo": NoPhoto,
    "unavailable": Unavailable,
}


def blocks(language: str) -> list[str]:
    return code(DOCUMENT, language)


def test_the_commands_do_what_they_promise(
    tmp_path: Path, astronaut_jpeg: bytes, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    (here / "portraits").mkdir(parents=True)
    for name in ("face.jpg", "portraits/zhangsan.jpg"):
        (here / name).write_bytes(astronaut_jpeg)
    (here / "people.csv").write_text(blocks("text")[0], "utf-8")
    for field in ServerSettings.model_fields:  # a developer's own database
        monkeypatch.delenv(f"IDPHOTO_{field.upper()}", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    monkeypatch.setenv("IDPHOTO_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("IDPHOTO_AUTHORITY", "registry")
    reader = Reader(here)
    added, imported, listed = map(reader.run, blocks("bash"))
    assert added == "440305********2561 is added, with a photo\n"
    assert imported == "1 added, 0 replaced, 1 unchanged (1 without a photo), 0 refused\n"
    assert "440305********2561" in listed
    assert [each["name"] for each in json.loads(listed[listed.index("[") : listed.rindex("]") + 1])]
    assert listed.endswith("1 removed\n")


def examples() -> list[tuple[int, bytes, str]]:
    """Status, body and meaning of each answer that the document shows."""
    lines = re.findall(r"^(\d+)(?: (\{.*\}))?(?:,.*?)?  +(\w+)$", blocks("text")[1], re.MULTILINE)
    return [(int(status), body.encode(), meaning) for status, body, meaning in lines]


def test_the_document_shows_an_answer_of_each_kind() -> None:
    assert {meaning for _, _, meaning in examples()} == set(KINDS)


@pytest.mark.parametrize(("status", "body", "meaning"), examples())
def test_the_example_of_a_file_understands_the_examples_of_answers(
    tmp_path: Path,
    outsider: Callable[..., Outsider],
    status: int,
    body: bytes,
    meaning: str,
) -> None:
    running = outsider()
    running.always(Says(body.replace("…".encode(), b""), status))
    (example,) = blocks("toml")
    file = tmp_path / "authority.toml"
    file.write_text(example.replace("https://authority.example", running.url), "utf-8")
    connector = Connector(read_config(file, {"AUTHORITY_TOKEN": "token"}))
    answer: Answer = asyncio.run(connector.lookup("张三", DEMO))
    assert isinstance(answer, KINDS[meaning])
    (asked,) = running.asked
    assert asked.json == {"name": "张三", "document": {"type": "resident-id", "number": DEMO}}
    assert asked.headers["authorization"] == "Bearer token"
    assert asked.path == "/v1/people/check"


def test_the_example_is_taken_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "authority.toml").write_text(blocks("toml")[0], "utf-8")
    config = read_config(tmp_path / "authority.toml", {"AUTHORITY_TOKEN": "token"})
    assert config.description.timeout_s == 5


def test_every_key_of_the_file_is_in_the_table() -> None:
    section = TEXT.partition("### Every key of the file\n")[2].partition("\n### ")[0]
    cells = re.findall(r"^\| ([^|]*) \|", section, re.MULTILINE)
    told = {
        name.strip("[]").partition(".")[0]
        for cell in cells
        for name in re.findall(r"`([^`]+)`", cell)
    }
    assert told == {field.alias or name for name, field in Description.model_fields.items()}
