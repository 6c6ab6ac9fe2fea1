"""The weights and the fonts, by group."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest

from idphoto.assets.manifest import Asset, Group, manifest
from idphoto.health import assets
from idphoto.health.part import HealthPart

Look = Callable[..., dict[str, HealthPart]]


@pytest.fixture
def entries() -> tuple[Asset, ...]:
    """The product's networks, each a thousand zeros."""
    facts: dict[str, Any] = {"sha256": hashlib.sha256(bytes(1000)).hexdigest(), "bytes": 1000}
    return tuple(
        dataclasses.replace(each, **facts, sources=(dataclasses.replace(each.sources[0], **facts),))
        for each in manifest()
    )


@pytest.fixture
def look(entries: tuple[Asset, ...], tmp_path: Path) -> Look:
    """``look(needed, verify=…)``: the parts by name, of a folder without alternatives."""
    for entry in entries:
        if entry.group != "alternatives":
            (tmp_path / entry.file).write_bytes(bytes(1000))

    def parts(*needed: Any, verify: bool = False) -> dict[str, HealthPart]:
        found = assets.parts(tmp_path, needed, verify=verify, entries=entries)
        return {part.name: part for part in found}

    return parts


def test_every_group_is_counted(look: Look) -> None:
    parts = look("photo")
    names = [name.removeprefix("weights: ") for name in parts]
    assert names == [group.replace("-", " ") for group in get_args(Group)]
    assert parts["weights: photo"] == HealthPart(
        "weights: photo", "ok", "8 of 8 files for every photo, 0.0 MB"
    )
    assert parts["rare fonts"] == HealthPart("rare fonts", "ok", "4 of 4 files, 0.0 MB")


def test_a_group_that_is_not_needed_may_be_absent(look: Look) -> None:
    part = look("photo")["weights: alternatives"]
    assert part.status == "ok"
    assert part.found.endswith("fetched when first needed")


def test_a_needed_group_that_can_be_fetched_is_a_warning(look: Look) -> None:
    part = look("alternatives")["weights: alternatives"]
    assert part.status == "warning"
    assert "idphoto models pull --group alternatives" in part.remedy


def test_a_needed_group_that_cannot_be_fetched_is_missing(
    look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "has_pip", lambda: False)
    part = look("alternatives")["weights: alternatives"]
    assert part.status == "missing"
    assert "they cannot be fetched here" in part.found


def test_a_damaged_file_is_found_by_its_digest_alone(look: Look, tmp_path: Path) -> None:
    (tmp_path / "isnet.onnx").write_bytes(bytes(999) + b"x")
    assert look()["weights: best"].status == "ok"
    part = look(verify=True)["weights: best"]
    assert (part.status, part.remedy) == ("missing", "idphoto models pull isnet")
    assert "digests compared" in look(verify=True)["weights: photo"].found
