"""A watched folder, by a real process."""

from __future__ import annotations

import json
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest
from PIL import Image
from tests.cli.test_interrupt import STOP_S, start, until

from idphoto.cli.watch.run import complete
from idphoto.errors import WeightsUnavailable

Run = Callable[..., Any]
Watching = Callable[..., Popen[str]]


@pytest.fixture
def watching(portrait: Path) -> Iterator[Watching]:
    """``watching(*options)``: a process that watches the folder ``in``."""
    Path("in").mkdir()
    begun: list[Popen[str]] = []

    def watch(*options: str) -> Popen[str]:
        words = ("watch", "in", "out", "--size", "120x160", "--interval", "0.1", *options)
        begun.append(start(*words))
        return begun[-1]

    yield watch
    for process in begun:
        process.kill()
        process.communicate()


def end(process: Popen[str], by: signal.Signals = signal.SIGINT) -> tuple[int, str]:
    process.send_signal(by)
    out, err = process.communicate(timeout=STOP_S)
    assert err == "" or "Traceback" not in err
    return process.returncode, out


def said(process: Popen[str], words: str) -> str:
    """The next line of standard output with ``words``, once it is there."""
    assert process.stdout is not None
    return next(line for line in process.stdout if words in line)


def report(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path("out", name).read_text("utf-8"))
    return found


def test_a_photo_is_made_of_each_file_that_arrives(watching: Watching, portrait: Path) -> None:
    process = watching()
    shutil.copy(portrait, "in/ada.jpg")
    Path("in/wall.jpg").write_bytes(portrait.read_bytes()[:3000])
    Path("in/note.txt").write_text("no photo")
    until(Path("out/ada.json").exists)
    until(Path("out/wall.json").exists)
    assert said(process, "out/ada.jpg: 120×160 px")
    assert end(process)[0] == 0
    with Image.open("out/ada.jpg") as image:
        assert image.size == (120, 160)
    assert (report("ada.json")["ok"], report("ada.json")["output"]) == (True, "out/ada.jpg")
    assert "compliance" in report("ada.json")
    assert report("wall.json")["error"]["code"] == "bad_image"
    assert sorted(path.name for path in Path("in").iterdir()) == ["ada.jpg", "note.txt", "wall.jpg"]


def test_after_a_restart_no_photo_is_made_twice(watching: Watching, portrait: Path) -> None:
    shutil.copy(portrait, "in/ada.jpg")
    Path("in/wall.jpg").write_bytes(portrait.read_bytes()[:3000])
    first = watching()
    until(Path("out/ada.json").exists)
    until(Path("out/wall.json").exists)
    assert end(first, signal.SIGTERM)[0] == 0
    before = {path: path.stat().st_mtime_ns for path in Path("out").glob("[!.]*")}

    second = watching()
    shutil.copy(portrait, "in/grace.jpg")
    until(Path("out/grace.json").exists)
    _, out = end(second)
    assert "ada" not in out
    after = {path: path.stat().st_mtime_ns for path in Path("out").glob("[!.]*")}
    assert before.items() < after.items()
    assert {path.name for path in set(after) - set(before)} == {"grace.jpg", "grace.json"}


def test_settled_photos_are_moved_on_demand_and_nothing_is_overwritten(
    watching: Watching, portrait: Path
) -> None:
    process = watching("--move-to", "done")
    for number in (1, 2):
        shutil.copy(portrait, "in/me.jpg")
        until(lambda number=number: len(list(Path("done").glob("*.jpg"))) == number)  # type: ignore[misc]
    end(process)
    assert list(Path("in").iterdir()) == []
    assert sorted(path.name for path in Path("done").iterdir()) == ["me-2.jpg", "me.jpg"]
    made = sorted(path.name for path in Path("out").glob("[!.]*"))
    assert made == ["me-2.jpg", "me-2.json", "me.jpg", "me.json"]


def test_a_profile_says_what_to_make(watching: Watching, portrait: Path) -> None:
    Path("idphoto.toml").write_text('[profile.p]\nformat = "png"\nreport = "r.csv"\n', "utf-8")
    process = watching("--profile", "p", "--json")
    shutil.copy(portrait, "in/ada.jpg")
    until(Path("out/ada.json").exists)
    assert process.stdout is not None
    printed = json.loads(process.stdout.readline())  # nothing else is printed there
    end(process)
    assert report("ada.json")["format"] == "png"
    assert printed == report("ada.json")


def test_a_file_is_complete_once_two_looks_find_the_same() -> None:
    old, new, growing, empty = (Path(name) for name in ("old", "new", "growing", "empty"))
    before = {old: (5, 20), growing: (5, 10), empty: (0, 10)}
    now = {old: (5, 20), growing: (9, 30), empty: (0, 10), new: (5, 10)}
    assert complete(before, now) == [old]
    assert complete(now, now) == [new, old, growing]


def test_an_error_of_the_machine_ends_the_command_and_settles_nothing(
    idphoto: Run, portrait: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object, **__: object) -> None:
        raise WeightsUnavailable("isnet", "models", "no connection")

    Path("in").mkdir()
    shutil.copy(portrait, "in/ada.jpg")
    monkeypatch.setattr("idphoto.photo.pipeline.run", missing)
    outcome = idphoto("watch", "in", "out", "--interval", "0.1")
    assert outcome.status == 1
    assert "isnet" in outcome.err
    assert not Path("out/ada.json").exists()
    monkeypatch.undo()


@pytest.mark.parametrize(
    ("folders", "reason"),
    [
        (("nowhere", "out"), "in: there is no folder nowhere"),
        (("in", "in"), "out: in is the folder that is watched: choose another"),
        (("in", "me.jpg"), "out: me.jpg is a file, not a folder"),
        (("in", "out", "--move-to", "in"), "move_to: in is the folder that is watched"),
    ],
)
def test_folders_that_cannot_be_used_are_refused(
    idphoto: Run, portrait: Path, folders: tuple[str, ...], reason: str
) -> None:
    Path("in").mkdir()
    outcome = idphoto("watch", *folders)
    assert outcome.status == 2
    assert reason in outcome.err
