"""The table of commands. Each is imported when it is asked for, so that the others cost nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final, cast

import typer
from typer.core import TyperCommand, TyperGroup

from idphoto.cli.levels import level_options

_PHOTOS, _LISTS, _CARDS = "Photos", "Lists", "ID cards"
_SERVER, _SET_UP = "Server", "Set-up"


@dataclass(frozen=True, slots=True)
class Command:
    """A command by where it is.

    ``at``: module and name, ``module:name``, of a function or of a ``Typer`` with commands of its
    own. ``help``: the first sentence of its help, so that a list of commands imports none.
    ``panel``: the group it is listed in.
    """

    at: str
    help: str
    panel: str


COMMANDS: Final[Mapping[str, Command]] = {
    "make": Command(
        "idphoto.cli.make.command:app", "Make official photos from portraits.", _PHOTOS
    ),
    "check": Command(
        "idphoto.cli.check.command:check",
        "Check photos against what an authority asks for, and say what a clerk would refuse.",
        _PHOTOS,
    ),
    "cutout": Command(
        "idphoto.cli.cutout:cutout",
        "Cut the person out onto a transparent background, at the photo's full size.",
        _PHOTOS,
    ),
    "sheet": Command(
        "idphoto.cli.sheet:sheet",
        "Arrange finished photos on a print sheet, at their exact size.",
        _PHOTOS,
    ),
    "headshot": Command(
        "idphoto.cli.headshot:headshot",
        "Make two styled portraits: new clothes, studio light and a backdrop.",
        _PHOTOS,
    ),
    "watch": Command(
        "idphoto.cli.watch.command:app",
        "Make a photo of each file that arrives in a folder, until interrupted.",
        _PHOTOS,
    ),
    "specs": Command(
        "idphoto.cli.specs:app", "List, search and show official photo specifications.", _LISTS
    ),
    "wardrobe": Command(
        "idphoto.cli.wardrobe:wardrobe",
        "List the garments for `idphoto make --clothes`, or draw a contact sheet of them.",
        _LISTS,
    ),
    "profiles": Command(
        "idphoto.cli.profiles:profiles",
        "List the profiles of `idphoto.toml`, for `--profile` of `idphoto make` and `idphoto "
        "watch`.",
        _LISTS,
    ),
    "idcard": Command(
        "idphoto.cli.idcard.app:app",
        "Read and verify ID cards, and calibrate the comparison of faces.",
        _CARDS,
    ),
    "authority": Command(
        "idphoto.cli.authority.app:app",
        "Manage the registry of people that ID cards are checked against.",
        _CARDS,
    ),
    "serve": Command("idphoto.cli.serve:serve", "Serve the HTTP APIs until interrupted.", _SERVER),
    "worker": Command(
        "idphoto.cli.serve:worker",
        "Make what the requests to other servers ask for, until interrupted.",
        _SERVER,
    ),
    "migrate": Command(
        "idphoto.cli.migrate:migrate",
        "Create or upgrade the tables in the server's database.",
        _SERVER,
    ),
    "keys": Command(
        "idphoto.cli.keys:app",
        "Create, list, credit and revoke the server's API keys.",
        _SERVER,
    ),
    "studio": Command(
        "idphoto.cli.studio:app",
        "Create, list and revoke links by which people enter the studio.",
        _SERVER,
    ),
    "callbacks": Command(
        "idphoto.cli.callbacks:app",
        "Show which of the server's callbacks were delivered.",
        _SERVER,
    ),
    "models": Command(
        "idphoto.cli.models:app",
        "List, download and check the networks' weights and fonts.",
        _SET_UP,
    ),
    "doctor": Command(
        "idphoto.cli.doctor:doctor",
        "Examine this installation: libraries, fonts, weights, settings and the server's parts.",
        _SET_UP,
    ),
}


def load(name: str) -> TyperCommand | TyperGroup:
    """The command itself, imported; every command in it takes the options of ``levels``."""
    module, _, attribute = COMMANDS[name].at.partition(":")
    found = getattr(import_module(module), attribute)
    if not isinstance(found, typer.Typer):
        alone = typer.Typer(add_completion=False, rich_markup_mode="markdown")
        alone.command(name)(found)
        found = alone
    built = typer.main.get_command(found)
    _add_level_options(built)
    return cast(TyperCommand | TyperGroup, built)


def _add_level_options(command: Any) -> None:
    if isinstance(command, TyperGroup):
        for inner in command.commands.values():
            _add_level_options(inner)
    else:
        command.params += level_options()


class LazyCommands(TyperGroup):
    """The commands of ``COMMANDS``. Listing or completing their names imports none of them."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = {
            name: TyperCommand(
                name,
                help=command.help,
                rich_markup_mode="markdown",
                rich_help_panel=command.panel,
            )
            for name, command in COMMANDS.items()
        }

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As the base class, with the command that the name stands for."""
        name, found, rest = super().resolve_command(ctx, args)
        return name, found and load(found.name or ""), rest
