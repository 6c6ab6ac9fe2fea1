"""What ``import idphoto`` offers: every type that a user meets, by name, and quickly."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from collections.abc import Iterator
from types import FunctionType
from typing import Any

import pytest

import idphoto

FROM_ELSEWHERE = frozenset({"NDArray"})
# What checks are written against, for those who add one: no caller is given either of them.
INSIDE_OF_CHECKS = frozenset({"Asked", "Evidence"})


def annotations_of(value: Any) -> Iterator[tuple[str, Any]]:
    """The annotations of a function, or of a class's public attributes, and where they stand."""
    if isinstance(value, FunctionType):
        for text in value.__annotations__.values():
            yield text, value
    if not inspect.isclass(value):
        return
    for name, annotation in inspect.get_annotations(value).items():
        if not name.startswith("_"):
            # a TypedDict holds forward references
            yield str(getattr(annotation, "__forward_arg__", annotation)), value
    for name, attribute in vars(value).items():
        inner = getattr(attribute, "fget", None) or getattr(attribute, "__func__", attribute)
        if not name.startswith("_") and isinstance(inner, FunctionType):
            yield from annotations_of(inner)


def types_of(value: Any) -> Iterator[str]:
    """The names of this package's types in the annotations."""
    for text, owner in annotations_of(value):
        assert isinstance(text, str), (owner, text)
        names = vars(sys.modules[owner.__module__])
        for node in ast.walk(ast.parse(text, mode="eval")):
            if isinstance(node, ast.Name) and node.id in names and is_ours(names[node.id], node.id):
                yield node.id


def is_ours(found: Any, name: str) -> bool:
    """Whether a type, or the alias of one, is defined in this package and public."""
    home = getattr(found, "__module__", "")
    if inspect.isclass(found):
        return home.startswith("idphoto") and not name.startswith("_")
    is_alias = hasattr(found, "__args__") and name not in FROM_ELSEWHERE
    return is_alias and not name.startswith("_")


def met_by_users() -> dict[str, set[str]]:
    """Each type's name, and the public names whose annotations hold it."""
    met: dict[str, set[str]] = {}
    for name in idphoto.__all__:
        for found in types_of(getattr(idphoto, name)):
            met.setdefault(found, set()).add(name)
    return met


def test_every_type_that_a_user_meets_is_importable() -> None:
    met = met_by_users()
    missing = {name: places for name, places in met.items() if name not in idphoto.__all__}
    assert missing.keys() - INSIDE_OF_CHECKS == set(), missing
    assert len(met) > 30


def test_each_name_has_one_home() -> None:
    homes = dict(idphoto._HOME_OF)
    assert sorted([*homes, "errors"]) == sorted(idphoto.__all__)
    assert all(getattr(idphoto, name) is not None for name in idphoto.__all__)


def test_dir_lists_the_public_names_alone() -> None:
    assert set(dir(idphoto)) == {*idphoto.__all__, "__doc__", "__version__"}


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'idphoto' has no attribute 'Doubt'"):
        _ = idphoto.Doubt


def test_importing_the_library_imports_nothing_else() -> None:
    code = "import sys, idphoto; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert {name for name in loaded if name.startswith("idphoto")} == {"idphoto"}
    assert loaded & {"numpy", "PIL", "cv2", "openvino", "pydantic"} == set()
