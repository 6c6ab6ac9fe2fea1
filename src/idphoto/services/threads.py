"""Threads for the database alone: what else waits in a thread, names being looked up, say, must not
keep it waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final, ParamSpec, TypeVar

# Fewer than the connections that SQLAlchemy's pool may open.
_POOL: Final = ThreadPoolExecutor(12, thread_name_prefix="idphoto-database")

_P = ParamSpec("_P")
_T = TypeVar("_T")


async def on_database_thread(call: Callable[_P, _T], *args: _P.args, **options: _P.kwargs) -> _T:
    """``call(*args, **options)``, off the event loop."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_POOL, partial(call, *args, **options))
