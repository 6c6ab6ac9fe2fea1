"""The code blocks of the README and the guide do what they say."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from tests.docs.blocks import ROOT, Reader, code
from tests.kept.cards import draw_sample

from idphoto.runtime.engine import Engine


@pytest.fixture
def reader(
    tmp_path: Path, astronaut_jpeg: bytes, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> Reader:
    """Somebody in a folder as the documents assume it."""
    here = tmp_path / "here"
    (here / "class-3b").mkdir(parents=True)
    for name in ("me.jpg", "class-3b/ada.jpg", "class-3b/grace.jpg"):
        (here / name).write_bytes(astronaut_jpeg)
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    monkeypatch.setenv("COLUMNS", "200")  # tables whole, not cut to a terminal
    return Reader(here)


def opened(path: Path) -> tuple[str | None, tuple[int, int], str]:
    with Image.open(path) as image:
        return image.format, image.size, image.mode


def test_the_readmes_examples_make_what_they_promise(
    reader: Reader, capsys: pytest.CaptureFixture[str]
) -> None:
    reader.follow("README.md")
    here = reader.folder
    assert opened(here / "passport.jpg") == ("JPEG", (413, 531), "RGB")
    assert opened(here / "blue.jpg") == ("JPEG", (295, 413), "RGB")
    assert (here / "blue.jpg").stat().st_size <= 40_000
    assert opened(here / "coat.jpg") == ("JPEG", (413, 626), "RGB")
    assert (here / "sheet.pdf").read_bytes().startswith(b"%PDF-")
    assert len(list((here / "shots").iterdir())) == 2
    assert opened(here / "visa.jpg") == ("JPEG", (531, 531), "RGB")
    assert "unsupported_format" in capsys.readouterr().out


def test_the_command_lines_examples_make_what_they_promise(reader: Reader) -> None:
    here = reader.folder
    (here / "idphoto.toml").write_text(code("docs/command-line.md", "toml")[0], "utf-8")
    printed = reader.follow("docs/command-line.md")
    assert opened(here / "visa.jpg") == ("JPEG", (531, 531), "RGB")
    assert opened(here / "me.png") == ("PNG", (512, 512), "RGBA")
    assert (here / "sheet.pdf").read_bytes().startswith(b"%PDF-")
    assert opened(here / "passport.jpg") == ("JPEG", (413, 531), "RGB")
    assert opened(here / "badge.png") == ("PNG", (600, 800), "RGB")
    assert "fr-passport\t35 x 45\n" in printed
    assert "\n50\n" in printed


def test_the_guides_examples_make_what_they_promise(
    reader: Reader, capsys: pytest.CaptureFixture[str]
) -> None:
    here, sample = reader.folder, draw_sample("clean", 7)
    (here / "id-card.jpg").write_bytes(sample.jpeg)
    printed = reader.follow("docs/guide.md")
    assert "de-passport" in printed
    assert opened(here / "visa.jpg") == ("JPEG", (531, 531), "RGB")
    assert opened(here / "grey.jpg") == ("JPEG", (413, 531), "RGB")
    assert opened(here / "fine.jpg") == ("JPEG", (551, 709), "RGB")
    assert opened(here / "edited.jpg") == ("JPEG", (600, 600), "RGB")
    assert opened(here / "own-wall.jpg") == ("JPEG", (600, 600), "RGB")
    assert opened(here / "print.png") == ("PNG", (551, 709), "RGB")
    assert opened(here / "badge.webp") == ("WEBP", (600, 800), "RGB")
    assert opened(here / "clear.png") == ("PNG", (358, 441), "RGBA")
    assert opened(here / "cropped.jpg") == ("JPEG", (413, 531), "RGB")
    assert opened(here / "me.png") == ("PNG", (512, 512), "RGBA")
    assert opened(here / "by-python.jpg") == ("JPEG", (531, 531), "RGB")
    assert opened(here / "grace-visa.jpg") == ("JPEG", (531, 531), "RGB")
    assert opened(here / "badge.jpg") == ("JPEG", (413, 531), "RGB")
    assert opened(here / "done/ada.jpg") == ("JPEG", (413, 531), "RGB")
    assert len((here / "done.csv").read_text("utf-8").splitlines()) == 3
    for shot in (here / "shots").iterdir():
        assert opened(shot) == ("JPEG", (768, 1024), "RGB")
    assert opened(here / "team-2.png") == ("PNG", (768, 1024), "RGB")
    assert opened(here / "sheet.jpg") == ("JPEG", (1051, 1500), "RGB")
    assert (here / "sheet.pdf").read_bytes().startswith(b"%PDF-")
    assert opened(here / "sheet.png")[1] in ((1795, 1205), (1205, 1795))
    assert opened(here / "five-inch.png") == ("PNG", (1051, 1500), "RGB")
    assert opened(here / "holder.jpg") == ("JPEG", (416, 512), "RGB")
    assert "9 photos of 25 × 35 mm on 89 × 127 mm" in printed
    assert (
        printed.count('"ok": true') == 2
    )  # the second run of the batch reports the first's photos
    by_python = capsys.readouterr().out
    assert "cannot_fit" in by_python
    assert sample.person is not None
    assert sample.person.number in by_python
