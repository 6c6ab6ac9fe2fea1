"""``idphoto models``."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from idphoto.assets.downloads import DownloadProgress
from idphoto.assets.manifest import Asset, manifest
from idphoto.assets.store import AssetStore
from idphoto.cli import models
from idphoto.errors import BadRequest


class OneBlockStore(AssetStore):
    """Delivers a file of zeros without a source."""

    def _fetch(self, entry: Asset, progress: DownloadProgress) -> Any:
        progress(entry.file, entry.bytes, entry.bytes)
        (self.folder / entry.file).write_bytes(bytes(entry.bytes))
        return entry.sources[0]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AssetStore:
    """The product's networks, each a thousand zeros."""
    facts: dict[str, Any] = {"sha256": hashlib.sha256(bytes(1000)).hexdigest(), "bytes": 1000}
    entries = tuple(
        dataclasses.replace(
            entry, **facts, sources=(dataclasses.replace(entry.sources[0], **facts),)
        )
        for entry in manifest()
    )
    store = OneBlockStore(tmp_path, entries)
    monkeypatch.setattr(models, "_store", lambda: store)
    return store


def run(*arguments: str, status: int = 0) -> str:
    result = CliRunner().invoke(models.app, list(arguments))
    assert result.exit_code == status, result.output
    return result.stdout


def present(store: AssetStore) -> set[str]:
    return {entry.name for entry in store.entries if store.is_present(entry.name)}


def test_the_list_shows_licences_and_that_isnet_has_none(store: AssetStore) -> None:
    text = " ".join(run("list").split())
    assert all(entry.name in text for entry in store.entries)
    assert "unclear" in text
    said = CliRunner().invoke(models.app, ["list"]).stderr
    assert "carry no licence of their own" in said


def test_the_json_list_shows_which_weights_are_present(store: AssetStore) -> None:
    run("pull", "modnet")
    listed = {each["name"]: each for each in json.loads(run("list", "--json"))}
    assert listed["modnet"]["present"] is True
    assert listed["isnet"]["present"] is False
    assert listed["modnet"]["licence"] == "Apache-2.0"


def test_a_pull_without_names_fetches_what_id_photos_and_labels_need(store: AssetStore) -> None:
    assert f"31 files are ready in {store.folder}" in run("pull").replace("\n", "")
    wanted = {entry.name for entry in store.entries if entry.group in ("photo", "fonts")}
    assert present(store) == wanted


def test_a_pull_of_a_group_fetches_the_group_and_the_named_networks(store: AssetStore) -> None:
    pulled = json.loads(run("pull", "modnet", "--group", "idcard", "--json"))
    of_group = [entry.name for entry in store.entries if entry.group == "idcard"]
    assert len(of_group) > 1
    assert [each["name"] for each in pulled] == ["modnet", *of_group]


def test_an_unknown_group_is_refused() -> None:
    result = CliRunner().invoke(models.app, ["pull", "--group", "cards"])
    assert result.exit_code == 2
    assert "'cards' is not one of" in " ".join(result.output.split())


def test_a_pull_of_all_fetches_everything(store: AssetStore) -> None:
    pulled = json.loads(run("pull", "--all", "--json"))
    assert {each["name"] for each in pulled} == {entry.name for entry in store.entries}
    assert all(Path(each["path"]).is_file() for each in pulled)


def test_an_unknown_name_is_a_bad_request(store: AssetStore) -> None:
    result = CliRunner().invoke(models.app, ["pull", "isnot"])
    assert isinstance(result.exception, BadRequest)
    assert "no weights or font named 'isnot'" in result.exception.message


def test_verify_distinguishes_damaged_missing_and_good_files(store: AssetStore) -> None:
    run("pull")
    assert {each["status"] for each in json.loads(run("verify", "--json"))} == {"ok"}
    (store.folder / "isnet.onnx").write_bytes(bytes(999) + b"x")
    found = json.loads(run("verify", "isnet", "modnet", "face_landmark", "--json", status=1))
    assert [each["status"] for each in found] == ["damaged", "missing", "ok"]


@pytest.mark.parametrize("command", ["list", "pull", "verify"])
def test_the_help_has_an_example(command: str) -> None:
    assert f"idphoto models {command}" in " ".join(run(command, "--help").split())
