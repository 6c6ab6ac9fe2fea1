"""All parts together."""

from __future__ import annotations

from pathlib import Path

import pytest

from idphoto.errors import BadSetting
from idphoto.health import examine as module
from idphoto.health.examine import examine
from idphoto.runtime.engine import Engine
from idphoto.settings import Settings


def test_every_part_has_a_name_of_its_own(engine: Engine, tmp_path: Path) -> None:
    names = [part.name for part in examine(tmp_path)]
    assert len(set(names)) == len(names)
    assert {"python", "clock", "drawing", "settings", "inference", "weights: photo", "pip"} < {
        *names
    }


def test_the_processor_and_the_precisions_are_named(engine: Engine, tmp_path: Path) -> None:
    parts = {part.name: part for part in examine(tmp_path)}
    found = parts["inference"].found
    assert found.startswith("OpenVINO 20")
    assert "f32 for " in found


def test_only_what_is_wrong_has_a_remedy(tmp_path: Path) -> None:
    assert all(bool(part.remedy) is (part.status != "ok") for part in examine(tmp_path))


def test_a_bad_setting_is_a_missing_part_and_ends_the_examination(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail() -> Settings:
        raise BadSetting("IDPHOTO_THREAD", "there is no such setting")

    monkeypatch.setattr(module, "get_settings", fail)
    last = examine()[-1]
    assert (last.name, last.status) == ("settings", "missing")
    assert last.found == "IDPHOTO_THREAD: there is no such setting"


def test_the_values_of_settings_are_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IDPHOTO_SECRET", "abracadabra" * 4)
    parts = examine(tmp_path)
    assert "abracadabra" not in repr(parts)
    assert next(part for part in parts if part.name == "settings").found.find("IDPHOTO_SECRET") >= 0
