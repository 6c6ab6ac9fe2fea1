"""Standard input, standard output, devices, and files that cannot be read or written."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.docs.blocks import ROOT

Run = Callable[..., Any]
SMALL = ("--size", "120x160")
MAIN = "from idphoto.cli.app import main; main()"


def process(*arguments: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The command as a process, with its standard input and output."""
    return subprocess.run(
        [sys.executable, "-c", MAIN, *arguments],
        input=data,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )


def opened(data: bytes) -> tuple[str | None, tuple[int, int]]:
    with Image.open(io.BytesIO(data)) as image:
        return image.format, image.size


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """``stdin(data)``: what comes by standard input."""
    return lambda data: monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_a_photo_goes_through_a_pipe(portrait: Path) -> None:
    done = process("make", "-", *SMALL, "--format", "png", data=portrait.read_bytes())
    assert (done.returncode, opened(done.stdout)) == (0, ("PNG", (120, 160)))
    assert done.stderr.startswith(b"-: 120")
    assert [path.name for path in Path().iterdir()] == ["me.jpg"]


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        (("make", "me.jpg", *SMALL, "-o", "-"), "JPEG"),
        (("make", "me.jpg", *SMALL, "-o", "/dev/stdout"), "JPEG"),
        (("cutout", "me.jpg", "-o", "-", "--format", "webp"), "WEBP"),
        (("cutout", "me.jpg", "-o", "/dev/stdout"), "PNG"),
        (("sheet", "me.jpg", "-o", "-", "--format", "png", "--size", "2x2in"), "PNG"),
    ],
)
def test_standard_output_has_the_picture_alone(
    portrait: Path, command: tuple[str, ...], kind: str
) -> None:
    done = process(*command, "--json")
    assert (done.returncode, opened(done.stdout)[0]) == (0, kind)
    assert json.loads(done.stderr)["output"] == command[command.index("-o") + 1]


def test_a_picture_is_not_written_to_a_terminal(
    idphoto: Run, portrait: Path, terminal: None
) -> None:
    outcome = idphoto("make", "me.jpg", *SMALL, "-o", "-")
    assert (outcome.status, outcome.out) == (2, "")
    assert "output: a picture is not written to a terminal" in outcome.err


def test_a_named_pipe_is_written_to(idphoto: Run, portrait: Path) -> None:
    os.mkfifo("pipe.jpg")
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(Path("pipe.jpg").read_bytes()))
    reader.start()
    assert idphoto("make", "me.jpg", *SMALL, "-o", "pipe.jpg").status == 0
    reader.join()
    assert opened(read[0]) == ("JPEG", (120, 160))
    assert Path("pipe.jpg").is_fifo()


@pytest.mark.parametrize("command", ["check", "make", "cutout"])
def test_an_empty_standard_input_is_refused(
    idphoto: Run, portrait: Path, stdin: Callable[[bytes], None], command: str
) -> None:
    stdin(b"")
    outcome = idphoto(command, "-")
    assert outcome.status == 2
    assert "photo: standard input is empty" in outcome.err


def test_check_and_sheet_read_standard_input(
    idphoto: Run, portrait: Path, stdin: Callable[[bytes], None]
) -> None:
    stdin(portrait.read_bytes())
    report = json.loads(idphoto("check", "-", "--spec", "gb-passport", "--json").out)
    assert (report["photo"], report["ok"]) == ("-", True)
    stdin(portrait.read_bytes())
    assert idphoto("sheet", "-", "--count", "2", "--size", "2x2in", "-o", "sheet.png").status == 0
    assert Path("sheet.png").is_file()


def test_an_id_card_is_read_from_standard_input(
    idphoto: Run, portrait: Path, stdin: Callable[[bytes], None]
) -> None:
    stdin(portrait.read_bytes())
    outcome = idphoto("idcard", "read", "-", "--json")
    assert (outcome.status, outcome.err) == (1, "")
    report = json.loads(outcome.out)
    assert (report["ok"], report["error"]["code"]) == (False, "no_card")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("-", "me.jpg"), "photo: - is standard input, which holds one photo"),
        (("me.jpg", "me.jpg", "-o", "-"), "output: several photos do not go to standard output"),
        (("me.jpg", "me.jpg", "-o", "one.jpg"), "output: one.jpg looks like a file"),
        (("https://example.com/me.jpg",), "https://example.com/me.jpg is an address: download"),
        (("file:///tmp/me.jpg",), "is an address: give the path, /tmp/me.jpg"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(
    idphoto: Run, portrait: Path, arguments: tuple[str, ...], reason: str
) -> None:
    outcome = idphoto("make", *arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert reason in outcome.err
    assert [path.name for path in Path().iterdir()] == ["me.jpg"]


@pytest.mark.parametrize("command", [("make", *SMALL), ("cutout",), ("sheet", "--size", "2x2in")])
def test_folders_are_made_and_a_refusal_names_the_output(
    idphoto: Run, portrait: Path, command: tuple[str, ...]
) -> None:
    assert idphoto(*command, "me.jpg", "-o", "new/dir/x.png").status == 0
    assert Path("new/dir/x.png").is_file()
    outcome = idphoto(*command, "me.jpg", "-o", "me.jpg/x.png")
    assert outcome.status == 1
    assert outcome.err.splitlines()[-1] == "idphoto: me.jpg/x.png: Not a directory"


def test_an_input_that_cannot_be_read_is_named(
    idphoto: Run, portrait: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)
    for command in ("make", "cutout", "sheet", "check"):
        outcome = idphoto(command, "me.jpg")
        assert outcome.status == 1
        assert outcome.err == "idphoto: cannot read me.jpg: Permission denied\n"
        printed = json.loads(idphoto(command, "me.jpg", "--json").out)
        assert printed["error"]["code"] == "file_forbidden"


@pytest.mark.parametrize(
    ("command", "kind", "name"),
    [("make", "webp", "out.jpg"), ("cutout", "webp", "out.png"), ("sheet", "pdf", "out.png")],
)
def test_a_format_that_contradicts_the_files_name_is_refused(
    idphoto: Run, portrait: Path, command: str, kind: str, name: str
) -> None:
    outcome = idphoto(command, "me.jpg", "-o", name, "--format", kind)
    assert outcome.status == 2
    assert outcome.err == (f"idphoto: format: {kind} does not belong into {name}: leave one out\n")
    assert not Path(name).exists()
