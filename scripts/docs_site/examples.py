"""An extension of Griffe: examples in docstrings are code, and references are names.

Markdown takes ``>>>`` for a quotation, and does not know reStructuredText's roles.
"""

from __future__ import annotations

import re
from typing import Any, Final

import griffe

_EXAMPLE: Final = re.compile(r"^>>> .*(?:\n.+)*", re.MULTILINE)
_ROLE: Final = re.compile(r":(?:class|func|data|meth):`([^`]+)`")


def as_markdown(docstring: str) -> str:
    """The docstring with its examples in fences, and without roles."""
    named = _ROLE.sub(r"`\1`", docstring)
    return _EXAMPLE.sub(lambda example: f"```pycon\n{example[0]}\n```", named)


class Examples(griffe.Extension):
    """Rewrites each docstring as it is read."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Griffe calls it for every module, class, function and attribute."""
        if obj.docstring is not None:
            obj.docstring.value = as_markdown(obj.docstring.value)
