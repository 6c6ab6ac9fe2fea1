"""Profiles: options of ``idphoto make`` under a name, in a file ``idphoto.toml``.

    [profile.passport]
    spec = "jp-passport"
    max-bytes = "240k"
    best = true

The file is looked for in the working directory and upwards, then in the user's configuration
folder.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import platformdirs

from idphoto.cli.options import ConfigOption
from idphoto.cli.output import AsJson, print_json
from idphoto.cli.table import print_table
from idphoto.errors import BadRequest, IoError

FILE: Final = "idphoto.toml"
_TABLE: Final = "profile"


@dataclass(frozen=True, slots=True)
class Profile:
    """A named set of options. ``options``: by long name without dashes, as the file has them."""

    name: str
    file: Path
    options: Mapping[str, Any]

    def refusal(self, reason: str) -> BadRequest:
        """The error that names file and profile."""
        return BadRequest("profile", f"{self.file}, [{_TABLE}.{self.name}]: {reason}")


def find_config() -> Path | None:
    """The configuration file that is in force here, if there is one."""
    here = Path.cwd()
    folders = (here, *here.parents, platformdirs.user_config_path("idphoto"))
    return next((folder / FILE for folder in folders if (folder / FILE).is_file()), None)


def read_profiles(config: Path | None) -> list[Profile]:
    """The profiles of ``config``, by default of the file in force; in the file's order.

    Raises:
        BadRequest: of ``config``: it is not TOML, or has something else in it than profiles.
        IoError: it cannot be read.
    """
    file = config or find_config()
    if file is None:
        return []
    try:
        content = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise IoError.of(error, file) from error
    except ValueError as error:  # of TOML, or of UTF-8
        raise BadRequest("config", f"{file} is not valid TOML: {error}") from error
    for key in content:
        if key != _TABLE:
            raise BadRequest("config", f"{file}: {key!r} is not known: write [{_TABLE}.NAME]")
    tables = content.get(_TABLE, {})
    if not isinstance(tables, dict) or not all(isinstance(each, dict) for each in tables.values()):
        raise BadRequest("config", f"{file}: options stand below a line [{_TABLE}.NAME]")
    return [Profile(name, file, options) for name, options in tables.items()]


def find_profile(name: str, config: Path | None) -> Profile:
    """The profile of this name.

    Raises:
        BadRequest: there is none; and as ``read_profiles``.
    """
    known = {each.name: each for each in read_profiles(config)}
    if name in known:
        return known[name]
    file = config or find_config()
    if file is None:
        raise BadRequest(
            "profile", f"there is no file {FILE} here, above, or in the configuration folder"
        )
    raise BadRequest("profile", f"{file} has no profile {name!r}{did_you_mean(name, known)}")


def did_you_mean(word: str, known: Mapping[str, object]) -> str:
    """``: did you mean 'x'?``, or all there are; empty without any."""
    near = difflib.get_close_matches(word, known, n=1)
    if near:
        return f": did you mean {near[0]!r}?"
    return f": it has {', '.join(known)}" if known else ""


def profiles(config: ConfigOption = None, as_json: AsJson = False) -> None:
    """List the profiles of `idphoto.toml`, for `--profile` of `idphoto make` and `idphoto watch`.

    Examples:

    - `idphoto profiles`

    - `idphoto profiles --config shop.toml --json`
    """
    found = read_profiles(config)
    if as_json:
        print_json(
            [{"name": one.name, "file": str(one.file), "options": one.options} for one in found]
        )
        return
    print_table(
        ("profile", "options", "file"),
        (
            (
                one.name,
                ", ".join(f"{key} = {value}" for key, value in one.options.items()),
                str(one.file),
            )
            for one in found
        ),
        empty=f"No profiles: {FILE} has none here, above, or in the configuration folder.",
    )
