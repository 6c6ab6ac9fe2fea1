"""Write docs/licences.md: the licence of everything that is installed or fetched.

Packages are listed as they are installed here, without versions; weights and fonts as
their manifest says.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from idphoto.assets.manifest import manifest

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "licences.md"
PROJECT: Final[Mapping[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
# The product's packages by what asks for them; `diffusion` is installed by nobody but its users.
EXTRAS: Final = ("server", "idcard", "cluster")
UNKNOWN: Final = "**unknown**"
# Libraries inside wheels, from the licence files that the wheels carry.
BUNDLED: Final[Mapping[str, str]] = {
    "opencv-python-headless": "FFmpeg, LGPL-2.1, used for video only, which idphoto never reads",
    "pi-heif": "libheif and libde265, LGPL-3.0, which read HEIC",
    "psycopg-binary": "libpq, PostgreSQL's licence, and OpenSSL, Apache-2.0",
    "rawpy": "LibRaw, LGPL-2.1 or CDDL-1.0, which reads camera raw",
}


def page() -> str:
    """The page's text."""
    product = {"the product": names(PROJECT["project"]["dependencies"])}
    product |= {extra: names(asked(extra)) for extra in EXTRAS}
    developers = names(
        each for each in PROJECT["dependency-groups"]["dev"] if isinstance(each, str)
    )
    ours = with_dependencies(set().union(*product.values()))
    theirs = with_dependencies(developers) - ours
    lines = [
        "# Licences",
        "",
        "idphoto itself is [Apache-2.0](https://github.com/idphoto/idphoto/blob/main/LICENSE).",
        "`make docs` writes this page from the metadata of what is installed. The product depends",
        "on nothing that is GPL, AGPL or of unknown licence; a test keeps it so.",
        "",
        "## Packages of the product",
        "",
        "| package | asked for by | licence |",
        "|---|---|---|",
        *(f"| `{name}` | {asker(name, product)} | {licence(name)} |" for name in sorted(ours)),
        "",
        "`idphoto[diffusion]` brings torch, diffusers, transformers and accelerate, which are",
        "BSD-3-Clause and Apache-2.0; torch brings more. Nothing else installs them.",
        "",
        "### Libraries inside those packages",
        "",
        "| package | contains |",
        "|---|---|",
        *(f"| `{name}` | {BUNDLED[name]} |" for name in sorted(BUNDLED.keys() & ours)),
        "",
        "They are shared libraries, which you may replace: what the LGPL asks for.",
        "",
        "## Weights and fonts",
        "",
        "Fetched on demand, never part of a package. [What is known about each]"
        "(install.md#the-networks-and-their-licences).",
        "",
        "| name | group | licence |",
        "|---|---|---|",
        *(f"| `{each.name}` | {each.group} | {each.licence} |" for each in manifest()),
        "",
        "## Packages of the developers",
        "",
        "They build and test the product, and are not part of it.",
        "",
        "| package | licence |",
        "|---|---|",
        *(f"| `{name}` | {licence(name)} |" for name in sorted(theirs)),
    ]
    return "\n".join(lines) + "\n"


def asked(extra: str) -> list[str]:
    """The requirements of one of the product's extras."""
    requirements: list[str] = PROJECT["project"]["optional-dependencies"][extra]
    return requirements


def names(requirements: Iterable[str]) -> set[str]:
    """The names of the packages that are required."""
    return {canonicalize_name(Requirement(each).name) for each in requirements}


def with_dependencies(packages: Iterable[str]) -> set[str]:
    """The packages, and all that they bring with them here."""
    found: set[str] = set()
    left = list(packages)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += dependencies(name)
    return found


def dependencies(name: str) -> Iterator[str]:
    """What a package brings with it here."""
    extras = {"psycopg": "binary"}.get(name, "")  # the one whose extra we ask for
    try:
        required = distribution(name).requires or []
    except PackageNotFoundError:
        return  # for another system
    for each in map(Requirement, required):
        if each.marker is None or each.marker.evaluate({"extra": extras}):
            yield canonicalize_name(each.name)


def asker(name: str, product: Mapping[str, set[str]]) -> str:
    """Who asks for a package: a part of the product, or another package."""
    parts = [part for part, wanted in product.items() if name in wanted]
    return ", ".join(parts) or "another package"


def licence(name: str) -> str:
    """A package's licence, as its own metadata has it; ``UNKNOWN`` if they do not say."""
    try:
        about = distribution(name).metadata
    except PackageNotFoundError:
        return "as its page says: it is not installed on this system"
    if expressions := about.get_all("License-Expression", []):
        return str(expressions[0])
    classifiers = [each.split(" :: ") for each in about.get_all("Classifier", [])]
    of_licence = [words[-1] for words in classifiers if words[0] == "License"]
    first = "".join(about.get_all("License", [])).strip().partition("\n")[0]
    # a licence's whole text is no name of it
    short = first if 0 < len(first) < 60 and first != "UNKNOWN" else ""
    return "; ".join(of_licence) or short or UNKNOWN


def is_refused(licence: str) -> bool:
    """Whether the product may not depend on something of this licence."""
    of_gpl = re.search(r"\bA?GPL|Affero|(?<!Lesser )(?<!Library )General Public", licence)
    return licence == UNKNOWN or bool(of_gpl)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
