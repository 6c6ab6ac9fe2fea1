from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

Run = Callable[..., Any]


def test_a_person_is_cut_out_at_full_size(idphoto: Run, portrait: Path) -> None:
    outcome = idphoto("cutout", portrait, "--fast", "-o", "out.png")
    assert outcome.status == 0
    assert "out.png: 512×512 px" in outcome.out
    with Image.open("out.png") as image:
        assert (image.format, image.mode, image.size) == ("PNG", "RGBA", (512, 512))
        alpha = np.asarray(image)[..., 3]
    assert alpha[150, 225] == 255  # the face
    assert alpha[60, 470] == 0  # the shuttle


def test_without_an_output_the_cutout_is_written_to_the_current_folder(
    idphoto: Run, portrait: Path
) -> None:
    outcome = idphoto("cutout", portrait, "--fast", "--json")
    report = json.loads(outcome.out)
    assert report["output"] == "me-cutout.png"
    assert report["px"] == [512, 512]
    assert report["bytes"] == Path("me-cutout.png").stat().st_size
    assert set(report["timings_ms"]) == {"decode", "matte", "colours"}


def test_a_webp_can_be_transparent_too(idphoto: Run, portrait: Path) -> None:
    assert idphoto("cutout", portrait, "--fast", "-o", "out.webp").status == 0
    with Image.open("out.webp") as image:
        assert (image.format, image.mode) == ("WEBP", "RGBA")


def test_a_jpeg_cannot_be_transparent(idphoto: Run, portrait: Path) -> None:
    outcome = idphoto("cutout", portrait, "-o", "out.jpg")
    assert outcome.status == 2
    assert outcome.err == "idphoto: output: out.jpg must end in .png or .webp to be transparent\n"
    assert not Path("out.jpg").exists()


def test_a_file_that_is_not_a_picture_is_reported_in_one_line(idphoto: Run, portrait: Path) -> None:
    portrait.write_text("hello")
    outcome = idphoto("cutout", portrait)
    assert outcome.status == 1
    assert outcome.err.startswith("idphoto: unsupported picture format")
    assert outcome.err.count("\n") == 1
    assert not Path("me-cutout.png").exists()
