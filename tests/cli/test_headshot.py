from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from idphoto.headshot.templates import TEMPLATES

Run = Callable[..., Any]


def test_two_pictures_are_written_to_a_folder(idphoto: Run, portrait: Path) -> None:
    outcome = idphoto("headshot", portrait, "--template", "business_photo", "-o", "shots")
    assert outcome.status == 0
    names = ["me-business_photo-1.jpg", "me-business_photo-2.jpg"]
    assert sorted(path.name for path in Path("shots").iterdir()) == names
    for name in names:
        assert f"shots/{name}: 768×1024 px" in outcome.out
        with Image.open(Path("shots") / name) as image:
            assert (image.format, image.size) == ("JPEG", (768, 1024))


def test_an_output_name_is_numbered_and_reported_in_json(idphoto: Run, portrait: Path) -> None:
    outcome = idphoto("headshot", portrait, "-t", "logo_tshirt", "-o", "team.png", "--json")
    reports = json.loads(outcome.out)
    assert [report["output"] for report in reports] == ["team-1.png", "team-2.png"]
    for number, report in enumerate(reports, 1):
        assert report["variant"] == number
        assert report["template"] == "logo_tshirt"
        assert report["px"] == [768, 1024]
        assert report["bytes"] == Path(report["output"]).stat().st_size
        assert {"draw", "dress", "lay_ground"} <= set(report["timings_ms"])
    assert "cut_out" in reports[0]["timings_ms"]


def test_two_pictures_do_not_go_to_standard_output(idphoto: Run, portrait: Path) -> None:
    outcome = idphoto("headshot", portrait, "-t", "business_photo", "-o", "-")
    assert (outcome.status, outcome.out) == (2, "")
    assert "output: two pictures cannot go to standard output: name a folder" in outcome.err
    assert [path.name for path in Path().iterdir()] == ["me.jpg"]


def test_the_templates_are_listed(idphoto: Run) -> None:
    outcome = idphoto("headshot", "--list")
    assert outcome.status == 0
    for template in TEMPLATES.values():
        assert template.id in outcome.out
        assert template.label in outcome.out
    rows = json.loads(idphoto("headshot", "--list", "--json").out)
    assert [row["template"] for row in rows] == list(TEMPLATES)
    assert [row["people"] for row in rows].count(2) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "photo: a portrait is required; --list shows the templates"),
        (("me.jpg",), "template: a template is required; --list shows them all"),
        (("you.jpg", "-t", "wedding"), "photo: there is no file you.jpg"),
        (("me.jpg", "-t", "logo_tshirt", "--logo", "l.png"), "logo: there is no file l.png"),
        (("me.jpg", "-t", "bob_suit", "-o", "me.tiff"), "output: me.tiff must end in one of"),
        (
            ("me.jpg", "-t", "bob_suit", "--logo", "me.jpg"),
            "logo: the template bob_suit does not show a logo",
        ),
        (("me.jpg", "-t", "mugshot"), "no template 'mugshot'"),
    ],
)
def test_a_wrong_command_is_reported_in_one_line(
    arguments: tuple[str, ...], message: str, idphoto: Run, portrait: Path
) -> None:
    outcome = idphoto("headshot", *arguments)
    assert outcome.status == 2
    assert message in outcome.err
    assert outcome.err.count("\n") == 1


def test_a_photo_that_does_not_suit_the_template_is_reported_in_one_line(
    idphoto: Run, portrait: Path
) -> None:
    outcome = idphoto("headshot", portrait, "-t", "wedding", "-o", "pair.jpg")
    assert outcome.status == 1
    assert outcome.err.startswith("idphoto: the template wedding takes 2 people, not 1:")
    assert not Path("pair-1.jpg").exists()
