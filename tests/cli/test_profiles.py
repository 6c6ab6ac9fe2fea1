"""Profiles: options of ``make`` in a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_type_hints

import platformdirs
import pytest
from PIL import Image

from idphoto.cli.make.command import make
from idphoto.cli.profile_command import PATHS

Run = Callable[..., Any]
SHOP = """\
[profile.badge]
size = "120x160"
bg = "lightblue"
format = "png"
quality = 80

[profile.plain]
size = "120x160"
best = false
keep-background = true
"""


@pytest.fixture
def shop(
    portrait: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A folder with a portrait, below one with a configuration file."""
    empty = tmp_path_factory.mktemp("config")
    monkeypatch.setattr(platformdirs, "user_config_path", lambda name: empty / name)
    (portrait.parent / "idphoto.toml").write_text(SHOP, "utf-8")
    here = portrait.parent / "shop" / "today"
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    return here


def corner(path: Path) -> list[int]:
    with Image.open(path) as image:
        pixel = image.convert("RGB").getpixel((2, 2))
    assert isinstance(pixel, tuple)
    return list(pixel)


def test_a_profile_of_a_folder_above_gives_options(idphoto: Run, shop: Path) -> None:
    outcome = idphoto("make", "../../me.jpg", "--profile", "badge", "--json")
    report = json.loads(outcome.out)
    assert (report["px"], report["format"]) == ([120, 160], "png")
    assert corner(shop / "me-idphoto.png") == [173, 216, 230]


def test_what_is_typed_wins(idphoto: Run, shop: Path) -> None:
    words = ("--profile", "badge", "--bg", "white", "-o", "x.png")
    assert idphoto("make", "../../me.jpg", *words).status == 0
    assert corner(shop / "x.png") == [255, 255, 255]


def test_the_users_own_file_counts_where_there_is_no_other(idphoto: Run, shop: Path) -> None:
    config = platformdirs.user_config_path("idphoto") / "idphoto.toml"
    config.parent.mkdir()
    (shop.parents[1] / "idphoto.toml").rename(config)
    assert idphoto("make", "../../me.jpg", "--profile", "plain", "-n").status == 0
    assert str(config) in idphoto("profiles").out


def test_another_file_can_be_named(idphoto: Run, shop: Path) -> None:
    Path("own.toml").write_text('[profile.own]\nsize = "35x45mm"\n', "utf-8")
    words = ("--config", "own.toml", "--profile", "own")
    assert "413×531 px" in idphoto("make", "../../me.jpg", *words, "--dry-run").out
    assert "own\tsize = 35x45mm\town.toml" in idphoto("profiles", "--config", "own.toml").out


def test_paths_are_relative_to_the_file(idphoto: Run, shop: Path) -> None:
    (shop / "p.toml").write_text('[profile.p]\noutput = "done/x.png"\n', "utf-8")
    outcome = idphoto("make", "../../me.jpg", "--config", shop / "p.toml", "--profile", "p", "-n")
    assert f"{shop}/done/x.png" in outcome.out


def test_every_option_that_names_a_file_is_known_as_one() -> None:
    paths = {
        name.replace("_", "-") for name, hint in get_type_hints(make).items() if hint == Path | None
    }
    assert paths == set(PATHS)


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (
            'spce = "us-passport"',
            "[profile.p]: `idphoto make` has no option 'spce' for profiles: did you mean 'spec'?",
        ),
        ("max_bytes = 1", "no option 'max_bytes' for profiles: did you mean 'max-bytes'?"),
        ('profile = "p"', "no option 'profile' for profiles"),
        ('best = "yes"', "[profile.p]: best must be true or false, not 'yes'"),
        ("spec = true", "[profile.p]: spec must be a text or a number, not True"),
        ("spec = [1]", "[profile.p]: spec must be a text or a number, not [1]"),
        ('dpi = "many"', "[profile.p]: dpi: Invalid value for '--dpi'"),
    ],
)
def test_what_cannot_be_is_refused_with_file_and_profile(
    idphoto: Run, shop: Path, lines: str, reason: str
) -> None:
    Path("bad.toml").write_text(f"[profile.p]\n{lines}\n", "utf-8")
    outcome = idphoto("make", "../../me.jpg", "--config", "bad.toml", "--profile", "p")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith("idphoto: profile: bad.toml, ")
    assert reason in outcome.err


@pytest.mark.parametrize(
    ("content", "status", "reason"),
    [
        ("[profile", 2, "config: bad.toml is not valid TOML"),
        ("[prfile.p]", 2, "config: bad.toml: 'prfile' is not known: write [profile.NAME]"),
        ("profile = 3", 2, "config: bad.toml: options stand below a line [profile.NAME]"),
        ("[profile.q]", 2, "profile: bad.toml has no profile 'p': it has q"),
        (None, 1, "bad.toml: No such file or directory"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(
    idphoto: Run, shop: Path, content: str | None, status: int, reason: str
) -> None:
    if content is not None:
        Path("bad.toml").write_text(content, "utf-8")
    outcome = idphoto("make", "../../me.jpg", "--config", "bad.toml", "--profile", "p")
    assert outcome.status == status
    assert reason in outcome.err


def test_a_file_without_a_profile_is_refused(idphoto: Run, shop: Path) -> None:
    outcome = idphoto("make", "../../me.jpg", "--config", "../../idphoto.toml")
    assert (outcome.status, outcome.err) == (
        2,
        "idphoto: config: has no effect without profile\n",
    )


def test_a_profile_without_a_file_is_refused(idphoto: Run, shop: Path) -> None:
    (shop.parents[1] / "idphoto.toml").unlink()
    outcome = idphoto("make", "../../me.jpg", "--profile", "badge")
    assert outcome.status == 2
    assert "profile: there is no file idphoto.toml here, above, or in" in outcome.err
    assert "No profiles" in idphoto("profiles").err


def test_the_profiles_are_listed(idphoto: Run, shop: Path) -> None:
    listed = json.loads(idphoto("profiles", "--json").out)
    assert [each["name"] for each in listed] == ["badge", "plain"]
    assert listed[1]["options"]["keep-background"] is True
