"""Threads for one kind of work each: what else waits in a thread, names being looked up, say, must
not keep it waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Final, ParamSpec, TypeVar

# Fewer than the connections that SQLAlchemy's pool may open.
_DATABASE: Final = ThreadPoolExecutor(12, thread_name_prefix="idphoto-database")
# Work, not waiting: more threads would not do more of it.
_CHECKS: Final = ThreadPoolExecutor(2, thread_name_prefix="idphoto-checks")

_P = ParamSpec("_P")
_T = TypeVar("_T")


async def on_database_thread(call: Callable[_P, _T], *args: _P.args, **options: _P.kwargs) -> _T:
    """``call(*args, **options)``, off the event loop."""
    return await _on(_DATABASE, partial(call, *args, **options))


async def on_checking_thread(call: Callable[_P, _T], *args: _P.args, **options: _P.kwargs) -> _T:
    """The same, for what is found out before work is accepted: it lays out texts and sheets."""
    return await _on(_CHECKS, partial(call, *args, **options))


async def _on(pool: ThreadPoolExecutor, call: Callable[[], _T]) -> _T:
    in_context = partial(copy_context().run, call)  # what is logged there has its trace id, too
    return await asyncio.get_running_loop().run_in_executor(pool, in_context)
