"""Completion, by the protocol of each shell."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from idphoto.cli.app import main
from idphoto.specs import all_specs

Complete = Callable[[str], list[str]]


@pytest.fixture(params=["bash", "zsh", "fish"])
def complete(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Complete:
    """``complete(line)``: the values that a shell is offered at the end of a line."""
    shell = request.param

    def run(line: str) -> list[str]:
        monkeypatch.setattr(sys, "argv", ["idphoto"])
        monkeypatch.setenv("_IDPHOTO_COMPLETE", f"complete_{shell}")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(line.split(" ")) - 1))
        monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
        monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
        capsys.readouterr()
        with pytest.raises(SystemExit):
            main()
        out = capsys.readouterr().out
        if shell == "zsh":  # "value":"help" in a list for _arguments
            assert out.startswith("_arguments '*: :((") or out == "_files\n"
            out = out.removeprefix("_arguments '*: :((").removesuffix("))'\n")
            return [line.split('"')[1] for line in out.splitlines() if '"' in line]
        return [line.split("\t")[0] for line in out.splitlines() if line]

    return run


def test_commands_are_completed(complete: Complete) -> None:
    assert complete("idphoto ma") == ["make"]
    assert {"make", "specs", "watch"} <= set(complete("idphoto "))
    assert complete("idphoto specs s") == ["search", "show"]


def test_options_are_completed(complete: Complete) -> None:
    assert complete("idphoto make --max") == ["--max-bytes"]


@pytest.mark.parametrize(
    ("line", "offers"),
    [
        ("idphoto make --spec jp-", {"jp-passport", "jp-visa"}),
        ("idphoto check --spec us-pass", {"us-passport"}),
        ("idphoto make --clothes child_1", {"child_1", "child_10"}),
        ("idphoto make --bg lightb", {"lightblue"}),
        ("idphoto watch in out --bg2 re", {"red", "rebeccapurple"}),
        ("idphoto make --format ", {"jpg", "png", "webp"}),
        ("idphoto cutout --format ", {"png", "webp"}),
        ("idphoto sheet --format p", {"png", "pdf"}),
        ("idphoto sheet --paper A", {"A4", "A5", "A6"}),
        ("idphoto sheet --background whites", {"whitesmoke"}),
        ("idphoto make --face l", {"largest", "left"}),
        ("idphoto headshot --template wed", {"wedding"}),
    ],
)
def test_values_are_completed(complete: Complete, line: str, offers: set[str]) -> None:
    found = complete(line)
    assert offers <= set(found)
    assert all(each.startswith(line.rpartition(" ")[2]) for each in found)


def test_every_specification_is_offered(complete: Complete) -> None:
    assert complete("idphoto make --spec ") == [spec.slug for spec in all_specs()]


def test_profiles_are_completed(
    complete: Complete, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = "".join(f"option-{number} = 1\n" for number in range(20))
    profiles = f"[profile.badge]\n{many}[profile.passport]\n"
    (tmp_path / "idphoto.toml").write_text(profiles, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert complete("idphoto make me.jpg --profile ") == ["badge", "passport"]
    (tmp_path / "idphoto.toml").write_text("[profile", "utf-8")
    assert complete("idphoto make me.jpg --profile ") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shells_script_is_printed(
    shell: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["idphoto"])
    monkeypatch.setenv("_IDPHOTO_COMPLETE", f"source_{shell}")
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    assert f"_IDPHOTO_COMPLETE=complete_{shell}" in capsys.readouterr().out
