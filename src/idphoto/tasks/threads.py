"""Thread pools of their own for database calls and for checks, so that neither waits for other
work on threads, such as DNS look-ups."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Final, ParamSpec, TypeVar

# Fewer than the connections that SQLAlchemy's pool may open.
_DATABASE: Final = ThreadPoolExecutor(12, thread_name_prefix="idphoto-database")
# CPU work: more threads would not do more of it.
_CHECKS: Final = ThreadPoolExecutor(2, thread_name_prefix="idphoto-checks")
# Small pictures that are drawn once: they may wait for each other, and nothing waits for them.
_DRAWING: Final = ThreadPoolExecutor(1, thread_name_prefix="idphoto-drawing")

_P = ParamSpec("_P")
_T = TypeVar("_T")


async def on_database_thread(call: Callable[_P, _T], *args: _P.args, **options: _P.kwargs) -> _T:
    """Call ``call(*args, **options)`` on a thread for the database."""
    return await _on(_DATABASE, partial(call, *args, **options))


async def on_checking_thread(call: Callable[_P, _T], *args: _P.args, **options: _P.kwargs) -> _T:
    """Call it on a thread for checks before work is accepted: they lay out texts and sheets."""
    return await _on(_CHECKS, partial(call, *args, **options))


async def on_drawing_thread(call: Callable[_P, _T], *args: _P.args, **options: _P.kwargs) -> _T:
    """Call it on the thread for drawing what the catalogue shows, one picture at a time."""
    return await _on(_DRAWING, partial(call, *args, **options))


async def _on(pool: ThreadPoolExecutor, call: Callable[[], _T]) -> _T:
    in_context = partial(copy_context().run, call)  # what is logged there has its trace id, too
    return await asyncio.get_running_loop().run_in_executor(pool, in_context)
