"""Options that a function declares, and that several commands take."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from inspect import Parameter
from typing import Any


def with_options_of(
    build: Callable[..., Any], parameter: str
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the keyword-only options of ``build`` in place of its own ``parameter``.

    The command gets ``build`` with the options that were typed filled in, and calls it with the
    other arguments, if any. Neither may have string annotations, which `from __future__ import
    annotations` makes.

    >>> def build(name, *, size: int = 1): return name * size
    >>> @with_options_of(build, "made")
    ... def command(made): print(made("ab"))
    >>> command(size=2)
    abab
    """
    options = [
        each
        for each in inspect.signature(build).parameters.values()
        if each.kind is Parameter.KEYWORD_ONLY
    ]

    def borrow(command: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(command)
        def run(**typed: Any) -> None:
            chosen = {each.name: typed.pop(each.name) for each in options if each.name in typed}
            command(**typed, **{parameter: functools.partial(build, **chosen)})

        shown: list[Parameter] = []
        for each in inspect.signature(command).parameters.values():
            shown += options if each.name == parameter else [each]
        shown = [each.replace(kind=Parameter.KEYWORD_ONLY) for each in shown]
        run.__signature__ = inspect.Signature(shown)  # type: ignore[attr-defined]
        run.__annotations__ = {each.name: each.annotation for each in shown}
        return run

    return borrow
