"""``idphoto doctor``."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from idphoto.cli import doctor
from idphoto.cli.app import app
from idphoto.health.part import HealthPart

OK = HealthPart("python", "ok", "Python 3.11.7")
WARNING = HealthPart("font: Thai", "warning", "no font has ไ", "install a font for it")
MISSING = HealthPart("storage", "missing", "no permission", "check the rights")


def run(
    monkeypatch: pytest.MonkeyPatch, parts: tuple[HealthPart, ...], *options: str
) -> tuple[int, str]:
    monkeypatch.setattr(doctor, "examine", lambda *_, **__: parts)
    result = CliRunner().invoke(app, ["doctor", *options])
    return result.exit_code, result.stdout


def test_warnings_do_not_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    status, out = run(monkeypatch, (OK, WARNING))
    assert status == 0
    assert out.splitlines() == [
        "status\tpart\tfound\tremedy",
        "ok\tpython\tPython 3.11.7\t",
        "warning\tfont: Thai\tno font has ไ\tinstall a font for it",
    ]


def test_a_missing_part_is_exit_status_1(monkeypatch: pytest.MonkeyPatch) -> None:
    status, out = run(monkeypatch, (OK, MISSING))
    assert status == 1
    assert "missing\tstorage\tno permission\tcheck the rights" in out


def test_json_has_every_part(monkeypatch: pytest.MonkeyPatch) -> None:
    status, out = run(monkeypatch, (WARNING, MISSING), "--json")
    assert status == 1
    assert json.loads(out) == [WARNING.to_json(), MISSING.to_json()]
    assert WARNING.to_json() == {
        "name": "font: Thai",
        "status": "warning",
        "found": "no font has ไ",
        "remedy": "install a font for it",
    }


def test_the_options_reach_the_examination(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def examine(*given: object, **options: object) -> tuple[HealthPart, ...]:
        asked.append((given, options))
        return (OK,)

    monkeypatch.setattr(doctor, "examine", examine)
    assert CliRunner().invoke(app, ["doctor", "--verify", "--online"]).exit_code == 0
    assert asked == [((None,), {"verify": True, "online": True})]
