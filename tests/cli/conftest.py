from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from idphoto.cli.app import main
from idphoto.cli.levels import begin
from idphoto.runtime.engine import Engine


@dataclass(frozen=True)
class Outcome:
    """What a run of the command left behind."""

    status: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def _as_begun() -> None:
    """Tests that call a command's function begin as the program does: a quiet one may precede."""
    begin()


@pytest.fixture
def idphoto(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """``idphoto(*arguments)``: the whole command, in this process, errors handled as in a shell."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("NO_COLOR", "1")

    def run(*arguments: object) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["idphoto", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main()
        seen = capsys.readouterr()
        code = stopped.value.code
        return Outcome(code if isinstance(code, int) else 0, seen.out, seen.err)

    return run


@pytest.fixture
def terminal(idphoto: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard output is a terminal of 80 columns."""
    for room in ("table", "check.run", "output"):
        monkeypatch.setattr(f"idphoto.cli.{room}.on_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def portrait(
    engine: Engine, tmp_path: Path, astronaut_jpeg: bytes, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A smiling woman, in a folder of her own to stand in."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "me.jpg"
    path.write_bytes(astronaut_jpeg)
    return path
