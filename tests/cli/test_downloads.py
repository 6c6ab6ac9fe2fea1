"""The progress bars of downloads."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr

import pytest

from idphoto.assets import downloads
from idphoto.assets.store import AssetStore
from idphoto.cli import app
from idphoto.cli.downloads import shown_downloads


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@contextmanager
def terminal() -> Iterator[Terminal]:
    """Standard error as a terminal: within a test, since pytest takes it back before."""
    with pytest.MonkeyPatch.context() as patch, redirect_stderr(Terminal()) as screen:
        patch.setenv("TERM", "xterm")
        yield screen


def fetch(name: str, total: int) -> None:
    for done in (0, total // 2, total):
        downloads.report(name, done, total)


def test_each_download_has_a_bar_on_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with terminal() as screen, shown_downloads():
        fetch("one==1.0", 4_000_000)
        fetch("two==2.0", 2_000_000)
    shown = screen.getvalue()
    assert "one==1.0" in shown
    assert "4.0/4.0 MB" in shown
    assert "2.0/2.0 MB" in shown
    assert capsys.readouterr().out == ""


def test_what_is_printed_after_a_download_is_below_its_bar() -> None:
    with terminal() as screen, shown_downloads():
        fetch("one==1.0", 4_000_000)
        print("made", file=sys.stderr)
    assert re.sub(r"\x1b\[[?\d;]*\w", "", screen.getvalue()).splitlines()[-1] == "made"


def test_an_interrupted_download_leaves_the_cursor_visible() -> None:
    with terminal() as screen, pytest.raises(KeyboardInterrupt), shown_downloads():
        downloads.report("one==1.0", 1, 10)
        raise KeyboardInterrupt
    shown = screen.getvalue()
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")


def test_nothing_is_shown_off_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with shown_downloads():
        fetch("one==1.0", 4_000_000)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("options", "bars"), [([], True), (["--json"], False), (["--quiet"], False)]
)
def test_a_command_shows_its_downloads_unless_it_is_quiet_or_prints_json(
    options: list[str], bars: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pull(store: AssetStore, names: list[str]) -> None:
        fetch("one==1.0", 4_000_000)

    monkeypatch.setattr(AssetStore, "pull", pull)
    monkeypatch.setattr(AssetStore, "path", lambda store, name: store.folder / name)
    monkeypatch.setattr(sys, "argv", ["idphoto", "models", "pull", *options])
    with terminal() as screen, pytest.raises(SystemExit) as ended:
        app.main()
    assert not ended.value.code
    assert ("one==1.0" in screen.getvalue()) is bars
