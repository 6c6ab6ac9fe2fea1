"""The code blocks of the README and the guide do what they say."""

from __future__ import annotations

import io
import os
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from skimage import data
from tests.kept.cards import draw_sample

from idphoto.runtime.engine import Engine

ROOT = Path(__file__).resolve().parents[1]
COMMAND = f"""\
#!/bin/sh
exec '{sys.executable}' -c 'from idphoto.cli.app import main; main()' "$@"
"""


def blocks(document: str) -> Iterator[tuple[str, str]]:
    """Language and content of every bash and python block, in order."""
    text = (ROOT / document).read_text("utf-8")
    for found in re.finditer(r"^```(bash|python)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        yield found[1], found[2]


@pytest.fixture(scope="module")
def portrait() -> bytes:
    file = io.BytesIO()
    Image.fromarray(data.astronaut()).save(file, "JPEG", quality=95)
    return file.getvalue()


@pytest.fixture
def folder(
    tmp_path: Path, portrait: bytes, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A folder as the documents assume it, with the command ``idphoto`` on the path."""
    here = tmp_path / "here"
    (here / "class-3b").mkdir(parents=True)
    for name in ("me.jpg", "class-3b/ada.jpg", "class-3b/grace.jpg"):
        (here / name).write_bytes(portrait)
    (here / "id-card.jpg").write_bytes(draw_sample("clean", 7).jpeg)
    command = tmp_path / "bin" / "idphoto"
    command.parent.mkdir()
    command.write_text(COMMAND, "utf-8")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join([str(command.parent), os.environ["PATH"]]))
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    monkeypatch.setenv("COLUMNS", "200")  # tables whole, not cut to a terminal
    monkeypatch.chdir(here)
    return here


def run(document: str, folder: Path) -> str:
    """Run a document's blocks one after the other; returns what the commands printed."""
    printed = ""
    for number, (language, code) in enumerate(blocks(document)):
        if language == "python":
            script = folder.parent / f"block{number}.py"
            script.write_text(code, "utf-8")
            runpy.run_path(str(script))
            continue
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", code],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{code}\n{done.stderr}"
        printed += done.stdout
    return printed


def opened(path: Path) -> tuple[str | None, tuple[int, int], str]:
    with Image.open(path) as image:
        return image.format, image.size, image.mode


def test_the_readmes_examples_make_what_they_promise(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = run("README.md", folder)
    assert opened(folder / "photo.jpg") == ("JPEG", (600, 600), "RGB")
    assert opened(folder / "me-idphoto.jpg") == ("JPEG", (295, 413), "RGB")
    assert (folder / "me-idphoto.jpg").stat().st_size <= 40_000
    assert opened(folder / "done/ada.jpg") == ("JPEG", (413, 531), "RGB")
    assert len((folder / "done.csv").read_text("utf-8").splitlines()) == 3
    assert opened(folder / "me.png") == ("PNG", (512, 512), "RGBA")
    assert opened(folder / "visa.jpg") == ("JPEG", (413, 531), "RGB")
    assert opened(folder / "holder.jpg") == ("JPEG", (416, 512), "RGB")
    assert "de-passport" in printed
    assert "unsupported_format" in capsys.readouterr().out


def test_the_guides_examples_make_what_they_promise(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = run("docs/guide.md", folder)
    assert opened(folder / "visa.jpg") == ("JPEG", (600, 600), "RGB")
    assert opened(folder / "schengen.jpg") == ("JPEG", (413, 531), "RGB")
    assert opened(folder / "print.png") == ("PNG", (551, 709), "RGB")
    assert opened(folder / "badge.webp") == ("WEBP", (600, 800), "RGB")
    assert opened(folder / "clear.png") == ("PNG", (358, 441), "RGBA")
    assert opened(folder / "cropped.jpg") == ("JPEG", (413, 531), "RGB")
    assert opened(folder / "badge.jpg") == ("JPEG", (413, 531), "RGB")
    for shot in (folder / "shots").iterdir():
        assert opened(shot) == ("JPEG", (768, 1024), "RGB")
    assert opened(folder / "team-2.png") == ("PNG", (768, 1024), "RGB")
    assert opened(folder / "sheet.jpg") == ("JPEG", (1051, 1500), "RGB")
    assert (folder / "sheet.pdf").read_bytes().startswith(b"%PDF-")
    assert opened(folder / "sheet.png")[1] in ((1795, 1205), (1205, 1795))
    assert opened(folder / "five-inch.png") == ("PNG", (1051, 1500), "RGB")
    assert "9 photos of 25 × 35 mm on 89 × 127 mm" in printed
    assert printed.count('"ok": true') == 2  # the second run of the batch tells what was done
    by_python = capsys.readouterr().out
    assert "cannot_fit" in by_python
    assert (person := draw_sample("clean", 7).person) is not None
    assert person.number in by_python
