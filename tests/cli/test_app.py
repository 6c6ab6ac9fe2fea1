"""The command as a whole: help, versions, exit codes, and errors in one line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import idphoto as package

Run = Callable[..., Any]


def test_the_help_names_every_command(idphoto: Run) -> None:
    outcome = idphoto("--help")
    assert outcome.status == 0
    for command in ("make", "cutout", "specs", "models", "serve", "keys", "callbacks"):
        assert command in outcome.out


def test_without_a_command_the_help_is_shown(idphoto: Run) -> None:
    outcome = idphoto()
    assert outcome.status == 2
    assert "make" in outcome.out + outcome.err


@pytest.mark.parametrize("command", ["make", "cutout"])
def test_the_help_has_examples(idphoto: Run, command: str) -> None:
    outcome = idphoto(command, "--help")
    assert outcome.status == 0
    assert f"idphoto {command} me.jpg" in outcome.out


def test_the_version_is_the_packages(idphoto: Run) -> None:
    outcome = idphoto("--version")
    assert (outcome.status, outcome.out.strip()) == (0, f"idphoto {package.__version__}")


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("make", "nowhere.jpg"), 2, "photo: there is no file nowhere.jpg"),
        (("cutout", "nowhere.jpg"), 2, "photo: there is no file nowhere.jpg"),
        (("specs", "show", "atlantis-passport"), 2, "no specification named"),
        (("models", "pull", "isnot"), 2, "no network named 'isnot'"),
    ],
)
def test_an_error_is_one_line_on_stderr_and_a_status(
    idphoto: Run, arguments: tuple[str, ...], status: int, message: str
) -> None:
    outcome = idphoto(*arguments)
    assert outcome.status == status
    assert outcome.out == ""
    (line,) = outcome.err.strip().splitlines()
    assert line.startswith("idphoto: ")
    assert message in line


@pytest.mark.parametrize("arguments", [("fly",), ("make",), ("make", "--wings", "me.jpg")])
def test_an_unknown_command_or_option_is_a_usage_error(
    idphoto: Run, arguments: tuple[str, ...]
) -> None:
    outcome = idphoto(*arguments)
    assert outcome.status == 2
    assert "Usage" in outcome.err
    assert "Traceback" not in outcome.err


def test_a_real_process_exits_the_same_way(tmp_path: Path) -> None:
    """As installed: no stack trace, nothing on standard output, the status."""
    ended = subprocess.run(
        [sys.executable, "-c", "from idphoto.cli.app import main; main()", "make", "nowhere.jpg"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(package.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == "idphoto: photo: there is no file nowhere.jpg\n"
