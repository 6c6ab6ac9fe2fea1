"""Commands that take options from a profile."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import typer
from typer.core import TyperCommand
from typer.exceptions import TyperException

from idphoto.cli.options import ConfigOption, ProfileOption
from idphoto.errors import BadRequest

# Options that name files: in a profile, they are relative to its file.
PATHS: Final = ("output", "report", "bg-image")
_OWN: Final = ("help", "profile", "config")


class ProfileCommand(TyperCommand):
    """A command with ``--profile`` and ``--config``. Options that are typed win over a profile's;
    options of ``idphoto make`` that this command does not have are left out."""

    def __init__(self, *args: Any, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.params += _profile_options()

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As the base class, with the profile's values as defaults.

        Raises:
            BadRequest: there is no such profile, or it has an option that cannot be used.
        """
        typed, _, _ = self.make_parser(ctx).parse_args(args=list(args))
        if not ctx.resilient_parsing and typed.get("profile") is not None:
            ctx.default_map = _defaults(ctx, typed["profile"], typed.get("config"))
        elif typed.get("config") is not None:
            raise BadRequest("config", "has no effect without profile")
        return super().parse_args(ctx, args)


def _defaults(ctx: Any, name: str, config: str | None) -> dict[str, Any]:
    """A profile's options as defaults, by parameter."""
    from idphoto.cli.commands import load
    from idphoto.cli.profiles import did_you_mean, find_profile

    profile = find_profile(name, None if config is None else Path(config))
    known = {word: (option, on) for word, option, on in _words(load("make").params)}
    defaults = {}
    for key, value in profile.options.items():
        if key not in known:
            near = did_you_mean(key, known) if key not in _OWN else ""
            raise profile.refusal(f"`idphoto make` has no option {key!r} for profiles{near}")
        option, on = known[key]
        if option.is_flag != isinstance(value, bool) or not isinstance(value, str | int | float):
            wanted = "true or false" if option.is_flag else "a text or a number"
            raise profile.refusal(f"{key} must be {wanted}, not {value!r}")
        default = value is on if option.is_flag else str(value)
        if key in PATHS and value != "-":
            default = str(profile.file.parent / Path(str(value)).expanduser())
        try:
            option.process_value(ctx, default)
        except TyperException as error:
            raise profile.refusal(f"{key}: {error.format_message()}") from error
        defaults[option.name] = default
    return defaults


def _words(params: Iterable[Any]) -> Iterator[tuple[str, Any, bool]]:
    """Each long option without its dashes, its parameter, and whether it switches that on."""
    for option in params:
        for words, on in ((option.opts, True), (option.secondary_opts, False)):
            for word in words:
                if word.startswith("--") and word[2:] not in _OWN:
                    yield word[2:], option, on


def _declared(profile: ProfileOption = None, config: ConfigOption = None) -> None:
    pass


def _profile_options() -> list[Any]:
    app = typer.Typer(add_completion=False)
    app.command()(_declared)
    params = list(typer.main.get_command(app).params)
    for each in params:
        each.expose_value = False  # the command itself never sees them
    return params
