from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from idphoto.runtime.engine import Engine

Run = Callable[..., Any]


@pytest.fixture
def portrait(
    engine: Engine, tmp_path: Path, astronaut_jpeg: bytes, monkeypatch: pytest.MonkeyPatch
) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "me.jpg"
    path.write_bytes(astronaut_jpeg)
    return path


def test_a_person_is_cut_out_at_full_size(idphoto: Run, portrait: Path) -> None:
    told = idphoto("cutout", portrait, "--fast", "-o", "out.png")
    assert told.status == 0
    assert "out.png: 512×512 px" in told.out
    with Image.open("out.png") as image:
        assert (image.format, image.mode, image.size) == ("PNG", "RGBA", (512, 512))
        alpha = np.asarray(image)[..., 3]
    assert alpha[150, 225] == 255  # the face
    assert alpha[60, 470] == 0  # the shuttle


def test_without_a_name_it_is_written_beside_where_one_stands(idphoto: Run, portrait: Path) -> None:
    told = idphoto("cutout", portrait, "--fast", "--json")
    report = json.loads(told.out)
    assert report["output"] == "me-cutout.png"
    assert report["px"] == [512, 512]
    assert report["bytes"] == Path("me-cutout.png").stat().st_size
    assert set(report["timings_ms"]) == {"decode", "matte", "colours"}


def test_a_webp_can_be_transparent_too(idphoto: Run, portrait: Path) -> None:
    assert idphoto("cutout", portrait, "--fast", "-o", "out.webp").status == 0
    with Image.open("out.webp") as image:
        assert (image.format, image.mode) == ("WEBP", "RGBA")


def test_a_jpeg_cannot_be_transparent(idphoto: Run, portrait: Path) -> None:
    told = idphoto("cutout", portrait, "-o", "out.jpg")
    assert told.status == 2
    assert told.err == "idphoto: output: out.jpg must end in .png or .webp to be transparent\n"
    assert not Path("out.jpg").exists()


def test_what_is_no_picture_is_told_in_one_line(idphoto: Run, portrait: Path) -> None:
    portrait.write_text("hello")
    told = idphoto("cutout", portrait)
    assert told.status == 1
    assert told.err.startswith("idphoto: not a supported picture format")
    assert told.err.count("\n") == 1
    assert not Path("me-cutout.png").exists()
