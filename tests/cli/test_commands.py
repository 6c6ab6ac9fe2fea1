"""The table of commands: what it costs, and that it says what the commands say."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from typer.core import TyperCommand, TyperGroup

from idphoto.cli.commands import COMMANDS, load

Run = Callable[..., Any]

# What no list or help may import: arrays, pictures, networks, settings, the server.
HEAVY = ("numpy", "cv2", "PIL", "openvino", "pydantic_settings", "sqlalchemy", "idphoto.api")


def leaves(command: TyperCommand | TyperGroup) -> list[TyperCommand]:
    if isinstance(command, TyperGroup):
        return [leaf for each in command.commands.values() for leaf in leaves(each)]  # type: ignore[arg-type]
    return [command]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_says_what_the_command_says_of_itself(name: str) -> None:
    first = (load(name).help or "").partition("\n\n")[0]
    assert " ".join(first.split()) == COMMANDS[name].help


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_can_be_quiet_and_verbose(name: str) -> None:
    for command in leaves(load(name)):
        options = {word for each in command.params for word in each.opts}
        assert {"--quiet", "-q", "--verbose", "-v"} <= options


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_an_example(name: str) -> None:
    for command in leaves(load(name)):
        assert f"`idphoto {name}" in (command.help or "") or "idphoto " in (command.epilog or "")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_after_a_short_h(idphoto: Run, name: str) -> None:
    long, short = idphoto(name, "--help"), idphoto(name, "-h")
    assert (short.status, short.out) == (0, long.out)


@pytest.mark.parametrize(
    "arguments", [("--version",), ("--help",), ("make", "--help"), ("specs", "list"), ("fly",)]
)
def test_what_makes_no_picture_imports_nothing_heavy(arguments: tuple[str, ...]) -> None:
    program = (
        "import atexit, sys\n"
        f"sys.argv = ['idphoto', *{arguments!r}]\n"
        f"atexit.register(lambda: print('loaded', *{{*{HEAVY!r}}} & sys.modules.keys()))\n"
        "from idphoto.cli.app import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.splitlines()[-1].strip() == "loaded"


def test_importing_the_package_imports_nothing_else() -> None:
    program = "import sys, idphoto; print(*[m for m in sys.modules if m.startswith('idphoto')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.split() == ["idphoto"]


def test_the_help_groups_the_commands(idphoto: Run) -> None:
    out = idphoto("-h").out
    for panel in ("Photos", "Lists", "ID cards", "Server", "Set-up"):
        assert f" {panel} ─" in out


def test_the_help_of_make_groups_its_options(idphoto: Run) -> None:
    out = idphoto("make", "-h").out
    for panel in ("Size", "Background", "File", "Batches", "Profile", "Messages"):
        assert f" {panel} ─" in out


def test_a_misspelt_command_gets_a_suggestion(idphoto: Run) -> None:
    outcome = idphoto("mkae")
    assert outcome.status == 2
    assert "Did you mean 'make'?" in outcome.err
