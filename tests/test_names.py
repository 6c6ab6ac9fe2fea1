"""A type's name means one thing in the whole package."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import idphoto

PACKAGE = Path(idphoto.__file__).parent
# Defined twice with one meaning: the authority may not import the networks.
SAME_EVERYWHERE = frozenset({"Embedding"})
# A message has the name of what it carries: the file's room tells the two apart.
MESSAGES = PACKAGE / "messages"


def types_in(module: Path) -> Iterator[str]:
    """The classes and the aliases of types that a module defines, without private ones."""
    for node in ast.parse(module.read_text("utf-8")).body:
        match node:
            case ast.ClassDef(name=name) if not name.startswith("_"):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)]) if names_a_type(name):
                yield name


def names_a_type(name: str) -> bool:
    """Whether a name is written as a type's (``TaskId``) and not as a constant's (``TASK_ID``)."""
    return name[0].isupper() and not name.isupper()


def defined_twice(modules: Iterable[Path]) -> dict[str, list[str]]:
    """Name → modules, of types that several of the modules define."""
    places = defaultdict(list)
    for module in sorted(modules):
        for name in types_in(module):
            places[name].append(str(module.relative_to(PACKAGE)))
    return {name: found for name, found in places.items() if len(found) > 1}


def test_a_types_name_is_defined_in_one_module() -> None:
    twice = defined_twice(set(PACKAGE.rglob("*.py")) - set(MESSAGES.rglob("*.py")))
    assert {name: twice[name] for name in twice.keys() - SAME_EVERYWHERE} == {}
    assert twice.keys() >= SAME_EVERYWHERE


def test_a_messages_name_is_defined_in_one_module() -> None:
    assert defined_twice(MESSAGES.rglob("*.py")) == {}


def test_types_and_constants_are_distinguished() -> None:
    assert all(map(names_a_type, ("TaskId", "PixelT", "Pair")))
    assert not any(map(names_a_type, ("TASK_ID", "X", "_Pair", "scale")))
