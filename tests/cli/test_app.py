"""The command as a whole: help, versions, exit codes, and errors in one line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import idphoto as package
from idphoto.cli.failure import report
from idphoto.errors import NoSuchFile

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
        (("models", "pull", "isnot"), 2, "name: no weights or font named 'isnot'"),
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


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (("make", "nowhere.jpg"), 2, "bad_request"),
        (("cutout", "nowhere.jpg"), 2, "bad_request"),
        (("sheet", "nowhere.jpg"), 2, "bad_request"),
        (("check", "nowhere.jpg"), 2, "bad_request"),
        (("headshot", "nowhere.jpg", "-t", "wedding"), 2, "bad_request"),
        (("idcard", "read", "nowhere.jpg"), 2, "bad_request"),
        (("idcard", "verify", "nowhere.jpg"), 2, "bad_request"),
        (("idcard", "calibrate", "nowhere"), 2, "bad_request"),
        (("wardrobe", "--photo", "me.jpg"), 2, "bad_request"),
        (("specs", "show", "atlantis-passport"), 2, "unknown_spec"),
        (("models", "verify", "isnot"), 2, "bad_request"),
        (("keys", "list", "--data-dir", "file"), 2, "bad_request"),
        (("profiles", "--config", "nowhere.toml"), 1, "io_error"),
        (("watch", "nowhere", "out"), 2, "bad_request"),
        (("make", "--wings", "me.jpg"), 2, "bad_request"),
        (("make",), 2, "bad_request"),
    ],
)
def test_with_json_an_error_is_json_where_results_are(
    idphoto: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    status: int,
    code: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("no folder")
    outcome = idphoto(*arguments, "--json")
    assert (outcome.status, outcome.err) == (status, "")
    answer = json.loads(outcome.out)
    assert (answer["ok"], answer["error"]["code"]) == (False, code)
    assert answer["error"]["message"]


def test_a_typed_error_that_is_also_pythons_own_keeps_its_code(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert report(NoSuchFile("No such file or directory", "me.jpg"), as_json=True) == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "no_such_file"


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version_has_a_short_option(idphoto: Run, option: str) -> None:
    assert idphoto(option).out == f"idphoto {package.__version__}\n"
