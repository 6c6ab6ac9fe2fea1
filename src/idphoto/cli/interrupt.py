"""Ending at once, although a network may still be running in another thread."""

from __future__ import annotations

import os
import sys
import threading

import typer

from idphoto.photo.batch import THREADS

INTERRUPTED = 130
"""The exit status by which shells report SIGINT."""


def leave(status: int) -> None:
    """End the command after a batch was closed: nothing is being written, waiting takes time.

    Raises:
        typer.Exit: no thread of the batch is left that would keep the process.
    """
    if any(thread.name.startswith(THREADS) for thread in threading.enumerate()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    raise typer.Exit(status)
